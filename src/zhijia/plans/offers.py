"""What the record form offers: kinds heard in the words, tasks they may belong to, unions that took part."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from zhijia.kernel.scope import Seat, below
from zhijia.org.models import Union
from zhijia.plans import suggest
from zhijia.plans.kinds import Kind, by_code
from zhijia.plans.models import Occurrence, Plan, Task, Trace

UNITS_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Chip:
    """One suggestion, taken with one tap. `reason`: the words that spoke for it."""

    value: str
    label: str
    reason: str = ""
    chosen: bool = False


def kind_chips(title: str, on: dt.date | None, chosen: str = "") -> list[Chip]:
    """The likeliest kinds; the chosen one stands first, heard or not."""
    heard = {str(found.key): found.reason for found in suggest.kinds_for(title, on)}
    codes = ([chosen] if chosen in by_code() else []) + [code for code in heard if code != chosen]
    return [Chip(code, by_code()[code].name, heard.get(code, ""), code == chosen) for code in codes]


def kind_to_keep(kept: str, title: str, on: dt.date | None) -> str:
    """The kind carried over from the record before, unless the words of this one clearly speak of others."""
    heard = [str(found.key) for found in suggest.kinds_for(title, on)]
    return "" if heard and kept not in heard else kept


def tasks(seat: Seat, on: dt.date, chosen: int | None = None) -> list[Task]:
    """The tasks of the union's own plans that run on that day, each with its times and which are finished."""
    done = Trace.objects.filter(finishes=OuterRef("pk"), state="recorded")
    times = Occurrence.objects.order_by("starts_on").annotate(finished=Exists(done))
    running = Q(plan__state__in=Plan.LIVE, plan__starts_on__lte=on, plan__ends_on__gte=on)
    rows = Task.objects.filter(running | Q(pk=chosen), plan__union_id=seat.union_id, state="active")
    rows = rows.select_related("plan", "section", "kind").order_by("-plan__starts_on", "plan_id", "order")
    return list(rows.prefetch_related(Prefetch("occurrences", times)))


def task_chips(
    found: Iterable[Task], title: str, on: dt.date | None, kind: Kind | None, limit: int = 3
) -> list[Chip]:
    """Tasks the record may belong to, from its words, area or kind, and month."""
    by_key = {task.pk: task for task in found}
    hints = [_hint(task) for task in by_key.values()]
    area, code = (kind.area, kind.code) if kind else ("", "")
    best = suggest.tasks_for(title, hints, on, area, code, limit) if title or kind else []
    return [Chip(str(one.key), str(by_key[one.key]), one.reason) for one in best]


def _hint(task: Task) -> suggest.TaskHint:
    times = list(task.occurrences.all())
    return suggest.TaskHint(
        key=task.pk,
        title=task.title,
        area=task.area,
        kind=task.kind.code if task.kind else "",
        spans=tuple((time.starts_on, time.ends_on) for time in times),
        finished=bool(times) and all(time.finished for time in times),
    )


def finished_by_default(task: Task, on: dt.date) -> Occurrence | None:
    """The time of the task that a record of this day finishes unless the officer says otherwise.

    A task of one month is finished by one record, and so is the time of a recurring task that is due now. A task
    promised by quantity is finished by its quantity alone.
    """
    if task.quantity:
        return None
    times = list(task.occurrences.all())
    still_open = [time for time in times if not time.finished]
    if len(times) == 1 and still_open and _one_month(times[0]):
        return times[0]
    if len(times) > 1:
        return next((time for time in still_open if time.starts_on <= on <= time.ends_on), None)
    return None


def _one_month(time: Occurrence) -> bool:
    return (time.starts_on.year, time.starts_on.month) == (time.ends_on.year, time.ends_on.month)


def units(seat: Seat, words: str = "") -> QuerySet[Union]:
    """The unions below one's own that may have taken part, found by a part of their name; of groups one's own."""
    rows = Union.objects.filter(pk__in=below(seat.union_id), state="active").exclude(pk=seat.union_id)
    rows = rows.filter(Q(home=seat.union_id) | ~Q(kind__in=Union.INNER))
    for word in words.split():
        rows = rows.filter(Q(name__contains=word) | Q(short_name__contains=word) | Q(code__iexact=word))
    return rows.order_by("code")
