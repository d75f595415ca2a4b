"""The clock of the machine set back by an hour, a day, a year, and right again. Needs libfaketime (apt-get install faketime).

Pages, worker and commands live by the false clock; the database keeps its own.
"""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks import Figure
from benchmarks.soak.acts import Bulk, Save
from benchmarks.soak.installation import Installation, build, until
from zhijia.server import backup, keys

SHIFTS = {"an hour back": "-3600", "a day back": "-86400", "a year back": "-31536000", "right again": "+0"}


def figures(folder: Path) -> Iterator[Figure]:
    found = sorted(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))
    if not found:
        raise SystemExit("时钟的演练要用 libfaketime。Debian 上请运行：apt-get install faketime")
    at = Installation(folder / "data", bulk_acts=len(SHIFTS) + 1)
    shift = folder / "shift"
    shift.write_text("+0\n")
    try:
        build(at)
        at.environment |= {
            "LD_PRELOAD": str(found[0]), "FAKETIME_TIMESTAMP_FILE": str(shift), "FAKETIME_CACHE_DURATION": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }  # fmt: skip
        at.start("serve", "--data", str(at.data))
        broken = list(a_day(at))
        for name, seconds in SHIFTS.items():
            shift.write_text(f"{seconds}\n")
            for sentence in [*broken, *a_day(at)]:
                print(f"clock {name}: {sentence}", file=sys.stderr, flush=True)
                broken.append(sentence)
            yield Figure(f"clock {name}: broken promises", len(broken), "", 0)
            broken = []
    finally:
        at.erase()


def a_day(at: Installation) -> Iterator[str]:
    """Everything that looks at a clock: sign in, save, read the history, work in the background, back up, check."""
    save = Save(at)
    save.prepare()
    save.begin()
    save.end()
    yield from save.broken()
    assert save.answer
    page = save.officer.get(save.answer.location)
    if page.status != 200:
        yield f"the record's page answers {page.status}"
    bulk = Bulk(at)
    bulk.number = counting(at)  # type: ignore[assignment]
    bulk.prepare()
    posting = bulk.send()
    until(lambda: bulk.states())
    if worker := at.job_worker:
        worker.kill()
    bulk.answer = posting.result()
    yield from bulk.done()
    shutil.rmtree(at.data.parent / "backups", ignore_errors=True)
    process = at.run("backup", "--data", at.data, "--to", at.data.parent / "backups")
    process.wait()
    counted = backup.in_folder(at.data.parent / "backups")
    if process.returncode or len(counted) != 1:
        yield f"no backup: {at.told.read_text(encoding='utf-8')[-300:]}"
    for path in counted:
        backup.check(path, keys.held_key(at.data))
    process = at.run("trail", "check", "--data", at.data)
    process.wait()
    if process.returncode:
        yield f"the trail is called changed: {at.told.read_text(encoding='utf-8')[-300:]}"


def counting(at: Installation) -> Iterator[int]:
    """The first bulk act whose visits nobody has settled."""
    left = at.rows("SELECT min(name) FROM relief_visit WHERE state = 'due' AND name LIKE '批量走访%'")
    return iter([int(left[0][0][-3:]) + 1])
