"""What chapters offer beside a row of another chapter: a way from a plan to a paper about it.

The chapter that owns the page draws the offers and knows none of them; an app calls `offer(...)` in `AppConfig.ready`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from zhijia.kernel.scope import Seat


@dataclass(frozen=True)
class Link:
    label: str
    icon: str
    url: str


Address = Callable[[Any, Seat], str]
_offers: dict[str, list[tuple[str, str, Address]]] = {}


def offer(place: str, label: str, icon: str, address: Address) -> None:
    """Offer a link beside the rows of `place` ("plans.plan"). `address` gives "" where it is not for this row or seat.

    It is asked while the page is drawn, so it looks at what the row carries and asks the database nothing.
    """
    entries = _offers.setdefault(place, [])
    entries[:] = [entry for entry in entries if entry[0] != label] + [(label, icon, address)]


def links(place: str, row: Any, seat: Seat) -> list[Link]:
    """The offers beside this row, for this seat."""
    asked = [(label, icon, address(row, seat)) for label, icon, address in _offers.get(place, [])]
    return [Link(*found) for found in asked if found[2]]
