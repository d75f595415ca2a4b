"""Two editions of one paper: which demands are the same, changed, new, gone, and in which words. Pure."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from zhijia.directives import spoken
from zhijia.directives.likeness import dice
from zhijia.directives.models import Demand
from zhijia.planreader.characters import fold

ALIKE = 0.5  # share of pairs of signs in common from which two demands speak of one thing
TAKEN = ("title", "sentence", "start", "end", "when_text", "times", "recurrence", "quantity", "unit", "comparator",
         "each", "also", "area", "kind")  # fmt: skip
_WHOLE = re.compile(r"[\d.]+|.", re.DOTALL)
KINDS = {"changed": "有变", "new": "新增", "gone": "没有了", "same": "没变"}


@dataclass
class Pair:
    """A demand as it stands and as the later edition has it. `told`: [[label, before, after], …]."""

    kind: str
    old: Demand | None = None
    new: Demand | None = None
    told: list[list[str]] = field(default_factory=list)

    @property
    def name(self) -> str:
        return KINDS[self.kind]

    @property
    def values(self) -> dict[str, Any]:
        """What the later edition puts in the place of the earlier."""
        return {name: getattr(self.new, name) for name in TAKEN}

    @property
    def runs(self) -> list[tuple[str, str]]:
        """The later sentence in runs of "" (kept), "ins" and "del", for showing which words changed."""
        return difference(self.old.sentence or self.old.title, self.new.sentence or self.new.title)


def compared(old: Sequence[Demand], new: Sequence[Demand], *, partial: bool, year: int) -> list[Pair]:
    """Pairs in the order of the later edition, gone ones last. A supplement leaves out what stays as it is."""
    left, pairs = list(old), []
    ranked = sorted(
        ((likeness(a, b), -abs(i - j), i, j) for i, a in enumerate(old) for j, b in enumerate(new)),
        reverse=True,
    )
    match: dict[int, int] = {}
    for score, _, i, j in ranked:
        if score >= ALIKE and i not in match.values() and j not in match:
            match[j] = i
    for j, one in enumerate(new):
        if j not in match:
            pairs.append(Pair("new", new=one))
            continue
        before = old[match[j]]
        left.remove(before)
        told = _told(before, one, year)
        pairs.append(Pair("changed" if told else "same", before, one, told))
    return pairs + ([] if partial else [Pair("gone", old=one) for one in left])


def likeness(one: Demand, other: Demand) -> float:
    """How much two demands speak of the same thing, numbers and days aside: the better of titles and sentences."""
    return max(
        dice(one.title, other.title), dice(one.sentence, other.sentence), dice(one.title, other.sentence)
    )


def _told(old: Demand, new: Demand, year: int) -> list[list[str]]:
    found = []
    if old.quota != new.quota:
        found.append(["数量", old.quota, new.quota])
    if _days(old) != _days(new) or old.recurrence != new.recurrence:
        words = [spoken.when(one.spans, one.recurrence, year, one.when_text) or "没写" for one in (old, new)]
        found.append(["时间", *words])
    if not found and _bare(old.sentence or old.title) != _bare(new.sentence or new.title):
        found.append(["内容", old.sentence or old.title, new.sentence or new.title])
    return found


def _days(demand: Demand) -> list[dt.date]:
    """The last days alone: a deadline said anew does not begin anew."""
    return [last for _, last in demand.spans]


def _bare(text: str) -> str:
    return re.sub(r"^\s*[\d一二三四五六七八九十()]{0,4}[.、)]|[\W_]+", "", fold(text))


def difference(before: str, after: str) -> list[tuple[str, str]]:
    """Runs of the later text: "" kept, "ins" new, "del" gone. A number is one sign: 10 gives way to 5 as a whole."""
    old, new = _WHOLE.findall(before), _WHOLE.findall(after)
    runs: list[tuple[str, str]] = []
    for op, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = "".join(old[a:b]), "".join(new[c:d])
        if op == "equal":
            runs.append(("", come))
        else:
            runs += [(kind, text) for kind, text in (("del", gone), ("ins", come)) if text]
    return runs
