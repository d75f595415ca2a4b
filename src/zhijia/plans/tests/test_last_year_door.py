"""Beginning from last year's tasks, through the doors: chosen, seen, corrected, accepted; and what may stand against it."""

import datetime as dt
import re
import uuid

import pytest
from django.urls import reverse

from zhijia.kernel.actions import Blocked, opened
from zhijia.kernel.scope import scope, system
from zhijia.kernel.testing import settled_queries
from zhijia.org.models import Post
from zhijia.plans import carrying
from zhijia.plans.actions import plans as verbs
from zhijia.plans.actions.traces import record
from zhijia.plans.models import Kind, Lesson, Plan, Reading, Task, Trace
from zhijia.plans.reading_intake import Document, take_in

pytestmark = pytest.mark.django_db
START = "/plans/read/last-year/"
D = dt.date
OLD = """顺达机械工会2026年工作计划
一、组织建设
1．3月发展新会员20人。（责任人：许文静）
2．每季度开展一次安全检查。
二、帮扶慰问
1．6月20日前走访困难职工10户。
2．中秋节慰问一线职工。
3．5月举办职工运动会。
4．丰富职工文化生活，开展读书活动。
"""


@pytest.fixture
def officer(client_as):
    return client_as("officer")


@pytest.fixture
def by(seat_of):
    return seat_of("officer")


@pytest.fixture
def old(by):
    """The plan of the year that runs: visits done, the sports day moved and held in July, the rest not done."""
    with scope(by):
        reading = take_in(Document("计划.txt", OLD.encode()), by=by, key=None)
        plan = verbs.accept(Plan(reading=reading), by=by)
        visit, sports = task(plan, "走访"), task(plan, "运动会")
        due = sports.occurrences.get()
        verbs.shift(due, by=by, starts_on=D(2026, 7, 1), ends_on=D(2026, 7, 31), reason="场地在修")
        for row, on, more in (
            (visit, D(2026, 6, 3), {"kind": Kind.objects.get(code="visit"), "measures": {"households": 12}}),
            (sports, D(2026, 7, 9), {}),
        ):
            due = row.occurrences.get()
            record(Trace(on=on, title="办了", who="工会", task=row, finishes=due, **more), by=by)
        verbs.cancel(task(plan, "读书"), by=by, reason="并到文化节里")
    return plan


def task(plan, word):
    return Task.objects.filter(plan=plan, title__contains=word).first()


def begin(client, plan, **form):
    return client.post(START, {"key": uuid.uuid4().hex, "plan": plan.pk, **form})


def draft():
    with system("测试"):
        return Reading.objects.filter(from_plan__isnull=False, state="open").latest("pk")


def row(reading, word):
    return next(found for found in reading.content["tasks"] if word in found["title"])


def said(answer):
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", answer.content.decode()))


def accept(client, reading):
    with system("测试"):
        version = Reading.objects.get(pk=reading.pk).version
    form = {"key": uuid.uuid4().hex, "version": version}
    return client.post(reverse("plans:reading_accept", args=[reading.pk]), form)


# --- choosing


def test_the_plan_is_offered_with_what_was_not_done(officer, old):
    page = said(officer.get(START))
    assert "顺达机械工会2026年工作计划（草案）" in page
    assert "2027年度计划" in page
    assert "从这份开始" in page
    assert "从上年任务开始" in said(officer.get("/plans/read/"))


def test_without_a_plan_of_last_year_it_is_told_what_to_do(officer):
    page = said(officer.get(START))
    assert "这里没有上年的计划" in page
    assert "先把上年的计划文件读进来" in page
    assert officer.post(START, {"plan": "99999", "key": "k"}).status_code == 403


def test_two_plans_of_last_year_are_both_offered(officer, old, by):
    with scope(by):
        text = OLD.replace("2026年", "2026年上半年").encode()
        half = take_in(Document("半年.txt", text), by=by, key=None)
        verbs.correct(half, by=by, content=half.content, title="上半年计划", year=2026, shape="first_half")
        verbs.accept(Plan(reading=half), by=by)
    page = said(officer.get(START))
    assert "2027年度计划" in page
    assert "2027年上半年计划" in page


def test_a_withdrawn_plan_is_named_and_not_begun_from(officer, client_as, old, seat_of, by):
    with scope(seat_of("chair")):
        verbs.withdraw(old, by=seat_of("chair"), reason="重做")
    assert "已撤回，不能从它开始" in said(officer.get(START))
    assert begin(officer, old).status_code == 409
    with scope(by), pytest.raises(Blocked):
        verbs.begin(Reading(from_plan=old, name="x"), by=by)


def test_begun_once_one_goes_on_with_that_draft(officer, client_as, old):
    key = uuid.uuid4().hex
    first = begin(officer, old, key=key)
    assert begin(officer, old, key=key).url == first.url  # a double click
    assert begin(client_as("chair"), old).url == first.url  # a colleague an hour later
    assert "已经开了头，接着核对" in said(officer.get(START))
    with system("测试"):
        assert Reading.objects.filter(from_plan=old).count() == 1


