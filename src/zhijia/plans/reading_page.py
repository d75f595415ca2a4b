"""What the preview of a reading shows: rows of tasks under their headings, counts, and the source with its places."""

from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any

from django.core.paginator import Page, Paginator

from zhijia.kernel.figures import Period
from zhijia.kernel.trail.models import Event
from zhijia.plans import carrying, corrections, kinds, last_year, lessons
from zhijia.plans.forms.reading import RECURRENCES, TaskForm, shown_day, spoken
from zhijia.plans.headings import numbered
from zhijia.plans.learning import value_of
from zhijia.plans.models import Reading
from zhijia.plans.owners import Candidate, suggested
from zhijia.plans.people_of_plan import candidates
from zhijia.plans.reading import period_of

SHOWS = {
    "all": "全部", "undone": "上年没做完的", "look": "请看一看", "undated": "未定时间", "out": "不要的", "taught": "按上次的改法",
}  # fmt: skip
ROWS_A_PAGE = 150
SOURCE_LIMIT = 200_000


@dataclass
class Row:
    """One task as the preview draws it."""

    task: dict[str, Any]
    mark: str
    doubts: list[str]
    months: list[tuple[str, str, str, str]]  # as a button draws them: month, value, pressed, class
    heading: str
    facts: list[str]
    owner: str
    owner_known: bool
    likely: Candidate | None
    uses: list[dict[str, str]] = field(default_factory=list)
    before: dict[str, Any] | None = None  # what became of the task of last year that this one continues
    joined: list[str] = field(default_factory=list)  # titles of the tasks merged into this one
    goal: str = ""  # title of the task this one was merged into
    goals: list[dict[str, Any]] = field(default_factory=list)
    form: TaskForm | None = None
    conflict: dict[str, Any] | None = None

    @property
    def out(self) -> bool:
        return corrections.is_out(self.task)

    @property
    def dated(self) -> bool:
        return corrections.is_dated(self.task)

    @property
    def says_no_more(self) -> bool:
        """Is the sentence the title over again?"""
        return self.task["sentence"].strip("。；;.") == self.task["title"]


