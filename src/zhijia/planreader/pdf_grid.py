"""Ruled tables of a PDF: strokes become a grid, runs go into its cells."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from .grid import Cell, grid_blocks
from .lines import Block
from .pdf_page import Page, Run, has_room, joined, rows_of

NEAR = 3.0  # points: strokes closer than this are one border
_MAX_LINES = 400
_PADDING = 7.0  # points between a cell's text and its border, at most


class Table(NamedTuple):
    """The blocks of a ruled table, and the stretch of the page that it covers."""

    top: float
    bottom: float
    blocks: list[Block]


class Stroke(NamedTuple):
    """A border: where it stands, from where to where it reaches."""

    at: float
    start: float
    end: float


def tables_of(page: Page) -> tuple[list[Table], list[Run]]:
    """The ruled tables of a page, and the runs outside of them."""
    flat = _merged(Stroke((y0 + y1) / 2, x0, x1) for x0, y0, x1, y1 in page.rules if x1 - x0 > y1 - y0)
    upright = _merged(Stroke((x0 + x1) / 2, y0, y1) for x0, y0, x1, y1 in page.rules if y1 - y0 >= x1 - x0)
    tables: list[Table] = []
    runs = page.runs
    for borders in _bodies(upright):
        top, bottom = min(one.start for one in borders), max(one.end for one in borders)
        left, right = min(one.at for one in borders), max(one.at for one in borders)
        across = [
            one
            for one in flat
            if top - NEAR <= one.at <= bottom + NEAR and one.start < right - NEAR and one.end > left + NEAR
        ]
        xs, ys = _places(borders), _places(across)
        if not (3 <= len(xs) <= _MAX_LINES and 2 <= len(ys) <= _MAX_LINES):
            continue  # one column is a frame around text
        inside = [
            run for run in runs if ys[0] < _middle(run)[1] < ys[-1] and xs[0] < _middle(run)[0] < xs[-1]
        ]
        if not inside:
            continue
        chosen = set(map(id, inside))
        runs = [run for run in runs if id(run) not in chosen]
        tables.append(Table(ys[0], ys[-1], _blocks(inside, xs, ys, borders, across)))
    return tables, runs


def _merged(strokes: Iterable[Stroke]) -> list[Stroke]:
    """Strokes that lie on one line and touch are one border: writers draw one a cell, or two sides of a bar."""
    out: list[Stroke] = []
    for stroke in sorted(strokes, key=lambda one: (round(one.at / NEAR), one.start)):
        last = out[-1] if out else None
        if last is not None and abs(last.at - stroke.at) <= NEAR and stroke.start <= last.end + NEAR:
            out[-1] = Stroke(last.at, last.start, max(last.end, stroke.end))
        else:
            out.append(stroke)
    return out


def _bodies(upright: list[Stroke]) -> list[list[Stroke]]:
    """Upright borders that reach over the same stretch of the page belong to one table."""
    bodies: list[list[Stroke]] = []
    end = 0.0
    for stroke in sorted(upright, key=lambda one: one.start):
        if bodies and stroke.start < end - NEAR:
            bodies[-1].append(stroke)
        else:
            bodies.append([stroke])
        end = max(end, stroke.end)
    return bodies


def _places(strokes: list[Stroke]) -> list[float]:
    places: list[float] = []
    for at in sorted(one.at for one in strokes):
        if not places or at - places[-1] > NEAR:
            places.append(at)
    return places


def _middle(run: Run) -> tuple[float, float]:
    return (run.x0 + run.x1) / 2, (run.top + run.bottom) / 2


def _blocks(
    runs: list[Run], xs: list[float], ys: list[float], upright: list[Stroke], flat: list[Stroke]
) -> list[Block]:
    """Runs into cells; a cell without a border above it goes on from the row before."""
    cells: list[list[tuple[int, int, bool]]] = []
    home: dict[tuple[int, int], tuple[int, int]] = {}
    for row in range(len(ys) - 1):
        height = (ys[row] + ys[row + 1]) / 2
        cuts = [n for n, x in enumerate(xs) if n in (0, len(xs) - 1) or _covers(upright, x, height)]
        cells.append([])
        for a, b in pairwise(cuts):
            above = row > 0 and not _covers(flat, ys[row], (xs[a] + xs[a + 1]) / 2)
            cells[row].append((a, b - a, above))
            for column in range(a, b):
                home[row, column] = home.get((row - 1, column), (row, a)) if above else (row, a)
    written: dict[tuple[int, int], list[Run]] = {}
    for run in runs:
        x, y = _middle(run)
        row = max(n for n, place in enumerate(ys[:-1]) if place < y)
        column = max(n for n, place in enumerate(xs[:-1]) if place < x)
        written.setdefault(home[row, column], []).append(run)
    return grid_blocks(
        [
            [Cell(a, span, _text(written.get((row, a), []), xs[a + span]), above) for a, span, above in line]
            for row, line in enumerate(cells)
        ],
        lambda _: None,
    )


def _covers(strokes: list[Stroke], at: float, point: float) -> bool:
    return any(abs(one.at - at) <= NEAR and one.start <= point <= one.end for one in strokes)


def _text(runs: list[Run], border: float) -> list[Block]:
    """What a cell says. Lines that its width broke are put together, others stay apart."""
    texts: list[str] = []
    left = 0.0
    for row in rows_of(runs):
        if texts and not has_room(row, left - _PADDING):
            texts[-1] = joined(texts[-1], row.text)
        else:
            texts.append(row.text)
        left = border - row.x1
    return [Block(text) for text in texts]
