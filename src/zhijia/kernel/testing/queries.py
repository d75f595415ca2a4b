"""The query guard: how many statements a page runs in its scope, and that rows do not make them more."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from zhijia.kernel.scope import current_seat

HOUSEKEEPING = ("SAVEPOINT", "RELEASE", "ROLLBACK", "SET ", "SELECT set_config")


@contextmanager
def page_queries() -> Iterator[list[str]]:
    """The statements run while somebody's scope is open: all of a page's but session, user and seat."""
    statements: list[str] = []
    inside = False

    def listen(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal inside
        seat = current_seat()
        # The search for seats runs as the system before any seat is open; what a page does as the system counts.
        inside = seat is not None and (inside or not seat.is_system)
        if inside and not sql.startswith(HOUSEKEEPING):
            statements.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        yield statements


def settled_queries(open_page: Callable[[], Any], grow: Callable[[], Any], *, most: int = 12) -> list[str]:
    """Open the page, let the rows behind it grow, open it again: the same number of statements, at most `most`.

    Returns the statements, so that a test can look at them.
    """
    with page_queries() as few:
        open_page()
    grow()
    with page_queries() as many:
        open_page()
    shown = "\n".join(many)
    assert len(few) == len(many), f"{len(few)} statements with few rows, {len(many)} with many:\n{shown}"
    assert len(many) <= most, f"{len(many)} statements, at most {most} are meant:\n{shown}"
    return many
