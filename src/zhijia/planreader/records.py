"""Records: activities written as fields, one a line, that repeat from activity to activity.

项目:春节慰问 / 时间:1月 / 负责:王芳 / 项目:… is a table on end: its keys are the header, its lines the
cells. Lines without a key between them (what is done, for whom) are details.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from .lines import Line
from .marks import TITLE_KINDS
from .patterns import late
from .rows import Piece, Row, consume, role_of, row_of
from .times import Term

_FIELD = late(r"[(\s]*([^\s:,。;\"《]{2,8}?)[一二三四五六七八九十\d]{0,2}\s?:\s?(?=\S)")
_BESIDE = late(r"(?:^|(?<=[^\s:])[\s;]+|(?<=:)\s+)([\u4e00-\u9fff]{2,6})\s?:\s?")
_NAMES = ("content", "theme", "measure")
_DETAIL_LINES = 3  # so many lines without a key may stand in a record, and no more


class _Field(NamedTuple):
    role: str
    key: str
    value: Piece


def records_in(lines: list[Line], term: Term, rows: list[Row]) -> None:
    """Take the records out of the lines and into rows; one record alone is no table."""
    _records_in_lines(lines, term, rows)
    keys = Counter(field.key for line in lines if (field := _field(line)))
    found: list[list[tuple[Line, _Field | None]]] = []
    i = 0
    while i < len(lines):
        record = _record_at(lines, i, keys)
        found += [record] if record else []
        i += max(1, len(record))
    fields_of = [[field for _, field in record if field] for record in found]
    firsts = [fields[0].key for fields in fields_of]
    for record, fields in zip(found, fields_of, strict=True):
        if firsts.count(fields[0].key) < 2:
            continue
        named = next(f for f in fields if f.role in _NAMES)
        shown = [f for f in fields if f is named or f.role not in _NAMES]  # 活动内容 after 活动 tells details
        row = row_of([f.value for f in shown], [f.role for f in shown], None, term)
        if row.contents:
            rows.append(row)
        for line, _ in record:
            consume(line)


def _records_in_lines(lines: list[Line], term: Term, rows: list[Row]) -> None:
    """事项:培训 时限:3月 责任:周丽 on one line, and the next line with the same keys: each is a row."""
    fields = {n: _fields_beside(line) for n, line in enumerate(lines) if line.text.count(":") > 1}
    keys = Counter(tuple(field.key for field in found) for found in fields.values())
    for n, found in fields.items():
        roles = [field.role for field in found]
        known = {"time", "week"} & set(roles) and set(_NAMES) & set(roles)
        if known and keys[tuple(field.key for field in found)] > 1:
            rows.append(row_of([field.value for field in found], roles, None, term))
            consume(lines[n])


def _fields_beside(line: Line) -> list[_Field]:
    """The fields of a line that has at least two, a space apart; none where words stand before the first."""
    begin = line.mark.end if line.mark else 0
    keys = [] if line.row else list(_BESIDE.finditer(line.text, begin))
    if len(keys) < 2 or keys[0].start() > begin:
        return []
    ends = [*(key.start() for key in keys[1:]), len(line.text)]
    return [
        _Field(role_of(key[1]) or "other", key[1], Piece(line, key.end(), end))
        for key, end in zip(keys, ends, strict=True)
    ]


def _record_at(lines: list[Line], i: int, keys: Counter[str]) -> list[tuple[Line, _Field | None]]:
    """The lines of the record that begins at line i; none without an activity and a time among its fields."""
    first = _field(lines[i])
    if first is None or keys[first.key] < 2:
        return []
    record: list[tuple[Line, _Field | None]] = [(lines[i], first)]
    kind, loose = _kind_of(lines[i]), 0
    for line in lines[i + 1 :]:
        field = _field(line)
        loose = 0 if field else loose + 1
        if line.row or _kind_of(line) != kind or loose > _DETAIL_LINES:
            break
        if field and field.key == first.key:
            break
        record.append((line, field))
    while kind is None and record[-1][1] is None:
        record.pop()  # what follows the last field is a text of its own
    roles = {field.role for _, field in record if field}
    return record if roles & {"time", "week"} and roles & set(_NAMES) else []


def _kind_of(line: Line) -> str | None:
    return line.mark.kind if line.mark else None


def _field(line: Line) -> _Field | None:
    if line.row or (line.mark and line.mark.kind in TITLE_KINDS):
        return None
    match: re.Match[str] | None = _FIELD.match(line.text, line.mark.end if line.mark else 0)
    if match is None:
        return None
    return _Field(role_of(match[1]) or "other", match[1], Piece(line, match.end(), len(line.text)))
