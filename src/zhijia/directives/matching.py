"""Which task of the union's own plan already covers a demand: proposed with the reason, decided by the officer."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from zhijia.directives.likeness import held
from zhijia.directives.models import Demand, plain
from zhijia.kernel import clock
from zhijia.kernel.scope import Seat
from zhijia.plans import suggest
from zhijia.plans.models import Plan, Task
from zhijia.plans.queries_year import Line, lines
from zhijia.plans.sentences import quoted

SURE = 3.0
"""From this weight on (plans.suggest) a task is proposed; below it the officer only finds it in the list."""
HELD = 0.4
"""And this share of the shorter title must stand in the other: one kind and one month are not one thing."""
AROUND = dt.timedelta(31)
IN_OTHER_WORDS = {"正在这个月": "时间对得上"}


@dataclass(frozen=True)
class Proposal:
    """What is proposed for one demand: `choice` as `choose` takes it, and why."""

    choice: str
    label: str
    why: str
    gap: str = ""  # 文件要 60 户，任务定的是 40 户
    task: Task | None = None


class Plans:
    """The union's running tasks, asked once for a page: three statements."""

    def __init__(self, seat: Seat, demands: Sequence[Demand]) -> None:
        days = [day for demand in demands for span in demand.spans for day in span] or [clock.today()]
        rows = Task.objects.filter(
            plan__union_id=seat.union_id, plan__state__in=Plan.LIVE, state="active",
            plan__starts_on__lte=max(days), plan__ends_on__gte=min(days),
        )  # fmt: skip
        loaded = rows.select_related("plan", "section", "kind", "owner_post__person", "owner_union")
        self.lines: dict[int, Line] = {
            line.task.pk: line for line in lines(loaded.order_by("-plan__starts_on", "order"))
        }
        self.hints = [_hint(line) for line in self.lines.values()]

    def covers(self, day: Any) -> bool:
        """Is there a living plan that runs on this day?"""
        day = day or clock.today()
        return any(line.task.plan.starts_on <= day <= line.task.plan.ends_on for line in self.lines.values())

    @property
    def choices(self) -> list[tuple[str, list[Task]]]:
        """All tasks under their plans, for choosing another than the proposed one."""
        groups: dict[str, list[Task]] = {}
        for line in self.lines.values():
            groups.setdefault(line.task.plan.title, []).append(line.task)
        return list(groups.items())

    def _fits(self, demand: Demand, line: Line) -> bool:
        """One thing by its words, and not done long before the paper asks for it, nor long after."""
        if held(demand.title, line.task.title) < HELD:
            return False
        asked, planned = demand.spans, [(due.row.starts_on, due.row.ends_on) for due in line.dues]
        near = [a <= d + AROUND and c <= b + AROUND for a, b in asked for c, d in planned]
        return any(near) or not near

    def proposal(self, demand: Demand) -> Proposal:
        found = suggest.tasks_for(
            demand.title, self.hints, demand.due_on, demand.area, demand.kind.code if demand.kind else ""
        )
        sure = [one for one in found if one.score >= SURE and self._fits(demand, self.lines[one.key])]
        if sure:
            task = self.lines[sure[0].key].task
            why = "、".join(IN_OTHER_WORDS.get(word, word) for word in sure[0].because)
            return Proposal(f"task:{task.pk}", quoted(task.title), why, gap(demand, task), task)
        if not demand.times and demand.quantity is None:
            return Proposal("shelve", "先放着", "没写时间，也没写数量")
        if self.covers(demand.due_on):
            return Proposal("new", "新增一项任务", "计划里没有差不多的任务")
        return Proposal("own", "单独办", "那段时间本单位还没有计划")


def gap(demand: Demand, task: Task) -> str:
    """Where the task promises less than the paper asks, in the same unit."""
    asked, promised = demand.quantity, task.quantity
    if (
        asked is None
        or demand.each
        or demand.recurrence
        or demand.comparator == "at_most"
        or demand.unit == "%"
    ):
        return ""
    if promised is None:
        return f"文件要 {plain(asked)} {demand.unit}，任务没有定数量"
    if demand.unit == task.unit and promised < asked:
        return f"文件要 {plain(asked)} {demand.unit}，任务定的是 {promised:,} {task.unit}"
    return ""


def _hint(line: Line) -> suggest.TaskHint:
    task = line.task
    spans = tuple((due.row.starts_on, due.row.ends_on) for due in line.dues)
    return suggest.TaskHint(task.pk, task.title, task.area, task.kind.code if task.kind else "", spans)
