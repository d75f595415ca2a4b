"""What a summary lists beside the sections that people write, and how it spells the plan's headings."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from zhijia.kernel.scope import scope
from zhijia.plans import drafting, headings
from zhijia.plans.models import Summary, SummarySection

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client_as):
    return client_as("town")


@pytest.fixture
def summary(officer, seat_of):
    officer.post(
        reverse("plans:summary_new"), {"period": "2026", "subtree": "on", "plan": "", "key": uuid4()}
    )
    with scope(seat_of("town")):
        return Summary.objects.latest("pk")


@pytest.fixture
def following(officer, seat_of, town):
    """A summary that follows the town's plan."""
    with scope(seat_of("town")):
        plan = drafting.plan_for(town.union.pk, drafting.Period.parse("2026"))
    values = {"period": "2026", "subtree": "on", "plan": plan.pk, "key": uuid4()}
    officer.post(reverse("plans:summary_new"), values)
    with scope(seat_of("town")):
        return Summary.objects.latest("pk")


def facts(client, summary, title):
    page = client.get(reverse("plans:summary_facts", args=[summary.pk]), {"title": title}).content.decode()
    return re.findall(r'<a href="([^"]+)">([^<]+)</a>', page)


def test_next_steps_list_what_is_unfinished_and_each_count_opens_to_its_tasks(officer, following):
    found = facts(officer, following, drafting.NEXT_STEPS)
    assert found
    assert found != facts(officer, following, drafting.SHORTCOMINGS)
    for address, sentence in found:
        said = int(re.search(r"任务 (\d+) 项", sentence)[1])
        assert officer.get(address.replace("&amp;", "&")).context["total"] == said


def test_without_a_plan_next_steps_have_nothing_to_list(officer, summary):
    assert facts(officer, summary, drafting.NEXT_STEPS) == []


def test_the_facts_stand_beside_the_text_while_one_writes(officer, following, seat_of):
    with scope(seat_of("town")):
        row = SummarySection.objects.get(summary=following, title=drafting.NEXT_STEPS)
    page = officer.get(reverse("plans:summary_section", args=[row.pk])).content.decode()
    assert "件事可参考" in page
    assert 'name="areas"' not in page


def test_headings_are_printed_with_full_width_marks():
    assert headings.full_width("强基固本,夯实基础") == "强基固本，夯实基础"
    assert headings.full_width("帮扶(慰问)1,500人") == "帮扶（慰问）1,500人"


def test_a_number_is_put_in_after_what_was_typed_and_a_double_click_puts_it_in_once(
    officer, following, seat_of
):
    with scope(seat_of("town")):
        row = SummarySection.objects.filter(summary=following, areas__contains=["G"]).get()
    page = officer.get(reverse("plans:summary_section", args=[row.pk]))
    one = page.context["more"][0]
    sent = {
        "title": row.title,
        "body": "刚写的话。",
        "version": row.version,
        "key": uuid4(),
        "figure": one.code,
    }
    for _ in range(2):
        assert officer.post(reverse("plans:summary_section_number", args=[row.pk]), sent).status_code == 302
    with scope(seat_of("town")):
        row.refresh_from_db()
    assert row.body == f"刚写的话，{one.name.rpartition('·')[2]}⟦{one.name}⟧。"
