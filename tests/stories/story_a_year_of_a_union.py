"""From the plan on paper to the summary on paper: the works' union in 2026, told through the pages alone."""

import re
import uuid
from io import BytesIO

import pytest
from docx import Document

from zhijia.kernel.scope import scope, system
from zhijia.kernel.trail.models import Event
from zhijia.plans.models import Plan, Reading, Summary, SummaryNumber, Task, Trace

pytestmark = pytest.mark.django_db

PLAN = """顺达机械工会2026年工作计划
一、加强组织建设
1．3月发展新会员20人。
2．11月召开职工代表大会1次。
二、做好帮扶慰问
1．6月至8月走访困难职工10户。
2．每季度开展一次安全检查。
三、丰富文体活动
1．组织职工运动会，丰富职工生活。
"""


@pytest.fixture
def at_desk(client_as):
    """`at_desk("officer")`: a browser at that desk, the same one each time."""
    desks = {}
    return lambda login: desks.setdefault(login, client_as(login))


def send(client, address, **form):
    return client.post(address, {"key": str(uuid.uuid4()), **form})


def page(client, address):
    answer = client.get(address, follow=True)
    assert answer.status_code == 200, address
    return answer.content.decode()


def the(model, **conditions):
    with system("故事：看一眼"):
        return model.objects.filter(**conditions).latest("pk")


def test_a_year_of_a_union(at_desk, town):
    officer, chair = at_desk("officer"), at_desk("chair")

    # In January the officer pastes the plan. Until she accepts it, there is no plan.
    with system("故事：还没有计划"):
        before = Plan.objects.count()
    assert send(officer, "/plans/read/", text=PLAN).status_code == 302
    reading = the(Reading, union=town.works)
    preview = page(officer, f"/plans/read/{reading.pk}/")
    assert "走访困难职工" in preview
    assert "职工运动会" in preview
    with system("故事：还没有计划"):
        assert Plan.objects.count() == before

    # She accepts; committee, Party and the chair follow.
    answer = send(officer, f"/plans/read/{reading.pk}/accept/", version=reading.version)
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    plan = the(Plan, union=town.works)
    assert plan.state == "draft"
    for desk, step, form in (
        (officer, "committee", {"on": "2026-01-12", "note": "同意"}),
        (officer, "party", {"on": "2026-01-15", "note": "同意"}),
        (chair, "issue", {"on": "2026-01-20", "document_no": "顺工〔2026〕1号"}),
    ):
        plan = the(Plan, pk=plan.pk)
        answer = send(desk, f"/plans/{plan.pk}/step/{step}/", version=plan.version, **form)
        assert answer.status_code == 302, (step, answer.context.get("sentence"))
    assert the(Plan, pk=plan.pk).state == "issued"

    # In November she records the visit of July, for the task of the plan.
    visits = the(Task, plan=plan, title__contains="走访困难职工")
    time = the(visits.occurrences.model, task=visits)
    answer = send(
        officer, "/plans/traces/new/", on="2026-07-08", title="陈海燕等10户困难职工走访", who="王建平，金工车间",
        kind="visit", task=visits.pk, finishes=time.pk, m_persons="10", then="see",
    )  # fmt: skip
    assert answer.status_code == 302, re.findall(r"zj-err[^<]*<[^<]*", answer.content.decode())
    trace = the(Trace, union=town.works)
    assert (trace.task_id, trace.persons) == (visits.pk, 10)

    # The year page knows without anybody typing progress.
    assert "走访困难职工" in page(officer, "/plans/")
    done = page(officer, f"/plans/tasks/{visits.pk}/")
    assert "陈海燕等10户困难职工走访" in done

    # The town sees that it was done, and not for whom; the neighbour sees nothing at all.
    seen = page(at_desk("town"), f"/plans/traces/{trace.pk}/")
    assert "陈海燕" not in seen
    assert "金工车间" not in seen
    assert "陈海燕" not in page(at_desk("county"), "/plans/traces/?u=QXZ001&q=走访")
    assert at_desk("neighbour").get(f"/plans/traces/{trace.pk}/").status_code == 403
    assert at_desk("neighbour").get(f"/plans/tasks/{visits.pk}/").status_code == 403

    # At the year's end the summary follows the plan's own headings, and every number opens to its rows.
    answer = send(officer, "/plans/summaries/new/", period="2026", plan=plan.pk, subtree="on")
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    summary = the(Summary, about=town.works)
    sheet = page(officer, f"/plans/summary/{summary.pk}/")
    assert "做好帮扶慰问" in sheet
    with scope(town.seat("officer")):
        numbers = list(SummaryNumber.objects.filter(summary=summary, shown__gt=0))
    assert numbers
    panel = officer.get(f"/plans/summary/{summary.pk}/number/", {"n": numbers[0].token})
    assert panel.status_code == 200

    # It goes out as a Word file with a table of sources.
    paper = officer.get(f"/plans/summary/{summary.pk}/docx/")
    document = Document(BytesIO(b"".join(paper.streaming_content) if paper.streaming else paper.content))
    assert any("帮扶慰问" in paragraph.text for paragraph in document.paragraphs)
    assert document.tables

    # And the trail tells it all, in order, with who did it.
    told = [
        event.verb.removeprefix("plans.")
        for event in Event.objects.filter(union_id=town.works.pk, name__in=("王建平", "方德明")).order_by(
            "pk"
        )
        if event.verb.startswith("plans.") and event.pk > reading_event(reading)
    ]
    assert [verb for verb in told if verb.startswith("plan.")] == [
        "plan.accept", "plan.committee_opinion", "plan.party_opinion", "plan.issue",
    ]  # fmt: skip
    assert "trace.record" in told
    assert "summary.draft" in told


def reading_event(reading):
    return Event.objects.filter(verb="plans.reading.read", union_id=reading.union_id).latest("pk").pk
