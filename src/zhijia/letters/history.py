"""What was done with a letter, in words: lines for ui/parts/trail.html, newest first."""

from typing import Any

from zhijia.kernel import trail
from zhijia.kernel.actions.action import verb_named
from zhijia.letters.models import Letter

ICONS = {"write": "plus", "issue": "send", "withdraw": "ban", "drop": "trash"}
UNTOLD = {"state", "issuer", "series", "year", "issued_at"}
LONG = {"body", "attachments", "attended"}


def told(letter: Letter) -> list[dict[str, Any]]:
    lines = []
    for row in trail.history(letter):
        verb = verb_named(row.event.verb)
        if verb is None:
            continue
        tone = {"issue": "ok", "withdraw": "late", "drop": "late"}.get(verb.name, "")
        lines.append({
            "who": row.event.name, "did": verb.label, "at": row.event.at, "icon": ICONS.get(verb.name, "pencil"),
            "tone": tone, "reason": row.event.reason,
            "changes": [_change(*change) for change in row.changes.items() if change[0] not in UNTOLD],
        })  # fmt: skip
    return lines


def _change(field: str, pair: list[Any]) -> dict[str, str]:
    label = Letter._meta.get_field(field).verbose_name
    if field in LONG:
        return {"label": str(label), "before": "", "after": f"改过，现在 {_size(pair[1])}"}
    return {"label": str(label), "before": text(pair[0]), "after": text(pair[1])}


def _size(value: Any) -> str:
    return f"{len(value)} 份" if isinstance(value, list) else f"{len(value)} 字"


def text(value: Any) -> str:
    """A value as a page shows it."""
    return (
        {True: "是", False: "否", None: ""}.get(value, str(value))
        if isinstance(value, bool | None)
        else str(value)
    )
