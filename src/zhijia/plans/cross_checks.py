"""What the numbers of a summary say against each other: beside the sentence, and once more before it is sent.

The text is read as it stands, with live, frozen and typed numbers filled in. It warns and never blocks.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from zhijia.numberreader import Number, Problem, numbers_in, problems_in
from zhijia.plans.models import SummaryNumber
from zhijia.plans.sheet import Chapter, Part

OF_REGISTERS = frozenset({"part_above_whole", "over_100"})
"""What the registers themselves can get wrong. All else is about words, and theirs are the program's own: 参赛职工 of
two kinds of contest are two figures, and 其中 need not name every part."""
AROUND = 12


@dataclass(frozen=True)
class Doubt:
    """One thing that cannot be right (`strong`) or deserves a look, and the words it is about."""

    why: str
    words: str
    strong: bool
    section: int
    line: int  # which paragraph of the section


def of(chapters: Iterable[Chapter]) -> list[Doubt]:
    """Every doubt about these sections, in the order of the text."""
    text, places = "", []
    borne_out: list[tuple[int, int]] = []  # stretches that the program wrote from its rows
    for chapter in chapters:
        for n, parts in enumerate(chapter.paragraphs):
            places.append((len(text), chapter.row.pk, n))
            for part in parts:
                if _is_ours(part):
                    borne_out.append((len(text), len(text) + len(part.text)))
                text += part.text
            text += "\n"
    numbers = numbers_in(text)
    found = [problem for problem in problems_in(text, numbers) if _counts(problem, numbers, borne_out)]
    return [_doubt(problem, numbers, text, places) for problem in found]


def beside(chapters: list[Chapter], doubts: Iterable[Doubt]) -> None:
    """Put each doubt to its paragraph."""
    by_section = {chapter.row.pk: chapter for chapter in chapters}
    for doubt in doubts:
        by_section[doubt.section].doubts.setdefault(doubt.line, []).append(doubt)


def _is_ours(part: Part) -> bool:
    typed = part.number is not None and part.number.row.mode == SummaryNumber.Mode.MANUAL
    return not typed and (part.number is not None or part.trace is not None)


def _counts(problem: Problem, numbers: list[Number], borne_out: list[tuple[int, int]]) -> bool:
    if problem.kind in OF_REGISTERS or not problem.numbers:
        return True
    ours = [any(start <= numbers[i].start < end for start, end in borne_out) for i in problem.numbers]
    return not all(ours)


def _doubt(problem: Problem, numbers: list[Number], text: str, places: list[tuple[int, int, int]]) -> Doubt:
    at = max((numbers[i].start for i in problem.numbers), default=problem.start)
    end = max((numbers[i].end for i in problem.numbers), default=problem.end)
    _, section, line = places[bisect_right(places, (at, 2**63)) - 1]
    begins = text.rfind("\n", 0, at) + 1
    return Doubt(problem.why, text[max(begins, at - AROUND) : end], problem.strong, section, line)
