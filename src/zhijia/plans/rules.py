"""The rules of plans: when a task is due, how far it is, what a move asks. Pure: no database, no request.

What headings gather and how names are masked stand in `headings` and `masking`; both are offered from here.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Protocol

from .headings import SECTIONS, areas_for, share_out
from .masking import open_title

__all__ = [
    "SECTIONS",
    "STATES",
    "Due",
    "Progress",
    "TaskFacts",
    "areas_for",
    "asks_reason",
    "deadline_problem",
    "occurrences",
    "open_title",
    "original",
    "progress",
    "share_out",
    "tally",
    "tally_words",
]

Span = tuple[date, date]
Month = tuple[int, int]

STATES = {"done": "完成", "doing": "进行中", "late": "逾期", "todo": "未开始", "undated": "未定时间"}


class Stretch(Protocol):
    """What is needed of a Period."""

    @property
    def start(self) -> date: ...

    @property
    def end(self) -> date: ...


# --- when a task is due ------------------------------------------------------------------------------------


def occurrences(
    months: Iterable[int],
    year: int,
    recurrence: str | None = None,
    deadline: tuple[int, int] | None = None,
    period: Stretch | None = None,
) -> list[Span]:
    """The times a task is due, as (starts_on, ends_on), in order.

    - Months that follow each other are one time, separate months one each; a first term runs on from December
      to January.
    - `monthly` gives one time each month, `quarterly` one for the named months of each quarter. `weekly` gives
      one time each month too: fifty dots on a year's bar help nobody, and what is checked is whether the month
      saw the work. Without months these run over the whole period.
    - `yearly:N` without months is undated: N is a quantity of times, not a date.
    - `deadline` (month, day) ends the time it falls in early; alone, it is a time in its own month. Day 31 means
      the last day of any month. One that falls in no time changes nothing: see `deadline_problem`.

    A month means the one inside the period; where the period has none, the nearest.
    """
    wanted = sorted({_placed(month, year, period) for month in months})
    if not wanted and recurrence in ("monthly", "weekly", "quarterly"):
        wanted = _all_months(year, period)
    if not wanted and deadline is not None:
        wanted = [_placed(deadline[0], year, period)]
    if recurrence in ("monthly", "weekly"):
        runs = [[month] for month in wanted]
    elif recurrence == "quarterly":
        runs = _runs(wanted, lambda a, b: a[0] == b[0] and (a[1] - 1) // 3 == (b[1] - 1) // 3)
    else:
        runs = _runs(wanted, lambda a, b: _number(b) - _number(a) == 1)
    spans = [(date(*run[0], 1), _last_day(run[-1])) for run in runs]
    if deadline is None:
        return spans
    last = _deadline_day(deadline, year, period)
    return [(start, last if start <= last < end else end) for start, end in spans]


def deadline_problem(
    months: Iterable[int],
    year: int,
    recurrence: str | None,
    deadline: tuple[int, int] | None,
    period: Stretch | None = None,
) -> str:
    """What is wrong with a deadline, in a sentence for the form; empty when nothing is."""
    if deadline is None:
        return ""
    month, day = deadline
    if not 1 <= month <= 12 or not 1 <= day <= 31:
        return f"没有{month}月{day}日这一天，请核对期限。"
    spans = occurrences(months, year, recurrence, None, period)
    last = _deadline_day(deadline, year, period)
    if spans and last < spans[0][0]:
        return f"期限{month}月{day}日早于开始的月份，请核对。"
    if spans and not any(start <= last <= end for start, end in spans):
        return f"期限{month}月{day}日不在所填的月份里，请核对。"
    return ""


def _placed(month: int, year: int, period: Stretch | None) -> Month:
    if not 1 <= month <= 12:
        raise ValueError(f"没有{month}月，请填1至12月。")
    if period is None:
        return year, month
    first, last = period.start, period.end
    if first.year == last.year:
        return first.year, month
    low, high = _number((first.year, first.month)), _number((last.year, last.month))
    choices = [(y, month) for y in range(first.year - 1, last.year + 2)]
    return min(choices, key=lambda at: (max(low - _number(at), _number(at) - high, 0), at))


def _all_months(year: int, period: Stretch | None) -> list[Month]:
    first, last = (period.start, period.end) if period else (date(year, 1, 1), date(year, 12, 31))
    span = range(_number((first.year, first.month)), _number((last.year, last.month)) + 1)
    return [(number // 12, number % 12 + 1) for number in span]


def _number(month: Month) -> int:
    return month[0] * 12 + month[1] - 1


def _last_day(month: Month) -> date:
    return date(*month, monthrange(*month)[1])


def _deadline_day(deadline: tuple[int, int], year: int, period: Stretch | None) -> date:
    month = _placed(deadline[0], year, period)
    return date(*month, min(max(deadline[1], 1), monthrange(*month)[1]))


def _runs(months: Sequence[Month], together) -> list[list[Month]]:
    runs: list[list[Month]] = [[month] for month in months[:1]]
    for before, month in pairwise(months):
        if together(before, month):
            runs[-1].append(month)
        else:
            runs.append([month])
    return runs


# --- how far a task is -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Due:
    """One occurrence: its days, whether a trace was marked as finishing it, how many traces lie in it."""

    starts_on: date
    ends_on: date
    finished: bool = False
    traces: int = 0


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """What progress needs to know of a task. Nobody types progress; it follows from these.

    `reached` is the sum over the task's traces in the task's own unit, `quantity` what was promised.
    `done_verb`, `measured` and `unit` speak of the kind's main measure when no quantity was promised.
    """

    dues: tuple[Due, ...] = ()
    quantity: Decimal | int | None = None
    unit: str = ""
    reached: Decimal | int = 0
    traces: int = 0
    done_verb: str = ""
    measured: Decimal | int = 0
    measured_unit: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """State of a task on a day; `states` has one entry for each of its occurrences, in their order."""

    state: str
    states: tuple[str, ...]
    done: int
    total: int
    share: Decimal
    late_days: int
    words: str

    @property
    def name(self) -> str:
        return STATES[self.state]


def progress(task: TaskFacts, today: date) -> Progress:
    """State, counts and the words on the bar.

    An occurrence is done when a trace finishes it or the task's quantity is reached. It is late on the day after
    its last day, never before. A task with an occurrence that is late is late, be the others ever so good; one
    without occurrences is undated and never late. A task has begun when work was recorded, not when its month
    came.
    """
    quantity = Decimal(task.quantity) if task.quantity and task.quantity > 0 else None
    reached = max(Decimal(task.reached), Decimal(0))
    full = quantity is not None and reached >= quantity
    states = tuple(_due_state(due, today, full) for due in task.dues)
    done, total = states.count("done"), len(states)
    late = [due for due, state in zip(task.dues, states, strict=True) if state == "late"]
    late_days = (today - min(due.ends_on for due in late)).days if late else 0
    if full or (total and done == total):
        state = "done"
    elif late:
        state = "late"
    elif done or task.traces or reached or "doing" in states:
        state = "doing"
    else:
        state = "todo" if total else "undated"
    return Progress(
        state=state,
        states=states,
        done=done,
        total=total,
        share=_share(state, quantity, reached, done, total),
        late_days=late_days,
        words=_words(task, state, quantity, reached, done, late_days),
    )


def _due_state(due: Due, today: date, full: bool) -> str:
    if due.finished or full:
        return "done"
    if today > due.ends_on:
        return "late"
    return "doing" if due.traces else "todo"


def _share(state: str, quantity: Decimal | None, reached: Decimal, done: int, total: int) -> Decimal:
    if state == "done":
        return Decimal(1)
    if quantity is not None:
        return reached / quantity
    return Decimal(done) / total if total else Decimal(0)


def _words(
    task: TaskFacts, state: str, quantity: Decimal | None, reached: Decimal, done: int, late_days: int
) -> str:
    """“完成，检查58家” · “26/30家，逾期5天” · “38/60户” · “11-29”. On a page, so with thousands separators."""
    if state == "done":
        number, unit = (reached, task.unit) if quantity is not None else (task.measured, task.measured_unit)
        if not number or (number == 1 and unit in ("次", "场", "期", "批")):
            return "完成"
        return f"完成，{task.done_verb.removeprefix('完成')}{_shown(number)}{unit}"
    parts = []
    if quantity is not None and (reached or state == "late"):
        parts.append(f"{_shown(reached)}/{_shown(quantity)}{task.unit}")
    elif len(task.dues) > 1 and (done or state == "late"):
        parts.append(f"{done}/{len(task.dues)}次")
    if state == "late":
        parts.append(f"逾期{late_days}天")
    if not parts and len(task.dues) == 1 and not _ends_month(task.dues[0].ends_on):
        parts.append(f"{task.dues[0].ends_on:%m-%d}")
    return "，".join(parts)


def _shown(number: Decimal | int) -> str:
    text = f"{Decimal(number):,.2f}"
    return text.rstrip("0").rstrip(".")


def _ends_month(day: date) -> bool:
    return (day + timedelta(1)).day == 1


def tally(states: Iterable[str]) -> dict[str, int]:
    """How many tasks are in each state, every state named."""
    counts = dict.fromkeys(STATES, 0)
    for state in states:
        counts[state] += 1
    return counts


def tally_words(states: Iterable[str]) -> str:
    """A section's line on the year page: “9 项，完成 7，进行中 1，逾期 1”."""
    counts = tally(states)
    said = [f"{name} {counts[state]}" for state, name in STATES.items() if counts[state]]
    return "，".join([f"{sum(counts.values())} 项", *said])


# --- moving it ---------------------------------------------------------------------------------------------


def asks_reason(old: Span | None, new: Span | None) -> bool:
    """Does moving a task ask why? Field notes: a first date, or a shift within the month, asks nothing."""
    if old is None or old == new:
        return False
    return new is None or any((a.year, a.month) != (b.year, b.month) for a, b in zip(old, new, strict=True))


def original(first: Span | None, old: Span | None, new: Span | None) -> Span | None:
    """The time to keep as first planned after a move: set once, by the first move that needed a reason."""
    return first or (old if asks_reason(old, new) else None)
