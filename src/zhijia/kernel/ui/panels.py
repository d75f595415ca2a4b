"""Panels: what one part of the program has to say on another part's page, without either importing the other.

A chapter registers at start: `panels.add("person", of_person, order=30)`. Its function gets the row and the seat and
returns a `Panel`, or None where it has nothing to say or nothing this seat may see (architecture §3.3).
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from zhijia.kernel.scope import Seat

SHOWN = 5


@dataclass(frozen=True)
class Line:
    text: str
    on: dt.date | None = None
    url: str = ""
    aside: str = ""


@dataclass(frozen=True)
class Panel:
    title: str
    lines: Sequence[Line]
    icon: str = "list"
    more: str = ""  # where the rest is, if there is more than shown


Source = Callable[[Any, Seat], Panel | None]
_sources: dict[str, list[tuple[int, Source]]] = {}


def add(place: str, source: Source, *, order: int) -> None:
    """`place` names the page: `person`, `union`."""
    _sources.setdefault(place, []).append((order, source))


def of(place: str, row: Any, seat: Seat) -> list[Panel]:
    """What everybody has to say here, in order."""
    asked = sorted(_sources.get(place, ()), key=lambda pair: pair[0])
    return [panel for _, source in asked if (panel := source(row, seat)) is not None]
