"""From one year to the next: what has to be closed, begun and looked at, each step told from the rows themselves."""

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.urls import reverse

from zhijia.kernel import clock
from zhijia.kernel.figures import Period
from zhijia.kernel.scope import Seat, below
from zhijia.kernel.ui.alerts import Alert
from zhijia.org.models import Body
from zhijia.plans import progress, queries_year
from zhijia.plans.models import Plan, Reading, Summary, Task
from zhijia.plans.policy import PLANNERS

SEASON = (12, 1)  # months in which my day speaks of it
TURN = 7  # from July on one looks at the end of this year, before at that of the last
FRESH = dt.timedelta(days=7)
DONE, DOING, TODO = ("done", "已办"), ("doing", "在办"), ("todo", "没办")


@dataclass(frozen=True)
class Step:
    title: str
    state: tuple[str, str]
    told: str
    acts: list[tuple[str, str]] = field(default_factory=list)  # what the link says, where it leads
    lines: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Turn:
    """The year that ends and the one that begins, for one union."""

    seat: Seat
    old: int
    steps: list[Step]

    @property
    def new(self) -> int:
        return self.old + 1

    @property
    def open(self) -> list[Step]:
        return [step for step in self.steps if step.state != DONE]


def turn(seat: Seat) -> Turn:
    """The steps of the seat's own union; a constant number of statements."""
    today = clock.today()
    old = today.year if today.month >= TURN else today.year - 1
    closing = [p for p in _plans(seat, old) if p.ends_on.year == old]
    coming = [p for p in _plans(seat, old + 1) if p.ends_on.year > old]
    steps = [
        _closed(closing, coming, old),
        _summed_up(seat, old),
        _begun(seat, coming, old + 1),
        _terms(seat, today, old + 1),
    ]
    if step := _backed_up(seat):
        steps.append(step)
    return Turn(seat, old, steps)


def _plans(seat: Seat, year: int) -> list[Plan]:
    return queries_year.plans_in(seat.union_id or 0, Period.parse(str(year)))


def _year_page(plan: Plan) -> str:
    asked = {"u": plan.union.code, "year": plan.starts_on.year, "plan": plan.pk, "view": "list"}
    return f"{reverse('plans:year')}?{urlencode(asked)}"


def _closed(closing: list[Plan], coming: list[Plan], old: int) -> Step:
    """Nothing of the year's plan is open, or what is open was looked at when the next began from it."""
    title = f"{old} 年的计划收尾"
    if not closing:
        return Step(title, DONE, "这一年没有到期的计划，不用收尾。")
    tasks = Task.objects.filter(plan__in=closing, state="active").select_related("kind")
    left: dict[int, int] = {}
    for standing in progress.of(list(tasks)).values():
        if standing.state != "done":
            left[standing.task.plan_id] = left.get(standing.task.plan_id, 0) + 1
    carried = {plan.reading.from_plan_id for plan in coming if plan.reading}
    open_ones = [plan for plan in closing if left.get(plan.pk) and plan.pk not in carried]
    acts = [("看这份计划", _year_page(plan)) for plan in open_ones or closing[:1]]
    if not open_ones:
        told = "没做完的，从它开始做新计划时已经逐项看过。" if left else "任务都做完了。"
        return Step(title, DONE, told, acts)
    return Step(
        title, TODO,
        "做了没记的，补记台账；还要做的，从上年任务开始带到新一年；不做了的，取消并写明原因。",
        [*acts, ("从上年任务开始", reverse("plans:reading_last_year"))],
        [f"{plan.title}：还有 {left[plan.pk]} 项没做完" for plan in open_ones],
    )  # fmt: skip


def _summed_up(seat: Seat, old: int) -> Step:
    """The year's own summary is sent, which freezes its numbers: that is the year as it is kept."""
    title = f"{old} 年的总结送审、留底"
    rows = Summary.objects.filter(union_id=seat.union_id, about_id=seat.union_id, period_code=str(old))
    row = rows.exclude(state="dropped").order_by("-state", "pk").first()  # sent before draft
    if row is None:
        return Step(
            title,
            TODO,
            "送审以后数字定住，台账再改也不变，就是这一年的底。",
            [("起草总结", reverse("plans:summary_new"))],
        )
    acts = [("打开这份总结", reverse("plans:summary", args=[row.pk]))]
    if row.state == "sent":
        return Step(title, DONE, "已送审，数字定住了。导出 Word，连同计划一起打印归档。", acts)
    return Step(title, DOING, "草稿写好了，还没有送审。", acts)


