"""A paper of the county comes to the town, is divided, changed by a second edition, worked on and answered."""

import re
import uuid
from io import BytesIO

import pytest
from docx import Document as Word

from zhijia.directives.models import Demand, Directive, Edition
from zhijia.directives.tests.sample import FIRST, SECOND
from zhijia.kernel.scope import system
from zhijia.plans.models import Occurrence, Section, Task, Trace

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_desk(client_as):
    desks = {}
    return lambda login: desks.setdefault(login, client_as(login))


def send(client, address, **form):
    return client.post(address, {"key": uuid.uuid4().hex, **form})


def wrong(answer):
    """What the page complained of."""
    return re.findall(r'(?:role="alert"|zj-err")[^<]*(?:<[^>]*>)*([^<]+)', answer.content.decode())


def page(client, address):
    answer = client.get(address, follow=True)
    assert answer.status_code == 200, address
    return answer.content.decode()


def the(model, **conditions):
    with system("故事：看一眼"):
        return model.objects.filter(**conditions).latest("pk")


def demands(directive):
    with system("故事：看一眼"):
        rows = Demand.objects.filter(directive=directive).select_related("task__section", "task__plan")
        return {row.order: row for row in rows}


def choices(client, directive):
    """What the page proposes, as its foot sends it."""
    sheet = client.get(f"/directives/{directive.pk}/check/").context["sheet"]
    return {f"d{row.demand.pk}": row.proposal.choice for row in sheet.undecided}


