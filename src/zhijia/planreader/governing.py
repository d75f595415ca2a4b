"""Governing: which words of a sentence a time expression speaks about.

A time with words of its own in its clause governs that clause; a time that stands alone
governs the clause after it, or before it, or (此项工作在3月底前完成) the unit it stands in.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from .lines import Line
from .patterns import late
from .times import FESTIVAL, Time, starting_in
from .titles import ACTION, RESULT, STARTS_WITH_ACTION, VERBS, clauses, title_of, without

_NOTHING = late(
    r"(?:此项|该项|本项|这项|最[迟晚]|不(?:超过|迟于|晚于)|各?[一二两三四\d][次批场期届轮]|至少|不少于|分[一二两三四五六七八九十几多\d]{0,2}[批组期类次]|各(?:乡镇|镇街|单位|分会|部门|科室|基层|工会)+|上述|以上|各项|工作|活动|任务|时间|完成|完毕|计划|"
    r"拟定?|预计|力争|争取|确保|安排|初步|定于?|在|于|前|全部|全面|集中|进行|举行|"
    r"召开|开展|实施|组织|举办|启动|落实|到位|结束|开始|左右"
    r"|基本|具体|时限|期限|日期|要求|将|应|并|要|须|需|到|至|截止|每逢|逢|从|"
    r"自|起|为|的|等|期间|之际|来临|到来|前夕|前后|利用|抓住|结合|借|趁|以|"
    r"见到?成效|重大|重要|传统|节日|节假日|节点|契机|分别|和|与|及|或|如|像|是|内|底|初|"
    r"中|后|另|也|还"
    r"|大家|我们|开学|今年|本年|第[一二]学期|学期|年度|第?[一二三四五两几]个|[\s,.。;:、()\"'\-!?~*·]|[法定国家大]|\d)+"
)
_OCCASION = late(
    r"^[,、\s]*(?:利用|抓住|结合|借|借助|趁|以|围绕|紧扣|每逢|逢|值|适逢|在|迎接|为了?(?:热烈|隆重)?(?:庆祝|纪念|迎接|欢度))"
)
_DURING = late(r"(?:期间|之际|前夕|到来|来临)\s?$")
_PAST = late(
    r"已(?!婚|退|故)|(?<=[\u4e00-\u9fff])(?<!^到)了(?![解结却不])(?<!为了)(?<!除了)|先后|荣获|"
    r"被评为|(?<![\u4e00-\u9fff])截至|截止目前|以来|过去的?一年|取得.{0,8}成[绩效]|共(?:有|计|发放|"
    r"收到|开展|组织|举办|走访|慰问|培训)?[^,。]{0,6}\d|曾"
    r"|(?:赛|展演|汇演|评比|评选|比武)中[^,。]{0,4}(?:获|夺|取得|赢得|拿到)|从?没有?断过|没有?人"
)
_DOCUMENT = late(r"《[^《》]*》")  # 《工作计划》已经同意: the name announces nothing
_LAST_YEAR = late("去年|上年")
_RESULTS = late(
    r"荣获|被评为|取得.{0,8}成[绩效]|共(?:有|计|发放|收到|开展|组织|举办|走访|慰问|培训)[^,。]{0,6}\d"
)
_AHEAD = late(
    r"将|拟|计划|力争|争取|准备|打算|继续|今后|下一步|要(?!求|素|点|闻|回|到)|明年|"
    r"来年|确保|预计"
)
_REFERENCE = late(
    r"^(?:根据|按照|依据|遵照|自从)|起(?:施行|实施|执行)|(?:颁布|印发|下发|修[订正]|实施|施行|公布|发布)(?:的|之)|颁布$|精神$|关于.{4,60}的(?:通知|意见|函)|(?:届满|期满|到期)$"
)


# 五一节庆祝活动, 春节慰问活动: what sounds like a verb is part of the event's name
_NAMED_EVENT = late(
    r"(?:庆祝|纪念|慰问|表彰|联欢|座谈|联谊|团拜|宣传|走访慰问|主题){1,2}(?:系列|主题|文体)?"
    r"(?:活动|大会|晚会|会|仪式)"
)
_STATE = late(r"刚|正|[太最较]|还|[多少忙热冷紧好淡旺短长](?=[,;:。]|$)")
_NOT_DONE = late(
    r"\s?,?\s?(?:暂|均|都|一律|原则上)?不(?:再|作|搞|安排|开展|组织|举办|参加|更换|列入|变|另|得|能|许|准|予)"
)
_THIS_WORK = late(r"\s*[此该本]项")
_OWN_WORDS = 4  # so many signs before the time in a bracket may be what the bracket is about
_NEAR = 60  # how far from a festival a time is looked for that it is a theme of
_OF_A_PERIOD = late(r"的?(?:工会)?(?:工作|总结|任务|计划|经费|预算|情况|目标)")
_APART = late(rf"{VERBS}|\(|\S $")  # 三八节运动会(3月6日): the bracket says when
_HELD = late(r"举行|举办|召开|开展|进行|启动|实施|完成|完毕|结束|到位")
_HELD_AT = late(r"在[^,。;]{2,14}(?:举行|举办|召开|进行|开幕)")  # 5月10日在文化馆举行: when and where
_SAID_OF_WHAT_STANDS_BEFORE = late(
    r"(?:完成|完毕|结束|到位|成效|次|批|(?:举行|召开|举办|进行|启动|实施)(?:完毕)?)\s?\)?$"
)
_WHOLE_ACT = late(r"(?:组织|开展|举办|举行)(?:一次)?(?:活动|会议|例会)")
_PURPOSE = late(r"\s*为了?(?:热烈|隆重|喜)?(?:庆祝|纪念|迎接|欢度|迎)")
_TIME_FIXED = late(r"\s*[\u4e00-\u9fff]{0,4}?(?:时间|日期|时限|期限)(?:初步|初|暂)?(?:定|安排|为|是|在)")
_EACH = late(r"\s*每[人次期场位项]")
_CLOSES = late(r"(?:前后|前夕|期间|左右|前|后)?(?P<more>,[^()]*)?\)[ 。;]*")
_NAMES_THE_TIME = late(
    r"[是为](?:全?[国省市县区院校]的?)?[^,。;]{2,14}(?:月|周|日|年|节|期|季)\s?$"
)  # 三月是女职工活动月
_OWNER_CLAUSE = late(r"由[^,。;]{1,12}(?:负责|承办|带队|牵头|主持|接待|汇报|组织实施)")


class Governed(NamedTuple):
    """A time (or several that go together) and the stretch of the line it speaks about.

    `start == end` means: the smallest unit the time stands in.
    """

    times: tuple[Time, ...]
    start: int
    end: int

    def title(self, line: Line) -> str:
        inside = [
            t
            for t in self.times
            if self.start <= t.start < self.end and not stays(line, t, self.start, self.end)
        ]
        return title_of(line, self.start, self.end, [(t.start, t.end) for t in inside])


def stays(line: Line, time: Time, start: int, end: int) -> bool:
    """A festival that is what the activity is about stays in the title."""
    if time.kind != FESTIVAL:
        return False
    before, after = line.text[max(start, time.start - 3) : time.start], line.text[time.end : end]
    if re.search(r"(?:庆|祝|庆祝|纪念|欢度|迎|喜迎|迎接|好|以|过)\s?$", before):
        return True
    rest = re.sub(r"[\s\")]", "", after)
    if _NAMED_EVENT.match(rest):
        return True
    return (
        bool(rest) and not re.match(r"[前后期,、和及与]|等|来临|到来|之际", rest) and not ACTION.match(rest)
    )


def is_past(text: str) -> bool:
    """Does this sentence report what has been done?"""
    if "《" in text:
        text = _DOCUMENT.sub("", text)
    return (_PAST.search(text) is not None or _tells_last_year(text)) and _AHEAD.search(text) is None


def _tells_last_year(text: str) -> bool:
    """Not so in 完成上年决算 and 对上年先进进行表彰, where last year's matters are to be done now."""
    return any(
        not ACTION.fullmatch(text, max(0, m.start() - 2), m.start())
        and text[m.start() - 1 : m.start()] != "对"
        for m in _LAST_YEAR.finditer(text)
    )


