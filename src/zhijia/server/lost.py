"""A database that cannot be reached or goes away in the middle: a sentence instead of a list of calls."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

LOST = (
    "连不上数据库，或者它中途断开了。这一步没有做完，已有的数据没有丢。请看看数据库在不在运行，再运行一次。\n"
    "数据库的原话：{words}"
)
STATES = ("08", "57P")  # connection exception; the server stops, crashed or is starting


@contextmanager
def told() -> Iterator[None]:
    """Ends the command with a sentence where the connection was lost; other errors are raised as they are."""
    try:
        yield
    except Exception as error:
        if lost := _lost(error):
            raise SystemExit(LOST.format(words=str(lost).strip().partition("\n")[0])) from None
        raise


def _lost(error: BaseException | None) -> psycopg.Error | None:
    """The loss of a connection among what an error came from, Django's own errors around it."""
    while error is not None:
        kinds = psycopg.OperationalError | psycopg.InterfaceError
        if isinstance(error, kinds) and (error.sqlstate or STATES[0]).startswith(STATES):
            return error
        error = error.__cause__ or error.__context__
    return None
