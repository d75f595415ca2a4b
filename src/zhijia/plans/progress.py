"""How far tasks are: their occurrences and traces read from the database, judged by `rules.progress`.

Two statements for any number of tasks. Nobody types progress.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Sum

from zhijia.kernel import clock
from zhijia.kernel.scope import system
from zhijia.plans import kinds, rules
from zhijia.plans.figures import measure
from zhijia.plans.models import Occurrence, Task, Trace

COUNTED = ("次", "场", "期", "批", "届", "轮", "班", "项", "件", "条", "篇", "个")
# ^ units of which a trace without such a measure adds 1
BY_UNIT = {
    "人": "persons", "人次": "person_times", "元": "money", "万元": "money", "家": "units", "户": "households",
    "份": "contracts",
}  # fmt: skip


@dataclass
class Standing:
    """A task with what its page shows: progress, occurrences, how many traces and files it has."""

    task: Task
    progress: rules.Progress
    occurrences: list[Occurrence]
    traces: int
    evidence: int
    bare: int  # finishing traces of a kind that asks for evidence (money, votes, visits), without any file
    reached: Decimal  # in the task's own unit

    @property
    def state(self) -> str:
        return self.progress.state

    @property
    def words(self) -> str:
        return self.progress.words


def of(tasks: Sequence[Task]) -> dict[int, Standing]:
    """The standing of each task by its id. Give tasks with `kind` loaded.

    A plan in sight shows its whole progress, also to who may not open every trace behind it: counts are no names.
    """
    today = clock.today()
    with system("计划进度按全部台账计算"):
        times, rows = _times(tasks), _rows(tasks)
    found = {}
    for task in tasks:
        row = rows.get(task.pk, {})
        occurrences = times.get(task.pk, [])
        facts = _facts(task, occurrences, row)
        found[task.pk] = Standing(
            task=task,
            progress=rules.progress(facts, today),
            occurrences=occurrences,
            traces=row.get("traces", 0),
            evidence=row.get("files") or 0,
            bare=row.get("bare", 0),
            reached=Decimal(facts.reached),
        )
    return found


def _times(tasks: Iterable[Task]) -> dict[int, list[Occurrence]]:
    recorded = Trace.objects.filter(state="recorded")
    inside = recorded.filter(
        task=OuterRef("task"), on__gte=OuterRef("starts_on"), on__lte=OuterRef("ends_on")
    )
    rows = (
        Occurrence.objects.filter(task__in=[task.pk for task in tasks])
        .annotate(finished=Exists(recorded.filter(finishes=OuterRef("pk"))), begun=Exists(inside))
        .order_by("starts_on", "pk")
    )
    found: dict[int, list[Occurrence]] = {}
    for row in rows:
        found.setdefault(row.task_id, []).append(row)
    return found


def _rows(tasks: Sequence[Task]) -> dict[int, dict[str, Any]]:
    codes = {code for task in tasks for code in (quantity_measure(task), _main(task)) if code}
    asked_for = [kind.code for kind in kinds.kinds() if kind.evidence]
    sums = {f"sum_{code}": Sum(measure(code)) for code in codes}
    rows = (
        Trace.objects.filter(task__in=[task.pk for task in tasks], state="recorded")
        .order_by()
        .values("task")
        .annotate(
            traces=Count("pk"),
            files=Sum("evidence"),
            bare=Count("pk", filter=Q(finishes__isnull=False, evidence=0, kind__code__in=asked_for)),
            **sums,
        )
    )
    return {row["task"]: row for row in rows}


def quantity_measure(task: Task) -> str:
    """The measure that counts towards the task's quantity: the kind's own in that unit, else by the unit.

    Where a kind has several in one unit (摸底企业、新建工会、覆盖企业, all 家) the task's own words decide.
    """
    kind = kinds.by_code().get(task.kind.code) if task.kind else None
    fitting = [one for one in kind.measures if one.unit == task.unit] if kind else []
    if not fitting:
        return BY_UNIT.get(task.unit, "")
    said = task.title + task.sentence
    return max(fitting, key=lambda one: (_alike(one.label, said), one.code == kind.main)).code


def _alike(label: str, said: str) -> int:
    """How many pairs of the label's signs stand in the words."""
    return sum(label[n : n + 2] in said for n in range(len(label) - 1))


def _main(task: Task) -> str:
    kind = kinds.by_code().get(task.kind.code) if task.kind else None
    return kind.main if kind else ""


def _done_verb(kind: kinds.Kind, counted: str) -> str:
    """What stands before the number on the bar: the kind's own verb for its main measure, else the measure's name."""
    measured = [one for one in kind.measures if one.code == counted != kind.main]
    return measured[0].label if measured else kind.done


def _facts(task: Task, occurrences: list[Occurrence], row: dict[str, Any]) -> rules.TaskFacts:
    kind = kinds.by_code().get(task.kind.code) if task.kind else None
    code = quantity_measure(task)
    if code:
        reached = Decimal(row.get(f"sum_{code}") or 0) / (10_000 if task.unit == "万元" else 1)
    else:
        reached = Decimal(row.get("traces", 0)) if task.unit in COUNTED else Decimal(0)
    return rules.TaskFacts(
        dues=tuple(rules.Due(o.starts_on, o.ends_on, o.finished, int(o.begun)) for o in occurrences),
        quantity=task.quantity,
        unit=task.unit,
        reached=reached,
        traces=row.get("traces", 0),
        done_verb=_done_verb(kind, code) if kind else "",
        measured=row.get(f"sum_{kind.main}") or 0 if kind else 0,
        measured_unit=kind.main_measure.unit if kind else "",
    )
