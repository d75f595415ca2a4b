"""One person in two entries: which days of which membership count, so that nobody is two members on one day."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from zhijia.people.codes import Began, Ended
from zhijia.people.models import Membership

OPEN = dt.date.max
ENTERING = (
    Began.JOINED,
    Began.REJOINED,
    Began.TRANSFERRED,
    Began.RESTORED,
)  # what figures count as coming in
Run = list[Membership]


def settle(
    mine: Iterable[Membership], twins: Iterable[Membership]
) -> list[tuple[Membership, dict[str, Any]]]:
    """The spans of two entries that have to change, with their new values. Both come in the order of their days.

    A run of spans that follow each other without a gap holds its days; what another run has of these days goes: whole
    spans count as entered twice, the span that lasts longer begins when the first run has ended.
    """
    changed, edge = [], dt.date.min
    for run in sorted([*_runs(mine), *_runs(twins)], key=lambda run: run[0].since):
        late = run[0].since < edge
        for row in run:
            if late and _end(row) <= edge:
                nothing = {"left_on": row.since, "ended": Ended.DUPLICATE, "state": Membership.State.LEFT}
                changed.append((row, nothing))
            elif late:
                began = row.began if row.began in ENTERING else Began.REJOINED
                changed.append((row, {"since": max(row.since, edge), "began": began}))
                late = False
        edge = max(edge, _end(run[-1]))
    return changed


def _runs(rows: Iterable[Membership]) -> list[Run]:
    found: list[Run] = []
    for row in rows:
        if found and found[-1][-1].left_on == row.since:
            found[-1].append(row)
        else:
            found.append([row])
    return found


def _end(row: Membership) -> dt.date:
    return row.left_on or OPEN
