"""What my day says of terms and certificates.

Committees past their term, and those that end within three months (A07); certificates of a legal person that have
run out or may be renewed by now (基层工会法人登记管理办法 art. 27).
"""

import datetime as dt
from urllib.parse import urlencode

from django.db.models import Aggregate, Count, Min, Q, QuerySet, Value
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
    """What is due, in one statement; nothing where nothing is due."""
    if seat.office not in OFFICERS or seat.union_id is None:
        return []
    today = clock.today()
    ask = Ask(seat.union_id, True, Period.parse(str(today.year)).clipped(today))
    soon = Q(term_to__gte=today, term_to__lte=months_after(today, rules.RADAR[0]))
    ends = Count("pk", filter=Q(term_to__lt=today)), Count("pk", filter=soon), Min("term_to")
    terms = _counted("terms", queries.terms(ask, today).filter(kind="committee"), *ends)
    due = queries.grassroots(ask, today).filter(queries.renewable(today))
    certificates = _counted("certificates", due, Count("pk"), Min("pk"), Min("certificate_to"))
    found = {what: rest for what, *rest in terms.union(certificates, all=True)}
    none = (0, 0, None)
    return [*_terms(*found.get("terms", none)), *_certificates(seat, *found.get("certificates", none))]


def _counted(what: str, rows: QuerySet, *numbers: Aggregate) -> QuerySet:
    """One line, or none where there are no rows: its name and three numbers of theirs."""
    three = dict(zip(("first", "second", "third"), numbers, strict=True))
    grouped = rows.order_by().annotate(what=Value(what)).values("what").annotate(**three)
    return grouped.values_list("what", *three)


def request_of(term: Body, seat: Seat) -> str:
    """From a committee's term that ends within the radar on to the request for its re-election."""
    own = term.union_id == seat.union_id
    return reverse("org:reelections_ask") if own and _to_ask(term, seat) else ""


def request_for(term: Body, seat: Seat) -> str:
    """The same of a union below, where nobody may be who does it."""
    below = term.union_id != seat.union_id
    query = urlencode({"holder": term.union.name})
    return f"{reverse('org:reelections_ask')}?{query}" if below and _to_ask(term, seat) else ""


def _to_ask(term: Body, seat: Seat) -> bool:
    near = term.term_to <= months_after(clock.today(), rules.RADAR[-1])
    return near and term.kind == Body.Kind.COMMITTEE and seat.office in OFFICERS


def _certificates(seat: Seat, many: int, one: int, first: dt.date | None) -> list[Alert]:
    if not many:
        return []
    day = f"{first:%Y-%m-%d}"
    if one == seat.union_id:
        sentence = f"本会的法人资格证书有效期到 {day}，该换了。换好以后在这里登记新的有效期。"
        return [Alert(sentence, reverse("org:unions_row", args=[one]), "去登记")]
    sentence = f"{many} 个工会的法人资格证书过期或可以换了，最早的一个到 {day}。"
    return [Alert(sentence, f"{reverse('org:unions')}?fault=certificate", "看名单")]


def _terms(late: int, soon: int, _: dt.date | None) -> list[Alert]:
    """One sentence with both numbers."""
    near = rules.RADAR[0]
    told = [
        words.format(number)
        for number, words in ((late, "{} 个工会委员会超期未换届"), (soon, f"{{}} 个在 {near} 个月内到期"))
        if number
    ]
    if not told:
        return []
    address = f"{reverse('org:bodies')}?kind=committee&tab={'late' if late else 'm3'}"
    return [Alert("，".join(told) + "。", address, "看名单")]
