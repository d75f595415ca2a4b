"""Running text: each time expression in a sentence gives one task."""

from __future__ import annotations

import re

from .drafts import Draft, tie_of
from .governing import (
    Governed,
    governed_in,
    is_attribute,
    is_not_done,
    is_past,
    is_report,
    without_frames,
    without_themes,
)
from .hindsight import without_told
from .letter import is_signature
from .owners import closing_owner, owner_behind, owner_in, past_owner
from .patterns import late
from .schedule import owner_below
from .time_signs import UNFIXED
from .times import FESTIVAL, PART_DAY, Term, Time, span_of, starting_in, times_in
from .titles import ACTION, clauses, leading_clause, title_of, unbracketed
from .units import Unit

_SUFFIX = late(r"[\s。,;:(\-)]*$")
_TIME_BEFORE = late(
    r"[(;,。\s](?:完成|办结|活动|举办|实施|工作|计划|推进)?(?:时间节点|时间|时限|期限|日期|节点)(?:要求|安排)?\s?:\s?$"
)
_RANGE_BEGUN = late(r"(?:开始|启动|起|开幕|开赛)(?:,|、|\s)?(?P<to>至|到)?于?$")
_OPENS = late(r"(?:开始|启动)[^。;]*,[^,。;]{0,4}$")
_RANGE_END = late(r"[^,。;]{0,4}?(?:结束|收官|收尾|截止|为止|闭幕|完赛)")
_LISTED = late(r"\s?[,;、][^,;、。]{2,8}")
_NAMES_PART = late(r"(?:安排|计划|要点|要求|事项)(?:\([^()]*\))?\s?$")
_NOTE = late(r"(?:备?注|说明|附注)\s?:")  # 注:端午节放假顺延
_PREAMBLE = late(r"(?:通知|事项|安排|计划|要求).{0,6}如下")
_NO_ACT = late(r"\s*(?:由|由于|因|因为|同|与|鉴于)(?=.{4})")
_SAID_AGAIN = ("大会", "会议", "活动", "比赛", "竞赛", "评选", "培训", "")
_LIGHT_WORDS = late(r"今年|本次|此次|本届|[拟定计划将于在]+|召开|举行|举办|开展|进行|启动|安排|[\s,]")
_MEASURE = late(r"(?:[一二三四五六七八九十]{1,2}[是要]|其[一二三四五])[:,]?要?")
_TITLE_MARKS = late(r"《[^》]*》")
_REACH = 200  # how far from a time its sentence is looked at; keeps endless sentences cheap
_NAMES_ACTIVITY = late(r'"|(?<=")[^"]{2,14}(?:活动|晚会|联欢会|大会|比赛)"')
_STILL_TO_COME = late(
    r"还?将|拟(?:在|于)?|计划(?:在|于)|准备(?:在|于)|预计|底前(?:全部)?(?:完成|投入|办结)(?!了)"
)
_ANNOUNCES = late(r"(?:以下|如下|下列|下面).{0,10}:?$")
_QUOTED = late(r'"[^"]{0,40}"')


def running_drafts(
    units: list[Unit],
    used: set[int],
    guiding: set[int],
    past: set[int],
    term: Term,
    warn,
    year: int | None = None,
) -> list[Draft]:
    """Drafts from all units that are no schedule entries, by id: guiding text gives none, and a part
    that reports only what it says is still to come. `year` is the plan's own."""
    drafts: list[Draft] = []
    numbered = any(unit.is_heading and unit.mark for unit in units)
    for unit in units:
        if id(unit) not in used and id(unit) not in guiding and not unit.line.row and not unit.line.aside:
            _unit(unit, term, drafts, id(unit) in past, numbered, warn, year)
    return drafts


