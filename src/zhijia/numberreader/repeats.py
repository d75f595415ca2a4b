"""Checks across sentences: the same thing said twice, persons beside person-times, 全年 beside 截至."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from zhijia.planreader.patterns import late

from .intervals import above, meet, span
from .model import Problem
from .parts import problem_at
from .sheet import Sheet

_AS_OF = late(
    r"截[至止][^,。;]{0,6}?[0-9xX一二三四五六七八九十]{1,3}月(?:[0-9]{1,2}[日号]|底|份)?(?![^,。;]{0,4}12月)"
)
_YEAR_END = late(r"12月(?:31日|底|份)?|十二月")
_NOT_DONE = late(r"任务|目标|计划|预算|争取|缺口")
_HALF_TITLE = late(r"上半年|半年")
_ACTION = late(
    r"^(?:走访慰问|走访|慰问|开展|组织|举办|召开|发放|帮扶|救助|资助|培训|为|对|向|使|新增|新建|新发展|全部|享受|参加|服务)+"
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
        first = seen.setdefault((key, n.unit), i)
        other = sheet.numbers[first]
        if other.sentence == n.sentence or meet(span(other), span(n)):
            continue
        if other.scope == n.scope and _times_agree(other.period, n.period):
            why = f"前面写“{other.subject}{other.text}”，这里写“{n.subject}{n.text}”，请核对是否同一件事。"
            yield problem_at("twice", sheet, (first, i), why, strong=False)


def _times_agree(a: str, b: str) -> bool:
    return a == b or not a or not b


def _persons_and_times(sheet: Sheet) -> Iterator[Problem]:
    for sentence in sheet.sentences:
        for i, j in pairwise(sentence):
            a, b = sheet.numbers[i], sheet.numbers[j]
            if {a.measure, b.measure} != {"persons", "person_times"}:
                continue
            persons, times = (i, j) if a.measure == "persons" else (j, i)
            if sheet.between(i, j) in ("、", ",", "(", "") and above(
                span(sheet.numbers[persons]), span(sheet.numbers[times])
            ):
                p, t = sheet.numbers[persons], sheet.numbers[times]
                why = f"同一件事的人数“{p.text}”不会多于人次“{t.text}”。"
                yield problem_at("person_times", sheet, (i, j), why)


def _as_of(sheet: Sheet) -> Iterator[Problem]:
    for sentence in sheet.sentences:
        start, end = sheet.numbers[sentence[0]].sentence
        words = sheet.text[start:end]
        cut = _AS_OF.search(words)
        if cut and "全年" in words and not _YEAR_END.search(cut[0]):
            past = [i for i in sentence if sheet.numbers[i].role not in ("target", "forecast")]
            if past:
                why = f"同一句里既说“{cut[0]}”又说“全年”，请写明数字算到哪一天。"
                yield problem_at("as_of", sheet, tuple(past), why, strong=False)
    if not _HALF_TITLE.search(sheet.text[:60]):
        return
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


# (what, cannot well be more than what, why): figures of one report that should fit each other
_FITS = (
    (late(r"劳动合同"), "份", late(r"会员|职工"), ("人", "名"), "劳动合同的份数比人数还多"),
    (
        late(r"工资(?:集体)?(?:专项)?(?:协商|协议|合同)"),
        "份",
        late(r"职代会|职工代表大会"),
        ("家", "个"),
        "工资协议比召开职代会的单位还多，协议要经职代会通过",
    ),
)


def _crosschecks(sheet: Sheet) -> Iterator[Problem]:
    numbers = sheet.numbers
    for small, small_unit, large, large_units, why in _FITS:
        parts = [
            i for i, n in enumerate(numbers) if n.amount and n.unit == small_unit and small.search(n.subject)
        ]
        wholes = [
            i
            for i, n in enumerate(numbers)
            if n.amount and n.unit in large_units and large.search(n.subject) and n.role in ("stock", "flow")
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
