"""Reader: the stages in their order."""

from __future__ import annotations

from zhijia.planreader.characters import fold

from .context import described
from .finding import found_in
from .model import Number


def numbers_in(text: str) -> list[Number]:
    """Every figure of the text, in order, never overlapping. Never raises for any text."""
    folded = fold(text)
    return described(text, folded, found_in(text, folded))
