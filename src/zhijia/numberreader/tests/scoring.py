"""Scoring: labelled reports in, precision and recall out.

Labels stand in the text: ⟦120|人次⟧ is the text 120人次 with value 120; ⟦200余人|200|人⟧ gives text, value
(? where a mask ate it) and unit; the unit may be followed by :measure and by #tag. Figures that share a tag
make one planted error; its first letter is the kind (KINDS), `?` at its end makes it a warning.
⟨…#tag⟩ is the place of a figure that is missing.
"""

from __future__ import annotations

import re
import sys
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from zhijia.numberreader import numbers_in, problems_in

HERE = Path(__file__).parent
_LABEL = re.compile(r"⟦([^⟧]*)⟧|⟨([^#⟩]*)#([a-z]\d\??)⟩")


class Label(NamedTuple):
    start: int
    end: int
    text: str
    value: Decimal | None
    unit: str
    measure: str
    tag: str


class Score(NamedTuple):
    labelled: int
    found: int
    hit: int
    right: int  # value and unit
    measured: int  # with the right measure, of those that state one
    measures: int
    planted: int
    caught: int
    raised: int
    false: int
    notes: list[str]


def labelled(path: Path) -> tuple[str, list[Label]]:
    """The plain text and its labels."""
    marked, out, text = path.read_text(encoding="utf-8"), [], ""
    position = 0
    for match in _LABEL.finditer(marked):
        text += marked[position : match.start()]
        position = match.end()
        if match[3]:
            out.append(Label(len(text), len(text) + len(match[2]), "", None, "", "", match[3]))
            text += match[2]
            continue
        fields = match[1].split("|")
        last, _, tag = fields[-1].partition("#")
        unit, _, measure = last.partition(":")
        written = fields[0] if len(fields) == 3 else fields[0] + unit
        number = fields[-2].strip()
        value = None if number == "?" else Decimal(number)
        out.append(Label(len(text), len(text) + len(written), written, value, unit, measure, tag))
        text += written
    return text + marked[position:], out


def score(path: Path) -> Score:
    text, labels = labelled(path)
    numbers = numbers_in(text)
    problems = problems_in(text, numbers)
    notes: list[str] = []
    at = {(n.start, n.end): n for n in numbers}
    wanted = [label for label in labels if label.text]
    hit = right = measured = measures = 0
    for label in wanted:
        n = at.pop((label.start, label.end), None)
        around = text[max(0, label.start - 12) : label.end + 8].replace("\n", "/")
        if n is None:
            notes.append(f"missed {label.text}  in {around}")
            continue
        hit += 1
        if n.value == label.value and n.unit == label.unit:
            right += 1
        else:
            notes.append(f"read {n.text} as {n.value} {n.unit}, not {label.value} {label.unit}")
        if label.measure:
            measures += 1
            measured += n.measure == label.measure
            if n.measure != label.measure:
                notes.append(f"measure {n.measure}, not {label.measure}  in {around}")
    notes += [f"spurious {n.text}  in {text[max(0, s - 12) : e + 8]!r}" for (s, e), n in at.items()]
    tags: dict[str, list[Label]] = {}
    for label in labels:
        if label.tag:
            tags.setdefault(label.tag, []).append(label)
    used: set[int] = set()
    caught = 0
    for tag, members in tags.items():
        touching = [
            i
            for i, p in enumerate(problems)
            if (p.strong or tag.endswith("?"))
            and (
                any(m.start <= p.end and p.start <= m.end for m in members if not m.text)
                or any(
                    (numbers[k].start, numbers[k].end) == (m.start, m.end) for k in p.numbers for m in members
                )
            )
        ]
        used |= set(touching)
        caught += bool(touching)
        if not touching:
            notes.append(f"uncaught {tag}: {[m.text for m in members]}")
    strong = [p for p in problems if p.strong]
    false = [p for i, p in enumerate(problems) if p.strong and i not in used]
    notes += [f"false alarm {p.kind}: {p.why}" for p in false]
    notes += [f"(weak) {p.kind}: {p.why}" for i, p in enumerate(problems) if not p.strong and i not in used]
    return Score(
        len(wanted),
        len(numbers),
        hit,
        right,
        measured,
        measures,
        len(tags),
        caught,
        len(strong),
        len(false),
        notes,
    )


def main(folder: str) -> None:
    total = [0] * 10
    for path in sorted((HERE / folder).glob("*.txt")):
        one = score(path)
        total = [a + b for a, b in zip(total, one[:10], strict=True)]
        print(path.stem, *one[:10])
        for note in one.notes:
            print("   ", note)
    labelled, found, hit, right, measured, measures, planted, caught, raised, false = total
    print(
        f"finding: precision {hit / found:.3f}, recall {hit / labelled:.3f} of {labelled}; value and unit "
        f"{right / labelled:.3f}; measure {measured / measures:.3f}; planted {caught}/{planted} caught, "
        f"{false} of {raised} alarms false"
    )


if __name__ == "__main__":
    main(sys.argv[1])
