"""What other chapters and the front may ask: what is due, and which demands a task serves."""

import datetime as dt
from dataclasses import dataclass

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
    """What this union owes upward by then, the most urgent first. Two statements."""
    papers = Directive.objects.filter(union_id=seat.union_id, answer_due__lte=day + SOON)
    found = [
        Due(
            f"回复{row.answer_what}" + (f"给{row.answer_whom}" if row.answer_whom else ""), str(row), row.answer_due,
            reverse("directives:answer", args=[row.pk]) if row.state in ("assigned", "done")
            else reverse("directives:directive", args=[row.pk]),
            "去回复" if row.state in ("assigned", "done") else "去分办", row.answer_due < day,
        )
        for row in papers.exclude(state__in=("answered", "withdrawn"))
    ]  # fmt: skip
    rows = Demand.objects.filter(directive__union_id=seat.union_id, state="own").select_related("directive")
    for row in rows.exclude(directive__state="withdrawn"):
        if row.due_on and row.due_on <= day + SOON:
            paper, url = f"{row.directive}第{row.order}条", reverse("directives:demand_done", args=[row.pk])
            found.append(Due(row.title, paper, row.due_on, url, "记下办好", row.due_on < day))
    return sorted(found, key=lambda one: one.due)


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
