"""The board of the large town: 22 indicators against one hand-written pass per table, and a county of ten such towns."""

import datetime as dt
import statistics
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from benchmarks import Figure
from benchmarks._one_pass import counted
from benchmarks._town import COUNTY_OFFICER, scratch, town
from benchmarks.pages import milliseconds

if TYPE_CHECKING:
    from zhijia.kernel.figures import Ask, Value

ROUNDS = 7
TOWN, COUNTY = "QXZ", "YCX"
INDICATORS = (
    "org.unions", "org.unions_single", "org.unions_joint", "org.new_unions", "org.employers", "org.employees",
    "people.members", "people.joining_rate", "people.joined", "people.added", "people.removed", "people.women_share",
    "people.migrant_share", "people.carded_share", "relief.all.visit.person_times", "relief.all.visit.money",
    "plans.aid.money", "plans.staff_congress.count", "plans.proposals.closed", "plans.collective_contract.contracts",
    "plans.labour_competition.sessions", "plans.gala.count",
)  # fmt: skip
NUMERATORS = {
    "people.joining_rate": "people.members", "people.women_share": "people.women",
    "people.migrant_share": "people.migrant", "people.carded_share": "people.carded",
}  # fmt: skip
PAGES = {"page": "/board/", "charts": "/board/charts/", "ranking of every union": "/board/ranking/"}


def figures() -> Iterator[Figure]:
    postgres = town()
    with scratch(postgres, "board_town", of="large"):
        few = taken(TOWN)
        yield Figure("numbers unlike those counted by hand", few.pop("unlike"), "", 0)
        yield from told("large town", few)
    with scratch(postgres, "board_county", of="county"):
        many = taken(COUNTY)
        many.pop("unlike")
        yield from told("county", many)
    for name in ("indicators", *PAGES):
        yield Figure(f"{name}: county against town", many[name] / few[name], "times", 12)


def told(where: str, times: dict[str, float]) -> Iterator[Figure]:
    yield Figure(f"{where}: 22 indicators, now and a year ago", times["indicators"], "ms", 4000)
    yield Figure(
        f"{where}: against one hand-written pass a table", times["indicators"] / times["hand"], "times", 2
    )
    for name in PAGES:
        yield Figure(f"{where}: board, {name}: server time, median", times[name], "ms", 4000)


def taken(code: str) -> dict[str, float]:
    """Milliseconds for the numbers alone, for the same by hand and for each page; and how many numbers differ."""
    from django.test import Client

    from zhijia.people.models import Account

    two = asks(code)
    spans = [(ask.period.start, ask.period.end) for ask in two]
    found = {
        "unlike": unlike(ours(two), counted(two[0].union_id, spans)),
        "indicators": middle(lambda: ours(two)),
        "hand": middle(lambda: counted(two[0].union_id, spans)),
    }
    client = Client(headers={"host": "localhost"})
    client.force_login(Account.objects.get(login=COUNTY_OFFICER))
    return found | {
        name: milliseconds(client, f"{page}?u={code}&sub=1&year=2026&like=all", ROUNDS)
        for name, page in PAGES.items()
    }


def asks(code: str) -> list["Ask"]:
    """The question of the board's page and the same a year earlier."""
    from zhijia.kernel.figures import Ask, Period
    from zhijia.kernel.scope import system
    from zhijia.org.models import Union

    with system("measured"):
        union = Union.objects.get(code=code)
    period = Period.between(dt.date(2026, 1, 1), dt.date(2026, 11, 20))
    return [Ask(union.pk, True, one, union.code) for one in (period, period.previous_year())]


def ours(two: list["Ask"]) -> list[dict[str, "Value"]]:
    from zhijia.kernel.figures import read_each
    from zhijia.kernel.scope import scope, seats_of
    from zhijia.people.models import Account

    with scope(seats_of(Account.objects.get(login=COUNTY_OFFICER))[0]):
        return read_each(INDICATORS, two)


def unlike(mine: list[dict], by_hand: list[dict]) -> int:
    differ = 0
    for part, hand in zip(mine, by_hand, strict=True):
        for code, value in part.items():
            number = value.numerator if code in NUMERATORS else value.value
            differ += number != hand[NUMERATORS.get(code, code)]
    return differ


def middle(work: Callable[[], object]) -> float:
    work()
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return 1000 * statistics.median(times)
