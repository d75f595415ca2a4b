"""Tails: where the schedule is over that its last label would swallow the rest of.

The last 12月 has no sister behind it to end it. What stands below it and does not look like what
stands below its sisters (a paragraph of requests, a list of notes) is text of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .patterns import late

if TYPE_CHECKING:
    from .units import Unit

# what is asked of everybody, and no activity
_ASKS = late(
    r"(?:^|[,。;:])[^,。;:]{0,16}?(?:要(?!求|点|闻|事)|应(?!急|聘|届)|必须|务必|务求|希望|不得|不能|不准|请(?=各|大家|有|在|与|按|提前|遵守|互相|于)|"
    r"将(?=把|根据|视|对|按)|可(?=根据|视|随时|自行|以)|如有|另行|顺延|自愿为主|以上|上述)"
)
_LONGER = 3  # times the longest entry of the sisters: no entry
_SENTENCE = 12  # signs


def tails_of(units: list[Unit]) -> set[int]:
    """Indexes of the units at which a schedule is over although no heading or label ends it."""
    groups: dict[tuple[int, bool], list[int]] = {}
    for n, unit in enumerate(units):
        if unit.label and not unit.line.row:
            groups.setdefault((id(unit.parent), unit.mark is None), []).append(n)
    tails = (_tail(units, group) for group in groups.values() if len(group) > 1)
    return {tail for tail in tails if tail is not None}


def _tail(units: list[Unit], group: list[int]) -> int | None:
    sisters, last = [units[n] for n in group[:-1]], units[group[-1]]
    entries = [text for unit in sisters for text in _said(unit)]
    longest = max(map(len, entries), default=0)
    bare = not any(unit.children or unit.label.alone for unit in sisters if unit.label)
    asked, ended = any(map(_asks, entries)), any("。" in text for text in entries)
    numbered = any(child.mark for unit in sisters for child in unit.children)
    for n in range(group[-1] + 1, len(units)):
        unit = units[n]
        if last not in unit.ancestors():
            return None
        if unit.label or (last.label and last.label.alone and n == group[-1] + 1):
            continue
        if (unit.mark and unit.mark.value > 1) or (unit.mark and numbered):
            continue  # it goes on the list of entries
        text = unit.line.text
        if (
            _is_sentence(text)
            and (bare or (not asked and _asks(text)) or (not ended and len(text) > _LONGER * longest))
        ) or (not asked and _asks(text) and len(text) > longest):
            return n
    return None


def _said(unit: Unit) -> list[str]:
    return [unit.words, *(child.line.text for child in unit.children)]


def _is_sentence(text: str) -> bool:
    return len(text) >= _SENTENCE and "。" in text


def _asks(text: str) -> bool:
    return len(text) >= _SENTENCE and _ASKS.search(text) is not None
