"""Facts an officer may write about under 问题与不足 and 下一步打算: read from rows, never worded by the program."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.urls import reverse

from zhijia.kernel.figures import Ask
from zhijia.org.models import Union
from zhijia.org.queries import grassroots
from zhijia.org.tally import address
from zhijia.plans import figures, progress, queries_year
from zhijia.plans.models import Plan, Task
from zhijia.plans.queries_year import Line
from zhijia.plans.sentences import quoted

SHOWN = 5
TO_DO = {"late": "逾期没办完的", "doing": "正在做的", "todo": "还没开始的", "undated": "还没定时间的"}


@dataclass(frozen=True)
class Fact:
    sentence: str
    url: str


def of(ask: Ask, plan: Plan | None) -> list[Fact]:
    """Overdue tasks, targets not reached, months without a trace, unions without one."""
    facts = _of_plan(plan) if plan else []
    return facts + _silent_months(ask) + _silent_unions(ask)


def ahead(plan: Plan | None) -> list[Fact]:
    """What is still to be done: the plan's unfinished tasks with their months, and the plan that follows."""
    if plan is None:
        return []
    lines = queries_year.lines(queries_year.tasks_of(plan_id=plan.pk).order_by("order", "pk"))
    facts = [_unfinished(plan, state, [line for line in lines if line.state == state]) for state in TO_DO]
    return [fact for fact in [*facts, _following(plan)] if fact]


def _unfinished(plan: Plan, state: str, lines: list[Line]) -> Fact | None:
    if not lines:
        return None
    named = [quoted(line.task.title) + (f"（{line.when}）" if line.when else "") for line in lines[:SHOWN]]
    more = "等" if len(lines) > SHOWN else ""
    sentence = f"{TO_DO[state]}任务 {len(lines)} 项：{'、'.join(named)}{more}"
    return Fact(sentence, f"{reverse('plans:tasks')}?plan={plan.pk}&state={state}")


def _following(plan: Plan) -> Fact | None:
    live = Plan.objects.filter(union_id=plan.union_id, state__in=Plan.LIVE, starts_on__gt=plan.ends_on)
    after = live.order_by("starts_on").first()
    if after is None:
        return None
    count = Task.objects.filter(plan=after, state="active").count()
    return Fact(f"《{after.title}》已列任务 {count} 项", f"{reverse('plans:tasks')}?plan={after.pk}")


def _of_plan(plan: Plan) -> list[Fact]:
    tasks = list(Task.objects.filter(plan=plan, state="active").select_related("kind"))
    found = progress.of(tasks)
    address_of = f"{reverse('plans:tasks')}?plan={plan.pk}"
    facts = []
    late = [task for task in tasks if found[task.pk].state == "late"]
    if late:
        names = "、".join(quoted(task.title) for task in late[:SHOWN])
        facts.append(
            Fact(
                f"逾期任务 {len(late)} 项：{names}{'等' if len(late) > SHOWN else ''}",
                f"{address_of}&state=late",
            )
        )
    for task in tasks:
        if task.quantity and found[task.pk].state not in ("done",) and task not in late:
            words = found[task.pk].words
            if words:
                facts.append(Fact(f"{quoted(task.title)}完成 {words}", reverse("plans:task", args=[task.pk])))
    undated = sum(found[task.pk].state == "undated" for task in tasks)
    if undated:
        facts.append(Fact(f"还没定时间的任务 {undated} 项", f"{address_of}&state=undated"))
    return facts


def _silent_months(ask: Ask) -> list[Fact]:
    months = {(row["on__year"], row["on__month"]) for row in _by_month(ask)}
    silent = [m for m in ask.period.months() if (m.start.year, m.start.month) not in months]
    if not silent:
        return []
    names = "、".join(f"{month.start.month}月" for month in silent)
    return [Fact(f"没有台账的月份：{names}", address("plans:traces", ask))]


def _by_month(ask: Ask) -> list[dict[str, int]]:
    return list(figures.counted(ask).order_by().values("on__year", "on__month").annotate(n=Count("pk")))


def without_traces(unions: QuerySet[Union], ask: Ask) -> QuerySet[Union]:
    """Those of the unions that have no trace in the period."""
    return unions.exclude(pk__in=figures.counted(ask).order_by().values("union"))


def _silent_unions(ask: Ask) -> list[Fact]:
    if not ask.subtree:
        return []
    silent = without_traces(grassroots(ask, ask.period.end), ask).count()
    return (
        [Fact(f"期内一条台账也没有的基层工会 {silent} 个", address("org:unions", ask, silent="1"))]
        if silent
        else []
    )
