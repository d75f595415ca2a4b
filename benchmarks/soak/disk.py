"""The disk fills up: that of the files, then that of the database. On small file systems in memory (needs root)."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

from benchmarks import Figure
from benchmarks.soak.acts import SAVED, Bulk, Save, Upload
from benchmarks.soak.installation import Answer, Gone, Installation, Person, build, until

ROOM = "800m"  # a start asks for 500 MB free
BALLAST = "ballast"


def figures(folder: Path) -> Iterator[Figure]:
    at = Installation(folder / "data", bulk_acts=1)
    at.data.mkdir()
    with small_disk(at.data), small_disk(at.postgres.home):
        try:
            at.data.chmod(0o755)
            build(at)
            at.start()
            yield told("files", files_full(at))
            yield told("database", database_full(at))
        finally:
            at.stop()


def told(which: str, broken: Iterator[str]) -> Figure:
    found = list(broken)
    for sentence in found:
        print(f"disk of the {which} full: {sentence}", file=sys.stderr, flush=True)
    return Figure(f"disk of the {which} full: broken promises", len(found), "", 0)


@contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    if os.geteuid():
        raise SystemExit("磁盘满的演练要挂一块小磁盘，请用 root 运行这一项：run.py soak disk")
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={ROOM},mode=755", "tmpfs", folder], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


@contextmanager
def full(folder: Path) -> Iterator[None]:
    ballast = folder / BALLAST
    there = os.open(ballast, os.O_WRONLY | os.O_CREAT)
    for piece in (1 << 20, 4096):
        with suppress(OSError):
            while True:
                os.write(there, bytes(piece))
    os.close(there)
    try:
        yield
    finally:
        ballast.unlink()


def files_full(at: Installation) -> Iterator[str]:
    upload, save = Upload(at), Save(at)
    save.prepare()
    upload.prepare()
    with full(at.data):
        yield from answered(upload.send().result(), "upload", "磁盘满了", upload.officer)
        if upload.rows():
            yield "an attachment without its bytes"
        save.begin()
        save.end()
        if save.answer is None or save.answer.status != SAVED:
            yield "a record needs no room on that disk, and was not saved"
        process = at.run("backup", "--data", at.data)
        process.wait()
        if not process.returncode or "磁盘" not in at.told.read_text(encoding="utf-8"):
            yield f"a backup without room said: {at.told.read_text(encoding='utf-8')[-300:]}"
    yield from upload.done_after(upload.send().result())
    process = at.run("backup", "--data", at.data)
    process.wait()
    if process.returncode:
        yield f"with room again, no backup: {at.told.read_text(encoding='utf-8')[-300:]}"


def database_full(at: Installation) -> Iterator[str]:
    save, bulk = Save(at), Bulk(at)
    bulk.prepare()
    acknowledged = []
    with full(at.postgres.home):
        eat_room(at)
        for _ in range(30):
            with suppress(OSError):
                save.prepare()
            save.begin()
            answer = save.posting.result()
            if answer and answer.status == SAVED:
                acknowledged.append(save.title)
            else:
                yield from answered(answer, "save", "磁盘", save.officer)
                break
        with suppress(Gone, OSError):
            bulk.send().result()
    try:
        until(at.is_up)
    except Gone:
        at.stop()
        at.start()
    until(at.postgres.find_running)
    for title in acknowledged:
        save.title = title
        if save.rows() != 1:
            yield f"acknowledged, and {save.rows()} rows"
    save.officer = at.person("officer")
    save.prepare()
    save.begin()
    save.end()
    yield from save.broken()
    yield from bulk.done_after(bulk.send().result())


def eat_room(at: Installation) -> None:
    """Use up what the database has in reserve, so that the next page meets the full disk."""
    with suppress(psycopg.Error), at.connect() as owner:
        owner.autocommit = True
        owner.execute("CREATE TABLE eaten AS SELECT repeat('x', 900) AS x FROM generate_series(1, 400000)")


def answered(answer: Answer | None, what: str, words: str, person: Person) -> Iterator[str]:
    """The sentence stands in the answer, or on the page that the answer leads to."""
    if answer is None:
        yield f"{what}: no answer at all"
        return
    page = person.get(answer.location).text if answer.status == SAVED else answer.text
    if words not in page:
        yield f"{what}: answered {answer.status} without the word {words}"
