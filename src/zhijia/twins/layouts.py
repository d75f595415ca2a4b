"""The column layouts of other systems: as they ship (layouts/*.toml, data), and as a union has corrected them."""

import datetime as dt
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from zhijia.kernel import clock
from zhijia.kernel.scope import system
from zhijia.org.models import Closure
from zhijia.org.tree import in_force
from zhijia.twins.models import Layout

FOLDER = Path(__file__).with_name("layouts")
WRITE = {"word": "写名称", "code": "写代码"}


@dataclass(frozen=True)
class LaidColumn:
    """One column there. `codes` say in their words what ours means; else the name is written, or the national code."""

    field: str  # of fields.py; "" for a column that stays blank
    heading: str
    write: str = "word"
    codes: Mapping[str, str] = field(default_factory=dict)

    def as_row(self) -> dict[str, Any]:
        return {"field": self.field, "heading": self.heading, "write": self.write, "codes": dict(self.codes)}


@dataclass(frozen=True)
class Twin:
    """A system that wants the same register. `about`: members or unions."""

    code: str
    title: str
    about: str
    since: dt.date
    source: str
    columns: tuple[LaidColumn, ...]


@dataclass(frozen=True)
class InForce:
    """The layout that holds for a union, and whose correction it is; none: as it ships."""

    columns: Sequence[LaidColumn]
    since: dt.date
    source: str
    row: Layout | None = None


def _shipped(path: Path) -> Twin:
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    columns = tuple(LaidColumn(**one) for one in told["column"])
    return Twin(path.stem, told["title"], told["about"], told["since"], told["source"], columns)


TWINS = {one.code: one for one in map(_shipped, sorted(FOLDER.glob("*.toml"), reverse=True))}


@cache
def of_kind(about: str) -> list[Twin]:
    return [one for one in TWINS.values() if one.about == about]


def in_force_for(twin: Twin, union_id: int | None) -> InForce:
    """The nearest union's own layout, upward along the tree of today; else the one that ships."""
    with system("对照系统的版式，下级都照上级改的"):
        rows = {
            row.union_id: row
            for row in Layout.objects.filter(twin=twin.code, state="kept").select_related("union")
        }
        places = Closure.objects.filter(
            in_force(clock.today()), descendant_id=union_id, ancestor_id__in=rows, line="territorial"
        )  # fmt: skip
        nearest = places.order_by("depth").values_list("ancestor_id", flat=True).first()
    if nearest is None:
        return InForce(twin.columns, twin.since, twin.source)
    row = rows[nearest]
    return InForce(columns_of(row.columns), row.since, row.source, row)


def columns_of(rows: Sequence[Mapping[str, Any]]) -> list[LaidColumn]:
    return [LaidColumn(**one) for one in rows]
