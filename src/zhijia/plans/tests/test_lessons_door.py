"""Lessons through the doors: a paper is corrected and accepted, the next one is read with what was learned."""

import datetime as dt
import re
import uuid

import pytest
from django.urls import reverse

from zhijia.kernel.actions import NotAllowed, opened
from zhijia.kernel.scope import scope, system
from zhijia.kernel.testing import settled_queries
from zhijia.kernel.trail.models import EventRow
from zhijia.org import actions as org
from zhijia.org.models import Post
from zhijia.plans.actions import lessons as verbs
from zhijia.plans.models import Lesson, Reading

pytestmark = pytest.mark.django_db

PAPER = """顺达机械工会{year}年工作计划
一、强基工程
1．两会期间组织代表座谈。（责任人：工会办）
2．开展“送温暖行动”，看望职工。
3．坚持正确的舆论导向不动摇。
4．走访慰问陈海燕家庭。
二、其他
1．5月组织春游。
2．11月清点工会资产。
"""


@pytest.fixture
def officer(client_as):
    return client_as("officer")


def paper(client, year):
    answer = client.post("/plans/read/", {"key": uuid.uuid4().hex, "text": PAPER.format(year=year)})
    with system("测试"):
        return Reading.objects.get(pk=int(answer.url.strip("/").split("/")[-1]))


def task_of(row, word):
    return next(task for task in row.content["tasks"] if word in task["title"])


def post(client, row, word, **data):
    task = task_of(row, word)
    return client.post(reverse("plans:reading_task", args=[row.pk, task["key"]]), data)


def again(row):
    with system("测试"):
        return Reading.objects.get(pk=row.pk)


def accept(client, row):
    form = {"key": uuid.uuid4().hex, "version": again(row).version}
    answer = client.post(reverse("plans:reading_accept", args=[row.pk]), form, follow=True)
    assert again(row).state == "accepted"
    return said(answer)


def said(answer):
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", answer.content.decode()))


def lessons(**conditions):
    with system("测试"):
        return list(Lesson.objects.filter(**conditions))


@pytest.fixture
def accountant(seat_of, town):
    with system("测试"):
        return Post.objects.get(union=town.works, office="accountant")


@pytest.fixture
def first(officer, accountant):
    """The paper of 2024, corrected and accepted."""
    row = paper(officer, 2024)
    post(officer, row, "座谈", do=f"match:post:{accountant.pk}")
    post(officer, row, "座谈", do="turn:3")
    post(officer, row, "舆论", do="drop")
    heading = reverse("plans:reading_heading", args=[row.pk, "s0"])
    officer.post(heading, {"areas": ["A"]})
    assert "记住了4处改法" in accept(officer, row)
    return row


def test_the_next_paper_is_read_with_them_and_every_one_is_marked(officer, first, accountant):
    row = paper(officer, 2025)
    talk = task_of(row, "座谈")
    assert (talk["months"], talk["owner_post"]) == ([3], accountant.pk)
    page = said(officer.get(f"/plans/read/{row.pk}/?show=taught"))
    assert "按您上次的改法：责任人“工会办”就是许文静（会计）" in page
    assert "按您上次的改法：“两会期间”是3月" in page
    assert "按您上次的改法：标题“强基工程”归到组织建设" in page
    assert not task_of(row, "舆论")["dropped"]


def test_one_click_takes_back_what_a_lesson_made_and_one_puts_it_again(officer, first):
    row = paper(officer, 2025)
    month = next(n for n, use in enumerate(row.uses) if use["kind"] == "month")
    for _ in range(2):  # pressed twice
        answer = post(officer, row, "座谈", do=f"back:{month}")
    assert answer.status_code == 302
    assert task_of(again(row), "座谈")["months"] == []
    assert "没有照上次的改法：“两会期间”是3月" in said(officer.get(f"/plans/read/{row.pk}/"))
    post(officer, row, "座谈", do=f"heed:{month}")
    assert task_of(again(row), "座谈")["months"] == [3]
    post(officer, row, "春游", do=f"back:{month}")
    post(officer, row, "座谈", do="back:99")
    heading = reverse("plans:reading_heading", args=[row.pk, "s0"])
    officer.post(heading, {"do": "back:77"})
    assert again(row).content == row.content
    area = next(n for n, use in enumerate(row.uses) if use["kind"] == "area")
    officer.post(heading, {"do": f"back:{area}"})
    assert again(row).content["sections"][0]["areas"] == row.first["sections"][0]["areas"]


def test_what_was_kept_is_counted_and_a_sentence_left_out_twice_is_left_out_the_third_time(officer, first):
    row = paper(officer, 2025)
    post(officer, row, "舆论", do="drop")
    accept(officer, row)
    assert {row.kind: row.helped for row in lessons()} == {"owner": 1, "month": 1, "area": 1, "drop": 0}
    third = paper(officer, 2026)
    assert task_of(third, "舆论")["dropped"]
    page = said(officer.get(f"/plans/read/{third.pk}/?show=out"))
    assert "按您上次的改法：“坚持正确的舆论导向不动摇”不列为任务" in page


