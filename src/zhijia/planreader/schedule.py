"""Schedule: the entries under a time label, one task each."""

from __future__ import annotations

import re

from .drafts import Draft, LabelTie, Tie, tie_of
from .governing import Governed, governed_in, is_empty, is_past
from .labels import ACTIVITY_FIELD, Label
from .lines import Line
from .marks import STARS
from .owners import FIELD_NAME, owner_behind, owner_in, past_owner
from .patterns import late
from .time_signs import UNFIXED
from .times import Term, Time, starting_in, times_in
from .titles import RESULT, STARTS_WITH_ACTION, clauses, leading_clause, title_of
from .units import Unit

_ACTIVITY_END = late(
    r"(?:活动|比赛|竞赛|大赛|赛|会|节|联欢|培训|讲座|体检|慰问|座谈|评选|总结|"
    r"展|汇演|会演|演出|检查|考核|计划|报告|工作|疗养|休养|春游|秋游|学习|晚会|"
    r"表彰|调研|测评|走访|演讲|展示|征文|宣传|月|周|日|班|课|行|演练|练兵|比武|"
    r"沙龙|书|节目)$"
)
_FIELD = late(
    r"^[(\s]*(?:时间|活动时间|地点|活动地点|参加对象|参加人员|参与人员|对象|"
    r"内容|活动内容|形式|要求|备注|注|经费|预算|目的|主题|活动主题|说明|配合|"
    r"协办)[^:]{0,4}:"
)
_BRACKET_LAST = late(r"\([^()]*\)$")
_AFTERWORD = late(r"(?:此外|另外|除此|除以上|以上|上述|平时)")
_MOTTO = late(r"(?:工作|本月|活动|月度)?(?:重点|主题)(?:工作|活动)?\s?:")
_PLAYS = late(r"[猜包讲唱跳看听画剪放做读诵写送发]")
_DETAILS = late(r"^(?:具体|内容|其中|包括|主要|要求|注|地点|时间)")
NO_ENTRY = late(
    r"^\(?(?:20\d\d年?|寒假|暑假|放假|无|略|同上|待定|暂无|-+)\)?$|^.{0,6}不(?:再)?(?:安排|开展|组织|举办)(?:活动|会议)?。?$|^(?:主要)?(?:工作|活动)(?:内容|安排)?:?$"
)


MAX_NAME = 8  # signs of a part that is a name whatever it ends in: 夏令营


def label_tie(unit: Unit, label: Label, term: Term) -> LabelTie:
    """What a unit's label gives its entries; a week or a 上旬 takes its months from the month above."""
    months = label.time.months
    outer = unit.labelled_above()
    if outer is not None and (not months or label.time.kind == "week"):
        above = label_tie(*outer, term).months
        if above and (not months or not set(months) & set(above)):
            months = above
    when = unit.line.original(label.time.start, label.time.end).strip(" :：()（）【】")
    return LabelTie(months, when, label.time.recurrence, label.time.deadline)


def schedule_drafts(units: list[Unit], term: Term, warn) -> tuple[list[Draft], set[int]]:
    """Drafts of all entries under labels, and the ids of the units they used up."""
    drafts: list[Draft] = []
    used: set[int] = set()
    for unit in units:
        if unit.line.row or unit.bare:
            continue
        if unit.label:
            used.add(id(unit))
            if not unit.label.alone and not unit.label.theme and not NO_ENTRY.match(unit.words.strip()):
                run = not _numbered(unit) and not unit.label.stage
                _entries(unit, unit.begin, label_tie(unit, unit.label, term), run, term, drafts, warn)
            continue
        above = unit.labelled_above()
        if above is None or (unit.plain and _AFTERWORD.match(unit.line.text)):
            continue
        used.add(id(unit))
        field = ACTIVITY_FIELD.match(unit.line.text) if above[1].theme else None
        if field or _is_entry(unit, above[0]):
            begin = field.end() if field else unit.begin
            _entries(unit, begin, label_tie(*above, term), not _numbered(unit), term, drafts, warn)
    return drafts, used


def _numbered(unit: Unit) -> bool:
    return unit.mark is not None and unit.mark.kind != "bullet"


