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
from zhijia.kernel.exports.models import MadeFile
from zhijia.kernel.exports.writers import WRITERS
from zhijia.kernel.scope import Seat, system

AT_ONCE = 2000  # rows held in memory
KEPT = dt.timedelta(days=1)  # then a file full of rows has been fetched or is asked for anew


def own(seat: Seat) -> Any:
    return MadeFile.may_see(seat)


@action(MadeFile, allowed=own, label="导出")
def export(made: MadeFile, *, by: Seat) -> None:
    """Somebody takes rows out of a register: which list, which conditions, which columns, how many."""
    made.person_id, made.union_id = by.person_id or 0, by.union_id or 0
    made.seat, made.asked_at = by.key, clock.now()


@action(MadeFile, allowed=own, label="写导出文件", quiet=True)
def progress(made: MadeFile, *, by: Seat, **values: Any) -> None:
    """How far the file is."""
    for name, value in values.items():
        setattr(made, name, value)


def make(
    made: MadeFile, columns: list[Any], ids: list[int], fetch: Callable[[list[int]], Any], *, by: Seat
) -> None:
    """Write the rows with these ids, in this order, and put the file into the storage."""
    let_go_of_old()
    descriptor, name = tempfile.mkstemp(suffix=f".{made.kind}")
    os.close(descriptor)
    try:
        WRITERS[made.kind](Path(name), columns, _read(made, ids, fetch, by))
        with open(name, "rb") as file:
            path = default_storage.save(f"made/{made.asked_at:%Y%m%d}/{made.pk}.{made.kind}", File(file))
        progress(made.pk, by=by, state=MadeFile.State.READY, done=made.rows, path=path)
    except BaseException:
        progress(made.pk, by=by, state=MadeFile.State.FAILED)
        raise
    finally:
        os.unlink(name)


def let_go_of_old() -> None:
    """Files of yesterday and before leave the disk, whoever asked for them; that they were made stays known."""
    with system("导出的文件只留一天") as by:
        old = MadeFile.objects.filter(state=MadeFile.State.READY, asked_at__lt=clock.now() - KEPT)
        for made in old.exclude(path="")[:100]:
            default_storage.delete(made.path)
            progress(made.pk, by=by, path="")


def _read(made: MadeFile, ids: list[int], fetch: Callable[[list[int]], Any], by: Seat) -> Iterator[Any]:
    """A few thousand rows in memory at a time; how far it is can be seen meanwhile from another window."""
    for start in range(0, len(ids), AT_ONCE):
        batch = ids[start : start + AT_ONCE]
        found = {row.pk: row for row in fetch(batch)}
        yield from (found[pk] for pk in batch if pk in found)
        progress(made.pk, by=by, done=start + len(batch))
