"""The history of one record in words: who did what, when, why, and what stood there before."""

from collections import Counter
from typing import Any

from zhijia.kernel import trail
from zhijia.kernel.actions.action import verb_named
from zhijia.kernel.files.models import Attachment
from zhijia.kernel.trail.models import EventRow
from zhijia.plans.kinds import kinds
from zhijia.plans.models import Kind, Occurrence, Task, Trace, TraceUnit

UNTOLD = {
    "id",
    "state",
    "area",
    "evidence",
    "recorded_at",
    "recorded_by_id",
    "union_id",
    "group_id",
    "version",
}
LABELS = {measure.code: measure.label for kind in kinds() for measure in kind.measures}
ICONS = {
    "record": "plus",
    "undo_record": "arrow-back-up",
    "withdraw": "ban",
    "attach": "paperclip",
    "remove": "x",
}


def told(trace: Trace) -> list[dict[str, Any]]:
    """Lines for ui/parts/trail.html, newest first. Only for the trace's own union: they quote who and notes."""
    rows = trail.history(trace)
    names = _names(rows)
    units = _units(rows)
    lines: dict[int, dict[str, Any]] = {}
    for row in rows:
        verb = verb_named(row.event.verb)
        if verb is None or verb.quiet:
            continue
        line = lines.setdefault(row.event_id, _line(row.event, verb.label, verb.name))
        if verb.name == "correct":
            line["changes"] += [
                _change(field, *pair, names) for field, pair in row.changes.items() if field not in UNTOLD
            ]
            if units.get(row.event_id) and not line.get("units"):
                line["units"] = True
                line["changes"].append({"label": "参加单位", "before": "", "after": units[row.event_id]})
    for row in _of_files(trace):
        label, event = ("附上", row.event) if row.op == "I" else ("撤下", row.event)
        line = _line(event, f"{label} {row.file}", "attach" if row.op == "I" else "remove")
        lines.setdefault(-row.pk, line)
    return sorted(lines.values(), key=lambda line: line["at"], reverse=True)


def _line(event: Any, did: str, verb: str) -> dict[str, Any]:
    icon = ICONS.get(verb, "pencil")
    tone = "late" if verb in ("withdraw", "undo_record") else ""
    return {
        "who": event.name,
        "did": did,
        "at": event.at,
        "icon": icon,
        "tone": tone,
        "reason": event.reason,
        "changes": [],
    }


def _of_files(trace: Trace) -> list[EventRow]:
    files = {
        file.pk: file.name
        for file in Attachment.objects.filter(kind=Trace._meta.db_table, row_id=trace.pk).only("pk", "name")
    }
    if not files:
        return []
    rows = EventRow.objects.filter(kind=Attachment._meta.db_table, row_id__in=files).select_related("event")
    for row in rows:
        row.file = files[row.row_id]
    return list(rows)


def _units(rows: list[EventRow]) -> dict[int, str]:
    """How many unions an event added or took away: 加上 3 个，去掉 1 个."""
    events = {row.event_id for row in rows if row.event.verb.endswith(".correct")}
    if not events:
        return {}
    found = EventRow.objects.filter(event__in=events, kind=TraceUnit._meta.db_table)
    counts = Counter(found.values_list("event_id", "op"))
    words = {"I": "加上", "D": "去掉"}
    said: dict[int, list[str]] = {}
    for (event, op), n in sorted(counts.items(), key=lambda pair: pair[0][1], reverse=True):
        said.setdefault(event, []).append(f"{words[op]} {n} 个")
    return {event: "，".join(parts) for event, parts in said.items()}


def _names(rows: list[EventRow]) -> dict[str, dict[int, str]]:
    """Names for the ids that changes carry."""
    ids: dict[str, set[int]] = {"kind_id": set(), "task_id": set(), "finishes_id": set()}
    for row in rows:
        for field in ids:
            ids[field] |= {pk for pk in row.changes.get(field, ()) if pk}
    names: dict[str, dict[int, str]] = {}
    for field, model in {"kind_id": Kind, "task_id": Task, "finishes_id": Occurrence}.items():
        found = model.objects.in_bulk(ids[field]) if ids[field] else {}
        names[field] = {
            pk: f"{one.starts_on:%Y-%m}" if model is Occurrence else str(one) for pk, one in found.items()
        }
    return names


def _change(field: str, before: Any, after: Any, names: dict[str, dict[int, str]]) -> dict[str, str]:
    label = Trace._meta.get_field(field.removesuffix("_id")).verbose_name
    if field in names:
        before, after = names[field].get(before, ""), names[field].get(after, "")
    if field == "measures":
        before, after = _counted(before), _counted(after)
    return {"label": label, "before": _text(before), "after": _text(after)}


def _counted(measures: dict[str, Any] | None) -> str:
    return "，".join(f"{LABELS.get(code, code)} {number}" for code, number in (measures or {}).items())


def _text(value: Any) -> str:
    return "" if value is None else str(value)
