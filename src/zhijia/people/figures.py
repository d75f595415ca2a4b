"""What the members' register reports upward: opening, joined, left, closing, and the joining rate."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Count, Q

from zhijia.kernel.figures import Ask, Figure, Sheet, declare
from zhijia.kernel.figures.registry import Reading
from zhijia.org.figures import address
from zhijia.org.queries import in_tree, in_tree_on
from zhijia.people.codes import LEAVING, Began, Ended
from zhijia.people.models import Membership

ALL = {"show": "members"}
FILTERS = {
    "people.members": ALL,
    "people.opening": {"show": "opening"},
    "people.added": {"show": "added"},
    "people.joined": {"show": "joined"},
    "people.transferred_in": {"show": "transferred_in"},
    "people.restored": {"show": "restored"},
    "people.removed": {"show": "removed"},
    "people.left": {"show": "left"},
    "people.transferred_out": {"show": "transferred_out"},
    "people.retained": {"show": "retained"},
    "people.women": {**ALL, "gender": "female"},
    "people.men": {**ALL, "gender": "male"},
    "people.migrant": {**ALL, "migrant": "yes"},
    "people.women_migrant": {**ALL, "gender": "female", "migrant": "yes"},
    "people.temporary": {**ALL, "kind": "temporary"},
    "people.contract": {**ALL, "employment": "contract"},
    "people.agency": {**ALL, "employment": "agency"},
    "people.public": {**ALL, "employment": "public"},
    "people.flexible": {**ALL, "employment": "flexible"},
    "people.carded": {**ALL, "card_state": "issued"},
    "people.women_joined": {"show": "joined", "gender": "female"},
    "people.migrant_joined": {"show": "joined", "migrant": "yes"},
}
FIELDS = {
    "gender": "person__gender",
    "card_state": "person__card_state",
}  # where a condition's field lies elsewhere
BEGAN = {
    "joined": (Began.JOINED, Began.REJOINED),
    "transferred_in": (Began.TRANSFERRED,),
    "restored": (Began.RESTORED,),
    "added": (Began.JOINED, Began.REJOINED, Began.TRANSFERRED, Began.RESTORED),
}
ENDED = {
    "left": LEAVING,
    "transferred_out": (Ended.TRANSFERRED,),
    "retained": (Ended.RETAINED,),
    "removed": (*LEAVING, Ended.TRANSFERRED, Ended.RETAINED),
}


def shown(show: str, ask: Ask) -> Q:
    """The memberships a figure counts and its list shows: stocks by the tree on the day, flows by each row's day.

    Opening, added, removed and closing reconcile: every counted span begins and ends in one of these ways, or goes on
    in another span on the very day it ended.
    """
    start, end = ask.period.start, ask.period.end
    counted = Q(kind__in=Membership.COUNTED) & ~Q(ended=Ended.DUPLICATE)
    if show in BEGAN:
        return Q(since__range=(start, end), began__in=BEGAN[show]) & counted & in_tree_on(ask, "since")
    if show in ENDED:
        return Q(left_on__range=(start, end), ended__in=ENDED[show]) & counted & in_tree_on(ask, "left_on")
    day = start - dt.timedelta(days=1) if show == "opening" else end
    if show == "kept":
        return Membership.on(day) & Q(kind=Membership.Kind.RETAINED) & in_tree(ask, day)
    return Membership.counted(day) & in_tree(ask, day)


class MemberSheet(Sheet):
    def read(self, codes: Iterable[str], ask: Ask) -> dict[str, Reading]:
        counts = {code.replace(".", "_"): Count("pk", filter=self._filter(code, ask)) for code in codes}
        found = Membership.objects.aggregate(**counts)
        numbers = {code: found[code.replace(".", "_")] for code in codes}
        return {code: Reading(Decimal(n), n) for code, n in numbers.items()}

    def _filter(self, code: str, ask: Ask) -> Q:
        terms = dict(FILTERS[code])
        wanted = shown(terms.pop("show"), ask)
        return wanted & Q(**{FIELDS.get(name, name): value for name, value in terms.items()})

    def rows_url(self, code: str, ask: Ask) -> str:
        return address("people:members", ask, **FILTERS[code])


def _of_members(sheet: MemberSheet, code: str, label: str, how: str) -> tuple[Figure, ...]:
    """A part of the members with its share: the rate travels with both numbers and the day."""
    return (
        Figure(f"people.{code}", label, "人", how, sheet),
        Figure(
            f"people.{code}_share",
            f"{label}占比",
            "%",
            f"{label} ÷ 会员",
            rate=(f"people.{code}", "people.members"),
        ),
    )


def declare_figures() -> None:
    sheet = MemberSheet()
    declare(
        Figure("people.members", "会员", "人", "期末在册会员，离会的和只保留会籍的不算", sheet),
        Figure("people.opening", "期初会员", "人", "期初前一天在册的会员", sheet),
        Figure("people.added", "本期增加会员", "人", "期内入会、转入、恢复会籍的", sheet),
        Figure("people.joined", "新发展会员", "人", "期内入会和重新入会的，转入的不算", sheet),
        Figure("people.transferred_in", "转入会员", "人", "期内从别的工会转入的，本级下属工会之间互转也在内", sheet),
        Figure("people.restored", "恢复会籍", "人", "期内从保留会籍恢复的", sheet),
        Figure("people.removed", "本期减少会员", "人", "期内离会、转出、转为保留会籍的", sheet),
        Figure("people.left", "离会会员", "人", "离会日期在期内的，转出和转为保留会籍的不算", sheet),
        Figure("people.transferred_out", "转出会员", "人", "期内转到别的工会的，本级下属工会之间互转也在内", sheet),
        Figure("people.retained", "转为保留会籍", "人", "期内因退休、失业、服役等转为保留会籍的", sheet),
        Figure(
            "people.joining_rate", "入会率", "%", "会员 ÷ 被覆盖单位的职工", rate=("people.members", "org.employees")
        ),
        *_of_members(sheet, "women", "女会员", "期末在册的女会员"),
        *_of_members(sheet, "men", "男会员", "期末在册的男会员"),
        *_of_members(sheet, "migrant", "农民工会员", "期末在册、登记为农民工的会员"),
        *_of_members(sheet, "agency", "劳务派遣会员", "期末在册、用工形式为劳务派遣的会员"),
        *_of_members(sheet, "contract", "合同制会员", "期末在册、用工形式为劳动合同制的会员"),
        *_of_members(sheet, "public", "机关事业编制会员", "期末在册、机关事业编制的会员"),
        *_of_members(sheet, "flexible", "新就业形态会员", "期末在册的新就业形态会员"),
        *_of_members(sheet, "temporary", "临时会员", "期末在册的临时会员"),
        *_of_members(sheet, "carded", "持卡会员", "期末在册、会员卡已经发到手的会员"),
        Figure("people.women_migrant", "女农民工会员", "人", "期末在册的女农民工会员", sheet),
        Figure("people.women_joined", "新发展女会员", "人", "期内入会的女会员", sheet),
        Figure("people.migrant_joined", "新发展农民工会员", "人", "期内入会的农民工会员", sheet),
    )  # fmt: skip
