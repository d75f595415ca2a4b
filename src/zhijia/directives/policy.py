"""Who may see and handle superiors' papers: the receiving union alone. Unions above see nothing of them."""

from django.apps import apps
from django.db.models import Q

from zhijia.kernel.actions import block
from zhijia.kernel.scope import Seat
from zhijia.org.policy import CADRES, NOTHING, OFFICERS

HANDLERS = OFFICERS


def may_see(seat: Seat) -> Q:
    """The cadres of the receiving union read its papers; members do not."""
    return Q(union_id=seat.union_id) if seat.office in CADRES else NOTHING


def of_directive_in_sight(seat: Seat) -> Q:
    return Q(directive_id__in=apps.get_model("directives", "Directive").objects.values("pk"))


def may_handle(seat: Seat) -> Q:
    """Chair, vice-chairs and officers of the receiving union."""
    return Q(union_id=seat.union_id) if seat.office in HANDLERS else NOTHING


def may_handle_part(seat: Seat) -> Q:
    return Q(directive__union_id=seat.union_id) if seat.office in HANDLERS else NOTHING


@block("这份文件已经作废，不能再改。")
def withdrawn(seat: Seat) -> Q:
    return Q(state="withdrawn")


@block("这份文件已经作废，它的各条不再改。")
def of_withdrawn(seat: Seat) -> Q:
    return Q(directive__state="withdrawn")
