"""Records: activities written as fields, one a line, that repeat from activity to activity.

项目:春节慰问 / 时间:1月 / 负责:王芳 / 项目:… is a table on end: its keys are the header, its lines the cells.
"""

from __future__ import annotations

from .lines import Line
from .patterns import late
from .rows import Piece, Row, consume, role_of, row_of
from .times import Term

_FIELD = late(r"[(\s]*([^\s:,。;\"《]{2,8}?)[一二三四五六七八九十\d]{0,2}\s?:\s?(?=\S)")
_SECTIONS = {"cn", "cn_paren", "chapter"}


def records_at(lines: list[Line], i: int, term: Term, rows: list[Row]) -> int:
    """Read the records that begin at line i into rows; where they end, i when there are none."""
    first = _key(lines[i])
    if first is None or role_of(first) not in ("content", "theme"):
        return i
    end = i
    while end < len(lines) and _key(lines[end]):
        end += 1
    begins = [n for n in range(i, end) if _key(lines[n]) == first]
    keys = {role_of(_key(line) or "") for line in lines[i:end]}
    if len(begins) < 2 or not keys & {"time", "week"}:
        return i
    for begin, stop in zip(begins, [*begins[1:], end], strict=True):
        fields = [(line, match) for line in lines[begin:stop] if (match := _field(line))]
        cells = [Piece(line, match.end(), len(line.text)) for line, match in fields]
        row = row_of(cells, [role_of(match[1]) or "other" for _, match in fields], None, term)
        if row.contents:
            rows.append(row)
    for line in lines[i:end]:
        consume(line)
    return end


def _field(line: Line):
    if line.row or (line.mark and line.mark.kind in _SECTIONS):
        return None
    return _FIELD.match(line.text, line.mark.end if line.mark else 0)


def _key(line: Line) -> str | None:
    match = _field(line)
    return match[1] if match else None
