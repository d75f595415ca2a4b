"""Rows into a file, a few at a time: Excel and CSV. Columns say what each cell holds, masks included."""

import csv
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

TYPES = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv"}
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def _xlsx(path: Path, columns: list[Any], rows: Iterator[Any]) -> None:
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(path, options) as book:
        sheet, head = (
            book.add_worksheet(),
            book.add_format({"bold": True, "bg_color": "#FAF9F7", "bottom": 1}),
        )
        day, yuan = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "#,##0.00"})
        for n, column in enumerate(columns):
            sheet.set_column(n, n, 12 if column.css else 18, None, {"hidden": hasattr(column, "hidden")})
            sheet.write_string(0, n, column.label, head)
        sheet.freeze_panes(1, 1)
        for line, row in enumerate(rows, start=1):
            for n, column in enumerate(columns):
                value = column.value(row)
                if isinstance(value, str):
                    sheet.write_string(line, n, value[:32767])
                elif isinstance(value, dt.date):
                    sheet.write_datetime(line, n, value, day)
                elif value is not None:
                    sheet.write_number(
                        line, n, value, yuan if column.css == "num" and not isinstance(value, int) else None
                    )


def _csv(path: Path, columns: list[Any], rows: Iterator[Any]) -> None:
    with open(path, "w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([column.label for column in columns])
        for row in rows:
            writer.writerow([_harmless(column.value(row)) for column in columns])


def _harmless(value: Any) -> Any:
    """A spreadsheet runs text that begins like a formula."""
    return (
        f"'{value}"
        if isinstance(value, str) and value.startswith(FORMULA)
        else ""
        if value is None
        else value
    )


WRITERS = {"xlsx": _xlsx, "csv": _csv}
