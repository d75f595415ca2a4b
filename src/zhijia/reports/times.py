"""Which days a number speaks of: the words numberreader found before it, inside the period of the report. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from zhijia.kernel.figures import Period

QUARTER = re.compile(r"第?([一二三四1-4])季度")
MONTHS = re.compile(r"(\d{1,2})月?份?\s*(?:-|－|—|~|～|至|到)\s*(\d{1,2})月")
MONTH = re.compile(r"(\d{1,2})月(?:份|底|末|间)?(?!\d*日)")
UNTIL = re.compile(r"(?:截至|截止|到|至)[^，。]{0,8}?(\d{1,2})月(?:(\d{1,2})日|底|末|份)?")
YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})年?度?(?!\d)")
DAY = re.compile(r"\d{1,2}[日号]|前夕|当[天日]|(?<!年)(?<!元旦)节(?!目)")
BEFORE = re.compile("去年|上年|上一年|前一年")
WHOLE = re.compile("年初|年底|年末|今年|本年|全年|年内|一年来|今年以来|年度|近年|至今|以来|目前|现在")
DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4}


@dataclass(frozen=True)
class Days:
    """The period a number speaks of; `sure` is False where the words were not all understood.

    `period` is None for a day or a festival: one event, which no figure of a period stands for.
    """

    period: Period | None
    sure: bool = True


def days_of(words: str, report: Period) -> Days:
    """`words` as numberreader has them; empty words mean the whole report."""
    words = "".join(words.split())
    if not words:
        return Days(report)
    base = report
    rest = words
    if named := YEAR.search(words):
        base, rest = _in_year(report, int(named[1])), words.replace(named[0], "")
    elif BEFORE.search(words):
        base, rest = report.previous_year(), BEFORE.sub("", words)
        if re.search("全年|底|末", rest) and "同期" not in rest:
            base = Period(str(base.start.year))
    year = base.start.year
    if until := UNTIL.search(rest):
        return _until(base, until)
    if DAY.search(rest):
        return Days(None)
    if "上半年" in rest or "下半年" in rest:
        return Days(Period(f"{year}H{1 if '上半年' in rest else 2}"))
    if quarter := QUARTER.search(rest):
        return Days(Period(f"{year}Q{DIGITS.get(quarter[1]) or quarter[1]}"))
    if (span := MONTHS.search(rest)) and 1 <= int(span[1]) <= int(span[2]) <= 12:
        last = Period.month(year, int(span[2]))
        return Days(Period.between(Period.month(year, int(span[1])).start, last.end))
    if (month := MONTH.search(rest)) and 1 <= int(month[1]) <= 12:
        return Days(Period.month(year, int(month[1])))
    rest = re.sub("同期|同比|底|末|初|全年|时", "", WHOLE.sub("", rest))
    return Days(base, sure=not rest)


def _in_year(report: Period, year: int) -> Period:
    """A year named: the report's own days when it is the report's year, the same span for the year before."""
    if year in (report.start.year, report.end.year):
        return report
    if year == report.previous_year().start.year and report.kind in ("half", "quarter", "month"):
        return report.previous_year()
    return Period(str(year))


def _until(base: Period, until: re.Match[str]) -> Days:
    """截至6月底: from the beginning of the period to that day."""
    month, day = int(until[1]), int(until[2] or 0)
    if not 1 <= month <= 12:
        return Days(base, sure=False)
    last = Period.month(base.start.year if base.start.month <= month else base.end.year, month)
    if day:
        try:
            end = last.end.replace(day=day)
        except ValueError:
            return Days(base, sure=False)
    else:
        end = last.end
    return Days(Period.between(base.start, end)) if end >= base.start else Days(base, sure=False)