def _begun(seat: Seat, coming: list[Plan], new: int) -> Step:
    title = f"{new} 年的计划"
    if coming:
        plan = coming[0]
        acts = [("看这份计划", _year_page(plan))]
        if plan.state == "issued":
            return Step(title, DONE, f"《{plan.title}》已经印发。", acts)
        return Step(title, DOING, f"《{plan.title}》现在是{plan.get_state_display()}，还没有印发。", acts)
    reading = Reading.objects.filter(union_id=seat.union_id, state="open", year=new).order_by("-pk").first()
    if reading:
        told = f"“{reading.title or reading.name}”还在核对，没有采用。"
        return Step(title, DOING, told, [("接着核对", reverse("plans:reading", args=[reading.pk]))])
    return Step(
        title, TODO, "有写好的文件就读入；没有的，从上年的任务开始改。",
        [("从上年任务开始", reverse("plans:reading_last_year")), ("读入计划", reverse("plans:read"))],
    )  # fmt: skip


def _terms(seat: Seat, today: dt.date, new: int) -> Step:
    """Committees, here and below, whose term ends by the end of the new year and that no newer one follows."""
    title = f"{new} 年底前到期的委员会"
    later = Body.objects.filter(
        union=OuterRef("union"), kind=OuterRef("kind"), session_no__gt=OuterRef("session_no")
    )
    rows = Body.objects.filter(
        ~Exists(later), union_id__in=below(seat.union_id), term_to__lte=dt.date(new, 12, 31)
    )
    found = list(rows.select_related("union").order_by("term_to", "union__code"))
    if not found:
        return Step(title, DONE, "没有到期的。")
    lines = [
        f"{row.union.short_name}　{row.get_kind_display()}第{row.session_no}届，{row.term_to:%Y-%m-%d} 到期"
        + ("（已经过了）" if row.term_to < today else "")
        for row in found[:20]
    ]
    if len(found) > 20:
        lines.append(f"另有 {len(found) - 20} 个")
    register = f"{reverse('org:bodies')}?sub=1&term_to=1949-01-01..{new}-12-31"
    return Step(
        title, TODO, f"有 {len(found)} 个要换届，到期前六个月就要准备。换届以后，把新任的干部登记上，旧职务免去。",
        [("到届期里看", register), ("去办换届", reverse("org:reelections")),
         ("登记干部", reverse("people:officers"))], lines,
    )  # fmt: skip


def _backed_up(seat: Seat) -> Step | None:
    """For those who keep the installation: one backup of the last days, before a year is closed."""
    folder = getattr(settings, "DATA_FOLDER", "")
    if not folder:
        return None
    from zhijia.server import backup, keeping  # with the first page: no command needs them

    if keeping.house(Path(folder)).get("union") != seat.union_id:
        return None
    made = backup.noted(Path(folder)).get("made_at")
    act = [("系统维护", reverse("house:house"))]
    if made and dt.datetime.now(backup.OFFICE_TIME) - dt.datetime.fromisoformat(str(made)) <= FRESH:
        return Step(
            "备份一次，拷到别处",
            DONE,
            f"最近一次备份在 {str(made)[:10]}。拷一份到 U 盘或另一台电脑，和纸质材料一起收好。",
            act,
        )
    return Step("备份一次，拷到别处", TODO, "近 7 天没有备份成。先备份，再拷一份到 U 盘或另一台电脑。", act)


def alerts(seat: Seat) -> list[Alert]:
    """For my day in December and January, until everything is done."""
    if clock.today().month not in SEASON or seat.office not in PLANNERS:
        return []
    found = turn(seat)
    if not found.open:
        return []
    sentence = f"{found.old} 年转到 {found.new} 年，{len(found.steps)} 步里还有 {len(found.open)} 步没办完。"
    return [Alert(sentence, reverse("desk:year"), "去看看")]
