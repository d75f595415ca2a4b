"""Tables in text: cells parted by tabs, bars or wide gaps, whose unit stands in the head of their column."""

from __future__ import annotations

import re
from typing import NamedTuple

from zhijia.planreader.patterns import late

from .units import UNIT, unit_name

_ROW = late(r"(?m)^[^\n]*[^\t|\n][^\n]*?(?:\t|\||[ ]{3,})[^\n]*[^\s|][^\n]*$")
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
    """The cells with a single figure below a head row, in text order."""
    out: list[Cell] = []
    head: list[str] = []
    last_end = -2
    table = row = 0
    unit_of_all = ""
    for match in _ROW.finditer(folded):
        cells = [m for m in re.finditer(r"[^\t|\n]+?(?=[ ]*(?:\t|\||[ ]{3,}|$))", match[0]) if m[0].strip()]
        if match.start() != last_end + 1 or not head:
            above = _TABLE_UNIT.search(folded, max(0, match.start() - 30), match.start())
            head, table, row = [c[0].strip() for c in cells], table + 1, 0
            unit_of_all = unit_name(above[1]) if above else ""
            last_end = match.end()
            if any(_FIGURE.fullmatch(cell) for cell in head):
                head = []  # a row without a head above it: its figures speak for themselves
            continue
        last_end, row = match.end(), row + 1
        label = cells[0][0].strip() if cells else ""
        shift = len(head) - len(cells)  # an empty first cell is lost
        for column, cell in enumerate(cells):
            name = head[column + max(0, shift)] if column + max(0, shift) < len(head) else ""
            text = cell[0].strip()
            if not _FIGURE.fullmatch(text) or _SERIAL.search(name):
                continue
            start = match.start() + cell.start() + cell[0].index(text)
            unit = "%" if text.endswith("%") else _unit_of(name) or unit_of_all
            out.append(Cell(start, start + len(text), table, row, column, unit, label, name))
    return out


def _unit_of(head: str) -> str:
    if written := _IN_BRACKETS.search(head):
        return unit_name(written[1])
    bare = head.partition("(")[0].strip()
    return next((unit for pattern, unit in _BY_NAME if pattern.search(bare)), "")