def is_report(text: str) -> bool:
    """Does this sentence state results, wherever it says when?"""
    return _RESULTS.search(text) is not None and _AHEAD.search(text) is None


def is_empty(text: str) -> bool:
    """Nothing said but the time itself and words that go with it."""
    match = _NOTHING.match(text)
    return not text or (match is not None and match.end() == len(text))


def governed_in(line: Line, start: int, end: int, times: list[Time]) -> list[Governed]:
    """What each time in the sentence line[start:end] governs, in text order."""
    text = line.text
    spans = clauses(text, start, end, ",;:!?")
    out: list[Governed] = []
    for index, (a, b) in enumerate(spans):
        inside = _of_bracket_last(text, b, without_themes(text, starting_in(times, a, b)))
        if not inside or _REFERENCE.search(text[a:b].strip()):
            continue
        if _PURPOSE.match(text, a, b) and _said_again(inside, starting_in(times, b, end)):
            continue
        aside = _bracket_of(text, a, b, inside)
        if aside:
            out += governed_in(line, *aside, inside)
            continue
        groups = _with_brackets(text, _without_attributes(text, _without_echoes(_together(text, inside))))
        if _says_only_when(line, a, b, inside, index + 1 < len(spans)):
            target = _neighbour(text, spans, index, times, line.mark is not None)
            out.append(Governed(tuple(t for group in groups for t in group), *target))
            continue
        out += _within(line, a, b, groups)
    return _merged(out)


