"""What the pages of the visit register answer: two people at once, a double click, one purpose a session, counts upward."""

import re

import pytest

from zhijia.kernel.scope import scope
from zhijia.kernel.secrets import revealed_of
from zhijia.relief.actions import arrange, correct
from zhijia.relief.models import Visit

pytestmark = pytest.mark.django_db
MADE = {
    "visited_on": "2026-11-19", "visitor": "王建平", "second_visitor": "方德明", "gift": "money", "amount": "１，２００元",
    "fund": "union",
}  # fmt: skip


@pytest.fixture
def visit(seat_of):
    return arrange(Visit(), by=seat_of("officer"), name="老周", kind="hospital", note="术后第三天")


def page(visit, *parts):
    return "/".join(["/relief/visits", str(visit.pk), *parts, ""])


def test_two_people_at_once_see_both_texts_before_one_of_them_saves(client_as, visit, seat_of):
    correct(visit, by=seat_of("chair"), name="周师傅")
    client, form = (
        client_as("officer"),
        {"name": "老周头", "kind": "hospital", "due_on": "2026-11-23", "key": "two"},
    )
    answer = client.post(page(visit, "do", "correct"), {**form, "version": 1})
    words = answer.content.decode()
    assert answer.status_code == 409
    assert "先改过这一条" in words
    assert "周师傅" in words
    assert 'value="老周头"' in words
    assert 'name="version" value="2"' in words
    assert client.post(page(visit, "do", "correct"), {**form, "version": 2}).status_code == 302


def test_a_double_click_makes_one_visit(client_as, seat_of):
    client, form = client_as("officer"), {**MADE, "name": "老吴", "kind": "birth", "key": "twice"}
    first, second = (client.post("/relief/visits/record/", form) for _ in range(2))
    assert first.url == second.url
    with scope(seat_of("officer")):
        assert [v.amount for v in Visit.objects.filter(name="老吴")] == [1200]


def test_a_form_that_does_not_fit_comes_back_with_what_was_typed(client_as):
    answer = client_as("officer").post(
        "/relief/visits/record/", {**MADE, "name": "老吴", "kind": "birth", "second_visitor": "王建平"}
    )
    assert answer.status_code == 422
    assert "两个人写成了同一位" in answer.content.decode()
    assert 'value="老吴"' in answer.content.decode()


def test_the_purpose_is_asked_once_per_visit_and_session_and_each_opening_recorded(client_as, visit, seat_of):
    client, door = client_as("officer"), f"/sealed/relief_visit/{visit.pk}/note/"
    assert client.post(door).status_code == 409
    assert client.post(door, {"purpose": "其他"}).status_code == 409
    first = client.post(door, {"purpose": "其他", "purpose_words": "问问要不要接送"})
    assert "术后第三天" in first.content.decode()
    assert first.headers["Cache-Control"] == "no-store"
    assert client.post(door).status_code == 200
    assert [event.reason for event in revealed_of(visit)] == ["问问要不要接送"] * 2
    assert client_as("chair").post(door).status_code == 409
    assert "术后第三天" not in client.get(page(visit)).content.decode()


def test_a_closed_verb_says_why(client_as, visit):
    words = client_as("women").get(page(visit)).content.decode()
    assert re.search("更正[^：]*：您这个身份不能办这一步", words)
    assert client_as("women").post(page(visit, "do", "miss"), {"reason": "看看"}).status_code == 403


def test_upward_the_town_reads_counts_of_unions_and_no_name(client_as, visit):
    answer = client_as("town").get("/relief/visits/figures/?u=QXZ&sub=1&figure=relief.visits_due")
    assert {line["union"].code for line in answer.context["lines"]} >= {"QXZ001", "QXZ301"}
    assert "老周" not in answer.content.decode()
    below = client_as("town").get("/relief/visits/?u=QXZ001&sub=0")
    assert not below.context["lines"]
    works = client_as("chair").get("/relief/visits/figures/?u=QXZ&sub=1&figure=relief.visits_due")
    assert {line["union"].code for line in works.context["lines"]} == {"QXZ001"}
