"""Verbs of a demand: who sees to it. A task is made and changed by the verbs of plans alone."""

import datetime as dt
from typing import Any

from zhijia.directives import policy
from zhijia.directives.models import Demand, Edition, Span
from zhijia.kernel import clock
from zhijia.kernel.actions import Blocked, Unfit, action
from zhijia.kernel.figures import Period
from zhijia.kernel.scope import Seat
from zhijia.org.models import Union
from zhijia.plans.actions import plans as plan_verbs
from zhijia.plans.models import Plan, Section, Task
from zhijia.plans.placing import fitting_section, placed
from zhijia.plans.queries_year import plans_in

FROM_ABOVE = "上级交办"
MINE = {"allowed": policy.may_handle_part, "blocks": [policy.of_withdrawn]}


@action(Edition, allowed=policy.may_handle_part, label="存原文")
def keep(edition: Edition, *, by: Seat) -> None:
    """The text a directive came with."""


@action(Edition, label="收到新版", **MINE)
def compare(edition: Edition, *, by: Seat) -> None:
    """A later text of the same paper waits to be compared; nothing else is touched."""


@action(Edition, label="按新版办", **MINE)
def adopt(edition: Edition, *, by: Seat) -> None:
    """The later text is the one in force; called by `revise` alone."""


@action(Edition, label="转为旧版", **MINE)
def retire(edition: Edition, *, by: Seat) -> None:
    """A later text has taken its place; called by `revise` alone."""


@action(Edition, label="不采用新版", **MINE)
def drop(edition: Edition, *, by: Seat) -> None:
    """What was taken for a later text is none, or does not matter."""


@action(Demand, label="添加一条", **MINE)
def note(demand: Demand, *, by: Seat) -> None:
    """One thing the paper asks for, read from it or typed in."""


@action(Demand, label="改要求", **MINE)
def put_right(demand: Demand, *, by: Seat, **values: Any) -> None:
    """Title, number, days, as the paper really has them."""
    for name, value in values.items():
        setattr(demand, name, value)


@action(Demand, label="由任务落实", **MINE)
def cover(demand: Demand, *, by: Seat, task: Task) -> None:
    """A task the union has planned anyway answers this demand too."""
    standing = Task.objects.filter(plan__union_id=by.union_id, plan__state__in=Plan.LIVE, state="active")
    if not standing.filter(pk=task.pk).exists():
        raise Unfit("这项任务已经取消，或者它的计划撤回了。请另选一项任务。")
    _let_go(demand)
    demand.task = task


@action(Demand, label="新增任务", **MINE)
def add_task(demand: Demand, *, by: Seat, plan: Plan | None = None) -> None:
    """A new task in the union's plan of those days, under the heading that fits, else under 上级交办."""
    plan = plan or plan_for(demand, by)
    if plan is None:
        raise Blocked("本单位还没有能放这一条的计划。请选“单独办”，写上谁办，到期会提醒。")
    section = fitting_section(plan, demand.area) or _from_above(plan, by)
    _let_go(demand)
    demand.task = plan_verbs.add(
        placed(plan, {**task_values(demand, by), "section": section}), by=by, times=demand.spans
    )


def plan_for(demand: Demand, by: Seat) -> Plan | None:
    """The living plan that runs on the demand's days; without days the one that runs today."""
    day = demand.due_on or clock.today()
    return next(
        (
            one
            for one in plans_in(by.union_id, Period.month(day.year, day.month))
            if one.starts_on <= day <= one.ends_on
        ),
        None,
    )


def _from_above(plan: Plan, by: Seat) -> Section:
    found = Section.objects.filter(plan=plan, title=FROM_ABOVE).first()
    return found or plan_verbs.add_section(Section(plan=plan, title=FROM_ABOVE, areas=[]), by=by)


