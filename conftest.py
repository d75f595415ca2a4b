"""One private PostgreSQL for the whole run; each worker has a database of its own, copied from one template.

Tests sign in as the owner and work as the application role, so that what the role may not do fails here too.
"""

import datetime as dt
import fcntl
import logging
import os
import shutil
import tempfile
from pathlib import Path

import dj_database_url
import hypothesis
import psycopg
import pytest

from zhijia.server.keys import KEY_FILE, held_key
from zhijia.server.private_postgres import APPLICATION, OWNER, PrivatePostgres

pytest_plugins = ["zhijia.demo.fixtures"]

HOME = "ZHIJIA_TEST_POSTGRES"
TEMPLATE = "zhijia_template"
LONGEST = ("test_odd_values.py", "test_doors.py", "test_every_page.py")
# A busy machine is no mistake in the code; what CI finds has to be found again.
hypothesis.settings.register_profile("zhijia", deadline=None, derandomize=os.environ.get("CI") == "true")
hypothesis.settings.load_profile("zhijia")
server = pytest.StashKey[PrivatePostgres]()


def pytest_configure(config):
    """The process that starts the workers starts the server; they inherit its address."""
    if hasattr(config, "workerinput") or config.option.collectonly:
        return
    home = Path(tempfile.mkdtemp(prefix="zhijia-test-"))
    home.chmod(0o755)  # started as root, PostgreSQL runs under another id
    postgres = PrivatePostgres(home, durable=False)
    postgres.start()
    config.stash[server] = postgres
    os.environ[HOME] = str(home)


def pytest_collection_modifyitems(items):
    """The longest first, so that no worker is left alone with one of them at the end."""
    items.sort(key=lambda item: item.path.name not in LONGEST)


def pytest_unconfigure(config):
    if postgres := config.stash.get(server, None):
        postgres.stop()
        shutil.rmtree(postgres.home)


@pytest.fixture(scope="session")
def test_postgres() -> PrivatePostgres:
    """The server of this run, as any worker sees it."""
    postgres = PrivatePostgres(Path(os.environ[HOME]), durable=False)
    assert postgres.find_running()
    return postgres


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker, test_postgres, worker_id):
    """Migrate once per run, copy per worker, then step down from owner to application."""
    from django.db import connection
    from django.test import TransactionTestCase, override_settings

    key, files = test_postgres.home / KEY_FILE, test_postgres.home / "files"
    own = files.with_name(f"files_{worker_id}")  # a file is named after its row, in each worker alike
    kept = override_settings(MEDIA_ROOT=str(own), SECRETS_KEY_FILE=str(key))
    kept.enable()
    with django_db_blocker.unblock():
        with open(test_postgres.home / "template.lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            held_key(test_postgres.home)
            if not run_as_owner(test_postgres, f"SELECT FROM pg_database WHERE datname = '{TEMPLATE}'"):
                with override_settings(MEDIA_ROOT=str(files)):
                    make_template(test_postgres, connection)
        shutil.copytree(files, own)
        name = f"zhijia_{worker_id}"
        copy_template(test_postgres, name)
        sign_in(connection, test_postgres.url(OWNER, name), assume_role=APPLICATION)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda test: renew(test_postgres, connection))
        yield
    with django_db_blocker.unblock():
        connection.close()
    kept.disable()


@pytest.fixture
def thousands_of_requests(monkeypatch):
    """No log, of which pytest keeps each refusal's record, and with it the request, to the end. And a session does not
    note when it was last seen: after the first minute each request would, where each is taken back."""
    monkeypatch.setattr("zhijia.people.sessions.NOTED_EVERY", dt.timedelta(hours=1))
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def renew(postgres, connection):
    """What a test that commits gets instead of a flush.

    A flush would need the owner, trip over append-only tables and lose the rows that migrations wrote.
    """
    connection.close()
    copy_template(postgres, connection.settings_dict["NAME"])


def sign_in(connection, url, **options):
    connection.close()
    connection.settings_dict.update(dj_database_url.parse(url))
    connection.settings_dict["OPTIONS"] = options


def run_as_owner(postgres, statement):
    """Run a statement that must stand outside any transaction; says whether it found a row."""
    with psycopg.connect(postgres.url(OWNER, "postgres"), autocommit=True) as connection:
        return connection.execute(statement).rowcount > 0


def make_template(postgres, connection):
    """Tables, rights and the small town. It gets its name last, so that half a town is never copied."""
    from zhijia.demo import town
    from zhijia.server import roles

    making = f"{TEMPLATE}_making"
    run_as_owner(postgres, f"DROP DATABASE IF EXISTS {making}")
    run_as_owner(postgres, f"CREATE DATABASE {making}")
    sign_in(connection, postgres.url(OWNER, making))
    roles.migrate(APPLICATION)
    town.build(lambda line: None, small=True)
    connection.close()
    with psycopg.connect(postgres.url(OWNER, making), autocommit=True) as owner:
        owner.execute("ANALYZE")  # nobody vacuums here, and an office's plans are made with figures
    run_as_owner(postgres, f"ALTER DATABASE {making} RENAME TO {TEMPLATE}")


def copy_template(postgres, name):
    run_as_owner(postgres, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    run_as_owner(postgres, f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY FILE_COPY")
    run_as_owner(postgres, f"REVOKE TEMPORARY ON DATABASE {name} FROM PUBLIC")  # a copy keeps all but this
