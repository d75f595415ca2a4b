"""A number is given once; gaps are shown; two people at once get different ones."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from zhijia.kernel.actions import Unfit, opened
from zhijia.kernel.scope import scope
from zhijia.kernel.tests.test_at_once import at_once
from zhijia.letters import actions, numbering
from zhijia.letters.models import Letter

DAY = dt.date(2026, 11, 3)


@given(st.lists(st.none() | st.integers(1, 30), max_size=20))
def test_whoever_takes_the_next_or_a_free_number_takes_one_nobody_has(wishes):
    used: list[int] = []
    for wish in wishes:
        number = numbering.next_after(used) if wish is None or wish in used else wish
        assert number not in used
        used.append(number)
    empty = [n for first, last in numbering.gaps(used) for n in range(first, last + 1)]
    assert sorted([*used, *empty]) == list(range(1, max(used, default=0) + 1))


def test_gaps_are_told():
    assert numbering.told(numbering.gaps([1, 2, 4, 8])) == "3号、5至7号"
    assert numbering.gaps([]) == []
    assert numbering.written("青工", 2026, 12) == "青工〔2026〕12号"


def draft(by, **values):
    row = Letter(
        **{"kind": "notice", "title": "关于放假的通知", "body": "明天放假。", "addressee": "各工会小组"}
        | values
    )
    return actions.write(row, by=by)


@pytest.mark.django_db
class TestOfAUnion:
    def test_each_series_and_year_counts_by_itself(self, seat_of):
        chair = seat_of("chair")
        first, second = (actions.issue(draft(chair), by=chair, on=DAY) for _ in range(2))
        before = actions.issue(draft(chair), by=chair, on=dt.date(2025, 12, 30))
        letter = actions.issue(draft(chair, kind="letter", title="关于场地的函"), by=chair, on=DAY)
        with scope(chair):
            numbers = [row.full_number for row in (first, second, before, letter)]
        assert numbers == ["顺工〔2026〕1号", "顺工〔2026〕2号", "顺工〔2025〕1号", "顺工函〔2026〕1号"]

    def test_a_number_may_be_chosen_once_and_the_next_goes_on_behind_it(self, seat_of):
        chair = seat_of("chair")
        taken = actions.issue(draft(chair), by=chair, on=DAY, number=12)
        again = draft(chair)
        with pytest.raises(Unfit, match="12 号已经用过了，撤回的号也不再用。下一个是 13 号"):
            actions.issue(again, by=chair, on=DAY, number=12)
        actions.withdraw(taken, by=chair, reason="日期写错了")
        assert actions.issue(again, by=chair, on=DAY).number == 13

    def test_the_database_keeps_a_number_to_one_paper(self, seat_of):
        chair = seat_of("chair")
        first = actions.issue(draft(chair), by=chair, on=DAY)
        second = draft(chair)
        same = {"series": first.series, "year": first.year, "number": first.number}
        with (
            scope(chair),
            opened("test.number", by=chair),
            pytest.raises(IntegrityError),
            transaction.atomic(),
        ):
            Letter.objects.filter(pk=second.pk).update(**same)


@pytest.mark.django_db(transaction=True)
def test_two_who_issue_at_once_get_different_numbers(seat_of):
    chair = seat_of("chair")
    rows = [draft(chair) for _ in range(4)]
    results = at_once(*[lambda row=row: actions.issue(row.pk, by=chair, on=DAY) for row in rows])
    assert sorted(row.number for row in results) == [1, 2, 3, 4]
