"""Chance that repeats: every part of the town draws from a stream of its own.

One shared generator would make each later name depend on how many numbers an earlier part took; with a
stream per purpose a changed sentence in the story leaves the members' names as they were.
"""

import random
from datetime import date, timedelta
from functools import lru_cache

SEED = 20261120
TODAY = date(2026, 11, 20)
STORY_STARTS = date(2025, 1, 1)

# Days off that fall on weekdays, as published for each year: no officer records a visit on them.
_DAYS_OFF = (
    (date(2025, 1, 1), date(2025, 1, 1)),
    (date(2025, 1, 28), date(2025, 2, 4)),
    (date(2025, 4, 4), date(2025, 4, 6)),
    (date(2025, 5, 1), date(2025, 5, 5)),
    (date(2025, 5, 31), date(2025, 6, 2)),
    (date(2025, 10, 1), date(2025, 10, 8)),
    (date(2026, 1, 1), date(2026, 1, 3)),
    (date(2026, 2, 15), date(2026, 2, 23)),
    (date(2026, 4, 4), date(2026, 4, 6)),
    (date(2026, 5, 1), date(2026, 5, 5)),
    (date(2026, 6, 19), date(2026, 6, 21)),
    (date(2026, 9, 25), date(2026, 9, 27)),
    (date(2026, 10, 1), date(2026, 10, 7)),
)


def stream(name: str, seed: int = SEED) -> random.Random:
    """Return the generator of one purpose; the name is part of the seed."""
    return random.Random(f"{seed}:{name}")  # noqa: S311 - invented people, nothing secret


@lru_cache(maxsize=4096)
def is_workday(day: date) -> bool:
    """Tell whether an office is open on that day."""
    return day.weekday() < 5 and not any(first <= day <= last for first, last in _DAYS_OFF)


@lru_cache(maxsize=4096)
def workdays(first: date, last: date) -> tuple[date, ...]:
    """Return the working days of a span; its first day when it holds none."""
    days = (first + timedelta(n) for n in range((last - first).days + 1))
    return tuple(day for day in days if is_workday(day)) or (first,)


def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(1)


def share(total: int, weights: list[float]) -> list[int]:
    """Divide a whole number by weights, so that the parts add up to it exactly."""
    scale = total / sum(weights)
    parts = [int(weight * scale) for weight in weights]
    by_rest = sorted(range(len(weights)), key=lambda i: (parts[i] - weights[i] * scale, i))
    for i in by_rest[: total - sum(parts)]:
        parts[i] += 1
    return parts
