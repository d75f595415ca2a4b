"""Draft a summary of the whole town: how long it takes, and how many of its figures a count by hand confirms."""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import Figure
from benchmarks._town import town

if TYPE_CHECKING:
    from zhijia.kernel.figures import Ask

PERIOD = "2026"
FIGURES = 40
ROUNDS = 5


def figures() -> Iterator[Figure]:
    town()
    from zhijia.kernel.figures import Period
    from zhijia.kernel.scope import system
    from zhijia.org.models import Union
    from zhijia.plans import sheet

    with system("measured"):
        union = Union.objects.get(code="QXZ")
        taken = []
        for _ in range(ROUNDS):
            begun = time.perf_counter()
            draft = sheet.Unsaved(union, Period.parse(PERIOD))
            spoken = draft.used
            taken.append(time.perf_counter() - begun)
        yield Figure("figures in the town's draft", len(spoken), "", FIGURES, more_is_better=True)
        yield Figure("draft of the whole town", statistics.median(taken), "s", 3)
        yield Figure("zhijia summary draft, with start-up", command_seconds(), "s", 3)
        counted = counted_by_hand(draft.ask)
    wrong = sum(number.now.value != counted.get(number.figure.code, Decimal(0)) for number in spoken)
    yield Figure("of them unlike a count by hand", wrong, "", 0)


def command_seconds() -> float:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "summary.docx"
        options = ["--union", "QXZ", "--period", PERIOD, "--out", out]
        command = [Path(sys.executable).with_name("zhijia"), "summary", "draft", *options]
        begun = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        return time.perf_counter() - begun


def counted_by_hand(ask: "Ask") -> dict[str, Decimal]:
    from benchmarks._by_hand import ByHand
    from zhijia.plans import kinds

    by_hand = ByHand(ask.union_code, ask.period.start, ask.period.end)
    return by_hand.registers() | by_hand.traces(frozenset(kinds.ONE_EACH))
