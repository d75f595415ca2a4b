"""Plans of a year and how far their tasks are: the same counts for the year page, the task list and my day."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from zhijia.kernel import clock
from zhijia.kernel.figures import Ask, Period
from zhijia.org.queries import in_tree
from zhijia.plans import kinds, progress, rules, timeline
from zhijia.plans.models import Occurrence, Plan, Task

RHYTHMS = {"monthly": "每月", "weekly": "每周", "quarterly": "每季度"}


@dataclass
class Due:
    """One occurrence with what became of it."""

    row: Occurrence
    state: str

    @property
    def name(self) -> str:
        return rules.STATES[self.state]


class Line:
    """One task as pages draw it: its standing, its owner, its marks on the months."""

    def __init__(self, standing: progress.Standing) -> None:
        self.task, self.progress = standing.task, standing.progress
        self.state, self.reached = standing.state, standing.reached
        self.traces, self.files, self.missing = standing.traces, standing.evidence, standing.bare
        rows = zip(standing.occurrences, standing.progress.states, strict=True)
        self.dues = [Due(row, state) for row, state in rows]
        self.owner = owner_of(standing.task)
        self.marks: list[timeline.Mark] = []

    @property
    def asks_evidence(self) -> bool:
        kind = kind_of(self.task)
        return bool(kind and kind.evidence)

    @property
    def when(self) -> str:
        """Its times in words: 3月、5月、10月; a rhythm by its name."""
        if len(self.dues) > 2 and self.task.recurrence in RHYTHMS:
            return f"{RHYTHMS[self.task.recurrence]}，共 {len(self.dues)} 次"
        return "、".join(timeline.spoken(due.row.starts_on, due.row.ends_on) for due in self.dues)

    def holds(self, state: str) -> bool:
        return self.missing > 0 if state == "missing" else self.state == state


def kind_of(task: Task) -> kinds.Kind | None:
    return kinds.by_code().get(task.kind.code) if task.kind else None


def owner_of(task: Task) -> str:
    """Who answers for it: the matched person or union, else the document's own words."""
    if task.owner_post:
        return task.owner_post.person.name
    return task.owner_union.short_name if task.owner_union else task.owner_text


# --- plans -----------------------------------------------------------------------------------------------


def plans_in(union_id: int, period: Period) -> list[Plan]:
    """The living plans of one union that touch a period: those running today first, then the longer, the newer."""
    rows = Plan.objects.filter(
        union_id=union_id, state__in=Plan.LIVE, starts_on__lte=period.end, ends_on__gte=period.start
    )
    today = clock.today()

    def rank(plan: Plan) -> tuple[bool, bool, int, int]:
        running = plan.starts_on <= today <= plan.ends_on
        return (not running, plan.state != "issued", -(plan.ends_on - plan.starts_on).days, -plan.pk)

    return sorted(rows.select_related("union", "reading"), key=rank)


# --- tasks -----------------------------------------------------------------------------------------------


def tasks_of(**conditions: Any) -> QuerySet[Task]:
    """Active tasks in sight, ready to be drawn."""
    rows = Task.objects.filter(state="active", **conditions)
    return rows.select_related("section", "kind", "owner_post__person", "owner_union", "plan__union")


def tasks_in(ask: Ask) -> QuerySet[Task]:
    """Tasks of living plans in the tree (below one's own union: issued ones) that are due in the period, and the
    undated ones of plans that touch it."""
    start, end = ask.period.start, ask.period.end
    due = Occurrence.objects.filter(task=OuterRef("pk"), starts_on__lte=end, ends_on__gte=start)
    any_due = Occurrence.objects.filter(task=OuterRef("pk"))
    rows = tasks_of().filter(
        in_tree(ask, end, field="plan__union_id"),
        Q(Exists(due)) | ~Exists(any_due),
        plan__state__in=Plan.LIVE, plan__starts_on__lte=end, plan__ends_on__gte=start,
    )  # fmt: skip
    return rows.order_by("plan__union__code", "plan_id", "order", "pk")


def lines(tasks: Iterable[Task]) -> list[Line]:
    """Progress of these tasks, in their order; two queries, whatever their number."""
    tasks = list(tasks)
    found = progress.of(tasks)
    return [Line(found[task.pk]) for task in tasks]


# --- counts ----------------------------------------------------------------------------------------------

LISTED = ("late", "doing", "todo", "done", "undated", "missing")


@dataclass
class Counts:
    """How many tasks are in each state. 缺证据 is a remark and not a state: those tasks are counted elsewhere too."""

    total: int = 0
    by_state: dict[str, int] = field(default_factory=dict)

    def __getattr__(self, name: str) -> int:
        if name in LISTED:
            return self.by_state.get(name, 0)
        raise AttributeError(name)


def counts(found: Iterable[Line]) -> Counts:
    found = list(found)
    return Counts(len(found), {state: sum(line.holds(state) for line in found) for state in LISTED})