def _unit(
    unit: Unit, term: Term, drafts: list[Draft], reports: bool, numbered: bool, warn, year: int | None
) -> None:
    text = unit.line.text
    if len(text) < 60 and UNFIXED.search(text) and not re.search("[,。;]", text[:-1]):
        return
    field = unit.is_time_field and not unit.is_heading
    times = _meant(text, times_in(text, term, bool(field), warn, unit.begin))
    times = without_told(text, _from_to(text, _in_month_before(text, times)), year, term)
    if _NOTE.match(text) or (unit.plain and unit.parent is None and _PREAMBLE.search(text)):
        times = [t for t in times if t.kind != FESTIVAL]  # 为纪念“三八”节,…现将有关事项通知如下
    if unit.plain and unit.parent is None and numbered:
        times = [
            t for t in times if t.kind not in ("often", "term")
        ]  # of a preamble's 月月有活动 nothing follows
    if not times:
        return
    if field and not reports and _lead_of(unit, ())[0]:
        a, b = clauses(text, unit.begin, len(text), "。;")[0]
        stated = tuple(starting_in(times, a, b))
        if stated:
            _add(unit, Governed(stated, a, a), a, b, term, drafts)
        return
    whole = _of_whole_unit(unit, times)
    if whole:
        if not reports:
            _add(unit, Governed(whole, unit.begin, unit.begin), whole[0].start, whole[-1].end, term, drafts)
        # 国庆节前征集作品,择优展出(9月): the festival is a theme then
        times = [t for t in times if t not in whole and t.kind != FESTIVAL]
    for first, b in clauses(text, unit.begin, len(text), "。!?;"):
        a = past_owner(text, first)
        inside = [t for t in without_themes(text, starting_in(times, a, b)) if not is_not_done(text, t)]
        timed = without_frames(text, a, inside) if inside else []
        frame = inside[0] if len(timed) < len(inside) else None
        inside = timed
        if not inside or is_signature(text[a:b]) or is_report(text[a:b]) or _ANNOUNCES.search(text, a, b):
            continue
        if _is_title_with_time(unit, a, b, inside):
            continue
        # 7、8月人最多,每周送冷饮: within those months
        lasting: Term | None = (
            term._replace(months=frame.months) if frame else None
        )  # 竞赛5月至10月进行,每月评比一次: within those months
        for governed in governed_in(unit.line, a, b, inside):
            if _repeats_lead(unit, governed) or _opens_text(unit, governed, a):
                governed = Governed(governed.times, unit.begin, unit.begin)
            # an effect told further on (既能调动了…) does not make the plan a report
            end = max(governed.end, governed.times[-1].end)
            begin = max(min(governed.start, governed.times[0].start), end - _REACH)
            if reports and not _STILL_TO_COME.search(text, max(begin, governed.times[0].start - 4), end):
                continue
            if not is_past(text[begin:end]):
                _add(unit, governed, a, b, lasting or term, drafts)
            lasting = _lasting(governed, term) or lasting


def _opens_text(unit: Unit, governed: Governed, start: int) -> bool:
    """迎新活动 / 9月份,大一新生入校,…: right below a heading a time whose next words name no activity."""
    holder, text = unit.parent, unit.line.text
    if holder is None or not holder.is_heading or not unit.plain or holder.children[0] is not unit or start:
        return False
    first = governed.times[0]
    if text[: first.start].strip() or text[first.end : first.end + 1] != ",":
        return False
    if sum(child.plain and _opens_with_time(child) for child in holder.children) > 1:
        return False  # 3月7日,读书会 above 4月中旬,踏青: a list, each line with a time of its own
    words = text[governed.start : governed.end]
    return governed.start > first.start and (ACTION.search(words) is None or _NO_ACT.match(words) is not None)


def _opens_with_time(unit: Unit) -> bool:
    return any(t.start == 0 for t in times_in(unit.line.text[:20]))


def _lasting(governed: Governed, term: Term) -> Term | None:
    months = sorted({m for t in governed.times if t.exact for m in t.months})
    return term._replace(months=tuple(months)) if 3 <= len(months) < 12 else None


def _repeats_lead(unit: Unit, governed: Governed) -> bool:
    """筹备召开教代会。大会拟于4月召开: the clause only names again what the lead has said."""
    if not 0 < governed.end - governed.start <= 40 or not (unit.mark or unit.is_heading):
        return False
    a, b = leading_clause(unit.line.text, unit.begin, unit.title_end or len(unit.line.text))
    if governed.start < b:
        return False
    words = _LIGHT_WORDS.sub("", governed.title(unit.line))
    return len(words) <= 4 and (words in _SAID_AGAIN or words in unit.line.text[a:b])


def _meant(text: str, times: list[Time]) -> list[Time]:
    """Times said as times: not those inside the name of a document or of a campaign."""
    named = bytearray(len(text))
    for pattern in (_TITLE_MARKS, _QUOTED):
        for match in pattern.finditer(text):
            named[match.start() + 1 : match.end() - 1] = b"\1" * (match.end() - match.start() - 2)
    return [
        t
        for t in times
        if (not all(named[t.start : t.end]) or (t.kind == FESTIVAL and _NAMES_ACTIVITY.match(text, t.start)))
        and not is_attribute(text, t)
    ]


def _in_month_before(text: str, times: list[Time]) -> list[Time]:
    """6月上旬…,中旬…,下旬…: what names only a part of a month means the month said before it."""
    out: list[Time] = []
    last: Time | None = None
    for time in times:
        if time.kind in ("month", "date") and len(time.months) == 1:
            last = time
        elif time.kind == "part" and not time.months and last:
            name = text[time.start : time.end]
            day = next((day for part, day in PART_DAY.items() if part in name), None)
            deadline = (last.months[0], day) if day else None
            time = time._replace(months=last.months, deadline=deadline)
        out.append(time)
    return out


def _from_to(text: str, times: list[Time]) -> list[Time]:
    """从3月开始,11月结束 and 12月起至春节前: two times, one range."""
    out: list[Time] = []
    for time in times:
        whole = _range(text, out[-1], time) if out else None
        if whole:
            out[-1] = whole
        else:
            out.append(time)
    return out


