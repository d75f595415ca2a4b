"""Verbs of made files, and the making itself."""

import datetime as dt
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.files.storage import default_storage

from zhijia.kernel import clock
from zhijia.kernel.actions import action
from zhijia.kernel.clock import daily
from zhijia.kernel.exports.models import MadeFile
from zhijia.kernel.exports.writers import WRITERS
from zhijia.kernel.scope import Seat

AT_ONCE = 2000  # rows held in memory
KEPT = dt.timedelta(days=1)  # then a file full of rows has been fetched or is asked for anew


def own(seat: Seat) -> Any:
    return MadeFile.may_see(seat)


@action(MadeFile, allowed=own, label="导出")
def export(made: MadeFile, *, by: Seat) -> None:
    """Somebody takes rows out of a register: which list, which conditions, which columns, how many."""
    made.person_id, made.union_id = by.person_id or 0, by.union_id or 0
    made.seat, made.asked_at = by.key, clock.now()


@action(MadeFile, allowed=own, label="写好导出文件", quiet=True)
def put_by(made: MadeFile, *, by: Seat, path: str, rows: int) -> None:
    """The file is there to be fetched; an empty path: not any more."""
    made.state, made.path, made.rows = MadeFile.State.READY, path, rows


def make(
    made: MadeFile,
    columns: list[Any],
    ids: list[int],
    fetch: Callable[[list[int]], Any],
    *,
    by: Seat,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> None:
    """Write the rows with these ids, in this order, and put the file into the storage."""

    def write(path: Path) -> None:
        WRITERS[made.kind](path, columns, _read(ids, fetch, progress))

    put(made, write, len(ids), by=by)


def put(made: MadeFile, write: Callable[[Path], None], rows: int, *, by: Seat) -> None:
    """Have the file written, and put it into the storage."""
    descriptor, name = tempfile.mkstemp(suffix=f".{made.kind}")
    os.close(descriptor)
    path = f"made/{made.asked_at:%Y%m%d}/{made.pk}.{made.kind}"
    try:
        write(Path(name))
        default_storage.delete(path)  # what a run left behind that was killed
        with open(name, "rb") as file:
            path = default_storage.save(path, File(file))
        put_by(made.pk, by=by, path=path, rows=rows)
    finally:
        os.unlink(name)


def _read(
    ids: list[int], fetch: Callable[[list[int]], Any], progress: Callable[[int, int], None]
) -> Iterator[Any]:
    """A few thousand rows in memory at a time."""
    for start in range(0, len(ids), AT_ONCE):
        progress(start, len(ids))
        batch = ids[start : start + AT_ONCE]
        found = {row.pk: row for row in fetch(batch)}
        yield from (found[pk] for pk in batch if pk in found)
    progress(len(ids), len(ids))


def let_go_of_old(day: dt.date, by: Seat) -> None:
    """Files of yesterday and before leave the disk, whoever asked for them; that they were made stays known."""
    old = MadeFile.objects.filter(state=MadeFile.State.READY, asked_at__lt=clock.now() - KEPT).exclude(
        path=""
    )
    for made in old:
        default_storage.delete(made.path)
        put_by(made.pk, by=by, path="", rows=made.rows)


daily.register("made-files", "导出的文件只留一天", let_go_of_old)
