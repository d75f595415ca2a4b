"""Hindsight: which parts, paragraphs and sentences of a document tell what has been."""

from __future__ import annotations

import re

from .governing import is_past
from .patterns import late
from .times import Term, Time
from .units import Unit

YEAR = late(r"(?<!\d)(20[0-4]\d)\s?(?:学?年|(?=[上下]半年)|-\s?20\d\d\s?(?:学年|年))")
PLAN = late(r"计划|要点|安排|日程|方案|打算|规划|思路|设想|行事历|一览表|任务清单|部署")
SUMMARY = late(r"总结|汇报|述职|报告|回顾|小结")
BACK = late(
    r"今年以来|过去的?一年|一年来|回顾|回眸|回望|总结|工作情况|完成情况|主要成绩|取得|成效|做法|存在的?(?:问题|不足|"
    r"困难)|不足|差距|^差|短处|短板|弱项|问题|体会|经验|基本情况|工作开展情况"
)
_AHEAD = late(r"下一步|下步|打算|计划|安排|设想|思路|今后|明年|来年|努力方向|展望|下半年|目标任务|要点|整改")
# after a part that looks back 今年怎么干 is what comes; alone it may be what was
_AFTER_BACK = late(r"今年|新的?一?年|怎么[干办做抓]|往后|接下来")
# a part or paragraph called so reports, whatever kind of paper it stands in
_NAMED_BACK = late(r"回顾|回眸|回望|^回头看|^(?:去年|上年|上一年|上学年)(?!.*(?:决算|整改|遗留))")
_RUN_IN = late(r"\(([^()]{2,8})\)")
_BEFORE_NOW = late(
    r"(?:^|(?<=[。!?:;)]))\s*(?:(?P<before>去年|上年|上一年|上学[年期]|过去的?一个?学?年)|(?P<year>20[0-4]\d)年)"
)
_NOW = late(r"今年|本年|本学[年期]|新的?一?学?年|明年|来年|下一?步|今后|接下来")
_WHEN = late(r"度?\s?(?:[\d一二三四五六七八九十元上下年]{1,3}(?:月|半年|季度)|[,、])")
_SAYS_BEFORE = late(r"去年|上[年一学]|过去|20")
_STOP, _CLAUSE_END = late(r"[。!?]"), late(r"[,;。!?]")
_TO_COME = late(r"将|拟|计划|力争|争取|继续|要(?!求|素|点|闻)|底?前")


def title_of_part(unit: Unit) -> str:
    """A heading's own words."""
    return unit.line.text[unit.begin : unit.title_end]


def parts_ahead(parts: list[Unit]) -> list[Unit]:
    """Those of a document's parts whose headings say that they look ahead."""
    ahead, told = [], False
    for part in parts:
        title = title_of_part(part)
        if _AHEAD.search(title) and "总结" not in title:
            ahead.append(part)
        elif BACK.search(title) or _NAMED_BACK.search(title):
            told = True
        elif told and _AFTER_BACK.search(title):
            ahead.append(part)
    return ahead


def looks_back(unit: Unit, kind: str, year: int | None) -> bool:
    """Does the unit stand in a part that reports?"""
    label = _RUN_IN.match(unit.line.text)
    if label and _NAMED_BACK.search(label[1]):
        return True
    headings = [title_of_part(u) for u in (unit, *unit.ancestors()) if u.is_heading and not u.label]
    if kind in ("plan", "opinion"):
        return any(map(_NAMED_BACK.search, headings))
    for title in headings:
        if _AHEAD.search(title) and not re.search("总结|情况", title):
            return False
        if (
            BACK.search(title)
            or _NAMED_BACK.search(title)
            or any(int(y) < (year or 0) for y in YEAR.findall(title))
        ):
            return True
    return kind == "summary"


def half_gone(unit: Unit, term: Term) -> bool:
    """上半年:… in a plan for the second half of the year."""
    label = unit.label or unit.under_label()
    return (
        term.period == "second_half"
        and label is not None
        and label.time.kind == "half"
        and label.time.months[-1:] == (6,)
    )


def reported_first(title: str, units: list[Unit]) -> set[int]:
    """Ids of the units before the part that looks ahead, where the title says 总结 first and 计划 after it."""
    report = SUMMARY.search(title)
    if report is None or not PLAN.search(title, report.end()):
        return set()
    parts = [n for n, u in enumerate(units) if u.is_heading and u.level == 1]
    ahead = [n for n in parts if _AHEAD.search(units[n].line.text, 0, units[n].title_end)]
    return {id(u) for u in units[: ahead[0]]} if ahead else set()


def without_told(text: str, times: list[Time], year: int | None, term: Term) -> list[Time]:
    """The times without those that the paragraph tells of the year before; `year` is the plan's own."""
    told = _told_in(text, year, term) if times and _SAYS_BEFORE.search(text) else []
    return [t for t in times if not any(a <= t.start < b for a, b in told) or _is_to_come(text, t)]


def _told_in(text: str, year: int | None, term: Term) -> list[tuple[int, int]]:
    """去年十月换届,…;十一月体检: from there to the end of the sentence, or to what is said of now."""
    out = []
    for match in _BEFORE_NOW.finditer(text):
        if match["year"] and int(match["year"]) >= (year or 0):
            continue
        if match["before"] == "上学期" and not term.is_term:
            continue  # the first half of a school year's plan
        whole = match.start() == 0 and text[match.end() : match.end() + 1] == ","  # 2025年,…: the paragraph
        stop = None if whole else _STOP.search(text, match.end())
        end = stop.start() if stop else len(text)
        now = _NOW.search(text, match.end(), end)
        end = now.start() if now else end
        if _WHEN.match(text, match.end()) or is_past(text[match.start() : end]):
            out.append((match.start(), end))
    return out


def _is_to_come(text: str, time: Time) -> bool:
    """Does the clause a time stands in say of itself that it is still to be done?"""
    stop = _CLAUSE_END.search(text, time.end)
    begin = max(text.rfind(c, 0, time.start) for c in ",;。:") + 1
    return _TO_COME.search(text, begin, stop.start() if stop else len(text)) is not None
