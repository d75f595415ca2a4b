"""kill -9 at so many points of each act, spread over the time that the act takes undisturbed."""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import psutil
import psycopg

from benchmarks import Figure
from benchmarks.soak.acts import Bulk, Save, Upload
from benchmarks.soak.commands import Backup, Restore, Upgrade
from benchmarks.soak.installation import Gone, Installation, build

ACTS = ("save", "upload", "bulk", "backup", "restore", "upgrade")
UNDISTURBED = 3


def figures(folder: Path, *, points: int = 20, acts: Sequence[str] = ACTS) -> Iterator[Figure]:
    """For each act and each process killed: how many promises were broken, and the longest wait until all was back."""
    at = Installation(folder / "data", bulk_acts=(3 * points + UNDISTURBED) if "bulk" in acts else 0)
    try:
        build(at)
        at.start()
        for name in acts:
            act = made(name, at)
            yield from of_act(act, points)
            if act.at is not at:
                act.at.erase()
    finally:
        at.erase()


def made(name: str, at: Installation) -> Any:
    pages: dict[str, Callable[[], Any]] = {
        "save": lambda: Save(at),
        "upload": lambda: Upload(at),
        "bulk": lambda: Bulk(at),
        "backup": lambda: Backup(at),
        "restore": lambda: Restore(at, folder_of(at, "restore")),
        "upgrade": lambda: Upgrade(Restore(at, folder_of(at, "upgrade"))),
    }
    return pages[name]()


def folder_of(at: Installation, name: str) -> Path:
    folder = at.data.parent / name
    folder.mkdir(mode=0o755)
    return folder / "data"


def of_act(act: Any, points: int) -> Iterator[Figure]:
    lasts = min(undisturbed(act) for _ in range(UNDISTURBED))
    for victim, process in act.victims().items():
        broken, waits = 0, [0.0]
        struck = 0
        for point in range(points):
            found, hit, wait = strike(act, process, lasts * (point + 0.5) / points)
            struck += hit
            broken += bool(found)
            waits.append(wait)
            for sentence in found:
                print(
                    f"{act.name}, {victim} killed at {point + 1} of {points}: {sentence}",
                    file=sys.stderr,
                    flush=True,
                )
        what = f"{act.name} ({lasts:.2g} s), {victim} killed at {points} points"
        yield Figure(f"{what}: broken promises", broken, "points", 0)
        yield Figure(
            f"{what}: of which something was there to kill", struck, "points", 0, more_is_better=True
        )
        yield Figure(f"{what}: longest until all was back", max(waits), "s", 30)


def undisturbed(act: Any) -> float:
    """How long the act takes when nothing is killed; it keeps its promises then, or there is nothing to measure."""
    act.prepare()
    begun = time.monotonic()
    act.begin()
    act.end()
    lasts = time.monotonic() - begun
    if found := list(act.broken()):
        raise SystemExit(f"{act.name} breaks promises without any kill: {'; '.join(found)}")
    return lasts


def strike(
    act: Any, victim: Callable[[], psutil.Process | None], after: float
) -> tuple[list[str], bool, float]:
    """One kill: what was broken, whether there was a process to kill, and how long it took until all was back."""
    act.prepare()
    act.begin()
    time.sleep(after)
    hit, killed_at = kill(victim()), time.monotonic()
    try:
        act.end()
        act.recover()
        wait = time.monotonic() - killed_at
        return list(act.broken()), hit, wait
    except (Gone, OSError, psycopg.Error) as gone:
        return [f"did not come back: {gone}"], hit, time.monotonic() - killed_at


def kill(process: psutil.Process | None) -> bool:
    if process is None:
        return False
    try:
        process.kill()
    except psutil.NoSuchProcess:
        return False
    return True
