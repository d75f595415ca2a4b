"""Two years of one union: what the officer put right in the first is known in the second, and so is what was left undone."""

import datetime as dt
import re
import uuid

import pytest

from zhijia.kernel.scope import system
from zhijia.org.models import Post
from zhijia.plans.models import Lesson, Occurrence, Plan, Reading, Task

pytestmark = pytest.mark.django_db

PAPER = """顺达机械工会2026年工作计划
一、强基工程
1．年会前走访慰问老劳模10户。（责任人：工会办）
2．5月举办职工运动会。
二、关爱行动
1．8月发放清凉用品。
2．秋天组织“悦读”沙龙。
"""
SECOND = """顺达机械工会2027年下半年工作打算
一、强基工程
1．年会前看望退休职工。（责任人：工会办）
2．9月组织安全培训。
"""


def send(client, address, **form):
    return client.post(address, {"key": uuid.uuid4().hex, **form})


def page(client, address):
    answer = client.get(address, follow=True)
    assert answer.status_code == 200, address
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", answer.content.decode()))


def the(model, **conditions):
    with system("故事：看一眼"):
        return model.objects.filter(**conditions).latest("pk")


def change(client, reading, word, do):
    reading = the(Reading, pk=reading.pk)
    key = next(task["key"] for task in reading.content["tasks"] if word in task["title"])
    assert send(client, f"/plans/read/{reading.pk}/task/{key}/", do=do).status_code == 302


def accept(client, reading):
    version = the(Reading, pk=reading.pk).version
    answer = send(client, f"/plans/read/{reading.pk}/accept/", version=version)
    assert answer.status_code == 302, answer.content.decode()[-1000:]
    return the(Plan, reading=reading)


def test_two_years_of_a_union(client_as, town, settings):
    officer = client_as("officer")
    women = the(Post, union=town.works, office="women")

    # January 2026. The reader does not know when 年会 is, nor who 工会办 is: the officer says it, once.
    settings.TODAY = dt.date(2026, 1, 8)
    send(officer, "/plans/read/", text=PAPER)
    reading = the(Reading, union=town.works)
    change(officer, reading, "老劳模", "turn:12")
    change(officer, reading, "老劳模", f"match:post:{women.pk}")
    first = accept(officer, reading)
    assert "“年会前”是12月" in page(officer, "/plans/read/lessons/")

    # The year passes: the sports day was held in June, the cooling goods went out, the model workers were not visited.
    for word, on in (("运动会", "2026-06-12"), ("清凉", "2026-08-03")):
        settings.TODAY = dt.date.fromisoformat(on)
        task = the(Task, plan=first, title__contains=word)
        form = {
            "on": on,
            "title": "办好了",
            "who": "工会",
            "task": task.pk,
            "finishes": the(Occurrence, task=task).pk,
            "then": "see",
        }
        assert send(officer, "/plans/traces/new/", **form).status_code == 302

    # January 2027. She begins from last year's tasks. What was not done is marked and stands together.
    settings.TODAY = dt.date(2027, 1, 10)
    assert "从上年任务开始" in page(officer, "/plans/?year=2027")
    send(officer, "/plans/read/last-year/", plan=first.pk)
    draft = the(Reading, from_plan=first)
    everything = page(officer, f"/plans/read/{draft.pk}/")
    assert "上年没有做；计划10户，做到0户" in everything
    assert "实际在6月办的" in everything
    assert "上年没做完的2" in everything  # the visit, and the salon that nobody set a date for
    undone = page(officer, f"/plans/read/{draft.pk}/?show=undone")
    assert "走访慰问老劳模10户" in undone
    assert "上年任务1.2" not in undone

    # The sports day moves to where it was really held; the rest she keeps. Last year stays as it was.
    change(officer, draft, "运动会", "months:6")
    second = accept(officer, draft)
    assert (second.period_code, second.title) == ("2027", "顺达机械工会2027年工作计划")
    sports = the(Task, plan=second, title__contains="运动会")
    assert sports.continues_id == the(Task, plan=first, title__contains="运动会").pk
    assert the(Occurrence, task=sports).starts_on == dt.date(2027, 6, 1)
    assert "实际在6月办的" in page(officer, f"/plans/tasks/{sports.pk}/")
    visit = the(Task, plan=first, title__contains="老劳模")
    assert the(Occurrence, task=visit).ends_on == dt.date(2026, 12, 31)

    # In summer a paper for the second half-year: 工会办 is known by now. 年会 was said of a plan of a whole year.
    settings.TODAY = dt.date(2027, 6, 20)
    send(officer, "/plans/read/", text=SECOND)
    reading = the(Reading, union=town.works)
    task = next(task for task in reading.content["tasks"] if "退休" in task["title"])
    assert (task["owner_post"], task["months"]) == (women.pk, [])
    assert "按您上次的改法：责任人“工会办”就是唐春梅" in page(officer, f"/plans/read/{reading.pk}/")
    accept(officer, reading)
    assert the(Lesson, kind="owner").helped == 1
