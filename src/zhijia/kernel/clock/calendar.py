"""The working calendar: public holidays, make-up days, months, and due dates that explain themselves. Pure.

Official days come from the package chinesecalendar. A year it does not know yet is provisional: the statutory days alone
count, and every due date in it says so. A union corrects single days (`org.DayCorrection`).
"""

import datetime as dt
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from chinese_calendar.constants import Holiday, holidays, workdays

ONE = dt.timedelta(1)
WEEKDAYS = "一二三四五六日"
KNOWN_YEARS = frozenset(day.year for day in holidays)
FIXED = {
    (1, 1): "元旦",
    (5, 1): "劳动节",
    (5, 2): "劳动节",
    (10, 1): "国庆节",
    (10, 2): "国庆节",
    (10, 3): "国庆节",
}
# A fixture, not an official list: the statutory days of 2027 that follow the moon and the sun (全国年节及纪念日放假办法,
# 2024). The State Council's notice adds days around them and make-up days; until the package has it, a union enters them.
FIXTURE_2027 = {
    **{dt.date(2027, 2, day): "春节" for day in (5, 6, 7, 8)},
    dt.date(2027, 4, 5): "清明",
    dt.date(2027, 6, 9): "端午",
    dt.date(2027, 9, 15): "中秋",
}

Unit = Literal["天", "工作日", "个月"]


@dataclass(frozen=True)
class Due:
    """The last day of a period, and one sentence that says how it was counted."""

    on: dt.date
    sentence: str


@dataclass(frozen=True)
class Calendar:
    """One union's calendar. `corrections`: a day, and whether one works on it."""

    corrections: Mapping[dt.date, bool] = field(default_factory=dict)

    def works(self, day: dt.date) -> bool:
        if day in self.corrections:
            return self.corrections[day]
        return day in workdays or (day.weekday() < 5 and not _holiday(day))

    def why(self, day: dt.date) -> str:
        """Why a day is unlike what its weekday says: 国庆节放假, 调休上班; nothing for an ordinary day."""
        if day in self.corrections:
            return "按本单位的安排上班" if self.corrections[day] else "按本单位的安排休息"
        if day in workdays:
            return "调休上班"
        return f"{name}放假" if (name := _holiday(day)) else ""

    def after(self, day: dt.date, count: int) -> dt.date:
        """The last of `count` working days after a day; the day itself is not counted."""
        while count > 0:
            day += ONE
            count -= self.works(day)
        return day

    def rolled(self, day: dt.date) -> dt.date:
        """The day itself, or the first working day after it (民法典 art. 203)."""
        return day if self.works(day) else self.after(day, 1)

    def between(self, first: dt.date, last: dt.date) -> int:
        """Working days after the first, the last included: “还有几个工作日”."""
        return sum(self.works(first + ONE * n) for n in range(1, (last - first).days + 1))

    def within(self, start: dt.date, count: int, unit: Unit = "天", *, rolls: bool = True) -> Due:
        """The due date of “N天内”, “N个工作日内”, “N个月内” of a day; the first day is not counted (民法典 art. 201).

        Calendar days and months whose last day is a day off roll on to the next working day, unless `rolls` is False.
        """
        if unit == "工作日":
            on = self.after(start, count)
            odd = self._odd_days(start + ONE, on)
            told = f"{start:%Y-%m-%d} 当天不算，{count} 个工作日内，到 {_told(on)}止"
            return Due(on, "；".join([told, *odd, *self._provisional(start, on)]) + "。")
        last = start + ONE * count if unit == "天" else months_after(start, count)
        on = self.rolled(last) if rolls else last
        told = f"{start:%Y-%m-%d} 当天不算，{count} {unit}内，到 {_told(on)}止"
        moved = [f"{_told(last)}{self.why(last) or '休息'}，顺延到下一个工作日"] if on != last else []
        return Due(on, "；".join([told, *moved, *self._provisional(last, on)]) + "。")

    def _odd_days(self, first: dt.date, last: dt.date) -> list[str]:
        """What a reader who counts on his fingers would get wrong: runs of days off, and weekend days that count."""
        runs: list[tuple[str, dt.date, dt.date]] = []
        for n in range((last - first).days + 1):
            day = first + ONE * n
            if not (why := self.why(day)):
                continue
            if runs and runs[-1][0] == why and runs[-1][2] == day - ONE:
                runs[-1] = (why, runs[-1][1], day)
            else:
                runs.append((why, day, day))
        return [
            f"{a:%m-%d}{'' if a == b else f' 至 {b:%m-%d} '}{why}{'，算' if self.works(a) else '，不算'}"
            for why, a, b in runs
        ]

    def _provisional(self, first: dt.date, last: dt.date) -> list[str]:
        unknown = sorted({first.year, last.year} - KNOWN_YEARS)
        return [f"{year} 年的放假和调休还没有公布到这里，先按法定节假日算" for year in unknown]


def _holiday(day: dt.date) -> str:
    if day.year in KNOWN_YEARS:
        name = holidays.get(day)
        return Holiday(name).chinese if name else ""
    return FIXTURE_2027.get(day) or FIXED.get((day.month, day.day), "")


def _told(day: dt.date) -> str:
    return f"{day:%Y-%m-%d}（周{WEEKDAYS[day.weekday()]}）"


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or earlier for a negative number; the month's last where it has no such day
    (民法典 art. 202)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def years_after(day: dt.date, years: int) -> dt.date:
    return months_after(day, 12 * years)


OFFICIAL = Calendar()
