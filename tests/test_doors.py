"""Every address × the cast, as the table in doors.txt says. A new address without a row is red.

`ZHIJIA_DOORS=write python3 run.py test tests/test_doors.py` writes the table anew, for a reviewer to read.
"""

import os
from pathlib import Path

import pytest
from django.test import Client

from zhijia.directives.tests.sample import a_paper
from zhijia.gate.actions import make as make_token
from zhijia.gate.models import Token
from zhijia.joining.models import Application, Transfer
from zhijia.kernel import clock
from zhijia.kernel.actions import opened
from zhijia.kernel.files.models import Attachment
from zhijia.kernel.imports.actions import take_in as take_in_workbook
from zhijia.kernel.imports.models import Batch
from zhijia.kernel.scope import scope, system
from zhijia.kernel.testing import Door, Table, doors, knock
from zhijia.kernel.testing.doors import METHODS, OUT
from zhijia.kernel.trail.models import Event
from zhijia.letters import actions as letter_verbs
from zhijia.letters.models import Letter, Template
from zhijia.letters.sample import sample_template
from zhijia.org.models import Post
from zhijia.org.tests.examples import org_examples
from zhijia.people.models import Membership
from zhijia.plans.actions import summaries as summary_verbs
from zhijia.plans.models import Lesson, Occurrence, Plan, Summary, SummaryNumber, SummarySection, Task, Trace
from zhijia.plans.reading_intake import Document, take_in
from zhijia.relief.models import Visit
from zhijia.reports import intake as checks
from zhijia.sheetreader.tests.books import xlsx
from zhijia.twins.tests.examples import twins_examples

pytestmark = pytest.mark.usefixtures("thousands_of_requests")
FILE = Path(__file__).with_name("doors.txt")
TABLE = Table.parse(FILE.read_text(encoding="utf-8")) if FILE.exists() else Table([])
HEAD = """\
# Who gets what at which address: every address × the cast, with an empty form where one is sent.
# 200 a page · 302 goes elsewhere (sign-in, or it is done) · 400 not understood · 403 refused · 404 nothing there
# 405 not that way · 409 stands against it · 422 the form is not complete
# Traces, visits and files are those of the works (chair … leader and member sit there), all else the town's.

"""
PLAN = "2027年工会工作计划\n一、组织建设\n1．3月发展新会员20人。\n二、帮扶慰问\n1．6月走访困难职工10户。\n"
SUMMARY = "2026年上半年工作总结\n现有会员3人，开展走访慰问12次。\n"


