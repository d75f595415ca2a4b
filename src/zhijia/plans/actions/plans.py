"""Verbs of plans: read, correct, accept, opinions, issue; and of tasks and their times."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from zhijia.kernel import clock
from zhijia.kernel.actions import Blocked, Unfit, action
from zhijia.kernel.figures import Period
from zhijia.kernel.scope import Seat
from zhijia.plans import learning, policy, reading, rules
from zhijia.plans.models import Kind, Occurrence, Plan, Reading, Section, Task

# --- a reading: a draft on the server, changed freely until it is accepted -------------------------------


@action(Reading, allowed=policy.may_plan, label="读入计划")
def read(row: Reading, *, by: Seat) -> None:
    """An uploaded document and what the reader found in it are kept for the officer to correct."""
    row.union_id, row.read_by_id, row.read_at = by.union_id, by.person_id, clock.now()


@action(Reading, allowed=policy.may_plan, label="从上年任务开始")
def begin(row: Reading, *, by: Seat) -> None:
    """Last year's tasks, put into the new period, are kept for the officer to correct like a document."""
    own = Plan.objects.filter(pk=row.from_plan_id, union_id=by.union_id)
    if not own.exclude(state="withdrawn").exists():
        raise Blocked("这份计划已经撤回，或者不是本单位的，不能从它开始。请换一份。")
    row.union_id, row.read_by_id, row.read_at = by.union_id, by.person_id, clock.now()


@action(Reading, allowed=policy.may_plan, label="保存核对")
def correct(
    row: Reading, *, by: Seat, content: reading.Content, title: str, year: int | None, shape: str
) -> None:
    """The officer's corrections so far. The source text and the file stay as they came."""
    row.content, row.title, row.year, row.shape = content, title, year, shape


@action(Reading, allowed=policy.may_plan, label="放弃这份读入稿")
def drop(row: Reading, *, by: Seat) -> None:
    """Throw the reading away; no plan was made from it."""


@action(Reading, allowed=policy.may_plan, label="采用")
def take(row: Reading, *, by: Seat) -> None:
    """The reading has become a plan; called by `accept` alone."""


# --- a plan ----------------------------------------------------------------------------------------------


def _make_parts(plans: list[Plan], *, by: Seat) -> None:
    for plan in plans:
        take(plan.reading_id, by=by)
        sections = _sections(plan)
        _tasks(plan, sections)
        learning.learn(plan.reading, by=by)


def _sections(plan: Plan) -> dict[str, Section]:
    rows = {
        found["key"]: Section(
            plan=plan,
            order=n,
            level=found["level"],
            number=found["number"],
            title=found["title"][:120],
            areas=found["areas"],
        )
        for n, found in enumerate(plan.reading.content["sections"])
    }
    Section.objects.bulk_create(rows.values())
    return rows


def _tasks(plan: Plan, sections: dict[str, Section]) -> None:
    kinds = {kind.code: kind for kind in Kind.objects.all()}
    period = Period.parse(plan.period_code)
    tasks, spans = [], []
    for n, found in enumerate(reading.kept(plan.reading.content)):
        tasks.append(
            Task(
                plan=plan,
                section=sections.get(found["section"]),
                order=n,
                title=found["title"],
                sentence=found["sentence"],
                when_text=found["when"],
                recurrence=found["recurrence"],
                quantity=found["quantity"],
                unit=found["unit"] or "",
                owner_text=found["owner"],
                owner_post_id=found["owner_post"],
                owner_union_id=found["owner_union"],
                area=found["area"],
                kind=kinds.get(found["kind"]),
                continues_id=found.get("continues"),
            )
        )
        deadline = tuple(found["deadline"]) if found["deadline"] else None
        spans.append(
            rules.occurrences(found["months"], plan.starts_on.year, found["recurrence"], deadline, period)
        )
    number(tasks)
    Task.objects.bulk_create(tasks)
    Occurrence.objects.bulk_create(
        Occurrence(task=task, starts_on=start, ends_on=end)
        for task, times in zip(tasks, spans, strict=True)
        for start, end in times
    )


def number(tasks: list[Task]) -> None:
    """Number tasks 1.1, 1.2, 2.1 … by the sections that hold any, as the year page shows them."""
    chapter, inside, above = 0, 0, object()
    for task in tasks:
        if task.section != above:
            chapter, inside, above = chapter + 1, 0, task.section
        inside += 1
        task.number = f"{chapter}.{inside}"


@action(Plan, allowed=policy.may_plan, label="采用为计划草案", then=_make_parts)
def accept(plan: Plan, *, by: Seat) -> None:
    """A corrected reading becomes a draft plan with sections, tasks and dated occurrences (M01).

    Raises `Unfit` when the year is still unknown or nothing is left to do.
    """
    source = plan.reading
    if source is None or source.union_id != by.union_id:
        raise Blocked("请先上传并核对一份计划。")
    if not source.year:
        raise Unfit(year="原文里看不出是哪一年，请先选年份。")
    if not reading.kept(source.content):
        raise Unfit("一项任务也没有留下。请至少保留或添加一项，再采用。")
    period = reading.period_of(source.year, source.shape)
    plan.union_id = source.union_id
    plan.title = source.title or f"{period.label}工作计划"
    plan.period_code, plan.starts_on, plan.ends_on = period.code, period.start, period.end
    plan.accepted_on = clock.today()


