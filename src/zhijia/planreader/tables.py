"""Tables: rows under a header such as 时间/内容/责任人, from Word or flattened to plain lines.

Three shapes occur: rows with separated columns (tab, bar, wide spaces), real Word rows, and
tables copied so that every cell stands on a line of its own.
"""

from __future__ import annotations

import itertools

from .columns import roles_of
from .letter import is_imprint
from .lines import Line
from .matrix import matrix_at, stacked_matrix_at
from .patterns import late
from .records import records_in
from .rows import (
    GAP,
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
from .stacked import stacked, stacked_header
from .tails import asks
from .times import Term

_NOTE = late(r"\s*(?:备?注|说明|附注|要求)\s?:")
_NAME = late(r"(?:名称|项目)\s*$")
_ENOUGH = 40  # so many rows show whether lines in columns are a schedule; keeps long texts cheap


def rows_in(lines: list[Line], term: Term) -> list[Row]:
    """Take the tables out of the lines: their lines become rows, without marks of their own."""
    rows: list[Row] = []
    for line in lines:
        line.aside = is_imprint(line)
    records_in(lines, term, rows)
    i = 0
    while i < len(lines):
        end = matrix_at(lines, i, term, rows)
        end = end if end > i else stacked_matrix_at(lines, i, term, rows)
        if end > i:
            i = end
            continue
        header, columns = _header(lines[i])
        if header:
            i = _separated(lines, i, header, columns, term, rows)
            continue
        header = stacked_header(lines, i)
        if header:
            i = stacked(lines, i, header, term, rows)
            continue
        end = _in_columns(lines, i, term, rows)
        if end > i:
            i = end
            continue
        if lines[i].row and not lines[i].aside and (i == 0 or not lines[i - 1].row):
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
            return _names_first([cell.text for cell in cells], [role or "other" for role in roles]), columns
    return [], None


def _names_first(header: list[str], roles: list[str]) -> list[str]:
    """Beside a column 活动名称, the column 具体内容 only describes."""
    named = [n for n, role in enumerate(roles) if role == "content" and _NAME.search(header[n])]
    return [
        "measure" if role == "content" and named and n not in named else role for n, role in enumerate(roles)
    ]


def _separated(
    lines: list[Line], i: int, roles: list[str], columns: Columns | None, term: Term, rows: list[Row]
) -> int:
    """Read the table whose header is line i; what its header calls a time but is none is no table."""
    in_word, end = lines[i].row, i + 1
    body: list[tuple[list[Piece], list[str]]] = []
    while end < len(lines) and lines[end].row >= in_word and not lines[end].aside:
        again, other = _header(lines[end])
        if again:
            roles, columns = again, other
        else:
            cells = _row_cells(lines[end], roles, columns, term, bool(body))
            if not cells:
                break
            body.append((cells, roles))
        end += 1
    stated = _without_groups(body)
    judged = roles_of([cells for cells, _ in body if not _band(cells, term)], stated, term)
    if not in_word and {"time", "week"} & set(stated) and not {"time", "week"} & set(judged):
        return i + 1
    _add_rows([(cells, judged if own == body[0][1] else own) for cells, own in body], term, rows)
    for line in lines[i:end]:
        consume(line)
    return end


def _add_rows(body: list[tuple[list[Piece], list[str]]], term: Term, rows: list[Row]) -> None:
    width = _repeats_after(body[0][1]) if body else 0
    for n in range(0, len(body[0][1]) if width else 0, width or 1):
        _add_rows([(cells[n : n + width], roles[n : n + width]) for cells, roles in body], term, rows)
    if width:
        return
    carried: Row | None = None
    band: Row | None = None
    for cells, roles in body:
        row = row_of(cells, roles, carried, term)
        if len({c.text.strip() for c in cells}) == 1 and len(cells) > 1:
            row.contents = []  # one cell over the whole width: a heading inside the table
        over = _band(cells, term)
        if over:
            carried, band = None, Row([], over.original.strip(), column_times(over.text.strip(), term))
            continue
        if band and not row.times:
            row.when, row.times = band.when, band.times
        if row.contents:
            rows.append(row)
        carried = row if row.when else carried


def _repeats_after(roles: list[str]) -> int:
    """After how many columns a header says itself again: 时间/内容/时间/内容; 0 when it does not."""
    half = len(roles) // 2
    twice = len(roles) == 2 * half and roles[:half] == roles[half:]
    return half if twice and {"time", "week"} & set(roles) and "content" in roles else 0


def _band(cells: list[Piece], term: Term) -> Piece | None:
    """三月份 over the whole width, or repeated in each cell: the month of the rows below."""
    filled = [cell for cell in cells if cell.text.strip()]
    if (
        len(cells) > 1
        and filled
        and len({cell.text.strip() for cell in filled}) == 1
        and _leads(filled[0], term)
    ):
        return filled[0]
    return None


def _row_cells(line: Line, roles: list[str], columns: Columns | None, term: Term, begun: bool) -> list[Piece]:
    """The cells of a line below a header; none where the table is over."""
    cells = cells_of(line, columns)
    if not line.row and (len(cells) < 2 or len(cells) > len(roles) + 1):
        over = columns is not None and (columns.framed or line.blank_before or _ends_table(line))
        if (
            over
            or not (begun or ("time" not in roles and is_time_cell(line, term)))
            or (line.mark and line.mark.kind == "cn")
            or not (line.mark or len(line.text) < 30)
        ):
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


def _ends_table(line: Line) -> bool:
    """注:, a whole sentence or a request below a table is said about it, and no row of it."""
    return _NOTE.match(line.text) is not None or line.text[-1] == "。" or asks(line.text)


def _without_groups(body: list[tuple[list[Piece], list[str]]]) -> list[str]:
    """The roles, where a column of contents that is merged downwards beside another names groups only."""
    roles = list(body[0][1]) if body else []
    if _repeats_after(roles):
        return roles
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


def _without_header(lines: list[Line], i: int, term: Term, rows: list[Row]) -> int:
    """Word rows without a header row we know: with a column of times they are a schedule all the same."""
    end = i
    while end < len(lines) and lines[end].row and not lines[end].aside:
        end += 1
    body = [cells_of(line) for line in lines[i:end]]
    for line in lines[i:end]:
        line.mark = None
    roles = roles_of(body, [], term)
    if "time" in roles:
        first = 0 if _leads(body[0][min(roles.index("time"), len(body[0]) - 1)], term) else 1  # a header
        _add_rows([(cells, roles) for cells in body[first:]], term, rows)
    return end


def _in_columns(lines: list[Line], i: int, term: Term, rows: list[Row]) -> int:
    """Lines set in columns without a header; at least three of them, with a time first (or between bars or
    tabs anywhere) in each."""
    if lines[i].row:
        return i
    sign = columns_of(lines[i])
    body = [cells_of(lines[i], sign)]
    if len(body[0]) < 3:
        return i
    for line in itertools.islice(lines, i + 1, None):
        cells = cells_of(line, sign) if not (line.row or line.aside) else []
        if len(cells) != len(body[0]):
            break
        body.append(cells)
        if len(body) == _ENOUGH and "time" not in roles_of(body, [], term):
            return i
    if len(body) < 3:
        return i
    roles = roles_of(body, [], term)
    if [role == "time" for role in roles] == [True, False] * (len(roles) // 2):
        roles = ["time", "content"] * (len(roles) // 2)  # two schedules side by side
        if i and all(_leads(cell, term) for cell in cells_of(lines[i - 1])):
            consume(lines[i - 1])  # 上半年 | 下半年 above them
    if "time" not in roles or (sign.sign is GAP and roles[0] != "time"):
        return i
    _add_rows([(cells, roles) for cells in body], term, rows)
    for line in lines[i : i + len(body)]:
        consume(line)
    return i + len(body)
