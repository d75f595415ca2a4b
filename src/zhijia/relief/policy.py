"""Who may see and do what with visits. The table carries the same rule (migration 0002); a test compares the two."""

from django.db.models import Q

from zhijia.kernel.actions import block
from zhijia.kernel.scope import Seat
from zhijia.org.policy import CADRES, NOTHING, OFFICERS

REPORTERS = (*CADRES, "leader")


def may_see(seat: Seat) -> Q:
    """Cadres see the visits of their own union, a group leader those she reported; nobody looks in from above."""
    if seat.office in CADRES:
        return Q(union_id=seat.union_id)
    if seat.office == "leader":
        return Q(union_id=seat.union_id, reported_by_id=seat.person_id)
    return NOTHING


def may_report(seat: Seat) -> Q:
    """Whoever holds a post may say that somebody is to be visited, and write down a visit."""
    return may_see(seat) if seat.office in REPORTERS else NOTHING


def may_settle(seat: Seat) -> Q:
    """Correct, give up, withdraw: the chair and officers any row of their union, others what they reported."""
    if seat.office in OFFICERS:
        return Q(union_id=seat.union_id)
    return may_report(seat) & Q(reported_by_id=seat.person_id)


def may_reveal(seat: Seat) -> Q:
    """What was found at the bedside is for those who handle the case; accountants and auditors see the money."""
    return may_settle(seat)


@block("这一条已经撤销或作废，不再改。要登记请另记一条。")
def closed(seat: Seat) -> Q:
    return Q(state__in=("undone", "withdrawn"))
