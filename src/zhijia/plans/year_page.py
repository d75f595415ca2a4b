"""What the year page shows: the plan, its tasks under their goals, counts, filters; and the expanded task."""

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from zhijia.kernel import clock
from zhijia.kernel.figures import Period
from zhijia.kernel.files.models import Attachment
from zhijia.kernel.typed import whole
from zhijia.plans import carrying, last_year, policy, queries_year, rules, served, timeline
from zhijia.plans.models import Plan, Reading, Section, Task, Trace
from zhijia.plans.queries_year import Counts, Line

TABS = {
    "": "全部", "late": "逾期", "doing": "进行中", "todo": "未开始", "done": "完成", "undated": "未定时间",
    "missing": "缺证据",
}  # fmt: skip
LAST_TRACES = 5


def shown(number: Decimal | int) -> str:
    """26.00 → 26, 1500 → 1,500."""
    return f"{Decimal(number).normalize():,f}"


@dataclass
class Goal:
    """A heading that holds tasks, with those the page shows of them.

    It stands without a number: the paper's own （一） would quarrel with the tasks' 2.1. The path has it.
    """

    title: str
    path: str
    lines: list[Line] = field(default_factory=list)
    states: list[str] = field(default_factory=list)  # of all its tasks, shown or not

    @property
    def words(self) -> str:
        return rules.tally_words(self.states)

    @property
    def tally(self) -> dict[str, int]:
        return rules.tally(self.states)


