"""How the story is told: a line says what a union does in a year, and is spread over its days as records.

A line (`story/*.toml`) names the kind of work, some wordings, the days, how many records, and the range or the
yearly total of each measure.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random

from zhijia.demo.dice import TODAY, month_end, share, workdays
from zhijia.demo.plan_files import PAPERS, Paper, lines
from zhijia.demo.shape import Shape, Union

FOLDER = Path(__file__).parent / "story"


@dataclass(slots=True)
class Trace:
    """One record of work, before it has a database to stand in."""

    union: str
    on: date
    title: str
    who: str
    kind: str
    area: str
    measures: dict[str, int] = field(default_factory=dict)
    units: tuple[str, ...] = ()
    paper: str | None = None  # stem of the plan it serves, and words that only one of its measures has
    phrase: str | None = None
    finishes: bool = False
    office: str = "officer"  # who recorded it
    photos: tuple[str, ...] = ()


@dataclass(slots=True)
class Line:
    """What a union does again and again, or once, in each year of the story.

    `when`: "0210-0327" a span, "each 20-24" those days of every month, "0308 0910" single days.
    `n`, `total`: per year, (2025, 2026). `firms`: how many unions take part in one record.
    """

    kind: str
    titles: list[str]
    when: str | list[str]
    n: int | list[int] = 1
    phrase: str | list[str] = ""
    who: str = ""
    finish: str | list[str] = ""  # "each", "last"; per year where two are given
    firms: int = 0
    trades: str = ""
    total: dict[str, list[int]] = field(default_factory=dict)
    measures: dict[str, list[int]] = field(default_factory=dict)
    free: bool = False  # may fall on a weekend
    photos: str = ""
    area: str = ""
    office: str = "officer"


def read_lines(name: str) -> list[Line]:
    """Read the lines of one union from `story/`."""
    rows = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))["line"]
    return [Line(**row) for row in rows]


class Teller:
    """Turns the lines of one union into records."""

    def __init__(self, shape: Shape, union: str, areas: dict[str, str]) -> None:
        self.shape, self.union, self.areas = shape, union, areas
        self.papers = [paper for paper in PAPERS if paper.union == union]
        self.firms = [u for u in shape.grassroots() if u.code != union and u.nature == "enterprise"]

    def tell(self, told: Line, year: int, dice: Random) -> Iterator[Trace]:
        """Yield the records of one line in one year, in order of days."""
        which = year - 2025
        wanted = told.n if isinstance(told.n, int) else told.n[which]
        when = told.when if isinstance(told.when, str) else told.when[which]
        days = self._days(told, when, year, wanted, dice)
        finish = told.finish if isinstance(told.finish, str) else told.finish[which]
        totals = {code: both[which] for code, both in told.total.items()}
        parts = {code: _parts(total, len(days), dice) for code, total in totals.items() if days}
        firms = self._firms(told, days, dice)
        kept = [i for i, day in enumerate(days) if day <= TODAY]
        titles = _wordings(told.titles, len(days), dice)
        for i in kept:
            day = days[i]
            measures = {code: values[i] for code, values in parts.items()}
            measures |= {code: draw(span, dice) for code, span in told.measures.items()}
            units = firms[i] if told.firms > 1 or "{firm}" in titles[i] else []
            words = {
                "firm": units[0].short if units else "",
                "month": day.month,
                "n": i + 1,
                "quarter": "一二三四"[(day.month - 1) // 3],
                "year": day.year,
                **measures,
            }
            paper, phrase = self._task(told, day, which)
            yield Trace(
                self.union,
                day,
                titles[i].format(**words),
                told.who.format(**words).strip("；"),
                told.kind,
                told.area or self.areas[told.kind],
                {code: value for code, value in measures.items() if value},
                tuple(unit.code for unit in units),
                paper,
                phrase,
                bool(phrase) and (finish == "each" or (finish == "last" and i == len(days) - 1)),
                told.office,
                _photos(told.photos, dice),
            )

    def _days(self, told: Line, when: str, year: int, wanted: int, dice: Random) -> list[date]:
        if when.startswith("each"):
            first, last = map(int, when.split()[1].split("-"))
            spans = [(date(year, m, first), min(last, month_end(year, m).day)) for m in range(1, 13)]
            return [dice.choice(workdays(begin, begin.replace(day=end))) for begin, end in spans]
        if "-" not in when:
            return [self._near(date(year, int(d[:2]), int(d[2:])), told.free) for d in when.split()]
        days: list[date] = []
        spans = when.split()
        for span, count in zip(spans, share(wanted, [1.0] * len(spans)), strict=True):
            first, last = (date(year, int(d[:2]), int(d[2:])) for d in span.split("-"))
            pool = _saturdays(first, last) if told.free else workdays(first, last)
            step = len(pool) / max(count, 1)
            days += [pool[min(len(pool) - 1, int(i * step + dice.random() * step))] for i in range(count)]
        return sorted(days)

    @staticmethod
    def _near(day: date, free: bool) -> date:
        return day if free else workdays(day, day + timedelta(9))[0]

    def _firms(self, told: Line, days: list[date], dice: Random) -> list[list[Union]]:
        pool = [f for f in self.firms if not told.trades or f.trade in told.trades.split()]
        out: list[list[Union]] = []
        queue: list[Union] = []
        for day in days:
            taken: list[Union] = []
            while len(taken) < told.firms:
                # Everybody once before anybody twice, the larger ones sooner; nobody before it was founded.
                if not any(f.founded <= day and f not in taken for f in queue):
                    queue += sorted(
                        pool, key=lambda f: dice.random() ** (60 / (f.members + 20)), reverse=True
                    )
                taken.append(next(f for f in queue if f.founded <= day and f not in taken))
                queue.remove(taken[-1])
            out.append(taken)
        return out

    def _task(self, told: Line, day: date, which: int) -> tuple[str | None, str | None]:
        phrase = told.phrase if isinstance(told.phrase, str) else told.phrase[which]
        if phrase:
            for paper in self.papers:
                if _covers(paper, day) and any(phrase in text for text in measures_of(paper.stem)):
                    return paper.stem, phrase
        return None, None


def measures_of(stem: str) -> list[str]:
    """Return the lines of a plan that hold measures: all but titles, headings and signatures."""
    return [
        text for text in lines(stem) if not re.match(r"[#>]|（?[一二三四五六七八九十]+[）、][^。]*$", text)
    ]


def _covers(paper: Paper, day: date) -> bool:
    if paper.shape == "term":
        return date(paper.year, 8, 1) <= day <= date(paper.year + 1, 1, 31)
    return day.year == paper.year


def _saturdays(first: date, last: date) -> list[date]:
    days = [first + timedelta(n) for n in range((last - first).days + 1)]
    return [day for day in days if day.weekday() == 5] or days


def _photos(sketch: str, dice: Random) -> tuple[str, ...]:
    """Name one or two pictures: what they show and which of its three drawings."""
    return tuple(f"{sketch}{dice.randint(1, 3)}" for _ in range(dice.choice((1, 1, 2)))) if sketch else ()


def _parts(total: int, count: int, dice: Random) -> list[int]:
    """Divide a year's total over its records, at least one each where it goes round."""
    if total < count:
        return [1] * total + [0] * (count - total)
    rest = share(total - count, [0.5 + dice.random() for _ in range(count)])
    return [part + 1 for part in rest]


def draw(span: list[int], dice: Random) -> int:
    """Draw from low to high, both included, in steps."""
    low, high, *step = span
    return dice.randrange(low, high + 1, step[0] if step else 1)


def _wordings(titles: list[str], count: int, dice: Random) -> list[str]:
    """Give every record a wording: in the order written where there are enough, in turns otherwise."""
    if count <= len(titles):
        return titles[:count]
    out: list[str] = []
    while len(out) < count:
        turn = list(titles)
        dice.shuffle(turn)
        out += turn
    return out[:count]
