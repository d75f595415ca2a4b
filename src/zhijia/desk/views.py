"""My day: what is mine and due, what was just recorded, one button to record."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhijia.kernel import clock
from zhijia.kernel.figures import Ask, Period, Value, read
from zhijia.kernel.scope import Seat
from zhijia.org.models import Union
from zhijia.org.policy import CADRES, OFFICERS
from zhijia.people.models import Membership
from zhijia.plans import progress, rules
from zhijia.plans.models import Occurrence, Plan, Task, Trace

AHEAD = dt.timedelta(days=30)
SHOWN = 12
RECENT = 8
STATE_OF_UNION = ("org.unions", "org.employers", "people.members", "people.joining_rate")


@dataclass(frozen=True)
class Due:
    """One line of the to-do list: a task and the occurrence that is late or comes next."""

    standing: progress.Standing
    occurrence: Occurrence
    is_late: bool


@require_safe
def my_day(request: HttpRequest) -> HttpResponse:
    seat, day = request.seat, clock.today()
    context: dict[str, object] = {"day": day, "recent": _recent(seat)}
    if seat.office in CADRES:
        context |= _of_cadre(request, seat, day)
    else:
        context["memberships"] = _memberships(seat, day)
    return render(request, "desk/my_day.html", context)


def _of_cadre(request: HttpRequest, seat: Seat, day: dt.date) -> dict[str, object]:
    whose = "all" if request.GET.get("whose") == "all" else "mine"
    standings = list(progress.of(_tasks(seat, day)).values())
    due = _due(standings, day)
    mine = [one for one in due if _is_mine(one.standing.task, seat)]
    month = [s for s in standings if any(_touches(o, day) for o in s.occurrences)]
    shown = due if whose == "all" else mine
    return {
        "whose": whose,
        "due": shown[:SHOWN],
        "due_count": len(shown),
        "mine_count": len(mine),
        "all_count": len(due),
        "late_count": sum(one.is_late for one in shown),
        "month": month,
        "month_counts": rules.tally(_state_in_month(s, day) for s in month),
        "figures": _figures(request.page_scope.union, day),
        "has_plan": bool(standings),
    }


def _tasks(seat: Seat, day: dt.date) -> list[Task]:
    """The tasks of the union's own plans that run today."""
    running = Q(plan__union_id=seat.union_id, plan__state__in=Plan.LIVE)
    running &= Q(plan__starts_on__lte=day, plan__ends_on__gte=day)
    rows = Task.objects.filter(running, state="active").select_related("plan", "kind", "owner_post__person")
    return list(rows.order_by("plan__starts_on", "order"))


def _due(standings: list[progress.Standing], day: dt.date) -> list[Due]:
    found = []
    for standing in standings:
        pairs = zip(standing.occurrences, standing.progress.states, strict=True)
        open_ones = [o for o, state in pairs if state != "done" and o.starts_on <= day + AHEAD]
        if open_ones:
            found.append(Due(standing, open_ones[0], open_ones[0].ends_on < day))
    return sorted(found, key=lambda one: (one.occurrence.ends_on, one.standing.task.order))


def _is_mine(task: Task, seat: Seat) -> bool:
    """Matched to me; a task nobody was matched to is the officers'."""
    if task.owner_post:
        return task.owner_post.person_id == seat.person_id
    return seat.office in OFFICERS


def _touches(occurrence: Occurrence, day: dt.date) -> bool:
    month = Period.month(day.year, day.month)
    return occurrence.starts_on <= month.end and occurrence.ends_on >= month.start


def _state_in_month(standing: progress.Standing, day: dt.date) -> str:
    """The state of the occurrence that falls in this month; a recurring task may be late in another."""
    for occurrence, state in zip(standing.occurrences, standing.progress.states, strict=True):
        if _touches(occurrence, day):
            return state
    return standing.state


def _figures(union: Union, day: dt.date) -> list[dict[str, object]]:
    ask = Ask(union.pk, True, Period.parse(str(day.year)).clipped(day), union.code)
    return [_indicator(value) for value in read(STATE_OF_UNION, ask).values()]


def _indicator(value: Value) -> dict[str, object]:
    """The card of one figure; a rate carries its numerator and denominator."""
    card = {
        "label": value.figure.name,
        "url": value.rows_url,
        "value": value.value,
        "unit": value.figure.unit,
    }
    if value.denominator is not None:
        card["left"] = f"{value.numerator:,} ÷ {value.denominator:,}"
    return card


def _recent(seat: Seat) -> QuerySet[Trace]:
    """What this union has just written down: one's own for those who only record."""
    rows = Trace.objects.filter(union_id=seat.union_id, state="recorded").select_related(
        "kind", "recorded_by", "task"
    )
    return rows.order_by("-recorded_at", "-pk")[:RECENT]


def _memberships(seat: Seat, day: dt.date) -> QuerySet[Membership]:
    rows = Membership.objects.filter(Membership.on(day), person_id=seat.person_id)
    return rows.select_related("union", "group")