def without_frames(text: str, start: int, times: list[Time]) -> list[Time]:
    """一季度人刚回来,二月登记入会: a time that opens a sentence and names no act only frames the ones within it."""
    first = times[0]
    if first.kind not in ("quarter", "half", "month") or first.deadline or text[start : first.start].strip():
        return times
    end = next((i for i in range(first.end, len(text)) if text[i] in ",;:。"), len(text))
    inner = any(t.kind in ("month", "date") and set(t.months) < set(first.months) for t in times[1:])
    empty = not text[first.end : end].strip() or _STATE.search(text, first.end, end) is not None
    return times[1:] if inner and empty and ACTION.search(text, first.end, end) is None else times


def is_not_done(text: str, time: Time) -> bool:
    """年中不作调整: what is not done then is no activity."""
    return _NOT_DONE.match(text, time.end) is not None


def _bracket_of(text: str, a: int, b: int, times: list[Time]) -> tuple[int, int] | None:
    """…如何沟通(带教名单3月底前报护理部): a bracket with an act of its own is a sentence of its own."""
    start, first, last = text.rfind("(", a, times[0].start), times[0], times[-1]
    end = text.find(")", last.end, b)
    if start <= a or end < 0 or ")" in text[start : first.start] or "(" in text[start + 1 : end]:
        return None
    about, act = text[start + 1 : first.start], text[last.end : end]
    if len(about) < _OWN_WORDS or ":" in about or is_empty(about):
        return None
    return (start + 1, end) if ACTION.search(act) or act[:1] in ("报", "交") else None


def _says_only_when(line: Line, a: int, b: int, times: list[Time], more: bool) -> bool:
    """Does the clause line[a:b] say nothing but when (and that it happens then)?"""
    text = line.text
    outside = "".join(text[i] for i in without(line, a, b, [(t.start, t.end) for t in times]))
    if is_empty(outside):
        return _WHOLE_ACT.search(outside) is None
    if _TIME_FIXED.match(text, a, b) or _HELD_AT.fullmatch(outside.strip()):
        return True
    regular = times[0].recurrence in ("monthly", "weekly")  # 每月10日为主席面谈日 names an activity
    named = more and not regular and times[0].start == a and _NAMES_THE_TIME.match(text, times[-1].end, b)
    return bool(named) or _occasion_only(text[a:b], outside, more)


