"""Beginning a plan from last year's: which plans offer themselves, their tasks as a reading, what became of them."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from zhijia.kernel import clock
from zhijia.kernel.figures import Period
from zhijia.kernel.scope import Seat
from zhijia.plans import last_year, queries_year, timeline
from zhijia.plans.actions import plans as verbs
from zhijia.plans.last_year import Before, Fate
from zhijia.plans.models import Plan, Reading, Section, Task, Trace
from zhijia.plans.people_of_plan import candidates
from zhijia.plans.queries_year import Line
from zhijia.plans.reading import shape_of

LOADED = ("plan__union", "section", "kind", "owner_post__person", "owner_union")


@dataclass
class Source:
    """A plan from which the next may begin: for which period, and what has come of that already."""

    plan: Plan
    target: Period
    tasks: int
    undone: int
    draft: Reading | None = None
    made: Plan | None = None

    @property
    def open(self) -> bool:
        return self.plan.state != "withdrawn" and self.draft is None and self.made is None


def sources(union_id: int | None) -> list[Source]:
    """Plans whose following period is not over yet, the nearest first. Six queries."""
    today = clock.today()
    rows = Plan.objects.filter(union_id=union_id, starts_on__lte=today).select_related("union")
    targets = {plan: last_year.following(Period.parse(plan.period_code)) for plan in rows}
    targets = {plan: target for plan, target in targets.items() if target.end >= today}
    fates = _fates(Task.objects.filter(plan__in=targets).select_related(*LOADED))
    drafts = {row.from_plan_id: row for row in Reading.objects.filter(from_plan__in=targets, state="open")}
    codes = {target.code for target in targets.values()}
    living = Plan.objects.filter(union_id=union_id, period_code__in=codes, state__in=Plan.LIVE)
    made = {plan.period_code: plan for plan in living.order_by("pk")}
    found = [
        Source(
            plan=plan, target=target,
            tasks=sum(task.plan_id == plan.pk and not fate.dropped for task, fate in fates.values()),
            undone=sum(task.plan_id == plan.pk and fate.undone for task, fate in fates.values()),
            draft=drafts.get(plan.pk), made=made.get(target.code),
        )
        for plan, target in targets.items()
    ]  # fmt: skip
    return sorted(found, key=lambda one: (not one.open, -one.target.start.toordinal(), -one.plan.pk))


def begin(source: Source, *, by: Seat, key: str | None) -> Reading:
    """Last year's tasks as a reading to correct and accept. Raises `Blocked` where somebody was quicker."""
    plan = source.plan
    period = Period.parse(plan.period_code)
    year, shape = shape_of(source.target)
    sections = list(Section.objects.filter(plan=plan))
    keys = {row.pk: f"s{n}" for n, row in enumerate(sections)}
    known = {one.value for one in candidates(plan.union_id)}
    tasks = Task.objects.filter(plan=plan).select_related(*LOADED).prefetch_related("occurrences")
    row = Reading(
        from_plan=plan, name=f"上年任务：{plan.title}"[:120], title=last_year.retitled(plan.title), year=year, shape=shape,
        sha256=hashlib.sha256(f"plan:{plan.pk}:{source.target.code}".encode()).hexdigest(),
        content=last_year.content_of(
            [
                {"key": keys[row.pk], "level": row.level, "number": row.number, "title": row.title, "areas": row.areas}
                for row in sections
            ],
            [_before(task, keys, known) for task in tasks],
            period,
        ),
    )  # fmt: skip
    return verbs.begin(row, by=by, key=key)


def _before(task: Task, keys: dict[int, str], known: set[str]) -> Before:
    """One task with its times as first planned; an owner who left office stands by name only."""
    rows = list(task.occurrences.all())
    spans = [(row.first_starts_on or row.starts_on, row.first_ends_on or row.ends_on) for row in rows]
    times = "、".join(timeline.spoken(start, end) for start, end in sorted(spans))
    if len(spans) > 2 and task.recurrence in queries_year.RHYTHMS:
        times = f"{queries_year.RHYTHMS[task.recurrence]}，共 {len(spans)} 次"
    in_office = f"post:{task.owner_post_id}" in known
    union = f"union:{task.owner_union_id}" in known
    return Before(
        pk=task.pk, number=task.number, title=task.title, section=keys.get(task.section_id or 0, ""),
        spans=tuple(sorted(spans)), when=task.when_text, recurrence=task.recurrence, quantity=task.quantity,
        unit=task.unit, owner=task.owner_text or queries_year.owner_of(task),
        owner_post=task.owner_post_id if in_office else None, owner_union=task.owner_union_id if union else None,
        area=task.area, kind=task.kind.code if task.kind else "",
        times=times, dropped=task.state == "dropped",
    )  # fmt: skip


def became(reading: Reading) -> dict[int, tuple[Task, Fate]]:
    """What became of the tasks that a reading continues, by their ids; four queries."""
    pks = [task["continues"] for task in reading.content["tasks"] if task.get("continues")]
    return _fates(Task.objects.filter(pk__in=pks).select_related(*LOADED)) if pks else {}


def fate_of(pk: int | None) -> tuple[Task, Fate] | None:
    """Last year's task that a task continues, where this seat may see it."""
    return _fates(Task.objects.filter(pk=pk).select_related(*LOADED)).get(pk) if pk else None


def _fates(tasks: Iterable[Task]) -> dict[int, tuple[Task, Fate]]:
    lines = queries_year.lines(tasks)
    done: dict[int, set[int]] = {}
    finishing = Trace.objects.filter(finishes__task__in=[line.task.pk for line in lines], state="recorded")
    for pk, on in finishing.values_list("finishes__task_id", "on"):
        done.setdefault(pk, set()).add(on.month)
    return {line.task.pk: (line.task, _fate(line, done.get(line.task.pk, set()))) for line in lines}


def _fate(line: Line, done: set[int]) -> Fate:
    task, rows = line.task, [due.row for due in line.dues]
    months: set[int] = set()
    for row in rows:
        start, end = row.first_starts_on or row.starts_on, row.first_ends_on or row.ends_on
        months |= {month.start.month for month in Period.between(start, end).months()}
    moved = [row for row in rows if row.first_starts_on and row.first_ends_on]
    values: dict[str, Any] = {"quantity": task.quantity, "unit": task.unit} if task.quantity else {}
    return Fate(
        state=line.state, words=line.progress.words, traces=line.traces, reached=f"{line.reached.normalize():,f}",
        recurrence=task.recurrence, planned=frozenset(months), done=frozenset(done), dropped=task.state == "dropped",
        moved=tuple(
            (timeline.spoken(row.first_starts_on, row.first_ends_on), timeline.spoken(row.starts_on, row.ends_on))
            for row in moved
        ),
        **values,
    )  # fmt: skip
