"""Whatever happened to unions and members, on whatever days: every number of every past day is what counting by hand gives.

`ZHIJIA_WORLDS=2000` tries more worlds than a run of the suite has time for.
"""

import datetime as dt
import os
from collections import defaultdict
from itertools import count, pairwise

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhijia.board.tests.by_hand import ByHand
from zhijia.kernel.actions import Refused
from zhijia.kernel.figures import Ask, Period, read_by_union, read_each, registry
from zhijia.kernel.scope import scope, system
from zhijia.org import actions as org
from zhijia.org.models import Coverage, Employer, HeadCount, Line, Union
from zhijia.people import actions as people
from zhijia.people.models import Membership, Person

pytestmark = pytest.mark.django_db
FEW = 12
WORLDS = int(os.environ.get("ZHIJIA_WORLDS", FEW))
FIRST, LAST_DAY = dt.date(2024, 7, 1), dt.date(2026, 11, 19)
SPANS = [Period("2025H1"), Period("2025-07-01..2026-11-20")]
GENDERS, EMPLOYMENTS = ("female", "male", ""), ("contract", "agency", "public", "flexible", "other", "")
OWNERSHIPS = ("state", "private", "foreign", "")
TRIES = [
    "found", "join", "join", "join", "leave", "transfer", "transfer", "retain", "restore", "change_work", "rejoin",
    "correct", "double", "card", "card", "move", "move", "move_line", "merge", "dissolve", "employer", "heads", "cover", "fold",
]  # fmt: skip
EVENT = st.tuples(
    st.sampled_from(TRIES), st.integers(0, 99), st.integers(0, 99), st.integers(0, (LAST_DAY - FIRST).days)
)


class World:
    """A county with two towns and a line of trade; everything else happens to it by the verbs, or is refused."""

    def __init__(self, county, seat, by):
        self.seat, self.by, self.numbers = seat, by, count()  # names are looked up within a seat's reach
        self.persons, self.employers = [], []
        self.upper = [self.union(kind, county, FIRST) for kind in ("town", "town", "federation", "industry")]
        self.base = [self.union("single", self.upper[n % 2], FIRST) for n in range(3)]
        for n in range(len(self.base)):
            self.employer(n, n, FIRST)
            self.join(n, n, FIRST)

    def union(self, kind, above, day):
        name = f"{kind}{next(self.numbers)}"
        row = Union(
            code=name,
            name=f"{name}工会委员会",
            short_name=name,
            kind=kind,
            founded_on=day,
            nature="enterprise",
        )
        return org.found(row, by=self.by, under={name: above})

    def looks(self, county):
        """Who is looked at: a town, the line of a trade, a federation, and one union alone; now and then the county."""
        looked = [
            (self.upper[0], Line.TERRITORIAL, True), (self.upper[3], Line.INDUSTRIAL, True),
            (self.upper[2], Line.TERRITORIAL, True), (self.base[0], Line.TERRITORIAL, False),
            (county, Line.TERRITORIAL, True),
        ]  # fmt: skip
        return looked if WORLDS > FEW else [looked[1], looked[len(self.base) % 5]]

    def happens(self, what, a, b, days):
        try:
            with transaction.atomic():
                getattr(self, what)(a, b, FIRST + dt.timedelta(days))
        except Refused:
            pass

    def found(self, a, b, day):
        self.base.append(self.union(("single", "joint")[a % 2], self.upper[b % len(self.upper)], day))

    def move(self, a, b, day):
        union = [*self.base, self.upper[2]][a % (len(self.base) + 1)]
        org.move(union, by=self.seat, parent=self.upper[b % 3].name, line=Line.TERRITORIAL, on=day)

    def move_line(self, a, b, day):
        parent = self.upper[3].name if b % 3 else ""
        org.move(self.base[a % len(self.base)], by=self.seat, parent=parent, line=Line.INDUSTRIAL, on=day)

    def merge(self, a, b, day):
        one, other = (self.base[n % len(self.base)] for n in (a, b))
        org.merge(one, by=self.seat, into=other.name, on=day, reason="批复")

    def dissolve(self, a, b, day):
        org.dissolve(self.base[a % len(self.base)], by=self.by, on=day, reason="批复")

    def employer(self, a, b, day):
        told = Employer(name=f"第{next(self.numbers)}厂", nature=("enterprise", "school")[a % 5 == 4],
                        ownership=OWNERSHIPS[b % 4], area=self.upper[b % 3])  # fmt: skip
        row = org.register(told, by=self.by)
        self.employers.append(row)
        org.cover(Coverage(union=self.base[a % len(self.base)], employer=row, valid_from=day), by=self.by)

    def heads(self, a, b, day):
        row = HeadCount(employer=self.employers[a % len(self.employers)], counted_on=day, employees=b)
        if not HeadCount.objects.filter(employer=row.employer, counted_on=day).exists():
            org.count_heads(row, by=self.by)

    def cover(self, a, b, day):
        union = self.base[b % len(self.base)].name
        org.put_under(self.employers[a % len(self.employers)], by=self.seat, union=union, on=day)

    def fold(self, a, b, day):
        one, other = (self.employers[n % len(self.employers)] for n in (a, b))
        org.fold_into(one, by=self.by, other=other.name, reason="同一家")

    def join(self, a, b, day):
        person = people.enter(Person(name=f"第{next(self.numbers)}位", gender=GENDERS[a % 3]), by=self.by)
        self.persons.append(person)
        people.join(
            Membership(person=person, union=self.base[b % len(self.base)], joined_on=day,
                       employment=EMPLOYMENTS[a % 6], migrant=("yes", "no", "")[b % 3],
                       employer=self.employers[b % len(self.employers)]), by=self.by)  # fmt: skip

    def open(self, a):
        row = Membership.objects.filter(person=self.persons[a % len(self.persons)], left_on=None).first()
        if row is None:
            raise Refused("nobody there")
        return row

    def leave(self, a, b, day):
        people.leave(self.open(a), by=self.by, left_on=day, reason="离职")

    def transfer(self, a, b, day):
        people.transfer(self.open(a), by=self.by, to=self.base[b % len(self.base)], on=day)

    def retain(self, a, b, day):
        people.retain(self.open(a), by=self.by, on=day, cause="retired")

    def restore(self, a, b, day):
        row = self.open(a)
        if row.kind != "retained":  # a person would be refused; the system is not asked
            raise Refused("not retained")
        people.restore(row, by=self.by, on=day)

    def change_work(self, a, b, day):
        people.change_work(self.open(a), by=self.by, on=day, employment=EMPLOYMENTS[b % 6])

    def rejoin(self, a, b, day):
        person = self.persons[a % len(self.persons)]
        people.rejoin(Membership(person=person, union=self.base[b % len(self.base)], since=day), by=self.by)

    def correct(self, a, b, day):
        """Somebody looks at the papers again: it was another day."""
        people.correct(self.open(a), by=self.by, joined_on=day)

    def card(self, a, b, day):
        step = (people.collect, people.refuse_card, people.make_card, people.issue_card)[b % 4]
        step(self.open(a), by=self.by, on=day)

    def double(self, a, b, day):
        """The same person was entered twice, and is found out."""
        one, other = (self.persons[n % len(self.persons)] for n in (a, b))
        people.merge(one, by=self.by, into=other, reason="同一人")