class Preview:
    """A reading composed for its page. Queries: its people (two), its last saving (one), last year (four)."""

    def __init__(self, reading: Reading, show: str = "all", page: Any = 1) -> None:
        self.reading, self.content = reading, reading.content
        self.show = show if show in SHOWS else "all"
        self.number = page
        self.forms: dict[str, TaskForm] = {}
        self.conflicts: dict[str, dict[str, Any]] = {}

    @cached_property
    def period(self) -> Period | None:
        return period_of(self.reading.year, self.reading.shape) if self.reading.year else None

    @cached_property
    def known(self) -> list[Candidate]:
        return candidates(self.reading.union_id)

    @cached_property
    def doubts(self) -> dict[str, list[str]]:
        return corrections.doubts(self.content, self.period, self.reading.warnings)

    @cached_property
    def warnings(self) -> list[str]:
        """Those of the whole document; what names a task stands beside that task."""
        titles = [f"“{task['title']}”" for task in self.content["tasks"]]
        return [said for said in self.reading.warnings if not any(title in said for title in titles)]

    @cached_property
    def counts(self) -> dict[str, int]:
        kept = [task for task in self.content["tasks"] if not corrections.is_out(task)]
        return {
            "all": len(kept),
            "dated": sum(corrections.is_dated(task) for task in kept),
            "look": len(self.doubts),
            "undated": sum(not corrections.is_dated(task) for task in kept),
            "out": len(self.content["tasks"]) - len(kept),
            "undone": sum(self._undone(task) for task in kept),
            "taught": sum(task["key"] in self.uses for task in self.content["tasks"]),
        }

    @cached_property
    def tabs(self) -> list[tuple[str, str, int]]:
        missing = {"taught": not self.reading.uses, "undone": not self.reading.from_plan_id}
        return [(code, name, self.counts[code]) for code, name in SHOWS.items() if not missing.get(code)]

    @cached_property
    def became(self) -> dict[int, tuple[Any, last_year.Fate]]:
        return carrying.became(self.reading)

    def _undone(self, task: dict[str, Any]) -> bool:
        found = self.became.get(task.get("continues", 0))
        return found is not None and found[1].undone

    def _before(self, task: dict[str, Any]) -> dict[str, Any] | None:
        """Last year's line of a row: what became of it, the months it was really done in, a feast's new day."""
        found = self.became.get(task.get("continues", 0))
        if found is None:
            return None
        earlier, fate = found
        months = [month for month in fate.suggested if fate.suggested != task["months"]]
        feast = last_year.feast(task["when"] + task["title"], self.period) if self.period else None
        return {
            "task": earlier, "told": fate.told, "undone": fate.undone, "traces": fate.traces,
            "do": f"months:{','.join(map(str, months))}" if months else "",
            "months": "、".join(f"{month}月" for month in months),
            "feast": f"{feast[0]}这次是{feast[1].year}年{feast[1].month}月{feast[1].day}日" if feast else "",
        }  # fmt: skip

    @cached_property
    def uses(self) -> dict[str, list[dict[str, str]]]:
        """What lessons did here, in words, by the key of the task or heading; each can be taken back or put again."""
        labels = {one.value: one.label for one in self.known} if self.reading.uses else {}
        found: dict[str, list[dict[str, str]]] = {}
        for n, use in enumerate(self.reading.uses):
            standing = lessons.standing(self.content, use)
            if standing == "other":
                continue
            said = lessons.told(use["kind"], use["said"], use["now"], labels.get(value_of(use["now"]), ""))
            kept = standing == "kept"
            found.setdefault(use["key"], []).append({
                "said": said, "who": use["name"], "kept": kept,
                "do": f"{'back' if kept else 'heed'}:{n}", "yes": "改回读出的" if kept else "还是照上次改",
            })  # fmt: skip
        return found

    @cached_property
    def saved(self) -> Event | None:
        rows = Event.objects.filter(verb__startswith="plans.reading.", row_id=self.reading.pk)
        return rows.order_by("-id").first()

    @cached_property
    def headings(self) -> list[dict[str, Any]]:
        """The outline, each heading with its areas in words and how many kept tasks stand right under it."""
        held: dict[str, int] = {}
        for task in self.content["tasks"]:
            if not corrections.is_out(task):
                held[task["section"]] = held.get(task["section"], 0) + 1
        return [
            {
                **section,
                "mark": numbered(section["number"], section["level"]),
                "spoken": "、".join(kinds.AREAS[area] for area in section["areas"]),
                "uses": self.uses.get(section["key"], []),
                "tasks": held.get(section["key"], 0),
                "choices": [(area, name, area in section["areas"]) for area, name in kinds.AREAS.items()],
            }
            for section in self.content["sections"]
        ]

    @cached_property
    def titles(self) -> dict[str, str]:
        return {s["key"]: numbered(s["number"], s["level"]) + s["title"] for s in self.content["sections"]}

    @cached_property
    def page(self) -> Page:
        return Paginator(self._shown(), ROWS_A_PAGE).get_page(self.number)

    def _shown(self) -> list[dict[str, Any]]:
        tasks = self.content["tasks"]
        if self.show == "out":
            return [task for task in tasks if corrections.is_out(task)]
        if self.show == "taught":
            return [task for task in tasks if task["key"] in self.uses]
        kept = [task for task in tasks if not corrections.is_out(task)]
        if self.show == "undone":
            return [task for task in kept if self._undone(task)]
        if self.show == "look":
            return [task for task in kept if task["key"] in self.doubts]
        undated = [task for task in kept if not corrections.is_dated(task)]
        return (
            undated
            if self.show == "undated"
            else [task for task in kept if corrections.is_dated(task)] + undated
        )

    @cached_property
    def groups(self) -> list[dict[str, Any]]:
        """Rows of this page under their headings; the tray of undated ones comes last."""
        groups: list[dict[str, Any]] = []
        for task in self.page:
            tray = self.show == "all" and not corrections.is_dated(task)
            key = "tray" if tray else task["section"]
            if not groups or groups[-1]["key"] != key:
                groups.append({"key": key, "title": self.titles.get(key, ""), "tray": tray, "rows": []})
            groups[-1]["rows"].append(self.row(task))
        return groups

    @cached_property
    def _joined(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for task in self.content["tasks"]:
            if task["merged_into"]:
                found.setdefault(task["merged_into"], []).append(task["title"])
        return found

    def row(self, task: dict[str, Any]) -> Row:
        matched = next((one for one in self.known if one.value == matched_value(task)), None)
        likely = suggested(task["owner"], self.known, 1) if task["owner"] and matched is None else []
        goal = corrections.task_of(self.content, task["merged_into"])
        form = self.forms.get(task["key"])
        return Row(
            task=task,
            mark=corrections.mark(task),
            doubts=self.doubts.get(task["key"], []),
            months=[_button(month, month in task["months"], inside) for month, inside in self.months],
            heading=self.titles.get(task["section"], ""),
            facts=self._facts(task),
            owner=matched.label if matched else task["owner"],
            owner_known=matched is not None,
            likely=likely[0] if likely else None,
            uses=self.uses.get(task["key"], []),
            before=self._before(task),
            joined=self._joined.get(task["key"], []),
            goal=goal["title"] if goal else "",
            goals=self._goals(task) if form else [],
            form=form,
            conflict=self.conflicts.get(task["key"]),
        )

    @cached_property
    def months(self) -> list[tuple[int, bool]]:
        """The twelve months in the order the plan runs, each with: is it inside the plan's period?"""
        first = self.period.start.month if self.period else 1
        inside = {month.start.month for month in self.period.months()} if self.period else set(range(1, 13))
        order = [(first + n - 1) % 12 + 1 for n in range(12)]
        return [(month, month in inside) for month in order]

    def _facts(self, task: dict[str, Any]) -> list[str]:
        kind = kinds.by_code().get(task["kind"])
        often = spoken(task["recurrence"]) if task["recurrence"] else ""
        number = f"{task['quantity']:,} {task['unit']}" if task["quantity"] else ""
        limit = f"期限 {shown_day(task['deadline'])}" if task["deadline"] else ""
        return [fact for fact in (limit, often, number, kind.name if kind else "") if fact]

    def _goals(self, task: dict[str, Any]) -> list[dict[str, Any]]:
        """Tasks this one could go into: those of the same heading first."""
        others = [t for t in self.content["tasks"] if t["key"] != task["key"] and not corrections.is_out(t)]
        return sorted(others, key=lambda t: t["section"] != task["section"])

    def form_for(self, task: dict[str, Any], data: Any = None) -> TaskForm:
        return TaskForm(
            data, initial=initial(task), content=self.content, period=self.period, known=self.known,
            owner=task["owner"], prefix="", auto_id=f"{task['key']}_%s",
        )  # fmt: skip

    @cached_property
    def source(self) -> list[tuple[str, list[str]]]:
        """The text cut at the edges of the tasks' sentences: (piece, keys of the tasks that stand there)."""
        text = self.reading.text
        if len(text) > SOURCE_LIMIT:
            return []
        spans = [(t["start"], t["end"], t["key"]) for t in self.content["tasks"] if t["end"] > t["start"]]
        edges = sorted({0, len(text), *(s for s, *_ in spans), *(e for _, e, _ in spans)})
        starts: dict[int, list[str]] = {}
        ends: dict[int, list[str]] = {}
        for start, end, key in spans:
            starts.setdefault(start, []).append(key)
            ends.setdefault(end, []).append(key)
        pieces, here = [], []
        for begin, end in pairwise(edges):
            here = [key for key in here if key not in ends.get(begin, [])] + starts.get(begin, [])
            pieces.append((text[begin:end], list(here)))
        return pieces


def _button(month: int, on: bool, inside: bool) -> tuple[str, str, str, str]:
    """Words ready to draw: a page of 150 tasks has 1,800 of these."""
    return str(month), f"turn:{'-' * on}{month}", "true" if on else "false", "" if inside else "off"


def matched_value(task: dict[str, Any]) -> str:
    if task["owner_post"]:
        return f"post:{task['owner_post']}"
    return f"union:{task['owner_union']}" if task["owner_union"] else ""


def initial(task: dict[str, Any]) -> dict[str, Any]:
    """A task as its form shows it."""
    return {
        "title": task["title"], "months": task["months"], "deadline": shown_day(task["deadline"]),
        "recurrence": task["recurrence"], "quantity": task["quantity"], "unit": task["unit"], "owner": task["owner"],
        "match": matched_value(task), "section": task["section"], "kind": task["kind"],
    }  # fmt: skip


LABELS = {
    "title": "任务", "months": "月份", "deadline": "期限", "recurrence": "周期", "quantity": "数量", "unit": "单位",
    "owner": "责任人", "owner_post": "对应到", "owner_union": "对应到", "section": "标题", "kind": "种类",
}  # fmt: skip


def differences(stored: dict[str, Any], mine: dict[str, Any], preview: Preview) -> list[dict[str, str]]:
    """Where what is stored and what was typed differ, in words, for the conflict box."""
    names = {one.value: one.label for one in preview.known}

    def said(task: dict[str, Any], name: str) -> str:
        value = task.get(name)
        if name == "months":
            return "、".join(f"{month}月" for month in value or [])
        if name == "deadline":
            return shown_day(value)
        if name == "recurrence":
            return spoken(value) if value else ""
        if name in ("owner_post", "owner_union"):
            return names.get(matched_value(task), "")
        if name == "section":
            return preview.titles.get(value, "")
        if name == "kind":
            kind = kinds.by_code().get(value)
            return kind.name if kind else ""
        return str(value or "")

    rows = [
        {"label": LABELS[name], "theirs": said(stored, name), "mine": said(mine, name)} for name in LABELS
    ]
    return [row for n, row in enumerate(rows) if row["theirs"] != row["mine"] and row not in rows[:n]]


__all__ = ["RECURRENCES", "Preview", "Row", "differences", "initial", "matched_value"]
