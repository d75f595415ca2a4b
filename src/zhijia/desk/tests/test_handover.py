"""The handover file: what is promised, due, unfinished and held; nothing of the sealed or of other unions."""

import datetime as dt
from io import BytesIO

import pytest
from docx import Document

from zhijia.desk.handover import handover
from zhijia.directives.tests.sample import a_paper
from zhijia.kernel.scope import scope, system
from zhijia.kernel.trail.models import Event
from zhijia.letters import actions as letters
from zhijia.letters.models import Letter
from zhijia.org.models import Post
from zhijia.plans.actions import summaries
from zhijia.plans.models import Summary
from zhijia.relief.models import Visit

pytestmark = pytest.mark.django_db


def rows(seat, title, post=None):
    with scope(seat):
        return next(s for s in handover(seat, post).sections if s.title == title).rows


def test_it_lists_what_is_promised_due_and_unfinished(seat_of, town):
    seat = seat_of("town")
    paper, *_ = a_paper(seat)
    letters.write(Letter(kind="notice", title="关于放假的通知"), by=seat)
    summaries.draft(Summary(period_code="2026H1", about=town.union), by=seat)
    assert any(paper.title in row[0] for row in rows(seat, "答应上级的"))
    assert {row[1] for row in rows(seat, "没写完的")} >= {"没签发的公文", "没送审的总结"}
    tasks = rows(seat, "没做完的任务")
    with scope(seat):
        chair = Post.objects.get(union_id=seat.union_id, office="chair").pk
    assert len(tasks) > len(rows(seat, "没做完的任务", chair))
    assert any(row[3] == "town" for row in rows(seat, "谁任什么职务、用哪个登录名"))


def test_of_one_person_it_lists_hers_alone(seat_of):
    seat, chair = seat_of("officer"), seat_of("chair")
    letters.write(Letter(kind="notice", title="关于放假的通知"), by=seat)
    with scope(seat):
        posts = {post.person_id: post.pk for post in Post.objects.filter(union_id=seat.union_id)}
    assert [row[0] for row in rows(seat, "没写完的", posts[seat.person_id])] == ["关于放假的通知"]
    assert rows(seat, "没写完的", posts[chair.person_id]) == []
    assert [row[0] for row in rows(seat, "谁任什么职务、用哪个登录名", posts[chair.person_id])] == [
        chair.name
    ]


def test_a_post_of_another_union_opens_nothing_of_it(client_as, seat_of):
    other = int(seat_of("county").key.removeprefix("post-"))
    page = client_as("officer").get("/handover/", {"post": other})
    assert page.status_code == 200
    assert page.context["file"].leaver is None


def test_whom_somebody_visits_stays_out(seat_of, town):
    with system("测试"):
        visits = Visit.objects.filter(union=town.works, state="due")
        due, names = visits.count(), set(visits.values_list("name", flat=True))
    told = rows(seat_of("officer"), "要去看望的")
    assert told[0][1] == f"{due} 人次"
    assert names
    assert not [name for name in names if name in str(told)]


def test_as_word_it_holds_the_list_to_sign_and_is_recorded(client_as):
    answer = client_as("officer").post("/handover/word/")
    paper = Document(BytesIO(answer.content))
    text = "\n".join(p.text for p in paper.paragraphs)
    assert "工作交接单" in text
    assert "接收人：" in text
    assert "工会公章、财务章" in [cell.text for table in paper.tables for cell in table.columns[0].cells]
    assert Event.objects.filter(verb="desk.handover.export", at__date__gte=dt.date(2026, 1, 1)).exists()


def test_it_is_for_those_who_plan(client_as):
    for login in ("member", "leader", "accountant"):
        assert client_as(login).get("/handover/").status_code == 403
        assert client_as(login).post("/handover/word/").status_code == 403
