"""Workbooks that leave: the rows that could not be taken in with the reasons in place, and an empty one to fill in."""

import datetime as dt
import io
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

from zhijia.kernel.imports import checking
from zhijia.kernel.imports.declaration import Importer
from zhijia.kernel.imports.models import BatchLine
from zhijia.sheetreader import Sheet, Table
from zhijia.sheetreader.model import column_of

REASONS = "职家提示（改好后这一列可以留着）"
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def of_problems(sheets: Sequence[Sheet], tables: Iterable[Table], lines: Iterable[BatchLine]) -> bytes:
    """The headings as they stood, below them the faulty rows: wrong cells coloured, the reasons in the last column."""
    by_sheet: dict[str, dict[int, list[list[str]]]] = defaultdict(dict)
    for line in lines:
        by_sheet[line.sheet][line.row] = line.problems
    rows_of = {sheet.name: sheet.rows for sheet in sheets}
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, OPTIONS) as book:
        looks = {
            "head": book.add_format({"bold": True, "bg_color": "#FAF9F7", "bottom": 1, "text_wrap": True}),
            "error": book.add_format({"bg_color": "#FCEDEF", "font_color": "#A60D26"}),
            "warning": book.add_format({"bg_color": "#FDF2DC", "font_color": "#8F5300"}),
            "day": book.add_format({"num_format": "yyyy-mm-dd"}), "text": book.add_format({"num_format": "@"}),
            "why": book.add_format({"font_color": "#A60D26", "text_wrap": True}),
        }  # fmt: skip
        for table in tables:
            if problems := by_sheet.get(table.sheet[:60]):
                _sheet(book.add_worksheet(_name(table.sheet)), rows_of[table.sheet], table, problems, looks)
        if not book.worksheets():
            book.add_worksheet()
    return file.getvalue()


def _name(sheet: str) -> str:
    return "".join("_" if sign in "[]:*?/\\" else sign for sign in sheet).strip("'")[:31] or "Sheet1"


def _sheet(
    page: Any,
    rows: Sequence[Sequence[Any]],
    table: Table,
    problems: dict[int, list[list[str]]],
    looks: dict[str, Any],
) -> None:
    width = max(max(table.headings) + 1, *(len(rows[number - 1]) for number in problems))
    page.set_column(0, width - 1, 16)
    page.set_column(width, width, 60)
    for y, number in enumerate(table.header_rows):
        for x, cell in enumerate(rows[number - 1]):
            _write(page, y, x, cell, looks["head"])
    page.write_string(len(table.header_rows) - 1, width, REASONS, looks["head"])
    page.freeze_panes(len(table.header_rows), 0)
    for y, (number, found) in enumerate(sorted(problems.items()), len(table.header_rows)):
        faulty = {cell: level for cell, level, *_ in sorted(found, key=lambda one: one[1], reverse=True)}
        for x, cell in enumerate(rows[number - 1]):
            level = faulty.get(f"{xlsxwriter.utility.xl_col_to_name(x)}{number}", "")
            _write(
                page, y, x, cell, looks.get(level) or looks["day" if isinstance(cell, dt.date) else "text"]
            )
        told = [
            f"{table.headings.get(column_of(cell), '')}：{message}"
            for cell, level, _, message, *_ in found
            if level == "error"
        ]
        page.write_string(y, width, "\n".join(told)[:32_000], looks["why"])
        for cell, _, _, message, *_ in found:
            if (x := column_of(cell)) >= 0:
                page.write_comment(y, x, message[:500])
                if x >= len(rows[number - 1]):
                    page.write_blank(y, x, None, looks["error"])


def _write(page: Any, y: int, x: int, cell: Any, look: Any) -> None:
    if cell is None or cell == "":
        page.write_blank(y, x, None, look)
    elif isinstance(cell, dt.date):
        page.write_string(y, x, cell.isoformat()[:10], look)
    elif isinstance(cell, bool | int | float):
        page.write(y, x, cell, look)
    else:
        page.write_string(y, x, str(cell)[:32_767], look)


def template(importer: Importer) -> bytes:
    """An empty workbook with the columns of the register; long numbers are text from the start."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, OPTIONS) as book:
        page, notes = book.add_worksheet(importer.title), book.add_worksheet("填写说明")
        needed = book.add_format({"bold": True, "bg_color": "#E9F0F8", "bottom": 1})
        plain = book.add_format({"bold": True, "bg_color": "#FAF9F7", "bottom": 1})
        text = book.add_format({"num_format": "@"})
        for x, one in enumerate(importer.fields):
            page.set_column(x, x, 18, text)
            page.write_string(0, x, one.label, needed if one.needed else plain)
            told = "；".join(filter(None, ["新增的必填" if one.needed else "可不填", one.hint]))
            page.write_comment(0, x, told)
            notes.write_string(x + 1, 0, one.label)
            notes.write_string(
                x + 1, 1, f"{told}。也认这些叫法：{'、'.join(one.words)}" if one.words else f"{told}。"
            )
        notes.write_string(0, 0, checking.NOTES)
        notes.set_column(0, 0, 18)
        notes.set_column(1, 1, 80)
        page.freeze_panes(1, 1)
    return file.getvalue()
