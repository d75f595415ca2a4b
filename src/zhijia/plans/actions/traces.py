"""Verbs of traces: record, correct, undo, withdraw; and the files that prove them."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from zhijia.kernel import clock
from zhijia.kernel.actions import Blocked, Unfit, action
from zhijia.kernel.actions.action import UNDO_MINUTES
from zhijia.kernel.files import actions as files
from zhijia.kernel.files.models import Attachment
from zhijia.kernel.scope import Seat, scope, system
from zhijia.org.models import Union
from zhijia.people.queries import names_in
from zhijia.plans import policy, rules
from zhijia.plans.models import Trace, TraceUnit

EARLIEST = dt.date(2000, 1, 1)
ANSWERED_FOR = ("on", "title", "who", "kind_id", "persons", "person_times", "money", "measures")
"""What figures and readers rely on: changing it later asks why. Filling a blank never does (field notes)."""


def _settle(traces: list[Trace], *, by: Seat, **_: Any) -> None:
    """Once rows have ids: the participating unions, and the masked titles that upper unions read."""
    _keep_units(traces)
    with system("遮住标题里的姓名：记录的人未必看得到全部会员"):
        people = names_in({trace.union_id for trace in traces if trace.masks_title})
    changed = []
    for trace in traces:
        masked = rules.open_title(trace.title, people[trace.union_id])[:120]
        if trace.masks_title and masked != trace.open_title:
            trace.open_title = masked
            changed.append(trace)
    Trace.objects.bulk_update(changed, ["open_title"], batch_size=2000)


def _keep_units(traces: list[Trace]) -> None:
    """Add and remove only what differs, so that the history tells what was changed."""
    wanted = {trace.pk: set(trace.unit_ids) for trace in traces if trace.unit_ids is not None}
    there = list(TraceUnit.objects.filter(trace__in=wanted).only("pk", "trace_id", "union_id"))
    gone = [row.pk for row in there if row.union_id not in wanted[row.trace_id]]
    if gone:
        TraceUnit.objects.filter(pk__in=gone).delete()
    for row in there:
        wanted[row.trace_id].discard(row.union_id)
    TraceUnit.objects.bulk_create(
        [TraceUnit(trace_id=trace, union_id=pk) for trace, pks in wanted.items() for pk in sorted(pks)],
        batch_size=2000,
    )


def _fit(trace: Trace, *, by: Seat) -> None:
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
    numbers = {"persons": trace.persons, "person_times": trace.person_times, **trace.measures}
    missing |= {
        code: "数量不能是负数。" for code, number in numbers.items() if number is not None and number < 0
    }
    if None not in (trace.persons, trace.person_times) and trace.persons > trace.person_times:
        missing["person_times"] = "人次不会比人数少。是不是两格填反了？"
    if trace.unit_ids and not by.is_system:
        trace.unit_ids = sorted(set(trace.unit_ids))
        if Union.objects.filter(pk__in=trace.unit_ids).count() != len(trace.unit_ids):
            missing["units"] = "其中有的单位不在您的管理范围里，请重新选。"
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
    _fit(trace, by=by)


@action(Trace, allowed=policy.may_correct, label="更正", then=_settle)
def correct(trace: Trace, *, by: Seat, reason: str = "", **values: Any) -> None:
    """Change what was written, or fill in what was left blank. Both texts stay in the history.

    `open_title` may be given where masking took too much or too little; it then stands until the title changes.
    """
    before = {name: getattr(trace, name) for name in ANSWERED_FOR}
    for name, value in values.items():
        setattr(trace, name, value)
    trace.masks_title = "open_title" not in values and trace.title != before["title"]
    if not trace.masks_title and not trace.open_title.strip():
        raise Unfit(open_title="请写上级看到的标题，可以照原题去掉姓名。")
    _fit(trace, by=by)
    if _overwritten(before, trace) and not reason.strip() and not _just_recorded(trace, by):
        raise Unfit(reason="改动已经写下的内容，要写明原因，一句话就行。")


def _overwritten(before: Mapping[str, Any], trace: Trace) -> bool:
    """Was anything changed that stood there, and not only added?"""
    old, new = before["measures"], trace.measures
    if any(new.get(code) != number for code, number in old.items()):
        return True
    kept = (name for name in ANSWERED_FOR if name != "measures" and before[name] not in (None, ""))
    return any(before[name] != getattr(trace, name) for name in kept)


def _just_recorded(trace: Trace, by: Seat) -> bool:
    """One's own slip of the pen: while it could still be undone, mending it asks nothing."""
    fresh = clock.now() - trace.recorded_at <= dt.timedelta(minutes=UNDO_MINUTES)
    return by.is_system or (fresh and trace.recorded_by_id == by.person_id)


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
    """Put one uploaded file on a trace, and count them anew."""
    with scope(by), transaction.atomic():
        made = files.add(trace, upload, by=by, key=key)
        count_evidence(trace, by=by)
    return made


def remove_file(attachment: Attachment, *, by: Seat, reason: str) -> None:
    """Take one file off its trace, with a reason."""
    with transaction.atomic():
        files.remove(attachment, by=by, reason=reason)
        count_evidence(attachment.row_id, by=by)
