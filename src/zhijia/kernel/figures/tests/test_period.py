"""The period grammar, worked by hand and by properties."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhijia.kernel.figures.period import Period

TABLE = [
    ("2026", date(2026, 1, 1), date(2026, 12, 31), "2026年度", "2025"),
    ("2026H1", date(2026, 1, 1), date(2026, 6, 30), "2026年上半年", "2025H1"),
    ("2026H2", date(2026, 7, 1), date(2026, 12, 31), "2026年下半年", "2025H2"),
    ("2026Q1", date(2026, 1, 1), date(2026, 3, 31), "2026年第一季度", "2025Q1"),
    ("2026Q2", date(2026, 4, 1), date(2026, 6, 30), "2026年第二季度", "2025Q2"),
    ("2026Q4", date(2026, 10, 1), date(2026, 12, 31), "2026年第四季度", "2025Q4"),
    ("2026-03", date(2026, 3, 1), date(2026, 3, 31), "2026年3月", "2025-03"),
    ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "2024年2月", "2023-02"),
    ("2026-2027", date(2026, 9, 1), date(2027, 8, 31), "2026—2027学年", "2025-2026"),
    ("2026-2027-1", date(2026, 9, 1), date(2027, 1, 31), "2026—2027学年第一学期", "2025-2026-1"),
    ("2026-2027-2", date(2027, 2, 1), date(2027, 8, 31), "2026—2027学年第二学期", "2025-2026-2"),
    ("2026S", date(2025, 10, 1), date(2026, 9, 30), "2026统计年度", "2025S"),
    (
        "2026-01-01..2026-11-20",
        date(2026, 1, 1),
        date(2026, 11, 20),
        "2026年1月1日至11月20日",
        "2025-01-01..2025-11-20",
    ),
    (
        "2025-12-01..2026-02-28",
        date(2025, 12, 1),
        date(2026, 2, 28),
        "2025年12月1日至2026年2月28日",
        "2024-12-01..2025-02-28",
    ),
    ("2026-05-01..2026-05-01", date(2026, 5, 1), date(2026, 5, 1), "2026年5月1日", "2025-05-01..2025-05-01"),
]


@pytest.mark.parametrize(("code", "start", "end", "label", "before"), TABLE, ids=[row[0] for row in TABLE])
def test_a_code_means_its_days(code, start, end, label, before):
    period = Period(code)
    assert (period.start, period.end, period.label) == (start, end, label)
    assert period.previous_year() == Period(before)
    assert Period.parse(f" {code.lower()} ") == period
    assert Period.between(start, end) == period
    assert start in period
    assert end in period
    assert end + timedelta(1) not in period
    assert str(period) == period.code == code


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("", "看不懂"),
        ("去年", "看不懂"),
        ("2026-13", "看不懂"),
        ("2026-00", "看不懂"),
        ("2026Q5", "看不懂"),
        ("2026H3", "看不懂"),
        ("20xx", "看不懂"),
        ("2026-3", "看不懂"),
        ("1850", "看不懂"),
        ("0001-01-01..2026-11-20", "看不懂"),
        ("2026-01-01..9999-12-31", "看不懂"),
        ("２０２６", "看不懂"),
        ("2026-2027-3", "看不懂"),
        ("2026-2028", "相连的年份"),
        ("2026-2025-1", "相连的年份"),
        ("2026-02-30..2026-03-01", "不存在"),
        ("2026-13-01..2026-12-01", "不存在"),
        ("2026-11-20..2026-01-01", "早于"),
        ("2026\n", None),
        ("٢٠٢٦", "看不懂"),
    ],
)
def test_what_is_no_period_is_refused_in_a_sentence(code, said):
    if said is None:
        assert Period(code).code == code.strip()
        return
    with pytest.raises(ValueError, match=said) as refused:
        Period(code)
    assert str(refused.value).endswith("。")


def test_a_leap_day_has_no_last_year():
    assert Period("2024-02-29..2024-03-10").previous_year().start == date(2023, 2, 28)
    assert Period("2025-02-01..2025-02-28").previous_year().end == date(2024, 2, 29)
    assert Period("2025-01-01..2025-02-28").previous_year().end == date(2024, 2, 29)
    assert Period("2024-01-01..2024-02-29").previous_year().end == date(2023, 2, 28)


def test_clipped_is_as_of_today():
    today = date(2026, 11, 20)
    clipped = Period("2026").clipped(today)
    assert clipped.code == "2026-01-01..2026-11-20"
    assert clipped.label == "2026年1月1日至11月20日"
    assert clipped.previous_year().code == "2025-01-01..2025-11-20"
    assert Period("2026H1").clipped(today) == Period("2026H1")
    assert Period("2027").clipped(today) == Period("2027")
    assert Period("2026").clipped(date(2026, 12, 31)) == Period("2026")
    assert Period("2026").clipped(date(2026, 1, 1)).label == "2026年1月1日"


def test_begun_and_ended():
    assert Period("2026").begun(date(2026, 1, 1))
    assert not Period("2026").begun(date(2025, 12, 31))
    assert not Period("2026").ended(date(2026, 12, 31))
    assert Period("2026").ended(date(2027, 1, 1))


def test_months_are_whole_and_cross_the_year():
    assert [m.code for m in Period("2026-2027-1").months()] == [
        "2026-09",
        "2026-10",
        "2026-11",
        "2026-12",
        "2027-01",
    ]
    assert [m.label for m in Period("2026-01-15..2026-02-03").months()] == ["2026年1月", "2026年2月"]
    assert len(Period("2026S").months()) == 12


def test_the_two_terms_fill_the_school_year():
    whole, first, second = Period("2026-2027"), Period("2026-2027-1"), Period("2026-2027-2")
    assert first.start == whole.start
    assert second.start == first.end + timedelta(1)
    assert second.end == whole.end


def test_periods_sort_by_time_and_are_keys():
    periods = [Period("2026-03"), Period("2026"), Period("2025Q4"), Period("2026Q1")]
    assert [p.code for p in sorted(periods)] == ["2025Q4", "2026Q1", "2026", "2026-03"]
    assert {Period("2026"): 1}[Period(" 2026 ")] == 1
    with pytest.raises(AttributeError):
        Period("2026").code = "2027"


days = st.dates(date(1901, 1, 1), date(2099, 12, 31))


@given(days, days)
def test_any_two_days_make_one_period(one, other):
    start, end = min(one, other), max(one, other)
    period = Period.between(start, end)
    assert (period.start, period.end) == (start, end)
    assert Period(period.code) == period
    assert period.days == (end - start).days + 1
    months = period.months()
    assert months[0].start <= start
    assert months[-1].end >= end
    assert all(b.start == a.end + timedelta(1) for a, b in pairwise(months))


@given(days, days, days)
def test_clipping_never_reaches_past_today(one, other, today):
    period = Period.between(min(one, other), max(one, other))
    clipped = period.clipped(today)
    assert clipped.start == period.start
    assert clipped.end <= period.end
    assert clipped.clipped(today) == clipped
    if period.begun(today):
        assert clipped.end <= today


@given(days, days)
def test_last_year_has_about_as_many_days(one, other):
    period = Period.between(min(one, other), max(one, other))
    if period.start.year > 1901:
        assert abs(period.previous_year().days - period.days) <= 1