def task_values(demand: Demand, by: Seat) -> dict[str, Any]:
    """What of a demand becomes a task.

    95% is no number that records add up to, 每月2次 is kept by its times, 每个基层工会1次 is the unions' own.
    """
    counts = demand.quantity is not None and demand.unit != "%" and demand.quantity == int(demand.quantity)
    counts = counts and not demand.recurrence
    own = not demand.each or Union.objects.get(pk=by.union_id).kind not in Union.UPPER
    number = {"quantity": int(demand.quantity), "unit": demand.unit} if counts and own else {}
    return {
        "title": demand.title, "sentence": demand.sentence, "when_text": demand.when_text,
        "recurrence": demand.recurrence, "area": demand.area, "kind": demand.kind, **number,
    }  # fmt: skip


@action(Demand, label="单独办", **MINE)
def take_on(demand: Demand, *, by: Seat, owner_text: str = "", owner_post_id: int | None = None) -> None:
    """Seen to without a task: the union has no plan, or it is too small a thing for one."""
    _let_go(demand)
    demand.owner_text, demand.owner_post_id = owner_text, owner_post_id


@action(Demand, label="办好了", **MINE)
def complete(demand: Demand, *, by: Seat, on: dt.date, note: str = "") -> None:
    """A demand seen to without a task is done; done ones with a task follow from its records."""
    if on > clock.today():
        raise Unfit(on="日期在今天之后。请填实际办好那天。")
    demand.done_on, demand.done_note = on, note


@action(Demand, label="还没办好", **MINE)
def take_back(demand: Demand, *, by: Seat) -> None:
    """It was called done too early."""
    demand.done_on, demand.done_note = None, ""


@action(Demand, label="先放着", **MINE)
def shelve(demand: Demand, *, by: Seat) -> None:
    """Left lying for now; it stays in sight and does not stand in the way of finishing."""
    _let_go(demand)


@action(Demand, label="不归我们办", needs_reason=True, **MINE)
def decline(demand: Demand, *, by: Seat, reason: str) -> None:
    """Not this union's to do; one sentence says why."""
    _let_go(demand)
    demand.reason = reason.strip()[:200]


@action(Demand, label="这一条取消", **MINE)
def lapse(demand: Demand, *, by: Seat) -> None:
    """A later edition asks for it no more. Its task, if any, stays the plan's own."""


@action(Demand, label="看过新版的改动", **MINE)
def settle(demand: Demand, *, by: Seat) -> None:
    """What a later edition changed has been looked at."""
    demand.changes = []


@action(Demand, label="按文件调整任务", **MINE)
def fit_task(demand: Demand, *, by: Seat) -> None:
    """The task gets the demand's number and days, by its own verbs and with the paper as reason."""
    task = demand.task
    if task is None or task.state != "active":
        raise Blocked("这一条现在没有任务可以调整。请先选由哪项任务落实。")
    reason = f"按{demand.directive}调整"[:200]
    values = {name: value for name, value in task_values(demand, by).items() if name in ("quantity", "unit")}
    if values and any(getattr(task, name) != value for name, value in values.items()):
        plan_verbs.edit(task.pk, by=by, reason=reason, **values)
    _move(task, demand.spans, by, reason)
    demand.changes = []


def _move(task: Task, spans: list[Span], by: Seat, reason: str) -> None:
    """Times pair with times as long as there are as many of each; otherwise the officer moves them one by one.

    A paper sets until when; a time that began earlier still begins when it did.
    """
    times = list(task.occurrences.order_by("starts_on"))
    if not times and len(spans) == 1:
        plan_verbs.schedule(task.pk, by=by, reason=reason, starts_on=spans[0][0], ends_on=spans[0][1])
    elif len(times) == len(spans):
        for time, (first, last) in zip(times, spans, strict=True):
            if time.ends_on != last:
                starts_on = time.starts_on if time.starts_on <= last else first
                plan_verbs.shift(time.pk, by=by, starts_on=starts_on, ends_on=last, reason=reason)


def _let_go(demand: Demand) -> None:
    """Whatever had been chosen before is chosen no longer; a task stays in its plan."""
    demand.task = None
    demand.owner_text, demand.owner_post_id, demand.reason, demand.changes = "", None, "", []
