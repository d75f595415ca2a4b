"""Rows into a file, a few at a time: Excel and CSV. Columns say what each cell holds, masks included."""

import csv
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain, islice
from pathlib import Path
from typing import Any

from zhijia.kernel.exports import book

TYPES = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv"}
AT_ONCE = 500  # rows on their way to the other process
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def _xlsx(path: Path, columns: list[Any], rows: Iterator[Any]) -> None:
    """Many rows by a process of its own, which writes while the next are read here; a few are written before one starts."""
    heads = [book.Head(column.label, column.css, hasattr(column, "hidden")) for column in columns]
    lines = ([column.value(row) for column in columns] for row in rows)
    batch = list(islice(lines, AT_ONCE))
    if len(batch) < AT_ONCE:
        book.write(str(path), heads, iter(batch))
    else:
        _beside(path, heads, chain([batch], iter(lambda: list(islice(lines, AT_ONCE)), [])))


def _beside(path: Path, heads: list[book.Head], batches: Iterator[list[list[Any]]]) -> None:
    """Raises OSError as the other process met it."""
    child = subprocess.Popen([sys.executable, "-I", book.__file__, path], stdin=subprocess.PIPE)
    assert child.stdin
    try:
        with suppress(BrokenPipeError), child.stdin as pipe:  # ended before its time, it says why below
            pickle.dump([tuple(head) for head in heads], pipe)
            for batch in batches:
                pickle.dump(batch, pipe)
            pickle.dump(None, pipe)
    finally:
        failed = child.wait()
    if failed:
        raise OSError(failed, os.strerror(failed))


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
