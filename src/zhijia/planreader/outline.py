"""Outline: which units are headings, where their titles end, and how deep they stand.

The rules are those of the corpus: Chinese numerals head a part when their lead works as a
title and something belongs to it; Arabic ones only when they stand alone above lines of their
own; entries of a schedule never.
"""

from __future__ import annotations

import re

from .marks import TITLE_KINDS
from .patterns import late
from .times import FESTIVAL, Term, starting_in, times_in
from .units import Unit
from .unnumbered import CLOSING, SECTION_WORD, document_title

MAX_LEAD = 50
_LEAD_END = late(r"[。:;!?]")
_SECTION_NAMES = late(
    r"^(?:指导思想|总体思路|总体要求|工作思路|工作目标|总体目标|主要目标|"
    r"目标任务|工作重点|重点工作|主要工作|工作任务|主要任务|工作措施|主要措施"
    r"|具体措施|保障措施|工作要求|工作安排|活动安排|具体安排|工作内容|主要内容)"
)
_STARTERS = (
    "围绕|为了|为|按照|根据|依据|坚持|以|通过|要|工会|我们|我会|认真|积极|"
    "推动|继续|今年|在|全面|深入|高举|紧紧|各|公司|学校|充分|进一步"
)
_AFTER_NAME = late(rf"(?:{_STARTERS})")
_NOUN_END = late(
    r"(?:建设|工作|水平|能力|活动|作用|保障|发展|素质|权益|管理|服务|机制|制度|"
    r"组织|队伍|和谐|关系|环境|氛围|创新|成果|思想|目标|任务|职能|维权"
    rf"|生活|稳定|实效|凝聚力|战斗力|满意度|文化|品牌|阵地|力量|基础)(?=(?:{_STARTERS}))"
)
_MEASURES = late(r"[\s,]一(?:是|要)")  # the first of several measures: the heading is over


def mark_headings(units: list[Unit], term: Term) -> None:
    """Decide for every unit whether it is a heading; set `title_end` and `level`."""
    groups: dict[tuple, list[Unit]] = {}
    for unit in units:
        if unit.mark:
            key = (id(unit.parent), unit.mark.kind, unit.mark.depth)
            groups.setdefault(key, []).append(unit)
        elif unit.bare or (unit.label and unit.label.theme and not unit.under_label()):
            unit.title_end = len(unit.line.text.rstrip(": 。"))
    for (_, kind, _), group in groups.items():
        in_chapter = kind == "decimal" and any(
            u.mark and u.mark.kind == "chapter" for u in group[0].ancestors()
        )
        if kind == "spoken" and any(u.line.run_in for u in group):
            continue
        if kind in TITLE_KINDS or in_chapter:
            _title_group(group, term)
        else:
            _arabic_group(group, term)
    _drop_empty_bare(units)
    _drop_lone_top(units)
    for unit in units:
        unit.level = 1 + sum(1 for u in unit.ancestors() if u.is_heading)


def _drop_empty_bare(units: list[Unit]) -> None:
    """Where most unnumbered headings head nothing, the text is a list of short lines."""
    bare = [
        u
        for u in units
        if u.bare and u.is_heading and not (u.line.style or u.line.starred or u.has_time_field)
    ]
    empty = [
        u for u in bare if not any(c.mark or c.label or c.bare or len(c.line.text) > 15 for c in u.children)
    ]
    if len(bare) > 3 and len(empty) * 2 > len(bare):
        for unit in empty:
            unit.title_end = 0


def _drop_lone_top(units: list[Unit]) -> None:
    """One unnumbered line above all the numbered parts is a subtitle or the like, unless it names a section."""
    headings = [u for u in units if u.is_heading]
    if len(headings) < 4 or not headings[0].bare or headings[0].line.style:
        return
    first = headings[0]
    alone = all(first in u.ancestors() for u in headings[1:])
    if alone and not SECTION_WORD.search(first.line.text) and not _SECTION_NAMES.match(first.line.text):
        first.title_end = 0


def _title_group(group: list[Unit], term: Term) -> None:
    ends = {unit: _title_end(unit, term) for unit in group}
    rich = [u for u in group if ends[u] and (_rest(u, ends[u]) or _belongings(u))]
    if (
        len(rich) == 1
        and len(group) > 2
        and rich[0] is group[-1]
        and not _rest(rich[0], ends[rich[0]])
        and not _numbered_below(rich[0])
    ):
        rich = []  # only the closing paragraph of the text stands below the last of plain items
    for unit in group:
        if ends[unit] and rich:
            unit.title_end = ends[unit]
        elif len(rich) * 3 >= len(group) * 2 and len(group) > 3 and unit.children and not unit.label:
            unit.title_end = _whole_lead(unit)  # its sisters are headings, so is it


def _whole_lead(unit: Unit) -> int:
    """Where the line ends, if all of it is short enough for a title whatever it says; 0 if not."""
    words = unit.words.rstrip("。:; ")
    return unit.begin + len(words) if 2 <= len(words) <= MAX_LEAD and not re.search("[。;:]", words) else 0


