"""Word's tables: rows and cells as they are when tracked changes are accepted."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from .grid import Cell, grid_blocks
from .lines import Block
from .word_package import W
from .word_text import DELETED, MC, PROPERTIES

MAX_COLUMNS = 63  # Word's own bound


def table_blocks(table, story: Callable[..., list[Block]], count: Callable[[str], None]) -> list[Block]:
    """A table as blocks. `story` reads a cell; `count` is told what is made of it."""
    return grid_blocks([cells for row in _rows(table) if (cells := _cells(row, story))], count)


def _rows(table) -> Iterator:
    """The rows that are left when tracked changes are accepted."""
    for row in _inside(table, W + "tr"):
        properties = row.find(W + "trPr")
        if properties is None or properties.find(W + "del") is None:
            yield row


def _inside(element, wanted: str) -> Iterator:
    """Children of one kind, also those inside content controls, custom XML and tracked insertions."""
    for child in element:
        if child.tag == wanted:
            yield child
        elif isinstance(child.tag, str) and child.tag not in DELETED | PROPERTIES | {
            MC + "Fallback",
            W + "tbl",
        }:
            yield from _inside(child, wanted)


def _cells(row, story: Callable[..., list[Block]]) -> list[Cell]:
    cells: list[Cell] = []
    column = _count(row.find(f"{W}trPr/{W}gridBefore"), 0)
    for cell in _inside(row, W + "tc"):
        properties = cell.find(W + "tcPr")
        if properties is not None and properties.find(W + "cellDel") is not None:
            continue
        span = _count(properties.find(W + "gridSpan"), 1) if properties is not None else 1
        blocks = story(cell)
        if cells and _goes_on(properties, "hMerge"):
            cells[-1] = cells[-1]._replace(span=cells[-1].span + span)
        else:
            cells.append(Cell(column, span, blocks, _goes_on(properties, "vMerge")))
        column += span
        if column >= MAX_COLUMNS:
            break
    return cells


def _count(element, default: int) -> int:
    text = element.get(W + "val", "") if element is not None else ""
    return (
        max(1, min(int(text), MAX_COLUMNS))
        if text.isascii() and text.isdigit() and len(text) < 4
        else default
    )


def _goes_on(properties, kind: str) -> bool:
    merge = properties.find(W + kind) if properties is not None else None
    return merge is not None and merge.get(W + "val", "continue") == "continue"
