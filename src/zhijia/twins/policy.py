"""Who may export, and keep the numbers of other systems."""

from django.db.models import Exists, OuterRef, Q

from zhijia.kernel.scope import Seat, below
from zhijia.org.policy import CADRES, EVERYTHING, NOTHING, OFFICERS, may_organise
from zhijia.people.models import Membership


def for_cadres(seat: Seat) -> Q:
    return EVERYTHING if seat.office in CADRES else NOTHING


def may_send(seat: Seat) -> Q:
    """An export is the work of the officers of its union, or of one above it."""
    return may_organise(seat)


def may_lay_out(seat: Seat) -> Q:
    return Q(union_id=seat.union_id) if seat.office in OFFICERS else NOTHING


def may_number_union(seat: Seat) -> Q:
    return may_organise(seat)


def may_number_member(seat: Seat) -> Q:
    """The officers who keep the roll of the member's union keep her number as well."""
    if seat.office not in OFFICERS:
        return NOTHING
    rows = Membership.objects.filter(person_id=OuterRef("person_id"), union_id__in=below(seat.union_id))
    return Q(Exists(rows))