def test_who_was_quicker_keeps_the_draft(officer, old, by, monkeypatch):
    """Both looked before either had begun: the second lands in the draft of the first."""
    with scope(by):
        (source,) = carrying.sources(by.union_id)
        carrying.begin(source, by=by, key=None)
        waiting = iter([[source], carrying.sources(by.union_id)])
    monkeypatch.setattr(carrying, "sources", lambda union_id: next(waiting))
    answer = begin(officer, old)
    assert answer.url == reverse("plans:reading", args=[draft().pk])


@pytest.mark.parametrize("login", ["member", "accountant"])
def test_who_may_not_plan_is_told_whom_to_ask(client_as, login):
    assert client_as(login).get(START).status_code == 403


def test_another_unions_plan_is_none_to_begin_from(client_as, old):
    assert begin(client_as("neighbour"), old).status_code == 403


# --- seeing and correcting


def test_every_task_comes_along_with_what_became_of_it(officer, old):
    begin(officer, old)
    reading = draft()
    assert (reading.year, reading.title) == (2027, "顺达机械工会2027年工作计划")
    assert [s["title"] for s in reading.content["sections"]] == ["组织建设", "帮扶慰问"]
    assert row(reading, "走访")["deadline"] == [6, 20]
    assert row(reading, "安全检查")["recurrence"] == "quarterly"
    assert row(reading, "运动会")["months"] == [5]
    assert row(reading, "读书")["dropped"]
    page = said(officer.get(f"/plans/read/{reading.pk}/"))
    assert "上年没有做" in page
    assert "上年完成；计划10户，做到12户，台账1条" in page
    assert "上年完成；原定5月，改到7月；实际在7月办的" in page
    assert "改到7月" in page
    assert "中秋节这次是2027年9月15日" in page
    assert "上年任务2.1" in page
    assert "上年已取消" in said(officer.get(f"/plans/read/{reading.pk}/?show=out"))


def test_what_was_not_done_stands_first_among_the_tabs(officer, old):
    begin(officer, old)
    answer = officer.get(f"/plans/read/{draft().pk}/?show=undone")
    shown = re.findall(r'data-row="(t\d+)"', answer.content.decode())
    titles = [found["title"] for found in draft().content["tasks"] if found["key"] in shown]
    assert any("新会员" in title for title in titles)
    assert not any("走访" in title or "运动会" in title or "读书" in title for title in titles)


def test_one_click_puts_a_task_where_it_was_really_done(officer, old):
    begin(officer, old)
    found = row(draft(), "运动会")
    address = reverse("plans:reading_task", args=[draft().pk, found["key"]])
    for _ in range(2):
        officer.post(address, {"do": "months:7"})
    assert row(draft(), "运动会")["months"] == [7]
    for nonsense in ("months:", "months:13", "months:x"):
        officer.post(address, {"do": nonsense})
    assert row(draft(), "运动会")["months"] == [7]


def test_accepted_the_new_tasks_know_which_they_continue(officer, old, by):
    begin(officer, old)
    reading = draft()
    answer = accept(officer, reading)
    with scope(by):
        plan = Plan.objects.get(reading=reading)
        visit = task(plan, "走访")
        assert answer.url == reverse("plans:plan", args=[plan.pk])
        assert (plan.period_code, plan.state, plan.tasks.count()) == ("2027", "draft", 5)
        assert visit.continues == task(old, "走访")
        assert visit.occurrences.get().ends_on == D(2027, 6, 20)
        assert task(old, "走访").occurrences.get().ends_on == D(2026, 6, 20)
        assert not Lesson.objects.exists()
    page = said(officer.get(f"/plans/tasks/{visit.pk}/"))
    assert "完成；计划10户，做到12户，看上年这一项" in page
    assert "这一期已有《顺达机械工会2027年工作计划》" in said(officer.get(START))
    assert begin(officer, old).url == reverse("plans:plan", args=[plan.pk])
    assert officer.get(f"/plans/?year=2027&plan={plan.pk}").status_code == 200


def test_thrown_away_it_may_be_begun_anew(officer, old):
    begin(officer, old)
    first = draft()
    officer.post(reverse("plans:reading_drop", args=[first.pk]), {"key": uuid.uuid4().hex})
    begin(officer, old)
    assert draft().pk != first.pk


def test_whoever_left_office_is_no_owner_but_stands_by_name(officer, old, by):
    with system("测试") as god, opened("test.leaves", by=god):
        post = task(old, "新会员").owner_post
        Post.objects.filter(pk=post.pk).update(held_to=D(2026, 8, 1))
    begin(officer, old)
    found = row(draft(), "新会员")
    assert (found["owner"], found["owner_post"]) == ("许文静", None)


def test_the_pages_ask_no_more_for_more_tasks(officer, old, by):
    begin(officer, old)
    settled_queries(lambda: officer.get(f"/plans/read/{draft().pk}/"), lambda: None)

    def grow():
        with scope(by):
            rows = [Task(plan=old, order=50 + n, number=f"9.{n}", title=f"第{n}件事") for n in range(40)]
            verbs.add.all(rows, by=by)

    settled_queries(lambda: officer.get(START), grow)
