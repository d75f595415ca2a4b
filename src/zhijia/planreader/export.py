"""The plan as JSON, in the schema the corpus of plans uses, with the undated measures added."""

from __future__ import annotations

from .model import Plan


def to_json(plan: Plan, id: str, source: str) -> dict:
    """A dict strictly in the corpus' schema plus `undated` and `unused`."""
    return {
        "id": id,
        "source": source,
        "kind": plan.kind,
        "year": plan.year,
        "union_type": plan.union_type,
        "outline": [{"level": h.level, "number": h.number, "title": h.title} for h in plan.outline],
        "tasks": [
            {
                "title": t.title,
                "months": list(t.months),
                "when": t.when,
                "recurrence": t.recurrence,
                "owner": t.owner,
                "section": t.section,
            }
            for t in plan.tasks
        ],
        "undated": [
            {"title": m.title, "section": m.section, "owner": m.owner, "start": m.start, "end": m.end}
            for m in plan.undated
        ],
        "unused": [{"start": start, "end": end} for start, end in plan.unused],
    }