class YearPage:
    """One plan on its months. Queries: plans, sections, tasks, two for progress, the file."""

    def __init__(self, request: HttpRequest) -> None:
        self.request, self.scope, self.seat = request, request.page_scope, request.seat
        self.view = "list" if request.GET.get("view") == "list" else "timeline"
        asked = request.GET.get("state", "")
        self.state = asked if asked in TABS else ""
        self.owner = request.GET.get("owner", "")

    @cached_property
    def plans(self) -> list[Plan]:
        return queries_year.plans_in(self.scope.union.pk, Period.parse(str(self.scope.year)))

    @cached_property
    def plan(self) -> Plan | None:
        wanted = whole(self.request.GET.get("plan"))
        if wanted is not None:
            known = next((plan for plan in self.plans if plan.pk == wanted), None)
            rows = Plan.objects.select_related("union", "reading")
            return known or rows.filter(pk=wanted, union=self.scope.union).first()
        return self.plans[0] if self.plans else None

    @cached_property
    def is_own(self) -> bool:
        return self.plan is not None and self.plan.union_id == self.seat.union_id

    @cached_property
    def may_plan(self) -> bool:
        return self.is_own and self.plan.state in Plan.LIVE and self.seat.office in policy.PLANNERS

    @cached_property
    def may_issue(self) -> bool:
        return self.is_own and self.seat.office in ("chair", "vice")

    @cached_property
    def may_record(self) -> bool:
        return self.is_own and self.seat.office in policy.RECORDERS

    @cached_property
    def sections(self) -> dict[int, Section]:
        return {row.pk: row for row in Section.objects.filter(plan=self.plan)}

    @cached_property
    def tasks(self) -> list[Task]:
        rows: QuerySet[Task] = Task.objects.filter(plan=self.plan)
        tasks = list(rows.select_related("kind", "owner_post__person", "owner_union"))
        for task in tasks:
            task.plan = self.plan
        return tasks

    @cached_property
    def cancelled(self) -> list[Task]:
        return [task for task in self.tasks if task.state == "dropped"]

    @cached_property
    def lines(self) -> list[Line]:
        return queries_year.lines(task for task in self.tasks if task.state == "active")

    @cached_property
    def mine(self) -> list[Line]:
        """Those of the chosen owner; the counts of the tabs are theirs."""
        return [line for line in self.lines if not self.owner or line.owner == self.owner]

    @cached_property
    def counts(self) -> Counts:
        return queries_year.counts(self.mine)

    @cached_property
    def whole(self) -> Counts:
        return queries_year.counts(self.lines)

    @cached_property
    def tabs(self) -> list[tuple[str, str, int]]:
        found = [(code, name, self.counts.by_state.get(code, 0)) for code, name in TABS.items() if code]
        shown = [tab for tab in found if tab[2] or tab[0] in (self.state, "late", "done")]
        return [("", TABS[""], self.counts.total), *shown]

    @cached_property
    def owners(self) -> list[str]:
        return sorted({line.owner for line in self.lines if line.owner})

    @cached_property
    def shown(self) -> list[Line]:
        return [line for line in self.mine if not self.state or line.holds(self.state)]

    @cached_property
    def goals(self) -> list[Goal]:
        """Dated tasks under their headings; the undated ones have a tray of their own below."""
        goals: dict[tuple[str, int | None], Goal] = {}
        for line in self.mine:
            if line.state == "undated":
                continue
            key = (line.task.number.partition(".")[0], line.task.section_id)
            if key not in goals:
                goals[key] = Goal(*self._named(line.task.section_id))
            goals[key].states.append(line.state)
            if not self.state or line.holds(self.state):
                line.marks = timeline.marks(line, self.months)
                goals[key].lines.append(line)
        return [goal for goal in goals.values() if goal.lines]

    def _named(self, section_id: int | None) -> tuple[str, str]:
        section = self.sections.get(section_id) if section_id else None
        if section is None:
            return "其他任务", ""
        above = [s for s in self.sections.values() if s.order < section.order and s.level < section.level]
        parent = max(above, key=lambda s: s.order, default=None)
        return section.title, f"{parent} › {section}" if parent else str(section)

    @cached_property
    def tray(self) -> list[Line]:
        return [line for line in self.shown if line.state == "undated"]

    @cached_property
    def months(self) -> timeline.Months:
        return timeline.Months.of(self.plan.starts_on, self.plan.ends_on)

    @cached_property
    def heads(self) -> list[dict[str, Any]]:
        return self.months.heads(clock.today())

    @cached_property
    def now(self) -> dict[str, str] | None:
        return self.months.now(clock.today())

    @cached_property
    def file(self) -> Attachment | None:
        """The document as it came, for its own union."""
        if not self.is_own or self.plan.reading_id is None:
            return None
        rows = Attachment.objects.filter(
            kind=Reading._meta.db_table, row_id=self.plan.reading_id, state="kept"
        )
        return rows.first()

    @cached_property
    def open_task(self) -> "TaskPage | None":
        wanted = whole(self.request.GET.get("task"))
        line = next((line for line in self.shown if line.task.pk == wanted), None)
        return TaskPage(self.request, line.task, line) if line else None

    # what the head of the card says

    @property
    def bar_label(self) -> str:
        return f"{self.whole.total} 项任务"

    @property
    def waiting(self) -> int:
        return self.whole.todo + self.whole.undated

    @property
    def sees_traces(self) -> bool:
        """May this seat open every trace of the plan? Then a count is a link."""
        return self.seat.office in policy.CADRES

    @property
    def may_read(self) -> bool:
        return self.scope.union.pk == self.seat.union_id and self.seat.office in policy.PLANNERS

    @property
    def may_sum_up(self) -> bool:
        """The year's work ends in a summary: the way there stands on the page of a plan that is carried out."""
        if not self.is_own or self.seat.office not in policy.PLANNERS:
            return False
        return self.plan.state == Plan.State.ISSUED and self.plan.starts_on <= clock.today()

    @property
    def all_url(self) -> str:
        return f"?{self.scope.query}&plan={self.plan.pk}"

    @property
    def done_url(self) -> str:
        return f"{self.all_url}&state=done"

    @property
    def missing_url(self) -> str:
        return f"{self.all_url}&state=missing"

    @property
    def kept_params(self) -> list[tuple[str, str]]:
        """The conditions that choosing an owner keeps."""
        return [(name, value) for name, value in self.request.GET.items() if name not in ("owner", "task")]

    @property
    def steps(self) -> list[dict[str, Any]]:
        """What a plan goes through, for the chain above a plan that is not issued yet."""
        plan = self.plan
        done = Plan.LIVE.index(plan.state) if plan.state in Plan.LIVE else 0
        texts = [
            ("采用为草案", plan.accepted_on, ""),
            ("委员会讨论", plan.committee_on, plan.committee_note),
            ("党组织意见", plan.party_on, plan.party_note),
            ("印发执行", plan.issued_on, plan.document_no),
        ]
        return [
            {"name": name, "on": on if n <= done else None, "note": note if n <= done else "",
             "css": "ok" if n <= done else ("now" if n == done + 1 else "")}
            for n, (name, on, note) in enumerate(texts)
        ]  # fmt: skip


