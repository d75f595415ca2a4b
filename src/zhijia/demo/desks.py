"""Two years at the unions' desks: plans read and issued, work recorded, photos put to it."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, time, timedelta
from functools import lru_cache
from io import BytesIO
from itertools import groupby

from django.core.files.base import File

from zhijia.demo import cast, telling
from zhijia.demo.days import living_on
from zhijia.demo.dice import TODAY, month_end
from zhijia.demo.ground import Ground
from zhijia.demo.pictures import picture
from zhijia.demo.plan_files import Paper, docx
from zhijia.kernel.files import actions as files
from zhijia.kernel.files.models import Attachment
from zhijia.kernel.scope import Seat, scope
from zhijia.plans import reading_intake
from zhijia.plans.actions import plans as plan_verbs
from zhijia.plans.actions import traces as trace_verbs
from zhijia.plans.models import Kind, Occurrence, Plan, Reading, Task, Trace

# These unions record this year's work from their own seats; what came before, and what the others did, comes as
# lists, in the name of the system.
OWN_DESKS, THIS_YEAR = (cast.TOWN, cast.WORKS), date(TODAY.year, 1, 1)
WEEKLY_FROM, DAILY_FROM = date(2026, 10, 1), TODAY - timedelta(8)

# Columns of their own; every other measure lies in `measures`.
COLUMNS = ("persons", "person_times", "money")


def issue_plan(paper: Paper, ground: Ground) -> Plan:
    """Take a plan through the same door as an officer: read, accept, committee, Party, issue."""
    officer, chair = ground.seat(paper.union, "officer"), ground.seat(paper.union, "chair")
    committee, party, issued = map(date.fromisoformat, (paper.committee, paper.party, paper.issued))
    with living_on(committee - timedelta(2), time(10, 20)), scope(officer):
        document = reading_intake.Document(paper.name, docx(paper.stem))
        row = reading_intake.take_in(document, by=officer, key=f"demo-{paper.stem}")
        row = _corrected(row, officer)
        plan = plan_verbs.accept(Plan(reading=row), by=officer)
    with living_on(committee):
        plan = plan_verbs.committee_opinion(
            plan, by=officer, on=committee, note="同意。先把有数量的几项排到人。"
        )
    with living_on(party):
        plan = plan_verbs.party_opinion(plan, by=officer, on=party, note="同意印发。")
    with living_on(issued):
        number = f"青总工〔{paper.year}〕1号" if paper.union == cast.TOWN else ""
        return plan_verbs.issue(plan, by=chair, on=issued, document_no=number)


def _corrected(row: Reading, by: Seat) -> Reading:
    """What an officer puts right before accepting: “每季度1次” is a rhythm and not a quantity of one."""
    content = row.content
    for task in content["tasks"]:
        if task["quantity"] == 1 and (task["recurrence"] or len(task["months"]) > 1):
            task.update(quantity=None, unit="")
    return plan_verbs.correct(row, by=by, content=content, title=row.title, year=row.year, shape=row.shape)


class Tasks:
    """Finds the task and the time that a record of the story serves."""

    def __init__(self, plans: dict[str, Plan]) -> None:
        self.tasks: dict[str, list[Task]] = {}
        self.times: dict[int, list[Occurrence]] = defaultdict(list)
        for stem, plan in plans.items():
            self.tasks[stem] = list(Task.objects.filter(plan=plan).select_related("plan").order_by("order"))
        for time_ in Occurrence.objects.filter(task__plan__in=plans.values()).order_by("starts_on"):
            self.times[time_.task_id].append(time_)

    def of(self, told: telling.Trace) -> tuple[Task | None, Occurrence | None]:
        """Return the task whose title, or else whose sentence, has the phrase; and the time it finishes."""
        tasks = self.tasks.get(told.paper or "", [])
        phrase = told.phrase or ""
        task = next((t for t in tasks if phrase in t.title), None)
        task = task or next((t for t in tasks if phrase in t.sentence), None)
        if not phrase or task is None:
            return None, None
        return task, self._time(task, told.on) if told.finishes else None

    def _time(self, task: Task, on: date) -> Occurrence | None:
        times = self.times[task.pk]
        inside = [t for t in times if t.starts_on <= on <= t.ends_on]
        begun = [t for t in times if t.starts_on <= on]
        return (inside or begun[-1:] or times or [None])[0]


def record(
    traces: Iterable[telling.Trace], ground: Ground, tasks: Tasks, *, by: Seat, hurried: bool = False
) -> None:
    """Record the story as it was written down, each union's part from the desk it belongs to.

    `hurried`: everything before the last days in two evenings, for the small town.
    """
    kinds = {kind.code: kind for kind in Kind.objects.all()}
    evening_of = _one_of_two_evenings if hurried else _evening
    for evening, batch in groupby(traces, key=lambda told: evening_of(told.on)):
        desks: dict[Seat, list[tuple[telling.Trace, Trace]]] = defaultdict(list)
        for told in batch:
            own = told.union in OWN_DESKS and told.on >= THIS_YEAR
            desk = _desk(told, ground) if own else by
            desks[desk].append((told, _row(told, ground, tasks, kinds)))
        with living_on(evening):
            for desk, pairs in desks.items():
                trace_verbs.record.all([row for _, row in pairs], by=desk)
                _attach(pairs, desk)


def _evening(day: date) -> date:
    """The day on which work was written down: a month's at its end, lately a week's on Friday, now the same day."""
    if day >= DAILY_FROM:
        return day
    if day >= WEEKLY_FROM:
        return min(day + timedelta((4 - day.weekday()) % 7), DAILY_FROM - timedelta(1))
    return month_end(day.year, day.month)


def _one_of_two_evenings(day: date) -> date:
    return day if day >= DAILY_FROM else min(date(day.year, 12, 31), DAILY_FROM - timedelta(1))


def _desk(told: telling.Trace, ground: Ground) -> Seat:
    if told.office == "leader":
        leader = ground.accounts["leader"].person_id
        return next(seat for seat in ground.seats.values() if seat.person_id == leader)
    return ground.seat(told.union, told.office)


def _row(told: telling.Trace, ground: Ground, tasks: Tasks, kinds: dict[str, Kind]) -> Trace:
    task, finishes = tasks.of(told)
    row = Trace(
        union=ground.unions[told.union],
        on=told.on,
        title=told.title,
        open_title=told.title,  # hardly any has a name in it; those that do the verb masks
        who=told.who,
        kind=kinds[told.kind],
        area=told.area,
        task=task,
        finishes=finishes,
        measures={code: n for code, n in told.measures.items() if code not in COLUMNS},
        evidence=len(set(told.photos)),
        recorded_by_id=ground.seat(told.union, told.office).person_id,
        **{code: told.measures.get(code) for code in COLUMNS},
    )
    row.unit_ids = sorted(ground.unions[code].pk for code in told.units)
    return row


def _attach(pairs: list[tuple[telling.Trace, Trace]], desk: Seat) -> None:
    by_photo: dict[str, list[Trace]] = defaultdict(list)
    for told, row in pairs:
        for photo in sorted(set(told.photos)):
            by_photo[photo].append(row)
    for photo, rows in by_photo.items():
        _, content_type, content, thumbnail = _prepared(photo)
        held = [
            Attachment(
                kind=Trace._meta.db_table,
                row_id=row.pk,
                union_id=row.union_id,
                name=f"{_NAMES[photo.rstrip('0123456789')]}{row.on:%m%d}.jpg",
                content_type=content_type,
            )
            for row in rows
        ]
        files.attach.all(held, by=desk, content=content, thumbnail=thumbnail)


_NAMES = {
    "meeting": "会议照片", "visit": "慰问照片", "training": "培训照片", "banner": "活动照片", "goods": "发放照片",
    "sign": "签收单", "site": "现场照片",
}  # fmt: skip


@lru_cache(maxsize=64)
def _prepared(photo: str) -> tuple[str, str, bytes, bytes]:
    """Each picture goes through the door of every upload once: checked, shrunk, stripped."""
    return files.prepared(File(BytesIO(picture(photo)), name=f"{photo}.jpg"))
