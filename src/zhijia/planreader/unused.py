"""Unused: what of the text became neither heading nor task nor measure, so that nothing is lost in silence."""

from __future__ import annotations

from collections.abc import Iterable


def unused_in(text: str, used: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """(start, end) of each stretch with letters or digits that no used span covers, within one line each."""
    out: list[tuple[int, int]] = []
    begin = 0
    for start, end in sorted([*used, (len(text), len(text))]):
        if start > begin:
            out += _stretches(text, begin, start)
        begin = max(begin, end)
    return out


def _stretches(text: str, start: int, end: int) -> Iterable[tuple[int, int]]:
    for part in text[start:end].split("\n"):
        words = part.strip().lstrip("。；，、：;,:")
        if any(map(str.isalnum, words)):
            begin = start + part.index(words)
            yield begin, begin + len(words)
        start += len(part) + 1
