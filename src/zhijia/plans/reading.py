"""Between the reader's result and a plan: the content of a reading, which an officer corrects. Pure.

content = {
  "sections": [{"key", "level", "number", "title", "areas": ["A", …]}],
  "tasks": [{"key", "section": key or "", "title", "months": [3, 4], "when", "recurrence", "deadline": [m, d] or None,
             "quantity", "unit", "owner", "owner_post": id or None, "owner_union": id or None,
             "area", "kind", "sentence", "start", "end", "dropped": bool, "merged_into": key or ""}],
}
A task without months and without a recurrence that dates it lands in the tray 未定时间.
"""

from typing import Any

from zhijia import planreader
from zhijia.kernel.figures import Period
from zhijia.plans import rules, suggest

SHAPES = {
    "calendar": "全年（1月至12月）",
    "first_half": "上半年",
    "second_half": "下半年",
    "school_year": "学年（9月至次年8月）",
    "first_term": "第一学期（9月至次年1月）",
    "second_term": "第二学期（2月至8月）",
}

Content = dict[str, Any]


def content_of(plan: planreader.Plan) -> Content:
    """What the reader found, in the form an officer corrects."""
    sections = [
        {"key": f"s{n}", "level": h.level, "number": h.number, "title": h.title, "areas": []}
        for n, h in enumerate(plan.outline)
    ]
    spans = [(h.start, f"s{n}") for n, h in enumerate(plan.outline)]
    found = [(task.start, _task(task)) for task in plan.tasks]
    found += [(measure.start, _measure(measure)) for measure in plan.undated]
    tasks = []
    for n, (start, task) in enumerate(sorted(found, key=lambda pair: pair[0])):
        above = [key for at, key in spans if at <= start]
        tasks.append({"key": f"t{n}", "section": above[-1] if above else "", **task})
    for section in sections:
        words = [task["title"] for task in tasks if task["section"] == section["key"]]
        section["areas"] = rules.areas_for(section["title"], words)
    for task in tasks:
        kind = suggest.kind_for(task["title"])
        task["kind"] = kind.code if kind else ""
        task["area"] = kind.area if kind else _area_above(task["section"], sections)
    return {"sections": sections, "tasks": tasks}


def _area_above(key: str, sections: list[dict[str, Any]]) -> str:
    areas = next((section["areas"] for section in sections if section["key"] == key), [])
    return areas[0] if areas else ""


def _common(found: planreader.Task | planreader.Measure) -> dict[str, Any]:
    return {
        "title": found.title[:120],
        "quantity": found.quantity,
        "unit": (found.unit or "")[:8],
        "owner": (found.owner or "")[:60],
        "owner_post": None,
        "owner_union": None,
        "sentence": found.sentence,
        "start": found.start,
        "end": found.end,
        "dropped": False,
        "merged_into": "",
    }


def _task(task: planreader.Task) -> dict[str, Any]:
    dated = {
        "months": list(task.months),
        "when": task.when[:60],
        "recurrence": task.recurrence or "",
        "deadline": list(task.deadline) if task.deadline else None,
    }
    return _common(task) | _each_time(task) | dated


def _each_time(task: planreader.Task) -> dict[str, Any]:
    """每季度召开恳谈会1场 is one each quarter, not one in all: what recurs is counted by its times."""
    if task.recurrence and not task.recurrence.startswith("yearly") and task.unit in ("次", "场", "期"):
        return {"quantity": None, "unit": ""}
    return {}


def _measure(measure: planreader.Measure) -> dict[str, Any]:
    return _common(measure) | {"months": [], "when": "", "recurrence": "", "deadline": None}


def kept(content: Content) -> list[dict[str, Any]]:
    """The tasks that acceptance will make: neither dropped nor merged into another."""
    return [task for task in content["tasks"] if not task["dropped"] and not task["merged_into"]]


def period_of(year: int, shape: str) -> Period:
    """The days the plan runs over."""
    codes = {
        "calendar": f"{year}",
        "first_half": f"{year}H1",
        "second_half": f"{year}H2",
        "school_year": f"{year}-{year + 1}",
        "first_term": f"{year}-{year + 1}-1",
        "second_term": f"{year - 1}-{year}-2",
    }
    return Period.parse(codes[shape])


def shape_of(period: Period) -> tuple[int, str]:
    """Year and shape of a plan's period: what `period_of` made it from."""
    year = period.start.year
    shapes = {
        "year": "calendar", "school": "school_year",
        "half": "first_half" if period.start.month == 1 else "second_half",
        "term": "first_term" if period.start.month == 9 else "second_term",
    }  # fmt: skip
    return year, shapes[period.kind]
