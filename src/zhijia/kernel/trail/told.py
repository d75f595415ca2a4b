"""The history of one row in words: who did what, when, why; what stood there before; who looked at what is sealed."""

from typing import Any

from zhijia.kernel import trail
from zhijia.kernel.actions.action import verb_named
from zhijia.kernel.files.models import Attachment
from zhijia.kernel.secrets import SecretText, revealed_of
from zhijia.kernel.trail.models import EventRow

UNTOLD = {"id", "state", "version"}
INDEXES = ("_index", "_tail")  # of a sealed field, whose own line says enough
HIDDEN = ["hidden", "hidden"]


def told(row: Any) -> list[dict[str, Any]]:
    """Lines for ui/parts/trail.html, newest first."""
    fields = {field.column: field for field in row._meta.concrete_fields}
    sealed = any(isinstance(field, SecretText) for field in fields.values())
    rows = trail.history(row)
    names = _names(fields, rows)
    lines = []
    for one in rows:
        verb = verb_named(one.event.verb)
        if verb is None or verb.quiet:
            continue
        icon = (
            "plus"
            if one.op == "I"
            else "ban"
            if verb.needs_reason
            else "arrow-back-up"
            if verb.takes_back
            else "pencil"
        )
        changes = [
            _change(fields[c], c, pair, names)
            for c, pair in one.changes.items()
            if c in fields and c not in UNTOLD and not c.endswith(INDEXES)
        ]
        lines.append(_line(one.event, verb.label, icon, changes))
    for event in revealed_of(row) if sealed else ():
        lines.append(_line(event, f"查看了{event.subject}", "eye", []) | {"reason": f"用途：{event.reason}"})
    lines += _of_files(row) if hasattr(row, "may_attach") else []
    return sorted(lines, key=lambda line: line["at"], reverse=True)


def _line(event: Any, did: str, icon: str, changes: list[dict[str, str]]) -> dict[str, Any]:
    tone = "late" if icon in ("ban", "arrow-back-up") else ""
    return {
        "who": event.name,
        "did": did,
        "at": event.at,
        "icon": icon,
        "tone": tone,
        "reason": event.reason,
        "changes": changes,
    }


def _names(fields: dict[str, Any], rows: list[Any]) -> dict[str, dict[int, str]]:
    """What the ids in changes are called, as far as the seat may see them: one statement for each relation."""
    wanted: dict[str, set[int]] = {}
    for one in rows:
        for column, pair in one.changes.items():
            if column in fields and fields[column].is_relation:
                wanted.setdefault(column, set()).update(pk for pk in pair if pk)
    return {
        c: {pk: str(o) for pk, o in fields[c].related_model.objects.in_bulk(ids).items()}
        for c, ids in wanted.items()
        if ids
    }


def _change(field: Any, column: str, pair: list[Any], names: dict[str, dict[int, str]]) -> dict[str, str]:
    if isinstance(field, SecretText) or pair == HIDDEN:
        return {"label": str(field.verbose_name), "before": "", "after": "已改，内容不在这里显示"}
    words = dict(field.flatchoices) if field.choices else names.get(column, {})
    before, after = (words.get(value, "" if value is None else str(value)) for value in pair)
    return {"label": str(field.verbose_name), "before": before, "after": after}


def _of_files(row: Any) -> list[dict[str, Any]]:
    of_row = {"kind": row._meta.db_table, "row_id": row.pk}
    files = dict(Attachment.objects.filter(**of_row).values_list("pk", "name"))
    if not files:
        return []
    rows = EventRow.objects.filter(kind=Attachment._meta.db_table, row_id__in=files).select_related("event")
    words = {"I": ("附上", "paperclip"), "U": ("撤下", "x")}
    return [_line(one.event, f"{words[one.op][0]} {files[one.row_id]}", words[one.op][1], []) for one in rows]
