"""Running text: each time expression in a sentence gives one task."""

from __future__ import annotations

import re

from .drafts import Draft, tie_of
from .governing import Governed, governed_in, is_past, is_report
from .owners import owner_in
from .schedule import owner_below
from .times import FESTIVAL, Term, Time, starting_in, times_in
from .titles import clauses, leading_clause, title_of
from .units import Unit

_SUFFIX = re.compile(r"[\s。,;:(\-)]*$")
_TIME_FIELD = re.compile(
    r"^[(\s]*(?:活动|工作|完成|举办|举行|计划|实施|具体)?(?:时间|日期|时限|期限)(?:安排)?\s?:"
)
_TITLE_MARKS = re.compile(r"《[^》]*》")
_REACH = 200  # how far from a time its sentence is looked at; keeps endless sentences cheap
_STILL_TO_COME = re.compile(r"还?将|拟(?:在|于)?|计划(?:在|于)|准备(?:在|于)|预计")
_ANNOUNCES = re.compile(r"(?:以下|如下|下列|下面).{0,10}:?$")
_QUOTED = re.compile(r'"[^"]{0,40}"')


def running_drafts(
    units: list[Unit], used: set[int], guiding: set[int], past: set[int], term: Term, warn
) -> list[Draft]:
    """Drafts from all units that are no schedule entries, by id: guiding text gives none, and a part
    that reports only what it says is still to come."""
    drafts: list[Draft] = []
    for unit in units:
        if id(unit) not in used and id(unit) not in guiding and not unit.line.row:
            _unit(unit, term, drafts, id(unit) in past, warn)
    return drafts


def _unit(unit: Unit, term: Term, drafts: list[Draft], reports: bool, warn) -> None:
    text = unit.line.text
    times = _meant(text, times_in(text, term, bool(_TIME_FIELD.match(text)), warn, unit.begin))
    if not times:
        return
    trailing = _trailing(unit, times)
    for a, b in clauses(text, unit.begin, len(text), "。!?;"):
        inside = starting_in(times, a, b)
        if not inside or is_report(text[a:b]) or _ANNOUNCES.search(text, a, b):
            continue
        if trailing and trailing in inside:
            _add(unit, Governed((trailing,), unit.begin, unit.begin), a, b, term, drafts)
            inside.remove(trailing)
        if _is_title_with_time(unit, a, b, inside):
            continue
        for governed in governed_in(unit.line, a, b, inside):
            # an effect told further on (既能调动了…) does not make the plan a report
            end = max(governed.end, governed.times[-1].end)
            begin = max(a, end - _REACH)
            if reports and not _STILL_TO_COME.search(text, max(begin, governed.times[0].start - 4), end):
                continue
            if not is_past(text[begin:end]):
                _add(unit, governed, a, b, term, drafts)


def _meant(text: str, times: list[Time]) -> list[Time]:
    """Times said as times: not those inside the name of a document or of a campaign."""
    named = bytearray(len(text))
    for pattern in (_TITLE_MARKS, _QUOTED):
        for match in pattern.finditer(text):
            named[match.start() + 1 : match.end() - 1] = b"\1" * (match.end() - match.start() - 2)
    return [
        t for t in times if (t.kind == FESTIVAL and text[t.start] == '"') or not all(named[t.start : t.end])
    ]


def _trailing(unit: Unit, times: list[Time]) -> Time | None:
    """A month that closes a numbered item: 1、组织培训。3月份 — it speaks for the whole item."""
    last = times[-1]
    text = unit.line.text
    if (
        unit.mark is None
        or unit.is_heading
        or last.kind in ("often", FESTIVAL)
        or not _SUFFIX.match(text, last.end)
    ):
        return None
    before = text[max(unit.begin, last.start - 8) : last.start]
    if last.start - unit.begin < 3 or re.search(r"(?:在|于|从|到|至|截止|利用|时间为?)\s?$", before):
        return None
    return last


def _is_title_with_time(unit: Unit, a: int, b: int, inside: list[Time]) -> bool:
    """A part's heading such as 2024年第三季度工作 ties nothing by itself."""
    return (
        unit.is_heading
        and a < unit.title_end
        and b <= unit.title_end + 1
        and not all(t.kind == FESTIVAL for t in inside)
    )


def _add(unit: Unit, governed: Governed, a: int, b: int, term: Term, drafts: list[Draft]) -> None:
    tie = tie_of(governed.times, unit.line, term)
    if tie is None:
        return
    near = (
        max(a, min(governed.start, governed.times[0].start) - _REACH),
        min(b, governed.times[-1].end + _REACH),
    )
    owner = owner_in(unit.line, *near)
    if governed.start == governed.end:
        title, owner = _lead_title(unit, governed.times), owner or _owner_near(unit)
    else:
        title = governed.title(unit.line)
        # (责任人:…) closes a numbered unit and speaks for all of it
        owner = owner or (owner_in(unit.line, fields_only=True) if unit.mark else None)
    if len(title) >= 2:
        drafts.append(Draft(title, tie, unit.line, a, b, owner))


def _lead_title(unit: Unit, times: tuple[Time, ...]) -> str:
    """The lead of the smallest numbered or titled unit that the time stands in."""
    holder: Unit | None = unit
    while holder is not None and not (holder.mark or holder.bare):
        holder = holder.parent
    if holder is None:
        return ""
    text = holder.line.text
    a, b = leading_clause(text, holder.begin, holder.title_end or len(text))
    cuts = [(t.start, t.end) for t in times if a <= t.start < b] if holder is unit else []
    return title_of(holder.line, a, b, cuts)


def _owner_near(unit: Unit) -> str | None:
    own = owner_in(unit.line) or owner_below(unit)
    if own is None and unit.parent is not None and unit.plain:
        return owner_below(unit.parent)
    return own
