"""Each figure equals a count by hand over the small town, and opens to a list of exactly that many rows."""

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal

import pytest

from zhijia.board.tests.by_hand import ByHand
from zhijia.kernel import clock
from zhijia.kernel.actions import opened
from zhijia.kernel.figures import Ask, Period, read, registry
from zhijia.kernel.scope import scope, system
from zhijia.org.actions import move
from zhijia.org.models import ParentEdge
from zhijia.people.actions import leave
from zhijia.people.models import Membership
from zhijia.plans import kinds

pytestmark = pytest.mark.django_db

CODES = ["YCX", "QXZ", "QXZ001", "QXZ002", "QXZ201", "QXZ301"]
PERIODS = [
    "2024", "2025", "2025H1", "2025H2", "2025Q3", "2025-12", "2026", "2026H1", "2026H2", "2026Q1", "2026-03",
    "2026-11", "2025-2026-2", "2026-2027-1", "2026S", "2025-02-14..2026-02-13", "2015",
]  # fmt: skip


@pytest.fixture
def by_hand(db):
    return ByHand()


def plain_codes():
    return sorted(code for code, one in registry._figures.items() if one.rate is None)


def rates():
    return {code: one.rate for code, one in registry._figures.items() if one.rate}


@pytest.mark.parametrize("period", PERIODS)
def test_every_figure_is_what_counting_by_hand_gives(by_hand, seat_of, town, period):
    with scope(seat_of("county")):
        for code in CODES:
            for subtree in (True, False):
                ask = Ask(town[code].pk, subtree, Period(period))
                values = read(plain_codes(), ask)
                wrong = {
                    name: ((value.value, value.rows), by_hand.answer(name, ask))
                    for name, value in values.items()
                    if (value.value, value.rows) != by_hand.answer(name, ask)
                }
                assert not wrong, f"{code} {'with' if subtree else 'without'} those below, {period}: {wrong}"


def test_the_town_is_not_empty_so_that_equal_means_something(seat_of, town):
    with scope(seat_of("county")):
        values = read(plain_codes(), Ask(town.union.pk, True, Period("2026")))
    told = [value for value in values.values() if value.value]
    assert len([v for v in told if v.figure.code.startswith("plans.")]) > 30
    assert {"org.unions", "org.employers", "people.members", "people.joined"} <= {v.figure.code for v in told}


def test_a_rate_carries_numerator_and_denominator(by_hand, seat_of, town):
    assert rates()
    with scope(seat_of("county")):
        for period in ("2025", "2026H1", "2026"):
            ask = Ask(town.union.pk, True, Period(period))
            for code, (above, below) in rates().items():
                value = read([code], ask)[code]
                top, bottom = by_hand.answer(above, ask)[0], by_hand.answer(below, ask)[0]
                assert (value.numerator, value.denominator) == (top, bottom)
                if not bottom:
                    assert value.value is None
                    continue
                assert value.value == (top * 100 / bottom).quantize(Decimal("0.1"), ROUND_HALF_UP)
                assert f"{top:,} ÷ {bottom:,}" in value.how


def test_a_rate_without_a_denominator_is_none_and_not_nought(seat_of, town):
    with scope(seat_of("county")):
        value = read(["people.joining_rate"], Ask(town.union.pk, True, Period("2001")))["people.joining_rate"]
    assert value.value is None


# Who opens which union's numbers of which period, and every how many of them: one whole town, samples elsewhere.
OPENED = [
    ("townchair", "QXZ", True, "2026", 1),
    ("townchair", "QXZ001", True, "2025H2", 8),
    ("chair", "QXZ001", False, "2026Q3", 4),
    ("county", "QXZ", True, "2025", 12),
]


