"""What others ask of joining."""

from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse

from zhijia.joining import policy
from zhijia.joining.models import Application, Transfer
from zhijia.kernel.scope import Seat
from zhijia.kernel.ui.alerts import Alert
from zhijia.org.policy import OFFICERS


def waiting(seat: Seat) -> list[Alert]:
    """On my day: applications that wait for this union, transfers it has to act on or to complete."""
    if seat.office not in OFFICERS:
        return []
    found = []
    if n := Application.objects.filter(union_id=seat.union_id, state__in=Application.OPEN).count():
        found.append(_alert(f"有 {n} 件入会申请等着审批。", "joining:applications", "open", "去审批"))
    mine = Q(state="sent", to_union_id=seat.union_id) | Q(state="called", from_union_id=seat.union_id)
    silent = Transfer.late() & policy.above_the_silent(seat)
    counted = Transfer.objects.aggregate(mine=Count("pk", filter=mine), silent=Count("pk", filter=silent))
    if n := counted["mine"]:
        found.append(_alert(f"有 {n} 件会籍接转等本会办。", "joining:transfers", "open", "去办"))
    if n := counted["silent"]:
        found.append(
            _alert(f"有 {n} 件会籍接转超过期限没有办，可以代为办结。", "joining:transfers", "late", "去看")
        )
    return found


def _alert(sentence: str, url_name: str, tab: str, act: str) -> Alert:
    return Alert(sentence, f"{reverse(url_name)}?{urlencode({'tab': tab})}", act)
