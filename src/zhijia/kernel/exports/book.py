"""Rows into a workbook; run for itself, rows that come on the standard input, beside the process that reads them.

    python -I book.py FILE < heads, batches of rows, None; each pickled

Its exit status is the number of the system's error. Without the closing None the sender has died: no file.
"""

import datetime as dt
import pickle
import sys
from collections.abc import Iterator
from typing import Any, BinaryIO, NamedTuple

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.exceptions import FileCreateError  # type: ignore[import-untyped]

LONGEST = 32767  # signs that a cell holds
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


class Head(NamedTuple):
    label: str
    css: str
    hidden: bool


def write(path: str, heads: list[Head], rows: Iterator[list[Any]]) -> None:
    """Raises OSError where the disk gives out."""
    book = xlsxwriter.Workbook(path, OPTIONS)  # closed at the end alone: what broke off is no file
    sheet = book.add_worksheet()
    bold = book.add_format({"bold": True, "bg_color": "#FAF9F7", "bottom": 1})
    day, yuan = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "#,##0.00"})
    for n, head in enumerate(heads):
        sheet.set_column(n, n, 12 if head.css else 18, None, {"hidden": head.hidden})
        sheet.write_string(0, n, head.label, bold)
    sheet.freeze_panes(1, 1)
    for line, row in enumerate(rows, start=1):
        for n, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(line, n, value[:LONGEST])
            elif isinstance(value, dt.date):
                sheet.write_datetime(line, n, value, day)
            elif value is not None:
                money = heads[n].css == "num" and not isinstance(value, int)
                sheet.write_number(line, n, value, yuan if money else None)
    try:
        book.close()
    except FileCreateError as error:
        raise error.args[0] from None


def received(pipe: BinaryIO) -> Iterator[list[Any]]:
    while (batch := pickle.load(pipe)) is not None:  # noqa: S301 (from the process that started this one)
        yield from batch


def main() -> None:
    pipe = sys.stdin.buffer
    try:
        heads = [Head(*each) for each in pickle.load(pipe)]  # noqa: S301
        write(sys.argv[1], heads, received(pipe))
    except OSError as error:
        sys.exit(error.errno or 1)
    except EOFError:
        sys.exit(1)


if __name__ == "__main__":
    main()