def _is_entry(unit: Unit, holder: Unit) -> bool:
    """Items and lines right under the label; deeper ones only where what stands above them is a mere title."""
    text = unit.line.text
    if _FIELD.match(text) or FIELD_NAME.match(text) or NO_ENTRY.match(unit.words.strip()):
        return False
    if UNFIXED.search(text):
        return False
    if unit.plain and _MOTTO.match(text) and any(c.mark for c in holder.children):
        return False  # 工作重点:送温暖 above numbered entries
    if unit.mark is None and len(text) <= 12 and text.endswith(":"):
        return False  # it announces what comes, as 冬季: between two months
    if (
        unit.plain
        and _numbered(holder)
        and holder.label
        and not holder.label.alone
        and not holder.label.theme
    ):
        return False  # 2、3月:毽球赛 is an item; lines below it are its details
    above = unit.parent
    if above is holder:
        return not (_heads(unit) and any(c.mark for c in unit.children))
    return unit.mark is not None and above is not None and above.parent is holder and _heads(above)


def _heads(unit: Unit) -> bool:
    return (
        len(unit.words) <= 16
        and not STARTS_WITH_ACTION.match(unit.words)
        and not unit.words.endswith(("。", ";"))
    )


def _entries(
    unit: Unit, start: int, label: LabelTie, run: bool, term: Term, drafts: list[Draft], warn
) -> None:
    line, end = unit.line, len(unit.line.text)
    times = [t for t in times_in(line.text, term, warn=warn, begin=start) if not names_only(t, label.months)]
    owner = owner_in(line, start) or owner_below(unit) or _owner_beside(unit)
    stretches = _run(line.text, start, end, times) if run else _item(line.text, start, end)
    for n, (a, b, lead) in enumerate(stretches):
        lead = lead and not (n and unit.label and unit.label.stage)
        own = starting_in(times, a, b)
        # of what follows a colon only the frequency counts: 举办协会活动:每星期一次
        detail_end = stretches[n + 1][0] if n + 1 < len(stretches) else end
        behind = [
            t
            for t in starting_in(times, b, detail_end)
            if (t.recurrence and line.text[b] == ":") or line.text[b : t.start].strip(" 。;") == "("
        ]
        named = owner_in(line, a, b) or owner_behind(line, b) or owner
        _entry(line, (a, b), lead, own, behind, label, term, drafts, named)


def _entry(
    line: Line,
    span: tuple[int, int],
    lead: bool,
    own: list[Time],
    often: list[Time],
    label: LabelTie,
    term: Term,
    drafts: list[Draft],
    owner: str | None,
) -> None:
    a, b = span
    governed = [g for g in governed_in(line, a, b, own) if _own_tie(g.times)] if own else []
    whole = leading_clause(line.text, a, b)
    governed_whole = next((g for g in governed if _covers(g, whole)), None) or _opened(governed, whole)
    if lead or governed_whole:
        times = governed_whole.times if governed_whole else ()
        tie = tie_of((*times, *often), line, term, label)
        cuts = [
            (t.start, t.end)
            for t in (governed_whole.times if governed_whole else ())
            if whole[0] <= t.start < whole[1]
        ]
        if governed_whole and governed_whole.start != governed_whole.end:
            title = governed_whole.title(line)
        else:
            title = title_of(line, *whole, cuts)
        _add(drafts, title, tie, line, a, b, owner)
    for g in governed:
        if g is not governed_whole and g.start != g.end:
            _add(drafts, g.title(line), tie_of(g.times, line, term, label), line, a, b, owner)


def names_only(time: Time, months: tuple[int, ...]) -> bool:
    """年中工作会议 under July, 上半年小结 under June: what the label contradicts or narrows is a name."""
    if time.kind in ("half", "quarter") and not time.deadline:
        return bool(months) and (set(months) < set(time.months) or not set(months) & set(time.months))
    return time.kind == "edge" and bool(months) and not set(time.months) & set(months)


def _opened(governed: list[Governed], whole: tuple[int, int]) -> Governed | None:
    """7月至8月,…: the entry's first clause is only a time, and governs what comes after it."""
    return next((g for g in governed if all(whole[0] <= t.start < whole[1] for t in g.times)), None)


def _own_tie(times: tuple[Time, ...]) -> bool:
    return any(t.exact or t.recurrence or t.kind in ("part", "date", "week") for t in times)


def _covers(governed, whole: tuple[int, int]) -> bool:
    if governed.start == governed.end:
        return True
    return governed.start < whole[1] and whole[0] < governed.end


def _add(
    drafts: list[Draft], title: str, tie: Tie | None, line: Line, a: int, b: int, owner: str | None
) -> None:
    if tie and len(title) >= 2 and (len(title) >= 4 or not is_empty(title)):
        drafts.append(Draft(title, tie, line, a, b, owner))


