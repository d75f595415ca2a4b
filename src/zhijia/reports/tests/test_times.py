"""Which days a number speaks of, from the words before it; worked by hand against a calendar."""

import pytest

from zhijia.kernel.figures import Period
from zhijia.reports.times import Days, days_of

YEAR, HALF = Period("2026"), Period("2026H1")


@pytest.mark.parametrize(
    ("words", "report", "code"),
    [
        ("", YEAR, "2026"),
        ("上半年", YEAR, "2026H1"),
        ("下半年", YEAR, "2026H2"),
        ("第一季度", YEAR, "2026Q1"),
        ("二季度", YEAR, "2026Q2"),
        ("3月份", YEAR, "2026-03"),
        ("3月底", YEAR, "2026-03"),
        ("1-6月", YEAR, "2026H1"),
        ("1至9月", YEAR, "2026-01-01..2026-09-30"),
        ("截至6月底", YEAR, "2026H1"),
        ("截至11月20日", YEAR, "2026-01-01..2026-11-20"),
        ("截至6月30日", HALF, "2026H1"),
        ("今年", HALF, "2026H1"),
        ("全年", YEAR, "2026"),
        ("2026年", YEAR, "2026"),
        ("2025年", YEAR, "2025"),
        ("去年", YEAR, "2025"),
        ("去年同期", HALF, "2025H1"),
        ("去年", HALF, "2025H1"),
        ("去年全年", HALF, "2025"),
        ("去年底", HALF, "2025"),
        ("2025年上半年", YEAR, "2025H1"),
        ("目前", YEAR, "2026"),
    ],
)
def test_words_mean_days(words, report, code):
    assert days_of(words, report) == Days(Period(code))


@pytest.mark.parametrize("words", ["3月8日", "七一前夕", "当天"])
def test_one_day_is_no_period(words):
    assert days_of(words, YEAR).period is None


@pytest.mark.parametrize("words", ["本学期", "截至13月", "截至2月30日", "99月"])
def test_words_not_understood_are_not_sure(words):
    found = days_of(words, YEAR)
    assert not found.sure or found.period == YEAR
