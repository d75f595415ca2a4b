"""Checks of averages against their total and count."""

from __future__ import annotations

from collections.abc import Iterator

from zhijia.planreader.patterns import late

from .intervals import Span, divided, in_unit, meet, span
from .model import Number, Problem
from .numerals import step_of
from .parts import problem_at
from .sheet import Sheet

_PER = late(
    r"(?P<short>[人户场次期家件篇个])均|平均?每?(?:个|一)?(?P<each>[人户场次期家件篇个名位组项批队])|每(?P<every>人|户|场|次|期|家|件|名|个|组|批|张|份|队)"
)
_COUNTS = {
    "人": ("persons", "person_times"),
    "名": ("persons", "person_times"),
    "位": ("persons", "person_times"),
    "户": ("households",),
    "家": ("firms", "bodies", "households"),
    "组": ("bodies",),
}
_UNIT_OF = {
    "场": ("场", "场次"),
    "次": ("次", "场次", "场"),
    "期": ("期",),
    "件": ("件",),
    "篇": ("篇",),
    "项": ("项",),
}
_AMONG = late(r"其中|;")
_PEOPLE = ("persons", "person_times")
_NOT_OF_THESE = late(r"同比|去年|标准|不少于|不低于|至少|最高|最低|各|不超过|以上$")


def of_averages(sheet: Sheet) -> Iterator[Problem]:
    """Averages that no total and count of their sentence give."""
    for sentence in sheet.sentences:
        for i in sentence:
            n = sheet.numbers[i]
            lead = sheet.lead(i)
            per = _PER.search(lead)
            if not per or n.measure in ("rate", "points", "multiple") or n.role in ("target", "forecast"):
                continue
            if _NOT_OF_THESE.search(lead) or n.approx in ("以上", "不少于", "不低于", "至少"):
                continue
            kinds = [match[0] for j in sentence if (match := _PER.search(sheet.lead(j)))]
            if kinds.count(per[0]) > 1:
                continue  # 本科每人5000元, 专科每人3000元: each has a count of its own
            if found := _contradiction(sheet, sentence, i, per["short"] or per["each"] or per["every"]):
                yield found


def _contradiction(sheet: Sheet, sentence: list[int], i: int, per: str) -> Problem | None:
    average = sheet.numbers[i]
    counts = [j for j in sentence if j != i and _counts_in(sheet.numbers[j], per)]
    totals = [j for j in sentence if j != i and _adds_to(sheet, j, average) and j not in counts]
    if per in _COUNTS and average.measure in _PEOPLE:
        totals = [j for j in totals if j not in counts]
    allowed = _about(average)
    pairs = [(t, c) for t in totals for c in counts if sheet.numbers[c].amount]
    if not pairs or any(meet(_divide(sheet, t, c), allowed) for t, c in pairs):
        return None
    # the count and the total right before the average, or the total right after it
    count = next((c for c in reversed(counts) if c < i), None)
    total = next((t for t in reversed(totals) if t < i), None)
    later = next((t for t in totals if t > i), None)
    if total is None and later is not None and "共" in sheet.lead(later) + sheet.between(i, later):
        total = later
    if count is None or total is None or _AMONG.search(sheet.between(min(count, total), i)):
        return None
    if abs(i - count) > 3 or abs(i - total) > 3:
        return None
    a, b = sheet.numbers[total], sheet.numbers[count]
    assert b.amount is not None
    value = float(a.amount or 0) / float(b.amount)
    why = f"{a.text}÷{b.text}={in_unit(value, average)}，文中写的是“{average.text}”。"
    strong = not any(
        sheet.numbers[j].measure == average.measure
        for j in sentence
        if min(count, total) < j < i and j != total
    )
    return problem_at("average", sheet, tuple(sorted((total, count, i))), why, strong)


def _divide(sheet: Sheet, t: int, c: int) -> Span:
    return divided(span(sheet.numbers[t]), span(sheet.numbers[c]))


def _about(n: Number) -> Span:
    """An average is rounded: one step of its last digit or one per cent either way."""
    assert n.value is not None
    assert n.amount is not None
    step = float(step_of(n.value))
    if n.value == n.value.to_integral_value():
        step = 1.0
    if n.value:
        step *= abs(float(n.amount / n.value))
    slack = max(step, abs(float(n.amount)) / 100)
    low, high = span(n)
    return low - slack, high + slack


def _counts_in(n: Number, per: str) -> bool:
    if n.role in ("average",) or n.measure in ("rate", "points", "multiple"):
        return False
    if per in _COUNTS:
        return n.measure in _COUNTS[per]
    return n.unit in _UNIT_OF.get(per, (per,))


def _adds_to(sheet: Sheet, j: int, average: Number) -> bool:
    n = sheet.numbers[j]
    if n.role == "average" or n.measure in ("rate", "points", "multiple") or _PER.search(sheet.lead(j)):
        return False
    if average.measure in _PEOPLE:
        return n.measure in _PEOPLE
    return n.measure == average.measure and (n.measure not in ("items", "sessions") or n.unit == average.unit)
