"""Tails: where the schedule is over that its last label would swallow the rest of.

The last 12月 has no sister behind it to end it. What stands below it and does not look like what
stands below its sisters (a paragraph of requests, a list of notes) is text of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from .patterns import late
from .titles import STARTS_WITH_ACTION

if TYPE_CHECKING:
    from .units import Unit

# what is asked of everybody, and no activity
_ASKS = late(
    r"(?:^|[,。;:])[^,。;:]{0,16}?(?:(?<![重主纪摘概需])要(?!求|点|闻|事)|(?<![响相供适反效])应(?!急|聘|届)|必须|务必|务求|"
    r"希望(?!工程|小学)|不得|不能|不准|(?<![邀申聘提])请(?=各|大家|有|在|与|按|提前|遵守|互相|于)|"
    r"将(?=把|根据|视|对|按)|可(?=根据|视|随时|自行|以)|如有|另行|顺延|自愿为主|以上|上述|列支|报销|核销)"
)
_BEGS = late(r"(?:请(?=各|大家|按|提前|于)|希?望(?=各|大家))")
_TOWARDS = "为对给向"
_LONGER = 3  # times the longest entry of the sisters: no entry
_SENTENCE = 12  # signs


class _Sisters(NamedTuple):
    """What the entries under the other labels of a schedule look like."""

    longest: int  # signs
    bare: bool  # no line stands below any label
    numbered: bool
    ended: bool  # whole sentences occur
    asked: bool  # requests occur


def tails_of(units: list[Unit]) -> set[int]:
    """Indexes of the units at which a schedule is over although no heading or label ends it."""
    groups: dict[tuple[int, bool], list[int]] = {}
    for n, unit in enumerate(units):
        if unit.label and not unit.line.row:
            groups.setdefault((id(unit.parent), unit.mark is None), []).append(n)
    tails = (_tail(units, group) for group in groups.values() if len(group) > 1)
    return {tail for tail in tails if tail is not None}


def _tail(units: list[Unit], group: list[int]) -> int | None:
    last, sisters = units[group[-1]], _looks([units[n] for n in group[:-1]])
    first = group[-1] + 1
    for n in range(first, len(units)):
        unit = units[n]
        if last not in unit.ancestors():
            return None
        if unit.label or (n == first and last.label and last.label.alone):
            continue
        if unit.mark and (sisters.numbered or unit.mark.value > 1):
            continue  # it goes on the list of entries
        if _is_unlike(unit.line.text, sisters):
            return n
    return None


def _looks(sisters: list[Unit]) -> _Sisters:
    below = [child for unit in sisters for child in unit.children]
    entries = [*(unit.words for unit in sisters), *(child.line.text for child in below)]
    return _Sisters(
        max(map(len, entries)),
        not below and not any(unit.label.alone for unit in sisters if unit.label),
        any(child.mark for child in below),
        any("。" in text for text in entries),
        any(map(asks, entries)),
    )


def _is_unlike(text: str, sisters: _Sisters) -> bool:
    """Does this line look like none of the entries?"""
    sentence = "。" in text and len(text) >= _SENTENCE
    if _BEGS.match(text) and not sisters.asked:
        return True
    if not sisters.asked and asks(text):
        return sentence or len(text) > sisters.longest
    if sisters.bare and sentence:
        return not (sisters.ended and STARTS_WITH_ACTION.match(text) and text.find("。") == len(text) - 1)
    return sentence and not sisters.ended and len(text) > _LONGER * sisters.longest


def asks(text: str) -> bool:
    """Does this line ask something of those who take part, rather than name an activity?"""
    if _BEGS.match(text):
        return True
    found = _ASKS.search(text) if len(text) >= _SENTENCE else None
    # 组织登高,各科室应按时参加 is an activity all the same
    return found is not None and (
        found.start() == 0 or text[0] in _TOWARDS or not STARTS_WITH_ACTION.match(text)
    )
