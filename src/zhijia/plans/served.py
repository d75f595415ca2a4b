"""What a task serves beside its own plan, told on its page by chapters that plans does not know (architecture §3)."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from zhijia.plans.models import Task


class Served(NamedTuple):
    """One line: 云工发〔2026〕3号第2条, and where it leads."""

    words: str
    url: str


_tellers: list[Callable[[Task], Iterable[Served]]] = []


def tell(teller: Callable[[Task], Iterable[Served]]) -> None:
    """Called at start by a chapter whose rows point at tasks. The teller asks within the open scope."""
    _tellers.append(teller)


def of(task: Task) -> list[Served]:
    return [line for teller in _tellers for line in teller(task)]
