"""Tables: rows under a header such as 时间/内容/责任人, from Word or flattened to plain lines.

Three shapes occur: rows with separated columns (tab, bar, wide spaces), real Word rows, and
tables copied so that every cell stands on a line of its own.
"""

from __future__ import annotations

import itertools

from .characters import number_of
from .lines import Line
from .matrix import matrix_at
from .patterns import late
from .records import records_in
from .rows import (
    Columns,
    Piece,
    Row,
    cells_of,
    column_times,
    columns_of,
    consume,
    is_time_cell,
    role_of,
    row_of,
    spaced_columns,
)
from .times import Term

_NOTE = late(r"(?:备?注|说明)\s?:\s?\S")
_PERSON = late(
    r"[\u4e00-\u9fff]{2,4}(?:[、,/ ][\u4e00-\u9fff]{2,4})*|[\u4e00-\u9fff、/]{2,12}(?:部|"
    r"科|室|会|委|组|办|处|队|长|员|人|主席|中心|工会)"
)


def rows_in(lines: list[Line], term: Term) -> list[Row]:
    """Take the tables out of the lines: their lines become rows, without marks of their own."""
    rows: list[Row] = []
    records_in(lines, term, rows)
    i = 0
    while i < len(lines):
        end = matrix_at(lines, i, term, rows)
        if end > i:
            i = end
            continue
        header, columns = _header(lines[i])
        if header:
            i = _separated(lines, i, header, columns, term, rows)
            continue
        header = _stacked_header(lines, i)
        if header:
            i = _stacked(lines, i, header, term, rows)
            continue
        spaced = _spaced(lines, i, term, rows)
        if spaced > i:
            i = spaced
            continue
        if lines[i].row and (i == 0 or not lines[i - 1].row):
            i = _without_header(lines, i, term, rows)
            continue
        i += 1
    return rows


def _header(line: Line) -> tuple[list[str], Columns | None]:
    """Roles and columns of a header row; no roles when it is none."""
    for columns in (columns_of(line), spaced_columns(line)):
        cells = cells_of(line, columns)
        roles = [role_of(cell.text) for cell in cells]
        known = {role for role in roles if role}
        if (
            len(cells) >= 2
            and len([r for r in roles if r]) >= max(2, len(roles) - 1)
            and known & {"content", "theme", "measure"}
            and known & {"time", "week", "owner", "number"}
        ):
            return [role or "other" for role in roles], columns
    return [], None


def _separated(
    lines: list[Line], i: int, roles: list[str], columns: Columns | None, term: Term, rows: list[Row]
) -> int:
    in_word = lines[i].row
    consume(lines[i])
    i += 1
    body: list[tuple[list[Piece], list[str]]] = []
    while i < len(lines) and not (in_word and not lines[i].row):
        line = lines[i]
        again, other = _header(line)
        if again:
            roles, columns = again, other
        else:
            cells = _row_cells(line, roles, columns, term, bool(body))
            if not cells:
                break
            body.append((cells, roles))
        consume(line)
        i += 1
    roles = _without_groups(body)
    carried: Row | None = None
    for cells, own in body:
        row = row_of(cells, roles if len(own) == len(roles) else own, carried, term)
        if len({c.text.strip() for c in cells}) == 1 and len(cells) > 1:
            row.contents = []  # one cell over the whole width: a heading inside the table
        if row.contents:
            rows.append(row)
        carried = row if row.when else carried
    return i


def _row_cells(line: Line, roles: list[str], columns: Columns | None, term: Term, begun: bool) -> list[Piece]:
    """The cells of a line below a header; none where the table is over."""
    cells = cells_of(line, columns)
    if not line.row and (len(cells) < 2 or len(cells) > len(roles) + 1):
        if not begun or (line.mark and line.mark.kind == "cn") or not (line.mark or len(line.text) < 30):
            return []
        content = next(n for n, role in enumerate(roles) if role in ("content", "theme", "measure"))
        return [Piece(line, 0, 0)] * content + [Piece(line, 0, len(line.text))]
    if (
        len(cells) < len(roles)
        and cells[0].text.strip()
        and roles[0] in ("time", "week", "number")
        and not (_leads(cells[0], term) or cells[0].text.strip().isdigit())
    ):
        return [Piece(line, 0, 0), *cells]  # the time cell above is merged downwards
    return cells


def _without_groups(body: list[tuple[list[Piece], list[str]]]) -> list[str]:
    """The roles, where a column of contents that is merged downwards beside another names groups only."""
    roles = list(body[0][1]) if body else []
    named = [n for n, role in enumerate(roles) if role in ("content", "measure")]
    for n, other in itertools.pairwise(named):
        if any(
            len(cells) > other and not cells[n].text.strip() and cells[other].text.strip()
            for cells, _ in body
        ):
            roles[n] = "theme"
    return roles


