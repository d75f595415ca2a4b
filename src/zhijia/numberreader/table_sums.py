"""Checks of tables: a row of totals against the rows it adds up."""

from __future__ import annotations

from collections.abc import Iterator

from zhijia.planreader.patterns import late

from .intervals import in_unit, meet, span, total
from .model import Problem
from .sheet import Sheet
from .tables import Cell, cells_in

_TOTAL = late(r"(?:合|总|共)\s*计$|^总数$")
_PARTIAL = late(r"小\s*计|其中|人均|平均|增|比")


def of_tables(sheet: Sheet) -> Iterator[Problem]:
    """Columns whose total row is not the sum of the others; tables with subtotals are left alone."""
    index = {n.start: i for i, n in enumerate(sheet.numbers)}
    columns: dict[tuple[int, int], list[Cell]] = {}
    partial: set[int] = set()
    for cell in cells_in(sheet.text):
        if cell.start in index:
            columns.setdefault((cell.table, cell.column), []).append(cell)
        if _PARTIAL.search(cell.label):
            partial.add(cell.table)
    for (table, _), cells in columns.items():
        totals = [cell for cell in cells if _TOTAL.search(cell.label)]
        parts = [index[cell.start] for cell in cells if not _TOTAL.search(cell.label)]
        if table in partial or len(totals) != 1 or len(parts) < 2 or _PARTIAL.search(totals[0].head):
            continue
        whole = index[totals[0].start]
        n = sheet.numbers[whole]
        if n.measure == "rate" and n.value != 100:
            continue  # a rate over all is no sum of rates
        if not meet(total([span(sheet.numbers[i]) for i in parts]), span(n)):
            added = sum(float(sheet.numbers[i].amount or 0) for i in parts)
            name = totals[0].head or "这一列"
            why = f"“{name}”各行加起来是{in_unit(added, n)}，合计写的是“{n.text}”。"
            yield Problem("sum", True, (*parts, whole), n.start, n.end, why)
