"""Verbs of traces: record, correct, undo, withdraw; and the files that prove them."""

import datetime as dt
from typing import Any

from zhijia.kernel import clock
from zhijia.kernel.actions import Blocked, Unfit, action
from zhijia.kernel.files import actions as files
from zhijia.kernel.files.models import Attachment
from zhijia.kernel.scope import Seat
from zhijia.people.queries import names_in
from zhijia.plans import policy, rules
from zhijia.plans.models import Trace, TraceUnit

EARLIEST = dt.date(2000, 1, 1)


def _settle(traces: list[Trace], *, by: Seat, **_: Any) -> None:
    """Once rows have ids: the participating unions, and the masked titles that upper unions read."""
    named = [trace for trace in traces if trace.unit_ids is not None]
    TraceUnit.objects.filter(trace__in=[trace.pk for trace in named]).delete()
    TraceUnit.objects.bulk_create(
        [TraceUnit(trace=trace, union_id=pk) for trace in named for pk in trace.unit_ids], batch_size=2000
    )
    people = names_in({trace.union_id for trace in traces})
    changed = []
    for trace in traces:
        masked = rules.open_title(trace.title, people[trace.union_id])[:120]
        if masked != trace.open_title:
            trace.open_title = masked
            changed.append(trace)
    Trace.objects.bulk_update(changed, ["open_title"], batch_size=2000)


def _fit(trace: Trace) -> None:
    """The three mandatory fields, and what cannot be: work in the future, somebody else's task."""
    missing = {}
    if not trace.on:
        missing["on"] = "请填日期。"
    elif trace.on > clock.today():
        missing["on"] = "日期在今天之后。请填实际做的那天。"
    elif trace.on < EARLIEST:
        missing["on"] = "日期太早了。是不是年份多打或少打了一位？"
    if not (trace.title or "").strip():
        missing["title"] = "请写做了什么，一句话就行。"
    if not (trace.who or "").strip():
        missing["who"] = "请写谁参加或在哪里。"
    if trace.money is not None and trace.money < 0:
        missing["money"] = "金额不能是负数。退款请另记一条并写明。"
    if missing:
        raise Unfit(**missing)
    if trace.task_id and trace.task.plan.union_id != trace.union_id:
        raise Blocked("这项任务不是本单位计划里的，请重新选。")
    if trace.finishes_id and trace.finishes.task_id != trace.task_id:
        raise Unfit(finishes="“办结”要和所选的任务对上，请重新选。")
    if trace.kind:
        trace.area = trace.kind.area
    elif trace.task_id:
        trace.area = trace.task.area


@action(Trace, allowed=policy.may_record, label="记台账", undo="undo_record", then=_settle)
def record(trace: Trace, *, by: Seat, **values: Any) -> None:
    """A piece of work done is written down: date, what, who or where; the rest when there is time (M04)."""
    for name, value in values.items():
        setattr(trace, name, value)
    if not by.is_system:
        trace.union_id, trace.recorded_by_id = by.union_id, by.person_id
        trace.group_id = trace.group_id or by.group_id
    trace.recorded_at = clock.now()
    _fit(trace)


@action(Trace, allowed=policy.may_correct, label="更正", then=_settle)
def correct(trace: Trace, *, by: Seat, **values: Any) -> None:
    """Change what was written. Both texts stay in the history."""
    for name, value in values.items():
        setattr(trace, name, value)
    _fit(trace)


@action(Trace, allowed=policy.may_correct, label="撤销")
def undo_record(trace: Trace, *, by: Seat) -> None:
    """Take back what one has just recorded: same person, within ten minutes, nothing later on the row."""


@action(Trace, allowed=policy.may_correct, label="作废", needs_reason=True)
def withdraw(trace: Trace, *, by: Seat) -> None:
    """The record was wrong and counts no more; it stays readable with its reason."""


@action(Trace, allowed=policy.may_correct, label="清点附件", quiet=True)
def count_evidence(trace: Trace, *, by: Seat) -> None:
    """The number of files on a trace: all that unions above may know of them."""
    trace.evidence = Attachment.objects.filter(
        kind=Trace._meta.db_table, row_id=trace.pk, state="kept"
    ).count()


def add_file(trace: Trace, upload: Any, *, by: Seat, key: str | None = None) -> Attachment:
    """Put one uploaded file on a trace. Raises `Unfit` with the sentence when it is no fit evidence."""
    name, content_type, content, thumbnail = files.prepared(upload)
    attachment = Attachment(
        kind=Trace._meta.db_table,
        row_id=trace.pk,
        union_id=trace.union_id,
        name=name,
        content_type=content_type,
    )
    made = files.attach(attachment, by=by, key=key, content=content, thumbnail=thumbnail)
    count_evidence(trace, by=by)
    return made


def remove_file(attachment: Attachment, *, by: Seat, reason: str) -> None:
    """Take one file off its trace, with a reason."""
    files.remove(attachment, by=by, reason=reason)
    count_evidence(attachment.row_id, by=by)
