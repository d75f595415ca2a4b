"""What Word's paragraph and character styles say, each through the styles it is based on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from .word_package import W

_HEADING = re.compile(r"(?:heading|标题|標題)\s?([1-9])|([1-9一二三四五六七八九])级标题")
_CONTENTS = re.compile(r"(?:toc|目录)\s?(?:[1-9]|heading|标题)")
_NUMERALS = "一二三四五六七八九"


class Styles:
    """The styles of one document, by id. A circle of styles ends where it closes."""

    def __init__(self, root):
        self._styles: dict[str, Any] = {}
        self.default = ""
        for style in [] if root is None else root.iter(W + "style"):
            key = style.get(W + "styleId", "")
            self._styles.setdefault(key, style)
            if style.get(W + "type") == "paragraph" and style.get(W + "default") in ("1", "true", "on"):
                self.default = self.default or key
        self.heading = cache(self._heading)
        self.number = cache(self._number)
        self.hides = cache(self._hides)

    def is_contents(self, key: str) -> bool:
        """Is this a style of a table of contents?"""
        return key in self._styles and bool(_CONTENTS.fullmatch(_name(self._styles[key])))

    def chain(self, key: str) -> Iterator[tuple[str, Any]]:
        """The style and those it is based on, nearest first."""
        seen = set()
        while key in self._styles and key not in seen:
            seen.add(key)
            style = self._styles[key]
            yield key, style
            base = style.find(W + "basedOn")
            key = base.get(W + "val", "") if base is not None else ""

    def _heading(self, key: str) -> int:
        """1 for the highest heading style, 0 for text."""
        for _, style in self.chain(key):
            outline = outline_of(style.find(W + "pPr"))
            if outline is not None:
                return outline
            match = _HEADING.fullmatch(_name(style))
            if match:
                return (
                    int(match[1] or match[2])
                    if (match[1] or match[2]).isdigit()
                    else _NUMERALS.index(match[2]) + 1
                )
        return 0

    def _number(self, key: str) -> tuple[str | None, int | None, tuple[str, ...]]:
        """(list, depth, the styles asked until the list was found), None for what no style says."""
        list_id = depth = None
        asked = []
        for name, style in self.chain(key):
            asked.append(name)
            own_list, own_depth = number_of(style.find(W + "pPr"))
            list_id = own_list if list_id is None else list_id
            depth = own_depth if depth is None else depth
            if list_id is not None:
                break
        return list_id, depth, tuple(asked)

    def _hides(self, key: str) -> bool:
        """Does this style hide its text?"""
        for _, style in self.chain(key):
            hidden = switch(style.find(W + "rPr"), "vanish")
            if hidden is not None:
                return hidden
        return False


def _name(style) -> str:
    name = style.find(W + "name")
    return name.get(W + "val", "").strip().lower() if name is not None else ""


def switch(properties, name: str) -> bool | None:
    """A property that is on, off (False) or not mentioned (None)."""
    found = properties.find(W + name) if properties is not None else None
    return None if found is None else found.get(W + "val", "1") not in ("0", "false", "off")


def outline_of(properties) -> int | None:
    """The heading level that `outlineLvl` gives, 0 where it says body text, None where there is none."""
    outline = properties.find(W + "outlineLvl") if properties is not None else None
    if outline is None:
        return None
    level = outline.get(W + "val", "")
    return int(level) + 1 if level in tuple("012345678") else 0


def number_of(properties) -> tuple[str | None, int | None]:
    """(list, depth) that `numPr` gives, None for each that it does not."""
    number = properties.find(W + "numPr") if properties is not None else None
    if number is None:
        return None, None
    list_id, depth = number.find(W + "numId"), number.find(W + "ilvl")
    level = depth.get(W + "val", "") if depth is not None else ""
    return (
        None if list_id is None else list_id.get(W + "val", ""),
        int(level) if level in tuple("012345678") else None,
    )
