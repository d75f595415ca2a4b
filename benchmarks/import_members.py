"""79,801 members with 1.0 % bad rows from a workbook, into the unions of the large town: read, full check, committed
with a trail row for each.

Beside it, in the same run, the bare floor: python-calamine reads the same file, COPY puts the same rows into a table
without a constraint. The import runs in a process of its own, as the command line runs it; its memory is that process's.
"""

import json
import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg

from benchmarks import Figure
from benchmarks._town import TOWN_PLANNER, scratch, town
from zhijia.server.private_postgres import DATABASE, OWNER

ROWS, BAD = 79_801, 798
RUN = """
import json, resource, sys, time
import django
django.setup()
from pathlib import Path
from zhijia.kernel.imports import checking, command
begun = time.perf_counter()
plan = command.brought("members", Path(sys.argv[1]), command.seat_of(sys.argv[2]), only_check=False)
taken = time.perf_counter() - begun
own, child = (resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
bad = sorted(line.row for line in plan.lines if line.refused)
print(json.dumps({"seconds": taken, "own": own, "child": child, "totals": checking.totals(plan.lines), "bad": bad}))
"""


def figures() -> Iterator[Figure]:
    postgres = town()
    from zhijia.demo import member_book
    from zhijia.kernel.scope import scope, seats_of
    from zhijia.people.models import Account

    with tempfile.TemporaryDirectory(prefix="zhijia-bench-") as folder:
        file = Path(folder) / "members.xlsx"
        with scratch(postgres, "import", of="large") as address:
            seat = seats_of(Account.objects.get(login=TOWN_PLANNER))[0]
            with scope(seat):
                places = member_book.places_of(seat)
                spoilt = member_book.write(str(file), places, ROWS, BAD)
            floor = bare(file, postgres.url(OWNER, f"{DATABASE}_import"))
            found = imported(file, address)
    expected = {at + 4 for at in spoilt}  # counted from 0 below three lines of title and headings
    totals = found["totals"]
    assert (
        totals["rows"] == ROWS == sum(totals[name] for name in ("new", "changed", "unchanged", "refused"))
    ), totals
    yield Figure(
        f"import of {ROWS:,} members, {BAD} of them bad: against the bare floor",
        found["seconds"] / floor,
        "times",
        4,
    )
    yield Figure("unions that the file names", len(places), "", math.inf)
    yield Figure("the bare floor: calamine and COPY", floor, "s", math.inf)
    yield Figure("read, checked and committed", found["seconds"], "s", math.inf)
    yield Figure("memory of the importing process, at its peak", found["own"], "MB", 600)
    yield Figure("memory of the child that opens the file, at its peak", found["child"], "MB", 600)
    yield Figure("bad rows not reported", len(expected - set(found["bad"])), "", 0)
    yield Figure("good rows refused", len(set(found["bad"]) - expected), "", 0)


def bare(file: Path, address: str) -> float:
    """Seconds to read the file and to copy its cells, as text, into a table without a constraint."""
    from python_calamine import CalamineWorkbook

    begun = time.perf_counter()
    rows = CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()
    read = time.perf_counter() - begun
    width = len(rows[3])
    with psycopg.connect(address) as connection:
        connection.execute(f"CREATE UNLOGGED TABLE bare ({', '.join(f'c{n} text' for n in range(width))})")
        begun = time.perf_counter()
        with connection.cursor().copy("COPY bare FROM STDIN") as copy:
            for row in rows[3:]:
                copy.write_row([str(cell) for cell in row])
        connection.commit()
        return read + time.perf_counter() - begun


def imported(file: Path, address: str) -> dict:
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(file), TOWN_PLANNER],
        env={**os.environ, "DATABASE_URL": address}, capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(done.stderr[-3000:])
    return json.loads(done.stdout)
