"""Unnumbered: which lines without a number are headings: short, alone, above a text of their own."""

from __future__ import annotations

import re

from .characters import number_of
from .labels import label_at
from .letter import is_annex
from .lines import Line
from .marks import TITLE_KINDS
from .patterns import late
from .times import Term, times_in

CLOSING = late(
    r"^(?:谢谢|总之|以上|附[:件]|新的一年[,里]|让我们|我们(?:决心|坚信|相信)|"
    r"(?:20..年|新学期)?,?我们(?:决心|将以)|此致|敬礼|特此)"
    r"|^.{2,24}(?:工会|委员会|公司|学校|医院|局|小学|中学)$|"
    r"^[二20_xX*〇零一三四五六七八九\d]{2,4}\s?年.{1,4}月.{1,4}日?$"
)
_BARE_MAX = 26
_BARE_NO = late(
    r"如下|以下|下列|特制[定订]|^(?:为|根据|按照|尊敬|各位|同志|各(?:工会|分会|"
    r"科室|部门|单位)|附件?[:\d一二]?$)|[,。;!?、]$|^\(.*\)$|^\d"
    r"|^\S{2,8}:\S|^各.*:$|(?:主席|委员|领导|代表|同志们?|同事们?|会员们?|老师们?|职工们?):$|负责人|责任人|签[名字]|盖章"
)
_SCHEDULE_NAME = late(
    r"附件?[一二三\d]?\s?:\s?20\d\d年(?!工会)[^,。]{0,10}(?:安排|日程|计划)表|(?:20\d\d年度?|本?学年|本?学期|全年)?(?:主要|重点|具体|每月|逐月|各月)*(?:工作|活动|任务)+(?:时间)?(?:安排|日程|计划)表?"
)
SECTION_WORD = late(
    r"要求|措施|保障|思想|目标|重点|总体|原则|说明|任务|制度|组织领导|其他|规程|办法|细则|"
    r"工作$|安排|日程|排定|一览|步骤|进度|事项$|提示$|纪律$"
)
_NOTE = late(r"(?:备?注|说明|附注)\s?:")  # said of a table or list above, and of no heading
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
        months = SECTION_WORD.search(lines[i].text) is not None and (
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
    if _BARE_NO.search(line.text) or text.count(",") > 1 or document_title(line) or CLOSING.search(text):
        return False
    if _SEASON.fullmatch(text):
        return False
    if in_schedule and not (len(text) <= 10 and SECTION_WORD.search(text)):
        return False
    following = lines[i + 1]
    if following.text.rstrip(": ") == text and i + 2 < len(lines):
        following = lines[i + 2]  # its label says it again
    times = times_in(_BRACKET_LAST.sub("", text), term)  # 旺季日程(按周排)
    half = line.text[-1] == ":" and all(t.kind == "half" for t in times) and not _is_label(line, term)
    if not times and _is_label(line, term):
        return False  # 待定  职工疗养
    if times and not (half and following.mark and following.mark.value == 1):
        return False  # 下半年要做的事: above a list is a heading none the less
    if _NOTE.match(following.text):
        return False
    if following.row or following.run_in:
        return following.row and line.text[-1] != ":"
    if following.mark:
        bullets = following.mark.kind == "bullet" and SECTION_WORD.search(text) is not None
        return following.mark.value == 1 or bullets
    if _is_label(following, term):
        return SECTION_WORD.search(text) is not None or line.text[-1] == ":"
    if SECTION_WORD.search(text) and following.text[-1] == "。" and len(following.text) >= 2 * len(text):
        return True
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
