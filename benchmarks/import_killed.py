"""kill -9 at twenty points of an import, of the worker and of PostgreSQL: it starts over, and the result is the same, once."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from benchmarks import Figure
from benchmarks._town import TOWN_PLANNER, scratch, town
from zhijia.server.private_postgres import PrivatePostgres

ROWS, BAD, POINTS = 2_000, 40, 20
WORKER = """
import sys, django
django.setup()
from zhijia.kernel.jobs.running import run
print("begun", flush=True)
run(int(sys.argv[1]))
"""
REGISTER = """
SELECT count(*), md5(string_agg(concat_ws(',', p.name, p.identity_index, p.phone_index, p.birth_on, m.union_id, m.joined_on,
                                          m.since, m.state), ';' ORDER BY p.identity_index, p.phone_index, p.id))
FROM people_person p LEFT JOIN people_membership m ON m.person_id = p.id
"""
WRITTEN_TWICE = """
SELECT count(*) - count(DISTINCT (r.kind, r.row_id)) FROM trail_eventrow r JOIN trail_event e ON e.id = r.event_id
WHERE e.reason = %s AND r.op = 'I'
"""


def figures() -> Iterator[Figure]:
    postgres = town()
    with (
        scratch(postgres, "killed") as address,
        tempfile.TemporaryDirectory(prefix="zhijia-bench-") as folder,
    ):
        data, by = workbook(Path(folder) / "members.xlsx")
        before = asked(REGISTER)
        after, lasts = undisturbed(data, by, address)
        assert after[0] == before[0] + ROWS - BAD, (before, after)
        dice = Random(6)
        for victim, kill in (("worker", kill_worker), ("PostgreSQL", kill_database)):
            broken, hits = [], 0
            for point in range(POINTS):
                when = lasts * dice.random()
                found, hit = struck(data, by, address, when, partial(kill, postgres=postgres), before, after)
                hits += hit
                broken += [f"{victim} killed, point {point + 1}: {sentence}" for sentence in found]
            print(*broken, sep="\n", file=sys.stderr, flush=True)
            what = f"import of {ROWS:,}, {victim} killed at {POINTS} points"
            yield Figure(f"{what}: broken promises", len(broken), "", 0)
            yield Figure(f"{what}: the job was at work", hits, "", POINTS * 0.6, more_is_better=True)


def workbook(file: Path) -> tuple[bytes, Any]:
    from zhijia.demo import member_book
    from zhijia.kernel.scope import scope, seats_of
    from zhijia.people.models import Account

    by = seats_of(Account.objects.get(login=TOWN_PLANNER))[0]
    with scope(by):
        member_book.write(str(file), member_book.places_of(by), ROWS, BAD)
    return file.read_bytes(), by


def asked(query: str, *values: str | int) -> Any:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchone()


def wanted(data: bytes, by: Any) -> tuple[Any, Any]:
    """The workbook checked, and its import asked for: the batch and the job."""
    from zhijia.kernel.imports.actions import check, take_in
    from zhijia.kernel.imports.jobs import write_file
    from zhijia.kernel.imports.models import Batch
    from zhijia.kernel.jobs import start

    batch = check(take_in(Batch(kind="members", name="会员.xlsx"), by=by, data=data), by=by)
    return batch, start(write_file, by=by, batch=batch.pk)


def worker(job: Any, address: str) -> subprocess.Popen[str]:
    """One run of the job as the worker does it; returns when it begins."""
    process = subprocess.Popen(
        [sys.executable, "-c", WORKER, str(job.pk)], env={**os.environ, "DATABASE_URL": address}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    assert process.stdout
    process.stdout.readline()
    return process


def undisturbed(data: bytes, by: Any, address: str) -> tuple[Any, float]:
    """The register after the import, and how many seconds the job took."""
    batch, job = wanted(data, by)
    process, begun = worker(job, address), time.monotonic()
    process.wait()
    lasts, after = time.monotonic() - begun, asked(REGISTER)
    taken_back(batch, by)
    return after, lasts


def taken_back(batch: Any, by: Any) -> None:
    from zhijia.kernel.imports.actions import undo

    undo(batch.pk, by=by)


def struck(
    data: bytes, by: Any, address: str, after_seconds: float, kill: Callable[[subprocess.Popen[str]], None],
    before: Any, after: Any,
) -> tuple[list[str], bool]:  # fmt: skip
    """One kill, and a second run: a sentence for each promise that was not kept; whether the job was still at work."""
    batch, job = wanted(data, by)
    process = worker(job, address)
    time.sleep(after_seconds)
    hit = process.poll() is None
    kill(process)
    process.wait()
    halfway = asked(REGISTER)
    worker(job, address).wait()
    state = asked("SELECT state FROM kernel_job WHERE id = %s", job.pk)[0]
    in_the_end, twice = asked(REGISTER), asked(WRITTEN_TWICE, batch.trail_words)[0]
    if state == "done":
        taken_back(batch, by)
    kept = {
        "half of it was written": halfway in (before, after),
        f"the job ended as {state}": state == "done",
        "the register is another one than after an import that nobody disturbed": in_the_end == after,
        f"{twice} rows stand twice in the trail": twice == 0,
        "the undo did not bring back what was there before": asked(REGISTER) == before,
    }
    return [sentence for sentence, holds in kept.items() if not holds], hit


def kill_worker(process: subprocess.Popen[str], postgres: PrivatePostgres) -> None:
    process.kill()


def kill_database(process: subprocess.Popen[str], postgres: PrivatePostgres) -> None:
    from django.db import connection

    assert postgres.process
    postgres.process.kill()
    postgres.process.wait()
    connection.close()
    connection.close_pool()
    postgres.launch()
