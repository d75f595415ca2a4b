"""A database that goes away in the middle of a command is told in a sentence; what it says no to is not called that."""

import os
import subprocess
import sys

import psycopg
import pytest
from django.db import OperationalError

from conftest import run_as_owner
from zhijia.server import lost
from zhijia.server.private_postgres import OWNER


def test_a_connection_ended_from_outside(test_postgres):
    with psycopg.connect(test_postgres.url(OWNER, "postgres")) as own:
        run_as_owner(test_postgres, f"SELECT pg_terminate_backend({own.info.backend_pid})")
        with pytest.raises(SystemExit, match="再运行一次"), lost.told():
            own.execute("SELECT 1")


def test_what_django_makes_of_it():
    def asked():
        try:
            raise psycopg.errors.AdminShutdown("terminating connection due to administrator command")
        except psycopg.Error as error:
            raise OperationalError(*error.args) from error

    with pytest.raises(SystemExit, match="terminating connection"), lost.told():
        asked()


@pytest.mark.parametrize(
    "error", [psycopg.errors.DiskFull("full"), psycopg.errors.LockNotAvailable("x"), ValueError("x")]
)
def test_other_errors_stay_what_they_are(error):
    with pytest.raises(type(error)), lost.told():
        raise error


def test_migrate_without_a_server_ends_in_words(tmp_path):
    nowhere = f"postgresql://zhijia@{str(tmp_path).replace('/', '%2F')}/zhijia"
    done = subprocess.run(
        [sys.executable, "-m", "zhijia", "migrate"], text=True, capture_output=True,
        env={**os.environ, "DATABASE_URL": nowhere, "DATABASE_OWNER_URL": nowhere},
    )  # fmt: skip
    assert done.returncode == 1
    assert "连不上数据库" in done.stderr
    assert "Traceback" not in done.stderr
