"""Who may admit, send, receive and complete."""

from django.db.models import Q

from zhijia.joining.models import Transfer
from zhijia.kernel.actions import block, otherwise
from zhijia.kernel.scope import Seat, below
from zhijia.org.policy import NOTHING, OFFICERS


def own_union(seat: Seat) -> Q:
    """The officers of the union that is applied to."""
    return Q(union_id=seat.union_id) if seat.office in OFFICERS else NOTHING


@otherwise("这一步由转出的工会办。")
def of_sender(seat: Seat) -> Q:
    """The old union, or one above it, which keeps the roll of a union that has no officer of its own."""
    return Q(from_union_id__in=below(seat.union_id)) if seat.office in OFFICERS else NOTHING


@otherwise("这一步由转入的工会办。")
def of_receiver(seat: Seat) -> Q:
    return Q(to_union_id__in=below(seat.union_id)) if seat.office in OFFICERS else NOTHING


@otherwise("提出的一方才能撤回。")
def of_opener(seat: Seat) -> Q:
    """Whoever opened it may take it back: the sender what was sent, the caller what was called."""
    return (of_sender(seat) & Q(state="sent")) | (of_receiver(seat) & Q(state="called"))


@otherwise("过了期限，由没有办的一方的上级工会办。")
def above_the_silent(seat: Seat) -> Q:
    """A union above the one that keeps silent, not that union itself."""
    if seat.office not in OFFICERS:
        return NOTHING
    reach = below(seat.union_id)
    silent_to = Q(state="sent", to_union_id__in=reach) & ~Q(to_union_id=seat.union_id)
    return silent_to | (Q(state="called", from_union_id__in=reach) & ~Q(from_union_id=seat.union_id))


@block("还没到最晚办理的日子，先等对方办。")
def not_late(seat: Seat) -> Q:
    return ~Transfer.late()
