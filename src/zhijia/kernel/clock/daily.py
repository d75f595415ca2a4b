"""What is to be done once a day: tried at every start and every hour, done once a date however often it is tried.

A machine that was off in the morning makes it up when it starts; a chore that failed is tried again an hour later. A chore
looks at how things stand on its day, so a day on which nothing ran needs no making up.
"""

import datetime as dt
import logging
from collections.abc import Callable

from django.db import IntegrityError

from zhijia.kernel import clock
from zhijia.kernel.actions import opened
from zhijia.kernel.scope import Seat, system
from zhijia.kernel.trail.models import Event

Chore = Callable[[dt.date, Seat], None]
_chores: dict[str, tuple[str, Chore]] = {}
log = logging.getLogger(__name__)


def register(name: str, reason: str, chore: Chore) -> None:
    """Called at start by a chapter: what to do each day, and the reason that stands in the trail for it."""
    _chores[name] = (reason, chore)


def run() -> dict[str, str]:
    """Run what has not run today; each chore by its name: done, before (done earlier today) or failed.

    A chore and the event that says it ran are one transaction, and the event's key is unique: two processes that try
    at once do it once.
    """
    return {name: _run(name, clock.today()) for name in list(_chores)}


def _run(name: str, day: dt.date) -> str:
    reason, chore = _chores[name]
    key = f"daily-{day:%Y%m%d}-{name}"
    if Event.objects.filter(key=key).exists():
        return "before"
    try:
        with system(reason) as by, opened(f"daily.{name}", by=by, key=key):
            chore(day, by)
    except IntegrityError:
        if Event.objects.filter(key=key).exists():
            return "before"
        log.exception("the chore %s broke a rule of the database", name)
        return "failed"
    except Exception:
        log.exception("the chore %s failed and is tried again", name)
        return "failed"
    return "done"
