"""The nouns of a plan: what the reader hands to its callers.

Nothing here changes once made; spans (`start`, `end`) are offsets into `Plan.text`, end exclusive.
"""

from __future__ import annotations

from typing import NamedTuple


class Unreadable(Exception):
    """The file cannot be read; the message is a plain Chinese sentence that says what to do."""


class Heading(NamedTuple):
    """One heading of the outline. `level` is nesting depth, `number` the bare numeral or ""."""

    level: int
    number: str
    title: str
    start: int
    end: int


class Task(NamedTuple):
    """An intended activity that the text ties to a time.

    `deadline` is (month, day) when the text names a day or a part of a month: 上旬 is day 10,
    中旬 day 20, 下旬, 月底 and 月末 day 31, which stands for the last day of that month
    whatever its length. `school_year_offset` is 1 when all months of the task lie in the
    calendar year after the one the plan starts in (January of a first term), else 0.
    """

    title: str
    months: tuple[int, ...]
    when: str
    recurrence: str | None
    owner: str | None
    section: str | None
    start: int
    end: int
    sentence: str
    deadline: tuple[int, int] | None = None
    quantity: int | None = None
    unit: str | None = None
    school_year_offset: int = 0


class Measure(NamedTuple):
    """An intended activity without any time."""

    title: str
    section: str | None
    owner: str | None
    start: int
    end: int
    sentence: str
    quantity: int | None = None
    unit: str | None = None


class Plan(NamedTuple):
    """A union's document as the reader understood it.

    `unused` holds the (start, end) of every stretch of `text` that became neither heading nor task
    nor measure: with the spans of those it covers every letter and digit.

    `period` is one of calendar, first_half, second_half, school_year, first_term, second_term;
    in school_year and first_term a caller puts the months of the new calendar year
    (`zhijia.planreader.months_after_new_year`) into `year` + 1.
    """

    kind: str
    year: int | None
    year_masked: bool
    union_type: str
    title: str
    text: str
    period: str
    outline: list[Heading]
    tasks: list[Task]
    undated: list[Measure]
    unused: list[tuple[int, int]]
    warnings: list[str]
