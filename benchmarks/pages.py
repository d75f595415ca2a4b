"""Plan page, trace list and summary page of the whole town: SQL statements, server time, and 10 × the rows."""

import statistics
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from benchmarks import Figure
from benchmarks._town import TOWN_PLANNER, many_rows, town

if TYPE_CHECKING:
    from django.test import Client

ROUNDS = 30
TIMES = 10


def figures() -> Iterator[Figure]:
    postgres = town()
    from django.test import Client

    from zhijia.people.models import Account

    client = Client(headers={"host": "localhost"})
    client.force_login(Account.objects.get(login=TOWN_PLANNER))
    pages = {
        "plan page": "/plans/?u=QXZ&sub=1&year=2026",
        "trace list": "/plans/traces/?u=QXZ&sub=1",
        "summary page": f"/plans/summary/{drafted_summary()}/",
    }
    few = {}
    for name, address in pages.items():
        few[name] = statements(client, address)
        yield Figure(f"{name}: statements besides session, user and seat", few[name], "", 12)
        yield Figure(f"{name}: server time, median of {ROUNDS}", milliseconds(client, address), "ms", 150)
    with many_rows(postgres, TIMES):
        for name, address in pages.items():
            more = abs(statements(client, address) - few[name])
            yield Figure(f"{name}: difference in statements at {TIMES} × the rows", more, "", 0)


def drafted_summary() -> int:
    """The town's own half-year, drafted as its officer does."""
    from zhijia.kernel.scope import scope, seats_of
    from zhijia.people.models import Account
    from zhijia.plans import drafting
    from zhijia.plans.actions import summaries
    from zhijia.plans.models import Summary

    seat = seats_of(Account.objects.get(login=TOWN_PLANNER))[0]
    with scope(seat):
        summary = Summary(about_id=seat.union_id, period_code="2026H1", subtree=True)
        summary.plan = drafting.plan_for(seat.union_id, drafting.period_of(summary))
        return summaries.draft(summary, by=seat).pk


def fetched(client: "Client", address: str) -> None:
    answer = client.get(address)
    if answer.status_code != 200:
        raise SystemExit(f"{address} answered {answer.status_code}; nothing to measure.")


def statements(client: "Client", address: str) -> int:
    from zhijia.kernel.testing import page_queries

    fetched(client, address)  # what is asked once a process is no property of the page
    with page_queries() as found:
        fetched(client, address)
    return len(found)


def milliseconds(client: "Client", address: str, rounds: int = ROUNDS) -> float:
    taken = []
    for _ in range(rounds):
        begun = time.perf_counter()
        fetched(client, address)
        taken.append(time.perf_counter() - begun)
    return 1000 * statistics.median(taken)