@pytest.fixture
def examples(town, seat_of):
    """One row for each kind of address: by the beginning of the address, the longest that fits."""
    officer = seat_of("town")
    summary = summary_verbs.draft(Summary(period_code="2026H1", about=town.union), by=officer)
    number = SummaryNumber._base_manager.filter(summary=summary).first()
    section = SummarySection._base_manager.filter(summary=summary).first()
    letter = letter_verbs.write(Letter(kind="notice", title="关于放假的通知"), by=officer)
    template = letter_verbs.bring(
        Template(kind="notice", name="模板.docx"), by=officer, content=sample_template()
    )
    book = xlsx(("企业", [["单位名称", "所在工会"], ["宏达厂", town.works.name]]))
    batch = take_in_workbook(Batch(kind="employers", name="企业.xlsx"), by=officer, data=book)
    token = make_token(Token(), by=officer, name="门户网站", ends_on=clock.today())
    with scope(officer):
        reading = take_in(Document("计划.txt", PLAN.encode()), by=officer, key="doors")
        text = checks.Document("总结.txt", SUMMARY.encode())
        check = checks.take_in(text, about=town.union, period="", by=officer, key="doors-check")
    with system("测试：每个地址一例") as by, opened("test.lesson", by=by):
        lesson = Lesson.objects.create(
            union=town.union,
            kind="month",
            said="两会期间",
            made={"months": [3]},
            reading=reading,
            learned_at=clock.now(),
        )
    with system("测试：每个地址一例"):
        plan = Plan.objects.filter(union=town.union).latest("pk")
        task = Task.objects.filter(plan=plan).first()
        time = (
            Occurrence.objects.filter(task=task).first() or Occurrence.objects.filter(task__plan=plan).first()
        )
        file = Attachment.objects.filter(kind="plans_trace", union_id=town.works.pk).order_by("pk").first()
        trace = Trace.objects.get(pk=file.row_id)
        post = Post.objects.get(union=town.works, office="accountant")
        visit = Visit.objects.filter(union=town.works, state="due").order_by("pk").first()
        application = Application.objects.filter(union=town.works, state="applied").earliest("pk")
        moving = Transfer.objects.filter(from_union=town.works, state="sent").earliest("pk")
        paper, demand, later = a_paper(officer)
        member = Membership.objects.filter(union=town.works, person__name="陈海燕").get()
    return {
        "/relief/visits/": {"pk": visit.pk, "verb": "complete"},
        **twins_examples(),
        "/members/": {"pk": member.pk, "verb": "correct"},
        "/people/": {"pk": member.pk},
        **org_examples(),
        "/directives/": {"pk": paper.pk, "verb": "confirm"},
        "/directives/demands/": {"pk": demand.pk},
        "/directives/editions/": {"pk": later.pk},
        "/help/": {"slug": "plans"},
        "/tokens/": {"pk": token.pk},
        "/joining/applications/": {"pk": application.pk, "verb": "consider"},
        "/joining/transfers/": {"pk": moving.pk, "verb": "withdraw"},
        "/joining/apply/": {"ref": "AAAA"},
        "/board/targets/": {"code": "people.joined"},
        "/lists/": {"pk": 1},
        "/imports/": {"kind": "employers"},
        "/imports/batch/": {"pk": batch.pk},
        "/jobs/": {"pk": 1},
        "/made/": {"pk": 1},
        "/sealed/": {"table": "relief_visit", "pk": visit.pk, "field": "note"},
        "/files/of/": {"table": "relief_visit", "pk": visit.pk},
        "/files/": {"pk": file.pk},
        "/join/": {"ref": "AAAA"},
        "/account/devices/": {"pk": 1},
        "/org/settings/": {"name": "union.term_years"},
        "/officers/": {"pk": post.pk},
        "/letters/": {"pk": letter.pk},
        "/letters/new/": {"code": "notice"},
        "/letters/preview/": {"code": "notice"},
        "/letters/templates/": {"pk": template.pk},
        "/plans/traces/": {"pk": trace.pk, "file": file.pk},
        "/plans/": {"pk": plan.pk},
        "/plans/tasks/": {"pk": task.pk},
        "/plans/times/": {"pk": time.pk},
        "/plans/<int:pk>/step/": {"pk": plan.pk, "name": "withdraw"},
        "/plans/read/": {"pk": reading.pk, "key": "t0"},
        "/plans/read/<int:pk>/heading/": {"pk": reading.pk, "key": "s0"},
        "/plans/read/lessons/": {"pk": lesson.pk, "do": "off"},
        "/plans/summary/": {"pk": summary.pk, "verb": "send"},
        "/plans/summary/number/": {"pk": number.pk},
        "/plans/summary/section/": {"pk": section.pk},
        "/reports/": {"pk": check.pk},
    }


def address(door: Door, examples) -> str:
    page = door.route.replace("/api/v1/people/", "/").removeprefix(
        "/api/v1"
    )  # a row has one id at both doors
    prefix = max((one for one in examples if page.startswith(one)), key=len, default="")
    return door.address(examples.get(prefix, {}))


@pytest.fixture
def cast(logins, client_as):
    return {OUT: Client(raise_request_exception=False)} | {
        login: client_as(login, raise_request_exception=False) for login in logins
    }


@pytest.mark.django_db
def test_every_address_answers_everybody_as_the_table_says(cast, examples):
    seen = Table(list(cast))
    for door in doors():
        at = address(door, examples)
        for method in METHODS:
            seen.rows[method, door.route] = [knock(client, method, at) for client in cast.values()]
    if os.environ.get("ZHIJIA_DOORS") == "write":
        FILE.write_text(HEAD + seen.text(), encoding="utf-8")
        return
    assert TABLE.cast == seen.cast
    differences = TABLE.differences(seen)
    assert not differences, "\n".join(differences)


def test_no_address_answers_with_an_error():
    broken = [(method, route) for (method, route), statuses in TABLE.rows.items() if max(statuses) >= 500]
    assert not broken


def test_nobody_gets_in_without_signing_in():
    open_to_all = {
        "/sign-in/",
        "/sign-out/",
        "/privacy/",
        "/network/",
        "/join/",
        "/join/<str:ref>/",
        "/sign-in/code/",
        "/forgotten/",
        "/reset/",
        "/joining/apply/<str:ref>/",
        "/joining/apply/received/",
        "/api/v1/openapi.json",
    }  # a slip leads in before one has a password
    for (method, route), statuses in TABLE.rows.items():
        if route not in open_to_all:
            assert statuses[0] in ((401, 404, 405) if route.startswith("/api/") else (302, 405)), (
                f"{method} {route}"
            )


@pytest.mark.django_db(transaction=True)
def test_no_page_writes_business_rows_while_it_is_looked_at(client_as, examples):
    """Outside a test's own transaction every GET runs read-only: a page that writes would fail here."""
    events = Event.objects.exclude(verb__in=("denied", "people.account.sign_in")).count()
    for login in ("town", "officer"):
        client = client_as(login)
        for door in doors():
            assert client.get(address(door, examples)).status_code < 500, door.route
    assert Event.objects.exclude(verb__in=("denied", "people.account.sign_in")).count() == events
