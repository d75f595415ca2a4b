"""Word's automatic numbering: the labels that Word shows but does not store as text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_CN_DIGITS = "零一二三四五六七八九"
_CHINESE = {
    "chineseCounting",
    "chineseCountingThousand",
    "chineseLegalSimplified",
    "japaneseCounting",
    "ideographDigital",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
    "koreanDigital2",
    "japaneseDigitalTenThousand",
}
_ROMAN = [(100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")]


@dataclass(slots=True)
class Level:
    """One level of a list: how its number is written, and where it starts."""

    form: str = "decimal"
    text: str = ""
    start: int = 1
    legal: bool = False


@dataclass(slots=True)
class Numbering:
    """The lists of one document and how far each has counted."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)  # by abstract list
    lists: dict[str, tuple[str, dict[int, int]]] = field(default_factory=dict)  # numId → abstract, restarts
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    restarted: set[tuple[str, int]] = field(default_factory=set)

    def label(self, list_id: str, depth: int) -> str:
        """The label of the next paragraph at this depth of this list, "" when it has none."""
        if list_id not in self.lists:
            return ""
        abstract, restarts = self.lists[list_id]
        levels = self.levels.get(abstract, {})
        level = levels.get(depth)
        if level is None or level.form == "none":
            return ""
        counts = self.counts.setdefault(abstract, {})
        if depth in restarts and (list_id, depth) not in self.restarted:
            self.restarted.add((list_id, depth))
            counts[depth] = restarts[depth] - 1
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        if level.form == "bullet":
            return "●"

        def shown(match: re.Match) -> str:
            wanted = int(match[1]) - 1
            inner = levels.get(wanted, Level())
            value = counts.get(wanted, inner.start)
            return numeral(value, "decimal" if level.legal else inner.form)

        return re.sub(r"%([1-9])", shown, level.text)


def numbering_of(root) -> Numbering:
    """The lists declared in numbering.xml (an lxml element, or None when the part is missing)."""
    numbering = Numbering()
    if root is None:
        return numbering
    for abstract in root.iter(W + "abstractNum"):
        levels = numbering.levels.setdefault(abstract.get(W + "abstractNumId", ""), {})
        for element in abstract.iter(W + "lvl"):
            levels[_number(element.get(W + "ilvl"))] = _level(element)
    for declared in root.iter(W + "num"):
        abstract = declared.find(W + "abstractNumId")
        restarts: dict[int, int] = {}
        for override in declared.iter(W + "lvlOverride"):
            start = override.find(W + "startOverride")
            if start is not None:
                restarts[_number(override.get(W + "ilvl"))] = _number(start.get(W + "val"), 1)
        if abstract is not None:
            numbering.lists[declared.get(W + "numId", "")] = (abstract.get(W + "val", ""), restarts)
    return numbering


def _level(element) -> Level:
    def value(name: str, default: str) -> str:
        child = element.find(W + name)
        return default if child is None else child.get(W + "val", default)

    return Level(
        value("numFmt", "decimal"),
        value("lvlText", ""),
        _number(value("start", "1"), 1),
        element.find(W + "isLgl") is not None,
    )


def _number(text: str | None, default: int = 0) -> int:
    return int(text) if text and text.lstrip("-").isdigit() and len(text) < 7 else default


def numeral(value: int, form: str) -> str:
    """A number in one of Word's number formats; unknown formats as decimal."""
    if form in _CHINESE:
        return chinese(value)
    if form == "decimalEnclosedCircle" or form == "decimalEnclosedCircleChinese":
        return chr(0x2460 + value - 1) if 1 <= value <= 20 else str(value)
    if form == "ideographEnclosedCircle":
        return chr(0x3280 + value - 1) if 1 <= value <= 10 else chinese(value)
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (value - 1) % 26)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman"):
        out = ""
        for step, sign in _ROMAN:
            while value >= step:
                out, value = out + sign, value - step
        return out.upper() if form == "upperRoman" else out
    if form == "decimalZero":
        return f"{value:02d}"
    return str(value)


def chinese(value: int) -> str:
    """1–99 in Chinese numerals, as lists write them: 十二, 二十."""
    if not 0 < value < 100:
        return str(value)
    tens, ones = divmod(value, 10)
    head = "" if tens == 0 else "十" if tens == 1 else _CN_DIGITS[tens] + "十"
    return head + (_CN_DIGITS[ones] if ones else "")