@action(Plan, allowed=policy.may_plan, label="登记委员会意见")
def committee_opinion(plan: Plan, *, by: Seat, on: dt.date, note: str = "") -> None:
    """The committee has discussed the draft. An officer's acceptance is not adoption (field notes)."""
    _not_in_future(on)
    plan.committee_on, plan.committee_note = on, note


@action(Plan, allowed=policy.may_plan, label="登记党组织意见")
def party_opinion(plan: Plan, *, by: Seat, on: dt.date, note: str = "") -> None:
    """The Party body at the same level has given its opinion."""
    _not_in_future(on)
    plan.party_on, plan.party_note = on, note


@action(Plan, allowed=policy.may_issue, label="印发")
def issue(plan: Plan, *, by: Seat, on: dt.date, document_no: str = "") -> None:
    """The plan is issued and runs from now on; the unions above may read it."""
    _not_in_future(on)
    plan.issued_on, plan.document_no = on, document_no


@action(Plan, allowed=policy.may_plan, label="退回修改", needs_reason=True)
def send_back(plan: Plan, *, by: Seat) -> None:
    """The committee or the Party body wants changes; the plan is a draft again."""


@action(Plan, allowed=policy.may_issue, label="撤回计划", needs_reason=True)
def withdraw(plan: Plan, *, by: Seat) -> None:
    """The plan no longer holds. Its rows stay; traces that belong to its tasks stay too."""


def _not_in_future(on: dt.date) -> None:
    if on > clock.today():
        raise Unfit(on="日期在今天之后。请填会议或批复的实际日期。")


# --- tasks and their times -------------------------------------------------------------------------------


def _times(tasks: list[Task], *, by: Seat, times: Sequence[rules.Span] = (), **_: Any) -> None:
    Occurrence.objects.bulk_create(
        Occurrence(task=task, starts_on=starts_on, ends_on=ends_on)
        for task in tasks
        for starts_on, ends_on in times
    )


@action(
    Task,
    allowed=policy.may_change_task,
    blocks=[policy.of_withdrawn_plan],
    label="添加任务",
    then=_times,
)
def add(task: Task, *, by: Seat, times: Sequence[rules.Span] = ()) -> None:
    """A task the document did not name joins the plan, dated or not."""
    for starts_on, ends_on in times:
        _forward(starts_on, ends_on)


@action(Section, allowed=policy.may_change_task, blocks=[policy.of_withdrawn_plan], label="添加标题")
def add_section(section: Section, *, by: Seat) -> None:
    """A heading the document did not have, after all others (上级交办)."""
    last = Section.objects.filter(plan=section.plan_id).order_by("order").last()
    section.order, section.level = (last.order + 1 if last else 0), 1


@action(Task, allowed=policy.may_change_task, blocks=[policy.of_withdrawn_plan], label="改任务")
def edit(task: Task, *, by: Seat, **values: Any) -> None:
    """Title, owner, quantity, kind. Times have verbs of their own."""
    for name, value in values.items():
        setattr(task, name, value)


def _first_time(tasks: list[Task], *, by: Seat, starts_on: dt.date, ends_on: dt.date) -> None:
    _times(tasks, by=by, times=[(starts_on, ends_on)])


@action(
    Task, allowed=policy.may_change_task, blocks=[policy.of_withdrawn_plan], label="定时间", then=_first_time
)
def schedule(task: Task, *, by: Seat, starts_on: dt.date, ends_on: dt.date) -> None:
    """The first date of an undated task: asks for no reason (field notes)."""
    _forward(starts_on, ends_on)
    if task.occurrences.exists():
        raise Blocked("这项任务已经定过时间了。要改时间请用“改期”。")


@action(
    Task,
    allowed=policy.may_change_task,
    blocks=[policy.of_withdrawn_plan],
    label="取消任务",
    needs_reason=True,
)
def cancel(task: Task, *, by: Seat) -> None:
    """The union will not do this after all; the task leaves the counts and stays readable."""


@action(Occurrence, allowed=policy.may_change_occurrence, blocks=[policy.of_task_given_up], label="改期")
def shift(
    occurrence: Occurrence, *, by: Seat, starts_on: dt.date, ends_on: dt.date, reason: str = ""
) -> None:
    """Move one occurrence. To another month asks for a reason and keeps the original; within a month neither."""
    _forward(starts_on, ends_on)
    old = (occurrence.starts_on, occurrence.ends_on)
    if rules.asks_reason(old, (starts_on, ends_on)):
        if not reason.strip():
            raise Unfit(reason="改到另一个月要写明原因，一句话就行。")
        if occurrence.first_ends_on is None:
            occurrence.first_starts_on, occurrence.first_ends_on = old
        occurrence.moved_reason = reason.strip()[:200]
    occurrence.starts_on, occurrence.ends_on = starts_on, ends_on


def _forward(starts_on: dt.date, ends_on: dt.date) -> None:
    if ends_on < starts_on:
        raise Unfit(ends_on="结束日期在开始日期之前。请把两个日期对调，或改其中一个。")
