"""What my day says of terms and certificates.

Committees past their term, and those that end within three months (A07); certificates of a legal person that have
run out or may be renewed by now (基层工会法人登记管理办法 art. 27).
"""

import datetime as dt

from django.db.models import Count, Min, Q
from django.urls import reverse

from zhijia.kernel import clock
from zhijia.kernel.clock import months_after
from zhijia.kernel.figures import Ask, Period
from zhijia.kernel.scope import Seat
from zhijia.kernel.ui.alerts import Alert
from zhijia.org import queries, rules
from zhijia.org.models import Body
from zhijia.org.policy import OFFICERS


def alerts(seat: Seat) -> list[Alert]:
    if seat.office not in OFFICERS or seat.union_id is None:
        return []
    today = clock.today()
    ask = Ask(seat.union_id, True, Period.parse(str(today.year)).clipped(today))
    return [*_terms(ask, today), *_certificates(ask, today)]


def request_of(term: Body, seat: Seat) -> str:
    """From a committee's term that ends within the radar on to the request for its re-election."""
    near = term.term_to <= months_after(clock.today(), rules.RADAR[-1])
    own = term.union_id == seat.union_id and term.kind == Body.Kind.COMMITTEE and seat.office in OFFICERS
    return reverse("org:reelections_ask") if own and near else ""


def _certificates(ask: Ask, today: dt.date) -> list[Alert]:
    due = queries.grassroots(ask, today).filter(queries.renewable(today)).aggregate(
        many=Count("pk"), first=Min("certificate_to"), one=Min("pk")
    )  # fmt: skip
    if not due["many"]:
        return []
    day = f"{due['first']:%Y-%m-%d}"
    if due["one"] == ask.union_id:
        sentence = f"本会的法人资格证书有效期到 {day}，该换了。换好以后在这里登记新的有效期。"
        return [Alert(sentence, reverse("org:unions_row", args=[ask.union_id]), "去登记")]
    sentence = f"{due['many']} 个工会的法人资格证书过期或可以换了，最早的一个到 {day}。"
    return [Alert(sentence, f"{reverse('org:unions')}?fault=certificate", "看名单")]


def _terms(ask: Ask, today: dt.date) -> list[Alert]:
    """One sentence with both numbers, in one statement; nothing where nothing is due."""
    near = rules.RADAR[0]
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
