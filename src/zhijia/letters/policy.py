"""Who may see and do what with the papers a union sends. They stay in their own union."""

from django.db.models import Q

from zhijia.kernel.actions import block
from zhijia.kernel.scope import Seat
from zhijia.org.policy import CADRES, NOTHING, OFFICERS

WRITERS = OFFICERS
ISSUERS = ("chair", "vice")


def may_see(seat: Seat) -> Q:
    """The cadres of the union itself: a request or a reply may speak of a single person."""
    return Q(union_id=seat.union_id) if seat.office in CADRES else NOTHING


def may_write(seat: Seat) -> Q:
    return Q(union_id=seat.union_id) if seat.office in WRITERS else NOTHING


def may_issue(seat: Seat) -> Q:
    """A paper goes out in the union's name: its chair or vice chair issues and takes it back."""
    return Q(union_id=seat.union_id) if seat.office in ISSUERS else NOTHING


@block("这份公文已经发出，文字都定住了。要改请先撤回，再照着写一份新的。")
def sent(seat: Seat) -> Q:
    return Q(state__in=("issued", "withdrawn"))
