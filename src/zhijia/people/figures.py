"""What the members' register reports upward: opening, joined, left, closing, and the joining rate."""

from dataclasses import replace
from functools import reduce
from operator import or_

from django.db.models import Q

from zhijia.kernel.figures import Ask, Figure, declare
from zhijia.org.models import Employer
from zhijia.org.tally import EVE, LAST, Cut, Moved
from zhijia.people.codes import CARD_COLLECTED, LEAVING, Began, Ended
from zhijia.people.models import Membership
from zhijia.people.tally import CELLS, Crossed, MemberSheet, Noted

COUNTED = Q(kind__in=Membership.COUNTED) & ~Q(ended=Ended.DUPLICATE)
BEGAN = {
    "joined": (Began.JOINED, Began.REJOINED),
    "transferred_in": (Began.TRANSFERRED,),
    "restored": (Began.RESTORED,),
}
ENDED = {
    "left": LEAVING,
    "transferred_out": (Ended.TRANSFERRED,),
    "retained": (Ended.RETAINED,),
}


def _flow(name: str, on: str, where: Q) -> Cut:
    """A transfer is a flow of a tree where it crosses its edge; to join or to leave is one wherever it was."""
    return (Crossed if name.startswith("transferred") else Cut)(on, COUNTED & where)


SHOWN: dict[str, Cut] = {
    "members": Cut(LAST, COUNTED),
    "opening": Cut(EVE, COUNTED),
    "kept": Cut(LAST, Q(kind=Membership.Kind.RETAINED)),
    **{name: _flow(name, "since", Q(began__in=how)) for name, how in BEGAN.items()},
    "moved_in": Moved("valid_from", COUNTED),
    **{name: _flow(name, "left_on", Q(ended__in=how)) for name, how in ENDED.items()},
    "moved_out": Moved("valid_to", COUNTED),
}
"""What a figure counts and a list shows."""

ADDED, REMOVED = (*BEGAN, "moved_in"), (*ENDED, "moved_out")
"""Opening, added, removed and closing reconcile: every counted span begins and ends in one of these ways, or goes on in
another span on the very day it ended, or came and went with its union."""

FIELDS = {  # where a condition's field lies elsewhere
    "gender": "person__gender", "card_state": "person__card_state", "ownership": "employer__ownership",
    "union_kind": "union__kind",
}  # fmt: skip


def part(show: str, **terms: str) -> Cut:
    """Of what is shown those that fulfil the conditions of the list."""
    whole = SHOWN[show]
    more = Q(**{FIELDS.get(name, name): value for name, value in terms.items()})
    return replace(whole, where=whole.where & more, listed={"show": show, **terms})  # type: ignore[operator]


STOCKS = CELLS.keys() - {"moving", "incomplete", "collected"}
"""Figures that the roll-up holds: each of its cells but what only tabs of the list count, and the card's."""

MEMBERS = MemberSheet(
    lambda: Membership.objects.all(), "people:members",
    {
        **{f"people.{show}": part(show) for show in SHOWN},
        "people.added": Cut(listed={"show": "added"}), "people.removed": Cut(listed={"show": "removed"}),
        "people.women": part("members", gender="female"),
        "people.men": part("members", gender="male"),
        "people.migrant": part("members", migrant="yes"),
        "people.women_migrant": part("members", gender="female", migrant="yes"),
        "people.temporary": part("members", kind="temporary"),
        "people.contract": part("members", employment="contract"),
        "people.agency": part("members", employment="agency"),
        "people.public": part("members", employment="public"),
        "people.flexible": part("members", employment="flexible"),
        "people.other": part("members", employment="other"),
        "people.in_single": part("members", union_kind="single"),
        "people.in_joint": part("members", union_kind="joint"),
        **{f"people.at_{own}": part("members", ownership=own) for own in Employer.Ownership.values},
        "people.carded": part("members", card_state="issued"),
        "people.women_joined": part("joined", gender="female"),
        "people.migrant_joined": part("joined", migrant="yes"),
        "people.card_collected": Noted(  # `card_ledgers.collected_by`, where the roll-up can answer
            LAST, COUNTED & Q(person__card_state__in=CARD_COLLECTED), {"cut": "collected"},
            noted="person__collected_on",
        ),
    },
    holds=Membership.on,
    cells={"people.opening": "members", "people.card_collected": "collected"}
    | {f"people.{cell}": cell for cell in STOCKS},
    lists={"people.card_collected": "people:cards"},
)  # fmt: skip


