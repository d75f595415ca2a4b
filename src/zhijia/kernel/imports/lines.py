"""The data rows of a workbook on their way to verdicts: values by field, and what is to be said about them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from zhijia.sheetreader import Problem, Table
from zhijia.sheetreader.cells import MASKED, Fault, Fixed, Reader
from zhijia.sheetreader.columns import Match
from zhijia.sheetreader.model import ERROR, WARNING, letters

NEW, CHANGED, UNCHANGED, REFUSED = "new", "changed", "unchanged", "error"
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
    kept: Any = None  # whatever the importer found on the way and needs for writing

    @property
    def refused(self) -> bool:
        return any(problem.level == ERROR for problem in self.problems)

    def fault(self, code: str, what: str, message: str, fix: str = "") -> None:
        """The row cannot be taken in."""
        self.problems.append(Problem(self.cell(code), ERROR, what, message, fix))

    def warn(self, code: str, what: str, message: str, fix: str = "") -> None:
        """To be looked at; the row stays good."""
        self.problems.append(Problem(self.cell(code), WARNING, what, message, fix))

    def cell(self, code: str) -> str:
        return f"{letters(self.columns[code])}{self.row}" if code in self.columns else str(self.row)


def lines_of(
    table: Table, matches: Sequence[Match], readers: Mapping[str, Reader], sealed: Collection[str]
) -> list[Line]:
    """Every data row of a table with its cells read. A cell that cannot be read is a fault of its row."""
    columns = {one.field: one.column for one in matches if one.field}
    plan = [(code, column, readers[code], code in sealed) for code, column in columns.items()]
    labels = {one.field: one.heading for one in matches}
    found = []
    for number, cells in table.rows:
        line = Line(table.sheet, table.title, number, columns, {}, cells)
        width = len(cells)
        for code, column, read, hides in plan:
            cell = cells[column] if column < width else None
            if cell is None or cell == "":
                continue
            if hides and isinstance(cell, str) and (MASKED.search(cell) or "遮住" in cell):
                line.values[code] = Masked(cell.strip())
                continue
            value = read(cell)
            if isinstance(value, Fixed):
                line.warn(code, f"{labels[code]}：已自动改好", value.message, value.shown)
                value = value.value
            elif isinstance(value, Fault):
                line.fault(code, value.what, value.message, value.fix)
                continue
            if value is not None:
                line.values[code] = value
        found.append(line)
    return found
