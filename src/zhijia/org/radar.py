"""What my day says of terms: committees past their term, and those that end within three months (A07)."""

from django.db.models import Count, Q
from django.urls import reverse

from zhijia.kernel import clock
from zhijia.kernel.clock import months_after
from zhijia.kernel.figures import Ask, Period
from zhijia.kernel.scope import Seat
from zhijia.kernel.ui.alerts import Alert
from zhijia.org import queries, rules
from zhijia.org.policy import OFFICERS


def alerts(seat: Seat) -> list[Alert]:
    """One sentence with both numbers, in one statement; nothing where nothing is due."""
    if seat.office not in OFFICERS or seat.union_id is None:
        return []
    today, near = clock.today(), rules.RADAR[0]
    ask = Ask(seat.union_id, True, Period.parse(str(today.year)).clipped(today))
    soon = Q(term_to__gte=today, term_to__lte=months_after(today, near))
    found = queries.terms(ask, today).filter(kind="committee").aggregate(
        late=Count("pk", filter=Q(term_to__lt=today)), soon=Count("pk", filter=soon)
    )  # fmt: skip
    told = [
        words.format(found[name])
        for name, words in (("late", "{} 个工会委员会超期未换届"), ("soon", f"{{}} 个在 {near} 个月内到期"))
        if found[name]
    ]
    tab = "late" if found["late"] else "m3"
    return (
        [Alert("，".join(told) + "。", f"{reverse('org:bodies')}?kind=committee&tab={tab}", "看名单")]
        if told
        else []
    )
