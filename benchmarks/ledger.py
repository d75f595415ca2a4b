"""The members' register at 1,000 and at 80,000 rows: server time of the list, of its counts, and of an export."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress

import psutil
import psycopg

from benchmarks import Figure
from benchmarks._town import TOWN_PLANNER, insert_copies, scratch, town
from benchmarks.pages import milliseconds

FEW, MANY = 1_000, 80_000
LIST, COUNTS = "/members/?u=QXZ&sub=1", "/members/counts/?u=QXZ&sub=1"


def figures() -> Iterator[Figure]:
    postgres = town()
    from django.test import Client

    from zhijia.people.models import Account

    client = Client(headers={"host": "localhost"})
    client.force_login(Account.objects.get(login=TOWN_PLANNER))
    with scratch(postgres, "few", lambda owner: resize(owner, FEW)):
        few = milliseconds(client, LIST)
    with scratch(postgres, "many", lambda owner: resize(owner, MANY)) as address:
        many = milliseconds(client, LIST)
        yield Figure(f"list of {MANY:,} members: server time, median", many, "ms", 100)
        yield Figure(f"list of {MANY:,} members: against {FEW:,}", many / few, "times", 1.5)
        yield Figure(
            f"counts of {MANY:,} members: server time, median", milliseconds(client, COUNTS), "ms", 500
        )
        seconds, megabytes = exported(address)
        yield Figure(f"export of {MANY:,} × 12 to Excel", seconds, "s", 15)
        yield Figure("memory of the processes that export, at its peak", megabytes, "MB", 150)


def resize(owner: psycopg.Connection, wanted: int) -> None:
    """Copies of persons with their memberships, or the first so many; a scratch copy needs no history."""
    for table in ("people_person", "people_membership"):
        owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    have = owner.execute("SELECT count(*) FROM people_membership").fetchone()[0]  # type: ignore[index]
    if wanted < have:
        owner.execute(
            "DELETE FROM people_membership WHERE id NOT IN (SELECT id FROM people_membership ORDER BY random() LIMIT %s)"
            " AND id NOT IN (SELECT membership_id FROM joining_transfer)",  # a handful that others stand on
            [wanted],
        )
    else:
        owner.execute("ALTER TABLE people_person ADD COLUMN copied_from bigint")
        # Sealed values open in their own row alone: a copy has the weight of one, and no index of its number.
        insert_copies(
            owner, "people_person", f"people_membership m, generate_series(1, {wanted // have + 1})",
            {"copied_from": "m.id", "identity_index": "''"},
            f"source.id = m.person_id ORDER BY random() LIMIT {wanted - have}",
        )  # fmt: skip
        copies = "(SELECT id, copied_from FROM people_person WHERE copied_from IS NOT NULL) AS copy"
        insert_copies(
            owner, "people_membership", copies, {"person_id": "copy.id"}, "source.id = copy.copied_from"
        )
    from zhijia.people.tally import summed

    owner.execute("TRUNCATE people_tally")  # no trigger has kept it
    owner.execute(summed("SELECT 1 AS sign, * FROM people_membership"))
    owner.execute("ANALYZE")


EXPORT = """
import time
import django
django.setup()
from django.http import QueryDict
from zhijia.kernel.exports.actions import export, make
from zhijia.kernel.exports.models import MadeFile
from zhijia.kernel.ledger import Column
from zhijia.kernel.ledger.look import Look
from zhijia.kernel.scope import scope, seats_of
from zhijia.people.ledgers import Members
from zhijia.people.models import Account

class Wide(Members):
    name = "wide"
    columns = [*Members.columns, Column("union__name"), Column("union__code"), Column("union__kind")]

seat = seats_of(Account.objects.get(login="town"))[0]
with scope(seat):
    class Everything:
        pass
    from zhijia.org.page_scope import PageScope
    from zhijia.org.models import Union
    place = PageScope(Union.objects.get(code="QXZ"), True, 2026, seat.union_id)
    begun = time.perf_counter()
    look = Look(Wide(), QueryDict(), place, seat)
    ids = list(look.rows.values_list("pk", flat=True))
    made = MadeFile(ledger="people.wide", kind="xlsx", rows=len(ids), name="wide.xlsx")
    make(export(made, by=seat), look.columns, ids, look.fetched, by=seat)
    taken = time.perf_counter() - begun
assert len(look.columns) == 12 and len(ids) > 70_000, (len(look.columns), len(ids))
print(taken)
"""


def exported(address: str) -> tuple[float, float]:
    """Seconds of a process of its own that makes the file, as the worker will; and the peak memory of it and its child
    together, looked at twenty times a second."""
    made = subprocess.Popen(
        [sys.executable, "-c", EXPORT],
        env={**os.environ, "DATABASE_URL": address},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    peak = 0
    while made.poll() is None:
        with suppress(psutil.Error):
            family = [one := psutil.Process(made.pid), *one.children()]
            peak = max(peak, sum(each.memory_info().rss for each in family))
        time.sleep(0.05)
    told, failed = made.communicate()
    if made.returncode:
        raise SystemExit(failed[-2000:])
    return float(told), peak / 1024**2
