"""My day: who sees which cards, and that the bar of the month and the list under it say the same."""

import pytest

pytestmark = pytest.mark.django_db


def labels(answer):
    return [card["label"] for card in answer.context["figures"]]


def test_the_list_of_the_month_holds_what_the_bar_counts_as_open(client_as):
    answer = client_as("town").get("/")
    counts, listed = answer.context["month_counts"], answer.context["month_open"]
    assert len(answer.context["month"]) == sum(counts.values()) > 0
    for state in ("doing", "late", "todo"):
        assert sum(one.state == state for one in listed) == counts[state]


def test_an_upper_union_sees_its_unions_and_a_single_one_its_members(client_as):
    assert "覆盖企业" in labels(client_as("town").get("/"))
    assert labels(client_as("chair").get("/")) == ["会员", "入会率", "新发展会员", "女会员"]


def test_a_member_is_not_asked_to_record(client_as):
    page = client_as("member").get("/").content.decode()
    assert "我的会籍" in page
    assert "最近记的台账" not in page
    assert "记一条台账" not in page
    assert "最近记的台账" in client_as("leader").get("/").content.decode()


def test_nothing_that_waits_is_not_spoken_of(client_as):
    """The demo town has no application of its own that waits, and a transfer that is late below it."""
    sentences = [alert.sentence for alert in client_as("town").get("/").context["alerts"]]
    assert sentences
    assert not any("有 0 件" in sentence for sentence in sentences)


def test_a_union_without_a_plan_is_led_to_reading_one(client_as):
    page = client_as("neighbour").get("/").content.decode()
    assert "/plans/read/" in page
    assert "月计划" not in page
