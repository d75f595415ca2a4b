"""Stacked tables: copied so that every cell stands on a line of its own."""

from __future__ import annotations

import itertools

from .characters import number_of
from .columns import is_person
from .lines import Line
from .patterns import late
from .rows import Piece, Row, column_times, consume, is_time_cell, role_of, row_of
from .times import Term

_NOTE = late(r"(?:备?注|说明)\s?:\s?\S")


def stacked_header(lines: list[Line], i: int) -> list[str]:
    """Roles of a header whose cells stand on lines of their own."""
    roles: list[str] = []
    for line in lines[i : i + 8]:
        role = role_of(line.text) if not line.mark and not line.text.endswith(":") else None
        if role is None:
            break
        roles.append(role)
    return (
        roles
        if len(roles) >= 2 and {"time", "week"} & set(roles) and {"content", "theme"} & set(roles)
        else []
    )


def stacked(lines: list[Line], i: int, roles: list[str], term: Term, rows: list[Row]) -> int:
    """One cell a line: a row begins at each time (or number) where such a column leads."""
    start = i + len(roles)
    end = start
    while end < len(lines) and len(lines[end].text) <= 80 and not _NOTE.match(lines[end].text):
        mark = lines[end].mark
        if mark and mark.kind in ("cn", "formal", "chapter"):
            break
        end += 1
    while end > start and roles[-1] not in ("time", "week") and is_time_cell(lines[end - 1], term):
        end -= 1  # a label of what the table does not hold
    body = lines[start:end]
    numbered = _grid_by_number(lines[start:], roles) if roles[0] in ("number", "week") else []
    if numbered:
        for cells in numbered:
            rows.append(row_of(cells, roles, rows[-1] if rows else None, term))
        end = start + sum(len(cells) for cells in numbered)
        for line in lines[i:end]:
            consume(line)
        return end
    counted = _counted_rows(body, roles, term)
    if counted:
        rows += counted
        for line in lines[i:end]:
            consume(line)
        return end
    lead = roles.index("time" if "time" in roles else "week")
    time_at = [n for n, line in enumerate(body) if is_time_cell(line, term)]
    if len(time_at) < 2:
        return i + len(roles)
    width = len(roles)
    regular = (
        len(body) % width == 0
        and all(n % width == lead for n in time_at)
        and len(time_at) * 2 >= len(body) // width
    )
    starts = list(range(0, len(body), width)) if regular else [n - lead for n in time_at]
    if len(starts) > 2 and starts[-1] > starts[-2] + width and starts[-1] + width > len(body):
        starts.pop()  # the date below the signature
    steps = {b - a for a, b in itertools.pairwise(starts)}
    if regular or (starts[0] >= 0 and steps == {width} and starts[-1] + width <= len(body)):
        end = start + starts[-1] + width  # what comes after the last full row is no table any more
        for n in starts:
            cells = [Piece(line, 0, len(line.text)) for line in body[n : n + width]]
            rows.append(row_of(cells, roles, rows[-1] if rows else None, term))
    else:
        for n, first in enumerate(time_at):
            last = time_at[n + 1] - lead if n + 1 < len(time_at) else len(body)
            group = body[first - lead if lead and first >= lead else first : max(last, first + 1)]
            rows += _merged_rows(group, roles, term) or [_ragged_row(group, roles, term)]
    for line in lines[i:end]:
        consume(line)
    return end


def _grid_by_number(body: list[Line], roles: list[str]) -> list[list[Piece]]:
    """Rows that begin with 1, 2, 3 …, each so many lines after the one before; empty cells at the end are gone."""
    for width in (len(roles), len(roles) - 1, len(roles) - 2):
        count = 0
        while count * width < len(body) and body[count * width].text.strip(" .、") == str(count + 1):
            count += 1
        if width > 1 and count > 2:
            lines = [body[n * width : (n + 1) * width] for n in range(count)]
            return [[Piece(line, 0, len(line.text)) for line in row] for row in lines]
    return []


def _counted_rows(body: list[Line], roles: list[str], term: Term) -> list[Row]:
    """Rows that are counted 1, 2, 3 …, behind a time that is merged over several of them: 9月 / 1 / 迎新 / 2 / 结对."""
    if "number" not in roles or roles[0] not in ("time", "week"):
        return []
    columns = roles[roles.index("number") + 1 :]
    out: list[Row] = []
    cells: list[Piece] = []
    time: Line | None = None
    count = 0
    for line in [*body, None]:
        begins = line is None or line.text.strip(" .、") == str(count + 1)
        timed = line is not None and not begins and is_time_cell(line, term)
        if (begins or timed) and cells:
            row = row_of(cells, columns, None, term)
            if time is not None:
                row.when, row.times = time.original().strip(), column_times(time.text, term)
            out += [row] if row.contents else []
            cells = []
        if line is None:
            break
        if timed:
            time = line
        elif begins:
            count += 1
        elif count:
            cells.append(Piece(line, 0, len(line.text)))
    return out if count > 2 else []


def _merged_rows(group: list[Line], roles: list[str], term: Term) -> list[Row]:
    """Several full rows behind one time that is merged over them: 3月 / 植树 / 王芳 / 读书 / 李明."""
    lead = next((n for n, role in enumerate(roles) if role not in ("time", "week")), 0)
    columns, cells = roles[lead:], group[lead:]
    if (
        roles[0] not in ("time", "week")
        or len(columns) < 2
        or len(cells) % len(columns)
        or len(cells) == len(columns)
    ):
        return []
    pieces = [Piece(line, 0, len(line.text)) for line in cells]
    owner = columns.index("owner") if "owner" in columns else None
    chunks = [pieces[n : n + len(columns)] for n in range(0, len(pieces), len(columns))]
    if owner is None or not all(is_person(chunk[owner].text) for chunk in chunks):
        return []
    time = group[roles.index("time") if "time" in roles else 0]
    timed = Row([], time.original().strip(), column_times(time.text, term))
    return [row_of([Piece(time, 0, 0)] * lead + chunk, roles, timed, term) for chunk in chunks]


def _ragged_row(group: list[Line], roles: list[str], term: Term) -> Row:
    """A row with more or fewer cells than columns: time first, an owner last, content between."""
    time_line = next((line for line in group if is_time_cell(line, term)), group[0])
    rest = [line for line in group if line is not time_line]
    row = Row([], time_line.original().strip(), column_times(time_line.text, term))
    if {"number", "week"} & set(roles) and rest and number_of(rest[0].text.strip(" .、")) is not None:
        rest = rest[1:]
    columns = [role for role in roles if role not in ("time", "week", "number")]
    after_content = columns[max(i for i, r in enumerate(columns) if r in ("content", "theme")) + 1 :]
    for n, role in enumerate(reversed(after_content)):
        if len(rest) > 1 and role == "owner" and is_person(rest[-1].text):
            row.owner = rest.pop().original().strip()
        elif len(rest) > 1 and role == "other" and len(rest) >= len(columns) - n:
            rest.pop()
    if roles.count("content") + roles.count("theme") > 1 and len(rest) > 1 and "theme" in roles:
        rest = rest[1:]
    row.contents = [Piece(line, 0, len(line.text)) for line in rest]
    return row
