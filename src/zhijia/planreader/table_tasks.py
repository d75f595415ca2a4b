"""Table tasks: what the rows of a table plan, one activity a row unless a cell holds several."""

from __future__ import annotations

from .drafts import Draft, LabelTie, tie_of
from .rows import Row, item_starts
from .schedule import MAX_NAME, NO_ENTRY, ends_as_activity, names_only
from .time_signs import UNFIXED
from .times import Term, times_in
from .titles import RESULT, STARTS_WITH_ACTION, clauses, leading_clause, title_of


def row_drafts(rows: list[Row], term: Term) -> list[Draft]:
    """Drafts of the rows that have a time, in their time column or in their words."""
    drafts = []
    for row in rows:
        months = tuple(sorted({m for t in row.times for m in t.months}))
        recurrence = next((t.recurrence for t in row.times if t.recurrence), None)
        label = LabelTie(
            months, row.when, recurrence, next((t.deadline for t in row.times if t.deadline), None)
        )
        unfixed = UNFIXED.search(row.when) is not None
        for line, a, b in _activities(row):
            own = [
                t
                for t in times_in(line.text[:b], term, begin=a)
                if (t.exact or t.recurrence or (not months and not unfixed and t.months))
                and not names_only(t, months)
            ]
            tie = tie_of(tuple(own), line, term, label if months or recurrence else None)
            if tie is None or not (tie.months or tie.recurrence):
                continue
            title = title_of(line, a, b, [(t.start, t.end) for t in own if t.exact or t.recurrence])
            if len(title) >= 2 and not NO_ENTRY.match(title):
                drafts.append(Draft(title, tie, line, a, b, row.owner))
    return drafts


def _activities(row: Row):
    """(line, start, end) of each activity a row names: one, unless its cell holds several."""
    pieces = row.contents if len({id(p.line) for p in row.contents}) > 1 else row.contents[:1]
    for piece in pieces:
        for begin, end in item_starts(piece):
            parts = clauses(piece.line.text, begin, end, ";。" + _gaps(piece.line.text[begin:end]))
            for n, (a, b) in enumerate(parts):
                part = piece.line.text[a:b].strip()
                if (
                    n == 0
                    or (STARTS_WITH_ACTION.match(part) and 4 <= len(part) <= 40)
                    or ends_as_activity(part)
                    or (len(part) <= MAX_NAME and RESULT.match(part) is None and ":" not in part)
                ):
                    x, y = leading_clause(piece.line.text, a, b)
                    if piece.line.text[x:y].strip():
                        yield piece.line, x, y


def _gaps(cell: str) -> str:
    """A space, where spaces divide what a cell names: 送温暖工程 联欢会 职代会."""
    names = cell.split(" ")
    spaced = len(names) > 1 and not any(c in cell for c in ",;。:") and all(len(name) > 1 for name in names)
    return " " if spaced else ""


def undated_rows(rows: list[Row]):
    """((line, start, end), owner) of each activity in rows that have no time."""
    for row in rows:
        if not any(t.months or t.recurrence for t in row.times):
            for line, a, b in _activities(row):
                if not times_in(line.text[a:b]):
                    yield (line, a, b), row.owner
