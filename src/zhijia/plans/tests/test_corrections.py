"""Corrections to a reading: each sets a value, so that pressing twice changes nothing."""

import pytest

from zhijia import planreader
from zhijia.kernel.figures import Period
from zhijia.plans import corrections, reading

PLAN = """青溪公司工会2026年工作计划
一、帮扶慰问
1．3月走访困难职工10户。
2．4月走访患病职工。
二、文体活动
1．5月20日前举办职工运动会。
2．丰富职工文化生活，开展读书活动。
"""


@pytest.fixture
def content():
    return reading.content_of(planreader.read_text(PLAN))


def titles(content):
    return [task["title"] for task in reading.kept(content)]


def key(content, word):
    return next(task["key"] for task in content["tasks"] if word in task["title"])


def test_months_switched_on_and_off_leave_the_others_alone(content):
    visit = key(content, "困难")
    once = corrections.with_months(content, visit, [5, -3])
    assert corrections.task_of(once, visit)["months"] == [5]
    assert corrections.with_months(once, visit, [5, -3]) == once


def test_a_merged_task_gives_its_months_and_takes_them_back_with_it(content):
    goal, other = key(content, "困难"), key(content, "患病")
    merged = corrections.merged(content, other, goal)
    assert corrections.task_of(merged, goal)["months"] == [3, 4]
    assert len(titles(merged)) == len(titles(content)) - 1
    back = corrections.taken_back(merged, other)
    assert corrections.task_of(back, goal)["months"] == [3]
    assert titles(back) == titles(content)


def test_merging_fills_what_the_other_left_blank(content):
    goal, other = key(content, "患病"), key(content, "困难")
    merged = corrections.merged(content, other, goal)
    task = corrections.task_of(merged, goal)
    assert (task["quantity"], task["unit"]) == (10, "户")


def test_what_went_into_a_merged_task_follows_it(content):
    a, b, c = key(content, "困难"), key(content, "患病"), key(content, "运动会")
    content = corrections.merged(corrections.merged(content, a, b), b, c)
    assert corrections.task_of(content, a)["merged_into"] == c


def test_nothing_is_merged_into_itself_or_into_what_is_out(content):
    a, b = key(content, "困难"), key(content, "患病")
    assert corrections.merged(content, a, a) == content
    out = corrections.dropped(content, [b])
    assert corrections.merged(out, a, b) == out


def test_the_same_task_added_twice_stands_once(content):
    values = {"title": "办暑期托管班", "months": [7, 8]}
    once = corrections.added(content, "h1", "s1", values)
    assert corrections.added(once, "h1", "s1", values) == once
    assert titles(once).count("办暑期托管班") == 1


def test_a_changed_task_has_another_mark(content):
    visit = key(content, "困难")
    changed = corrections.corrected(content, visit, title="走访")
    before, after = (corrections.mark(corrections.task_of(one, visit)) for one in (content, changed))
    assert before != after


def test_areas_of_a_heading_reach_its_tasks_without_a_kind(content):
    content = corrections.corrected(content, key(content, "运动会"), kind="")
    changed = corrections.with_areas(content, "s1", ["K", "J"])
    assert corrections.task_of(changed, key(content, "运动会"))["area"] == "K"
    assert changed["sections"][1]["areas"] == ["K", "J"]


def test_doubts_name_what_to_look_at(content):
    visit, sports = key(content, "困难"), key(content, "运动会")
    content = corrections.corrected(content, visit, deadline=[2, 10], unit="")
    content = corrections.corrected(content, sports, months=[11], deadline=None)
    found = corrections.doubts(
        content, Period("2026H1"), ["“走访患病职工”的截止时间在开始时间之前，请核对。"]
    )
    assert "早于开始的月份" in found[visit][0]
    assert "没有单位" in found[visit][1]
    assert "11月不在2026年上半年里" in found[sports][0]
    assert found[key(content, "患病")] == ["“走访患病职工”的截止时间在开始时间之前，请核对。"]


def test_what_is_dropped_raises_no_doubt(content):
    visit = key(content, "困难")
    content = corrections.corrected(content, visit, deadline=[2, 10])
    assert visit not in corrections.doubts(corrections.dropped(content, [visit]), Period("2026"), [])
