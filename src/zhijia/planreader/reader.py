"""The reader: the stages in order, each handing the next a plain value."""

from __future__ import annotations

import os
import re
from pathlib import Path

from . import facts
from .characters import fold
from .drafts import Draft
from .hindsight import half_gone, looks_back, reported_first
from .intake import blocks_of_bytes, blocks_of_text
from .letter import asides
from .lines import Block, Line, lines_of
from .marks import Mark
from .measures import measures_in
from .model import Heading, Measure, Plan, Task, Unreadable
from .outline import mark_headings
from .owners import closing_owner, owner_behind, owner_in
from .patterns import late
from .quantity import quantity_in
from .refusals import MAX_BYTES
from .running import running_drafts
from .schedule import schedule_drafts
from .table_tasks import row_drafts, undated_rows
from .tables import rows_in
from .times import Term, found_in, times_in
from .titles import title_of, unbracketed
from .units import Unit, units_of
from .unnumbered import bare_headings
from .unused import unused_in

_YEAR_STATED = late(r"(?:20\d\d|[一二][〇零九][〇零一二三四五六七八九]{2})(?=\s?[年./-])")
_CN_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")


def read_file(source: str | os.PathLike | bytes, name: str = "") -> Plan:
    """Read a file, given by path or by its bytes. The content decides what it is, not the name."""
    warnings: list[str] = []
    if isinstance(source, (bytes, bytearray, memoryview)):
        data = bytes(source)
    else:
        path = Path(source)
        name = name or path.name
        try:
            with path.open("rb") as file:
                data = file.read(MAX_BYTES + 1)  # one too long is refused, however long it is
        except OSError as error:
            raise Unreadable(f"打不开这个文件：{path}。请确认它在这个位置，并且您有权查看。") from error
    return _read(blocks_of_bytes(data, warnings.append), name, warnings)


def read_text(text: str, name: str = "") -> Plan:
    """Read plain text."""
    return _read(blocks_of_text(text), name, [])


def months_after_new_year(period: str, months: tuple[int, ...]) -> tuple[int, ...]:
    """Those months that fall in the year after the one a plan of this period starts in."""
    last = {"first_term": 2, "school_year": 7}.get(period, 0)
    return tuple(m for m in months if m <= last)


def _read(blocks: list[Block], name: str, warnings: list[str]) -> Plan:
    def warn(sentence: str) -> None:
        if sentence not in warnings:
            warnings.append(sentence)

    text, lines = lines_of(blocks)
    folded = "\n".join(line.text for line in lines)
    head = facts.title_lines(lines)
    title = "".join(line.original().strip() for line in lines[:head])
    called = fold(title or Path(name).stem)
    named = [
        m
        for line in lines
        if len(line.text) < 200
        for t in times_in(line.text, begin=line.mark.end if line.mark else 0)
        if t.kind == "month" and t.start < 40
        for m in t.months
    ]
    term = facts.term_of(called, folded, named)
    rows = rows_in(lines, term)
    for i in asides(lines, head):
        lines[i].aside = True
    units = units_of(lines, bare_headings(lines, head, term), term)
    mark_headings(units, term)
    headings = [_heading(unit) for unit in units if unit.is_heading]
    kind = facts.kind_of(called, folded, units)
    is_masked = facts.masked(folded)
    year = facts.year_of(called, folded, term.period, kind)

    body = units[head:]
    past = {id(u) for u in body if looks_back(u, kind, year) or half_gone(u, term)} | reported_first(
        called, body
    )
    guiding = {id(u) for u in body if facts.is_guiding(u)}
    drafts, used = schedule_drafts([u for u in body if id(u) not in past], term, warn)
    drafts += row_drafts(rows, term)
    drafts += running_drafts(body, used, guiding, past, term, warn, year)
    drafts = [d for d in drafts if not _before(d, year) and not _over(d, term)]
    drafts.sort(key=lambda d: (d.line.at[d.start], d.start))
    sections = _sections(units)
    tasks = [_task(draft, text, sections, term) for draft in drafts]
    spoken_for: dict[int, list[tuple[int, int]]] = {}
    for draft in drafts:
        spoken_for.setdefault(id(draft.line), []).append((draft.start, draft.end))
    found = (
        []
        if kind == "summary"
        else measures_in(body, spoken_for, lambda u: id(u) in past or id(u) in guiding)
    )
    undated = [_measure(f, text, sections) for f in found] + [
        _row_measure(p, o, text, sections) for p, o in undated_rows(rows)
    ]
    undated.sort(key=lambda m: m.start)
    _check_order(tasks, warn)
    found_in.cache_clear()  # nothing of one union's plan stays behind for the next
    return Plan(
        kind=kind,
        year=year,
        year_masked=is_masked or year is None,
        union_type=facts.union_type_of(called, folded),
        title=title or Path(name).stem,
        text=text,
        period=term.period,
        outline=headings,
        tasks=tasks,
        undated=undated,
        unused=unused_in(
            text,
            [
                *((h.start, h.end) for h in headings),
                *((t.start, t.end) for t in tasks),
                *((m.start, m.end) for m in undated),
            ],
        ),
        warnings=warnings,
    )


