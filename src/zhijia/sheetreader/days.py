"""Days as people write them in tables, and as Excel keeps them. Pure; what is not sure is said to be so."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass

from .model import Cell, Wrong

EPOCH = dt.date(1899, 12, 30)  # Excel's day 0 for every day after 28 February 1900
FIRST, LAST = 1900, 2100
DIGITS = str.maketrans("〇零一二三四五六七八九○Ｏ", "0012345678900")
USUAL = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
FULL = re.compile(
    r"(\d{4})[-./年\s]+(\d{1,2})[-./月\s]+(\d{1,2})日?(?:[T\s]*\d{1,2}:\d{1,2}(?::\d{1,2})?(?:\.\d+)?)?"
)
MONTH = re.compile(r"(\d{4})[-./年\s]+(\d{1,2})月?(?:份)?")
SHORT = re.compile(r"(\d{2})[-./年](\d{1,2})[-./月](\d{1,2})日?")
TURNED = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
YEAR = re.compile(r"(\d{4})年?")
TENS = re.compile(r"(?P<tens>[一二三]?)十(?P<ones>[一二三四五六七八九]?)")


@dataclass(frozen=True)
class Day:
    """A day that was read, or why not. `told` is what to say about it: empty where it was written as we write it."""

    day: dt.date | None = None
    told: str = ""


def day_of(cell: Cell, this_year: int) -> Day:
    """Read one cell as a day. `this_year` decides what a year of two digits means."""
    if isinstance(cell, dt.datetime):
        return Day(cell.date())
    if isinstance(cell, dt.date):
        return Day(cell) if FIRST <= cell.year <= LAST else Day(told=f"年份 {cell.year} 不对。")
    if cell is None or isinstance(cell, Wrong | bool):
        return Day(told="不是日期。")
    if isinstance(cell, int | float):
        return _of_number(float(cell))
    return _of_text(cell, this_year)


def _of_number(number: float) -> Day:
    if not number.is_integer():
        if 1900 <= number < 2101 and round(number * 100, 6).is_integer():
            return _of_fraction(number)
        number = float(int(number)) if 10_000 <= number < 80_000 else number  # a moment: its day
    whole = int(number) if abs(number) < 1e12 else 0
    if FIRST <= whole <= LAST:
        return Day(told="只写了年，缺月和日。")
    if 10_000 <= whole < 80_000:
        return Day(EPOCH + dt.timedelta(days=whole), "Excel 里存成了数字，已换回日期。")
    if 190_001 <= whole <= 210_012:
        return _made(whole // 100, whole % 100, 1, "只写到月，按这个月 1 日。")
    if 19_000_101 <= whole <= 21_001_231:
        return _made(whole // 10_000, whole // 100 % 100, whole % 100, "年月日之间没有横线，已改好。")
    return Day(told="看不出是哪一天。")


def _of_fraction(number: float) -> Day:
    year, hundredths = int(number), round(number % 1 * 100)
    if hundredths % 10 == 0:  # Excel drops the last nought: 2019.1 may have been 2019.10
        month = hundredths // 10
        if month == 1:
            return Day(told="2019.1 这样的写法，分不清是 1 月还是 10 月。".replace("2019", str(year)))
        return _made(year, month, 1, "只写到月，按这个月 1 日。")
    return _made(year, hundredths, 1, "只写到月，按这个月 1 日。")


def _of_text(written: str, this_year: int) -> Day:
    if USUAL.fullmatch(written):
        return _made(int(written[:4]), int(written[5:7]), int(written[8:]), "")
    text = unicodedata.normalize("NFKC", written)
    text = TENS.sub(lambda m: f"{'一' if not m['tens'] else m['tens']}{m['ones'] or '零'}", text).translate(
        DIGITS
    )
    text = re.sub(r"\s*([-./年月日:])\s*", r"\1", text.replace("—", "-").replace("–", "-").replace("、", ".")
                  .replace(",", ".").replace("。", ".").replace("．", ".")).strip(" .-/")  # fmt: skip
    if found := FULL.fullmatch(text):
        usual = re.fullmatch(r"\d{4}-\d{2}-\d{2}( 00:00:00)?", written.strip())
        return _made(int(found[1]), int(found[2]), int(found[3]), "" if usual else "写法已改成横线。")
    if found := MONTH.fullmatch(text):
        return _made(int(found[1]), int(found[2]), 1, "只写到月，按这个月 1 日。")
    if found := SHORT.fullmatch(text):
        year = int(found[1])
        year += 1900 if year > this_year % 100 else 2000
        return _made(year, int(found[2]), int(found[3]), f"年份只写了两位，按 {year} 年。")
    if found := TURNED.fullmatch(text):
        return _turned(int(found[1]), int(found[2]), int(found[3]))
    if re.fullmatch(r"\d+(\.\d+)?", text) and len(text) < 12:
        return _of_number(float(text))
    if YEAR.fullmatch(text):
        return Day(told="只写了年，缺月和日。")
    return Day(told="看不出是哪一天。")


def _turned(first: int, second: int, year: int) -> Day:
    """3/15/2019 can only be March; 3/4/2019 may be either."""
    if first > 12 >= second:
        return _made(year, second, first, "日月年的顺序已改正。")
    if second > 12 >= first or first == second:
        return _made(year, first, second, "月日年的顺序已改正。")
    return Day(told="分不清哪个是月、哪个是日。")


def _made(year: int, month: int, day: int, told: str) -> Day:
    if not FIRST <= year <= LAST:
        return Day(told=f"年份 {year} 不对。")
    try:
        return Day(dt.date(year, month, day), told)
    except ValueError:
        return Day(told="没有这一天。")
