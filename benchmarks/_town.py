"""The whole demo town in a private PostgreSQL of its own, built once for all benchmarks of one run."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from pathlib import Path

import psycopg

from zhijia.server import demo, running
from zhijia.server.private_postgres import APPLICATION, DATABASE, OWNER, PrivatePostgres

TOWN_PLANNER = "town"


@cache
def town() -> PrivatePostgres:
    """Build the town as `zhijia demo` does, and set Django up on it in this process."""
    home = Path(tempfile.mkdtemp(prefix="zhijia-bench-"))
    home.chmod(0o755)  # started as root, PostgreSQL runs under another id
    postgres = PrivatePostgres(home / "postgres")
    atexit.register(shutil.rmtree, home)
    atexit.register(postgres.stop)  # the last registered goes first
    postgres.start()
    data = home / "data"
    data.mkdir()
    environment = demo.demo_environment(data, postgres)
    running.prepare(data, postgres.url(OWNER), environment)
    running.run_step(["-m", "zhijia.server.build_town", str(data / "town.json")], environment)
    with psycopg.connect(postgres.url(OWNER), autocommit=True) as owner:
        owner.execute("ANALYZE")  # which the server does by itself within a minute
    os.environ.update(environment)

    import django

    django.setup()
    return postgres


def many_rows(postgres: PrivatePostgres, times: int) -> AbstractContextManager[str]:
    """The same town with as many traces, tasks and occurrences for each one it had, in a scratch copy."""
    return scratch(postgres, f"times_{times}", lambda owner: multiply(owner, times))


@contextmanager
def scratch(
    postgres: PrivatePostgres, name: str, change: Callable[[psycopg.Connection], None]
) -> Iterator[str]:
    """A copy of the town that its owner changes first; Django works on it meanwhile. Yields its address."""
    from django.db import connection

    copy = f"{DATABASE}_{name}"
    connection.close()
    connection.close_pool()
    with psycopg.connect(postgres.url(OWNER, "postgres"), autocommit=True) as owner:
        owner.execute(f"CREATE DATABASE {copy} TEMPLATE {DATABASE}")
    with psycopg.connect(postgres.url(OWNER, copy)) as owner:
        change(owner)
    connection.settings_dict["NAME"] = copy
    try:
        yield postgres.url(APPLICATION, copy)
    finally:
        connection.close()
        connection.close_pool()
        connection.settings_dict["NAME"] = DATABASE


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
