"""Who may see and change people's rows."""

from django.apps import apps
from django.db.models import Q

from zhijia.kernel.scope import Seat, below
from zhijia.org.policy import CADRES, NOTHING, OFFICERS, in_led_part


def may_see_membership(seat: Seat) -> Q:
    """Cadres: the roll of their union and of those below. A leader: her group. A member: herself."""
    if seat.office in CADRES:
        return Q(union_id__in=below(seat.union_id))
    if seat.office == "leader":
        return in_led_part(seat)
    return Q(person_id=seat.person_id)


def may_see_person(seat: Seat) -> Q:
    """Oneself, members one may see, and whoever holds a post in reach."""
    member = apps.get_model("people", "Membership").objects.values("person_id")
    holder = apps.get_model("org", "Post").objects.values("person_id")
    return Q(pk=seat.person_id) | Q(pk__in=member) | Q(pk__in=holder)


def may_enrol(seat: Seat) -> Q:
    """The roll is kept by the officers of the union itself or of one above it."""
    return Q(union_id__in=below(seat.union_id)) if seat.office in OFFICERS else NOTHING


def may_enter_person(seat: Seat) -> Q:
    return Q(pk__isnull=False) if seat.office in OFFICERS else NOTHING
