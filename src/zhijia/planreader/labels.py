"""Time labels: the 三月份: or 第一周 that stands before the entries of a schedule."""

from __future__ import annotations

import re
from typing import NamedTuple

from .marks import STARS
from .patterns import late
from .times import FESTIVAL, Term, Time, moved, times_in

# nesting of labels in one schedule: a week stands inside a month, a month inside a quarter
_RANK = {"half": 0, "quarter": 1, "week": 3, "part": 3, "date": 3}
_OPENING = late(rf"[(<《\"\s*·→√✓✔{STARS}]*")
_AND = ("、", "和", "与", "及", "", " ")
_BLANK = late(r"[\s*·]*")
_TAIL = late(
    r"[)>》\"★☆]*(?:\s?\([^()]{1,24}\))?(?:\s?的?(?:主要|重点|具体|工会)?(?:工作|"
    r"活动|任务|内容){0,2}(?:安排|要点|计划|内容|重点|任务|工作|活动|事项|"
    r"目标)?(?=\s?(?:[:(]|$)))?"
    r"(?:\s?\([^()]{1,24}\))?"
)
_STAGE = late(r"第[一二三四五六1-6](?:个?阶段|步|轮|期)\s?[:,]?\s?\(([^()]{2,24})\)\s?[:。,]?\s*")
_WHOLE_YEAR = late(
    r"(?:全年|常年|长期|全年度|全学期|全学年)(?:工作|活动|性工作)?(?=\s?(?::|$))|(?:时间待定|待定|未定|机动)(?=\s?(?::|$)| +\S)"
)  # the last ones are open entries that have no time
_SEASON = late(r"(?!.*(?:阶段|步骤|期\())[^,。;:()]{2,14}\(([^()]{2,16})\)")
_SEPARATOR = late(r"\s?(?::[\s:]*|\t|\s+|-{1,4}\s?(?=[^\d])|[、.>](?=[^\d一二三四五六七八九十元]))")
# 时间:3月中旬 on a line of its own, among the fields of an activity named above it
TIME_FIELD = late(r"[(\s]*[\u4e00-\u9fff]{0,4}?(?:时间|日期|时限|期限)(?:安排)?\s?:")
# 活动:走访;慰问 below 一月 暖心月: what follows are the month's entries
ACTIVITY_FIELD = late(r"\s*(?:主题|主要|重点)?(?:活动|工作|任务|项目)(?:内容|安排)?\s?:\s?(?=\S)")
_KINDS = {"month", "date", "week", "quarter", "half", "edge", "vacation", "term", "part"}


class Label(NamedTuple):
    """A time label: the time, and the position where the entries after it begin."""

    time: Time
    end: int
    alone: bool  # nothing but the label on its line
    theme: bool = False  # a slogan follows on the same line: the label is a heading
    stage: bool = False  # 第一阶段(3月):… names one activity, and what follows it are details

    @property
    def rank(self) -> int:
        return _RANK.get(self.time.kind, 2)


def label_at(text: str, start: int, term: Term, loose: bool = False) -> Label | None:
    """The time label that folded `text` begins with at `start`, or None."""
    stage = _STAGE.match(text, start)
    if stage:
        inner = next(iter(times_in(stage[1], term, True)), None)
        if inner and inner.start == 0:
            return Label(moved(inner, stage.start(1)), stage.end(), stage.end() == len(text), stage=True)
    opening = _past(_OPENING, text, start)
    whole = _WHOLE_YEAR.match(text, opening)
    if whole:
        months = tuple(range(1, 13)) if whole[0].startswith("全年") else ()
        time = Time(opening, whole.end(), months, "half")
    else:
        # the quotes may be the festival's own: “三八”妇女节:
        found = _opens(text, _past(_BLANK, text, start), term, loose) or _opens(text, opening, term, loose)
        if found is None:
            return None
        time = found
    tail = _past(_TAIL, text, time.end)
    rest = text[tail:]
    if not rest.strip(" :。.>★"):
        festive = time.kind == FESTIVAL and rest.strip() == ":"  # 春节: above its entries
        return Label(time, len(text), True) if time.kind in _KINDS or whole or festive else None
    separator = _SEPARATOR.match(text, tail)
    if separator is None:
        # 三月份,… is a sentence; (三月份)… is a label
        if opening > start and text[time.end : time.end + 1] == ")" and text[start] == "(":
            return Label(time, text.index(")", time.end) + 1, False) if time.kind in _KINDS else None
        return None
    if (
        time.kind in _KINDS
        or whole
        or (separator[0].strip().startswith((":", "--")) and (time.kind == FESTIVAL or time.recurrence))
    ):
        return Label(time, separator.end(), False)
    return None


def _opens(text: str, start: int, term: Term, loose: bool) -> Time | None:
    """The time that stands right at `start`; festivals said in one breath (中秋节、国庆节) are one."""
    # lines of a usual length are looked at whole, as other stages do: the times of one text are found once
    times = times_in(text[start:] if len(text) < 200 else text[start : start + 40], term, loose)
    if not times or times[0].start > 0:
        return None
    first = times[0]
    for other in times[1:]:
        if (
            not first.kind == other.kind == FESTIVAL
            or text[start + first.end : start + other.start] not in _AND
        ):
            break
        first = first._replace(end=other.end, months=tuple(sorted({*first.months, *other.months})))
    return moved(first, start)


def theme_at(text: str, start: int, term: Term) -> Label | None:
    """A month with a slogan glued to it, alone on its line: 3月争创活动."""
    time = next(iter(times_in(text[start : start + 20], term)), None)
    rest = text[start + time.end :] if time else ""
    if (
        time
        and time.start == 0
        and time.kind in ("month", "quarter")
        and 2 <= len(rest) <= 16
        and not re.search("[,。;:]", rest)
    ):
        return Label(moved(time, start), start + time.end, False, True)
    return None


def season_at(text: str, term: Term) -> Label | None:
    """春之约(3-5月): a name with several months in a bracket behind it, above what those months bring."""
    named = _SEASON.fullmatch(text)
    time = next(iter(times_in(named[1], term)), None) if named else None
    if named is None or time is None or len(time.months) < 2 or time.kind not in ("month", "quarter", "half"):
        return None
    whole = time.start == 0 and time.end == len(named[1])
    return Label(moved(time, named.start(1)), len(text), False, True) if whole else None


def _past(pattern: re.Pattern[str], text: str, start: int) -> int:
    """Where the pattern's match at `start` ends; `start` itself when it does not match."""
    match = pattern.match(text, start)
    return match.end() if match else start
