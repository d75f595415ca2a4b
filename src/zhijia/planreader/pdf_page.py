"""A page of a PDF as the child saw it: stretches of text and straight lines, y growing downwards."""

from __future__ import annotations

import re
from typing import NamedTuple


class Run(NamedTuple):
    """Characters that stand close together, and the box around them in points."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def size(self) -> float:
        return max(1.0, self.bottom - self.top)


class Page(NamedTuple):
    """One page. `rules` are (x0, top, x1, bottom) of straight strokes."""

    runs: list[Run]
    rules: list[tuple[float, float, float, float]]
    width: float
    height: float
    has_picture: bool = False


class Row(NamedTuple):
    """Runs that stand on one line, cut into segments where a wide gap shows columns."""

    segments: list[Run]

    @property
    def text(self) -> str:
        return "\t".join(segment.text for segment in self.segments)

    @property
    def x0(self) -> float:
        return self.segments[0].x0

    @property
    def x1(self) -> float:
        return self.segments[-1].x1

    @property
    def top(self) -> float:
        return min(segment.top for segment in self.segments)

    @property
    def bottom(self) -> float:
        return max(segment.bottom for segment in self.segments)

    @property
    def size(self) -> float:
        return max(segment.size for segment in self.segments)


# what a line break leaves whole: a number, a word, a character with the signs that may not begin a line
_HEAD = re.compile(r"(?:[A-Za-z0-9.%]+|.)[，。、；：！？）》”’,.;:!?)]*")
WIDE = 1.6  # of a character: a gap this wide shows columns, a narrower one is spacing


def rows_of(runs: list[Run]) -> list[Row]:
    """Runs on one baseline together, top to bottom, each row from left to right."""
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: (run.top + run.bottom, run.x0)):
        last = rows[-1] if rows else None
        if last and _level(last, run):
            last.append(run)
        else:
            rows.append([run])
    return [Row(_segments(sorted(row, key=lambda run: run.x0))) for row in rows]


def _level(row: list[Run], run: Run) -> bool:
    """Does the run overlap the row's first run by more than half of the lower of the two?"""
    first = row[0]
    shared = min(first.bottom, run.bottom) - max(first.top, run.top)
    return shared > 0.5 * min(first.size, run.size)


def _segments(runs: list[Run]) -> list[Run]:
    out: list[Run] = []
    for run in runs:
        last = out[-1] if out else None
        if last is not None and run.x0 - last.x1 < WIDE * min(last.size, run.size):
            gap = " " if last.text[-1].isascii() and run.text[0].isascii() and run.x0 > last.x1 else ""
            out[-1] = Run(
                last.text + gap + run.text,
                last.x0,
                min(last.top, run.top),
                max(last.x1, run.x1),
                max(last.bottom, run.bottom),
            )
        else:
            out.append(run)
    return out


def has_room(row: Row, left: float) -> bool:
    """Would the row's first word have fitted into what was left of the line above it?"""
    head = _HEAD.match(row.text)
    share = _units(head[0] if head else "") / max(0.5, _units(row.text))
    return left > (row.x1 - row.x0) * share


def _units(text: str) -> float:
    """Its width, in characters of a Chinese script."""
    return sum(0.55 if sign.isascii() else 1.0 for sign in text)


def joined(first: str, second: str) -> str:
    """Two pieces of a broken line; words of a Latin script stay apart."""
    apart = first[-1:].isascii() and first[-1:].isalnum() and second[:1].isascii() and second[:1].isalpha()
    return first + (" " if apart else "") + second
