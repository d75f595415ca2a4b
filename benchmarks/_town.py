"""The demo's towns for all benchmarks, in a private PostgreSQL of their own that is kept between runs.

Each town is built once, as a template that follows the migrations; benchmarks work on copies, which go with them. Who
changes the demo's own files and wants the towns anew removes `.zhijia/bench`.
"""

import atexit
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import cache
from typing import TYPE_CHECKING

import psycopg

from zhijia.server import demo, folders, running
from zhijia.server.private_postgres import APPLICATION, DATABASE, OWNER, PrivatePostgres

if TYPE_CHECKING:
    from django.test import Client

TOWN_PLANNER, COUNTY_OFFICER = "town", "county"
DATA = folders.CLONE / ".zhijia" / "bench"


@cache
def town() -> PrivatePostgres:
    """Serve the towns, and set Django up in this process on a copy of the ordinary one."""
    open_till_exit = ExitStack()
    atexit.register(open_till_exit.close)
    open_till_exit.enter_context(folders.held(DATA))
    postgres = PrivatePostgres(folders.postgres_home(DATA))
    open_till_exit.enter_context(running.serving(postgres))
    copy(postgres, template(postgres, "small"), DATABASE)
    environment = demo.demo_environment(DATA, postgres)
    running.prepare(DATA, postgres.url(OWNER), environment)
    os.environ.update(environment)

    import django

    django.setup()
    return postgres


@cache
def template(postgres: PrivatePostgres, name: str) -> str:
    """The database of a town of `demo.TOWNS`, in line with the migrations; built unless it is there."""
    wanted = f"town_{name}"
    if wanted in existing(postgres):
        migrate(postgres, wanted)
        return wanted
    drop(postgres, "building")
    with server(postgres) as owner:
        owner.execute("CREATE DATABASE building")
    migrate(postgres, "building")
    environment = demo.demo_environment(DATA, postgres) | {
        "DATABASE_URL": postgres.url(APPLICATION, "building"), "ZHIJIA_TOWN": demo.TOWNS[name],
    }  # fmt: skip
    running.run_step(["-m", "zhijia.server.build_town", str(DATA / "town.json")], environment)
    with psycopg.connect(postgres.url(OWNER, "building"), autocommit=True) as owner:
        owner.execute("VACUUM (ANALYZE)")  # which the server does by itself within a minute
    with server(postgres) as owner:
        owner.execute(f"ALTER DATABASE building RENAME TO {wanted}")
    return wanted


def server(postgres: PrivatePostgres) -> psycopg.Connection:
    return psycopg.connect(postgres.url(OWNER, "postgres"), autocommit=True)


def existing(postgres: PrivatePostgres) -> list[str]:
    with server(postgres) as owner:
        return [name for (name,) in owner.execute("SELECT datname FROM pg_database")]


def drop(postgres: PrivatePostgres, database: str) -> None:
    with server(postgres) as owner:
        try:
            owner.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")
        except psycopg.errors.InsufficientPrivilege:
            # The server cleans up there; asked without force, it stops.
            owner.execute(f"DROP DATABASE IF EXISTS {database}")


def copy(postgres: PrivatePostgres, source: str, database: str) -> None:
    drop(postgres, database)
    with server(postgres) as owner:
        owner.execute(f"CREATE DATABASE {database} TEMPLATE {source} STRATEGY file_copy")


def migrate(postgres: PrivatePostgres, database: str) -> None:
    """Bring a town's tables in line with the code; nothing is done where the code is what it was."""
    marks = folders.Marks(DATA / f"{database}.json")
    code = [*running.PACKAGE.rglob("migrations/*.py")]
    if not marks.is_current("tables", code):
        addresses = {"DATABASE_URL": postgres.url(APPLICATION, database),
                     "DATABASE_OWNER_URL": postgres.url(OWNER, database)}  # fmt: skip
        running.run_step(["-m", "zhijia", "migrate"], demo.demo_environment(DATA, postgres) | addresses)
        if database != "building":
            marks.set("tables", code)


@contextmanager
def scratch(
    postgres: PrivatePostgres,
    name: str,
    change: Callable[[psycopg.Connection], object] = lambda owner: None,
    *,
    of: str = "",
) -> Iterator[str]:
    """A copy of the town, or of another one, that its owner changes first; Django works on it meanwhile.

    Yields its address; gone afterwards.
    """
    database = f"{DATABASE}_{name}"
    source = template(postgres, of) if of else DATABASE
    use(DATABASE)
    copy(postgres, source, database)
    with psycopg.connect(postgres.url(OWNER, database)) as owner:
        change(owner)
    use(database)
    try:
        yield postgres.url(APPLICATION, database)
    finally:
        use(DATABASE)
        drop(postgres, database)


def use(database: str) -> None:
    """Django works on this database from now on, and leaves the one before alone."""
    from django.db import connection

    connection.close()
    connection.close_pool()
    connection.settings_dict["NAME"] = database


def signed_in(login: str = TOWN_PLANNER) -> "Client":
    """A browser signed in where Django works now, asking the pages as the web server runs them."""
    from django.test import Client

    import zhijia.wsgi  # noqa: F401 (how it deals with garbage is part of a page's time)
    from zhijia.people.models import Account

    browser = Client(headers={"host": "localhost"})
    browser.force_login(Account.objects.get(login=login))
    return browser


def many_rows(postgres: PrivatePostgres, times: int) -> AbstractContextManager[str]:
    """The same town with as many traces, tasks and occurrences for each one it had, in a scratch copy."""
    return scratch(postgres, f"times_{times}", lambda owner: multiply(owner, times))


def multiply(owner: psycopg.Connection, times: int) -> None:
    """Copies of each task with its times, and of each trace, a week older so that the same rows stand on top."""
    copies = f"generate_series(1, {times - 1}) AS copy"
    for table in ("plans_task", "plans_occurrence", "plans_trace"):  # a scratch copy needs no history
        owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    owner.execute("ALTER TABLE plans_task ADD COLUMN copied_from bigint")
    insert_copies(owner, "plans_task", copies, {"copied_from": "source.id"})
    owner.execute(
        "CREATE TEMPORARY TABLE copied AS SELECT id, copied_from FROM plans_task WHERE copied_from > 0"
    )
    insert_copies(
        owner, "plans_occurrence", "copied", {"task_id": "copied.id"}, "source.task_id = copied.copied_from"
    )
    insert_copies(owner, "plans_trace", copies, {"finishes_id": "NULL", "on": 'source."on" - 7'})
    owner.execute("ANALYZE")


def insert_copies(
    owner: psycopg.Connection, table: str, beside: str, changed: dict[str, str], where: str = "true"
) -> None:
    found = owner.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND column_name <> 'id'",
        [table],
    )
    columns = [f'"{name}"' for (name,) in found]
    values = [changed.get(name.strip('"'), f"source.{name}") for name in columns]
    owner.execute(
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)}"
        f" FROM {table} AS source, {beside} WHERE {where}"
    )