def _said_again(times: list[Time], later: list[Time]) -> bool:
    """为庆祝“五一”国际劳动节,…在五一期间举办…: what is done has its own time further on."""
    months = {m for t in times for m in t.months}
    return any(months <= set(t.months) for t in later)


def _without_echoes(groups: list[list[Time]]) -> list[list[Time]]:
    """在五一期间举办庆祝“五一”活动: a festival named again in one clause is its theme."""
    out: list[list[Time]] = []
    said: set[frozenset[int]] = set()
    for group in groups:
        months = frozenset(m for t in group for m in t.months)
        if months not in said or not all(t.kind == FESTIVAL for t in group):
            out.append(group)
        said.add(months)
    return out


def without_themes(text: str, times: list[Time]) -> list[Time]:
    """3月上旬举办“三八”节运动会, 暑期托管班 7月6日起: beside an exact time that covers it, a festival or a
    vacation is no time but a theme."""
    exact = [t for t in times if t.exact]
    return [
        t
        for t in times
        if t.kind not in (FESTIVAL, "vacation")
        or (t.kind == "vacation" and ACTION.match(text, t.end))
        or not any(_covers(text, e, t) for e in starting_in(exact, t.start - _NEAR, t.end + _NEAR))
    ]


def _covers(text: str, exact: Time, festival: Time) -> bool:
    between = text[min(exact.end, festival.end) : max(exact.start, festival.start)]
    return (
        bool(set(festival.months) & set(exact.months))
        and _APART.search(between) is not None
        and not re.search("[,;]", between)
    )


def _together(text: str, times: list[Time]) -> list[list[Time]]:
    """Times that are said in one breath: “三八”、“五一”及“十一”."""
    groups: list[list[Time]] = []
    for time in times:
        if groups:
            between = text[groups[-1][-1].end : time.start]
            joint = re.fullmatch(r"[\s\"、,和及与或至到\-~节的在以于]*", between)
            mixed = (time.kind == FESTIVAL) != (groups[-1][-1].kind == FESTIVAL)
            if (
                joint
                or (mixed and not re.search("[、和及与以并]", between))
                or ("often" in (time.kind, groups[-1][-1].kind) and not re.search(r"\)[、,和]", between))
            ):
                groups[-1].append(time)
                continue
        groups.append([time])
    return groups


def _of_bracket_last(text: str, end: int, times: list[Time]) -> list[Time]:
    """春节慰问劳模、退休职工(1月): an exact time in the bracket that closes a clause speaks for all of it."""
    last = times[-1] if times else None
    closes = _CLOSES.fullmatch(text, last.end, end) if last and text[last.start - 1] == "(" else None
    if last is None or closes is None:
        return times
    themes = all(t.kind == FESTIVAL or (t.kind == "edge" and last.exact) for t in times[:-1])
    return [last] if themes and (last.exact or not closes["more"]) else times


def is_attribute(text: str, time: Time) -> bool:
    """完成上半年工作总结, 谋划下半年工作: a period between a verb and what it is of says which, not when."""
    return (
        time.kind in ("half", "quarter")
        and time.deadline is None
        and _OF_A_PERIOD.match(text, time.end) is not None
        and (
            text[time.start - 1 : time.start] == "年"
            or any(ACTION.fullmatch(text, time.start - n, time.start) for n in (2, 3) if time.start >= n)
        )
    )


def _without_attributes(text: str, groups: list[list[Time]]) -> list[list[Time]]:
    """上半年经费收支情况7月中旬前公示: a period that only says which one the words behind it mean is no time."""
    return [
        group
        for n, group in enumerate(groups)
        if not (
            group[-1].kind in ("half", "quarter")
            and group[-1].deadline is None
            and n + 1 < len(groups)
            and groups[n + 1][0].kind in ("month", "date")
            and not ACTION.search(text, group[-1].end, groups[n + 1][0].start)
        )
    ]


