"""The worker as a process of its own, killed outright in the middle: the next one starts over, and it happens once.

A lock in the database holds the job exactly where the fault strikes.
"""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from zhijia.kernel.jobs.models import Job
from zhijia.kernel.ledger import bulk, export
from zhijia.kernel.scope import scope, system
from zhijia.kernel.trail.models import Event
from zhijia.relief.models import Visit
from zhijia.server.keys import KEY_FILE
from zhijia.server.private_postgres import APPLICATION, OWNER

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 120


def until(condition):
    deadline = time.monotonic() + PATIENCE
    while not (found := condition()):
        assert time.monotonic() < deadline, "it never came about"
        time.sleep(0.05)
    return found


@pytest.fixture
def worker(test_postgres, tmp_path):
    """`worker()` starts one on this test's database; `only` as `serve` starts it. None outlives the test."""
    name, started = connection.settings_dict["NAME"], []
    own = {
        "DATABASE_URL": test_postgres.url(APPLICATION, name), "DJANGO_SETTINGS_MODULE": "zhijia.settings.test",
        "ZHIJIA_MEDIA": settings.MEDIA_ROOT, "ZHIJIA_KEY_FILE": str(test_postgres.home / KEY_FILE),
    }  # fmt: skip

    def start(*, only=True):
        with open(tmp_path / "worker.log", "ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "zhijia", "worker"],
                env={**os.environ, **own, "ZHIJIA_ONLY_WORKER": "yes" if only else ""}, stdout=log, stderr=log,
            )  # fmt: skip
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()


@pytest.fixture
def holding(test_postgres):
    """Hold what a statement locks; `waited_for()` says that somebody of this test's database stands before it."""
    url = test_postgres.url(OWNER, connection.settings_dict["NAME"])

    @contextmanager
    def held(statement):
        with psycopg.connect(url) as owner, psycopg.connect(url, autocommit=True) as other:
            owner.execute(statement)
            waiting = (
                "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
            )
            yield lambda: other.execute(waiting).rowcount

    return held


def left(pk):
    with system("测试"):
        return Job.objects.get(pk=pk)


def ended(pk):
    return lambda: not left(pk).is_open


def test_a_worker_killed_in_the_middle_of_many_rows_has_done_each_once(
    client_as, seat_of, worker, holding, monkeypatch
):
    monkeypatch.setattr(bulk, "AT_ONCE", 1)
    officer = seat_of("officer")
    with scope(officer):
        due = list(Visit.objects.filter(state="due").order_by("pk").values_list("pk", flat=True))
    assert len(due) > 2
    form = {"verb": "miss", "reason": "统一改期", "key": "many", "go": "1", "ids": due}
    client_as("officer").post("/relief/visits/bulk/?year=2026", form)
    with system("测试"):
        asked = Job.objects.get(key="many")
    last = asked.args["rows"][-1]
    with holding(f"SELECT FROM relief_visit WHERE id = {last} FOR UPDATE") as waited_for:
        first = worker()
        until(waited_for)
        until(lambda: left(asked.pk).done == len(due) - 1)  # seen from outside while it runs
        first.kill()
        first.wait()
        assert left(asked.pk).state == "running"
    with connection.cursor() as cursor:  # the clock is set back: its last sign of life lies in the future
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() + interval '1 day'")
    again = worker()
    until(ended(asked.pk))
    job = left(asked.pk)
    assert (job.state, job.lost, job.lines) == ("done", 1, [[pk, ""] for pk in asked.args["rows"]])
    with scope(officer):
        assert set(Visit.objects.filter(pk__in=due).values_list("state", flat=True)) == {"missed"}
    assert Event.objects.filter(verb="relief.visit.miss", reason="统一改期").count() == len(due)
    again.send_signal(signal.SIGTERM)
    assert again.wait(PATIENCE) == 0


def test_a_worker_killed_while_it_writes_a_file_leaves_none_and_the_next_one_makes_it(
    client_as, worker, holding, monkeypatch
):
    monkeypatch.setattr(export, "AT_ONCE", 0)
    client = client_as("officer")
    answer = client.post("/members/export/?year=2026", {"as": "csv", "key": "one"})
    with system("测试"):
        asked = Job.objects.get(key="one")
        before = Event.objects.filter(verb="kernel.madefile.put_by", reason="").count()
    with holding("LOCK TABLE people_membership IN ACCESS EXCLUSIVE MODE") as waited_for:
        first = worker()
        until(waited_for)
        first.kill()
        first.wait()
    assert client.get(f"{answer.url}file/").status_code == 403
    worker()
    until(ended(asked.pk))
    assert left(asked.pk).state == "done"
    assert client.get(f"{answer.url}file/").status_code == 200
    kept = Event.objects.filter(verb="kernel.madefile.put_by", reason="")  # with one, a file's day is over
    assert kept.count() == before + 1


def test_a_worker_that_is_asked_to_go_ends_a_short_job_first(client_as, worker, holding, monkeypatch):
    monkeypatch.setattr(export, "AT_ONCE", 0)
    client_as("officer").post("/members/export/?year=2026", {"as": "csv", "key": "one"})
    with system("测试"):
        asked = Job.objects.get(key="one")
    with holding("LOCK TABLE people_membership IN ACCESS EXCLUSIVE MODE") as waited_for:
        going = worker()
        until(
            lambda: waited_for() and left(asked.pk).state == "running"
        )  # the night's work waits there as well
        going.send_signal(signal.SIGTERM)
    assert going.wait(PATIENCE) == 0
    assert left(asked.pk).state == "done"
