"""An officer's corrections to a reading's content (form: `plans.reading`). Pure: old content in, new content out.

Every step sets a value and toggles none, so that a double click, or a repeat after a lost answer, changes nothing.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

from zhijia.kernel.figures import Period
from zhijia.plans import kinds, rules
from zhijia.plans.reading import Content

RECURRENCES = {"monthly": "每月", "weekly": "每周", "quarterly": "每季度"}
LONGEST_TITLE = 40
FILLED_BY_MERGE = (
    "deadline",
    "recurrence",
    "quantity",
    "unit",
    "owner",
    "owner_post",
    "owner_union",
    "kind",
    "area",
)

Task = dict[str, Any]


def task_of(content: Content, key: str) -> Task | None:
    return next((task for task in content["tasks"] if task["key"] == key), None)


def mark(task: Task) -> str:
    """What a form carries to tell whether somebody else changed the task since it was drawn."""
    return hashlib.sha256(json.dumps(task, sort_keys=True).encode()).hexdigest()[:16]


def is_out(task: Task) -> bool:
    return bool(task["dropped"] or task["merged_into"])


def is_dated(task: Task) -> bool:
    """Will acceptance give it at least one occurrence? (as `rules.occurrences` decides)"""
    return bool(task["months"] or task["deadline"] or task["recurrence"] in RECURRENCES)


def _with(content: Content, key: str, **values: Any) -> Content:
    tasks = [{**task, **values} if task["key"] == key else task for task in content["tasks"]]
    return {**content, "tasks": tasks}


def corrected(content: Content, key: str, **values: Any) -> Content:
    """One task with these values in place of its own."""
    return _with(content, key, **values)


def with_kind(content: Content, key: str, code: str) -> Content:
    """The kind of work a task is, and with it its area; without a kind it follows its heading."""
    task, kind = task_of(content, key), kinds.by_code().get(code)
    if task is None:
        return content
    above = next((s["areas"] for s in content["sections"] if s["key"] == task["section"]), [])
    area = kind.area if kind else (above[0] if above else "")
    return _with(content, key, kind=code, area=area)


def with_months(content: Content, key: str, turned: list[int]) -> Content:
    """Months switched on (3) and off (-3); what somebody else did to other months stays."""
    task = task_of(content, key)
    if task is None:
        return content
    months = ({*task["months"]} | {month for month in turned if month > 0}) - {
        -month for month in turned if month < 0
    }
    return _with(content, key, months=sorted(months))


def in_months(content: Content, key: str, months: list[int]) -> Content:
    """These months and no others; a deadline outside of them goes."""
    task = task_of(content, key)
    if task is None:
        return content
    deadline = task["deadline"] if task["deadline"] and task["deadline"][0] in months else None
    return _with(content, key, months=months, deadline=deadline)


def dropped(content: Content, keys: Iterable[str]) -> Content:
    """These tasks will not become the plan's; they can be taken back."""
    out = set(keys)
    tasks = [{**task, "dropped": True} if task["key"] in out else task for task in content["tasks"]]
    return {**content, "tasks": tasks}


def taken_back(content: Content, key: str) -> Content:
    """A dropped or merged task stands for itself again; months it brought along go with it."""
    task = task_of(content, key)
    if task is None:
        return content
    into = task_of(content, task["merged_into"]) if task["merged_into"] else None
    if into is not None:
        left = [month for month in into["months"] if month not in task.get("gave", [])]
        content = _with(content, into["key"], months=left)
    return _with(content, key, dropped=False, merged_into="", gave=[])


def merged(content: Content, key: str, into: str) -> Content:
    """One task goes into another, which gets its months and whatever it has left blank itself."""
    task, goal = task_of(content, key), task_of(content, into)
    if task is None or goal is None or key == into or is_out(task) or is_out(goal):
        return content
    gave = [month for month in task["months"] if month not in goal["months"]]
    filled = {name: task[name] for name in FILLED_BY_MERGE if not goal[name] and task[name]}
    content = _with(content, into, months=sorted({*goal["months"], *gave}), **filled)
    # Whatever went into the one merged now follows it.
    tasks = [{**t, "merged_into": into} if t["merged_into"] == key else t for t in content["tasks"]]
    return _with({**content, "tasks": tasks}, key, merged_into=into, gave=gave)


def added(content: Content, key: str, section: str, values: Task) -> Content:
    """A task that the document does not name, put after the last one of its heading. The same key is added once."""
    if task_of(content, key) is not None:
        return content
    blank = {
        "months": [], "when": "", "recurrence": "", "deadline": None, "quantity": None, "unit": "", "owner": "",
        "owner_post": None, "owner_union": None, "area": "", "kind": "", "sentence": "", "start": 0, "end": 0,
        "dropped": False, "merged_into": "",
    }  # fmt: skip
    tasks = list(content["tasks"])
    places = [n for n, task in enumerate(tasks) if task["section"] == section]
    at = places[-1] + 1 if places else len(tasks)
    tasks.insert(at, {**blank, **values, "key": key, "section": section})
    return {**content, "tasks": tasks}


def with_areas(content: Content, key: str, areas: list[str]) -> Content:
    """What a heading gathers. Its tasks that no kind speaks for follow the first of them."""
    sections = [{**s, "areas": areas} if s["key"] == key else s for s in content["sections"]]
    first = areas[0] if areas else ""
    tasks = [
        {**task, "area": first} if task["section"] == key and not task["kind"] else task
        for task in content["tasks"]
    ]
    return {**content, "sections": sections, "tasks": tasks}


def doubts(content: Content, period: Period | None, warnings: list[str]) -> dict[str, list[str]]:
    """What should be looked at before accepting: sentences by task key; tasks that are out have none."""
    kept = [task for task in content["tasks"] if not is_out(task)]
    names = Counter(task["title"] for task in kept)
    found = {task["key"]: _doubts(task, names, period, warnings) for task in kept}
    return {key: sentences for key, sentences in found.items() if sentences}


def _doubts(task: Task, names: Counter[str], period: Period | None, warnings: list[str]) -> list[str]:
    said = [warning for warning in warnings if f"“{task['title']}”" in warning]
    if len(task["title"]) > LONGEST_TITLE:
        said.append("名称太长，可能没有截好。请留下主要的几个字。")
    if names[task["title"]] > 1:
        said.append("还有一项同名。是同一件事就合并，不是就改得分得清。")
    if period is not None:
        said += _time_doubts(task, period)
    if task["quantity"] and not task["unit"]:
        said.append(f"数量 {task['quantity']} 没有单位，进度会算不出来。")
    return said


def _time_doubts(task: Task, period: Period) -> list[str]:
    deadline = tuple(task["deadline"]) if task["deadline"] else None
    problem = rules.deadline_problem(task["months"], period.start.year, task["recurrence"], deadline, period)
    if problem:
        return [problem]
    inside = {month.start.month for month in period.months()}
    strange = [month for month in task["months"] if month not in inside]
    if strange:
        named = "、".join(f"{month}月" for month in strange)
        return [f"{named}不在{period.label}里。改月份，或者在上面改计划周期。"]
    return []
