"""Checks of wholes and their parts: a part above its whole, parts that do not add up, shares over 100 %."""

from __future__ import annotations

from collections.abc import Iterator

from zhijia.planreader.patterns import late

from .intervals import above, in_unit, meet, shown, span, total
from .model import Problem
from .sheet import Sheet

_AMONG = late(r"其中(?!,?每)")
_TOTAL_LEAD = late(
    r"(?:合计|共计|总计|总共|[两三四五六七八九]项共|[两三四五六七八九]类共|以上共|共)(?:[\u4e00-\u9fff]{0,6})$"
)
_SURE_TOTAL = late(r"(?:合计|共计|总计|总共|共)$")
_EACH = late(r"分别(?:为|是|有)?")
_ITEM = late(r"[、,和与及](?!其中|共|合)[\u4e00-\u9fff\"]{0,8}")
_LIST_JOIN = late(r"[、,;和及与]")
_NO_LIST = late(
    r"[。:]|累计|另有|此外|同时|还|同比|比去年|比上年|每|各|平均|人均|已|剩余|其余|最高|最低|支出"
)
# categories that overlap: a woman may be a party member; such parts may add up to more than their whole
_OVERLAP = late(
    r"女|男|党员|农民工|青年|岁|困难|一线|高级|本科|大专|学历|少数民族|干部|劳模|退休|外来|新|骨干|技师|技工|复退|残疾"
)
_OPPOSITES = (
    ("男", "女"),
    ("专职", "兼职"),
    ("单独", "联合"),
    ("公有", "非公"),
    ("在职", "退休"),
    ("在职", "离退休"),
    ("一般隐患", "重大隐患"),
    ("续签", "新签"),
    ("合格", "不合格"),
)


def of_parts(sheet: Sheet) -> Iterator[Problem]:
    """Problems between wholes and parts."""
    for sentence in sheet.sentences:
        for at, i in enumerate(sentence):
            words = sheet.wide_lead(i)
            if at and _AMONG.search(words):
                yield from _among(sheet, sentence, at)
            elif at and _EACH.search(words):
                yield from _apportioned(sheet, sentence, at)
            elif at > 1 and _TOTAL_LEAD.search(sheet.lead(i)):
                yield from _summed(sheet, sentence, at)
            if at > 1:
                yield from _remainder(sheet, sentence, at)
                yield from _rest(sheet, sentence, at)
        yield from _shares(sheet, sentence)
    yield from _opposites(sheet)


def run_from(sheet: Sheet, sentence: list[int], at: int) -> list[int]:
    """The figures that go on the list which begins at position `at`: same unit, near, rates left out."""
    first = sentence[at]
    run = [first]
    for j in sentence[at + 1 :]:
        if sheet.numbers[j].measure == "rate":
            continue
        words = sheet.text[sheet.numbers[run[-1]].end : sheet.numbers[j].start]
        if not sheet.alike(first, j) or len(words) > 24 or _NO_LIST.search(words) or _AMONG.search(words):
            break
        if not _LIST_JOIN.search(words) or _TOTAL_LEAD.search(words):
            break
        run.append(j)
    return run


def run_back(sheet: Sheet, sentence: list[int], at: int) -> list[int]:
    """The list of like figures that ends right before position `at`, in text order."""
    run: list[int] = []
    for j in reversed(sentence[:at]):
        if run and not (sheet.alike(j, run[-1]) and _ITEM.fullmatch(sheet.between(j, run[-1]))):
            break
        run.append(j)
    return run[::-1]


def _among(sheet: Sheet, sentence: list[int], at: int) -> Iterator[Problem]:
    part = sentence[at]
    whole = next((j for j in sheet.before(part, sentence) if sheet.alike(j, part)), None)
    if whole is None:
        return
    numbers = sheet.numbers
    run = run_from(sheet, sentence, at)
    for j in run:
        if above(span(numbers[j]), span(numbers[whole])):
            why = f"“{numbers[j].text}”是“{numbers[whole].text}”的一部分，不可能比它大。"
            yield problem_at("part_above_whole", sheet, (whole, j), why)
            return
    yield from _sum_against(sheet, whole, run, exact=_are_opposites(sheet, run))