def _arabic_group(group: list[Unit], term: Term) -> None:
    headed = []
    for unit in group:
        end = _title_end(unit, term)
        bullet = unit.mark is not None and unit.mark.kind == "bullet"
        opened = bullet and any(child.line.run_in for child in unit.children)  # ◎关怀:①…;②…
        if (
            end
            and not opened
            and not _rest(unit, end)
            and _belongings(unit)
            and unit.line.text[-1] not in ";,"
        ):
            headed.append((unit, end))
    if len(headed) == 1 and len(group) > 1:
        only = headed[0][0]  # its sisters are items, so is it
        if (only is group[-1] or len(group) > 3) and not _numbered_below(only) and not _fields_below(only):
            return
    for unit, end in headed:
        unit.title_end = end


def _belongings(unit: Unit) -> list[Unit]:
    """The lines that belong to a unit: not the end of the letter below its last item."""
    return [
        c
        for c in unit.children
        if not (c.plain and (CLOSING.search(c.line.text) or document_title(c.line)))
        and not (c.line.run_in and not unit.line.run_in and c.mark is None)
    ]


def _numbered_below(unit: Unit) -> bool:
    return any(child.mark or child.label for child in unit.children)


def _fields_below(unit: Unit) -> bool:
    return any(re.match(r"^\S{2,6}:", child.line.text) for child in unit.children)


def _rest(unit: Unit, end: int) -> str:
    return unit.line.text[end:].strip("。:;!? ")


def _title_end(unit: Unit, term: Term) -> int:
    """Position in the line where the unit's lead ends, 0 when the lead is no title."""
    line = unit.line
    if unit.under_label():
        return 0
    if unit.label:
        if unit.label.alone or unit.label.theme:
            return len(line.text.rstrip(": 。")) if unit.children else 0
        return 0
    match = _LEAD_END.search(line.text, unit.begin)
    end = match.start() if match else len(line.text)
    if match and match[0] == ";":
        return 0
    if match and _only_time(line.text[match.end() :], term):
        return 0  # 举办文化节:(3月6日—30日) is an entry, whatever stands below it
    titled = unit.mark is not None and (unit.mark.kind in TITLE_KINDS or _numbered_below(unit))
    if titled and match and match[0] == ":" and _is_motto(unit, match.end()):
        end = len(line.text)
    cut = _stuck_end(line.text, unit.begin, end)
    if cut:
        end = cut
    lead = line.text[unit.begin : end]
    if 2 <= len(lead.strip()) <= MAX_LEAD and _states_time(unit, lead, term):
        noun = _NOUN_END.search(lead, 4)
        if noun is None or _states_time(unit, lead[: noun.end()], term):
            return 0
        lead = lead[: noun.end()]
    if not 2 <= len(lead.strip()) <= MAX_LEAD:
        return 0
    return unit.begin + len(lead.rstrip())


def _states_time(unit: Unit, lead: str, term: Term) -> bool:
    inside = times_in(unit.line.text, term, begin=unit.begin)
    times = [
        t for t in starting_in(inside, unit.begin, unit.begin + len(lead)) if t.kind not in ("part", "term")
    ]
    if not times or any(child.mark or child.bare for child in unit.children) or unit.has_time_field:
        return False
    if all(t.kind == FESTIVAL for t in times):
        return (
            not any(c.mark or len(c.line.text) > 30 for c in unit.children)
            and _rest(unit, unit.begin + len(lead)) == ""
        )
    if lead.lstrip().startswith(("每月", "每周", "每季")) and re.search(r"(?:安排|计划)$", lead.strip()):
        return False
    named = re.search(r"(?:计划|安排|要点|思路|打算|设想|情况|总结|回顾)$", lead.strip())
    return named is None or "," in lead or any(t.deadline for t in times)


def _is_motto(unit: Unit, start: int) -> bool:
    """学习之家:内强素质,外树形象 alone on its line: the motto is part of the title."""
    rest = unit.line.text[start:]
    return 4 <= len(rest) <= 24 and not re.search("[。;:、]", rest) and bool(_belongings(unit))


def _only_time(rest: str, term: Term) -> bool:
    words = rest.strip(" ()。,")
    times = times_in(words, term)
    return (
        len(times) == 1 and times[0].kind in ("date", "month") and times[0].end - times[0].start == len(words)
    )


def _stuck_end(text: str, begin: int, end: int) -> int:
    """Where a heading ends that runs straight into its first sentence; 0 when it does not."""
    lead = text[begin:end]
    name = _SECTION_NAMES.match(lead)
    if (
        name
        and (_AFTER_NAME.match(lead, name.end()) or lead[name.end() : name.end() + 1] == " ")
        and len(lead) > name.end() + 6
    ):
        return begin + name.end()
    measures = _MEASURES.search(lead, 4)
    if measures:
        return begin + measures.start()
    for space in re.finditer(r"(?<=[^\s,、;:(]) +(?=\S)", lead):
        if space.start() >= 4 and (len(lead) - space.end() >= 25 or len(lead) > MAX_LEAD):
            return begin + space.start()
    if len(lead) > MAX_LEAD:
        match = _NOUN_END.search(lead, 6, MAX_LEAD)
        if match:
            return begin + match.end()
    return 0
