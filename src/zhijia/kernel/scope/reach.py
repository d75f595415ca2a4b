"""The questions the kernel asks about the tree of unions. Ring 1 answers them; unanswered means refused."""

from collections.abc import Callable
from typing import Any

from zhijia.kernel.scope.seat import NoScope, Seat

_answers: dict[str, Callable[..., Any]] = {}


def register(**answers: Callable[..., Any]) -> None:
    """Called at start by the apps that know: `below(union_id)` and `seats(account)`."""
    _answers.update(answers)


def _ask(question: str, *args: Any) -> Any:
    if question not in _answers:
        raise NoScope("Nobody has registered an answer about the tree of unions; everything is refused.")
    return _answers[question](*args)


def below(union_id: int | None) -> Any:
    """Ids of this union and of all below it today, as a subquery for `__in`."""
    return _ask("below", union_id)


def seats_of(account: Any) -> list[Seat]:
    """The seats this account may enter today, the widest first."""
    return _ask("seats", account)
