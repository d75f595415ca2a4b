"""The whole chain without a browser: a Word plan goes in, work is recorded, the Word summary opens to its rows."""

import io
import re
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from zhijia.demo import cast
from zhijia.kernel.figures import Ask, Period, read
from zhijia.kernel.scope import scope
from zhijia.plans import progress
from zhijia.plans.models import Occurrence, Plan, Reading, Section, Summary, Task, Trace

PLAN = (
    "顺达机械有限公司工会2026年工作计划",
    "一、组织建设",
    "1．3月召开会员代表大会，由王建平负责。",
    "2．每季度召开一次工会委员会会议。",
    "二、帮扶慰问",
    "1．11月走访慰问困难职工5户。",
    "2．关心外来务工职工。",
)


def word_file():
    document = Document()
    for line in PLAN:
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    return SimpleUploadedFile("工会计划.docx", stream.getvalue())


class Office:
    """A union's officers at their pages: each form is opened, filled in and sent as a browser would."""

    def __init__(self, client_as, seat_of):
        self.client_as, self.seat_of = client_as, seat_of

    def sends(self, login, address, **values):
        client = self.client_as(login)
        shown = client.get(address).content.decode()
        hidden = dict(
            reversed(re.findall(r'<input type="hidden" name="(key|version)" value="([^"]+)"', shown))
        )
        answer = client.post(address, hidden | values)
        assert answer.status_code == 302, answer.content.decode()
        return answer

    def rows(self, login, model, **conditions):
        with scope(self.seat_of(login)):
            return list(model.objects.filter(**conditions))


@pytest.fixture
def office(client_as, seat_of):
    return Office(client_as, seat_of)


@pytest.fixture
def plan(office):
    """Read, accepted, discussed, approved and issued."""
    office.sends("officer", "/plans/read/", file=word_file(), text="")
    (reading,) = office.rows("officer", Reading, state="open")
    assert not office.rows("officer", Plan)
    page = office.client_as("officer").get(f"/plans/read/{reading.pk}/").content.decode()
    assert "未定时间" in page
    version = str(reading.version)
    office.client_as("officer").post(
        f"/plans/read/{reading.pk}/accept/", {"key": "accept", "version": version}
    )
    (made,) = office.rows("officer", Plan)
    steps = f"/plans/{made.pk}/step"
    office.sends("officer", f"{steps}/committee/", on="2026-01-08", note="同意")
    office.sends("officer", f"{steps}/party/", on="2026-01-12", note="原则同意")
    office.sends("chair", f"{steps}/issue/", on="2026-01-13", document_no="")
    return made


def task_called(office, words):
    (task,) = [task for task in office.rows("officer", Task) if words in task.title]
    return task


def standing(office, task):
    with scope(office.seat_of("officer")):
        return progress.of([task])[task.pk]


def test_what_the_document_says_becomes_the_year(office, plan):
    (plan,) = office.rows("officer", Plan)
    assert (plan.state, plan.starts_on.year) == ("issued", 2026)
    assert [section.title for section in office.rows("officer", Section)][-2:] == ["组织建设", "帮扶慰问"]
    visit = task_called(office, "走访")
    (due,) = office.rows("officer", Occurrence, task=visit)
    assert (due.starts_on.month, due.ends_on.month) == (11, 11)
    assert (visit.quantity, visit.unit) == (5, "户")
    assert len(office.rows("officer", Occurrence, task=task_called(office, "委员会会议"))) == 4
    assert not office.rows("officer", Occurrence, task=task_called(office, "外来务工"))


def test_what_is_recorded_moves_the_task_and_the_summary(office, plan, town):
    visit = task_called(office, "走访")
    assert standing(office, visit).state != "done"
    form = {"title": "走访困难职工", "who": "工会委员，到家里", "kind": "visit", "task": str(visit.pk)}
    numbers = {"m_person_times": "5", "m_money": "3000"}
    office.sends("officer", "/plans/traces/new/", on="2026-11-18", **form, **numbers)
    (trace,) = office.rows("officer", Trace, title="走访困难职工")
    assert trace.task_id == visit.pk
    office.sends("officer", "/plans/summaries/new/", period="2026", plan=str(plan.pk))
    (summary,) = office.rows("officer", Summary)
    with scope(office.seat_of("officer")):
        ask = Ask(town.works.pk, True, Period.parse("2026").clipped(summary.as_of), cast.WORKS)
        value = read(["plans.visit.money"], ask)["plans.visit.money"]
        told = sum(
            (row.money for row in Trace.objects.filter(kind__code="visit", on__year=2026) if row.money),
            Decimal(0),
        )
    assert value.value == told >= 3000
    listed = office.client_as("officer").get(value.rows_url).content.decode()
    assert "走访困难职工" in listed
    answer = office.client_as("officer").get(f"/plans/summary/{summary.pk}/docx/")
    paper = Document(io.BytesIO(answer.content))
    text = [paragraph.text for paragraph in paper.paragraphs]
    assert any("组织建设" in line for line in text)
    assert any("帮扶慰问" in line for line in text)
    sources = {row.cells[0].text: row.cells[3].text for row in paper.tables[-1].rows}
    assert sources["走访慰问·慰问金（物）"] == str(value.rows)
