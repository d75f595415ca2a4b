"""Checks of rates against the two figures they come from."""

from __future__ import annotations

from collections.abc import Iterator

from zhijia.planreader.patterns import late

from .intervals import Span, divided, meet, shown, span
from .model import Problem
from .parts import problem_at
from .sheet import Sheet

_OF_BASE = late(r"^[\u4e00-\u9fff]{0,4}的(?:约|近|将近)?$")
_BASE_LEAD = late(r"占|为|是|完成|达到?|相当于")
_RATE_NAME = late(r"([\u4e00-\u9fff]{1,8})率")
# what the numerator of a rate is called; otherwise by the rate's own word (采纳率: 采纳125条)
_NUMERATORS = (
    ("到会", late(r"实到|到会|出席")),
    ("出席", late(r"实到|到会|出席")),
    ("回收", late(r"收回|回收")),
    ("建会", late(r"已?建会?|组建")),
    ("组建", late(r"已?建会?|组建")),
    ("体检", late(r"实检|体检")),
    ("成功", late(r"成功|调成")),
    ("赞成", late(r"同意|赞成")),
    ("签订", late(r"已签|签订")),
    ("参训", late(r"实训|参训|参加")),
    ("采集", late(r"采集")),
)
_INPUT = late(
    r"应|需|征集|收到|受理|立案|发出|发放|查出|排查|发现|报名|共|总|提出|提案|问卷|下达|参训|参赛|申报|申请|任务|计划|收取|处理|办理"
)


def of_rates(sheet: Sheet) -> Iterator[Problem]:
    """Rates that contradict their numerator and denominator."""
    for sentence in sheet.sentences:
        for at, i in enumerate(sentence):
            n = sheet.numbers[i]
            if n.measure not in ("rate", "multiple") or n.role in ("target", "forecast"):
                continue
            if n.measure == "multiple" and n.unit != "倍":
                continue
            found = (
                _with_its_base(sheet, sentence, at)
                or (n.measure == "rate" and _by_name(sheet, sentence, at))
                or None
            )
            if found:
                yield found


def _percent(a: Span, b: Span, multiple: bool = False) -> Span:
    low, high = divided(a, b)
    factor = 1 if multiple else 100
    return low * factor, high * factor


def contradiction(sheet: Sheet, part: int, whole: int, rate: int, strong: bool = True) -> Problem | None:
    """The problem when part ÷ whole is not the rate; None when it is, or when there is nothing to divide by."""
    numbers = sheet.numbers
    a, b, r = numbers[part], numbers[whole], numbers[rate]
    if not b.amount or meet(_percent(span(a), span(b), r.unit == "倍"), span(r)):
        return None
    value = float(a.amount or 0) / float(b.amount)
    result = f"{shown(value)}倍" if r.unit == "倍" else f"{shown(value * 100)}%"
    why = f"{a.text}÷{b.text}={result}，文中写的是“{r.text}”。"
    return problem_at("rate", sheet, (part, whole, rate), why, strong)


def _with_its_base(sheet: Sheet, sentence: list[int], at: int) -> Problem | None:
    """筛查640人，占应查人数800人的90%: the base stands right before its rate."""
    rate = sentence[at]
    base = sentence[at - 1] if at else None
    if (
        base is None
        or not _OF_BASE.match(sheet.between(base, rate))
        or not _BASE_LEAD.search(sheet.lead(base))
    ):
        return None
    part = next((j for j in sheet.before(base, sentence) if sheet.alike(j, base)), None)
    if part is None or len(sheet.between(part, base)) > 30:
        return None
    nearer = [j for j in sentence if part < j < base and sheet.numbers[j].measure != "rate"]
    return None if nearer else contradiction(sheet, part, base, rate)


def _by_name(sheet: Sheet, sentence: list[int], at: int) -> Problem | None:
    """征集211条，采纳125条，采纳率59.2%."""
    rate = sentence[at]
    name = _RATE_NAME.search(sheet.lead(rate))
    if not name or sheet.numbers[rate].role not in ("rate", "share"):
        return None
    known = [pattern for stem, pattern in _NUMERATORS if name[1].endswith(stem)]
    pattern = known[0] if known else late(name[1][-2:])
    earlier = [j for j in sheet.before(rate, sentence) if sheet.numbers[j].measure not in ("rate", "points")]
    part = next((j for j in earlier[:3] if pattern.search(sheet.lead(j))), None)
    if part is None:
        return None
    amount = sheet.numbers[part].amount or 0
    wholes = [
        j
        for j in earlier
        if j != part
        and sheet.alike(j, part)
        and (sheet.numbers[j].amount or 0) >= amount
        # behind ；another matter may have begun: 体检143人；女职工筛查103人，筛查率92.8%
        and (";" not in sheet.between(min(j, part), max(j, part)) or _INPUT.search(sheet.lead(j)))
    ]
    if not wholes:
        return None
    for whole in [*wholes, *_around(sheet, part, rate)]:
        if not contradiction(sheet, part, whole, rate):
            return None
    whole = wholes[0]
    between = [j for j in sentence if min(whole, part) < j < max(whole, part)]
    strong = not between and len(wholes) == 1 and bool(_INPUT.search(sheet.lead(whole)))
    return contradiction(sheet, part, whole, rate, strong)


def _around(sheet: Sheet, part: int, rate: int) -> list[int]:
    """Other figures close by that may be the base that the writer meant."""
    near = range(max(0, part - 12), min(len(sheet.numbers), rate + 3))
    return [j for j in near if j not in (part, rate) and sheet.numbers[j].amount and sheet.alike(j, part)]