def test_from_the_county_to_the_answer(at_desk, town):
    officer = at_desk("town")

    # On 16 November the officer pastes what the county has sent.
    answer = send(officer, "/directives/receive/", text=FIRST, received_on="2026-11-16")
    assert answer.status_code == 302, wrong(answer)
    paper = the(Directive)
    assert (paper.number, paper.issuer) == ("云工办〔2026〕18号", "云川县总工会办公室")
    assert str(paper.answer_due) == "2026-11-27"
    assert (paper.answer_what, paper.answer_whom) == ("走访对象汇总表", "县总工会权益保障部")

    # The page shows the text beside three demands; the town's own plan already has the first.
    sheet = page(officer, f"/directives/{paper.pk}/check/")
    assert "慰问货车司机、快递员" in sheet
    assert "80 户" in sheet
    proposed = choices(officer, paper)
    first, second, third = demands(paper).values()
    planned = the(Task, title__contains="入户摸底", plan__union=town.union)
    assert proposed[f"d{first.pk}"] == f"task:{planned.pk}"
    assert "文件要 80 户，任务定的是 60 户" in sheet
    assert set(proposed.values()) == {f"task:{planned.pk}", "new"}

    # One click and all go their way: one covered, two new tasks in the plan that runs.
    answer = send(officer, f"/directives/{paper.pk}/do/follow/", version=paper.version, **proposed)
    assert answer.status_code == 302
    assert the(Directive, pk=paper.pk).state == "assigned"
    first, second, third = demands(paper).values()
    assert first.task == planned
    assert {second.state, third.state} == {"covered"}
    assert third.task.plan == planned.plan
    assert (third.task.quantity, third.task.unit) == (50, "人")
    due = the(Occurrence, task=third.task)
    assert (str(due.starts_on), str(due.ends_on)) == ("2026-12-01", "2026-12-31")

    # The task's own page says which paper it answers, but not to the leader of a group or a member.
    assert "云工办〔2026〕18号第1条" in page(officer, f"/plans/tasks/{planned.pk}/")
    assert at_desk("member").get(f"/directives/{paper.pk}/").status_code == 403
    assert at_desk("county").get(f"/directives/{paper.pk}/").status_code == 403
    assert paper.title not in page(at_desk("county"), "/directives/")

    # The promise is too small: the task is adjusted by the paper.
    send(officer, f"/directives/demands/{first.pk}/", do="fit", version=first.version)
    assert the(Task, pk=planned.pk).quantity == 80
    assert "按云工办〔2026〕18号调整" in page(officer, f"/plans/tasks/{planned.pk}/")

    # The same file again is told of; a second edition is compared and touches only what it changes.
    again = send(officer, "/directives/receive/", text=FIRST, received_on="2026-11-17")
    assert again.status_code == 409
    assert "已经收过" in again.content.decode()
    kept_third = demands(paper)[3]
    answer = send(officer, "/directives/receive/", text=SECOND, received_on="2026-11-19")
    later = the(Edition, state="pending")
    assert answer["Location"] == f"/directives/editions/{later.pk}/"
    told = page(officer, answer["Location"])
    for words in ("不少于 80 户", "不少于 90 户", "取暖设备", "政策宣讲", "<ins>11月30日</ins>"):
        assert words in told, words
    assert demands(paper)[1].quantity == 80  # nothing is touched before she says so
    paper = the(Directive, pk=paper.pk)
    answer = send(
        officer, f"/directives/editions/{later.pk}/", do="revise", version=paper.version, fit=first.pk,
        **{f"gone{second.pk}": "cancel"},
    )  # fmt: skip
    assert answer.status_code == 302, wrong(answer)
    first, second, third, fourth = demands(paper).values()
    assert (first.quantity, str(first.due_on), first.task_id) == (90, "2026-12-05", planned.pk)
    assert the(Task, pk=planned.pk).quantity == 90
    assert (second.state, the(Task, pk=second.task_id).state) == ("gone", "dropped")
    assert (third.task_id, third.state) == (kept_third.task_id, "covered")
    assert (fourth.state, fourth.title) == ("open", "为户外劳动者站点配备取暖设备")
    paper = the(Directive, pk=paper.pk)
    assert (str(paper.answer_due), paper.state) == ("2026-11-30", "assigned")

    # The new one is added to the plan; work is recorded; the page knows.
    send(officer, f"/directives/demands/{fourth.pk}/", do="new", version=fourth.version)
    fourth = demands(paper)[4]
    assert fourth.task.title == "为户外劳动者站点配备取暖设备"
    answer = send(
        officer, "/plans/traces/new/", on="2026-11-20", title="入户摸底走访对象36户", who="林秀芳", kind="festival_visit",
        task=planned.pk, m_households="36", then="see",
    )  # fmt: skip
    assert answer.status_code == 302, wrong(answer)
    shown = page(officer, f"/directives/{paper.pk}/")
    assert "/90户" in shown.replace(" ", "")

    # The chair looks, the officer answers with the draft that holds live numbers.
    assert "去回复" in page(at_desk("townchair"), f"/directives/{paper.pk}/")
    draft = officer.get(f"/directives/{paper.pk}/report/")
    words = [one.text for one in Word(BytesIO(draft.content)).paragraphs]
    assert any("计划90户，已完成" in text for text in words)
    assert "特此报告。" in words
    answer = send(
        officer, f"/directives/{paper.pk}/answer/", on="2026-11-20", what="走访对象汇总表", whom="县总工会权益保障部",
        version=the(Directive, pk=paper.pk).version,
    )  # fmt: skip
    assert answer.status_code == 302, wrong(answer)
    shown = page(officer, f"/directives/{paper.pk}/")
    assert "已把走访对象汇总表报县总工会权益保障部" in shown
    assert "已回复，在办" in shown  # the tasks run on
    for did in ("收文", "按建议分办", "按新版办", "登记回复"):
        assert did in shown

    # A task that is given up later leaves its demand uncovered, in sight of everybody who handles papers.
    send(officer, f"/plans/tasks/{third.task_id}/cancel/", reason="改由县总统一慰问")
    assert "没人办了" in page(officer, f"/directives/{paper.pk}/")
    third = demands(paper)[3]
    send(
        officer,
        f"/directives/demands/{third.pk}/",
        do="decline",
        reason="县总统一慰问",
        version=third.version,
    )
    assert demands(paper)[3].reason == "县总统一慰问"
    with system("故事：看一眼"):
        assert not Section.objects.filter(title="上级交办", plan__union=town.union, areas=["G"]).exists()
        assert Trace.objects.filter(task=planned).count() >= 1
