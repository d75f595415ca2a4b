"""Drafts: what schedule, tables and running text find, before section and owner are known."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import NamedTuple

from .lines import Line
from .times import FESTIVAL, PART_DAY, Term, Time


class Tie(NamedTuple):
    """How a task is tied to time."""

    months: tuple[int, ...]
    when: str
    recurrence: str | None = None
    deadline: tuple[int, int] | None = None


@dataclass(slots=True)
class Draft:
    """A task as found: its words, its tie, and the stretch of the line it stands in."""

    title: str
    tie: Tie
    line: Line
    start: int
    end: int
    owner: str | None = None
    lead: int | None = None  # where in the source the title stands, when not in the stretch itself


class LabelTie(NamedTuple):
    """A label with the months that it gives its entries (a week takes them from its month)."""

    months: tuple[int, ...]
    when: str
    recurrence: str | None = None
    deadline: tuple[int, int] | None = None

    def tie(self) -> Tie:
        return Tie(self.months, self.when, self.recurrence, self.deadline)


def _near(times: tuple[Time, ...]) -> tuple[Time, ...]:
    """The first of the times and those said in one breath with it."""
    for n, (one, other) in enumerate(itertools.pairwise(times), 1):
        if other.start - one.end > 8:
            return times[:n]
    return times


def tie_of(times: tuple[Time, ...], line: Line, term: Term, label: LabelTie | None = None) -> Tie | None:
    """The tie that these times give; None when they tie to nothing (last year, a past date).

    A label outranks a festival, an exact time outranks the label.
    """
    times = tuple(t for t in times if t.year[:1] not in ("去", "上"))
    if not times:
        return label.tie() if label and (label.months or label.recurrence) else None
    recurrence = next((t.recurrence for t in times if t.recurrence), None)
    exact = sorted({m for t in times if t.kind not in ("often", FESTIVAL) for m in t.months})
    festive = sorted({m for t in times if t.kind == FESTIVAL for m in t.months})
    deadline = next((t.deadline for t in times if t.deadline), None)
    shown = times
    if exact:
        months = exact
    elif label:
        months = list(label.months)
        part = next((t for t in times if t.kind == "part"), None)
        shown = tuple(t for t in times if t.recurrence)
        if part and months:
            name = line.text[part.start : part.end]
            deadline = (months[-1], next((d for p, d in PART_DAY.items() if p in name), 31))
    elif festive:
        months = festive
    elif recurrence and not recurrence.startswith("yearly"):
        months = list(term.months)
    else:
        months = []
    if not months and not recurrence:
        return None
    when = label.when if label else ""
    if shown:
        shown = _near(shown)
        when = line.original(shown[0].start, shown[-1].end).strip()
        when = when if shown[0].kind == FESTIVAL else when.strip(' "“”()（）')
    elif label:
        deadline = deadline or label.deadline
    return Tie(tuple(sorted(months)), when, recurrence, deadline)
