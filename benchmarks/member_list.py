"""The members' register at the scale of a county: 79,801 made in one set; list, counts and search among 798,010."""

import datetime as dt
import statistics
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from benchmarks import Figure
from benchmarks._town import COUNTY_OFFICER, scratch, signed_in, town, use
from benchmarks.pages import milliseconds
from zhijia.server.private_postgres import DATABASE

if TYPE_CHECKING:
    from django.test import Client

SET, TOWN, COUNTY = 79_801, 13_200, 798_010
TURNS = 4  # small and large by turns, so that what else the machine does falls on both
PLACE = "u=YCX&sub=1"
PAGES = {"first page": "", "page of women migrants": "&gender=female&migrant=yes"}
SOUGHT = {
    "two characters at the end of a name": "海燕",
    "two in the middle": "建国",
    "one character": "燕",
    "nobody": "丁丁丁",
}


def figures() -> Iterator[Figure]:
    postgres = town()
    with scratch(postgres, "set"):
        entered, joined = made()
        yield Figure(f"{SET:,} persons with three sealed values each, in one set", entered, "s", 12)
        yield Figure(f"{SET:,} memberships for them, in one set", joined, "s", 12)
    clients = {TOWN: signed_in(COUNTY_OFFICER)}
    with scratch(postgres, "county", of="county"):
        clients[COUNTY] = signed_in(COUNTY_OFFICER)
        for name, more in PAGES.items():
            taken = by_turns(clients, f"/members/?{PLACE}{more}")
            yield Figure(f"{name} of {COUNTY:,}: server time, median", taken[COUNTY], "ms", 300)
            yield Figure(f"{name} of {COUNTY:,} against {TOWN:,}", taken[COUNTY] / taken[TOWN], "times", 1.5)
        for name, more in PAGES.items():
            counts = milliseconds(clients[COUNTY], f"/members/counts/?{PLACE}{more}")
            yield Figure(f"counts of the {name} of {COUNTY:,}: server time, median", counts, "ms", 500)
        for name, words in {**SOUGHT, **numbers()}.items():
            yield Figure(f"search for {name}: database, median", sought(words), "ms", 100)
            taken_by_page = milliseconds(clients[COUNTY], f"/members/?{PLACE}&q={words}")
            yield Figure(f"search for {name}: whole page, median", taken_by_page, "ms", 300)


def by_turns(clients: "dict[int, Client]", address: str) -> dict[int, float]:
    """Median milliseconds of one page in the small and in the large county."""
    taken: dict[int, list[float]] = {size: [] for size in clients}
    for _ in range(TURNS):
        for size, browser in clients.items():
            use(DATABASE if size == TOWN else f"{DATABASE}_county")
            taken[size].append(milliseconds(browser, address))
    return {size: statistics.median(each) for size, each in taken.items()}


def made() -> tuple[float, float]:
    """Seconds for persons and for their memberships, through the verbs' set forms."""
    from zhijia.kernel.scope import system
    from zhijia.org.models import Union
    from zhijia.people import actions
    from zhijia.people.models import Membership, Person
    from zhijia.people.rules import check_sign

    def number(n: int) -> str:
        born = dt.date(1960, 1, 1) + dt.timedelta(n % 15_000)
        first = f"000000{born:%Y%m%d}{900 + n // 15_000:03}"  # the town's own stay below
        return first + check_sign(first)

    with system("测速") as by:
        unions = list(Union.objects.filter(kind__in=Union.GRASSROOTS))
        begun = time.perf_counter()
        persons = [
            Person(name=f"第{n}位", identity=number(n), phone=f"1390{n:07}", card=f"62170000{n:08}")
            for n in range(SET)
        ]
        actions.enter.all(persons, by=by)
        between = time.perf_counter()
        day = dt.date(2026, 11, 2)
        rows = [
            Membership(person=person, union=unions[n % len(unions)], joined_on=day, employment="contract")
            for n, person in enumerate(persons)
        ]
        actions.join.all(rows, by=by)
    return between - begun, time.perf_counter() - between


def numbers() -> dict[str, str]:
    """A telephone number of the town, and its last four digits; an identity number that somebody has."""
    from zhijia.kernel.scope import system
    from zhijia.people.models import Person

    with system("测速"):
        person = Person.objects.exclude(identity_index="").order_by("pk").first()
        assert person is not None
        opened = {name: Person._meta.get_field(name).opened(person) for name in ("identity", "phone")}  # type: ignore[union-attr]
    return {
        "an identity number": opened["identity"],
        "its last four": opened["identity"][-4:],
        "a telephone number": opened["phone"],
        "its last four digits": opened["phone"][-4:],
    }


def sought(words: str) -> float:
    """Milliseconds to find the first page of rows, as the list asks for them."""
    from django.http import QueryDict

    from zhijia.kernel.ledger import ledgers
    from zhijia.kernel.ledger.look import Look
    from zhijia.kernel.scope import scope, seats_of
    from zhijia.org.models import Union
    from zhijia.org.page_scope import PageScope
    from zhijia.people.models import Account

    seat = seats_of(Account.objects.get(login=COUNTY_OFFICER))[0]
    taken = []
    with scope(seat):
        place = PageScope(Union.objects.get(code="YCX"), True, 2026, seat.union_id)
        for _ in range(15):
            begun = time.perf_counter()
            list(Look(ledgers()["people.members"], QueryDict(f"q={words}"), place, seat).rows[:51])
            taken.append(time.perf_counter() - begun)
    return 1000 * statistics.median(taken)
