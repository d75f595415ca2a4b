"""The plain values that pass between the stages of reading a workbook."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

Cell = str | float | int | bool | dt.date | None  # a `Wrong` is a str; a datetime is a date

WARNING, ERROR = "warning", "error"


class Unreadable(Exception):
    """The file cannot be read; `sentence` says why and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Wrong(str):
    """What an error cell shows: #N/A, #REF!. Text of its own kind, so that nobody takes it for a value."""


@dataclass
class Sheet:
    name: str
    rows: list[list[Cell]]  # as they stand: row 1 is rows[0], hidden and filtered ones included
    hidden: bool = False


@dataclass(frozen=True)
class Field:
    """What a register offers to the columns of a workbook.

    `looks` names what the cells of its column look like (`identity`, `phone`), where that tells a column by itself.
    """

    code: str
    label: str
    words: tuple[str, ...] = ()  # other headings it goes by
    looks: str = ""
    needed: bool = False  # a new row cannot be made without it
    hint: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        return (self.label, self.code, *self.words)


class Problem(NamedTuple):
    """One thing about one cell. `what` is the kind it is grouped by, `fix` what was or may be put there instead.

    Rows whose cells say the same share it: which cell it is, the row knows.
    """

    code: str  # the field
    level: str
    what: str
    message: str
    fix: str = ""


@dataclass
class Table:
    """One table of a sheet: its headings by column, and its data rows by the sheet's own numbers."""

    sheet: str
    title: str
    header_rows: tuple[int, ...]  # numbers of the sheet
    headings: dict[int, str]  # column → heading, blank ones left out
    rows: list[tuple[int, list[Cell]]] = field(default_factory=list)
    passed: list[tuple[int, str]] = field(
        default_factory=list
    )  # lines that hold something and are no data, and what they are


def key(text: Any) -> str:
    """Spellings of one heading or name compare equal: width, blanks, brackets and stars do not count."""
    plain = unicodedata.normalize("NFKC", str(text))
    return (plain if plain.isalnum() else "".join(sign for sign in plain if sign.isalnum())).upper()


BLANKS = " \u3000\t\r\n\xa0\u200b\ufeff"


def is_blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip(BLANKS))


def letters(column: int) -> str:
    """0 → A, 26 → AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def column_of(cell: str) -> int:
    """The column of H318, from 0; -1 for a whole row."""
    number = 0
    for sign in cell.rstrip("0123456789"):
        number = number * 26 + ord(sign) - 64
    return number - 1


def shown(cell: Cell) -> str:
    """What the sheet shows, near enough to be recognised."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e18:
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    return "" if cell is None else str(cell)


def filled(cells: Sequence[Cell]) -> list[int]:
    """The columns that hold anything."""
    # An import asks this of every cell: what begins with a plain sign needs no closer look.
    return [
        n for n, cell in enumerate(cells)
        if cell is not None and cell != "" and (type(cell) is not str or cell[0] not in BLANKS or not is_blank(cell))
    ]  # fmt: skip
