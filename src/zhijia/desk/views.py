"""My day: what is mine and due, what was just recorded, one button to record."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from zhijia import papers
from zhijia.desk.handover import THINGS, Handover, handover
from zhijia.desk.year import turn
from zhijia.directives.queries import due_soon
from zhijia.kernel import clock, trail
from zhijia.kernel.actions import NotAllowed
from zhijia.kernel.figures import Ask, Period, Value, read
from zhijia.kernel.scope import Seat
from zhijia.kernel.typed import whole
from zhijia.kernel.ui import alerts
from zhijia.org.models import Union
from zhijia.org.policy import CADRES, OFFICERS
from zhijia.people.models import Membership
from zhijia.plans import progress, rules
from zhijia.plans.models import Occurrence, Plan, Task, Trace
from zhijia.plans.policy import PLANNERS, RECORDERS

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
AHEAD = dt.timedelta(days=30)
SHOWN = 12
RECENT = 8
STATE_OF_UPPER = ("org.unions", "org.employers", "people.members", "people.joining_rate")
STATE_OF_BASE = ("people.members", "people.joining_rate", "people.joined", "people.women")


@dataclass(frozen=True)
class Due:
    """One line of the to-do list: a task and the occurrence that is late or comes next."""

    standing: progress.Standing
    occurrence: Occurrence
    is_late: bool


@dataclass(frozen=True)
class OfMonth:
    """A task of this month and how its occurrence of this month stands; in another month it may be late."""

    task: Task
    state: str

    @property
    def name(self) -> str:
        return rules.STATES[self.state]


@require_safe
def year(request: HttpRequest) -> HttpResponse:
    """From one year to the next, step by step."""
    if request.seat.office not in PLANNERS:
        raise NotAllowed("跨年的事由主席、副主席和工会干事办。")
    return render(request, "desk/year.html", {"turn": turn(request.seat)})


def _file(request: HttpRequest, post: str) -> Handover:
    if request.seat.office not in PLANNERS:
        raise NotAllowed("交接单由主席、副主席和工会干事列。")
    return handover(request.seat, whole(post))


@require_safe
def hand_over(request: HttpRequest) -> HttpResponse:
    """What a successor takes over, of the union or of one person."""
    context = {"file": _file(request, request.GET.get("post", "")), "things": THINGS, "today": clock.today()}
    return render(request, "desk/handover.html", context)


@require_POST
def hand_over_word(request: HttpRequest) -> HttpResponse:
    """The same as an official paper; taking it out is recorded, as every export is."""
    file = _file(request, request.POST.get("post", ""))
    trail.note("desk.handover.export", by=request.seat, subject=file.title)
    response = HttpResponse(papers.to_docx(file.to_paper()), content_type=DOCX)
    response["Content-Disposition"] = content_disposition_header(True, f"{file.title}.docx")
    return response


@require_safe
def my_day(request: HttpRequest) -> HttpResponse:
    seat, day = request.seat, clock.today()
    context: dict[str, object] = {"day": day, "alerts": alerts.of(seat)}
    if seat.office in RECORDERS:
        context["recent"] = _recent(seat)
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
    month = [OfMonth(s.task, state) for s in standings if (state := _state_in_month(s, day))]
    shown = due if whose == "all" else mine
    return {
        "whose": whose,
        "due": shown[:SHOWN],
        "upward": due_soon(seat, day),
        "due_count": len(shown),
        "mine_count": len(mine),
        "all_count": len(due),
        "late_count": sum(one.is_late for one in shown),
        "month": month,
        "month_open": [one for one in month if one.state != "done"],
        "month_counts": rules.tally(one.state for one in month),
        "upper": request.page_scope.union.kind in Union.UPPER,
        "figures": _figures(request.page_scope.union, day),
        "has_plan": bool(standings),
        "may_read": seat.office in PLANNERS,
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
    """The state of the occurrence that falls in this month; empty when none does."""
    pairs = zip(standing.occurrences, standing.progress.states, strict=True)
    state = next((state for occurrence, state in pairs if _touches(occurrence, day)), "")
    begun_early = state == "todo" and len(standing.occurrences) == 1  # 36 of 39 done before its month came
    return standing.state if begun_early else state


def _figures(union: Union, day: dt.date) -> list[dict[str, object]]:
    ask = Ask(union.pk, True, Period.parse(str(day.year)).clipped(day), union.code)
    codes = STATE_OF_UPPER if union.kind in Union.UPPER else STATE_OF_BASE
    return [_indicator(value) for value in read(codes, ask).values()]


def _indicator(value: Value) -> dict[str, object]:
    """The card of one figure; a rate carries its numerator and denominator."""
    card = {
        "label": value.figure.name,
        "url": value.rows_url,
        "value": value.value,
        "unit": value.figure.unit,
    }
    if value.denominator is not None:
        card["left"] = f"{value.numerator:,} / {value.denominator:,} 人"
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
