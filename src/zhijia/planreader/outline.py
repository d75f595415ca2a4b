"""Outline: which units are headings, where their titles end, and how deep they stand.

The rules are those of the corpus: Chinese numerals head a part when their lead works as a
title and something belongs to it; Arabic ones only when they stand alone above lines of their
own; entries of a schedule never.
"""

from __future__ import annotations

import re

from .characters import number_of
from .labels import label_at
from .letter import is_annex
from .lines import Line
from .marks import TITLE_KINDS
from .patterns import late
from .times import FESTIVAL, Term, starting_in, times_in
from .units import Unit

MAX_LEAD = 50
_LEAD_END = late(r"[。:;!?]")
_CLOSING = late(
    r"^(?:谢谢|总之|以上|附[:件]|新的一年[,里]|让我们|我们(?:决心|坚信|相信)|"
    r"(?:20..年|新学期)?,?我们(?:决心|将以)|此致|敬礼|特此)"
    r"|^.{2,24}(?:工会|委员会|公司|学校|医院|局|小学|中学)$|"
    r"^[二20_xX*〇零一三四五六七八九\d]{2,4}\s?年.{1,4}月.{1,4}日?$"
)
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
_BARE_MAX = 26
_BARE_NO = late(
    r"如下|以下|下列|特制[定订]|^(?:为|根据|按照|尊敬|各位|同志|各(?:工会|分会|"
    r"科室|部门|单位)|附件?[:\d一二]?$)|[,。;!?、]$|^\(.*\)$|^\d"
    r"|^\S{2,8}:\S|^各.*:$|(?:主席|委员|领导|代表|同志们?|同事们?|会员们?|老师们?|职工们?):$|负责人|责任人|签[名字]|盖章"
)
_SCHEDULE_NAME = late(
    r"附件?[一二三\d]?\s?:\s?20\d\d年(?!工会)[^,。]{0,10}(?:安排|日程|计划)表|(?:20\d\d年度?|本?学年|本?学期|全年)?(?:主要|重点|具体|每月|逐月|各月)*(?:工作|活动|任务)+(?:时间)?(?:安排|日程|计划)表?"
)
_SECTION_WORD = late(
    r"要求|措施|保障|思想|目标|重点|总体|原则|说明|任务|制度|组织领导|其他|规程|办法|细则|"
    r"工作$|安排|日程|排定|一览|步骤|进度|事项$|提示$|纪律$"
)
_BRACKET_LAST = late(r"(?<=.{3})\([^()]*\)$")
_COUNTED = late(r"第([一二三四五六七八九十\d]{1,2})([^\d\s,。;:、]{1,5})(?::|[,:、 ][^。;]{2,28})?")
_SEASON = late(
    r"(?:第?[一二三四]?)(?:春|夏|秋|冬)[季天]?(?:、?(?:春|夏|秋|冬)[季天]?)*(?:活动|工作)?"
)  # names no month
_DOCUMENT = late(
    r"(?:工会|(?<![明今本去来])年度?|学期|学年|季度|月份?).{0,14}(?:计划|总结|小结|要点|方案|报告|"
    r"安排|日程|汇报|思路|打算|规划|意见)(?:书|表|\(.{1,12}\))?$"
)


def document_title(line: Line) -> bool:
    """Does this line read as the title of a document (also of a second one in the same text)?"""
    return (
        line.mark is None
        and len(line.text) <= 45
        and _DOCUMENT.search(line.text.strip("《》")) is not None
        and "。" not in line.text
    )


def bare_headings(lines: list[Line], first: int, term: Term) -> dict[int, bool]:
    """Unnumbered headings: line index → whether they stand above the numbered ones."""
    found: list[int] = []
    in_schedule = False
    for i, line in enumerate(lines):
        if line.mark and line.mark.kind in TITLE_KINDS:
            in_schedule = False
        if i < first:
            continue
        styled = (
            line.style
            or ((line.starred or _in_black_brackets(line)) and not _is_label(line, term))
            or _names_second_part(lines[:first], line)
            or _is_annex(lines, i)
        )
        if styled and line.mark is None and not line.row and i + 1 < len(lines):
            found.append(i)
            in_schedule = False
        elif _is_bare_heading(lines, i, in_schedule, term):
            if not _repeats_heading(lines, i):
                found.append(i)
                in_schedule = False
        elif line.mark is None and _is_label(line, term):
            in_schedule = True
    found = sorted({*found, *_counted_sisters(lines, first, term)})
    top = next((line.mark.kind for line in lines if line.mark and line.mark.kind in TITLE_KINDS), None)
    above = {i: _stands_above(lines, i, top) for i in found}
    last = _last_numbered(lines, top)
    for i in found:
        above[i] = above[i] or _is_annex(lines, i)
        # 努力方向 after the last 四、 stands beside the 主要任务 that the 一、 stood under
        # and so does the 活动安排 of months that follows the last part
        months = _SECTION_WORD.search(lines[i].text) is not None and (
            lines[i + 1].row or _is_label(lines[i + 1], term)
        )
        above[i] = above[i] or (months and last[i] < i)
        above[i] = above[i] or (
            i > last[i] and any(a and lines[n + 1].mark for n, a in above.items() if n < i)
        )
    return above


