"""Retirement months against the official comparison tables, and the day turned round."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhijia.people import retirement


@pytest.mark.parametrize(
    ("group", "born", "in_month"),
    [
        ("men", "1964-12", (2024, 12)),
        ("men", "1965-01", (2025, 2)),
        ("men", "1965-04", (2025, 5)),
        ("men", "1965-05", (2025, 7)),
        ("men", "1970-06", (2031, 11)),
        ("men", "1976-08", (2039, 7)),
        ("men", "1976-09", (2039, 9)),
        ("men", "1990-01", (2053, 1)),
        ("women_staff", "1969-12", (2024, 12)),
        ("women_staff", "1970-01", (2025, 2)),
        ("women_staff", "1981-08", (2039, 7)),
        ("women_staff", "1981-09", (2039, 9)),
        ("women_workers", "1974-12", (2024, 12)),
        ("women_workers", "1975-01", (2025, 2)),
        ("women_workers", "1975-02", (2025, 3)),
        ("women_workers", "1975-03", (2025, 5)),
        ("women_workers", "1984-10", (2039, 9)),
        ("women_workers", "1984-11", (2039, 11)),
    ],
)
def test_months_of_the_official_tables(group, born, in_month):
    year, month = map(int, born.split("-"))
    assert retirement.retires_in(dt.date(year, month, 15), group) == in_month


@given(st.dates(dt.date(2020, 1, 1), dt.date(2060, 12, 31)), st.sampled_from(sorted(retirement.ages())))
def test_the_last_birthday_is_the_last_one(day, group):
    last = retirement.born_up_to(day, group)
    reached = (day.year, day.month)
    assert (
        retirement.retires_in(last, group)
        <= reached
        < retirement.retires_in(last + dt.timedelta(days=1), group)
    )


@given(st.dates(dt.date(1940, 1, 1), dt.date(2010, 12, 31)), st.sampled_from(sorted(retirement.ages())))
def test_nobody_retires_before_somebody_older(born, group):
    rule = retirement.ages()[group]
    year, month = retirement.retires_in(born, group)
    assert rule.old * 12 <= (year * 12 + month) - (born.year * 12 + born.month) <= rule.new * 12
    assert retirement.retires_in(born, group) <= retirement.retires_in(born + dt.timedelta(days=31), group)


def test_groups():
    told = [
        retirement.group_of(g, p)
        for g, p in (("male", ""), ("female", "worker"), ("female", ""), ("", "staff"))
    ]
    assert told == ["men", "women_workers", "women_staff", ""]
    assert all("2024年9月13日" in rule.source for rule in retirement.ages().values())
