"""How often: 每月, 每季度一次, 全年不少于4次 and their like, as the codes of the schema."""

from __future__ import annotations

import re
from typing import NamedTuple

from .characters import number_of
from .patterns import late

_NUM = r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3})"
_TIMES = (
    r"(?:不少于|不低于|至少|最少|要|应|可|各|拟|计划|组织|开展|举办|召开|举行|"
    rf"进行|安排|集中|定期|共|再|\s|~|-|\"){{0,"
    rf"4}}(?:{_NUM}\s?[-~至到]\s?)?(?P<n>{_NUM})\s?(?:[次场轮批回期届](?!全会))(?:以上|"
    r"左右)?"
)
# 全年 开展 … 4次: the count may stand a few words later in the same clause
_LATER = rf"[^,。;:!?，]{{0,16}}?(?P<n>{_NUM})\s?[次场轮批回届](?!全会)(?:以上|左右)?"
_GROUP = r"(?:个|逢|隔)?"

_PATTERNS = [
    ("none", r"每(?:两|二|隔|三|四|五|\d)\s?(?:年|周|天|个?星期)|每[天日]|隔周|双周|每人每?年?|人均"),
    ("yearly6", r"每(?:两|二|2|隔)个?月|隔月|[双单]月"),
    (
        "quarterly",
        r"每(?:三|3)个月|每个?季度?末?|按季度?|逐季|季季|一季度?一(?:次|评|查|考|报|会|训)|每季度?",
    ),
    (
        "monthly",
        r"每个?月(?:底|末|初|中|份|上旬|中旬|下旬)?(?:\d{1,2}[日号](?:[、和]\d{1,2}[日号])*)?"
        r"(?:的?(?:第[一二三四五1-5]个?|最后一?个?)(?:周|星期)的?(?:周|星期)?[一二三四五六日天]?(?:[上下]午|晚上?)?)?|按月|逐月|"
        r"月月|一月一(?:次|评|查|考|报|会|训|题|主题)|每月份",
    ),
    (
        "weekly",
        r"每个?(?:周|星期|礼拜)(?:[一二三四五六日天](?![次期场回篇课刊题])(?:、[一二三四五六日])*)?(?:[上下]午|"
        r"晚上?)?|按周|(?<![一二三四五六七八九十\d])周周(?!末)|一周一(?:次|评|查|会)",
    ),
    ("half", r"每半年|(?<![上下前后])半年(?=[^,。;]{0,8}一次)|上下半年各|上、下半年各"),
    ("term", r"每个?学期|一学期一(?:次|评)|一学期(?=[\u4e00-\u9fff]{1,3}?一次)"),
    ("year", r"每个?(?:学年|年度?)|一年一(?:度|次|届|评)|逐年|年年"),
    ("count", r"(全年|年内|一年内|年度内|全年度|一年)(?:内|里|中|共|计|要|应|拟|计划|力争|确保)?"),
]
# what a text must hold for the pattern to be worth a try; compiling one costs more than many lines
_NEEDED = {
    "none": "每隔双人",
    "yearly6": "月",
    "quarterly": "季月",
    "monthly": "月",
    "weekly": "周星礼",
    "half": "半",
    "term": "期",
    "year": "年",
    "count": "年",
}
_COMPILED = [(code, late(pattern), _NEEDED[code]) for code, pattern in _PATTERNS]
_COUNT = late(_TIMES)
_COUNT_LATER = late(_LATER)
_WHOLE = ("全年", "年内", "一年内", "年度内")
_EACH = {"half": 2, "term": 2, "year": 1}
# every pattern above needs one of these; most lines have none and cost nothing more
_SIGN = late(r"[每按逐隔双单]|全年|年度?内|一年|人均|月月|季季|周周|年年|一[月周季学]|半年")
_VERB = late(r"组织|开展|举办|召开|举行|进行|安排")
_MEANT_AS_NOUN = late(r"年(?:龄|薪|均|人均)|月(?:均|薪|收入|工资|租)")


class Often(NamedTuple):
    """A stated frequency; `code` as in the schema, or None for one the schema has no code for."""

    start: int
    end: int
    code: str | None


def recurrences_in(text: str) -> list[Often]:
    """The frequencies in folded text, in order, not overlapping."""
    found: list[Often] = []
    taken = [False] * len(text)
    if not _SIGN.search(text):
        return found
    for name, pattern, needed in _COMPILED:
        if not any(sign in text for sign in needed):
            continue
        for match in pattern.finditer(text):
            if any(taken[match.start() : match.end()]) or _MEANT_AS_NOUN.match(text, match.end() - 1):
                continue
            often = _often(name, match, text)
            if often is None:
                continue
            found.append(often)
            for i in range(often.start, often.end):
                taken[i] = True
    return sorted(found, key=lambda o: o.start)


def _often(name: str, match: re.Match, text: str) -> Often | None:
    start, end = match.span()
    if name in ("none",):
        return Often(start, end, None)
    if name == "yearly6":
        return Often(start, end, "yearly:6")
    count = _COUNT.match(text, end)
    if name in ("monthly", "weekly", "quarterly"):
        verb = _VERB.search(count[0]) if count else None
        # 每月至少召开一次座谈会: what is done (召开一次) stays with the activity
        return Often(start, (end + verb.start() if verb else count.end()) if count else end, name)
    if name == "count":
        # the words before a later count are the activity itself: they stay outside the expression
        if count is None and match[1] in _WHOLE:
            end = match.end(1)
        stated = count or (_COUNT_LATER.match(text, end) if match[1] in _WHOLE else None)
        n = number_of(stated["n"]) if stated else None
        return Often(start, count.end() if count else end, f"yearly:{n}") if n else None
    count_later = count or _COUNT_LATER.match(text, end)
    n = (number_of(count_later["n"]) if count_later else 1) or 1
    if name == "year" and count_later is None:
        n = 1
    return Often(start, count.end() if count else end, f"yearly:{_EACH[name] * n}")
