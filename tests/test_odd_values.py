"""Odd values in every field of every address: whatever a browser, a phone or a mischievous hand may send.

Nobody lists the fields here: a page is asked once and its questions to GET and POST are overheard; then odd values are
sent in them, one by one and all at once. Nothing may answer with an error page, and no sentence in English.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.test import Client

from zhijia.directives.tests.sample import a_paper
from zhijia.gate.actions import make as make_token
from zhijia.gate.models import Token
from zhijia.joining.models import Application, Door, Transfer
from zhijia.kernel import clock
from zhijia.kernel.imports.actions import take_in as take_in_workbook
from zhijia.kernel.imports.models import Batch
from zhijia.kernel.scope import scope, system
from zhijia.kernel.testing import doors, taken_back
from zhijia.letters import actions as letter_verbs
from zhijia.letters.models import Letter, Template
from zhijia.letters.sample import sample_template
from zhijia.org.models import Post
from zhijia.org.tests.examples import org_examples
from zhijia.people.models import Membership
from zhijia.plans.actions import summaries as summary_verbs
from zhijia.plans.models import Occurrence, Plan, Summary, SummaryNumber, SummarySection, Task, Trace
from zhijia.plans.reading_intake import Document, take_in
from zhijia.relief.models import Visit
from zhijia.reports import intake as checks
from zhijia.sheetreader.tests.books import xlsx
from zhijia.twins.tests.examples import twins_examples

pytestmark = pytest.mark.usefixtures("thousands_of_requests")
ALONE = "²"
"""Sent in each field by itself: isdigit() takes it for a number, int() does not."""
TOGETHER = (
    ALONE,
    "\0",
    "9" * 30,
    "9" * 5000,
    "-1",
    "没有这个",
    "'\"><b>&u=1",
    "⟦会员⟧" * 200,
    "0001-01-01..9999-12-31",
    "0001-01-01",
    "1e400",
    "",
)
"""Sent in all fields at once, each field another one, in as many rounds as `ROUNDS` says."""
ROUNDS = 5  # the doors share their parsers, so that every parser meets every value somewhere
FRAME = frozenset(
    {"u", "sub", "year", "period", "line", "drawn_as"}
)  # asked on every page by the frame around it
RIGHT = {
    "on": "2026-11-01", "title": "走访慰问困难职工", "who": "工会委员", "reason": "写错了", "note": "同意",
    "starts_on": "2026-03-01", "ends_on": "2026-03-31", "shape": "calendar", "year": "2026", "about-title": "计划",
    "about-year": "2026", "about-shape": "calendar", "body": "会员一条心。", "value": "12", "period": "2026H1",
    "part": "like", "about": "QXZ", "n": "0",
    "received_on": "2026-11-16", "issuer": "县总工会", "what": "方案",
    "code": "AAAA-AAAA", "password": "Qingxi-2027-lu", "again": "Qingxi-2027-lu", "since": "2026-01-01",
    "held_to": "2026-11-20",
    "figure": "people.members", "do": "save", "text": "2026年工作计划\n一、组织建设\n1．3月发展会员。",
}  # fmt: skip
FOR_ALL = ("/plans/traces/", "/org/unions/")  # where what the frame asks is tried, for every page
PATHS = (0, 10**30, 10**18)
DOOR_OF_STRANGERS = ("/sign-in/", "/sign-out/", "/password/")


@pytest.fixture
def rows(town, seat_of):
    """What stands in an address: ids of rows that an officer of the town may change."""
    officer = seat_of("town")
    book = xlsx(("企业", [["单位名称", "所在工会"], ["宏达厂", town.works.name]]))
    batch = take_in_workbook(Batch(kind="employers", name="企业.xlsx"), by=officer, data=book)
    summary = summary_verbs.draft(Summary(period_code="2026H1", about=town.union), by=officer)
    letter = letter_verbs.write(Letter(kind="reply", title="关于放假的批复"), by=officer)
    template = letter_verbs.bring(
        Template(kind="reply", name="模板.docx"), by=officer, content=sample_template()
    )
    token = make_token(Token(), by=officer, name="门户网站", ends_on=clock.today())
    with scope(officer):
        plan_text = (
            "2027年工会工作计划\n一、组织建设\n1．3月发展新会员20人。\n二、帮扶慰问\n1．走访困难职工10户。\n"
        )
        reading = take_in(Document("计划.txt", plan_text.encode()), by=officer, key="odd")
        text = checks.Document("总结.txt", "2026年工作总结\n现有会员3人，走访慰问12次。".encode())
        check = checks.take_in(text, about=town.union, period="", by=officer, key="odd-check")
        paper, demand, later = a_paper(officer)
    with system("测试：每个地址一例"):
        plan = Plan.objects.filter(union=town.union).latest("pk")
        task = Task.objects.filter(plan=plan, occurrences__isnull=False).first()
        visit = Visit.objects.filter(union=town.union, state="due").first()
        member = Membership.objects.filter(union=town.works).latest("pk")
        application = Application.objects.filter(union=town.works, state="applied").earliest("pk")
        moving = Transfer.objects.filter(from_union=town.works, state="sent").earliest("pk")
        door = Door.objects.get(union=town.works)
        return {
            "/members/": {"pk": member.pk, "verb": "correct"},
            "/people/": {"pk": member.pk},
            "/directives/": {"pk": paper.pk, "verb": "follow"},
            "/directives/demands/": {"pk": demand.pk},
            "/directives/editions/": {"pk": later.pk},
            "/files/": {"pk": 1},
            "/join/": {"ref": "AAAA"},
            "/account/devices/": {"pk": 1},
            "/org/settings/": {"name": "union.term_years"},
            "/officers/": {"pk": Post.objects.get(union=town.works, office="accountant").pk},
            "/relief/visits/": {"pk": visit.pk, "verb": "complete"},
            **twins_examples(),
            "/help/": {"slug": "plans"},
            "/tokens/": {"pk": token.pk},
            "/joining/applications/": {"pk": application.pk, "verb": "consider"},
            "/joining/transfers/": {"pk": moving.pk, "verb": "withdraw"},
            "/joining/apply/": {"ref": door.ref},
            "/board/targets/": {"code": "people.joined"},
            **org_examples(),
            "/lists/": {"pk": 1},
            "/imports/": {"kind": "employers"},
            "/imports/batch/": {"pk": batch.pk},
            "/jobs/": {"pk": 1},
            "/made/": {"pk": 1},
            "/sealed/": {"table": "relief_visit", "pk": visit.pk, "field": "note"},
            "/files/of/": {"table": "relief_visit", "pk": visit.pk},
            "/letters/": {"pk": letter.pk},
            "/letters/new/": {"code": "reply"},
            "/letters/preview/": {"code": "reply"},
            "/letters/templates/": {"pk": template.pk},
            "/plans/traces/": {"pk": Trace.objects.filter(union=town.union).latest("pk").pk, "file": 1},
            "/plans/": {"pk": plan.pk},
            "/plans/tasks/": {"pk": task.pk},
            "/plans/times/": {"pk": Occurrence.objects.filter(task=task).first().pk},
            "/plans/<int:pk>/step/": {"pk": plan.pk, "name": "withdraw"},
            "/plans/read/": {"pk": reading.pk, "key": "t0"},
            "/plans/read/lessons/": {"pk": 1, "do": "off"},
            "/plans/read/<int:pk>/heading/": {"pk": reading.pk, "key": "s0"},
            "/plans/summary/": {"pk": summary.pk, "verb": "drop"},
            "/plans/summary/number/": {"pk": SummaryNumber.objects.filter(summary=summary).first().pk},
            "/plans/summary/section/": {"pk": SummarySection.objects.filter(summary=summary)[1].pk},
            "/reports/": {"pk": check.pk},
        }


def of_door(door, rows):
    """The right values for the parameters in this address."""
    page = door.route.replace("/api/v1/people/", "/").removeprefix(
        "/api/v1"
    )  # a row has one id at both doors
    prefix = max((one for one in rows if page.startswith(one)), key=len, default="")
    return rows.get(prefix, {})


@contextmanager
def overheard() -> Iterator[set[str]]:
    """The names that a page asks its GET and POST for; what the parser asks while it fills them does not count."""
    names: set[str] = set()
    kept = {name: getattr(QueryDict, name) for name in ("get", "getlist", "__getitem__", "__contains__")}

    def listening(ask):
        def asked(self, name, *rest):
            if not self._mutable:
                names.add(name)
            return ask(self, name, *rest)

        return asked

    with pytest.MonkeyPatch.context() as patch:
        for name, ask in kept.items():
            patch.setattr(QueryDict, name, listening(ask))
        yield names


def sent(client: Client, method: str, address: str, form: dict[str, str], **rest) -> list[str]:
    """What is wrong with the answer; all it did is taken back."""
    answer = taken_back(client, method, address, form, **rest)
    shown = {name: value[:20] for name, value in form.items()}
    if answer.status_code >= 500:
        reason = getattr(answer, "exc_info", None)
        return [f"{method} {address[:60]} {shown}: {answer.status_code} {reason and repr(reason[1])[:150]}"]
    text = answer.content.decode(errors="replace") if not answer.streaming else ""
    english = [said for said in ("Enter a", "Ensure this", "This field", "Select a valid") if said in text]
    return [f"{method} {address[:60]} {shown}: says {english}"] if english else []


def mixed(fields: list[str], start: int) -> list[dict[str, str]]:
    """Odd values for all fields at once; `start` sees that another address begins with another value.

    The union of the page (`u`) stays: there is none of an odd code, and all else would go unasked.
    """
    step = len(TOGETHER) // ROUNDS
    return [
        {name: TOGETHER[(start + at + turn * step) % len(TOGETHER)] for at, name in enumerate(fields)}
        for turn in range(ROUNDS)
    ]


def each_field_odd(client: Client, method: str, address: str) -> list[str]:
    form = RIGHT | {"key": uuid4().hex} if method == "POST" else {}
    with overheard() as names:
        taken_back(client, method, address, form)
    fields = sorted(names - {"csrfmiddlewaretoken"} - (FRAME if address not in FOR_ALL else set()))
    if not fields:
        return []
    alone = {re.sub(r"\d+", "", name): name for name in fields}.values()  # the rows of a table are read alike
    cases = [{name: ALONE} for name in alone] + mixed(
        [name for name in fields if name != "u"], start=len(address)
    )
    wrong = []
    for case in cases:
        key = {"key": uuid4().hex} if method == "POST" else {}
        wrong += sent(client, method, address, {**form, **key, **case})
    return wrong


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_no_value_in_any_field_breaks_a_page(method, client_as, rows):
    client = client_as("town", raise_request_exception=False)
    wrong = []
    for door in doors():
        if door.route in DOOR_OF_STRANGERS:
            continue
        wrong += each_field_odd(client, method, door.address(of_door(door, rows)))
    assert not wrong, f"{len(wrong)}:\n" + "\n".join(wrong)


@pytest.mark.django_db
def test_no_value_breaks_the_sign_in():
    client = Client(raise_request_exception=False)
    wrong = [
        one
        for odd in TOGETHER
        for form in ({"login": odd, "password": "x"}, {"login": "town", "password": odd}, {"next": odd})
        for one in sent(client, "POST", "/sign-in/", form)
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
def test_no_number_in_an_address_breaks_a_page(client_as, rows):
    client = client_as("town", raise_request_exception=False)
    wrong = []
    for door in doors():
        for name in door.parameters:
            right = of_door(door, rows)
            odd_ones = PATHS if isinstance(right[name], int) else ("no-such", "0")
            for odd in odd_ones:
                at = door.address({**right, name: odd})
                wrong += [one for method in ("GET", "POST") for one in sent(client, method, at, {**RIGHT})]
    wrong += sent(client, "POST", f"/plans/summary/{rows['/plans/summary/']['pk']}/do/%00/", {})
    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
def test_a_file_where_words_belong_and_words_where_a_file_belongs(client_as, rows):
    client = client_as("town", raise_request_exception=False)
    wrong = []
    for door in doors():
        at = door.address(of_door(door, rows))
        file = SimpleUploadedFile("a\0/../b.txt", b"\x00\xff" * 9)
        form = {name: file for name in ("title", "reason", "key", "text", "trace")}
        answer = taken_back(client, "POST", at, {**form, "file": "words", "files": "words"})
        wrong += [f"{door.route}: {answer.status_code}"] if answer.status_code >= 500 else []
    assert not wrong, "\n".join(wrong)
