"""Measures: intended activities without a time, one per numbered item or lead clause.

Slogans, guiding thought and reports of the past give none.
"""

from __future__ import annotations

from typing import NamedTuple

from .characters import fold
from .governing import is_past
from .lines import Line
from .patterns import late
from .titles import ACTION, BACKGROUND, RESULT, STARTS_WITH_ACTION, clauses, leading_clause, title_of
from .units import Unit

_ORDINAL = late(
    r"(?:^|(?<=[。;:,]))\s*(?:[一二三四五六七八九十]{1,2}(?:是|要)|"
    r"其[一二三四五六七八九]是?|首先|其次|再次|最后)[,:]?"
)
_SLOGAN = late(
    r"^(?:坚持(?:以|党)|高举|以.{4,40}为(?:指导|主线|目标|契机|中心)|牢固树立|"
    r"坚定不移|全心全意|不忘|开创|为.{6,40}(?:贡献|努力)|谢谢|努力开创|"
    r"团结动员)"
)
_LIGHT_LEAD = late(r"\s*(?:还要|必须|要|须|应)(?!求|素|点|闻)")
_LIGHT = late(
    r"^(?:要|须|应|将|继续|进一步|切实|认真|积极|深入|广泛|大力|扎实|全面|不断|努力|着力|还要|必须)+"
)
MAX_TITLE = 30
_PER_PARAGRAPH = 4


class Found(NamedTuple):
    """A measure's words and the stretch of the line they stand in."""

    title: str
    line: Line
    start: int
    end: int


def measures_in(units: list[Unit], spoken_for: dict[int, list[int]], skip) -> list[Found]:
    """Undated measures; `spoken_for` holds, by line id, where the sentences begin that gave a task."""
    out: list[Found] = []
    for unit in units:
        if unit.line.row or skip(unit) or unit.label or unit.under_label():
            continue
        found = list(_of_unit(unit, spoken_for))
        if (
            not found
            and unit.is_heading
            and unit.mark
            and not unit.children
            and STARTS_WITH_ACTION.match(unit.words)
        ):
            found = [_found(unit, unit.begin, unit.title_end)] if id(unit.line) not in spoken_for else []
        out += [f for f in found if f is not None]
    return out


def _of_unit(unit: Unit, spoken_for: dict[int, list[int]]):
    line, text = unit.line, unit.line.text
    begin = unit.title_end if unit.is_heading else unit.begin
    if unit.mark and not unit.is_heading:
        if id(line) in spoken_for or any(child.mark for child in unit.children):
            return
        a, b = leading_clause(text, unit.begin, len(text))
        if (
            not _SLOGAN.match(text[a:b])
            and (ACTION.search(text[a:b]) or len(text) <= 40)
            and not is_past(text[unit.begin :])
        ):
            yield _found(unit, a, b)
        return
    ordinals = list(_ORDINAL.finditer(text, begin))
    inside = unit.parent if unit.plain else unit
    if (inside is None or (not inside.is_heading and not inside.mark)) and len(ordinals) < 2:
        return  # a preamble; but 一是…二是… are measures even where all headings were lost
    if ordinals:
        for n, match in enumerate(ordinals):
            end = ordinals[n + 1].start() if n + 1 < len(ordinals) else len(text)
            yield from _first(unit, match.end(), end, spoken_for)
        return
    count = 0
    for a, b in clauses(text, begin, len(text), "。!?;"):
        if count < _PER_PARAGRAPH and STARTS_WITH_ACTION.match(_LIGHT.sub("", text[a:b].strip())):
            for found in _first(unit, a, b, spoken_for):
                count += 1
                yield found


def _first(unit: Unit, a: int, b: int, spoken_for: dict[int, list[int]]):
    text = unit.line.text
    if any(a <= start < b for start in spoken_for.get(id(unit.line), ())):
        return
    x, y = leading_clause(text, a, b)
    words = text[x:y].strip()
    if _SLOGAN.match(words) or BACKGROUND.match(words) or is_past(text[a:b]) or not ACTION.search(words):
        return
    if RESULT.match(_LIGHT.sub("", words)) and len(words) < 12:
        return
    yield _found(unit, x, y)


def _shortened(title: str) -> str:
    """A long title without what stands between its verb and its object: 开展(形式多样的)文体活动."""
    verb = STARTS_WITH_ACTION.match(fold(title))
    last = title.rfind("的")
    if len(title) > 20 and verb and verb.end() < last and len(title) - last > 4:
        return title[: verb.end()] + title[last + 1 :]
    return title


def _found(unit: Unit, a: int, b: int) -> Found | None:
    light = _LIGHT_LEAD.match(unit.line.text, a, b)
    title = _shortened(title_of(unit.line, light.end() if light else a, b))
    if len(title) > MAX_TITLE:
        # the longest beginning that ends where a phrase ends
        cut = max(title.rfind(c, 6, MAX_TITLE + 1) for c in "、,，和与的”》")
        title = title[: cut + (title[cut] in "”》")] if cut > 6 else title[:MAX_TITLE]
    end = len(unit.line.text) if unit.mark and not unit.is_heading else b
    return Found(title, unit.line, a, max(end, b)) if len(title) >= 4 else None
