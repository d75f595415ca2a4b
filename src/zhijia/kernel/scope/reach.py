"""The questions the kernel asks about the tree of unions. Ring 1 answers them; unanswered means refused."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from zhijia.kernel.scope.seat import NoScope, Seat

_answers: dict[str, Callable[..., Any]] = {}


def register(**answers: Callable[..., Any]) -> None:
    """Called at start by the apps that know: `below(union_id)`, `in_tree(ask, day_field)`, `seats(account)`,
    `held(person_id, key)`, `place(asked, seat)`, `counting(ask)`.
    """
    _answers.update(answers)


def _ask(question: str, *args: Any) -> Any:
    if question not in _answers:
        raise NoScope("Nobody has registered an answer about the tree of unions; everything is refused.")
    return _answers[question](*args)


def below(union_id: int | None) -> Any:
    """Ids of this union and of all below it today, as a subquery for `__in`."""
    return _ask("below", union_id)


def in_tree(ask: Any, day_field: str = "") -> Any:
    """Rows of the asked union or its subtree, as a condition: the tree of the day each row carries, or of the last."""
    return _ask("in_tree", ask, day_field)


def counting(ask: Any) -> AbstractContextManager[Any]:
    """A scope in which rows are counted for this question, as the system where the seat may have the number."""
    return _ask("counting", ask)


def seats_of(account: Any) -> list[Seat]:
    """The seats this account may enter today, the widest first."""
    return _ask("seats", account)


def seat_held(person_id: int, key: str) -> Seat | None:
    """The seat of this key, if this person may still enter it today: what was asked in it may then be done in it."""
    return _ask("held", person_id, key)


def place_of(asked: Any, seat: Seat) -> Any:
    """The union, subtree and year that an address names, as `request.page_scope` gives it to a page."""
    return _ask("place", asked, seat)
