"""Where a task's bars and dots stand on the months of its plan. Pure: percentages of the plan's own months."""

import datetime as dt
from calendar import monthrange
from dataclasses import dataclass
from typing import Any

GRID = 7.1  # pixels to a percent of the grid on the usual office screen (1366 wide)


@dataclass(frozen=True, slots=True)
class Mark:
    """One bar or dot. `words` stand inside the bar, or beside it (`beside` after, `before` in front)."""

    shape: str  # bar, dot, or words alone
    state: str
    left: str
    width: str
    words: str
    title: str
    place: str = "in"
    at: str = ""
    fill: str = ""


@dataclass(frozen=True, slots=True)
class Months:
    """The months a plan runs over, whole."""

    first: tuple[int, int]
    count: int

    @classmethod
    def of(cls, starts_on: dt.date, ends_on: dt.date) -> "Months":
        number = (ends_on.year - starts_on.year) * 12 + ends_on.month - starts_on.month + 1
        return cls((starts_on.year, starts_on.month), number)

    def heads(self, today: dt.date) -> list[dict[str, Any]]:
        """One head a month; a year is named where it changes."""
        heads = []
        for n in range(self.count):
            months = self.first[0] * 12 + self.first[1] - 1 + n
            year, month = divmod(months, 12)
            named = f"{year}年" if n and month == 0 else ""
            now = (year, month + 1) == (today.year, today.month)
            heads.append({"month": month + 1, "year": named, "now": now})
        return heads

    def at(self, day: dt.date, *, end: bool = False) -> float:
        """The day's place in percent; `end` is its evening."""
        months = (day.year - self.first[0]) * 12 + day.month - self.first[1]
        inside = (day.day - (not end)) / monthrange(day.year, day.month)[1]
        return min(max((months + inside) / self.count * 100, 0.0), 100.0)

    def now(self, today: dt.date) -> dict[str, str] | None:
        """Today's line, and the edges of its month."""
        place = (today.year - self.first[0]) * 12 + today.month - self.first[1]
        if not 0 <= place < self.count:
            return None
        return {
            "left": _css(self.at(today)),
            "from": _css(place / self.count * 100),
            "to": _css((place + 1) / self.count * 100),
        }


def marks(line: Any, months: Months) -> list[Mark]:
    """Bars say results: “26/30家，逾期5天”. A monthly task is a row of dots."""
    dues = line.dues
    if not dues and line.traces:
        said = f"已登记 {line.traces} 次，没有定时间"
        return [Mark("words", "todo", "0%", "", said, said, "beside", "0%")]
    dots = len(dues) > 2 and all((due.row.ends_on - due.row.starts_on).days < 31 for due in dues)
    speaker = _speaker(line)
    made: list[Mark] = []
    for n, due in enumerate(dues):
        left, right = months.at(due.row.starts_on), months.at(due.row.ends_on, end=True)
        title = f"{spoken(due.row.starts_on, due.row.ends_on)}{due.name}"
        if dots:
            made.append(Mark("dot", due.state, _css((left + right) / 2), "", "", title))
            continue
        words = line.progress.words if n == speaker else ("完成" if due.state == "done" else "")
        next_at = months.at(dues[n + 1].row.starts_on) if n + 1 < len(dues) else 100.0
        begun = len(dues) == 1 and due.state == "todo" and line.state == "doing"
        made.append(_bar("doing" if begun else due.state, left, right, words, title, next_at, line))
    return made


def _speaker(line: Any) -> int:
    """Which bar carries the task's words: the first late one, else the first not done, else the last."""
    states = [due.state for due in line.dues]
    if "late" in states:
        return states.index("late")
    waiting = [n for n, state in enumerate(states) if state != "done"]
    begun = [n for n in waiting if states[n] == "doing"]
    return (begun or waiting or [len(states) - 1])[0]


def _bar(state: str, left: float, right: float, words: str, title: str, next_at: float, line: Any) -> Mark:
    width = max(right - left, 1.2)
    needs = (sum(12 if ord(sign) > 0x2E7F else 7 for sign in words) + 14) / GRID
    place, at = "in", ""
    if needs > width:
        if right + needs <= next_at:
            place, at = "beside", _css(right)
        elif left >= needs and len(line.dues) == 1:
            place, at = "before", _css(left)
    fill = _css(float(line.progress.share) * 100) if state == "doing" and line.progress.share else ""
    said = f"{title}：{words}" if words and words != "完成" else title
    return Mark("bar", state, _css(left), _css(width), words, said, place, at, fill)


def spoken(starts_on: dt.date, ends_on: dt.date) -> str:
    """The days of an occurrence as the office says them: 3月、3月至5月、9月1日至11月15日."""
    whole = starts_on.day == 1 and ends_on.day == monthrange(ends_on.year, ends_on.month)[1]
    if whole:
        same = (starts_on.year, starts_on.month) == (ends_on.year, ends_on.month)
        return f"{starts_on.month}月" if same else f"{starts_on.month}月至{ends_on.month}月"
    if starts_on == ends_on:
        return f"{starts_on.month}月{starts_on.day}日"
    if starts_on.day == 1:
        return (
            f"{ends_on.month}月{ends_on.day}日前"
            if starts_on.month == ends_on.month
            else (f"{starts_on.month}月至{ends_on.month}月{ends_on.day}日")
        )
    if starts_on.month == ends_on.month:
        return f"{starts_on.month}月{starts_on.day}日至{ends_on.day}日"
    return f"{starts_on.month}月{starts_on.day}日至{ends_on.month}月{ends_on.day}日"


def _css(share: float) -> str:
    return f"{share:.2f}".rstrip("0").rstrip(".") + "%"
