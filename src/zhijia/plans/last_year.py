"""A new plan out of last year's tasks. Pure: tasks with what became of them in, the content of a reading out.

Months stay what they are, in the same half-year, term or school year one year on; a rhythm stays a rhythm. A feast
of the moon that fell into one month then and another now takes its task along. Nothing is left out: what was
cancelled comes as 不要的, and times keep to what was first planned; where work was really done is only suggested.
"""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from zhijia.kernel.figures import Period
from zhijia.plans import reading
from zhijia.plans.corrections import RECURRENCES
from zhijia.plans.rules import Span

FEASTS = {
    "春节": "2024-02-10 2025-01-29 2026-02-17 2027-02-06 2028-01-26 2029-02-13 2030-02-03",
    "元宵节": "2024-02-24 2025-02-12 2026-03-03 2027-02-20 2028-02-09 2029-02-27 2030-02-17",
    "端午节": "2024-06-10 2025-05-31 2026-06-19 2027-06-09 2028-05-28 2029-06-16 2030-06-05",
    "中秋节": "2024-09-17 2025-10-06 2026-09-25 2027-09-15 2028-10-03 2029-09-22 2030-09-12",
    "重阳节": "2024-10-11 2025-10-29 2026-10-18 2027-10-08 2028-10-26 2029-10-16 2030-10-05",
}
"""Feasts of the lunar calendar by the days they fall on; a year that is not here shifts nothing."""
CALLED = {
    "春节": "春节|新春|除夕", "元宵节": "元宵|正月十五", "端午节": "端午", "中秋节": "中秋|八月十五", "重阳节": "重阳|敬老节",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Before:
    """A task of last year. `spans` are its times as first planned, `section` the key of its heading or ""."""

    pk: int
    number: str
    title: str
    section: str = ""
    spans: tuple[Span, ...] = ()
    when: str = ""
    recurrence: str = ""
    quantity: int | None = None
    unit: str = ""
    owner: str = ""
    owner_post: int | None = None
    owner_union: int | None = None
    area: str = ""
    kind: str = ""
    times: str = ""  # in words
    dropped: bool = False


def following(period: Period) -> Period:
    """The same year, half-year, term or school year one year on."""
    year, shape = reading.shape_of(period)
    return reading.period_of(year + 1, shape)


def retitled(title: str, years: int = 1) -> str:
    """2025年工作计划 → 2026年工作计划; both years of a school year move."""
    return re.sub(r"(?<!\d)20\d\d(?!\d)", lambda found: str(int(found[0]) + years), title)


def content_of(sections: list[dict[str, Any]], tasks: Iterable[Before], period: Period) -> reading.Content:
    """The content of a reading for the period after this one."""
    return {"sections": sections, "tasks": [_carried(n, task, period) for n, task in enumerate(tasks)]}


def _carried(n: int, task: Before, period: Period) -> dict[str, Any]:
    months, deadline = times(task.spans, task.recurrence, period)
    then, now = feast(task.when + task.title, period), feast(task.when + task.title, following(period))
    if then and now and months == [then[1].month] != [now[1].month]:
        months, deadline = [now[1].month], None
    return {
        "key": f"t{n}", "section": task.section, "title": task.title, "months": months, "when": task.when,
        "recurrence": task.recurrence, "deadline": deadline, "quantity": task.quantity, "unit": task.unit,
        "owner": task.owner, "owner_post": task.owner_post, "owner_union": task.owner_union, "area": task.area,
        "kind": task.kind, "sentence": f"上年任务{task.number}：{task.title}，{task.times or '没有定时间'}。",
        "start": 0, "end": 0, "dropped": task.dropped, "merged_into": "", "continues": task.pk,
    }  # fmt: skip


def times(spans: Sequence[Span], recurrence: str, period: Period) -> tuple[list[int], list[int] | None]:
    """Months and deadline from which `rules.occurrences` makes these times again; a rhythm through the whole period
    needs no months. Where several times end inside a month, no one deadline says so: the source line does."""
    held = {month.start.month for start, end in spans for month in Period.between(start, end).months()}
    if recurrence in RECURRENCES and held == {month.start.month for month in period.months()}:
        held = set()
    early = {(end.month, end.day) for _, end in spans if end.day != monthrange(end.year, end.month)[1]}
    return sorted(held), [*early.pop()] if len(early) == 1 else None


def feast(words: str, period: Period) -> tuple[str, dt.date] | None:
    """The lunar feast these words name, and its day in the period; None where they name none or several."""
    named = [name for name, called in CALLED.items() if re.search(called, words)]
    if len(named) != 1:
        return None
    days = [dt.date.fromisoformat(day) for day in FEASTS[named[0]].split()]
    return next(((named[0], day) for day in days if day in period), None)


# --- what became of it, in words ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a task. `planned` and `done` are months, `words` the words on its bar."""

    state: str
    words: str = ""
    traces: int = 0
    quantity: int | None = None
    reached: str = ""
    unit: str = ""
    recurrence: str = ""
    planned: frozenset[int] = frozenset()
    done: frozenset[int] = frozenset()
    moved: tuple[tuple[str, str], ...] = ()  # from where to where, in words
    dropped: bool = False

    @property
    def undone(self) -> bool:
        """Should it be looked at first? Late ones, and undated ones that nothing was recorded for."""
        return not self.dropped and (self.state == "late" or (self.state == "undated" and not self.traces))

    @property
    def suggested(self) -> list[int]:
        """The months it was really done in, where these were others than planned."""
        if self.recurrence in RECURRENCES or self.done <= self.planned:
            return []
        return sorted(self.done)

    @property
    def told(self) -> str:
        """完成，走访42户；计划 30 户，做到 42 户；原定3月，改到5月."""
        said = [self._became()]
        if self.quantity:
            said.append(f"计划 {self.quantity:,} {self.unit}，做到 {self.reached} {self.unit}")
        said += [f"原定{before}，改到{after}" for before, after in self.moved]
        if self.suggested:
            said.append(f"实际在{'、'.join(f'{month}月' for month in self.suggested)}办的")
        return "；".join(said)

    def _became(self) -> str:
        if self.dropped:
            return "已取消"
        if self.state == "done":
            return "完成" if self.quantity else self.words or "完成"
        if self.state == "late":
            counted = self.words.partition("，逾期")[0] if "次" in self.words and not self.quantity else ""
            return "，".join(filter(None, ["没做完", counted])) if self.traces else "没有做"
        if self.state == "undated":
            return f"没定时间，登记过 {self.traces} 次" if self.traces else "没定时间，也没有登记"
        return "还在做" if self.state == "doing" else "还没到时间"
