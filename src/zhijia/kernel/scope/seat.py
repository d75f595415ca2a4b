from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


class NoScope(RuntimeError):
    """Rows were asked for while nobody was looking. Open `scope(seat)` or `system(reason)` first."""


@dataclass(frozen=True)
class Seat:
    """One person's place at one union: what rights come from. A person with two posts has two seats."""

    key: str  # what the session remembers: "post-12", "member-77"
    person_id: int | None
    union_id: int | None  # the home union, also for whoever sits at one of its groups
    office: str
    group_id: int | None = None  # set where the seat reaches one group or branch only
    portfolio: str = ""
    name: str = ""
    label: str = ""  # "顺达机械工会 · 工会干事"
    reason: str = ""  # why the system itself is looking; empty for people

    @property
    def is_system(self) -> bool:
        return self.office == "system"


_current: ContextVar[Seat | None] = ContextVar("seat", default=None)


def current_seat() -> Seat | None:
    return _current.get()


@contextmanager
def scope(seat: Seat) -> Iterator[Seat]:
    """Look at rows as this seat. Reset on the way out: threads are used again."""
    token = _current.set(seat)
    try:
        yield seat
    finally:
        _current.reset(token)


@contextmanager
def system(reason: str) -> Iterator[Seat]:
    """Look at every row, for a written reason that stands in the trail of whatever is done meanwhile."""
    if not reason:
        raise ValueError("Work of the system itself needs a written reason.")
    with scope(Seat("system", None, None, "system", name="系统", label="系统", reason=reason)) as seat:
        yield seat
