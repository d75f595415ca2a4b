"""Damaged files by the thousand: each is read or refused with a sentence, quickly and within bounds.

Each file is read in a forked child of its own, which is watched from outside: a crash, a hang or a hunger for
memory of one file is seen and blamed on that file. LibreOffice counts apart: its own 200 MB are not ours.
"""

import os
import resource
import select
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import Figure
from zhijia.planreader import Unreadable, convert, read_file
from zhijia.planreader.tests import damage

DOCX, PDF, OLE = 2_400, 240, 120
MEGABYTES, SECONDS = 300, 10
ADDRESS_SPACE = 700_000_000  # what no file may make the process reserve
PATIENCE = 60


@dataclass
class Count:
    """What became of the files of one kind."""

    results: int = 0
    sentences: int = 0
    tracebacks: list[str] = field(default_factory=list)
    megabytes: float = 0.0
    seconds: float = 0.0


def figures() -> Iterator[Figure]:
    read_file(damage.sound_pdf(damage.random.Random(1)))  # first imports belong to no file
    read_file(damage.zipped(damage.whole(damage.random.Random(1))))
    yield from told("damaged .docx files", DOCX, damage.docx)
    yield from told("damaged .pdf files", PDF, damage.pdf)
    if office := convert.office():
        sound = a_doc(office)
        yield from told(
            "damaged .doc files, with LibreOffice",
            OLE,
            lambda number: damage.ole(number, sound),
            megabytes=600,
        )


def a_doc(office: str) -> bytes:
    """A sound .doc."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "a.docx").write_bytes(damage.zipped(damage.whole(damage.random.Random(1))))
        command = [
            office,
            f"-env:UserInstallation={(place / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "doc",
        ]
        subprocess.run([*command, "--outdir", folder, place / "a.docx"], check=True, capture_output=True)
        return (place / "a.doc").read_bytes()


def told(
    name: str, wanted: int, made: Callable[[int], bytes], megabytes: int = MEGABYTES
) -> Iterator[Figure]:
    """The figures of one kind; what broke is printed to the standard error with its number."""
    count = Count()
    for number in range(wanted):
        watched(number, made, count)
    for one in count.tracebacks:
        print(f"{name}: {one}", file=sys.stderr)
    done = count.results + count.sentences + len(count.tracebacks)
    yield Figure(name, done, "files", wanted, more_is_better=True)
    yield Figure("  of which read", count.results, "files", 0, more_is_better=True)
    yield Figure("  of which refused with a sentence", count.sentences, "files", 0, more_is_better=True)
    yield Figure("  of which raised, crashed or hung", len(count.tracebacks), "files", 0)
    yield Figure("  highest memory of one file", count.megabytes, "MB", megabytes)
    yield Figure("  slowest file", count.seconds, "s", SECONDS)


def watched(number: int, made: Callable[[int], bytes], count: Count) -> None:
    """Read one file in a child and count what it says."""
    ours, theirs = os.pipe()
    child = os.fork()
    if not child:
        os.setsid()
        os.close(ours)
        read_in_child(made(number), theirs)
    os.close(theirs)
    begun = time.monotonic()
    said = (
        os.read(ours, 4000).decode()
        if select.select([ours], [], [], PATIENCE)[0]
        else f"{PATIENCE} s were not enough"
    )
    os.close(ours)
    if not said.startswith(("result", "sentence")):
        os.killpg(child, signal.SIGKILL)
    _, _, usage = os.wait4(child, 0)
    count.seconds = max(count.seconds, time.monotonic() - begun)
    count.megabytes = max(count.megabytes, usage.ru_maxrss / 1024)
    if said == "result":
        count.results += 1
    elif said == "sentence":
        count.sentences += 1
    else:
        count.tracebacks.append(f"{number}: {said or 'it crashed'}")


def read_in_child(data: bytes, pipe: int) -> None:
    """Never returns."""
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, resource.RLIM_INFINITY))
    tempfile.tempdir = None
    try:
        read_file(data)
        said = "result"
    except Unreadable as refusal:
        said = (
            "sentence"
            if str(refusal).endswith("。") and "\n" not in str(refusal)
            else f"no sentence: {refusal}"
        )
    except BaseException:  # noqa: BLE001 (whatever it is, it is what we look for)
        said = traceback.format_exc()[-3500:]
    os.write(pipe, said.encode())
    os._exit(0)
