"""When tasks are due and how far they are: tables worked by hand, then properties."""

import itertools
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhijia.kernel.figures.period import Period
from zhijia.plans import rules
from zhijia.plans.rules import Due, TaskFacts

TODAY = date(2026, 11, 20)
YEAR, FIRST_HALF, SCHOOL = Period("2026"), Period("2026H1"), Period("2026-2027")
FIRST_TERM, SECOND_TERM = Period("2026-2027-1"), Period("2026-2027-2")


def d(text):
    """“3.1” is 1 March 2026, “27.1.31” 31 January 2027."""
    parts = [int(part) for part in text.split(".")]
    return date(*parts) if len(parts) == 3 and parts[0] > 100 else date(*([2026] * (3 - len(parts)) + parts))


def spans(text):
    return [tuple(d(day) for day in pair.split("-")) for pair in text.split()]


# months, recurrence, deadline, period → spans
TIMES = [
    ([3], None, None, YEAR, "3.1-3.31"),
    ([2], None, None, YEAR, "2.1-2.28"),
    ([3, 4, 5], None, None, YEAR, "3.1-5.31"),
    ([5, 4, 3, 4], "", None, YEAR, "3.1-5.31"),
    ([3, 5, 10], None, None, YEAR, "3.1-3.31 5.1-5.31 10.1-10.31"),
    ([1, 2], None, None, YEAR, "1.1-2.28"),
    ([1, 12], None, None, YEAR, "1.1-1.31 12.1-12.31"),
    ([9, 10, 11, 12, 1], None, None, FIRST_TERM, "9.1-2027.1.31"),
    ([12, 1], None, None, FIRST_TERM, "12.1-2027.1.31"),
    ([9, 3], None, None, SCHOOL, "9.1-9.30 2027.3.1-2027.3.31"),
    ([8, 9], None, None, SCHOOL, "9.1-9.30 2027.8.1-2027.8.31"),
    ([3, 6], None, None, SECOND_TERM, "2027.3.1-2027.3.31 2027.6.1-2027.6.30"),
    ([8], None, None, FIRST_TERM, "8.1-8.31"),
    ([3], None, None, FIRST_TERM, "2027.3.1-2027.3.31"),
    ([9], None, None, FIRST_HALF, "9.1-9.30"),
    ([1], None, None, Period("2026-06-01..2027-03-31"), "2027.1.1-2027.1.31"),
    ([6], None, None, Period("2026-06-15..2026-06-20"), "6.1-6.30"),
    ([], None, None, YEAR, ""),
    ([], "yearly:1", None, YEAR, ""),
    ([], "yearly:4", None, YEAR, ""),
    ([1, 2], "yearly:1", None, YEAR, "1.1-2.28"),
    ([3, 9], "yearly:2", None, YEAR, "3.1-3.31 9.1-9.30"),
    ([3, 4, 5], "monthly", None, YEAR, "3.1-3.31 4.1-4.30 5.1-5.31"),
    ([1], "weekly", None, YEAR, "1.1-1.31"),
    (
        [],
        "monthly",
        None,
        FIRST_TERM,
        "9.1-9.30 10.1-10.31 11.1-11.30 12.1-12.31 2027.1.1-2027.1.31",
    ),
    ([], "quarterly", None, YEAR, "1.1-3.31 4.1-6.30 7.1-9.30 10.1-12.31"),
    ([3, 6, 9, 12], "quarterly", None, YEAR, "3.1-3.31 6.1-6.30 9.1-9.30 12.1-12.31"),
    ([], "quarterly", None, FIRST_HALF, "1.1-3.31 4.1-6.30"),
    ([2, 3, 4], "quarterly", None, YEAR, "2.1-3.31 4.1-4.30"),
    ([3], None, (3, 8), YEAR, "3.1-3.8"),
    ([9, 10, 11], None, (11, 15), YEAR, "9.1-11.15"),
    ([4], None, (4, 31), YEAR, "4.1-4.30"),
    ([2], None, (2, 30), YEAR, "2.1-2.28"),
    ([], None, (4, 30), YEAR, "4.1-4.30"),
    ([], None, (4, 15), YEAR, "4.1-4.15"),
    ([3], None, (6, 15), YEAR, "3.1-3.31"),
    ([5, 6], None, (3, 15), YEAR, "5.1-6.30"),
    ([3, 9], None, (9, 10), YEAR, "3.1-3.31 9.1-9.10"),
    ([12, 1], None, (1, 15), FIRST_TERM, "12.1-2027.1.15"),
    ([], "monthly", (12, 25), Period("2026-11-01..2026-12-31"), "11.1-11.30 12.1-12.25"),
]


