"""Decoration: signs before a line that are no list marks: a star that stands alone, stars that mark headings."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING

from .marks import STARS
from .patterns import late

if TYPE_CHECKING:
    from .lines import Line

_STARRED = late(r".\s*(?=[\u4e00-\u9fff])[^,。;:!?\d]{2,24}:?")


def free_framed(lines: list[Line]) -> list[Line]:
    """◆ 某中学工会工作安排 ◆: a sign on both sides of a line only frames it."""
    return [
        _unframed(line) if line.text[0] in STARS and line.text[-1] == line.text[0] else line for line in lines
    ]


def _unframed(line: Line) -> Line:
    begin = len(line.text) - len(line.text[1:].lstrip())
    end = len(line.text[:-1].rstrip())
    return replace(line, text=line.text[begin:end], at=line.at[begin:end]) if end > begin else line


def free_lone_bullets(lines: list[Line]) -> None:
    """★活动规程: a sign that stands before one line only, and announces what comes, is decoration and no list."""
    bullets = [line.text[0] for line in lines if line.mark and line.mark.kind == "bullet"]
    for n, line in enumerate(lines):
        mark = line.mark
        if mark and mark.kind == "bullet" and line.text[-1] == ":" and bullets.count(line.text[0]) == 1:
            lines[n] = replace(line, text=line.text[mark.end :], at=line.at[mark.end :], mark=None)


def free_starred(lines: list[Line]) -> list[Line]:
    """★月月干的 above lines of its own, and so each time: the sign marks headings and is no list."""
    out = list(lines)
    for sign in {line.text[0] for line in lines if line.text[0] in STARS}:
        marked = [n for n, line in enumerate(lines) if line.text[0] == sign]
        above = [b - a > 1 for a, b in itertools.pairwise([*marked, len(lines)])]
        if len(marked) > 1 and all(above) and all(_STARRED.fullmatch(lines[n].text) for n in marked):
            for n in marked:
                begin = len(lines[n].text) - len(lines[n].text[1:].lstrip())
                out[n] = replace(lines[n], text=lines[n].text[begin:], at=lines[n].at[begin:], starred=True)
    return out