def shown(show: str, ask: Ask) -> Q:
    """The memberships that a list shows: stocks by the tree on the day, flows by each row's day."""
    names = {"added": ADDED, "removed": REMOVED}.get(show, (show,))
    return reduce(or_, (SHOWN[name].behind(ask, Membership.objects.all(), Membership.on) for name in names))


def _of_members(code: str, label: str, how: str) -> tuple[Figure, ...]:
    """A part of the members with its share: the rate travels with both numbers and the day."""
    return (
        Figure(f"people.{code}", label, "人", how, MEMBERS),
        Figure(
            f"people.{code}_share",
            f"{label}占比",
            "%",
            f"{label} ÷ 会员",
            rate=(f"people.{code}", "people.members"),
        ),
    )


def declare_figures() -> None:
    declare(
        Figure("people.members", "会员", "人", "期末在册会员，离会的和只保留会籍的不算", MEMBERS),
        Figure("people.opening", "期初会员", "人", "期初前一天在册的会员", MEMBERS),
        Figure("people.added", "本期增加会员", "人",
               "期内入会、转入、恢复会籍和随工会划入的，在本级范围里转的、并的不算", MEMBERS,
               total=tuple(f"people.{name}" for name in ADDED)),
        Figure("people.joined", "新发展会员", "人", "期内入会和重新入会的，转入的不算", MEMBERS),
        Figure("people.transferred_in", "转入会员", "人", "期内从别的工会转入的，在本级范围里转的、并的不算", MEMBERS),
        Figure("people.restored", "恢复会籍", "人", "期内从保留会籍恢复的", MEMBERS),
        Figure("people.moved_in", "随工会划入会员", "人", "所在工会期内改隶属到本级下面，会员跟着过来的", MEMBERS),
        Figure("people.removed", "本期减少会员", "人",
               "期内离会、转出、转为保留会籍和随工会划出的，在本级范围里转的、并的不算", MEMBERS,
               total=tuple(f"people.{name}" for name in REMOVED)),
        Figure("people.left", "离会会员", "人", "离会日期在期内的，转出和转为保留会籍的不算", MEMBERS),
        Figure("people.transferred_out", "转出会员", "人", "期内转到别的工会的，在本级范围里转的、并的不算", MEMBERS),
        Figure("people.moved_out", "随工会划出会员", "人", "所在工会期内改隶属到别处，会员跟着过去的", MEMBERS),
        Figure("people.retained", "转为保留会籍", "人", "期内因退休、失业、服役等转为保留会籍的", MEMBERS),
        Figure("people.kept", "保留会籍", "人", "期末只保留会籍的，不算会员数", MEMBERS),
        Figure(
            "people.joining_rate", "入会率", "%", "会员 ÷ 被覆盖单位的职工", rate=("people.members", "org.employees"),
            above="职工人数可能没有登记全，或者是早些时候的。请先补登职工人数，再往上报。",
        ),
        *_of_members("women", "女会员", "期末在册的女会员"),
        *_of_members("men", "男会员", "期末在册的男会员"),
        *_of_members("migrant", "农民工会员", "期末在册、登记为农民工的会员"),
        *_of_members("agency", "劳务派遣会员", "期末在册、用工形式为劳务派遣的会员"),
        *_of_members("contract", "合同制会员", "期末在册、用工形式为劳动合同制的会员"),
        *_of_members("public", "机关事业编制会员", "期末在册、机关事业编制的会员"),
        *_of_members("flexible", "新就业形态会员", "期末在册的新就业形态会员"),
        *_of_members("other", "其他用工会员", "期末在册、用工形式为其他的会员"),
        *_of_members("in_single", "单独基层工会的会员", "期末在册、在单独基层工会的会员"),
        *_of_members("in_joint", "联合基层工会的会员", "期末在册、在联合基层工会的会员"),
        *(
            one
            for own in Employer.Ownership
            for one in _of_members(f"at_{own.value}", f"{own.label}单位会员", f"期末在册、工作单位为{own.label}的会员")
        ),
        *_of_members("temporary", "临时会员", "期末在册的临时会员"),
        *_of_members("carded", "持卡会员", "期末在册、会员卡已经发到手的会员"),
        Figure("people.women_migrant", "女农民工会员", "人", "期末在册的女农民工会员", MEMBERS),
        Figure("people.women_joined", "新发展女会员", "人", "期内入会的女会员", MEMBERS),
        Figure("people.migrant_joined", "新发展农民工会员", "人", "期内入会的农民工会员", MEMBERS),
    )  # fmt: skip
