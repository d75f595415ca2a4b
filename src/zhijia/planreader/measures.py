"""Measures: intended activities without a time, one per numbered item or lead clause.

Slogans, guiding thought and reports of the past give none.
"""

from __future__ import annotations

from typing import NamedTuple

from .characters import fold
from .governing import is_past
from .lines import Line
from .owners import past_owner
from .patterns import late
from .titles import ACTION, BACKGROUND, RESULT, STARTS_WITH_ACTION, clauses, leading_clause, title_of
from .units import Unit

_ORDINAL = late(
    r"(?:^|(?<=[。;:,]))\s*(?:[一二三四五六七八九十]{1,2}(?:是|要)|"
    r"其[一二三四五六七八九]是?|首先|其次|再次|最后)[,:]?"
)
_SLOGAN = late(
    r"^(?:坚持(?:以|党)|高举|以.{4,40}为(?:指导|主线|目标|契机|中心)|牢固树立|"
    r"坚定不移|全心全意|不忘|开创|为.{6,40}(?:贡献|努力)|谢谢|努力开创|"
    r"团结动员)"
)
# what a union wants to be so, and not what it does; but 提高入会率到95%以上 can be counted
_AIM = late(
    r"(?:提高|提升|增强|促进|维护|构建|营造|激发|凝聚|发挥|保障|树立|弘扬|丰富|活跃|确保|保证|力争|"
    r"实现|彰显|调动|巩固|当好|加快|塑造|展现|缓解|密切)"
)
_ACT = late(
    r"开展|组织|举办|召开|建立|制[定订]|修订|拟定|进行|慰问|走访|看望|评选|评比|评议|表彰|选举|培训|学习|"
    r"宣传|检查|督查|调研|调查|排查|签订|协商|发放|筹备|庆祝|编制|上报|申报|考核|审议|审计|收缴|成立|组建|"
    r"创建|帮扶|救助|换届|征集|公示|公开|启动|实施|购买|设立|汇报|验收|办理|清理|参观|竞赛|比赛|演练|体检|"
    r"疗养|健全|完善|落实|规范|提供|活动|[\d%]"
)
_LIGHT_LEAD = late(r"\s*(?:还要|必须|要|须|应)(?!求|素|点|闻)")
_LIGHT = late(
    r"^(?:要|须|应|将|继续|进一步|切实|认真|积极|深入|广泛|大力|扎实|全面|不断|努力|着力|还要|必须)+"
)
MAX_TITLE = 30
_PER_PARAGRAPH = 4


class Found(NamedTuple):
    """A measure's words and the stretch of the line they stand in."""

    title: str
    line: Line
    start: int
    end: int


def measures_in(units: list[Unit], spoken_for: dict[int, list[tuple[int, int]]], skip) -> list[Found]:
    """Undated measures; `spoken_for` holds, by line id, the sentences that gave a task."""
    out: list[Found] = []
    for unit in units:
        if unit.line.row or skip(unit) or unit.label or unit.under_label():
            continue
        found = list(_of_unit(unit, spoken_for))
        if (
            not found
            and unit.is_heading
            and unit.mark
            and not unit.children
            and STARTS_WITH_ACTION.match(unit.words)
            and _doable(unit.line.text, unit.begin, unit.title_end, unit.title_end)
        ):
            found = [_found(unit, unit.begin, unit.title_end)] if id(unit.line) not in spoken_for else []
        out += [f for f in found if f is not None]
    return out


def _of_unit(unit: Unit, spoken_for: dict[int, list[tuple[int, int]]]):
    line, text = unit.line, unit.line.text
    begin = unit.title_end if unit.is_heading else unit.begin
    if unit.mark and not unit.is_heading:
        if id(line) in spoken_for or any(child.mark for child in unit.children):
            return
        lead = _doable(text, *leading_clause(text, unit.begin, len(text)), len(text))
        if lead is None:
            return
        a, b = lead
        if (
            not _SLOGAN.match(text[a:b])
            and (ACTION.search(text[a:b]) or len(text) <= 40)
            and not is_past(text[unit.begin :])
        ):
            yield _found(unit, a, b)
        return
    ordinals = list(_ORDINAL.finditer(text, begin))
    inside = unit.parent if unit.plain else unit
    if (inside is None or (not inside.is_heading and not inside.mark)) and len(ordinals) < 2:
        return  # a preamble; but 一是…二是… are measures even where all headings were lost
    if ordinals:
        for n, match in enumerate(ordinals):
            end = ordinals[n + 1].start() if n + 1 < len(ordinals) else len(text)
            yield from _first(unit, match.end(), end, spoken_for)
        return
    count = 0
    for first, b in clauses(text, begin, len(text), "。!?;"):
        a = past_owner(text, first)
        if count < _PER_PARAGRAPH and STARTS_WITH_ACTION.match(_LIGHT.sub("", text[a:b].strip())):
            for found in _first(unit, a, b, spoken_for):
                count += 1
                yield found


def _first(unit: Unit, a: int, b: int, spoken_for: dict[int, list[tuple[int, int]]]):
    text = unit.line.text
    if any(start < b and a < end for start, end in spoken_for.get(id(unit.line), ())):
        return
    lead = _doable(text, *leading_clause(text, a, b), b)
    if lead is None:
        return
    x, y = lead
    words = text[x:y].strip()
    if _SLOGAN.match(words) or BACKGROUND.match(words) or is_past(text[a:b]) or not ACTION.search(words):
        return
    if RESULT.match(_LIGHT.sub("", words)) and len(words) < 12:
        return
    yield _found(unit, x, y)


def _doable(text: str, a: int, b: int, end: int) -> tuple[int, int] | None:
    """The clause itself; for a pure aim (提高职工素质) the first act after it (开展岗位练兵), or nothing."""
    if not _is_aim(text[a:b]):
        return a, b
    for x, y in clauses(text, b, end, ",;。!?:"):
        if _ACT.match(_LIGHT.sub("", text[x:y].strip())):
            return x, y
    return None


def _is_aim(words: str) -> bool:
    words = words.strip(' "')
    return _AIM.match(_LIGHT.sub("", words)) is not None and not _ACT.search(words)


def _shortened(title: str) -> str:
    """A long title without what stands between its verb and its object: 开展(形式多样的)文体活动."""
    verb = STARTS_WITH_ACTION.match(fold(title))
    last = title.rfind("的")
    if len(title) > 20 and verb and verb.end() < last and len(title) - last > 4:
        return title[: verb.end()] + title[last + 1 :]
    return title


def _found(unit: Unit, a: int, b: int) -> Found | None:
    light = _LIGHT_LEAD.match(unit.line.text, a, b)
    title = _shortened(title_of(unit.line, light.end() if light else a, b))
    if len(title) > MAX_TITLE:
        # the longest beginning that ends where a phrase ends
        cut = max(title.rfind(c, 6, MAX_TITLE + 1) for c in "、,，和与的”》")
        title = title[: cut + (title[cut] in "”》")] if cut > 6 else title[:MAX_TITLE]
    end = len(unit.line.text) if unit.mark and not unit.is_heading else b
    return Found(title, unit.line, a, max(end, b)) if len(title) >= 4 else None
