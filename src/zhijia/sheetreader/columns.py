"""Which column of a table is which field: as remembered, by name, by synonym, by what its cells look like."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from .identity import PHONE, sound
from .model import Cell, Field, Table, is_blank, key, shown
from .tables import RUNNING, plain

LOOKED_AT = 60  # cells from which a column is known
OFTEN = 0.6  # the others are mistakes, which the check will tell
FILLERS = ("会员", "职工", "员工", "本人", "人员", "个人")
NOT_IMPORTED = ""

LOOKS: dict[str, Callable[[str], bool]] = {
    "identity": sound,
    "phone": lambda text: bool(PHONE.fullmatch(text)),
    "sex": lambda text: text in ("男", "女"),
}


@dataclass(frozen=True)
class Match:
    """One column of a table. `field` is "" where it is not imported; `how`: chosen, remembered, name, content."""

    column: int
    heading: str
    field: str
    how: str = ""
    note: str = ""  # what a person should look at


def matched(
    table: Table, fields: Sequence[Field], remembered: Mapping[str, str] | None = None
) -> list[Match]:
    """Every column with its field, in order. `remembered`: key of a heading → field, as this sender chose it."""
    names = {key(name): one.code for one in fields for name in one.names}
    codes = {one.code for one in fields}
    labels = {one.code: one.label for one in fields}
    taken: dict[str, str] = {}
    found: dict[int, Match] = {}
    for how, find in (
        ("remembered", lambda n, text: (remembered or {}).get(key(text))),
        ("name", lambda n, text: names.get(key(text)) or names.get(plain(text)) or names.get(_bare(text))),
        ("content", lambda n, text: _looks(table, n, fields, taken)),
    ):
        for n, text in table.headings.items():
            if n in found or (how != "remembered" and key(text) in RUNNING):
                continue
            code = find(n, text)
            if code == NOT_IMPORTED:
                found[n] = Match(n, text, NOT_IMPORTED, how)
            elif code in codes and code not in taken:
                taken[code] = text
                note = "按里面的内容认出来的，请看一眼。" if how == "content" else ""
                found[n] = Match(n, text, code, how, note)
            elif code in codes and how == "name":
                found[n] = Match(
                    n, text, NOT_IMPORTED, "", f"“{labels[code]}”已经用了“{taken[code]}”这一列。"
                )
    return [found.get(n) or Match(n, text, NOT_IMPORTED) for n, text in table.headings.items()]


def _bare(text: str) -> str:
    """会员姓名 is 姓名."""
    name = plain(text)
    for filler in FILLERS:
        if name.startswith(filler) and len(name) > len(filler) + 1:
            return name.removeprefix(filler)
    return name


def _looks(table: Table, column: int, fields: Sequence[Field], taken: Collection[str]) -> str | None:
    cells = samples(table, column, LOOKED_AT)
    if len(cells) < 2:
        return None
    texts = ["".join(shown(cell).split()).upper() for cell in cells]
    for one in fields:
        if one.looks and one.code not in taken and sum(map(LOOKS[one.looks], texts)) >= OFTEN * len(texts):
            return one.code
    return None


def samples(table: Table, column: int, count: int) -> list[Cell]:
    """The first cells of a column that hold anything."""
    found: list[Cell] = []
    for _, row in table.rows:
        if column < len(row) and not is_blank(row[column]):
            found.append(row[column])
            if len(found) == count:
                break
    return found