def plain(chapters=("org.", "people.")):
    return [one.code for one in registry.all_figures() if one.rate is None and one.code.startswith(chapters)]


@settings(max_examples=WORLDS, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(EVENT, min_size=6, max_size=30))
def test_every_figure_of_any_history(town, seat_of, events):
    by, codes = seat_of("county"), plain()
    with transaction.atomic():
        with system("测试：任意的经历") as itself:
            world = World(town.county, by, itself)
            for event in events:
                world.happens(*event)
        hand = ByHand()
        once_a_day(hand.members)
        for union, line, subtree in world.looks(town.county):
            asks = [Ask(union.pk, subtree, span, union.code, line) for span in SPANS]
            with scope(by):
                answered(asks, codes, hand)
        transaction.set_rollback(True)


def once_a_day(spans):
    """Nobody is two members on one day, whatever was entered twice and found out."""
    persons = defaultdict(list)
    for row in spans:
        if row.left_on != row.since:
            persons[row.person_id].append((row.since, row.left_on or dt.date.max))
    for days in persons.values():
        assert all(one[1] <= other[0] for one, other in pairwise(sorted(days))), days


@pytest.mark.parametrize("code", ["QXZ", "QXZ001"])
def test_every_figure_of_work_and_visits_of_the_town_as_it_is(town, seat_of, code):
    """Records and visits too, which the histories leave alone."""
    with system("测试：问哪个工会"):
        union = Union.objects.get(code=code)
    asks = [Ask(union.pk, code == "QXZ", Period(span), code) for span in ("2025", "2026", "2026-11")]
    codes, hand = plain(("plans.", "relief.")), ByHand()
    assert {"plans.visit.money", "relief.visits_done", "relief.all.visit.money"} <= {*codes}
    with scope(seat_of("county")):
        for ask, found in zip(asks, read_each(codes, asks), strict=True):
            told = {name: (value.value, value.rows) for name, value in found.items()}
            counted = {name: hand.answer(name, ask) for name in codes}
            assert told == counted, ask
            assert any(rows for _, rows in counted.values()) or ask is asks[0]


def answered(asks, codes, hand):
    for ask, found in zip(asks, read_each(codes, asks), strict=True):
        wrong = {
            code: ((value.value, value.rows), hand.answer(code, ask))
            for code, value in found.items()
            if (value.value, value.rows) != hand.answer(code, ask)
        }
        assert not wrong, (ask, wrong)
        values = {code: value.value for code, value in found.items()}
        n = {name: values[f"people.{name}"] for name in ("opening", "added", "removed", "members")}
        assert n["opening"] + n["added"] - n["removed"] == n["members"], (ask, n)
    for union_values in read_by_union(codes, asks[-1]).values():
        for code, value in union_values.items():
            values[code] -= value.value
    assert not {code: left for code, left in values.items() if left}, "union by union it adds up to the whole"
