"""Columns: what each column of a table means, judged by all of its cells and not by its header alone."""

from __future__ import annotations

from .patterns import late
from .rows import Piece, column_times, is_time_cell
from .times import Term

_PERSON = late(
    r"[\u4e00-\u9fff]{2,4}(?:[、,/ ][\u4e00-\u9fff]{2,4})*|[\u4e00-\u9fff、/]{2,12}(?:部|"
    r"科|室|会|委|组|办|处|队|长|员|人|主席|中心|工会)"
)
_PLACE = late(r"(?:会议室|活动室|教室|广场|公园|[馆厅场堂楼园])\s*$")
_TIME = ("time", "week")
_CONTENT = ("content", "theme", "measure")
_FEW = 0.5  # a column is one of times if at least so many of its cells are


def is_person(text: str) -> bool:
    """Does this cell name somebody, or a part of a body?"""
    text = text.strip()
    return (
        _PERSON.fullmatch(text) is not None and _PLACE.search(text) is None and text[-1] not in "月周日节季年"
    )


def roles_of(body: list[list[Piece]], stated: list[str], term: Term) -> list[str]:
    """The roles of a table's columns: as its header states them (none: `other`), unless the cells say otherwise.

    No role `time` or `week` comes back where no column holds times.
    """
    width = max([len(stated), *map(len, body)])
    roles = [*stated, *["other"] * (width - len(stated))]
    columns = [[row[n] for row in body if n < len(row) and row[n].text.strip()] for n in range(width)]
    if not any(role in _TIME and _holds_times(columns[n], term, True) for n, role in enumerate(roles)):
        roles = ["other" if role in _TIME else role for role in roles]
        free = [n for n, role in enumerate(roles) if role in ("other", "number")]
        for n in free:
            if _holds_times(columns[n], term, False):
                roles[n] = "time"
    if not set(_CONTENT) & set(roles):
        free = [n for n, role in enumerate(roles) if role == "other" and columns[n]]
        if free:
            roles[max(free, key=lambda n: (_length(columns[n]), -n))] = "content"
    if not stated and "owner" not in roles:
        after = [n for n in range(width - 1, 0, -1) if roles[n] == "other" and columns[n]]
        named = next((n for n in after if all(is_person(cell.text) for cell in columns[n])), None)
        if named is not None:
            roles[named] = "owner"
    return roles


def _holds_times(cells: list[Piece], term: Term, stated: bool) -> bool:
    if not cells:
        return False
    if stated:
        timed = sum(bool(column_times(cell.text.strip(), term)) for cell in cells)
    else:
        timed = sum(is_time_cell(cell.line.cut(cell.start, cell.end), term) for cell in cells)
    return timed >= len(cells) * _FEW


def _length(cells: list[Piece]) -> float:
    return sum(len(cell.text.strip()) for cell in cells) / len(cells)
