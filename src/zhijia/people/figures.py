"""What the members' register reports upward: opening, joined, left, closing, and the joining rate."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Count, Q

from zhijia.kernel.figures import Ask, Figure, Sheet, declare
from zhijia.kernel.figures.registry import Reading
from zhijia.org.figures import address
from zhijia.org.queries import in_tree, in_tree_on
from zhijia.people.models import Membership

FILTERS = {
    "people.members": {"show": "members"},
    "people.opening": {"show": "opening"},
    "people.joined": {"show": "joined"},
    "people.left": {"show": "left"},
    "people.women": {"show": "members", "gender": "female"},
}


def shown(show: str, ask: Ask) -> Q:
    """The memberships a figure counts and its list shows: stocks by the tree on the day, flows by each row's day."""
    start, end = ask.period.start, ask.period.end
    if show == "joined":
        return Q(joined_on__range=(start, end)) & in_tree_on(ask, "joined_on")
    if show == "left":
        return Q(left_on__range=(start, end)) & in_tree_on(ask, "left_on")
    day = start - dt.timedelta(days=1) if show == "opening" else end
    return Membership.on(day) & in_tree(ask, day)


class MemberSheet(Sheet):
    def read(self, codes: Iterable[str], ask: Ask) -> dict[str, Reading]:
        counts = {code.replace(".", "_"): Count("pk", filter=self._filter(code, ask)) for code in codes}
        found = Membership.objects.aggregate(**counts)
        numbers = {code: found[code.replace(".", "_")] for code in codes}
        return {code: Reading(Decimal(n), n) for code, n in numbers.items()}

    def _filter(self, code: str, ask: Ask) -> Q:
        terms = FILTERS[code]
        wanted = shown(terms["show"], ask)
        if "gender" in terms:
            wanted &= Q(person__gender=terms["gender"])
        return wanted

    def rows_url(self, code: str, ask: Ask) -> str:
        return address("people:members", ask, **FILTERS[code])


def declare_figures() -> None:
    sheet = MemberSheet()
    declare(
        Figure("people.members", "会员", "人", "期末在册会员，离会的不算", sheet),
        Figure("people.opening", "期初会员", "人", "期初前一天在册的会员", sheet),
        Figure("people.joined", "新发展会员", "人", "入会日期在期内的会员", sheet),
        Figure("people.left", "离会会员", "人", "离会日期在期内的会员", sheet),
        Figure("people.women", "女会员", "人", "期末在册的女会员", sheet),
        Figure(
            "people.joining_rate",
            "入会率",
            "%",
            "会员 ÷ 被覆盖单位的职工",
            rate=("people.members", "org.employees"),
        ),
        Figure(
            "people.women_share", "女会员占比", "%", "女会员 ÷ 会员", rate=("people.women", "people.members")
        ),
    )
