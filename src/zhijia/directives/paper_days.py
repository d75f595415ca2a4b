"""Days as superiors' papers write them: 3月31日前, 本月底, 二〇二六年三月二日, 收到后10日内. Pure."""

import datetime as dt
import re
from calendar import monthrange
from typing import NamedTuple

from zhijia.kernel.clock import OFFICIAL, Calendar
from zhijia.planreader.characters import fold, number_of

_N = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_YEAR = r"(?:(?P<year>20\d\d|二[〇零]{1}[〇零一二三四五六七八九]{2})\s?年\s?)"
DAY = re.compile(
    rf"{_YEAR}?(?P<month>{_N})\s?月\s?(?:(?P<day>{_N})\s?[日号]|(?P<end>底|末)|(?P<part>上旬|中旬|下旬))"
    rf"|(?P<near>本|当|下)月\s?(?:(?P<nearday>\d{{1,2}})\s?[日号]|底|末)"
    rf"|收到[^,。;]{{0,10}}?(?P<within>{_N})\s?(?P<work>个工作)?[日天]之?内"
    rf"|(?P<yearend>年底|年末|年终)(?=前)"
    rf"|(?P<festival>元旦|三八|五一|劳动节|七一|八一|教师节|国庆|十一)[\"'”]?(?:妇女)?节?[\"'”]?(?:前夕?|之前)"
)
FESTIVALS = {
    "元旦": (1, 1), "三八": (3, 8), "五一": (5, 1), "劳动节": (5, 1), "七一": (7, 1), "八一": (8, 1), "教师节": (9, 10),
    "国庆": (10, 1), "十一": (10, 1),
}  # fmt: skip
ISO = re.compile(r"(20\d\d)[-./](\d{1,2})[-./](\d{1,2})")
_FULL = re.compile(rf"\s*{_YEAR}\s?(?P<month>{_N})\s?月\s?(?P<day>{_N})\s?日\s*")
_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
PARTS = {"上旬": 10, "中旬": 20}
LATE_BY = 31  # a day this long before the paper's own is meant of the year that follows


class Day(NamedTuple):
    """A day named in the text, and where."""

    on: dt.date
    start: int
    end: int


def full_day(line: str) -> dt.date | None:
    """The date that a line consists of, brackets around it allowed: 2026年3月1日, 二〇二六年三月一日."""
    match = _FULL.fullmatch(fold(line).strip(" ()"))
    if match is None:
        return None
    return _date(_year(match["year"]), number_of(match["month"]), number_of(match["day"]))


def days_in(
    text: str, base: dt.date, received: dt.date | None = None, calendar: Calendar = OFFICIAL
) -> list[Day]:
    """All days the text names. A day without a year is the next one seen from `base`, the paper's own date.

    收到后N个工作日内 is counted by the union's calendar; N日内 is the day itself, since a paper's deadline never rolls on.
    """
    found = []
    for match in DAY.finditer(fold(text)):
        on = _on(match, base, received or base, calendar)
        if on is not None:
            found.append(Day(on, match.start(), match.end()))
    return found


def _on(match: re.Match[str], base: dt.date, received: dt.date, calendar: Calendar) -> dt.date | None:
    if match["within"]:
        count = number_of(match["within"]) or 0
        return calendar.within(received, count, "工作日" if match["work"] else "天", rolls=False).on
    if match["yearend"]:
        return dt.date(base.year, 12, 31)
    if match["near"]:
        number = base.year * 12 + base.month - 1 + (match["near"] == "下")
        return _date(number // 12, number % 12 + 1, int(match["nearday"] or 31), clip=not match["nearday"])
    if match["festival"]:
        day = _next(FESTIVALS[match["festival"]], base)
        return day - dt.timedelta(1) if day else None
    month = number_of(match["month"])
    day = number_of(match["day"]) if match["day"] else PARTS.get(match["part"] or "", 31)
    clip = not match["day"]
    if match["year"]:
        return _date(_year(match["year"]), month, day, clip=clip)
    return _next((month or 0, day or 0), base, clip=clip)


def _next(day: tuple[int, int], base: dt.date, *, clip: bool = False) -> dt.date | None:
    on = _date(base.year, *day, clip=clip)
    if on is not None and (base - on).days > LATE_BY:
        return _date(base.year + 1, *day, clip=clip)
    return on


def _year(written: str) -> int:
    return int(written.translate(_DIGITS))


def _date(year: int, month: int | None, day: int | None, *, clip: bool = False) -> dt.date | None:
    if not month or not day or month > 12:
        return None
    last = monthrange(year, month)[1]
    if day > last and not clip:
        return None
    return dt.date(year, month, min(day, last))