def _item(text: str, start: int, end: int) -> list[tuple[int, int, bool]]:
    """A numbered item: (start, end, is a task of its own) for the parts divided by ； or 。."""
    out = []
    details = False
    for n, (first, b) in enumerate(clauses(text, start, end, ";。!?" + STARS)):
        a = past_owner(text, first)
        colon = _colon(text, a, b)
        part = text[a:b].strip()
        if n and part[0] == "(" and part[-1] == ")":
            continue  # 合唱节。(5月): said of what stands before it
        if details and (not STARTS_WITH_ACTION.match(part) or re.search("时间|地点|人员", part)):
            continue
        details = details or colon is not None
        if (_DETAILS.match(part) and n) or _FIELD.match(part) or FIELD_NAME.match(part):
            continue
        own = n == 0 or (
            (
                STARTS_WITH_ACTION.match(part)
                or ends_as_activity(part)
                or (text[first - 1] == ";" and len(part) <= MAX_NAME and not re.search("[:,]", part))
            )
            and RESULT.match(part) is None
            and len(part) <= 40
            and not is_past(part)
        )
        out.append((a, colon or b, own))
    return out


def _run(text: str, start: int, end: int, times: list[Time]) -> list[tuple[int, int, bool]]:
    """An unnumbered run after a label: every phrase is a task, except those that tell an effect."""
    spaces = len(re.findall(r"(?<=\S) +(?=\S)", text[start:end]))
    separators = ",;。!?\t" + STARS + (" " if spaces and not re.search(r"[,;]", text[start:end]) else "")
    out: list[tuple[int, int, bool]] = []
    details = False
    for begin, b in _with_times_behind(text, clauses(text, start, end, separators), times):
        a = past_owner(text, begin)
        closed = text[begin - 1 : begin] in ";。" or begin == start
        if details and not closed:
            continue
        colon = _colon(text, a, b)
        details = colon is not None
        for x, y in _enumerated(text, a, colon or b):
            part = text[x:y].strip()
            first = not out
            if _FIELD.match(part) or FIELD_NAME.match(part):
                continue
            own = (
                first
                or text[a] == "、"
                or (len(part) >= 2 and RESULT.match(part) is None and _is_activity(part))
            )
            out.append((x, y, own))
    return out


def _with_times_behind(text: str, parts: list[tuple[int, int]], times: list[Time]) -> list[tuple[int, int]]:
    """建会走访 1月: a part that is only a time, a space behind another, says when that one is."""
    out: list[tuple[int, int]] = []
    for a, b in parts:
        only = any(not text[a : t.start].strip() and not text[t.end : b].strip() for t in times)
        if only and out and text[out[-1][1] : a] == " ":
            out[-1] = out[-1][0], b
        else:
            out.append((a, b))
    return out


def _is_activity(part: str) -> bool:
    return (
        STARTS_WITH_ACTION.match(part) is not None
        or _ACTIVITY_END.search(_BRACKET_LAST.sub("", part)) is not None
        or len(part) <= 12
    )


def _colon(text: str, a: int, b: int) -> int | None:
    depth = 0
    for i in range(a, b):
        if text[i] in '("《':
            depth += 1 if text[i] != '"' else (-1 if depth else 1)
        elif text[i] in ")》":
            depth = max(0, depth - 1)
        elif text[i] == ":" and depth == 0 and i - a >= 2:
            return i
    return None


def ends_as_activity(part: str) -> bool:
    """Is this short phrase the name of an activity: 夏季消防演练?"""
    part = _BRACKET_LAST.sub("", part)
    return len(part) <= 16 and _ACTIVITY_END.search(part) is not None


def _enumerated(text: str, a: int, b: int) -> list[tuple[int, int]]:
    """Cut at 、 only where every part has its own verb: 举办讲座、参加义诊."""
    parts = clauses(text, a, b, "、")
    acts = (
        y - x >= 3 and (STARTS_WITH_ACTION.match(text, x, y) or _PLAYS.match(text, x, y)) for x, y in parts
    )
    if len(parts) > 1 and all(acts):
        return parts
    return [(a, b)]


def _owner_beside(unit: Unit) -> str | None:
    """负责:宣传部 on its own line beside the 活动:… of one theme."""
    above = unit.parent
    if above is None or not (above.label and above.label.theme and ACTIVITY_FIELD.match(unit.line.text)):
        return None
    fields = (c.line for c in above.children if c.plain and FIELD_NAME.match(c.line.text))
    return next((owner for line in fields if (owner := owner_in(line))), None)


def owner_below(unit: Unit) -> str | None:
    """The owner named in a 责任人 field on a line of its own below the unit; 主办 only for want of others."""
    host = None
    for child in unit.children:
        owner = owner_in(child.line) if child.plain else None
        if owner and not child.line.text.startswith("主办"):
            return owner
        host = host or owner
    return host