def _heading(unit: Unit) -> Heading:
    line = unit.line
    begin = unit.mark.end if unit.mark else 0
    number = _number(unit.mark, line) if unit.mark else ""
    title = unbracketed(line.original(begin, unit.title_end).strip(" \t　:：。;；"))
    return Heading(
        unit.level,
        number.replace(" ", ""),
        _without_spaces(title),
        line.at[0],
        line.at[unit.title_end - 1] + 1,
    )


def _number(mark: Mark, line: Line) -> str:
    """The numeral of a mark, a Chinese one as the text writes it: 壹."""
    at = line.text.find(mark.number, 0, mark.end)
    return line.original(at, at + len(mark.number)) if at >= 0 and not mark.number.isascii() else mark.number


def _without_spaces(title: str) -> str:
    out = []
    for i, c in enumerate(title):
        if c in " 　\t" and (ord(title[i - 1]) > 255 or ord(title[min(i + 1, len(title) - 1)]) > 255):
            continue
        out.append(c)
    return "".join(out)


def _sections(units: list[Unit]) -> list[tuple[int, str]]:
    """(start, text with number) of each heading in text order."""
    return [
        (u.line.at[0], _without_spaces(unbracketed(u.line.original(0, u.title_end).strip(" 　:：。"))))
        for u in units
        if u.is_heading
    ]


def _section_before(sections: list[tuple[int, str]], position: int) -> str | None:
    low, high = 0, len(sections)
    while low < high:
        middle = (low + high) // 2
        if sections[middle][0] <= position:
            low = middle + 1
        else:
            high = middle
    return sections[low - 1][1] if low else None


def _task(draft: Draft, text: str, sections: list[tuple[int, str]], term: Term) -> Task:
    start, end = draft.line.at[draft.start], draft.line.at[max(draft.start, draft.end - 1)] + 1
    start = start if draft.lead is None else min(start, draft.lead)
    quantity, unit = quantity_in(draft.line.text[draft.start : draft.end])
    months = draft.tie.months
    later = months_after_new_year(term.period, months)
    return Task(
        title=draft.title,
        months=months,
        when=draft.tie.when,
        recurrence=draft.tie.recurrence,
        owner=draft.owner,
        section=_section_before(sections, start),
        start=start,
        end=end,
        sentence=text[start:end].strip(),
        deadline=draft.tie.deadline,
        quantity=quantity,
        unit=unit,
        school_year_offset=int(bool(months) and later == months),
    )


def _measure(found, text: str, sections: list[tuple[int, str]]) -> Measure:
    line = found.line
    start, end = line.at[found.start], line.at[max(found.start, found.end - 1)] + 1
    stop = min((i for c in "。;" if (i := line.text.find(c, found.end)) >= 0), default=len(line.text))
    owner = owner_in(line, found.start, stop) or owner_behind(line, stop) or closing_owner(line)
    quantity, unit = quantity_in(line.text[found.start : found.end])
    return Measure(
        found.title,
        _section_before(sections, start),
        owner,
        start,
        end,
        text[start:end].strip(),
        quantity,
        unit,
    )


def _row_measure(place, owner: str | None, text: str, sections: list[tuple[int, str]]) -> Measure:
    line, a, b = place
    start, end = line.at[a], line.at[b - 1] + 1
    quantity, unit = quantity_in(line.text[a:b])
    return Measure(
        title_of(line, a, b)[:30],
        _section_before(sections, start),
        owner,
        start,
        end,
        text[start:end].strip(),
        quantity,
        unit,
    )


def _before(draft: Draft, year: int | None) -> bool:
    """A date of an earlier year is a report, not a plan."""
    if year is None:
        return False
    stated = _YEAR_STATED.match(fold(draft.tie.when))
    return stated is not None and 1900 <= int(stated[0].translate(_CN_DIGITS)) < year


def _over(draft: Draft, term: Term) -> bool:
    """In a plan for the second half of the year 上半年 is what has been."""
    return term.period == "second_half" and draft.tie.when.startswith("上半年")


def _check_order(tasks: list[Task], warn) -> None:
    """Within a row or sentence a range of days must not run backwards."""
    for task in tasks:
        for match in re.finditer(
            r"(\d{1,2})月(\d{1,2})日?\s?[-—~～至到]\s?(\d{1,2})月(\d{1,2})日", task.when
        ):
            a, b, c, d = map(int, match.groups())
            if (c, d) < (a, b) and not (a >= 9 and c <= 2):
                warn(f"“{task.title}”的截止时间在开始时间之前（{match[0]}），请核对。")
