"""The history of one task and its times in words, newest first. For the task's own union only."""

import datetime as dt
from typing import Any

from zhijia.kernel.actions.action import verb_named
from zhijia.kernel.trail.models import EventRow
from zhijia.org.models import Post, Union
from zhijia.plans import timeline
from zhijia.plans.models import Kind, Occurrence, Section, Task

TOLD = {
    "title": "任务", "quantity": "数量", "unit": "单位", "owner_text": "责任人", "owner_post_id": "对应到",
    "owner_union_id": "对应到", "section_id": "标题", "kind_id": "种类",
}  # fmt: skip
ICONS = {
    "add": "plus",
    "accept": "check",
    "cancel": "ban",
    "schedule": "calendar-event",
    "shift": "calendar-event",
}


def told(task: Task, occurrences: list[Occurrence]) -> list[dict[str, Any]]:
    """Lines for ui/parts/trail.html."""
    rows = EventRow.objects.filter(kind=Task._meta.db_table, row_id=task.pk)
    times = EventRow.objects.filter(
        kind=Occurrence._meta.db_table, row_id__in=[row.pk for row in occurrences]
    )
    found = list((rows | times).select_related("event").order_by("-pk"))
    names = _names(found)
    lines: dict[int, dict[str, Any]] = {}
    for row in found:
        verb = verb_named(row.event.verb)
        if verb is None:
            continue
        line = lines.setdefault(row.event_id, _line(row.event, verb.label, verb.name))
        if row.op != "U":
            continue
        line["changes"] += (
            _moved(row.changes) if row.kind == Occurrence._meta.db_table else _changed(row.changes, names)
        )
    return list(lines.values())


def _line(event: Any, label: str, name: str) -> dict[str, Any]:
    return {
        "who": event.name, "did": label, "at": event.at, "icon": ICONS.get(name, "pencil"),
        "tone": "late" if name == "cancel" else "", "reason": event.reason, "changes": [],
    }  # fmt: skip


def _moved(changes: dict[str, list[Any]]) -> list[dict[str, str]]:
    """Both ends of a move in one line; an end that stayed is named with the other."""
    said = []
    for field, label in (("starts_on", "开始"), ("ends_on", "结束")):
        if field in changes:
            before, after = (dt.date.fromisoformat(day) for day in changes[field])
            said.append(
                {
                    "label": label,
                    "before": timeline.spoken(before, before),
                    "after": timeline.spoken(after, after),
                }
            )
    return said


def _changed(changes: dict[str, list[Any]], names: dict[str, dict[int, str]]) -> list[dict[str, str]]:
    said = []
    for field, label in TOLD.items():
        if field in changes:
            before, after = (names[field].get(v, "") if field in names else v for v in changes[field])
            said.append({"label": label, "before": _text(before), "after": _text(after)})
    return said


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _names(rows: list[EventRow]) -> dict[str, dict[int, str]]:
    """Names for the ids that changes carry; nothing is asked where nothing changed."""
    models = {"kind_id": Kind, "section_id": Section, "owner_post_id": Post, "owner_union_id": Union}
    names: dict[str, dict[int, str]] = {}
    for field, model in models.items():
        ids = {pk for row in rows for pk in row.changes.get(field, ()) if pk}
        rows_of = model.objects.filter(pk__in=ids) if ids else []
        if ids and model is Post:
            rows_of = rows_of.select_related("person")
        names[field] = {one.pk: one.person.name if model is Post else str(one) for one in rows_of}
    return names