def _range(text: str, first: Time, time: Time) -> Time | None:
    if first.kind not in ("month", "date") or not time.months:
        return None
    end = _RANGE_END.match(text, time.end) if time.kind in ("month", "date") else None
    begun = _RANGE_BEGUN.search(text[first.end - 2 : time.start])
    if end and begun is None and _OPENS.match(text[first.end : time.start]):
        months = tuple(sorted(span_of(first.months[0], time.months[-1])))
        return first._replace(months=months, deadline=time.deadline)  # 5月启动竞赛,9月底结束
    if begun is None or not (end or begun["to"]):
        return None
    months = tuple(sorted(span_of(first.months[0], time.months[-1])))
    return first._replace(end=end.end() if end else time.end, months=months, deadline=time.deadline)


def _of_whole_unit(unit: Unit, times: list[Time]) -> tuple[Time, ...]:
    """The times that speak for the unit they stand in: its last word, or a field 完成时限:3月底."""
    fields = [t for t in times if _TIME_BEFORE.search(unit.line.text, max(unit.begin, t.start - 20), t.start)]
    if fields and _lead_of(unit, ())[0]:
        return tuple(fields)
    trailing = _trailing(unit, times)
    return (trailing,) if trailing else ()


def _trailing(unit: Unit, times: list[Time]) -> Time | None:
    """A month that closes a numbered item: 1、组织培训。3月份 — it speaks for the whole item."""
    last = times[-1]
    text = unit.line.text
    if (
        unit.mark is None
        or unit.is_heading
        or last.kind in ("often", FESTIVAL)
        or not _SUFFIX.match(text, last.end)
    ):
        return None
    before = text[max(unit.begin, last.start - 8) : last.start]
    sentence = text[unit.begin : last.start].rstrip(" (")
    if "。" in sentence and sentence[-1] not in "。;":
        return None  # 培育选手。承办决赛(9月): said of its own sentence only
    if len(times) > 1 and _LISTED.fullmatch(text, times[-2].end, last.start):
        return None  # 大赛:校赛4月,县赛6月: each says when of its own
    if last.start - unit.begin < 3 or re.search(r"(?:在|于|从|到|至|截止|利用|时间为?)\s?$", before):
        return None
    return last


def _is_title_with_time(unit: Unit, a: int, b: int, inside: list[Time]) -> bool:
    """A part's heading such as 2024年第三季度工作 ties nothing by itself."""
    return (
        unit.is_heading
        and a < unit.title_end
        and b <= unit.title_end + 1
        and (
            unit.has_time_field
            or not all(t.kind == FESTIVAL for t in inside)
            or _NAMES_PART.search(unit.line.text, unit.begin, unit.title_end) is not None
        )
    )


def _add(unit: Unit, governed: Governed, a: int, b: int, term: Term, drafts: list[Draft]) -> None:
    tie = tie_of(governed.times, unit.line, term)
    if tie is None:
        return
    near = (
        max(a, min(governed.start, governed.times[0].start) - _REACH),
        min(b, governed.times[-1].end + _REACH),
    )
    owner = owner_in(unit.line, *near) or owner_behind(unit.line, b)
    lead = None
    if governed.start == governed.end:
        title, lead = _lead_of(unit, governed.times)
        owner = owner or _owner_near(unit)
    else:
        title = governed.title(unit.line)
        # (责任人:…) closes a numbered unit and speaks for all of it
        owner = owner or (owner_in(unit.line, fields_only=True) if unit.mark else closing_owner(unit.line))
    if len(title) >= 2:
        drafts.append(Draft(title, tie, unit.line, a, b, owner, lead))


def _lead_of(unit: Unit, times: tuple[Time, ...]) -> tuple[str, int]:
    """The lead of the smallest numbered or titled unit that the time stands in, and where it begins."""
    holder: Unit | None = unit.parent if unit.is_time_field else unit
    while holder is not None and not (holder.mark or holder.bare):
        holder = holder.parent
    if holder is None:
        measure = _MEASURE.match(unit.line.text)
        if not (measure and times):
            return "", unit.line.start
        lead = leading_clause(unit.line.text, measure.end(), times[0].start)
        return title_of(unit.line, *lead), unit.line.at[lead[0]]
    text = holder.line.text
    a, b = leading_clause(text, holder.begin, holder.title_end or len(text))
    cuts = [(t.start, t.end) for t in times if a <= t.start < b] if holder is unit else []
    title = title_of(holder.line, a, b, cuts)
    return unbracketed(title), holder.line.at[min(a, len(holder.line.at) - 1)]


def _owner_near(unit: Unit) -> str | None:
    own = owner_in(unit.line) or owner_below(unit)
    if own is None and unit.parent is not None and unit.plain:
        return owner_below(unit.parent)
    return own
