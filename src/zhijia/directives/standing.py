"""How far demands are: by their tasks' records, or by what was noted of those without a task. Nobody types progress.

Three statements for any number of demands.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from zhijia.directives.models import Demand, Directive
from zhijia.kernel import clock
from zhijia.plans.models import Plan, Task
from zhijia.plans.queries_year import Line, lines

NAMES = {
    "open": "待定", "uncovered": "没人办了", "late": "逾期", "doing": "进行中", "todo": "未开始", "undated": "未定时间",
    "done": "完成", "shelved": "先放着", "declined": "不归我们办", "gone": "新版已取消",
}  # fmt: skip
WAITING = ("open", "uncovered", "late", "doing", "todo", "undated")


@dataclass
class Standing:
    """One demand with its task's line, where it has one, and the state that follows."""

    demand: Demand
    line: Line | None
    state: str

    @property
    def name(self) -> str:
        return NAMES[self.state]

    @property
    def is_open(self) -> bool:
        """Does it still wait for somebody?"""
        return self.state in WAITING

    @property
    def undecided(self) -> bool:
        return self.state in ("open", "uncovered")

    @property
    def words(self) -> str:
        """26/30家，逾期5天: as the task's own page has it, beside the state's name."""
        if self.line is not None and self.state != "uncovered":
            return "" if self.state == "todo" else self.line.progress.words.removeprefix("完成，")
        due = self.demand.due_on
        if self.state == "late" and due:
            return f"逾期{(clock.today() - due).days}天"
        return ""


def of(demands: Sequence[Demand]) -> list[Standing]:
    """Give demands with `task__plan` and `task__kind` loaded."""
    tasks = {row.task_id: row.task for row in demands if row.state == "covered" and _lives(row.task)}
    found = {line.task.pk: line for line in lines(tasks.values())} if tasks else {}
    today = clock.today()
    return [
        Standing(row, found.get(row.task_id), _state(row, found.get(row.task_id), today)) for row in demands
    ]


def _lives(task: Task | None) -> bool:
    return task is not None and task.state == "active" and task.plan.state in Plan.LIVE


def _state(demand: Demand, line: Line | None, today: dt.date) -> str:
    if demand.state == "covered":
        return line.state if line else "uncovered"
    if demand.state == "own":
        due = demand.due_on
        return "undated" if due is None else ("late" if due < today else "todo")
    return demand.state


LOADED = (
    "directive", "kind", "owner_post__person", "task__plan__union", "task__kind", "task__section",
    "task__owner_post__person", "task__owner_union",
)  # fmt: skip


def demands_of(**conditions: Any) -> list[Demand]:
    return list(Demand.objects.filter(**conditions).select_related(*LOADED).order_by("order", "pk"))


def of_directive(directive: Directive) -> list[Standing]:
    """All demands of one directive, in their order."""
    return of(demands_of(directive=directive))


def is_closed(directive: Directive, found: Sequence[Standing]) -> bool:
    """Answered, or done where no answer is wanted, and nothing it asked for is left open."""
    over = directive.state == "answered" or (directive.state == "done" and not directive.asks_answer)
    return directive.state == "withdrawn" or (over and not any(one.is_open for one in found))
