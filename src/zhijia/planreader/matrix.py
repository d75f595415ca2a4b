"""Matrix: a table whose columns are times and whose rows are fields of work, an activity in a cell."""

from __future__ import annotations

from .lines import Line
from .patterns import late
from .rows import Piece, Row, cells_of, column_times, columns_of, consume, is_time_cell, role_of
from .times import Term, Time

_RULE = late(r"[\s|:-]+")


def matrix_at(lines: list[Line], i: int, term: Term, rows: list[Row]) -> int:
    """Read the matrix whose header is line i into rows; where it ends, i when there is none."""
    sign = columns_of(lines[i])
    header = cells_of(lines[i], sign)
    times = [_time_of(cell, term) for cell in header]
    columns = [n for n, time in enumerate(times) if time]
    if len(columns) < (3 if times[0] else 2) or len(header) - len(columns) > 2:
        return i
    if i + 1 < len(lines) and _time_of(cells_of(lines[i + 1], sign)[0], term):
        return i  # a schedule whose rows begin with a time
    end = i + 1
    while (
        end < len(lines)
        and lines[end].row == lines[i].row
        and 1 < len(cells_of(lines[end], sign)) <= len(header)
    ):
        end += 1
    below: dict[int, list[Row]] = {n: [] for n in columns}
    for line in lines[i + 1 : end]:
        cells = cells_of(line, sign)
        role = None if times[0] else role_of(cells[0].text)
        for n in columns:
            if n >= len(cells) or not cells[n].text.strip() or _RULE.fullmatch(line.text):
                continue
            if role == "owner":
                for row in below[n]:
                    row.owner = row.owner or cells[n].original.strip()
            elif role != "other":
                below[n].append(Row([cells[n]], header[n].original.strip(), times[n]))
    for line in lines[i:end]:
        consume(line)
    rows += [row for column in below.values() for row in column]
    return end


def _time_of(cell: Piece, term: Term) -> tuple[Time, ...]:
    if not cell.text.strip() or not is_time_cell(cell.line.cut(cell.start, cell.end), term):
        return ()
    return tuple(time for time in column_times(cell.text.strip(), term) if time.months)