def _leads(cell: Piece, term: Term) -> bool:
    """Is this the cell of a time column? Not so 年终评先评优, whose time column is merged from above."""
    return bool(cell.text.strip()) and is_time_cell(cell.line.cut(cell.start, cell.end), term)


def _stacked_header(lines: list[Line], i: int) -> list[str]:
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


def _stacked(lines: list[Line], i: int, roles: list[str], term: Term, rows: list[Row]) -> int:
    """One cell a line: a row begins at each time (or number) where such a column leads."""
    start = i + len(roles)
    end = start
    while end < len(lines) and len(lines[end].text) <= 80 and not _NOTE.match(lines[end].text):
        mark = lines[end].mark
        if mark and mark.kind in ("cn", "chapter"):
            break
        end += 1
    while end > start and roles[-1] not in ("time", "week") and is_time_cell(lines[end - 1], term):
        end -= 1  # a label of what the table does not hold
    body = lines[start:end]
    numbered = _grid_by_number(lines[start:], roles) if roles[0] == "number" else []
    if numbered:
        for cells in numbered:
            rows.append(row_of(cells, roles, rows[-1] if rows else None, term))
        end = start + sum(len(cells) for cells in numbered)
        for line in lines[i:end]:
            consume(line)
        return end
    lead = next(i for i, role in enumerate(roles) if role in ("time", "week"))
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
            rows.append(_ragged_row(group, roles, term))
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


def _ragged_row(group: list[Line], roles: list[str], term: Term) -> Row:
    """A row with more or fewer cells than columns: time first, an owner last, content between."""
    time_line = next((line for line in group if is_time_cell(line, term)), group[0])
    rest = [line for line in group if line is not time_line]
    row = Row([], time_line.original().strip(), column_times(time_line.text, term))
    if "number" in roles and rest and number_of(rest[0].text.strip(" .、")) is not None:
        rest = rest[1:]
    columns = [role for role in roles if role not in ("time", "week", "number")]
    after_content = columns[max(i for i, r in enumerate(columns) if r in ("content", "theme")) + 1 :]
    for n, role in enumerate(reversed(after_content)):
        if len(rest) > 1 and role == "owner" and _PERSON.fullmatch(rest[-1].text.strip()):
            row.owner = rest.pop().original().strip()
        elif len(rest) > 1 and role == "other" and len(rest) >= len(columns) - n:
            rest.pop()
    if roles.count("content") + roles.count("theme") > 1 and len(rest) > 1 and "theme" in roles:
        rest = rest[1:]
    row.contents = [Piece(line, 0, len(line.text)) for line in rest]
    return row


def _without_header(lines: list[Line], i: int, term: Term, rows: list[Row]) -> int:
    """Word rows without a header row we know: a first column of times is a schedule all the same."""
    end = i
    while end < len(lines) and lines[end].row:
        end += 1
    body = [line for line in lines[i:end]]
    timed = [line for line in body if column_times(cells_of(line)[0].text.strip(), term)]
    for line in body:
        line.mark = None
    width = max(len(cells_of(line)) for line in body)
    if len(timed) * 2 >= len(body) and width >= 2:
        roles = ["time", "content"] + ["owner" if width > 2 else "other"] * (width - 2)
        carried = None
        for line in body:
            row = row_of(cells_of(line), roles, carried, term)
            if row.owner and not _PERSON.fullmatch(row.owner):
                row.owner = None
            if row.contents:
                rows.append(row)
            carried = row if row.when else carried
    return end


def _spaced(lines: list[Line], i: int, term: Term, rows: list[Row]) -> int:
    """Lines set in columns by wide gaps without a header: time, activity, …, who; at least three of them."""
    body: list[list[Piece]] = []
    for line in lines[i:]:
        cells = cells_of(line) if not line.row else []
        width = len(body[0]) if body else max(3, len(cells))
        if len(cells) != width or not is_time_cell(line.cut(0, max(1, cells[0].end)), term):
            break
        body.append(cells)
    if len(body) < 3:
        return i
    people = all(_PERSON.fullmatch(cells[-1].text.strip()) for cells in body)
    roles = ["time", "content"] + ["other"] * (len(body[0]) - 3) + ["owner" if people else "other"]
    for cells in body:
        rows.append(row_of(cells, roles, None, term))
        consume(cells[0].line)
    return i + len(body)
