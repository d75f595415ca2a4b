"""Word's automatic numbering: the labels that Word shows but does not store as text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .numerals import numeral
from .word_package import W

BULLET = "●"
_LONGEST = 60  # of a level's text; Word's own dialogue takes 31
_HAN = re.compile("[\u4e00-\u9fff]")


@dataclass(slots=True)
class Level:
    """One level of a list: how its number is written, where it starts, after which level it starts again."""

    form: str = "decimal"
    text: str = ""
    start: int = 1
    legal: bool = False  # all numbers in it are decimal, whatever their own levels say
    restart: int = 9  # starts again after a level above this one (0: never)
    gap: str = ""  # between label and text


@dataclass(slots=True)
class Numbering:
    """The lists of one document and how far each has counted. Lists of one abstract list count together."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)  # by list
    abstracts: dict[str, str] = field(default_factory=dict)  # list → abstract list
    restarts: dict[str, set[int]] = field(default_factory=dict)  # list → depths that start anew with it
    by_style: dict[tuple[str, str], int] = field(default_factory=dict)  # (list, style) → depth
    counts: dict[str, dict[int, int]] = field(default_factory=dict)

    def label(self, list_id: str, depth: int) -> str:
        """The label of the next paragraph at this depth of this list, "" when it shows none."""
        levels = self.levels.get(list_id, {})
        level = levels.get(depth)
        if level is None:
            return ""
        counts = self.counts.setdefault(self.abstracts[list_id], {})
        if depth in self.restarts[list_id]:
            self.restarts[list_id].discard(depth)
            counts.pop(depth, None)
        counts[depth] = counts[depth] + 1 if depth in counts else level.start
        for deeper in [d for d in counts if d > depth]:
            if depth < levels.get(deeper, level).restart:
                del counts[deeper]
        if level.form == "bullet":
            return level.text if _HAN.search(level.text) else BULLET if level.text else ""
        if level.form == "none":
            return "" if "%" in level.text else level.text

        def shown(match: re.Match[str]) -> str:
            inner = levels.get(int(match[1]) - 1, Level())
            value = counts.get(int(match[1]) - 1, inner.start)
            return numeral(value, "decimal" if level.legal else inner.form)

        text = re.sub(r"%([1-9])", shown, level.text)
        return text + level.gap if text and (text[-1].isalnum() or text[-1].isascii()) else text


def numbering_of(root, styles) -> Numbering:
    """The lists declared in numbering.xml (an lxml element, or None when the part is missing)."""
    numbering = Numbering()
    if root is None:
        return numbering
    abstracts = {one.get(W + "abstractNumId", ""): one for one in root.iterchildren(W + "abstractNum")}
    lists = {one.get(W + "numId", ""): one for one in root.iterchildren(W + "num")}
    read: dict[str, tuple[dict[int, Level], dict[str, int]]] = {}
    for list_id, declared in lists.items():
        abstract = _abstract_of(declared, abstracts, lists, styles)
        if abstract not in abstracts:
            continue
        if abstract not in read:
            read[abstract] = _levels_of(abstracts[abstract])
        levels, linked = dict(read[abstract][0]), read[abstract][1]
        restarts = numbering.restarts.setdefault(list_id, set())
        for override in declared.iterchildren(W + "lvlOverride"):
            depth = _number(override.get(W + "ilvl"))
            own, start = override.find(W + "lvl"), override.find(W + "startOverride")
            if own is not None:
                levels[depth] = _level(own)
            if start is not None:
                restarts.add(depth)
                levels[depth] = _copy(levels.get(depth, Level()), start=_number(start.get(W + "val"), 1))
        numbering.levels[list_id] = levels
        numbering.abstracts[list_id] = abstract
        for style, depth in linked.items():
            numbering.by_style[list_id, style] = depth
    return numbering


def _copy(level: Level, start: int) -> Level:
    return Level(level.form, level.text, start, level.legal, level.restart, level.gap)


def _abstract_of(declared, abstracts, lists, styles) -> str:
    """The abstract list behind a list, also where it only points at a style that has the list."""
    seen: set[str] = set()
    while declared is not None:
        abstract = _value(declared, "abstractNumId", "")
        link = _value(abstracts[abstract], "numStyleLink", "") if abstract in abstracts else ""
        if not link or abstract in seen:
            return abstract
        seen.add(abstract)
        declared = lists.get(styles.number(link)[0] or "")
    return ""


def _levels_of(abstract) -> tuple[dict[int, Level], dict[str, int]]:
    """An abstract list's levels by depth, and the depths that belong to paragraph styles."""
    levels: dict[int, Level] = {}
    linked: dict[str, int] = {}
    for element in abstract.iterchildren(W + "lvl"):
        depth = _number(element.get(W + "ilvl"))
        levels[depth] = _level(element)
        style = _value(element, "pStyle", "")
        if style:
            linked[style] = depth
    return levels, linked


def _level(element) -> Level:
    forms = [form.get(W + "val", "decimal") for form in element.iter(W + "numFmt")]
    plain = [form for form in forms if form != "custom"]  # the custom one stands beside a plain one
    return Level(
        plain[-1] if plain else "decimal",
        _value(element, "lvlText", "")[:_LONGEST],
        _number(_value(element, "start", "1"), 1),
        element.find(W + "isLgl") is not None,
        _number(_value(element, "lvlRestart", "9"), 9),
        "" if _value(element, "suff", "tab") == "nothing" else " ",
    )


def _value(element, name: str, default: str) -> str:
    child = element.find(W + name)
    return default if child is None else child.get(W + "val", default)


def _number(text: str | None, default: int = 0) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else default