def _sum_against(sheet: Sheet, whole: int, run: list[int], exact: bool) -> Iterator[Problem]:
    """Parts against their whole; without `exact` the list may leave something out."""
    if len(run) < 2:
        return
    numbers = sheet.numbers
    for end in range(2, len(run)):
        if meet(total([span(numbers[j]) for j in run[:end]]), span(numbers[whole])):
            return  # the list was complete before the sentence went on with figures of its own
    summed = total([span(numbers[j]) for j in run])
    overlapping = any(_OVERLAP.search(_name(sheet, j)) for j in run)
    too_much = above(summed, span(numbers[whole])) and (exact or not overlapping)
    if too_much or (exact and not meet(summed, span(numbers[whole]))):
        why = f"{_added(sheet, run)}，与“{numbers[whole].text}”不符。"
        yield problem_at("sum", sheet, (whole, *run), why)


def _name(sheet: Sheet, i: int) -> str:
    return sheet.lead(i) + sheet.trail(i)


def _are_opposites(sheet: Sheet, run: list[int]) -> bool:
    if len(run) != 2:
        return False
    words = [sheet.lead(j) + sheet.numbers[j].noun for j in run]
    for one, other in _OPPOSITES:
        # the second of a pair may contain the first (合格, 不合格), so it is looked for first
        sides = [other if other in w else one if one in w else "" for w in words]
        if sorted(sides) == sorted((one, other)):
            return True
    return False


def _apportioned(sheet: Sheet, sentence: list[int], at: int) -> Iterator[Problem]:
    """共19场，分别为12场、5场和2场."""
    first = sentence[at]
    whole = sentence[at - 1]
    if not sheet.alike(whole, first) or len(sheet.between(whole, first)) > 8:
        return
    run = run_from(sheet, sentence, at)
    yield from _sum_against(sheet, whole, run, exact=True)


def _summed(sheet: Sheet, sentence: list[int], at: int) -> Iterator[Problem]:
    """12件、11件、7件，合计30件: the total must be the sum of some run of figures right before it."""
    whole = sentence[at]
    numbers = sheet.numbers
    run: list[int] = []
    fits = False
    listed: list[int] = []
    for j in sheet.before(whole, sentence):
        if numbers[j].measure == "rate":
            continue
        if not sheet.alike(j, whole):
            break
        follows = numbers[run[-1]].start if run else numbers[whole].start
        joined = sheet.text[numbers[j].end : follows]
        if not run or (len(joined) <= 16 and not _NO_LIST.search(joined) and listed == run):
            listed = [*listed, j]
        run.append(j)
        if len(run) > 1 and meet(total([span(numbers[k]) for k in run]), span(numbers[whole])):
            fits = True
    equals_one = any(numbers[j].amount == numbers[whole].amount for j in run)
    if len(listed) < 2 or fits or equals_one:
        return
    listed.reverse()
    why = f"{_added(sheet, listed)}，与“{numbers[whole].text}”不符。"
    strong = bool(_SURE_TOTAL.search(sheet.lead(whole).strip()))
    yield problem_at("sum", sheet, (*listed, whole), why, strong)


_SHARE_LEAD = late(r"占|占比|比例|比重|分别|依次|[”\"]$")


def _shares(sheet: Sheet, sentence: list[int]) -> Iterator[Problem]:
    """Three shares or more of one whole that together pass 100 %."""
    numbers = sheet.numbers
    rates = [i for i in sentence if numbers[i].measure == "rate" and numbers[i].role in ("share", "rate")]
    shares: list[int] = []
    for i in rates:
        words = sheet.wide_lead(i)
        goes_on = bool(shares) and len(words) <= 14 and "率" not in words and not _NO_LIST.search(words)
        if "率" in words or not (_SHARE_LEAD.search(words) or goes_on):
            continue
        if not _OVERLAP.search(words):
            shares.append(i)
            if abs(sum(float(numbers[j].amount or 0) for j in shares) - 100) < 0.5:
                shares = []  # a complete set; what follows is another
    summed = total([span(numbers[i]) for i in shares])
    if len(shares) >= 3 and summed[0] > 100 + 1e-6:
        whole = "+".join(numbers[i].text for i in shares)
        added = shown(sum(float(numbers[i].amount or 0) for i in shares))
        yield problem_at("shares", sheet, tuple(shares), f"{whole}={added}%，各部分的占比加起来超过了100%。")


