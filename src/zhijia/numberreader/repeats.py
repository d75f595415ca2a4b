"""Checks across sentences: the same thing said twice, persons beside person-times, 全年 beside 截至."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from zhijia.planreader.patterns import late

from .context import VERB
from .intervals import above, meet, span
from .model import Number, Problem
from .parts import problem_at
from .sheet import Sheet

_AS_OF = late(
    r"截[至止][^,。;]{0,6}?[0-9xX一二三四五六七八九十]{1,3}月(?:[0-9]{1,2}[日号]|底|份)?(?![^,。;]{0,4}12月)"
)
_YEAR_END = late(r"12月(?:31日|底|份)?|十二月")
_NOT_DONE = late(r"任务|目标|计划|预算|争取|缺口")
_HALF_TITLE = late(r"上半年|(?<!下)半年")
_SECOND_HALF = late(r"(?:今年)?(?:[789]|1[0-2])月")
_AHEAD = late(r"下半年|下一?步|打算")
_ACTION = late(
    r"^(?:走访慰问|走访|慰问|开展|组织|举办|召开|发放|帮扶|救助|资助|培训|为|给|对|向|使|帮助|新增|新建|新发展|全部|享受|参加|服务)+"
)
# with such a word the figure is of one event, and there may be others
_ACTED = late(
    r"为|给|对|向|帮助|全部|享受|参|服务|受|到会|出席|报名|检查|督促|审[查计]|指导|走访|看望|接待|接受|发出|发布|报送"
)
_RELATIVE = late(r"覆盖|涉及|惠及|受益|职工$|企业$|会员$")  # means what the sentence before is about
_PLAIN = late(r"[\u4e00-\u9fff]{3,}")
_SMALL_WORDS = late(r"人员|人数|人$|总数|数$|共有|现有|其中|目前")


def across(sheet: Sheet) -> Iterator[Problem]:
    """Problems between sentences, all of them warnings but persons above their own person-times."""
    yield from _said_twice(sheet)
    yield from _persons_and_times(sheet)
    yield from _as_of(sheet)
    yield from _crosschecks(sheet)
    yield from _covered(sheet)


def _key(subject: str) -> str:
    words = _SMALL_WORDS.sub("", _ACTION.sub("", subject.replace('"', "")))
    return words if _PLAIN.fullmatch(words) else ""


def _said_twice(sheet: Sheet) -> Iterator[Problem]:
    seen: dict[tuple[str, str], int] = {}
    for i, n in enumerate(sheet.numbers):
        if (
            n.amount is None
            or n.measure in ("rate", "points", "multiple", "money")
            or n.role
            in (
                "target",
                "forecast",
                "average",
                "growth",
                "threshold",
                "new",
                "left",
                "opening",
            )
        ):
            continue
        key = _key(n.subject)
        if not key or _RELATIVE.match(key) or n.listed in ("各", "分别"):
            continue
        counted_in = n.unit if n.measure in ("items", "sessions") else n.measure  # 55人, 80名
        first = seen.setdefault((key, counted_in), i)
        other = sheet.numbers[first]
        if other.sentence == n.sentence or meet(span(other), span(n)):
            continue
        if _may_be_two(sheet, other, n):
            continue
        if other.scope == n.scope and _times_agree(other.period, n.period):
            why = f"前面写“{other.subject}{other.text}”，这里写“{n.subject}{n.text}”，请核对是否同一件事。"
            yield problem_at("twice", sheet, (first, i), why, strong=False)


def _may_be_two(sheet: Sheet, first: Number, n: Number) -> bool:
    """Two events, an event for some of a group, or a part of it (其中健步走500人，女职工320人)."""
    acted = tuple(bool(_ACTED.match(one) or VERB.match(one)) for one in (first.subject, n.subject))
    if acted == (False, False):
        return "其中" in sheet.text[n.sentence[0] : n.start] and above(span(first), span(n))
    return acted != (False, True) or above(span(first), span(n))


def _times_agree(a: str, b: str) -> bool:
    return a == b or not a or not b


_SAME_THING = late(r"[、,(]?(?:累计|合计|总计|共计|共|计)?(?:达到?)?")


def _persons_and_times(sheet: Sheet) -> Iterator[Problem]:
    """救助职工30人次、35人: nobody is helped less than once."""
    for sentence in sheet.sentences:
        for i, j in pairwise(sentence):
            a, b = sheet.numbers[i], sheet.numbers[j]
            if {a.measure, b.measure} != {"persons", "person_times"} or not _of_one_thing(sheet, i, j):
                continue
            persons, times = (a, b) if a.measure == "persons" else (b, a)
            if above(span(persons), span(times)):
                why = f"同一件事的人数“{persons.text}”不会多于人次“{times.text}”。"
                yield problem_at("person_times", sheet, (i, j), why)


def _of_one_thing(sheet: Sheet, i: int, j: int) -> bool:
    """30人次、35人; 救助职工30人次，救助职工35人; 30人次，其中目前享受的35人."""
    a, b, words = sheet.numbers[i], sheet.numbers[j], sheet.between(i, j)
    among = "其中" in words and b.measure == "persons"
    repeated = a.subject == b.subject and bool(_key(a.subject)) and "另" not in words
    return among or repeated or bool(_SAME_THING.fullmatch(words))


def _as_of(sheet: Sheet) -> Iterator[Problem]:
    for sentence in sheet.sentences:
        start, end = sheet.numbers[sentence[0]].sentence
        words = sheet.text[start:end]
        cut = _AS_OF.search(words)
        if cut and "全年" in words and not _YEAR_END.search(cut[0]):
            told = [i for i in sentence if sheet.numbers[i].role not in ("target", "forecast")]
            if told:
                why = f"同一句里既说“{cut[0]}”又说“全年”，请写明数字算到哪一天。"
                yield problem_at("as_of", sheet, tuple(told), why, strong=False)
    if not _HALF_TITLE.search(sheet.text[:60]) or "下半年" in sheet.text[:60]:
        return
    ahead = _AHEAD.search(sheet.text)
    past = ahead.start() if ahead else len(sheet.text)
    for i, n in enumerate(sheet.numbers):
        lead = sheet.lead(i)
        if (
            "全年" in lead
            and not _NOT_DONE.search(lead)
            and n.role in ("flow", "stock", "new")
            and n.amount is not None
        ):
            why = f"半年的材料里写了全年的完成数“{n.text}”，请核对时间。"
            yield problem_at("as_of", sheet, (i,), why, strong=False)
        elif n.start < past and _SECOND_HALF.match(n.period) and n.role in ("flow", "new"):
            why = f"半年的材料里写了{n.period}的数“{n.text}”，请核对时间。"
            yield problem_at("as_of", sheet, (i,), why, strong=False)


# (what, cannot well be more than what, why): figures of one report that should fit each other
_FITS = (
    (late(r"劳动合同"), ("份",), late(r"会员|职工"), ("人", "名"), "劳动合同的份数比人数还多"),
    (
        late(r"工资(?:专项|集体|协商){0,3}(?:协商|协议|合同)"),
        ("份", "家"),
        late(r"职代会|职工代表大会"),
        ("家", "个", "次", "场"),
        "工资协议比召开的职代会还多，协议要经职代会通过",
    ),
)


def _crosschecks(sheet: Sheet) -> Iterator[Problem]:
    numbers = sheet.numbers
    for small, small_units, large, large_units, why in _FITS:
        parts = [
            i for i, n in enumerate(numbers) if n.amount and n.unit in small_units and small.search(n.subject)
        ]
        wholes = [
            i
            for i, n in enumerate(numbers)
            if n.amount
            and n.unit in large_units
            and large.search(n.subject + sheet.trail(i))
            and n.role in ("stock", "flow")
        ]
        if parts and wholes:
            whole = max(wholes, key=lambda i: numbers[i].amount or 0)
            for part in parts:
                if above(span(numbers[part]), span(numbers[whole])):
                    text = f"“{numbers[part].text}”对“{numbers[whole].text}”：{why}，请核对。"
                    yield Problem(
                        "crosscheck", False, (whole, part), numbers[part].start, numbers[part].end, text
                    )
                    break


_JOINT = late(r"联合(?:基层)?工会")
_COVERED = late(r"(?:覆盖|涵盖)(?:企业|单位|用人单位)?$")


def _covered(sheet: Sheet) -> Iterator[Problem]:
    """联合工会18家，覆盖企业12家: a joint union has at least two firms."""
    for sentence in sheet.sentences:
        for i, j in pairwise(sentence):
            bodies, firms = sheet.numbers[i], sheet.numbers[j]
            counted = bodies.measure == "bodies" and firms.measure == "firms"
            if not (counted and _JOINT.search(sheet.lead(i)) and _COVERED.search(sheet.lead(j))):
                continue
            if bodies.scope == firms.scope and above(span(bodies), span(firms)):
                why = f"联合工会“{bodies.text}”比覆盖的企业“{firms.text}”还多，一个联合工会至少有两家。"
                yield problem_at("crosscheck", sheet, (i, j), why)
