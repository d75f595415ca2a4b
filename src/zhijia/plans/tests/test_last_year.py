"""Last year's tasks in the new period: months, rhythms, feasts, terms, the end of February; and what became of them."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhijia.kernel.figures import Period
from zhijia.plans import last_year, reading, rules
from zhijia.plans.last_year import Before, Fate

D = dt.date


def carried(task, period):
    return last_year.content_of([], [task], Period(period))["tasks"][0]


def one(months, period="2025", recurrence="", deadline=None, **more):
    """A task as an accepted plan has it."""
    p = Period(period)
    spans = rules.occurrences(months, p.start.year, recurrence, deadline, p)
    return Before(7, "1.2", more.pop("title", "走访职工"), spans=tuple(spans), recurrence=recurrence, **more)


@pytest.mark.parametrize(
    ("code", "next_code"),
    [
        ("2025", "2026"), ("2025H1", "2026H1"), ("2025H2", "2026H2"), ("2025-2026", "2026-2027"),
        ("2025-2026-1", "2026-2027-1"), ("2025-2026-2", "2026-2027-2"),
    ],
)  # fmt: skip
def test_the_same_period_one_year_on(code, next_code):
    assert last_year.following(Period(code)).code == next_code
    assert last_year.following(Period(code)).previous_year() == Period(code)


@pytest.mark.parametrize(
    ("task", "period", "months", "deadline"),
    [
        (one([3]), "2025", [3], None),
        (one([3, 4, 5], deadline=(5, 20)), "2025", [3, 4, 5], [5, 20]),
        (one([], recurrence="quarterly"), "2025", [], None),
        (one([], recurrence="monthly"), "2025", [], None),
        (one([3, 6, 9, 12], recurrence="quarterly"), "2025", [3, 6, 9, 12], None),
        (one([], recurrence="yearly:4"), "2025", [], None),
        (one([9, 1], "2025-2026-1"), "2025-2026-1", [1, 9], None),
        (one([2], "2024", deadline=(2, 29)), "2024", [2], None),  # all of February, whatever its length
        (one([2], "2024", deadline=(2, 28)), "2024", [2], [2, 28]),
        (one([1, 2], when="春节", title="慰问职工"), "2025", [1, 2], None),
        (one([10], when="中秋节", title="慰问职工"), "2025", [9], None),  # 2025-10-06, 2026-09-25
        (one([9], when="9月", title="中秋慰问"), "2026", [9], None),  # 2026-09-25, 2027-09-15
        (one([10], title="中秋慰问", deadline=(10, 3)), "2025", [9], None),
        (one([9], title="中秋慰问"), "2025", [9], None),  # was never in its feast's month
    ],
)
def test_where_a_task_goes(task, period, months, deadline):
    found = carried(task, period)
    assert (found["months"], found["deadline"]) == (months, deadline)


def test_what_was_cancelled_comes_as_out_and_every_task_says_where_it_comes_from():
    found = carried(one([3], dropped=True, times="3月"), "2025")
    assert found["dropped"]
    assert found["continues"] == 7
    assert found["sentence"] == "上年任务1.2：走访职工，3月。"
    assert "没有定时间" in carried(one([]), "2025")["sentence"]


def test_the_title_moves_with_the_year():
    assert last_year.retitled("顺达机械工会2025年工作计划") == "顺达机械工会2026年工作计划"
    assert last_year.retitled("2025—2026学年第一学期工会计划") == "2026—2027学年第一学期工会计划"
    assert last_year.retitled("工作计划") == "工作计划"


@pytest.mark.parametrize(
    ("fate", "told", "undone"),
    [
        (Fate("done", "完成，走访42户", 5), "完成，走访42户", False),
        (Fate("done", "完成，走访42户", 5, 30, "42", "户"), "完成；计划 30 户，做到 42 户", False),
        (Fate("late", "26/30家，逾期300天", 4, 30, "26", "家"), "没做完；计划 30 家，做到 26 家", True),
        (Fate("late", "逾期300天"), "没有做", True),
        (Fate("late", "1/4次，逾期60天", 1), "没做完，1/4次", True),
        (Fate("late", "逾期60天", 1), "没做完", True),
        (Fate("undated"), "没定时间，也没有登记", True),
        (Fate("undated", traces=3), "没定时间，登记过 3 次", False),
        (Fate("todo"), "还没到时间", False),
        (Fate("late", dropped=True), "已取消", False),
        (
            Fate("done", "完成", 1, planned=frozenset([3]), done=frozenset([5]), moved=(("3月", "5月"),)),
            "完成；原定3月，改到5月；实际在5月办的",
            False,
        ),
    ],
)
def test_what_became_of_it(fate, told, undone):
    assert (fate.told, fate.undone) == (told, undone)


def test_months_are_suggested_only_where_the_work_was_done_in_others():
    assert Fate("done", planned=frozenset([3, 4]), done=frozenset([4])).suggested == []
    assert Fate("done", planned=frozenset([3]), done=frozenset([6, 5])).suggested == [5, 6]
    assert Fate("done", recurrence="monthly", planned=frozenset([3]), done=frozenset([5])).suggested == []


CODES = ["2025", "2025H1", "2025H2", "2025-2026", "2025-2026-1", "2025-2026-2"]


MONTHS = st.lists(st.integers(1, 12), unique=True, max_size=5)
RHYTHMS = st.sampled_from(["", "monthly", "quarterly", "weekly", "yearly:4"])
DEADLINES = st.none() | st.tuples(st.integers(1, 12), st.integers(1, 28))


@given(st.sampled_from(CODES), MONTHS, RHYTHMS, DEADLINES)
def test_the_same_times_a_year_on(code, months, recurrence, deadline):
    """What an accepted plan dates comes back on the same days of the next, and everything stays."""
    period, target = Period(code), last_year.following(Period(code))
    inside = {month.start.month for month in period.months()}
    months = [month for month in months if month in inside]
    if deadline and deadline[0] not in (months or inside):
        deadline = None
    spans = rules.occurrences(months, period.start.year, recurrence, deadline, period)
    found = last_year.content_of(
        [], [Before(1, "1.1", "走访", spans=tuple(spans), recurrence=recurrence)], period
    )
    (task,) = found["tasks"]
    again = rules.occurrences(
        task["months"], target.start.year, task["recurrence"],
        tuple(task["deadline"]) if task["deadline"] else None, target,
    )  # fmt: skip
    assert [(a.month, b.month, a.day) for a, b in again] == [(a.month, b.month, a.day) for a, b in spans]
    assert all(b.day == d.day or b.month == 2 for (_, b), (_, d) in zip(again, spans, strict=True))
    assert reading.shape_of(target) == (target.start.year, reading.shape_of(period)[1])
