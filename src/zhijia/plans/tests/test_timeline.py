"""Where bars stand on a plan's own months, and how times are spoken."""

import datetime as dt
from types import SimpleNamespace

import pytest

from zhijia.plans import owners, rules, timeline
from zhijia.plans.timeline import Months, spoken

D = dt.date
YEAR = Months.of(D(2026, 1, 1), D(2026, 12, 31))
TERM = Months.of(D(2026, 9, 1), D(2027, 1, 31))


def line(*spans, state="todo", words="", share=0, traces=0):
    dues = [
        SimpleNamespace(row=SimpleNamespace(starts_on=a, ends_on=b), state=s, name=rules.STATES[s])
        for a, b, s in spans
    ]
    progress = SimpleNamespace(words=words, share=share)
    return SimpleNamespace(dues=dues, progress=progress, state=state, traces=traces)


def test_a_term_has_five_months_and_names_the_new_year():
    heads = TERM.heads(D(2026, 11, 20))
    assert [head["month"] for head in heads] == [9, 10, 11, 12, 1]
    assert heads[4]["year"] == "2027年"
    assert [head["now"] for head in heads] == [False, False, True, False, False]


def test_today_stands_inside_its_month_and_outside_the_plan_nowhere():
    now = YEAR.now(D(2026, 11, 20))
    assert (now["from"], now["to"]) == ("83.33%", "91.67%")
    assert 83.33 < float(now["left"].rstrip("%")) < 91.67
    assert YEAR.now(D(2027, 1, 5)) is None


def test_a_bar_runs_from_the_first_morning_to_the_last_evening():
    (bar,) = timeline.marks(line((D(2026, 9, 1), D(2026, 11, 15), "late"), words="26/30家，逾期5天"), YEAR)
    assert (bar.left, bar.width, bar.words, bar.place) == ("66.67%", "20.83%", "26/30家，逾期5天", "in")


def test_words_too_long_for_their_bar_stand_beside_it_or_before_it():
    (spring,) = timeline.marks(line((D(2026, 4, 1), D(2026, 4, 30), "done"), words="完成，参加156人次"), YEAR)
    (winter,) = timeline.marks(
        line((D(2026, 12, 1), D(2026, 12, 31), "done"), words="完成，参加156人次"), YEAR
    )
    assert (spring.place, spring.at) == ("beside", "33.33%")
    assert (winter.place, winter.at) == ("before", "91.67%")


def test_a_monthly_task_is_a_row_of_dots():
    months = [(D(2026, m, 1), D(2026, m, 28), "done") for m in range(1, 13)]
    marks = timeline.marks(line(*months), YEAR)
    assert {mark.shape for mark in marks} == {"dot"}
    assert marks[0].title == "1月28日前完成"


def test_of_several_bars_the_late_one_speaks():
    spans = [(D(2026, 3, 1), D(2026, 3, 31), "done"), (D(2026, 6, 1), D(2026, 7, 31), "late")]
    first, second = timeline.marks(line(*spans, words="1/2次，逾期112天"), YEAR)
    assert (first.words, second.words) == ("完成", "1/2次，逾期112天")


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (D(2026, 3, 1), D(2026, 3, 31), "3月"),
        (D(2026, 3, 1), D(2026, 5, 31), "3月至5月"),
        (D(2026, 9, 1), D(2026, 11, 15), "9月至11月15日"),
        (D(2026, 6, 1), D(2026, 6, 20), "6月20日前"),
        (D(2026, 6, 8), D(2026, 6, 8), "6月8日"),
        (D(2026, 6, 8), D(2026, 6, 20), "6月8日至20日"),
        (D(2026, 12, 20), D(2027, 1, 10), "12月20日至1月10日"),
    ],
)  # fmt: skip
def test_times_are_spoken_as_the_office_speaks(start, end, words):
    assert spoken(start, end) == words


CANDIDATES = [
    owners.Candidate("post:1", "周永明（主席）", "周永明", "chair", ("主席",)),
    owners.Candidate("post:2", "范立民（副主席）", "范立民", "vice", ("副主席",)),
    owners.Candidate("post:3", "钱玉兰（会计）", "钱玉兰", "accountant", ("会计", "财务")),
    owners.Candidate("union:7", "第一分工会", "第一分工会", "", ("一分会",)),
]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("范立民、周永明", "post:1"), ("财务科", "post:3"), ("第一分工会组长", "union:7"), ("副主席", "post:2"),
        ("各分工会", None), ("", None),
    ],
)  # fmt: skip
def test_an_owner_in_words_suggests_a_post_or_a_union(text, first):
    found = owners.suggested(text, CANDIDATES)
    assert (found[0].value if found else None) == first


def test_only_a_whole_name_is_matched_without_asking():
    assert owners.named("范立民", CANDIDATES).value == "post:2"
    assert owners.named("范立民、周永明", CANDIDATES) is None
    assert owners.named("范立民", [*CANDIDATES, CANDIDATES[1]]) is None
