"""When somebody reaches the legal retirement age, pure. The ages are dated parameters with their source (retirement.toml).

A computed date proposes that a membership be retained; a person decides (field notes).
"""

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

MEN, WOMEN_STAFF, WOMEN_WORKERS = "men", "women_staff", "women_workers"


@dataclass(frozen=True)
class Ages:
    """One group's rule: the old age, from which month on it rises, a month for so many months, up to the new age."""

    old: int
    rises_from: dt.date
    every: int
    new: int
    source: str


@cache
def ages() -> dict[str, Ages]:
    """The rules in force, by group."""
    told = tomllib.loads((Path(__file__).parent / "retirement.toml").read_text(encoding="utf-8"))
    return {
        name: Ages(source=told["source"], rises_from=told["rises_from"], **rule)
        for name, rule in told["group"].items()
    }


def _month(months: int) -> tuple[int, int]:
    return months // 12, months % 12 + 1


def _count(day: dt.date) -> int:
    """Months since the year nought."""
    return day.year * 12 + day.month - 1


def retires_in(born: dt.date, group: str) -> tuple[int, int]:
    """The year and month in which somebody born on that day reaches the legal age.

    Whoever would have reached the old age before the rise keeps it; later ones wait a month for each `every` months,
    begun ones counted, up to the new age.
    """
    rule = ages()[group]
    old = _count(born) + rule.old * 12
    late = old - _count(rule.rises_from)
    added = 0 if late < 0 else min(late // rule.every + 1, (rule.new - rule.old) * 12)
    return _month(old + added)


def born_up_to(day: dt.date, group: str) -> dt.date:
    """The last birthday with which somebody has reached the legal age by the month of that day."""
    rule = ages()[group]
    wanted = (day.year, day.month)
    months = _count(day) - rule.old * 12
    while retires_in(dt.date(*_month(months), 1), group) > wanted:
        months -= 1
    return dt.date(*_month(months + 1), 1) - dt.timedelta(days=1)


def group_of(gender: str, post_class: str) -> str:
    """Which rule is somebody's; nothing where sex is unknown. Of women whose post is not told, the later one."""
    if gender == "male":
        return MEN
    return {"female": WOMEN_WORKERS if post_class == "worker" else WOMEN_STAFF}.get(gender, "")
