"""Checks of the shares that a text gives beside its counts: one by one, or all counts first and all shares after."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from zhijia.planreader.patterns import late

from .intervals import in_unit, meet, shown, span, widened
from .model import Problem
from .parts import problem_at, run_back
from .rates import contradiction
from .sheet import RATES, Sheet

_IN_TURN = late(r"占比?(?:依次|分别)?(?:为|是)?$|依次为$|分别占$|分别为$")
_SHARE = late(r"[^,。;:(]{0,8}[,(]?占(?:比|总数的|其中的)?(?:为|达)?(?:约|近)?")
_WHOLE_BACK = 6  # so many figures before its parts the whole may be named
_NEAR = 100  # figures either way among which a share may find its whole
_HALF_TEN = 5.0


def of_shares(sheet: Sheet) -> Iterator[Problem]:
    """Shares that contradict their counts."""
    for sentence in sheet.sentences:
        yield from _in_turn(sheet, sentence)
        yield from _one_by_one(sheet, sentence)


def _in_turn(sheet: Sheet, sentence: list[int]) -> Iterator[Problem]:
    """16个分会中好的7个、较好的7个、一般的2个，分别占40%、40%、20%: as many shares as counts."""
    numbers = sheet.numbers
    for at, first in enumerate(sentence):
        if not at or numbers[first].measure != "rate" or not _IN_TURN.search(sheet.wide_lead(first)):
            continue
        rates = [first]
        for j in sentence[at + 1 :]:
            if numbers[j].measure != "rate" or sheet.between(rates[-1], j) not in ("、", ",", "和"):
                break
            rates.append(j)
        counts = run_back(sheet, sentence, at)[-len(rates) :]
        if 1 < len(rates) == len(counts) and _are_all(sheet, counts, rates):
            yield from _of_their_sum(sheet, counts, rates)


def _one_by_one(sheet: Sheet, sentence: list[int]) -> Iterator[Problem]:
    """好的7个，占40%；较好的7个，占40%；一般的2个，占20%."""
    places = {j: at for at, j in enumerate(sentence)}
    counts: list[int] = []
    rates: list[int] = []
    for count, rate in pairwise(sentence):
        if sheet.numbers[rate].measure != "rate" or sheet.numbers[count].measure in RATES:
            continue
        if _SHARE.fullmatch(sheet.between(count, rate)) and all(sheet.alike(count, j) for j in counts[-1:]):
            counts.append(count)
            rates.append(rate)
    if len(counts) > 1 and _are_all(sheet, counts, rates):
        yield from _of_their_sum(sheet, counts, rates)
        return
    for count, rate in zip(counts, rates, strict=True):
        if found := _of_its_whole(sheet, sentence[: places[rate]], count, rate):
            yield found


def _are_all(sheet: Sheet, counts: list[int], rates: list[int]) -> bool:
    """Whether the counts are all there is: their sum is named shortly before, or three shares make about 100 %."""
    summed, made = (sum(float(sheet.numbers[j].amount or 0) for j in run) for run in (counts, rates))
    before = range(max(0, counts[0] - _WHOLE_BACK), counts[0])
    named = any(sheet.numbers[j].amount == summed for j in before if sheet.alike(j, counts[0]))
    return summed > 0 and (named or (len(counts) > 2 and abs(made - 100) < 2))


def _of_their_sum(sheet: Sheet, counts: list[int], rates: list[int]) -> Iterator[Problem]:
    """Each share for its count; where every share is a full ten, all were rounded to tens."""
    numbers = sheet.numbers
    summed = sum(float(numbers[j].amount or 0) for j in counts)
    slack = 0.0 if any((numbers[j].amount or 0) % 10 for j in rates) else _HALF_TEN
    for count, rate in zip(counts, rates, strict=True):
        n, r = numbers[count], numbers[rate]
        share = float(n.amount or 0) * 100 / summed
        if not meet((share, share), widened(span(r), slack)):
            why = f"{n.text}÷{in_unit(summed, n)}={shown(share)}%，文中写的是“{r.text}”。"
            yield problem_at("rate", sheet, (count, rate), why)


def _of_its_whole(sheet: Sheet, before: list[int], part: int, rate: int) -> Problem | None:
    """会员78名，其中女会员44名，占66.4%: of the whole before 其中, unless another figure of the text gives it."""
    amount = sheet.numbers[part].amount or 0
    for j in range(max(0, part - _NEAR), min(len(sheet.numbers), part + _NEAR)):
        larger = j != part and sheet.alike(j, part) and (sheet.numbers[j].amount or 0) >= amount
        if larger and not contradiction(sheet, part, j, rate):
            return None
    among = next((j for j in reversed(before) if "其中" in sheet.wide_lead(j)), None)
    whole = among and next((j for j in sheet.before(among, before) if sheet.alike(j, part)), None)
    return None if whole is None else contradiction(sheet, part, whole, rate)