_GROUP = late(r"([\u4e00-\u9fff]{2,6})中,?男")


def _opposites(sheet: Sheet) -> Iterator[Problem]:
    """会员中男24人，女22人, or the same pair right after its total, without 其中."""
    numbers = sheet.numbers
    for sentence in sheet.sentences:
        for at, i in enumerate(sentence[:-1]):
            pair = [i, sentence[at + 1]]
            words = sheet.wide_lead(i)
            if not sheet.alike(*pair) or not _are_opposites(sheet, pair) or _AMONG.search(words):
                continue
            group = _GROUP.search(words)
            whole = sentence[at - 1] if at and _right_before(sheet, sentence[at - 1], i, words) else None
            if group:
                named = (
                    j for j in range(i - 1, -1, -1) if sheet.alike(j, i) and group[1][-2:] in _name(sheet, j)
                )
                whole = next(named, whole)
            if whole is None:
                continue
            summed = total([span(numbers[j]) for j in pair])
            if not meet(summed, span(numbers[whole])):
                why = f"{_added(sheet, pair)}，与“{numbers[whole].text}”不符。"
                yield problem_at("sum", sheet, (whole, *pair), why)


def _right_before(sheet: Sheet, whole: int, part: int, words: str) -> bool:
    same = sheet.alike(whole, part) and sheet.numbers[whole].measure == sheet.numbers[part].measure
    return same and len(words) < 16 and not _NO_LIST.search(words) and ")" not in words


_TO_DO = late(r"(?:未|应|需|共|待)[\u4e00-\u9fff]{0,10}$")
_DONE = late(r"已[\u4e00-\u9fff]{1,6}$")
_UNDER_WAY = late(r"(?:在|正在|拟|待|未)[\u4e00-\u9fff]{1,6}$")


def _remainder(sheet: Sheet, sentence: list[int], at: int) -> Iterator[Problem]:
    """未建会15家，已建9家，在建4家: two are not accounted for."""
    trio = sentence[at - 2 : at + 1]
    patterns = (_TO_DO, _DONE, _UNDER_WAY)
    if not all(p.search(sheet.lead(i)) for p, i in zip(patterns, trio, strict=True)):
        return
    numbers = sheet.numbers
    whole, *run = trio
    if all(sheet.alike(whole, j) for j in run) and above(
        span(numbers[whole]), total([span(numbers[j]) for j in run])
    ):
        if sentence[at + 1 :] and sheet.alike(whole, sentence[at + 1]):
            return  # the rest is stated
        why = f"{_added(sheet, run)}，比“{numbers[whole].text}”少，其余的请交代。"
        yield problem_at("remainder", sheet, tuple(trio), why, strong=False)


_REST = late(r"(?:剩余|其余|尚有|余下|(?<!结)余|还剩)(?:的)?$")


def _rest(sheet: Sheet, sentence: list[int], at: int) -> Iterator[Problem]:
    """排查64起，化解61起，剩余5起."""
    run = [sentence[at]]
    for j in reversed(sentence[:at]):
        if sheet.numbers[j].measure != "rate":
            if not sheet.alike(j, run[0]):
                break
            run.insert(0, j)
    if len(run) != 3 or not _REST.search(sheet.lead(run[-1])):
        return  # with more figures the writer's whole is anybody's guess
    whole, *parts = run
    spans = [span(sheet.numbers[j]) for j in run]
    if not above(spans[1], spans[0]) and not meet(total(spans[1:]), spans[0]):
        why = f"{_added(sheet, parts)}，与“{sheet.numbers[whole].text}”不符。"
        yield problem_at("sum", sheet, tuple(run), why)


def _added(sheet: Sheet, run: list[int]) -> str:
    numbers = sheet.numbers
    added = sum(float(numbers[j].amount or 0) for j in run)
    return "+".join(numbers[j].text for j in run) + "=" + in_unit(added, numbers[run[-1]])


def problem_at(kind: str, sheet: Sheet, indexes: tuple[int, ...], why: str, strong: bool = True) -> Problem:
    """A problem that spans the figures it is about."""
    places = [sheet.numbers[i] for i in indexes]
    return Problem(kind, strong, indexes, min(n.start for n in places), max(n.end for n in places), why)