def _last_numbered(lines: list[Line], top: str | None) -> list[int]:
    """For each line the last one with a mark of the top kind in its own document, of several in one text."""
    out, last = [], -1
    for i in reversed(range(len(lines))):
        mark = lines[i].mark
        if document_title(lines[i]):
            last = -1
        elif last < 0 and mark and mark.kind == top:
            last = i
        out.append(last)
    return out[::-1]


def _counted_sisters(lines: list[Line], first: int, term: Term) -> set[int]:
    """第一组 … 第二组 … 第三组, each alone on its line above lines of its own."""
    runs: dict[str, list[int]] = {}
    for i, line in enumerate(lines[first:-1], first):
        match = _COUNTED.fullmatch(line.text)
        if match is None or line.mark or line.row or times_in(line.text, term):
            continue
        run = runs.setdefault(match[2], [])
        if number_of(match[1]) == len(run) + 1 and (not run or i - run[-1] > 1):
            run.append(i)
    return {i for run in runs.values() if len(run) > 1 for i in run}


def _in_black_brackets(line: Line) -> bool:
    """【思想引领】 alone on its line."""
    return (
        4 <= len(line.text) <= _BARE_MAX
        and line.text.endswith(")")
        and line.original(0, 1) == "【"
        and line.text.count("(") == 1
    )


def _is_annex(lines: list[Line], i: int) -> bool:
    """附:经费概算 above a text of its own, that is no second document."""
    return not lines[i].aside and is_annex(lines, i) and not document_title(lines[i])


def _names_second_part(title: list[Line], line: Line) -> bool:
    """Below …工作情况及2026年工作安排 a line 2026年工作安排 heads the second part."""
    return any(
        t.text.endswith(line.text)
        and t.text[-len(line.text) - 1 : -len(line.text)] in ("及", "和", "暨", "与")
        for t in title
    )


def _is_label(line: Line, term: Term) -> bool:
    return label_at(line.text, 0, term) is not None


def _is_bare_heading(lines: list[Line], i: int, in_schedule: bool, term: Term) -> bool:
    line = lines[i]
    text = line.text.rstrip(": ")
    if (
        line.mark
        or line.row
        or line.run_in
        or line.aside
        or i + 1 >= len(lines)
        or not 2 <= len(text) <= _BARE_MAX
    ):
        return False
    if _own_schedule(lines, i, term):
        return True
    if _BARE_NO.search(line.text) or text.count(",") > 1 or document_title(line) or _CLOSING.search(text):
        return False
    if _SEASON.fullmatch(text):
        return False
    if in_schedule and not (len(text) <= 10 and _SECTION_WORD.search(text)):
        return False
    following = lines[i + 1]
    if following.text.rstrip(": ") == text and i + 2 < len(lines):
        following = lines[i + 2]  # its label says it again
    times = times_in(_BRACKET_LAST.sub("", text), term)  # 旺季日程(按周排)
    half = line.text[-1] == ":" and all(t.kind == "half" for t in times) and not _is_label(line, term)
    if times and not (half and following.mark and following.mark.value == 1):
        return False  # 下半年要做的事: above a list is a heading none the less
    if following.row or following.run_in:
        return following.row and line.text[-1] != ":"
    if following.mark:
        bullets = following.mark.kind == "bullet" and _SECTION_WORD.search(text) is not None
        return following.mark.value == 1 or bullets
    if _is_label(following, term):
        return _SECTION_WORD.search(text) is not None or line.text[-1] == ":"
    # a paragraph: clearly a text of its own, not the next entry of a list of short lines
    return len(following.text) >= max(20, 2 * len(text)) and re.search("[,。;]", following.text) is not None


def _own_schedule(lines: list[Line], i: int, term: Term) -> bool:
    """2025年主要活动安排 above a table or labels, below the numbered parts: the last part of the text."""
    following = lines[i + 1]
    return (
        _SCHEDULE_NAME.fullmatch(lines[i].text.rstrip(":")) is not None
        and (following.row or _is_label(following, term))
        and any(line.mark and line.mark.kind in TITLE_KINDS for line in lines[:i])
    )


def _repeats_heading(lines: list[Line], i: int) -> bool:
    above = lines[i - 1].text if i else ""
    label = lines[i].text.strip(": ")
    return bool(above) and len(above) <= 30 and (label in above or above.strip(": ") == label)


def _stands_above(lines: list[Line], i: int, top: str | None) -> bool:
    following = lines[i + 1 : i + 3]
    for n, line in enumerate(following):
        if line.mark and line.mark.kind in TITLE_KINDS:
            return (
                line.mark.kind == top and line.mark.value == 1 and (n == 0 or following[0].text[-1] in ":：")
            )
    seen = any(line.mark and line.mark.kind in TITLE_KINDS for line in lines[:i])
    return not seen


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
    if alone and not _SECTION_WORD.search(first.line.text) and not _SECTION_NAMES.match(first.line.text):
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
        if end and not _rest(unit, end) and _belongings(unit) and unit.line.text[-1] not in ";,":
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
        if not (c.plain and (_CLOSING.search(c.line.text) or document_title(c.line)))
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