@pytest.mark.parametrize(("login", "code", "subtree", "period", "every"), OPENED)
def test_every_number_opens_to_a_list_of_exactly_its_rows(
    client_as, seat_of, town, login, code, subtree, period, every
):
    client, wrong = client_as(login), []
    with scope(seat_of(login)):
        ask = Ask(town[code].pk, subtree, Period(period).clipped(clock.today()))
        values = read([*plain_codes(), *rates()], ask).values()
        told = [(v, v.rows_url) for v in values if v.rows or not v.figure.code.startswith("plans.")]
    for value, address in told[::every]:
        answer = client.get(address)
        assert answer.status_code == 200, address
        restricted = value.figure.code.startswith("relief.")  # opens to counts, never to the rows of others
        shown = answer.context["rows_behind"] if restricted else answer.context["page"].paginator.count
        if shown != value.rows:
            wrong.append(f"{address}: {value.rows} counted, {shown} listed")
    assert not wrong, "\n".join(wrong)


def test_a_list_of_traces_says_the_same_sum_as_the_number(client_as, seat_of, town):
    client = client_as("townchair")
    with scope(seat_of("townchair")):
        ask = Ask(town.union.pk, True, Period("2026").clipped(clock.today()))
        values = [
            v for v in read(plain_codes(), ask).values() if v.figure.code.startswith("plans.") and v.rows
        ]
        told = [(v, v.rows_url) for v in values[::8]]
    for value, address in told:
        measure = value.figure.code.rpartition(".")[2]
        totals = client.get(address).context["totals"]
        assert totals[measure if measure in kinds.COLUMNS else "measured"] == value.value, address


class TestPastDates:
    def test_a_member_who_leaves_still_counts_for_the_day_before(self, town, seat_of):
        with system("测试：离会") as by:
            row = Membership.objects.filter(union=town.works, left_on=None).first()
        before, day = dt.date(2026, 11, 9), dt.date(2026, 11, 10)
        with scope(seat_of("county")):
            asks = [Ask(town.works.pk, True, Period(f"2026-11-01..{end}")) for end in (before, day)]
            was = [read(["people.members"], ask)["people.members"].value for ask in asks]
            with system("测试：离会") as by:
                leave(row, by=by, reason="离职", left_on=day)
            now = [read(["people.members"], ask)["people.members"].value for ask in asks]
        assert now == [was[0], was[1] - 1]

    def test_a_union_that_moved_counts_where_it_stood_on_the_day(self, town, by_hand, seat_of):
        """From October the school answers to the county directly."""
        moved = dt.date(2026, 10, 1)
        with system("测试：改隶属") as by, opened("test.move", by=by):
            from zhijia.org import tree

            ParentEdge.objects.filter(union=town.school).update(valid_to=moved)
            ParentEdge.objects.create(union=town.school, parent=town.county, valid_from=moved)
            tree.rebuild()
        hand = ByHand()
        with scope(seat_of("county")):
            for period in ("2026H1", "2026Q3", "2026-11", "2026"):
                ask = Ask(town.union.pk, True, Period(period))
                for name, value in read(plain_codes(), ask).items():
                    assert (value.value, value.rows) == hand.answer(name, ask), (period, name)


def test_rows_of_a_union_that_went_elsewhere_are_counted_and_said_to_be_elsewhere(client_as, seat_of, town):
    """The number of a past day is by the tree of that day; its rows are for whoever holds the union today."""
    with scope(seat_of("townchair")):
        ask = Ask(town.union.pk, True, Period("2025"), "QXZ")
        before = read(["people.members"], ask)["people.members"]
    gone = Membership._base_manager.filter(
        Membership.on(ask.period.end), union=town.works, kind__in=Membership.COUNTED
    )
    assert 0 < gone.count() < before.rows
    move(
        town.works, by=seat_of("county"), parent=town["YCX"].name, line="territorial", on=dt.date(2026, 10, 1)
    )

    with scope(seat_of("townchair")):
        after = read(["people.members"], ask)["people.members"]
    assert after.rows == before.rows
    page = client_as("townchair").get(f"{after.rows_url}&counts=1")
    assert page.context["page"].paginator.count == before.rows - gone.count()
    assert f"另外 {gone.count():,} 人所在的工会后来划到了别处" in page.content.decode()
    narrowed = client_as("townchair").get(f"{after.rows_url}&counts=1&gender=female").content.decode()
    assert "划到了别处" not in narrowed, "with conditions of one's own it is no longer that number's list"
    whole = client_as("county").get(f"{after.rows_url}&counts=1")
    assert whole.context["page"].paginator.count == before.rows
    assert "划到了别处" not in whole.content.decode()
