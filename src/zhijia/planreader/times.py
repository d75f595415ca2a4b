"""Time expressions: find them in folded text and say which months they cover.

`times_in` finds everything that can tie an activity to a time. What such an expression governs
is decided later (`governing`), and so is whether a bare one is a label (`schedule`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from typing import NamedTuple

from .characters import numbers_of
from .festivals import festivals_in
from .recurrence import recurrences_in
from .time_signs import (
    DATE_RANGE,
    DAY_OF,
    DIGIT,
    EDGE,
    FULL_DATE,
    HALF,
    LUNAR_BESIDE,
    MEMBER,
    MONTHS,
    MONTHS_COUNTED,
    PART_ONLY,
    PARTS,
    QUARTER,
    QUARTER_MEMBER,
    RANGE_SIGN,
    SHORT_DATE,
    SHORT_PART,
    TERM_POINT,
    VACATION,
    WEEK,
    WEEK_MEMBER,
    YEARS,
)

PART_DAY = {
    "上旬": 10,
    "月初": 10,
    "上半月": 15,
    "中旬": 20,
    "下旬": 31,
    "月底": 31,
    "月末": 31,
    "底": 31,
    "末": 31,
}
# weeks of a first term without dates; the last week of each month
_FIRST_TERM_WEEKS = [(4, 9), (9, 10), (13, 11), (17, 12), (99, 1)]
_SECOND_TERM_WEEKS = [(1, 2), (5, 3), (9, 4), (14, 5), (18, 6), (99, 7)]
FESTIVAL = "festival"


class Term(NamedTuple):
    """What the document says about its own period; needed to read weeks and 期末."""

    period: str = "calendar"
    months: tuple[int, ...] = tuple(range(1, 13))

    @property
    def is_term(self) -> bool:
        return self.period in ("first_term", "second_term")


CALENDAR = Term()


class Time(NamedTuple):
    """One expression: what it covers and where it stands in its line."""

    start: int
    end: int
    months: tuple[int, ...]
    kind: str  # month, date, week, quarter, half, edge, vacation, term, part, festival, often
    recurrence: str | None = None
    deadline: tuple[int, int] | None = None
    year: str = ""

    @property
    def exact(self) -> bool:
        """True for times that outrank the label they stand under."""
        return self.kind in ("month", "date", "edge", "quarter", "half") and bool(self.months)


def starting_in(times: list[Time], start: int, end: int) -> list[Time]:
    """Those of the times, which are in text order, that begin within start..end."""
    first = bisect_left(times, start, key=_start)
    return times[first : bisect_left(times, end, first, key=_start)]


def _start(time: Time) -> int:
    return time.start


def span_of(first: int, last: int) -> list[int]:
    """Months from first to last, over the turn of the year when last is smaller."""
    if first <= last:
        return list(range(first, last + 1))
    return list(range(first, 13)) + list(range(1, last + 1))


def _spans(tokens: list[int | None], low: int, high: int) -> list[int] | None:
    """Numbers and dashes (None) to the numbers covered; None when one lies outside low..high."""
    out: list[int] = []
    dash = False
    for token in tokens:
        if token is None:
            dash = bool(out)
        else:
            if not low <= token <= high:
                return None
            if dash:
                out += span_of(out[-1], token) if high == 12 else list(range(out[-1], token + 1))
            out.append(token)
            dash = False
    return sorted(set(out))


def _month_tokens(body: str) -> list[int | None]:
    if "年" in body:
        body = YEARS.sub("", body)
    body = DAY_OF.sub(" ", PARTS.sub(" ", body))
    body = MONTHS_COUNTED.sub("", body)  # 7、8两月
    tokens: list[int | None] = []
    for match in MEMBER.finditer(body):
        if match[2]:
            tokens.append(None)
        elif match[1] == "元" or match[1] == "正":
            tokens.append(1)
        else:
            tokens += numbers_of(match[1])
    return tokens


def _day_of(body: str, months: list[int], after: str) -> tuple[int, int] | None:
    days = [n for n in (numbers_of(d) for d in DAY_OF.findall(body)) if n]
    if days and 1 <= days[-1][0] <= 31:
        return months[-1], days[-1][0]
    parts = [(body.rfind(name), day) for name, day in PART_DAY.items() if name in body]
    if parts:
        return months[-1], max(parts)[1]
    if "前" in after and "前后" not in after and "月份" not in body:
        return months[-1], 31 if "底" in body else 1
    return None


def _months(text: str, warn) -> list[Time]:
    out = []
    for match in MONTHS.finditer(text):
        body = match["body"]
        start = match.start()
        tokens = _month_tokens(body)
        if match["year"] is None and len(tokens) > 1 and (tokens[0] or 0) > 12:
            continue  # 走访30,3月: the first number is no month; rare enough to leave to the reader's eye
        months = _spans(tokens, 1, 12)
        if not months:
            warn(f"“{match[0].strip()}”不是有效的月份，没有据此列出任务。")
            continue
        kind = "date" if DAY_OF.search(body) else "month"
        deadline = _day_of(body, months, match["after"])
        out.append(
            Time(start, match.end(), tuple(months), kind, None, deadline, (match["year"] or "").strip())
        )
    return out


def _weeks(text: str, term: Term) -> list[Time]:
    out = []
    for match in WEEK.finditer(text):
        tokens: list[int | None] = []
        for member in WEEK_MEMBER.finditer(match[0]):
            tokens += [None] if member[2] else numbers_of(member[1])
        weeks = _spans(tokens, 1, 30) or []
        table = _SECOND_TERM_WEEKS if term.period == "second_term" else _FIRST_TERM_WEEKS
        months = {next(month for last, month in table if week <= last) for week in weeks}
        if term.period == "calendar":
            months = set()
        dates = re.match(r"\s?\(([^)]{3,30})\)", text[match.end() : match.end() + 34])
        end = match.end()
        if dates:
            inside = set()
            for time in _months(dates[1], lambda _: None) + _numeric_dates(dates[1], True):
                inside |= set(time.months)
            if inside:
                months, end = inside, match.end() + dates.end()
        out.append(Time(match.start(), end, tuple(sorted(months)), "week"))
    return out


def _numeric_dates(text: str, loose: bool) -> list[Time]:
    out = []
    for match in DATE_RANGE.finditer(text) if RANGE_SIGN.search(text) else ():
        months = span_of(int(match["am"]), int(match["bm"]))
        out.append(
            Time(
                match.start(),
                match.end(),
                tuple(sorted(months)),
                "date",
                None,
                (int(match["bm"]), int(match["bd"])),
            )
        )
    if loose and "/" in text:
        for match in SHORT_PART.finditer(text):
            out.append(Time(match.start(), match.end(), (int(match["m"]),), "month"))
    for sign, pattern in (("20", FULL_DATE), ("", SHORT_DATE)) if loose else (("20", FULL_DATE),):
        for match in pattern.finditer(text) if sign in text else ():
            day = (int(match["m"]), int(match["d"])) if match["d"] else None
            out.append(
                Time(match.start(), match.end(), (int(match["m"]),), "date" if day else "month", None, day)
            )
    return out


def _quarters(text: str) -> list[Time]:
    out = []
    for match in QUARTER.finditer(text):
        if match[0].startswith(("前", "后")):
            continue
        tokens: list[int | None] = []
        for member in QUARTER_MEMBER.finditer(match[0]):
            tokens += [None] if member[2] else numbers_of("1" if member[1] == "首" else member[1])
        quarters = _spans(tokens, 1, 4) or []
        at_end = re.search(r"[末底]", match[0])
        months = [m for q in quarters for m in ([3 * q] if at_end else range(3 * q - 2, 3 * q + 1))]
        if months:
            deadline = (months[-1], 31) if at_end else None
            out.append(Time(match.start(), match.end(), tuple(months), "quarter", None, deadline))
    return out


def _edges(text: str) -> list[Time]:
    out = []
    for match in HALF.finditer(text):
        if match[0].startswith(("前", "后")):
            continue
        months = {"上半": range(1, 7), "下半": range(7, 13)}.get(match[0][:2], range(1, 13))
        at_end = match[0][-1] in "末底"
        out.append(Time(match.start(), match.end(), (months[-1],) if at_end else tuple(months), "half"))
    for match in EDGE.finditer(text):
        # 年终总结 is what the activity is about, as with a festival
        kind = (
            FESTIVAL
            if re.match(
                r"(?:工作)?(?:总结|考核|表彰|评比|评优|评先|述职|联欢)|(?:各项)?工作", text[match.end() :]
            )
            else "edge"
        )
        before = text[match.start("e") - 1 : match.start("e")]
        if match["e"] == "年中" and ((before in "一全每几的两三近学" and before) or before.isdigit()):
            continue
        month = {"初": 1, "中": 6}.get(match["e"][-1], 12)
        deadline = (12, 31) if month == 12 else None
        out.append(
            Time(
                match.start(),
                match.end(),
                (month,),
                kind,
                None,
                deadline,
                match[0][: match.start("e") - match.start()],
            )
        )
    return out


def _term_points(text: str, term: Term) -> list[Time]:
    out = []
    for match in VACATION.finditer(text):
        if text[match.end() : match.end() + 2] in ("作业", "工作"):
            continue
        name = match[0]
        months = (*((1, 2) if "寒" in name else ()), *((7, 8) if "暑" in name else ()))
        out.append(Time(match.start(), match.end(), months, "vacation"))
    for match in TERM_POINT.finditer(text):
        if not term.is_term:
            continue
        ordered = (
            list(term.months)
            if term.period == "second_term"
            else sorted(term.months, key=lambda m: (m < 8, m))
        )
        middle = 11 if term.period == "first_term" else 4
        month = middle if "中" in match[0] else ordered[-1] if re.search("末|结束", match[0]) else ordered[0]
        out.append(Time(match.start(), match.end(), (month,), "term"))
    return out


def _often(text: str, term: Term) -> list[Time]:
    out = []
    for often in recurrences_in(text):
        months = term.months if often.code in ("monthly", "weekly", "quarterly") else ()
        out.append(Time(often.start, often.end, months, "often", often.code))
    return out


def times_in(
    text: str, term: Term = CALENDAR, loose: bool = False, warn=lambda _: None, begin: int = 0
) -> list[Time]:
    """All time expressions of folded text from `begin` on, in order, not overlapping.

    `loose` also reads 3.15 and 3/15 as dates: right in a time column, wrong in running text.
    What stands before `begin` is a list mark: in 2、8月 it is no month.
    """
    times, warnings = found_in(text[begin:], term, loose)
    for sentence in warnings:
        warn(sentence)
    return [moved(time, begin) for time in times] if begin else list(times)


def moved(time: Time, offset: int) -> Time:
    """The same time in a line where it stands `offset` further on."""
    start, end = time.start + offset, time.end + offset
    return Time(start, end, time.months, time.kind, time.recurrence, time.deadline, time.year)


@lru_cache(maxsize=16_384)
def found_in(text: str, term: Term, loose: bool) -> tuple[list[Time], list[str]]:
    """The times of a text and what to tell the user about them; several stages ask for one line."""
    warnings: list[str] = []
    found = _often(text, term)
    # longer readings win over the shorter ones they contain; a frequency wins over all
    if "月" in text:
        found += _months(text, warnings.append)
    if DIGIT.search(text):
        found += _numeric_dates(text, loose)
    if "周" in text:
        found += _weeks(text, term)
    if "季" in text or "Q" in text:
        found += _quarters(text)
    if "年" in text or "岁" in text:
        found += _edges(text)
    if "期" in text or "假" in text or "学" in text:
        found += _term_points(text, term)
    found += [Time(start, end, months, FESTIVAL) for start, end, months in festivals_in(text)]
    if "旬" in text or "月" in text:
        found += [Time(m.start(), m.end(), (), "part") for m in PART_ONLY.finditer(text)]
    found.sort(key=lambda t: (t.kind == "often" and -1, -(t.end - t.start), t.start))
    kept: list[Time] = []
    taken = bytearray(len(text))
    for time in found:
        if not any(taken[time.start : time.end]):
            kept.append(time)
            taken[time.start : time.end] = b"\1" * (time.end - time.start)
    for lunar in LUNAR_BESIDE.finditer(text) if "(" in text else ():
        kept = [t for t in kept if not lunar.start() < t.start < lunar.end()]
    kept.sort(key=lambda t: t.start)
    return [t for t in kept if t.recurrence or t.kind != "often"], warnings
