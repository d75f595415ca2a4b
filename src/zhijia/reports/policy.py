"""A check stays in the union that made it: the text may name people."""

from django.db.models import Q

from zhijia.kernel.scope import Seat
from zhijia.org.policy import NOTHING
from zhijia.plans.policy import PLANNERS


def of_own_officers(seat: Seat) -> Q:
    """The chair and the officers of the union that brought the text see it and work on it; nobody else does."""
    return Q(union_id=seat.union_id) if seat.office in PLANNERS else NOTHING
