"""Whom a union's plan may name as owner: its posts, its branches and groups, the unions right below it."""

from django.db.models import Q

from zhijia.kernel import clock
from zhijia.org.models import ParentEdge, Post, Union
from zhijia.org.tree import in_force
from zhijia.plans.owners import Candidate


def candidates(union_id: int | None) -> list[Candidate]:
    """In order: post holders in office today, then branches and groups, then lower unions. Two queries."""
    day = clock.today()
    posts = Post.objects.filter(Post.on(day), union_id=union_id).select_related("person").order_by("pk")
    people = [
        Candidate(
            f"post:{post.pk}",
            f"{post.person.name}（{post}）",
            post.person.name,
            post.office,
            tuple(word for word in (post.title, post.portfolio) if word),
        )
        for post in posts
        if post.office != "leader"
    ]
    below = ParentEdge.objects.filter(in_force(day), parent_id=union_id, line="territorial").values(
        "union_id"
    )
    unions = Union.objects.filter(Q(pk__in=below) | Q(home_id=union_id, kind__in=Union.INNER)).exclude(
        pk=union_id
    )
    places = [
        Candidate(f"union:{union.pk}", union.name, union.name, "", (union.short_name,))
        for union in unions.order_by("code")
    ]
    return people + places
