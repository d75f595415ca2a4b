"""Who may see and change the organisation. Functions from a seat to a Q: the list's filter and the yes/no."""

from django.db.models import Q

from zhijia.kernel.actions import block
from zhijia.kernel.scope import Seat, below
from zhijia.org import tree

OFFICERS = ("chair", "vice", "officer")
CADRES = (*OFFICERS, "accountant", "auditor", "women", "committee")

EVERYTHING = Q(pk__isnull=False)
NOTHING = Q(pk__isnull=True)


def may_see_union(seat: Seat) -> Q:
    """A cadre sees the unions below her own and the ones above it; others see their own house."""
    if seat.office in CADRES:
        return Q(pk__in=tree.around(seat.union_id))
    return Q(pk=seat.union_id) | Q(pk__in=below(seat.group_id)) | Q(pk__in=tree.above(seat.union_id))


def sees_union_in_reach(seat: Seat) -> Q:
    """The organisation's rows of a union below on either line: the industrial line looks, the territorial one acts."""
    if seat.office in CADRES:
        return concerns_union_in_reach(seat) | Q(union_id__in=tree.below(seat.union_id, line="industrial"))
    return concerns_union_in_reach(seat)


def concerns_union_in_reach(seat: Seat) -> Q:
    """Rows that carry a union at or below the seat's own on the territorial line."""
    if seat.office in CADRES:
        return Q(union_id__in=below(seat.union_id))
    return Q(union_id=seat.union_id)


def of_union_above(seat: Seat) -> Q:
    """Rows of the unions the seat's own answers to: what they decide for those below."""
    return Q(union_id__in=tree.above(seat.union_id))


def in_led_part(seat: Seat) -> Q:
    """Rows of the group one leads, or of the branch and the groups in it; a leader of no part reaches none."""
    return Q(union_id=seat.union_id, group_id__in=below(seat.group_id))


def covered_in_reach(seat: Seat) -> Q:
    """Employers covered, now or earlier, by a union in reach, and those canvassed by one."""
    return Q(pk__in=tree.employers_below(seat.union_id)) | Q(area_id__in=below(seat.union_id))


def of_covered_employer(seat: Seat) -> Q:
    return Q(employer_id__in=tree.employers_below(seat.union_id)) | Q(
        employer__area_id__in=below(seat.union_id)
    )


def may_found(seat: Seat) -> Q:
    """Unions are founded by the officers of a union above them."""
    return Q(pk__in=below(seat.union_id)) & ~Q(pk=seat.union_id) if seat.office in OFFICERS else NOTHING


def may_see_parameter(seat: Seat) -> Q:
    """What the own union has set, those above it, whose values it follows, and for a cadre those below."""
    reach = Q(union_id__in=tree.above(seat.union_id))
    return reach | Q(union_id__in=below(seat.union_id)) if seat.office in CADRES else reach


def may_name(seat: Seat) -> Q:
    """A union's names are kept by its own officers or by those of one above it."""
    return Q(pk__in=below(seat.union_id)) if seat.office in OFFICERS else NOTHING


def may_place(seat: Seat) -> Q:
    """A union is moved, merged or dissolved by the officers of one above it; branches and groups by their own union's."""
    return may_found(seat)


@block("这个工会已经撤销或并入，这一步不用再办。")
def ended(seat: Seat) -> Q:
    return Q(dissolved_on__isnull=False)


@block("这一家已经并到另一家了，请在那一家上办。")
def folded(seat: Seat) -> Q:
    return Q(same_as__isnull=False)


@block("这一家已经注销了。")
def gone(seat: Seat) -> Q:
    return Q(closed_on__isnull=False)


def may_rule(seat: Seat) -> Q:
    """What holds for oneself and those below is set by one's own officers."""
    return Q(union_id=seat.union_id) if seat.office in OFFICERS else NOTHING


def may_organise(seat: Seat) -> Q:
    """Bodies, posts, coverage: the officers of the union itself or of one above it."""
    return concerns_union_in_reach(seat) if seat.office in OFFICERS else NOTHING


@block("自己的职务要由别人登记。请本单位其他工会干部或上级工会办理。")
def oneself(seat: Seat) -> Q:
    return Q(person_id=seat.person_id)


@block("这一步由上级工会办。请等上级批复。")
def own_union(seat: Seat) -> Q:
    return Q(union_id=seat.union_id)


@block("本会主席、副主席的免职要由本会主席或上级工会登记。")
def head_of_own(seat: Seat) -> Q:
    heads = Q(office__in=("chair", "vice"), union_id=seat.union_id)
    return NOTHING if seat.office == "chair" else heads


def may_register_employer(seat: Seat) -> Q:
    return EVERYTHING if seat.office in OFFICERS else NOTHING
