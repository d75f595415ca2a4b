"""Trail: who did what to which row, when and why. It is history, audit and outbox in one; never edited.

Rows of the trail are written by triggers of the guarded tables (`guard.py`), so a change that
bypasses the actions cannot commit, and one that goes through them cannot be forgotten.
"""

from typing import Any


def note(verb: str, *, by: Any, subject: str = "", reason: str = "") -> None:
    """Record something that changed no row: a refused attempt, a failed sign-in."""
    from zhijia.kernel import clock
    from zhijia.kernel.trail.models import Event  # models load after apps; this package is imported earlier

    Event.objects.create(
        verb=verb,
        at=clock.now(),
        person_id=by.person_id if by else None,
        seat=by.key if by else "",
        union_id=by.union_id if by else None,
        name=by.name if by else "",
        subject=subject[:200],
        reason=reason[:500],
    )


def history(row: Any) -> list[Any]:
    """The changes of one row, newest first, each with its event loaded."""
    from zhijia.kernel.trail.models import EventRow

    rows = EventRow.objects.filter(kind=row._meta.db_table, row_id=row.pk)
    return list(rows.select_related("event").order_by("-id"))
