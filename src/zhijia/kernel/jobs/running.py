"""One run of a job, from the queue or in line: under the asker's seat, to one end, however often it is begun."""

import json
import logging
from collections.abc import Sequence
from contextlib import nullcontext, suppress
from typing import Any

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import InterfaceError, OperationalError, connection, transaction

from zhijia.kernel import clock
from zhijia.kernel.actions import Refused
from zhijia.kernel.jobs.declaring import Result, kinds
from zhijia.kernel.jobs.models import Job
from zhijia.kernel.jobs.progress import Interrupted, Progress, StoppedByAsker, written_meanwhile
from zhijia.kernel.scope import scope, seat_held, system
from zhijia.kernel.secrets import Sealed

MOST_LOST = 3
NO_SEAT = "提交时用的职务已经到期或停用，这件事没有办，什么都没有改。需要办的，请由现在在任的同志重新提交。"
UNKNOWN = "这个版本的程序里没有这种任务，没有办，什么都没有改。请重新提交一次。"
GIVEN_UP = "做了几次都中断了，已经停下。请少选一些再提交；还是不行，把任务号 {pk} 告诉管理员。"
BROKE = "系统出错了，不是您操作的问题。请再提交一次；还是不行，把任务号 {pk} 告诉管理员。"
STOPPED_WHOLE = "按您的要求停下了，什么都没有改。"
STOPPED_HALF = "按您的要求停下了，停下以前办好的都算数。"
TROUBLE = (OperationalError, InterfaceError)  # with the database, not with the job
log = logging.getLogger(__name__)


class _Overtaken(Exception):
    """Another run has taken this job over, or it has ended; what this one did is rolled back."""


def run(pk: int, *, leaving: Any = lambda: False, watched: bool = True) -> None:
    """Do the job unless it has ended. Raises `Interrupted` or `OperationalError` where the queue must bring it again.

    `leaving` says whether the process is about to end; `watched` writes progress meanwhile.
    """
    with system("后台任务开始"):
        row = _begun(pk)
    if row is None:
        return
    lines: Sequence[Any] = ()
    try:
        _run(row, leaving, watched)
        return
    except _Overtaken:
        return
    except Refused as refused:
        state, told = Job.State.FAILED, refused.sentence
    except StoppedByAsker as stopped:
        whole = kinds[row.kind].whole
        state, told, lines = Job.State.STOPPED, STOPPED_WHOLE if whole else STOPPED_HALF, stopped.lines
    except Interrupted:
        _back_to_waiting(row)
        raise
    except TROUBLE:
        connection.close()  # whatever transaction was open cannot go on
        with suppress(*TROUBLE):
            _back_to_waiting(row)
        raise
    except Exception:
        log.exception("job %s %s broke", row.pk, row.kind)
        state, told = Job.State.FAILED, BROKE.format(pk=row.pk)
    with suppress(_Overtaken):
        _end(row, state, told=told, lines=list(lines))


def _begun(pk: int) -> Job | None:
    """The job as this run holds it, or None where there is nothing to do."""
    with transaction.atomic():
        row = Job.objects.select_for_update().filter(pk=pk).first()
        if row is None or not row.is_open:
            return None
        row.lost += row.state == Job.State.RUNNING  # whoever ran it last never said how it ended
        row.attempt += 1
        row.state, row.started_at = Job.State.RUNNING, clock.now()
        row.done = row.total = 0
        row.save(update_fields=["lost", "attempt", "state", "started_at", "done", "total"])
    return row


def _run(row: Job, leaving: Any, watched: bool) -> None:
    kind = kinds.get(row.kind)
    if kind is None:
        raise Refused(UNKNOWN)
    if row.stop_wanted:
        raise StoppedByAsker
    if row.lost >= MOST_LOST:
        _end(row, Job.State.GIVEN_UP, told=GIVEN_UP.format(pk=row.pk))
        return
    seat = seat_held(row.person_id, row.seat)
    if seat is None:
        raise Refused(NO_SEAT)
    progress = Progress(row, _words(row), leaving)
    with scope(seat), written_meanwhile(progress) if watched else nullcontext():
        if kind.whole:
            with transaction.atomic():
                _done(row, kind.body(progress, by=seat, **row.args), progress)
        else:
            _done(row, kind.body(progress, by=seat, **row.args), progress)


def _words(row: Job) -> dict[str, Any]:
    opened = Job._meta.get_field("words").opened(row)
    return json.loads(opened) if opened else {}


def _done(row: Job, result: Result, progress: Progress) -> None:
    kept = _kept(row, result) if result.file else ""
    counts = {"done": progress.done, "total": progress.total}
    _end(
        row, Job.State.DONE, told=result.told[:300], url=result.url, label=result.label, file=kept,
        file_name=result.file_name[:120], lines=list(result.lines), **counts,
    )  # fmt: skip


def _kept(row: Job, result: Result) -> str:
    """Move the file into the storage, in the place of the one an earlier run may have left there."""
    assert result.file is not None
    path = f"jobs/{row.pk}{result.file.suffix}"
    default_storage.delete(path)
    with result.file.open("rb") as file:
        kept = default_storage.save(path, File(file))
    result.file.unlink()
    return kept


def _end(row: Job, state: str, **values: Any) -> None:
    """Only the run that holds the job may end it: in the body's transaction this undoes an overtaken one."""
    with system("后台任务结束"):
        mine = Job.objects.filter(pk=row.pk, attempt=row.attempt, state=Job.State.RUNNING)
        if not mine.update(state=state, ended_at=clock.now(), words=Sealed(), **values):
            raise _Overtaken


def _back_to_waiting(row: Job) -> None:
    with system("后台任务等下一次"):
        Job.objects.filter(pk=row.pk, attempt=row.attempt, state=Job.State.RUNNING).update(
            state=Job.State.WAITING
        )