def test_the_same_paper_once_more_is_no_second_one(officer, first):
    officer.post("/plans/read/", {"key": uuid.uuid4().hex, "again": first.pk})
    with system("测试"):
        row = Reading.objects.latest("pk")
    post(officer, row, "舆论", do="drop")
    accept(officer, row)
    assert [one.papers for one in lessons(kind="drop")] == [1]


def test_of_contrary_corrections_the_newest_wins_and_after_two_it_rests(officer, first, town):
    with system("测试"):
        chair = Post.objects.get(union=town.works, office="chair")
    row = paper(officer, 2025)
    post(officer, row, "座谈", do=f"match:post:{chair.pk}")
    accept(officer, row)
    (owner,) = lessons(kind="owner")
    assert (owner.made["owner_post"], owner.overruled, owner.state) == (chair.pk, 1, "on")
    row = paper(officer, 2026)
    assert task_of(row, "座谈")["owner_post"] == chair.pk
    n = next(n for n, use in enumerate(row.uses) if use["kind"] == "owner")
    post(officer, row, "座谈", do=f"back:{n}")
    accept(officer, row)
    (owner,) = lessons(kind="owner")
    assert (owner.overruled, owner.state) == (2, "doubted")
    assert task_of(paper(officer, 2027), "座谈")["owner_post"] is None
    officer.post(f"/plans/read/lessons/{owner.pk}/on/", {"key": uuid.uuid4().hex})
    assert lessons(kind="owner")[0].overruled == 0


def test_what_is_thrown_away_teaches_nothing_and_a_title_with_a_name_is_not_kept(officer):
    row = paper(officer, 2024)
    post(officer, row, "座谈", do="turn:3")
    officer.post(reverse("plans:reading_drop", args=[row.pk]), {"key": uuid.uuid4().hex})
    assert not lessons()
    row = paper(officer, 2025)
    post(officer, row, "陈海燕", do="drop")
    assert "记住了" not in accept(officer, row)
    assert not lessons()


def test_after_an_election_the_office_is_meant_and_not_the_person_who_left(
    officer, first, accountant, seat_of
):
    with system("测试") as by:
        with opened("test.leaves", by=by):
            Post.objects.filter(pk=accountant.pk).update(held_to=dt.date(2026, 5, 1))
        new = Post(
            union_id=accountant.union_id, person_id=seat_of("women").person_id, office="accountant",
            title=accountant.title, held_from=dt.date(2026, 5, 1),
        )  # fmt: skip
        org.appoint(new, by=by)
    assert task_of(paper(officer, 2026), "座谈")["owner_post"] == new.pk
    assert "原会计，已不在任" in said(officer.get("/plans/read/lessons/"))


def test_the_page_lists_them_and_each_can_be_switched_off_and_deleted(officer, first):
    page = said(officer.get("/plans/read/lessons/"))
    assert "“两会期间”是3月" in page
    assert "再遇到一次才照做" in page
    (month,) = lessons(kind="month")
    for _ in range(2):
        assert (
            officer.post(f"/plans/read/lessons/{month.pk}/off/", {"key": uuid.uuid4().hex}).status_code == 302
        )
    assert lessons(kind="month")[0].state == "off"
    assert task_of(paper(officer, 2025), "座谈")["months"] == []
    assert (
        officer.post(f"/plans/read/lessons/{month.pk}/forget/", {"key": uuid.uuid4().hex}).status_code == 302
    )
    (gone,) = lessons(kind="month")
    assert (gone.state, gone.said, gone.made) == ("forgotten", "", {})
    trail = EventRow.objects.filter(kind="plans_lesson", row_id=month.pk)
    assert [row.event.verb for row in trail.order_by("pk")] == [
        "plans.plan.accept", "plans.lesson.switch_off", "plans.lesson.forget",
    ]  # fmt: skip
    assert "两会期间" not in str(list(trail.values_list("changes", flat=True)))
    assert officer.post(f"/plans/read/lessons/{month.pk}/on/", {"key": uuid.uuid4().hex}).status_code == 403


def test_a_deleted_one_may_be_learned_anew(officer, first):
    (month,) = lessons(kind="month")
    for do in ("off", "forget"):
        officer.post(f"/plans/read/lessons/{month.pk}/{do}/", {"key": uuid.uuid4().hex})
    row = paper(officer, 2025)
    post(officer, row, "座谈", do="turn:3")
    accept(officer, row)
    assert {row.state for row in lessons(kind="month")} == {"forgotten", "on"}


def test_they_never_leave_their_union(first, client_as, seat_of):
    for login in ("neighbour", "town", "county"):
        with scope(seat_of(login)):
            assert not Lesson.objects.exists()
        row = paper(client_as(login), 2025)
        assert task_of(row, "座谈")["months"] == []
    with pytest.raises(NotAllowed):
        verbs.switch_off(lessons(kind="month")[0].pk, by=seat_of("town"))
    assert client_as("accountant").get("/plans/read/lessons/").status_code == 403


def test_the_page_asks_no_more_for_more_lessons(officer, first):
    def grow():
        row = paper(officer, 2025)
        post(officer, row, "春游", do="drop")
        post(officer, row, "送温暖", do="drop")
        accept(officer, row)

    settled_queries(lambda: officer.get("/plans/read/lessons/"), grow)