@pytest.mark.parametrize(("months", "recurrence", "deadline", "period", "wanted"), TIMES)
def test_when_a_task_is_due(months, recurrence, deadline, period, wanted):
    assert rules.occurrences(months, 2026, recurrence, deadline, period) == spans(wanted)


def test_without_a_period_the_calendar_year_counts():
    assert rules.occurrences([3], 2025) == [(date(2025, 3, 1), date(2025, 3, 31))]
    assert len(rules.occurrences([], 2025, "monthly")) == 12


@pytest.mark.parametrize("month", [0, 13, -1])
def test_a_month_that_does_not_exist_is_refused_in_a_sentence(month):
    with pytest.raises(ValueError, match=f"没有{month}月"):
        rules.occurrences([month], 2026)


@pytest.mark.parametrize(
    ("months", "deadline", "said"),
    [
        ([3], None, ""),
        ([3], (3, 8), ""),
        ([], (3, 8), ""),
        ([5, 6], (3, 15), "早于"),
        ([3], (6, 15), "不在所填的月份"),
        ([3], (13, 1), "没有13月1日"),
        ([3], (3, 32), "没有3月32日"),
    ],
)
def test_a_deadline_that_does_not_fit_is_said(months, deadline, said):
    sentence = rules.deadline_problem(months, 2026, None, deadline, YEAR)
    assert said in sentence
    assert bool(sentence) == bool(said)


MONTHS = st.sets(st.integers(1, 12), max_size=12)
PERIODS = st.sampled_from([YEAR, FIRST_HALF, SCHOOL, FIRST_TERM, SECOND_TERM, Period("2026H2"), None])
DEADLINES = st.none() | st.tuples(st.integers(1, 12), st.integers(1, 31))
RECURRENCES = st.sampled_from([None, "", "monthly", "weekly", "quarterly", "yearly:1", "yearly:3"])


def _months_of(times):
    return [m.code for start, end in times for m in Period.between(start, end).months()]


@given(MONTHS, RECURRENCES, DEADLINES, PERIODS)
def test_times_are_in_order_and_never_overlap(months, recurrence, deadline, period):
    times = rules.occurrences(months, 2026, recurrence, deadline, period)
    assert times == sorted(times)
    assert all(start <= end for start, end in times)
    assert max(Counter(_months_of(times)).values(), default=1) == 1


