"""Periods: one grammar everywhere. Pure.

    2026                      calendar year
    2026H1  2026H2            half-years
    2026Q1 … 2026Q4           quarters
    2026-03                   month
    2026-2027                 school year: 1 September to 31 August
    2026-2027-1               its first term: 1 September to 31 January
    2026-2027-2               its second term: 1 February to 31 August
    2026S                     statistics year: 1 October 2025 to 30 September 2026
    2026-01-01..2026-11-20    any two days, both counted

Two terms fill a school year without a gap, so that a record made in the holidays belongs to one of them; the
winter holiday usually begins in late January, hence the cut. The statistics year is the one of the trade
unions' annual return (工会统计年报).
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

YEAR = r"((?:19|20)[0-9]{2})"
DAY = r"(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}"  # the years of the calendar that have another before and after
GRAMMAR = {
    name: re.compile(rule.replace("YEAR", YEAR).replace("DAY", DAY) + r"\Z")
    for name, rule in {
        "year": "YEAR",
        "half": "YEARH([12])",
        "quarter": "YEARQ([1-4])",
        "month": r"YEAR-(0[1-9]|1[0-2])",
        "school": "YEAR-YEAR",
        "term": "YEAR-YEAR-([12])",
        "statistics": "YEARS",
        "days": r"(DAY)\.\.(DAY)",
    }.items()
}
NUMERALS = ("", "一", "二", "三", "四")
HINT = "请写成 2026（年度）、2026H1（上半年）、2026Q2（季度）、2026-03（月）、2026-2027-1（学期）或 2026-01-01..2026-11-20。"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A stretch of days with a code and a Chinese name; `Period("2026H1")` reads the code.

    Equal codes are equal periods. `2026-01-01..2026-12-31` is another code than `2026` and so another period
    to a cache or an address; `between` gives the short one.
    """

    start: date = field(init=False)
    end: date = field(init=False)
    code: str
    label: str = field(init=False, compare=False)

    def __post_init__(self) -> None:
        code = "".join(str(self.code).split()).upper()
        start, end, label = _read(code)
        for name, value in (("code", code), ("start", start), ("end", end), ("label", label)):
            object.__setattr__(self, name, value)

    @classmethod
    def parse(cls, code: str) -> Period:
        """The period a code means; ValueError with a Chinese sentence when it means none."""
        return cls(code)

    @classmethod
    def between(cls, start: date, end: date) -> Period:
        """The period from one day to another, under its short code where it has one."""
        for code in _short_codes(start, end):
            period = cls(code)
            if (period.start, period.end) == (start, end):
                return period
        return cls(f"{start.isoformat()}..{end.isoformat()}")

    @classmethod
    def month(cls, year: int, month: int) -> Period:
        return cls(f"{year}-{month:02d}")

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    @property
    def kind(self) -> str:
        """year, half, quarter, month, school, term, statistics or days."""
        return _match(self.code)[0]

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    def __str__(self) -> str:
        return self.code

    def previous_year(self) -> Period:
        """The same span a year earlier: what a number of this period is compared with."""
        kind, found = _match(self.code)
        if kind == "days":
            start, end = _year_before(self.start), _year_before(self.end, is_end=True)
            return Period(f"{start.isoformat()}..{end.isoformat()}")
        year = int(found[1]) - 1
        tail = self.code[4:]
        if kind in ("school", "term"):
            tail = f"-{year + 1}{self.code[9:]}"
        return Period(f"{year}{tail}")

    def clipped(self, today: date) -> Period:
        """The part that has passed (截至). A period that has ended, or not begun, stays whole."""
        if today >= self.end or today < self.start:
            return self
        return Period(f"{self.start.isoformat()}..{today.isoformat()}")

    def begun(self, today: date) -> bool:
        return self.start <= today

    def ended(self, today: date) -> bool:
        return self.end < today

    def months(self) -> tuple[Period, ...]:
        """Every calendar month the period touches, whole and in order."""
        return tuple(Period.month(year, month) for year, month in _months(self.start, self.end))


def _match(code: str) -> tuple[str, re.Match[str]]:
    for kind, rule in GRAMMAR.items():
        if found := rule.match(code):
            return kind, found
    raise ValueError(f"看不懂期间“{code}”。{HINT}")


def _read(code: str) -> tuple[date, date, str]:
    kind, found = _match(code)
    if kind == "days":
        return _days(code, found)
    year = int(found[1])
    if kind == "half":
        first = int(found[2]) * 6 - 5
        return (*_span(year, first, 6), f"{year}年{'上' if first == 1 else '下'}半年")
    if kind == "quarter":
        number = int(found[2])
        return (*_span(year, number * 3 - 2, 3), f"{year}年第{NUMERALS[number]}季度")
    if kind == "month":
        return (*_span(year, int(found[2]), 1), f"{year}年{int(found[2])}月")
    if kind == "statistics":
        return date(year - 1, 10, 1), date(year, 9, 30), f"{year}统计年度"
    if kind == "year":
        return (*_span(year, 1, 12), f"{year}年度")
    if int(found[2]) != year + 1:
        raise ValueError(f"学年“{code}”要写两个相连的年份，例如 {year}-{year + 1}。")
    if kind == "school":
        return date(year, 9, 1), date(year + 1, 8, 31), f"{year}—{year + 1}学年"
    name = f"{year}—{year + 1}学年第{NUMERALS[int(found[3])]}学期"
    if found[3] == "1":
        return date(year, 9, 1), date(year + 1, 1, 31), name
    return date(year + 1, 2, 1), date(year + 1, 8, 31), name


def _span(year: int, first: int, months: int) -> tuple[date, date]:
    last = first + months - 1
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def _days(code: str, found: re.Match[str]) -> tuple[date, date, str]:
    try:
        start, end = date.fromisoformat(found[1]), date.fromisoformat(found[2])
    except ValueError:
        raise ValueError(f"期间“{code}”里有一个日期不存在，请核对月和日。") from None
    if end < start:
        raise ValueError(f"期间“{code}”的结束日期早于开始日期，请对调。")
    return start, end, _spoken(start, end)


def _spoken(start: date, end: date) -> str:
    words = f"{start.year}年{start.month}月{start.day}日"
    if start == end:
        return words
    if start.year != end.year:
        return f"{words}至{end.year}年{end.month}月{end.day}日"
    return f"{words}至{end.month}月{end.day}日"


def _year_before(day: date, *, is_end: bool = False) -> date:
    """The same day a year earlier; the end of February stays the end of February."""
    last = monthrange(day.year - 1, day.month)[1]
    ends_february = is_end and day.month == 2 and day.day == monthrange(day.year, 2)[1]
    return date(day.year - 1, day.month, last if ends_february else min(day.day, last))


def _months(start: date, end: date) -> Iterator[tuple[int, int]]:
    for count in range(start.year * 12 + start.month - 1, end.year * 12 + end.month):
        yield count // 12, count % 12 + 1


def _short_codes(start: date, end: date) -> list[str]:
    if not 1900 <= start.year <= 2098 or start.day != 1:
        return []
    year = start.year
    return [
        f"{year}",
        f"{year}H{1 if start.month <= 6 else 2}",
        f"{year}Q{(start.month + 2) // 3}",
        f"{year}-{start.month:02d}",
        f"{year}-{year + 1}",
        f"{year}-{year + 1}-1",
        f"{max(year - 1, 1900)}-{max(year - 1, 1900) + 1}-2",
        f"{year + 1}S",
    ]
