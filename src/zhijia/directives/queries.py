"""What other chapters and the front may ask: what is due, and which demands a task serves."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import F, FilteredRelation, Q
from django.urls import reverse

from zhijia.directives.models import Demand, Directive
from zhijia.kernel.scope import Seat
from zhijia.plans.models import Task
from zhijia.plans.served import Served

SOON = dt.timedelta(7)


@dataclass(frozen=True)
class Due:
    """One thing of a superior's paper that is due within a week or late: its answer, or a demand without a task."""

    words: str
    paper: str
    due: dt.date
    url: str
    act: str
    is_late: bool


def due_soon(seat: Seat, day: dt.date) -> list[Due]:
    """What this union owes upward by then, the most urgent first. One statement."""
    found: dict[str, Due] = {}
    own = FilteredRelation("demands", condition=Q(demands__state="own"))
    answers = Q(answer_due__lte=day + SOON) & ~Q(state="answered")
    papers = Directive.objects.filter(union_id=seat.union_id).exclude(state="withdrawn").alias(own=own)
    papers = papers.filter(answers | Q(own__isnull=False)).order_by("pk", "own__order")
    for row in papers.annotate(
        demand=F("own__pk"), demanded=F("own__title"), order=F("own__order"), times=F("own__times")
    ):  # a paper comes once for each demand on it
        if row.owes_answer and row.answer_due and row.answer_due <= day + SOON:
            found[f"answer {row.pk}"] = _answer(row, day)
        if row.demand and (due := Demand(times=row.times).due_on) and due <= day + SOON:
            paper, url = f"{row}第{row.order}条", reverse("directives:demand_done", args=[row.demand])
            found[f"demand {row.demand}"] = Due(row.demanded, paper, due, url, "记下办好", due < day)
    return sorted(found.values(), key=lambda one: one.due)


def _answer(row: Directive, day: dt.date) -> Due:
    words = f"回复{row.answer_what}" + (f"给{row.answer_whom}" if row.answer_whom else "")
    at, act = ("answer", "去回复") if row.state in ("assigned", "done") else ("directive", "去分办")
    url = reverse(f"directives:{at}", args=[row.pk])
    return Due(words, str(row), row.answer_due, url, act, row.answer_due < day)


def served_by(task: Task) -> list[Served]:
    """云工发〔2026〕3号第2条: the demands that this task answers, for who may see the paper."""
    rows = Demand.objects.filter(task=task, state="covered").exclude(directive__state="withdrawn")
    return [
        Served(
            f"{row.directive}第{row.order}条",
            f"{reverse('directives:directive', args=[row.directive_id])}#d{row.pk}",
        )
        for row in rows.select_related("directive").order_by("directive__received_on", "order")
    ]
