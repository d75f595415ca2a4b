"""The calendar against the official lists of 2025 and 2026, and due dates counted by hand."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhijia.kernel.clock import OFFICIAL, Calendar, months_after, years_after
from zhijia.kernel.clock.calendar import FIXTURE_2027, KNOWN_YEARS

# 国办发明电〔2024〕12号 and 〔2025〕7号, typed from the notices: spans of days off, and the weekend days worked for them.
OFF = {
    2025: ["01-01", "01-28..02-04", "04-04..04-06", "05-01..05-05", "05-31..06-02", "10-01..10-08"],
    2026: ["01-01..01-03", "02-15..02-23", "04-04..04-06", "05-01..05-05", "06-19..06-21", "09-25..09-27",
           "10-01..10-07"],
}  # fmt: skip
MADE_UP = {
    2025: ["01-26", "02-08", "04-27", "09-28", "10-11"],
    2026: ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"],
}


def day(text):
    return dt.date.fromisoformat(text)


def days_of(year, spans):
    for span in spans:
        first, _, last = span.partition("..")
        at, end = day(f"{year}-{first}"), day(f"{year}-{last or first}")
        while at <= end:
            yield at
            at += dt.timedelta(1)


@pytest.mark.parametrize("year", [2025, 2026])
def test_every_day_of_a_year_is_as_the_official_list_says(year):
    off, made_up = set(days_of(year, OFF[year])), set(days_of(year, MADE_UP[year]))
    at = dt.date(year, 1, 1)
    while at.year == year:
        expected = at in made_up or (at.weekday() < 5 and at not in off)
        assert OFFICIAL.works(at) is expected, at
        at += dt.timedelta(1)


def test_2027_is_a_marked_fixture_until_the_official_list_is_known():
    assert 2027 not in KNOWN_YEARS, "The package knows 2027: remove FIXTURE_2027 and test the official list."
    for one in (*FIXTURE_2027, dt.date(2027, 1, 1), dt.date(2027, 5, 2), dt.date(2027, 10, 1)):
        assert not OFFICIAL.works(one)
    assert "2027 年的放假和调休还没有公布到这里" in OFFICIAL.within(day("2026-12-25"), 10, "工作日").sentence


@pytest.mark.parametrize(
    ("start", "count", "unit", "on", "told"),
    [
        ("2026-09-29", 4, "工作日", "2026-10-10", ["10-01 至 10-07 国庆节放假，不算", "10-10调休上班，算"]),
        ("2026-11-13", 5, "工作日", "2026-11-20", ["当天不算，5 个工作日内，到 2026-11-20（周五）止"]),
        ("2026-02-13", 1, "工作日", "2026-02-14", ["02-14调休上班，算"]),
        ("2026-11-13", 10, "天", "2026-11-23", ["10 天内，到 2026-11-23（周一）止"]),
        ("2026-09-18", 15, "天", "2026-10-08", ["2026-10-03（周六）国庆节放假，顺延到下一个工作日"]),
        ("2026-11-14", 7, "天", "2026-11-23", ["2026-11-21（周六）休息，顺延"]),
        ("2026-08-31", 6, "个月", "2027-03-01", ["2027-02-28（周日）休息", "先按法定节假日算"]),
    ],
)
def test_a_due_date_says_how_it_was_counted(start, count, unit, on, told):
    due = OFFICIAL.within(day(start), count, unit)
    assert due.on == day(on)
    for words in told:
        assert words in due.sentence


def test_a_papers_own_deadline_does_not_roll_on():
    assert OFFICIAL.within(day("2026-09-18"), 15, "天", rolls=False).on == day("2026-10-03")


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-01-31", 1, "2026-02-28"), ("2024-01-31", 1, "2024-02-29"), ("2026-03-31", -1, "2026-02-28"),
        ("2026-11-20", 12, "2027-11-20"), ("2026-11-20", -6, "2026-05-20"), ("2026-12-01", 1, "2027-01-01"),
    ],
)  # fmt: skip
def test_months_end_on_the_same_day_or_the_last(start, months, end):
    assert months_after(day(start), months) == day(end)


def test_years_over_a_leap_day():
    assert years_after(day("2024-02-29"), 5) == day("2029-02-28")


def test_a_union_corrects_single_days():
    own = Calendar({day("2026-11-20"): False, day("2026-11-21"): True})
    assert own.after(day("2026-11-19"), 1) == day("2026-11-21")
    assert "按本单位的安排休息，不算" in own.within(day("2026-11-19"), 1, "工作日").sentence


DAYS = st.dates(dt.date(2025, 1, 1), dt.date(2027, 12, 31))


@given(DAYS, st.integers(1, 40))
def test_working_days_count_forth_and_back_alike(start, count):
    on = OFFICIAL.after(start, count)
    assert OFFICIAL.between(start, on) == count
    assert OFFICIAL.works(on)


@given(DAYS, st.integers(1, 200))
def test_what_rolls_on_is_the_first_working_day_from_there(start, count):
    last, on = start + dt.timedelta(count), OFFICIAL.within(start, count).on
    assert OFFICIAL.works(on)
    assert on == last or OFFICIAL.between(last, on) == 1
