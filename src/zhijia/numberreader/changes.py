"""Checks of change: growth against its two values, stock against opening, new and left, new against total."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

from zhijia.planreader.patterns import late

from .intervals import Span, above, divided, in_unit, meet, minus, shown, span
from .model import Problem
from .parts import problem_at
from .sheet import Sheet

_FROM = late(r"(?:由|从)[^,。;]{0,24}$")
_TO = late(
    r"^[^,。;]{0,8}?(?:增加?|提高|上升|提升|扩大|扩建|扩展|发展|下降|减少|降低?|缩短|压缩|调整)?(?:到|至|为)(?:了)?(?:今年的|目前的|现在的)?(?:约|近)?$"
)
_COMPARED = late(
    r"(?:比|较|同比)(?:于)?(?:去年|上年|上一年|前年|上学期|上届|上期|上半年|上一届|年初|去年底|上年末|20[0-9]{2}年|成立时|成立之初)?(?:同期)?的?$"
)
_UP = late(r"增|升|提高|提升|扩大|多|涨|上调")
_DOWN = late(r"减|降|少|缩|跌|下滑|回落")
_CHANGED = late(r"(?:增|升|提高|提升|扩大|多|涨|减|降|少|缩|增幅|涨幅|降幅)[\u4e00-\u9fff]{0,4}$")
_AFTER_BASE = late(r"^\s?\((?:上年|去年|上年同期|去年同期|上学期)(?:为|是)?[^)]{0,4}$")


def of_changes(sheet: Sheet) -> Iterator[Problem]:
    """Problems of change."""
    for sentence in sheet.sentences:
        for at in range(len(sentence) - 1):
            yield from _from_to(sheet, sentence, at)
            yield from _compared(sheet, sentence, at)
            yield from _base_after(sheet, sentence, at)
            yield from _by_and_rate(sheet, sentence, at)
        yield from _balance(sheet, sentence)
        yield from _new_over_total(sheet, sentence)


def _from_to(sheet: Sheet, sentence: list[int], at: int) -> Iterator[Problem]:
    """由82%提高到91%，提高9个百分点."""
    old, new = sentence[at], sentence[at + 1]
    if not _same_kind(sheet, old, new):
        return
    words = sheet.between(old, new)
    if not (_FROM.search(sheet.lead(old)) and _TO.search(words)):
        return
    a, b = sheet.numbers[old], sheet.numbers[new]
    if (_UP.search(words) and above(span(a), span(b))) or (_DOWN.search(words) and above(span(b), span(a))):
        why = f"由“{a.text}”到“{b.text}”，与“{words.strip()}”的说法相反。"
        yield problem_at("growth", sheet, (old, new), why)
        return
    yield from _stated(sheet, sentence, at + 2, old, new)


def _same_kind(sheet: Sheet, old: int, new: int) -> bool:
    a, b = sheet.numbers[old], sheet.numbers[new]
    return sheet.alike(old, new) or (a.measure == b.measure == "rate") or "unknown" in (a.measure, b.measure)


def _compared(sheet: Sheet, sentence: list[int], at: int) -> Iterator[Problem]:
    """发展会员964人，比去年的820人增加144人，增长17.6%."""
    old = sentence[at]
    if not at or not _COMPARED.search(sheet.lead(old)):
        return
    new = sentence[at - 1]
    if _same_kind(sheet, old, new):
        yield from _stated(sheet, sentence, at + 1, old, new)


def _base_after(sheet: Sheet, sentence: list[int], at: int) -> Iterator[Problem]:
    """37篇，同比增长48%（上年25篇）."""
    rate, old = sentence[at], sentence[at + 1]
    if not _CHANGED.search(sheet.lead(rate).rstrip("了")) or not _AFTER_BASE.search(sheet.between(rate, old)):
        return
    earlier = [j for j in sheet.before(rate, sentence) if sheet.alike(j, old)]
    if earlier and all(_difference(sheet, old, new, rate) for new in earlier):
        first = _difference(sheet, old, earlier[0], rate)
        if first:
            yield first


_BY = late(r"(?:比|较)(?:去年|上年|上一年|上学期|上届|上期)?(?:同期)?|同比|环比|净")


def _by_and_rate(sheet: Sheet, sentence: list[int], at: int) -> Iterator[Problem]:
    """37件，比去年少4件，同比下降9.8%: the base is what is left when the difference is undone."""
    by, rate = sentence[at], sentence[at + 1]
    numbers = sheet.numbers
    words, next_words = sheet.wide_lead(by), sheet.wide_lead(rate)
    if numbers[rate].measure != "rate" or numbers[rate].role != "growth" or len(next_words) > 8:
        return
    if not (_BY.search(words) and _CHANGED.search(words.rstrip("了"))):
        return
    down = bool(_DOWN.search(words)) and not _UP.search(words)
    earlier = [j for j in sheet.before(by, sentence) if sheet.alike(j, by) and numbers[j].amount]
    first: Problem | None = None
    for new in earlier:
        n, d = span(numbers[new]), span(numbers[by])
        base = (n[0] + d[0], n[1] + d[1]) if down else minus(n, d)
        if base[0] <= 0:
            continue
        low, high = divided(d, base)
        if meet((low * 100, high * 100), span(numbers[rate])):
            return
        exact = float(numbers[new].amount or 0) + (1 if down else -1) * float(numbers[by].amount or 0)
        if first is None and new == sentence[at - 1] and exact:
            percent = shown(float(numbers[by].amount or 0) * 100 / exact)
            sign = "+" if down else "-"
            text = f"{numbers[by].text}÷（{numbers[new].text}{sign}{numbers[by].text}）={percent}%"
            first = problem_at(
                "growth", sheet, (new, by, rate), f"{text}，文中写的是“{numbers[rate].text}”。"
            )
    if first:
        yield first


def _stated(sheet: Sheet, sentence: list[int], at: int, old: int, new: int) -> Iterator[Problem]:
    """The differences and growth rates that follow the two values, at most two of them."""
    for j in sentence[at : at + 2]:
        words = sheet.wide_lead(j)
        if not _CHANGED.search(words) or len(words) > 12:
            return
        if found := _difference(sheet, old, new, j):
            yield found
            return


def _difference(sheet: Sheet, old: int, new: int, stated: int) -> Problem | None:
    a, b, s = (sheet.numbers[i] for i in (old, new, stated))
    if not a.amount or b.amount is None:
        return None
    words = sheet.wide_lead(stated)
    down = bool(_DOWN.search(words)) and not _UP.search(words)
    difference = minus(span(b), span(a))
    change = float(b.amount - a.amount)
    options: list[tuple[Span, str]] = []
    if s.measure == "rate":
        options.append(
            (
                _relative(span(a), span(b)),
                f"（{b.text}-{a.text}）÷{a.text}={shown(change * 100 / float(a.amount))}%",
            )
        )
        if a.measure == "rate":  # 提高9% is often said for nine points
            options.append((difference, ""))
    elif s.measure == "points" and a.measure == "rate":
        options.append((difference, f"{b.text}-{a.text}={shown(change)}个百分点"))
    elif sheet.alike(stated, new):
        options.append((difference, f"{b.text}-{a.text}={in_unit(change, b)}"))
    if not options:
        return None
    low, high = span(s)
    claimed = (-high, -low) if down and low >= 0 else (low, high)
    if any(meet(option, claimed) for option, _ in options):
        return None
    return problem_at("growth", sheet, (old, new, stated), f"{options[0][1]}，文中写的是“{s.text}”。")


def _relative(a: Span, b: Span) -> Span:
    """Growth in percent from a to b."""
    low = (b[0] / a[1] - 1) * 100 if a[1] not in (0, inf) else -100.0
    high = (b[1] / a[0] - 1) * 100 if a[0] > 0 else inf
    return low, high


_BASIS = late(r"^的?基础上")
_OPENING = late(r"年初|期初|上年末|上年底|去年底|去年末|原有|结转|上年结余|上学期末")
_CLOSING = late(r"累计|年末|期末|结余|结存|现有|还有|尚有|实有|总数|共有|达到?$|年底|期末余额|余额")
_PLUS = late(r"新增|新建|收入|新进|转入|调入|吸收|新发展|新入|增加|新成立|拨入|新招|新组建")
_MINUS = late(r"撤|脱困|支出|调出|转出|减少|退会|退出|注销|离会|离职|辞职|调离|去世|病故|关停|流失|退休|除名")
_OTHER = late(r"其中|占|比去年|比上年|同比|预算|计划")


def _balance(sheet: Sheet, sentence: list[int]) -> Iterator[Problem]:
    """年初54户，新增7户，脱困15户，年末46户: closing is opening with new and without left."""
    roles: dict[str, list[int]] = {"opening": [], "plus": [], "minus": [], "closing": []}
    for i in sentence:
        lead = sheet.lead(i)
        if _BASIS.search(sheet.trail(i)):
            lead = "原有"  # 在去年45家的基础上
        if sheet.numbers[i].measure in ("rate", "points", "multiple") or _OTHER.search(sheet.wide_lead(i)):
            continue
        for name, pattern in (
            ("opening", _OPENING),
            ("plus", _PLUS),
            ("minus", _MINUS),
            ("closing", _CLOSING),
        ):
            if pattern.search(lead):
                if name == "opening" and roles["opening"] and "结余" in lead:
                    name = "closing"
                roles[name].append(i)
                break
    opening, closing = roles["opening"], roles["closing"]
    moves = [*roles["plus"], *roles["minus"]]
    if len(opening) != 1 or not moves:
        return
    first = opening[0]
    moves = [i for i in moves if sheet.alike(i, first)]
    closing = [i for i in closing if sheet.alike(i, first)]
    if len(closing) != 1 or not moves:
        return
    low, high = span(sheet.numbers[first])
    exact = float(sheet.numbers[first].amount or 0)
    sum_shown = sheet.numbers[first].text
    for i in moves:
        n = sheet.numbers[i]
        sign = 1 if i in roles["plus"] else -1
        a, b = span(n) if sign > 0 else (-span(n)[1], -span(n)[0])
        low, high = low + a, high + b
        exact += sign * float(n.amount or 0)
        sum_shown += ("+" if sign > 0 else "-") + n.text
    end = sheet.numbers[closing[0]]
    if not meet((low, high), span(end)):
        why = f"{sum_shown}={in_unit(exact, end)}，文中写的是“{end.text}”。"
        yield problem_at("balance", sheet, (first, *moves, closing[0]), why)


_NEW = late(
    r"(?:新增|新建|新发展|新吸收|新成立|新入会)(?P<what>[\u4e00-\u9fff]{0,6}?)(?:会员|工会|职工|企业)?$"
)
_ALL = late(r"(?:总数|共有|现有|达到?|总人数|累计)(?:已)?(?:达到?|为|至)?[\u4e00-\u9fff]{0,6}$")
_THINGS = ("会员", "工会", "职工书屋", "驿站", "企业", "工作室")


def _new_over_total(sheet: Sheet, sentence: list[int]) -> Iterator[Problem]:
    for i in sentence:
        n = sheet.numbers[i]
        lead = sheet.lead(i)
        if n.role != "new" or not _NEW.search(lead):
            continue
        for j in sentence:
            whole = sheet.numbers[j]
            same = any(thing in lead and thing in sheet.lead(j) + whole.subject for thing in _THINGS)
            if (
                j != i
                and same
                and sheet.alike(i, j)
                and _ALL.search(sheet.lead(j))
                and above(span(n), span(whole))
            ):
                why = f"新增的“{n.text}”比总数“{whole.text}”还多。"
                yield problem_at("new_over_total", sheet, (i, j), why)
