"""Warnings for the page of those who can act: a part of the program registers a source, my day asks them all."""

from collections.abc import Callable
from dataclasses import dataclass

from zhijia.kernel.scope import Seat


@dataclass(frozen=True)
class Alert:
    sentence: str
    url: str = ""
    act: str = ""  # what the link says; where there is nothing to do, neither


Source = Callable[[Seat], list[Alert]]
_sources: list[Source] = []


def register(source: Source) -> None:
    _sources.append(source)


def of(seat: Seat) -> list[Alert]:
    return [alert for source in _sources for alert in source(seat)]