class TaskPage:
    """One task opened: progress, what is missing, the last records, what may be done."""

    def __init__(self, request: HttpRequest, task: Task, line: Line | None = None) -> None:
        self.seat, self.task = request.seat, task
        self.line = line or queries_year.lines([task])[0]

    @cached_property
    def is_own(self) -> bool:
        return self.task.plan.union_id == self.seat.union_id

    @cached_property
    def may_plan(self) -> bool:
        return (
            self.is_own and self.task.state == "active" and self.seat.office in policy.PLANNERS
            and self.task.plan.state in Plan.LIVE
        )  # fmt: skip

    @cached_property
    def may_record(self) -> bool:
        return self.is_own and self.task.state == "active" and self.seat.office in policy.RECORDERS

    @cached_property
    def sees_traces(self) -> bool:
        """May this seat open every trace of the task? Then the count is a link."""
        return self.seat.office in policy.CADRES

    @cached_property
    def traces(self) -> list[Trace]:
        rows = Trace.objects.filter(task=self.task, state="recorded").select_related("kind")
        return list(rows.order_by("-on", "-pk")[:LAST_TRACES])

    @cached_property
    def lacks(self) -> str:
        """The headline of an opened task: what is missing, or that nothing is."""
        line, task, today = self.line, self.task, clock.today()
        if task.state == "dropped":
            return "这项任务已经取消，不再计数"
        if line.state == "done":
            return "已完成" + (
                f"，{line.progress.words.removeprefix('完成，')}" if "，" in line.progress.words else ""
            )
        left = ""
        if task.quantity:
            gap = max(task.quantity - line.reached, 0)
            left = f"还差 {shown(gap)} {task.unit}"
        elif len(line.dues) > 1:
            left = f"还差 {line.progress.total - line.progress.done} 次"
        late = [due for due in line.dues if due.state == "late"]
        if late:
            day = late[0].row.ends_on
            return "，".join(
                filter(None, [left, f"{day.month}月{day.day}日已到期，逾期 {line.progress.late_days} 天"])
            )
        if not line.dues:
            return "，".join(filter(None, [left, "还没有定时间"]))
        ahead = [due.row for due in line.dues if due.state != "done"]
        if ahead and ahead[0].starts_on > today:
            first = ahead[0].starts_on
            return "，".join(filter(None, [left, f"{first.month}月{first.day}日开始"]))
        last = ahead[0].ends_on
        return "，".join(
            filter(None, [left, f"{last.month}月{last.day}日前完成，还有 {(last - today).days} 天"])
        )

    @cached_property
    def promised(self) -> str:
        """Promised and reached in one line: 计划 30 家，已完成 26 家."""
        task, line = self.task, self.line
        if task.quantity:
            return f"计划 {task.quantity:,} {task.unit}，已有 {shown(line.reached)} {task.unit}"
        if len(line.dues) > 1:
            return f"共 {line.progress.total} 次，已办 {line.progress.done} 次"
        return ""

    @cached_property
    def serves(self) -> list[served.Served]:
        return served.of(self.task) if self.is_own else []

    @cached_property
    def before(self) -> tuple[Task, last_year.Fate] | None:
        """The task of last year that this one continues, and what became of it."""
        return carrying.fate_of(self.task.continues_id) if self.is_own else None

    @property
    def traces_url(self) -> str:
        return f"{reverse('plans:traces')}?u={self.task.plan.union.code}&sub=0&task={self.task.pk}"

    @cached_property
    def dues(self) -> list[dict[str, Any]]:
        """Each time with its state, and where it stood before it was moved."""
        return [
            {
                "row": due.row, "state": due.state, "name": due.name, "reason": due.row.moved_reason if self.is_own else "",
                "when": timeline.spoken(due.row.starts_on, due.row.ends_on),
                "was": timeline.spoken(due.row.first_starts_on, due.row.first_ends_on) if due.row.first_ends_on else "",
            }
            for due in self.line.dues
        ]  # fmt: skip

    @property
    def moved(self) -> bool:
        return any(due["was"] for due in self.dues)

    @cached_property
    def percent(self) -> int:
        return min(int(self.line.progress.share * 100), 100)
