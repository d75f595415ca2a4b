"""Sheet: a text with its figures as the checks look at them, sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from zhijia.planreader.characters import fold
from zhijia.planreader.patterns import late

from .model import Number

_BREAK = late(r"[,;:。!?()\n\t|]")
_LONGEST = 60  # figures of one sentence that are looked at together
RATES = ("rate", "points", "multiple")


class Sheet:
    """Figures by index; every question about the words between them is asked here."""

    def __init__(self, text: str, numbers: list[Number]) -> None:
        self.text = fold(text)
        self.numbers = numbers

    @cached_property
    def sentences(self) -> list[list[int]]:
        """Indexes of the figures of each sentence that has some; masked figures take no part."""
        groups: dict[int, list[int]] = {}
        for i, n in enumerate(self.numbers):
            if n.amount is not None and not n.damaged and n.role != "threshold":
                groups.setdefault(n.sentence[0], []).append(i)
        # a text without full stops must not make the checks slow
        return [group[k : k + _LONGEST] for group in groups.values() for k in range(0, len(group), _LONGEST)]

    def between(self, i: int, j: int) -> str:
        """The text from the end of figure i to the start of figure j."""
        return self.text[self.numbers[i].end : self.numbers[j].start]

    def lead(self, i: int) -> str:
        """The words of the clause before figure i, back to the figure before it."""
        return self._leads[i]

    @cached_property
    def _leads(self) -> list[str]:
        return [self._lead(i) for i in range(len(self.numbers))]

    def _lead(self, i: int) -> str:
        n = self.numbers[i]
        start = max(n.sentence[0], self.numbers[i - 1].end if i else 0, n.start - 40)
        words = self.text[start : n.start]
        cut = max((m.end() for m in _BREAK.finditer(words)), default=0)
        return words[cut:]

    def wide_lead(self, i: int) -> str:
        """The words before figure i back to the figure before it, over clauses, within the sentence."""
        n = self.numbers[i]
        start = max(n.sentence[0], self.numbers[i - 1].end if i else 0)
        return self.text[start : n.start]

    def trail(self, i: int) -> str:
        """The words after figure i up to the next stop or figure."""
        n = self.numbers[i]
        stop = self.numbers[i + 1].start if i + 1 < len(self.numbers) else n.end + 20
        words = self.text[n.end : min(stop, n.end + 20)]
        cut = _BREAK.search(words)
        return words[: cut.start()] if cut else words

    def alike(self, i: int, j: int) -> bool:
        """Whether two figures count in the same unit or measure and are no rates."""
        a, b = self.numbers[i], self.numbers[j]
        if a.measure in RATES or b.measure in RATES:
            return False
        return (a.measure == b.measure and a.measure not in ("unknown", "items")) or a.unit == b.unit

    def before(self, i: int, sentence: list[int]) -> Iterator[int]:
        """The figures of the sentence that stand before i, nearest first."""
        return (j for j in reversed(sentence) if j < i)
