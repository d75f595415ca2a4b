"""The history of one directive, its editions and its demands in words, newest first."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from zhijia.directives import spoken
from zhijia.directives.models import Demand, Directive, Edition
from zhijia.kernel.actions.action import verb_named
from zhijia.kernel.trail.models import EventRow
from zhijia.plans.models import Task

OF_DIRECTIVE = (
    "title", "issuer", "number", "dated", "received_on", "answer_due", "answer_what", "answer_whom", "answer_mail",
    "answered_on", "answered_what", "answered_whom",
)  # fmt: skip
OF_DEMAND = ("title", "quantity", "unit", "times", "task_id", "reason", "done_on", "done_note")
SILENT = (
    "keep",
    "note",
    "adopt",
    "retire",
    "compare",
    "settle",
)  # said by the verb of the directive beside them
ICONS = {
    "receive": "download", "confirm": "check", "assign": "check", "follow": "check", "finish": "circle-check",
    "answer": "send", "withdraw": "ban", "revise": "arrow-merge", "cover": "check", "add_task": "plus",
    "complete": "check", "decline": "ban", "lapse": "ban",
}  # fmt: skip


def told(directive: Directive, parts: Sequence[Demand | Edition]) -> list[dict[str, Any]]:
    """Lines for ui/parts/trail.html; what one person did to several demands in one minute is one line.

    `parts`: the directive's demands and editions, as its page has them already.
    """
    demands = {row.pk: row for row in parts if isinstance(row, Demand)}
    editions = [row.pk for row in parts if isinstance(row, Edition)]
    rows = EventRow.objects.filter(kind=Directive._meta.db_table, row_id=directive.pk)
    rows |= EventRow.objects.filter(kind=Demand._meta.db_table, row_id__in=demands)
    rows |= EventRow.objects.filter(kind=Edition._meta.db_table, row_id__in=editions)
    found = list(rows.select_related("event").order_by("-pk"))
    tasks = _tasks(found)
    lines: dict[Any, dict[str, Any]] = {}
    for row in found:
        verb = verb_named(row.event.verb)
        if (
            verb is None
            or (verb.name in SILENT and row.op == "I" and _with_paper(row, found))
            or verb.name in SILENT[2:]
        ):
            continue
        minute = row.event.at.replace(second=0, microsecond=0)
        line = lines.setdefault((minute, row.event.name, row.event.verb, row.event.reason), _line(row, verb))
        if row.kind == Demand._meta.db_table:
            line["orders"].add(demands[row.row_id].order)
        if row.op == "U":
            line["changes"] += _changes(row, tasks)
    return [_named(line) for line in lines.values()]


def _with_paper(row: EventRow, found: list[EventRow]) -> bool:
    """Was this row read in with its paper, and not added later by hand?"""
    first = found[-1].event
    return row.event.at - first.at < dt.timedelta(seconds=30)


def _line(row: EventRow, verb: Any) -> dict[str, Any]:
    event = row.event
    return {
        "who": event.name, "did": verb.label, "at": event.at, "icon": ICONS.get(verb.name, "pencil"),
        "tone": "late" if verb.name == "withdraw" else "", "reason": event.reason, "changes": [], "orders": set(),
    }  # fmt: skip


def _named(line: dict[str, Any]) -> dict[str, Any]:
    orders = sorted(line.pop("orders"))
    if orders:
        line["did"] += f"：第{'、'.join(map(str, orders))}条"
        if len(orders) > 1:
            line["changes"] = []
    return line


def _changes(row: EventRow, tasks: dict[int, str]) -> list[dict[str, str]]:
    model, names = (Demand, OF_DEMAND) if row.kind == Demand._meta.db_table else (Directive, OF_DIRECTIVE)
    if row.kind == Edition._meta.db_table:
        return []
    said = []
    for name in names:
        if name in row.changes:
            before, after = (_words(name, value, tasks) for value in row.changes[name])
            label = str(model._meta.get_field(name.removesuffix("_id")).verbose_name)
            said.append({"label": label, "before": before, "after": after})
    return said


def _words(name: str, value: Any, tasks: dict[int, str]) -> str:
    if name == "task_id":
        return tasks.get(value, "") if value else ""
    if name == "times":
        spans = [(dt.date.fromisoformat(a), dt.date.fromisoformat(b)) for a, b in value or []]
        return spoken.when(spans, "", spans[0][0].year) if spans else ""
    return "" if value is None else str(value)


def _tasks(rows: list[EventRow]) -> dict[int, str]:
    ids = {pk for row in rows for pk in row.changes.get("task_id", ()) if pk}
    return {task.pk: task.title for task in Task.objects.filter(pk__in=ids)} if ids else {}
