"""Matrix: a table whose columns are times and whose rows are fields of work, an activity in a cell."""

from __future__ import annotations

from .lines import Line
from .marks import TITLE_KINDS
from .patterns import late
from .rows import Piece, Row, cells_of, column_times, columns_of, consume, is_time_cell, role_of
from .times import Term, Time

_TICK = late(r"[√✓✔●·★☆■□▲△〇○×xXvV*]{1,2}")
_COLUMNS = 3  # times that follow one another a line each, and are no labels of a schedule
_CELL = 30  # signs of a cell, at most
_RULE = late(r"[\s|:/-]+")


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
    body = [
        cells
        for line in lines[i + 1 : end]
        if not _RULE.fullmatch(line.text) and (cells := cells_of(line, sign))
    ]
    if _is_ticked(body, columns):
        rows += _ticked_rows(header, times, body)
        for line in lines[i:end]:
            consume(line)
        return end
    below: dict[int, list[Row]] = {n: [] for n in columns}
    owners = role_of(header[0].text) == "owner"
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
                owner = cells[0].original.strip() if owners and cells[0].text.strip() else None
                below[n].append(Row([cells[n]], header[n].original.strip(), times[n], owner))
    for line in lines[i:end]:
        consume(line)
    rows += [row for column in below.values() for row in column]
    return end


def _is_ticked(body: list[list[Piece]], columns: list[int]) -> bool:
    """Do the cells below the times hold nothing but ticks, as in a bar chart?"""
    filled = [row[n].text.strip() for row in body for n in columns if n < len(row) and row[n].text.strip()]
    return bool(filled) and all(_TICK.fullmatch(text) for text in filled)


def _ticked_rows(header: list[Piece], times: list[tuple[Time, ...]], body: list[list[Piece]]) -> list[Row]:
    """Each row is one activity, in all the months that are ticked."""
    roles = ["" if time else role_of(cell.text) or "other" for cell, time in zip(header, times, strict=True)]
    named = [n for n, role in enumerate(roles) if role in ("content", "theme")] or [roles.index("other")]
    out = []
    for cells in body:
        ticked = [n for n, cell in enumerate(cells) if times[n] and cell.text.strip()]
        owner = next((cells[n].original.strip() for n, role in enumerate(roles) if role == "owner"), None)
        when = "、".join(header[n].original.strip() for n in ticked)
        if ticked:
            out.append(Row([cells[named[-1]]], when, tuple(t for n in ticked for t in times[n]), owner))
    return out


def stacked_matrix_at(lines: list[Line], i: int, term: Term, rows: list[Row]) -> int:
    """The same table copied a cell a line, its corner at line i; where it ends, i when there is none."""
    end = i + 1
    while end < len(lines) and len(lines[end].text) <= _CELL and _time_of(_whole(lines[end]), term):
        end += 1
    header = lines[i + 1 : end]
    if len(header) < _COLUMNS or not _is_cell(lines[i]) or _time_of(_whole(lines[i]), term):
        return i
    width, start = len(header) + 1, end
    while end < len(lines) and _is_cell(lines[end]):
        end += 1
    if end - start < width or (end - start) % width:
        return i
    owners = role_of(lines[i].text) == "owner"
    for n, line in enumerate(lines[start:end]):
        time = header[n % width - 1]
        if n % width and not _RULE.fullmatch(line.text):
            cell = Piece(line, line.mark.end if line.mark else 0, len(line.text))
            owner = lines[start + n - n % width].original().strip() if owners else None
            rows.append(Row([cell], time.original().strip(), _time_of(_whole(time), term), owner))
    for line in lines[i:end]:
        consume(line)
    return end


def _is_cell(line: Line) -> bool:
    return (
        not (line.row or line.aside or (line.mark and line.mark.kind in TITLE_KINDS))
        and len(line.text) <= _CELL
        and ":" not in line.text[:4]
        and line.text[-1] != "。"
    )


def _whole(line: Line) -> Piece:
    return Piece(line, 0, len(line.text))


def _time_of(cell: Piece, term: Term) -> tuple[Time, ...]:
    if not cell.text.strip() or not is_time_cell(cell.line.cut(cell.start, cell.end), term):
        return ()
    return tuple(time for time in column_times(cell.text.strip(), term) if time.months)
