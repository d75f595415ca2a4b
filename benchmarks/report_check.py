"""Hold hand-written summaries against the whole town: how long it takes, and how many verdicts are right.

The summaries in `foreign_summaries` were written in words of their own and labelled before the check had seen
them; a number stands in them as {312|a}: agrees, differs, unknown or impossible. A number the check finds where
there is none counts as wrong.
"""

import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks import Figure
from benchmarks._town import town

FOLDER = Path(__file__).with_name("foreign_summaries")
LABEL = re.compile(r"\{([^|{}]*)\|([adui])\}")
VERDICTS = {"a": "agrees", "d": "differs", "u": "unknown", "i": "impossible"}
CHARACTERS, NUMBERS, ROUNDS = 6000, 120, 5


def figures() -> Iterator[Figure]:
    town()
    from zhijia.kernel.figures import Period
    from zhijia.kernel.scope import system
    from zhijia.org.models import Union
    from zhijia.reports import checking

    with system("measured"):
        union = Union.objects.get(code="QXZ")
        text = long_summary()
        taken, found = [], []
        for _ in range(ROUNDS):
            begun = time.perf_counter()
            found = checking.check(text, union, Period("2026")).findings
            taken.append(time.perf_counter() - begun)
        yield Figure("characters of the checked summary", len(text), "", CHARACTERS, more_is_better=True)
        yield Figure("numbers in it", len(found), "", NUMBERS, more_is_better=True)
        yield Figure("check over the whole town", statistics.median(taken), "s", 2)
        yield Figure("zhijia summary check, with start-up", command_seconds(text), "s", 3)
        right = labelled = differing = 0
        for file in sorted(FOLDER.glob("*.txt")):
            code, period = file.stem.split("_")[:2]
            plain, labels = unlabelled(file.read_text(encoding="utf-8"))
            findings = checking.check(plain, Union.objects.get(code=code), Period(period)).findings
            verdicts = {place: verdict_at(findings, place) for place in labels}
            spurious = len(findings) - sum(verdict is not None for verdict in verdicts.values())
            right += sum(verdicts[place] == label for place, label in labels.items())
            labelled += len(labels) + spurious
            differing += sum(
                verdicts[place] == "differs" and label in ("agrees", "unknown")
                for place, label in labels.items()
            )
    yield Figure(
        "share of right verdicts on foreign summaries", right / labelled, "", 0.9, more_is_better=True
    )
    yield Figure("right numbers there that were called wrong", differing, "", 0)


def long_summary() -> str:
    """The town's own foreign summary and others behind it, until it is long enough."""
    files = [FOLDER / "QXZ_2026.txt", *sorted(FOLDER.glob("*.txt"))]
    text = ""
    while len(text) < CHARACTERS:
        text += "\n".join(unlabelled(file.read_text(encoding="utf-8"))[0] for file in files)
    return text[: CHARACTERS + 40]


def unlabelled(text: str) -> tuple[str, dict[tuple[int, int], str]]:
    """The text without its marks, and the verdict due at each place."""
    plain, labels, at = "", {}, 0
    for mark in LABEL.finditer(text):
        plain += text[at : mark.start()]
        labels[len(plain), len(plain) + len(mark[1])] = VERDICTS[mark[2]]
        plain += mark[1]
        at = mark.end()
    return plain + text[at:], labels


def verdict_at(findings: list, place: tuple[int, int]) -> str | None:
    return next((one.verdict for one in findings if one.start < place[1] and one.end > place[0]), None)


def command_seconds(text: str) -> float:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "summary.txt"
        file.write_text(text, encoding="utf-8")
        command = [Path(sys.executable).with_name("zhijia"), "summary", "check", file, "--json"]
        begun = time.perf_counter()
        subprocess.run(
            [*command, "--union", "QXZ", "--period", "2026"], check=True, stdout=subprocess.DEVNULL
        )
        return time.perf_counter() - begun
