"""What people offers to the chapters above it."""

from collections import defaultdict
from collections.abc import Iterable

from zhijia.org.models import Post
from zhijia.people.models import Membership


def names_in(union_ids: Iterable[int]) -> dict[int, set[str]]:
    """The names of each union's own people, members and post holders, past ones too."""
    names: dict[int, set[str]] = defaultdict(set)
    wanted = list(union_ids)
    for rows in (Membership.objects, Post.objects):
        found = rows.filter(union_id__in=wanted).values_list("union_id", "person__name")
        for union_id, name in found:
            names[union_id].add(name)
    return names