def _with_brackets(text: str, groups: list[list[Time]]) -> list[list[Time]]:
    """暑期开设托管班(7月10日至8月20日): a time alone in a bracket is said of what stands before it."""
    out: list[list[Time]] = []
    for group in groups:
        alone = (
            text[group[0].start - 1 : group[0].start] == "("
            and text[group[-1].end : group[-1].end + 1] == ")"
        )
        if alone and out and not re.search("[、和及与以并]", text[out[-1][-1].end : group[0].start]):
            out[-1] += group
        else:
            out.append(group)
    return out


def _within(line: Line, a: int, b: int, groups: list[list[Time]]) -> list[Governed]:
    """Several groups in one clause share it out at the 、 or 和 between them."""
    out, begin = [], a
    for n, group in enumerate(groups):
        finish = b
        if n + 1 < len(groups):
            following = groups[n + 1][0].start
            cut = max(line.text.rfind(c, group[-1].end, following) for c in "、和及与以并")
            finish = cut if cut > 0 else following
            if cut < 0:
                before = re.search(r"(?:在|于|计划在|拟在|利用)$", line.text[group[-1].end : following])
                finish -= len(before[0]) if before else 0
        out.append(Governed(tuple(group), begin, finish))
        begin = finish
    return out


def _occasion_only(clause: str, outside: str, more: bool) -> bool:
    return (
        more
        and (_OCCASION.match(clause) is not None or _DURING.search(clause) is not None)
        and not ACTION.search(re.sub(r"^[在以]|活动|为了?(?:热烈|隆重)?(?:庆祝|纪念|迎接|欢度)", "", outside))
    )


def _neighbour(
    text: str, spans: list[tuple[int, int]], index: int, times: list[Time], numbered: bool
) -> tuple[int, int]:
    """The clause that a bare time speaks about; 此项工作 of a `numbered` unit is the whole of it."""
    done = _SAID_OF_WHAT_STANDS_BEFORE.search(text, *spans[index]) or _TIME_FIXED.match(text, *spans[index])
    fixed = _TIME_FIXED.match(text, *spans[index]) is not None
    order = (index - 1,) if fixed or (done and index) else (index + 1, index - 1)
    if len(order) > 1 and index + 2 < len(spans) and not _HELD.search(text, *spans[index]):
        between, (a, b) = spans[index + 1], spans[index + 2]
        if _OWNER_CLAUSE.match(text[slice(*between)].strip()) and STARTS_WITH_ACTION.match(text[a:b].strip()):
            return a, b  # 3月15日前,由组织部负责,做好选举工作
    for i in order:
        if i > index and i < len(spans) and _OWNER_CLAUSE.match(text[slice(*spans[i])].strip()):
            continue  # 国庆节前举行,由团支部承办: who answers for it is not what happens
        while 0 < i < index and _EACH.match(text, *spans[i]):
            i -= 1  # 带头下班组,每人联系两个,每月两次
        if 0 < i < index and RESULT.match(text[slice(*spans[i])].strip()):
            i -= 1  # 邀请专家授课,缓解压力,每半年一次: the effect is not what happens
        if 0 <= i < len(spans):
            a, b = spans[i]
            if i < index and numbered and _THIS_WORK.match(text, *spans[index]):
                continue
            if i < index and _THIS_WORK.match(text, a, b):
                continue  # 此项工作由服务中心牵头,11月底前完成
            if i < index and done and re.match(r"与|根据|按照|结合", text[a:b].strip()):
                continue
            near = starting_in(times, a, b)
            # 职代会每年召开一次,于3月举行: how often and when are said of one thing
            free = all(t.kind == FESTIVAL for t in near) or all(t.kind == "often" for t in near)
            if free and not is_empty(text[a:b]):
                return a, b
    return spans[index][0], spans[index][0]


def _merged(found: list[Governed]) -> list[Governed]:
    """Two times that govern the same words are one task."""
    out: list[Governed] = []
    for item in found:
        if out and (item.start, item.end) == (out[-1].start, out[-1].end) and item.start != item.end:
            out[-1] = Governed(out[-1].times + item.times, item.start, item.end)
        else:
            out.append(item)
    return out
