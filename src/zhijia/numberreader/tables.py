"""Tables in text: cells parted by tabs, bars or wide gaps, whose unit stands in the head of their column."""

from __future__ import annotations

from typing import NamedTuple

from zhijia.planreader.patterns import late

from .units import UNIT, unit_name

_SEPARATOR = late(r"[ ]*[\t|][ ]*|[ ]{3,}")
_FIGURE = late(r"[-+]?[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?%?")
_IN_BRACKETS = late(rf"\((?:单位:)?((?:万|亿|千)?(?:{UNIT}))\)")
_BY_NAME = (
    (late(r"率$|占比$|比例$|比重$|增幅$"), "%"),
    (late(r"人次$|人次数$"), "人次"),
    (late(r"人数$|会员数$|职工数$"), "人"),
    (late(r"户数$"), "户"),
    (late(r"家数$|企业数$"), "家"),
    (late(r"场次$"), "场次"),
)
_SERIAL = late(r"序号|编号|名次|排名|电话|号码|时间|日期|年度|年份")
_TABLE_UNIT = late(rf"单位\s?:\s?((?:万|亿|千)?(?:{UNIT}))")


class Cell(NamedTuple):
    """A cell that holds one figure: where, its row and column within its table, and its unit."""

    start: int
    end: int
    table: int
    row: int
    column: int
    unit: str
    label: str  # the first cell of its row
    head: str


def cells_in(folded: str) -> list[Cell]:
    """The cells with a single figure, in text order; serial numbers of rows are left out."""
    out: list[Cell] = []
    head: list[str] = []
    next_row = -1
    table = row = 0
    unit_of_all = ""
    end = -1
    for line in folded.split("\n"):
        start, end = end + 1, end + 1 + len(line)
        cells = _split(line)
        if sum(bool(text) for _, text in cells) < 2:
            continue
        if start != next_row:
            above = _TABLE_UNIT.search(folded, max(0, start - 30), start)
            unit_of_all = unit_name(above[1]) if above else ""
            head = [text for _, text in cells]
            table, row = table + 1, 0
        next_row, row = end + 1, row + 1
        if row == 1 and not any(_FIGURE.fullmatch(text) for text in head):
            continue  # the head itself
        label = next((text for _, text in cells if text and not _FIGURE.fullmatch(text)), "")
        for column, (offset, text) in enumerate(cells):
            name = head[column] if column < len(head) and not _FIGURE.fullmatch(head[column]) else ""
            if not _FIGURE.fullmatch(text) or _SERIAL.search(name) or _is_serial(cells, column):
                continue
            unit = "%" if text.endswith("%") else _unit_of(name) or unit_of_all
            out.append(
                Cell(start + offset, start + offset + len(text), table, row, column, unit, label, name)
            )
    return out


def _split(row: str) -> list[tuple[int, str]]:
    """The cells of a row with their offsets; empty ones keep their column, bars at the ends open none."""
    cells: list[tuple[int, str]] = []
    position = 0
    for cut in [*((m.start(), m.end()) for m in _SEPARATOR.finditer(row)), (len(row), len(row))]:
        written = row[position : cut[0]]
        cells.append((position + len(written) - len(written.lstrip()), written.strip()))
        position = cut[1]
    if row.lstrip().startswith("|"):
        cells = cells[1:]
    return cells


def _is_serial(cells: list[tuple[int, str]], column: int) -> bool:
    text = cells[column][1]
    beside = cells[1][1] if len(cells) > 1 else ""
    return column == 0 and text.isdigit() and bool(beside) and not _FIGURE.fullmatch(beside)


def _unit_of(head: str) -> str:
    if written := _IN_BRACKETS.search(head):
        return unit_name(written[1])
    bare = head.partition("(")[0].strip()
    return next((unit for pattern, unit in _BY_NAME if pattern.search(bare)), "")
