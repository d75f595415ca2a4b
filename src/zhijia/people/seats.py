"""The seats of an account: each post in its term, then each membership in force."""

from typing import Any

from zhijia.kernel import clock
from zhijia.kernel.scope import Seat, system
from zhijia.org.models import Office, Post, Union
from zhijia.people.models import Account, Membership

WIDEST_FIRST = [office.value for office in Office]
# Every page asks, and these few values are read in half the time of whole rows.
OF_POST = (
    "pk", "office", "portfolio", "title", "union_id", "union__kind", "union__home_id", "union__short_name", "person__name"
)  # fmt: skip
OF_MEMBERSHIP = ("pk", "union_id", "group_id", "union__short_name", "person__name")


def of(account: Account) -> list[Seat]:
    """Seats the account may enter today. Rights end with the term: an ended post gives no seat."""
    return _of_person(account.person_id)


def held(person_id: int, key: str) -> Seat | None:
    """One of these seats by its key, as long as the person can sign in at all."""
    if not Account.objects.filter(person=person_id, is_active=True).exists():
        return None
    return next((seat for seat in _of_person(person_id) if seat.key == key), None)


def _of_person(person_id: int) -> list[Seat]:
    day = clock.today()
    with system("登录时找出本人的职务和会籍"):
        posts = list(Post.objects.filter(Post.on(day), person=person_id).values_list(*OF_POST, named=True))
        spans = Membership.objects.filter(Membership.on(day), person=person_id)
        memberships = list(spans.values_list(*OF_MEMBERSHIP, named=True))
    posts.sort(key=lambda post: (WIDEST_FIRST.index(post.office), post.pk))
    return [_of_post(person_id, post) for post in posts] + [
        _of_membership(person_id, row) for row in memberships
    ]


def _of_post(person_id: int, post: Any) -> Seat:
    """The chair of a branch leads that part; the rights of a chair are those of a whole union's (decision 0005)."""
    inner = post.union__kind in Union.INNER
    return Seat(
        key=f"post-{post.pk}",
        person_id=person_id,
        union_id=post.union__home_id,
        group_id=post.union_id if inner else None,
        office=Office.LEADER.value if inner else post.office,
        portfolio=post.portfolio,
        name=post.person__name,
        label=f"{post.union__short_name} · {post.title or Office(post.office).label}",
    )


def _of_membership(person_id: int, row: Any) -> Seat:
    return Seat(
        key=f"member-{row.pk}",
        person_id=person_id,
        union_id=row.union_id,
        group_id=row.group_id,
        office="member",
        name=row.person__name,
        label=f"{row.union__short_name} · 会员",
    )
