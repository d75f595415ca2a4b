"""Against what a Django developer would pick instead: django-import-export and the Django admin on a plain member model.

The same invented rows, the same PostgreSQL, one after the other in one run. Ours is the whole way: file opened in a fenced
child, every cell checked, sealed values, blind indexes, a trail row each. Theirs is a dry run of the file and an import of
its good rows, once as it comes (with validation) and once with all that its page on performance offers.
"""

import datetime as dt
import json
import math
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks import Figure
from benchmarks._town import TOWN_PLANNER, drop, scratch, server, signed_in, town
from benchmarks.import_members import imported
from benchmarks.pages import milliseconds
from zhijia.server.private_postgres import OWNER, PrivatePostgres

if TYPE_CHECKING:
    from zhijia.demo import member_book

ROWS, BAD, LISTED = 10_000, 100, 79_801
SETTINGS = "benchmarks._rival.settings"
RUN = "import django; django.setup(); from benchmarks._rival import measuring; measuring.figures()"
PLACE = "u=QXZ&sub=1"


def figures() -> Iterator[Figure]:
    postgres = town()
    from zhijia.demo import member_book
    from zhijia.kernel.scope import scope, seats_of
    from zhijia.people.models import Account

    seat = seats_of(Account.objects.get(login=TOWN_PLANNER))[0]
    with scope(seat):
        places = member_book.places_of(seat)
    theirs = rival(postgres, places)
    with (
        tempfile.TemporaryDirectory(prefix="zhijia-bench-") as folder,
        scratch(postgres, "import") as address,
    ):
        file = Path(folder) / "members.xlsx"
        spoilt = member_book.write(str(file), places, ROWS, BAD)
        ours = imported(file, address)
    yield Figure(f"our import of {ROWS:,} members, {BAD} of them bad", ours["seconds"], "s", math.inf)
    yield Figure("our bad rows not reported", len(spoilt) - len(ours["bad"]), "", 0)
    for way in ("plain", "bulk"):
        yield Figure(f"django-import-export, {way}: the same", theirs[f"{way} seconds"], "s", math.inf)
        yield Figure(
            f"django-import-export, {way}: bad rows reported", theirs[f"{way} reported"], "", math.inf
        )
        times = theirs[f"{way} seconds"] / ours["seconds"]
        yield Figure(f"our import is so many times as fast as theirs, {way}", times, "times", 10, True)
    with scratch(postgres, "large", of="large"):
        browser = signed_in()
        for name, more in {"list": "", "search": "&q=建国"}.items():
            page = milliseconds(browser, f"/members/?{PLACE}{more}")
            counts = milliseconds(browser, f"/members/counts/?{PLACE}{more}")
            yield Figure(
                f"our {name} page of {LISTED:,}, and its counts after it", page + counts, "ms", math.inf
            )
            yield Figure(f"of this the page alone: {name}", page, "ms", math.inf)
            yield Figure(f"Django admin, the same {name} page", theirs[name], "ms", math.inf)
            yield Figure(f"our {name} page is so many times as fast", theirs[name] / page, "times", 3, True)


def rival(postgres: PrivatePostgres, places: "list[member_book.Place]") -> dict[str, float]:
    """What `benchmarks._rival` measured of itself, in a database of its own on the same server."""
    from zhijia.demo import member_book

    rows, spoilt = member_book.rows(places, ROWS, BAD)
    listed, _ = member_book.rows(places, LISTED, 0)
    told = {"unions": [place.name for place in places], "rows": rows, "bad": [*spoilt], "listed": listed}
    drop(postgres, "rival")
    with server(postgres) as owner:
        owner.execute("CREATE DATABASE rival")
    done = subprocess.run(
        [sys.executable, "-c", RUN],
        env={**os.environ, "DATABASE_URL": postgres.url(OWNER, "rival"), "DJANGO_SETTINGS_MODULE": SETTINGS},
        input=json.dumps(told, default=plain), capture_output=True, text=True,
    )  # fmt: skip
    drop(postgres, "rival")
    if done.returncode:
        raise SystemExit(done.stderr[-3000:])
    return json.loads(done.stdout)


def plain(cell: Any) -> str:
    """A day as it is written, and what a formula that found nothing leaves."""
    return f"{cell:%Y-%m-%d}" if isinstance(cell, dt.date) else "#N/A"
