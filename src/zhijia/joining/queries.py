"""What others ask of joining."""

from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet, Value
from django.urls import reverse

from zhijia.joining import policy
from zhijia.joining.models import Application, Transfer
from zhijia.kernel.scope import Seat
from zhijia.kernel.ui.alerts import Alert
from zhijia.org.policy import OFFICERS


def waiting(seat: Seat) -> list[Alert]:
    """On my day: applications that wait for this union, transfers it has to act on or to complete. One statement.

    Everybody else reads how far her own transfer has come.
    """
    if seat.office not in OFFICERS:
        return _own(seat)
    mine = Q(state="sent", to_union_id=seat.union_id) | Q(state="called", from_union_id=seat.union_id)
    silent = Transfer.late() & policy.above_the_silent(seat)
    asked = Application.objects.filter(union_id=seat.union_id, state__in=Application.OPEN)
    parts = [
        _number("asked", asked),
        _number("mine", Transfer.objects.filter(mine)),
        _number("silent", Transfer.objects.filter(silent)),
    ]
    counted = dict(parts[0].union(*parts[1:], all=True))
    return [
        Alert(words.format(counted[what]), f"{reverse(url_name)}?{urlencode({'tab': tab})}", act)
        for what, words, url_name, tab, act in (
            ("asked", "有 {} 件入会申请等着审批。", "joining:applications", "open", "去审批"),
            ("mine", "有 {} 件会籍接转等本会办。", "joining:transfers", "open", "去办"),
            ("silent", "有 {} 件会籍接转超过期限没有办，可以代为办结。", "joining:transfers", "late", "去看"),
        )
        if counted[what]
    ]


def roll_of(row: Application, seat: Seat) -> str:
    """From an admitted application on to the roll, where the card and everything later stands."""
    return f"{reverse('people:members')}?{urlencode({'q': row.name})}" if row.person_id else ""


def _own(seat: Seat) -> list[Alert]:
    open_ones = Transfer.objects.filter(membership__person_id=seat.person_id, state__in=Transfer.OPEN)
    return [
        Alert(
            f"您的会籍正在从{row.from_union.short_name}转到{row.to_union.short_name}，{row.get_state_display()}，"
            f"最晚 {row.due_on:%Y-%m-%d} 办结。这期间会籍不受影响。"
        )
        for row in open_ones.select_related("from_union", "to_union")
    ]


def _number(what: str, rows: QuerySet) -> QuerySet:
    """One line: its name and how many, which may be none."""
    return (
        rows.order_by()
        .annotate(what=Value(what))
        .values("what")
        .annotate(n=Count("pk"))
        .values_list("what", "n")
    )
