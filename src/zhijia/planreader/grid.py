"""Tables as grids: cells put in their columns, merged cells filled in, layout told from content."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from .lines import Block

_LONG_CELL, _MANY_BLOCKS = 150, 4
_CLOSED = "。；;，,、：:"


class Cell(NamedTuple):
    """A cell where it stands: its first column, how many it covers, what is written in it."""

    column: int
    span: int
    blocks: list[Block]
    goes_on: bool = False  # the cell above is merged down into it


def grid_blocks(rows: list[list[Cell]], count: Callable[[str], None]) -> list[Block]:
    """A table's rows as blocks, or its text where the table only lays out text.

    `count` is told each row that is made, and may refuse: a short file can say much by merged cells.
    """
    width = max((cell.column + cell.span for cells in rows for cell in cells), default=0)
    across = [len(cells) == 1 and cells[0].span >= width for cells in rows]
    first = across.index(False) if False in across else len(rows)
    last = len(rows) - across[::-1].index(False) if False in across else 0
    out: list[Block] = []
    above = [""] * width
    for number, cells in enumerate(rows):
        # a title over the table, a note under it and a frame around a text are text
        if not first <= number < last or _is_frame(cells):
            out += [block for cell in cells for block in _filled(cell)]
            continue
        shown = _row(cells, above, is_head=number == first)
        count("".join(shown))
        if any(shown):
            out.append(Block("\t".join(shown), 0, True))
    return out


def _filled(cell: Cell) -> list[Block]:
    return [block for block in cell.blocks if block.text.strip()]


def _is_frame(cells: list[Cell]) -> bool:
    """A label and a whole plan beside it, or a table inside a cell, is text set in a frame."""
    filled = [blocks for cell in cells if (blocks := _filled(cell))]
    if any(sum(block.row for block in blocks) >= 2 for blocks in filled):
        return True
    return len(filled) <= 2 and any(
        len(blocks) >= _MANY_BLOCKS and sum(len(block.text) for block in blocks) > _LONG_CELL
        for blocks in filled
    )


def _row(cells: list[Cell], above: list[str], *, is_head: bool) -> list[str]:
    """The texts of a row, one a column. `above` holds what merged cells hand down."""
    width = len(above)
    shown = [""] * width
    for cell in cells:
        text = above[cell.column] if cell.goes_on else _text(_filled(cell), is_head)
        columns = range(cell.column, min(cell.column + cell.span, width))
        for column in columns:
            above[column] = text
            # a name over several columns, or a line over the whole width, belongs to each of them
            if column == cell.column or is_head or cell.span >= width:
                shown[column] = text
    return shown


def _text(blocks: list[Block], is_head: bool) -> str:
    """What a cell says, in one line. Words set one under the other are put together again."""
    texts = [re.sub(r"\s+", " ", block.text).strip() for block in blocks]
    if all(len(text) == 1 for text in texts) or (is_head and sum(map(len, texts)) <= 8):
        return "".join(texts)
    out = ""
    for text in texts:
        out += ("；" if out and out[-1] not in _CLOSED else "") + text
    return out