@given(MONTHS, RECURRENCES, PERIODS)
def test_every_named_month_is_due_exactly_once(months, recurrence, period):
    times = rules.occurrences(months, 2026, recurrence, None, period)
    covered = sorted(int(code[-2:]) for code in _months_of(times))
    if months and recurrence == "quarterly":  # April and June are one time of the second quarter
        assert set(covered) >= months
        quarters = {(code[:4], (int(code[-2:]) - 1) // 3) for code in _months_of(times)}
        assert len(times) == len(quarters)  # September and July of a school year are two third quarters
    elif months:
        assert covered == sorted(months)


@given(MONTHS, PERIODS, st.sampled_from(["monthly", "weekly"]))
def test_each_month_of_a_monthly_task_has_exactly_one_time(months, period, recurrence):
    times = rules.occurrences(months, 2026, recurrence, None, period)
    span = period or YEAR
    assert all((start.year, start.month) == (end.year, end.month) for start, end in times)
    assert len(times) == (len(months) or len(span.months()))
    if not months:
        assert _months_of(times) == [month.code for month in span.months()]


@given(MONTHS, RECURRENCES, DEADLINES, PERIODS)
def test_a_deadline_only_narrows(months, recurrence, deadline, period):
    free = rules.occurrences(months, 2026, recurrence, None, period)
    bound = rules.occurrences(months, 2026, recurrence, deadline, period)
    if free:
        assert [start for start, _ in bound] == [start for start, _ in free]
        assert all(a <= b for (_, a), (_, b) in zip(bound, free, strict=True))
        assert sum(a != b for a, b in zip(bound, free, strict=True)) <= 1


# --- progress: pictures and hand-worked cases ---------------------------------------------------------------


def due(text, finished=False, traces=0):
    (start, end), *_ = spans(text)
    return Due(start, end, finished, traces)


CASES = {
    "picture 3.4: one span finished, the kind's own measure": (
        TaskFacts((due("7.1-9.30", True, 58),), traces=58, done_verb="检查", measured=58, measured_unit="家"),
        ("done", 1, 1, Decimal(1), 0, "完成，检查58家"),
    ),
    "picture 3.6: quantity not reached, deadline five days gone": (
        TaskFacts((due("9.1-11.15", traces=26),), quantity=30, unit="家", reached=26, traces=26),
        ("late", 0, 1, Decimal(26) / 30, 5, "26/30家，逾期5天"),
    ),
    "picture 4.6: on the way": (
        TaskFacts((due("11.1-12.31", traces=12),), quantity=60, unit="户", reached=38, traces=12),
        ("doing", 0, 1, Decimal(38) / 60, 0, "38/60户"),
    ),
    "picture 4.7: thousands on a page": (
        TaskFacts((due("4.1-10.31", True),), traces=142, done_verb="", measured=9640, measured_unit="人"),
        ("done", 1, 1, Decimal(1), 0, "完成，9,640人"),
    ),
    "picture 4.9: a day to come": (
        TaskFacts((due("11.1-11.29", traces=1),), traces=1),
        ("doing", 0, 1, Decimal(0), 0, "11-29"),
    ),
    "picture 3.2: done, nothing measured": (
        TaskFacts((due("4.1-4.30", True, 2),), traces=2),
        ("done", 1, 1, Decimal(1), 0, "完成"),
    ),
    "held once is simply done": (
        TaskFacts((due("4.1-4.30", True),), traces=1, done_verb="召开", measured=1, measured_unit="次"),
        ("done", 1, 1, Decimal(1), 0, "完成"),
    ),
    "done is not said twice": (
        TaskFacts((due("4.1-4.30", True),), traces=3, done_verb="完成", measured=3, measured_unit="份"),
        ("done", 1, 1, Decimal(1), 0, "完成，3份"),
    ),
    "quantity reached finishes every time": (
        TaskFacts(
            (due("3.1-3.31"), due("9.1-9.30")), quantity=10, unit="家", reached=12, traces=4, done_verb="协商"
        ),
        ("done", 2, 2, Decimal(1), 0, "完成，协商12家"),
    ),
    "last day is not late": (
        TaskFacts((due("11.1-11.20"),)),
        ("todo", 0, 1, Decimal(0), 0, "11-20"),
    ),
    "the day after is": (
        TaskFacts((due("11.1-11.19"),)),
        ("late", 0, 1, Decimal(0), 1, "逾期1天"),
    ),
    "a month that runs is not late": (
        TaskFacts((due("11.1-11.30"),)),
        ("todo", 0, 1, Decimal(0), 0, ""),
    ),
    "work recorded but not finished, month gone": (
        TaskFacts((due("10.1-10.31", traces=3),), traces=3),
        ("late", 0, 1, Decimal(0), 20, "逾期20天"),
    ),
    "monthly, up to date": (
        TaskFacts(tuple(due(f"{m}.1-{m}.28", m <= 10, 1) for m in range(1, 13)), traces=10),
        ("doing", 10, 12, Decimal(10) / 12, 0, "10/12次"),
    ),
    "monthly, March forgotten": (
        TaskFacts(tuple(due(f"{m}.1-{m}.28", m <= 10 and m != 3, 1) for m in range(1, 13)), traces=9),
        ("late", 9, 12, Decimal(9) / 12, (TODAY - date(2026, 3, 28)).days, "9/12次，逾期237天"),
    ),
    "three festivals, one to come": (
        TaskFacts((due("3.1-3.31", True), due("5.1-5.31", True), due("12.1-12.31")), traces=2),
        ("doing", 2, 3, Decimal(2) / 3, 0, "2/3次"),
    ),
    "not begun": (
        TaskFacts((due("12.1-12.31"),)),
        ("todo", 0, 1, Decimal(0), 0, ""),
    ),
    "undated is never late": (
        TaskFacts(),
        ("undated", 0, 0, Decimal(0), 0, ""),
    ),
    "undated with work recorded": (
        TaskFacts(traces=2),
        ("doing", 0, 0, Decimal(0), 0, ""),
    ),
    "once a year, undated, done": (
        TaskFacts(quantity=1, unit="次", reached=1, traces=1),
        ("done", 0, 0, Decimal(1), 0, "完成"),
    ),
    "six times a year, undated, half way": (
        TaskFacts(quantity=6, unit="次", reached=3, traces=3),
        ("doing", 0, 0, Decimal("0.5"), 0, "3/6次"),
    ),
    "late with a quantity and nothing done": (
        TaskFacts((due("3.1-3.31"),), quantity=5, unit="家"),
        ("late", 0, 1, Decimal(0), (TODAY - date(2026, 3, 31)).days, "0/5家，逾期234天"),
    ),
    "a quantity of nothing is none": (
        TaskFacts((due("12.1-12.31"),), quantity=0, unit="家"),
        ("todo", 0, 1, Decimal(0), 0, ""),
    ),
}


@pytest.mark.parametrize(("facts", "wanted"), CASES.values(), ids=CASES)
def test_how_far_a_task_is(facts, wanted):
    p = rules.progress(facts, TODAY)
    assert (p.state, p.done, p.total, p.share, p.late_days, p.words) == wanted
    assert p.name == rules.STATES[p.state]


DAYS = st.dates(date(2025, 9, 1), date(2027, 8, 31))
DUES = st.lists(
    st.builds(
        lambda start, long, finished, traces: Due(start, start + timedelta(long), finished, traces),
        DAYS,
        st.integers(0, 120),
        st.booleans(),
        st.integers(0, 3),
    ),
    max_size=13,
).map(tuple)
FACTS = st.builds(
    TaskFacts,
    dues=DUES,
    quantity=st.none() | st.integers(0, 50),
    unit=st.sampled_from(["家", "次"]),
    reached=st.integers(0, 120),
    traces=st.integers(0, 9),
    measured=st.integers(0, 9),
    measured_unit=st.sampled_from(["家", "人次"]),
)


@given(FACTS, DAYS)
def test_progress_is_never_more_than_whole_and_whole_means_done(facts, today):
    p = rules.progress(facts, today)
    assert 0 <= p.share <= 1
    assert (p.share == 1) == (p.state == "done")
    assert p.done <= p.total == len(p.states) == len(facts.dues)
    assert (p.late_days > 0) == (p.state == "late" or "late" in p.states)
    assert (p.state == "undated") <= (not facts.dues)


@given(FACTS, DAYS, st.integers(1, 400))
def test_time_alone_finishes_nothing_and_heals_nothing(facts, today, later):
    now, then = rules.progress(facts, today), rules.progress(facts, today + timedelta(later))
    assert now.share == then.share
    assert (now.state == "late") <= (then.state == "late")
    assert (now.state == "done") == (then.state == "done")


@given(FACTS, DAYS)
def test_nothing_is_late_before_its_last_day_has_passed(facts, today):
    if all(today <= due.ends_on for due in facts.dues):
        assert "late" not in (rules.progress(facts, today).state, *rules.progress(facts, today).states)


def test_a_section_adds_up_its_tasks():
    states = ["done"] * 7 + ["doing", "late"]
    assert rules.tally(states) == {"done": 7, "doing": 1, "late": 1, "todo": 0, "undated": 0}
    assert rules.tally_words(states) == "9 项，完成 7，进行中 1，逾期 1"
    assert rules.tally_words([]) == "0 项"


# --- moving -------------------------------------------------------------------------------------------------

MOVES = [
    (None, "3.1-3.31", False),
    ("3.1-3.31", "3.10-3.20", False),
    ("3.1-3.31", "3.1-3.31", False),
    ("3.1-3.31", "4.1-4.30", True),
    ("9.1-10.31", "9.1-11.15", True),
    ("9.1-10.31", "9.10-10.15", False),
    ("9.1-10.31", "10.1-10.31", True),
    ("3.1-3.31", "2027.3.1-2027.3.31", True),
]


@pytest.mark.parametrize(("old", "new", "asks"), MOVES)
def test_only_another_month_asks_why(old, new, asks):
    before, after = old and spans(old)[0], spans(new)[0]
    assert rules.asks_reason(before, after) is asks


def test_taking_a_date_away_asks_why():
    assert rules.asks_reason(spans("3.1-3.31")[0], None)
    assert not rules.asks_reason(None, None)


SPANS = st.tuples(DAYS, st.integers(0, 90)).map(lambda pair: (pair[0], pair[0] + timedelta(pair[1])))


@given(st.lists(SPANS, min_size=2, max_size=8))
def test_moving_keeps_the_original(path):
    first = None
    for old, new in itertools.pairwise(path):
        kept, first = first, rules.original(first, old, new)
        assert kept is None or first == kept
    asked = [old for old, new in itertools.pairwise(path) if rules.asks_reason(old, new)]
    assert first == (asked[0] if asked else None)
