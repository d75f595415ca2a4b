"""The data rows of a workbook on their way to verdicts: values by field, and what is to be said about them."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from zhijia.sheetreader import Problem, Table
from zhijia.sheetreader.cells import MASKED, Fault, Fixed, Reader
from zhijia.sheetreader.columns import Match
from zhijia.sheetreader.model import ERROR, WARNING, Cell, letters

NEW, CHANGED, UNCHANGED, REFUSED = "new", "changed", "unchanged", "error"
PLAIN = {str, float, dt.date, dt.datetime, type(None)}  # kinds of cells of which no two compare equal
REF, VERSION = "zj_row", "zj_version"  # the hidden columns of our own exports


class Masked(str):
    """What stands in a cell whose number was hidden when it was exported: it means "unchanged", or it is a mistake."""


@dataclass(slots=True)
class Line:
    """One data row. `values` holds what its cells say, blank ones left out; `pk` is the row it is, once found."""

    sheet: str
    title: str  # the words above the headings
    row: int
    columns: Mapping[str, int]  # field → column, shared by the rows of a table
    values: dict[str, Any]
    cells: Sequence[Any] = ()  # as they stand in the file
    problems: list[Problem] = field(default_factory=list)
    pk: int | None = None
    verdict: str = ""
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    offer: dict[str, int] | None = None  # what another verb could do for this row: see `Offer`
    kept: Any = None  # whatever the importer found on the way and needs for writing

    @property
    def refused(self) -> bool:
        return bool(self.problems) and any([problem.level == ERROR for problem in self.problems])

    def fault(self, code: str, what: str, message: str, fix: str = "") -> None:
        """The row cannot be taken in."""
        self.problems.append(Problem(code, ERROR, what, message, fix))

    def warn(self, code: str, what: str, message: str, fix: str = "") -> None:
        """To be looked at; the row stays good."""
        self.problems.append(Problem(code, WARNING, what, message, fix))

    def forget(self, code: str) -> None:
        """What was said about this cell does not hold."""
        self.problems = [one for one in self.problems if one.code != code]

    def cell(self, code: str) -> str:
        """H318; the row alone where the file has no such column."""
        return f"{letters(self.columns[code])}{self.row}" if code in self.columns else str(self.row)


def lines_of(
    table: Table, matches: Sequence[Match], readers: Mapping[str, Reader], sealed: Collection[str]
) -> list[Line]:
    """Every data row of a table with its cells read. A cell that cannot be read is a fault of its row."""
    columns = {one.field: one.column for one in matches if one.field}
    lines = [Line(table.sheet, table.title, number, columns, {}, cells) for number, cells in table.rows]
    held = dict(
        enumerate(zip_longest(*(cells for _, cells in table.rows)))
    )  # turned round: column → its cells
    for one in matches:
        if one.field and one.column in held:
            _read_column(lines, held[one.column], one, readers[one.field], one.field in sealed)
    return lines


def _read_column(lines: list[Line], cells: Sequence[Cell], match: Match, read: Reader, hides: bool) -> None:
    """Put the values of one column into the lines. A column holds few different cells: each is read once."""
    # 1 and True are one key, and not one cell
    keys: Sequence[Any] = (
        cells if {*map(type, cells)} <= PLAIN else [*zip(map(type, cells), cells, strict=True)]
    )
    said = {key: _said(cell, match, read, hides) for key, cell in dict(zip(keys, cells, strict=True)).items()}
    code = match.field
    for line, key in zip(lines, keys, strict=True):
        value, problem = said[key]
        if value is not None:
            line.values[code] = value
        if problem is not None:
            line.problems.append(problem)


def _said(cell: Cell, match: Match, read: Reader, hides: bool) -> tuple[Any, Problem | None]:
    """The value of one cell, None where it has none, and what is to be told about it."""
    if cell is None or cell == "":
        return None, None
    if hides and isinstance(cell, str) and (MASKED.search(cell) or "遮住" in cell):
        return Masked(cell.strip()), None
    value = read(cell)
    if isinstance(value, Fixed):
        what = f"{match.heading}：已自动改好"
        return value.value, Problem(match.field, WARNING, what, value.message, value.shown)
    if isinstance(value, Fault):
        return None, Problem(match.field, ERROR, value.what, value.message, value.fix)
    return value, None
