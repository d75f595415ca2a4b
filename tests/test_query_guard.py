"""Pages ask the database a fixed number of questions, however many rows they show; most of them at most twelve."""

import datetime as dt

import pytest

from zhijia.kernel import clock
from zhijia.kernel.actions import opened
from zhijia.kernel.scope import scope, system
from zhijia.kernel.testing import page_queries, settled_queries
from zhijia.letters import actions as letter_verbs
from zhijia.letters.models import Letter
from zhijia.org import actions as org
from zhijia.org.models import Coverage, Employer, EmployerAlias, HeadCount, ParentEdge, Post, Union
from zhijia.people import actions as people
from zhijia.people.models import Membership, Person
from zhijia.plans.actions import summaries as summary_verbs
from zhijia.plans.actions.traces import correct, record
from zhijia.plans.models import Kind, Occurrence, Plan, Summary, Task, Trace
from zhijia.reports import intake as checks

pytestmark = pytest.mark.django_db
MANY = 44


def grow_organisation(town):
    """Unions below the town, each with a chair, an employer with another name, employees and a member."""
    day = dt.date(2025, 3, 3)
    with system("测试：四十多家") as by:
        unions = org.found.all(
            [
                Union(
                    code=f"QXZ9{n:02}", name=f"第{n}厂工会委员会", short_name=f"第{n}厂", kind="single",
                    nature="enterprise", founded_on=day,
                )
                for n in range(MANY)
            ],
            by=by,
        )  # fmt: skip
        org.answer_to.all([ParentEdge(union=u, parent=town.union, valid_from=day) for u in unions], by=by)
        firms = org.register.all([Employer(name=f"第{n}厂", nature="enterprise") for n in range(MANY)], by=by)
        org.call_also.all([EmployerAlias(employer=firm, name=f"{firm.name}分厂") for firm in firms], by=by)
        pairs = list(zip(unions, firms, strict=True))
        org.cover.all([Coverage(union=u, employer=firm, valid_from=day) for u, firm in pairs], by=by)
        org.count_heads.all([HeadCount(employer=firm, counted_on=day, employees=30) for firm in firms], by=by)
        persons = people.enter.all([Person(name=f"主席{n}", gender="female") for n in range(MANY)], by=by)
        held = list(zip(unions, persons, strict=True))
        org.appoint.all([Post(union=u, person=p, office="chair", held_from=day) for u, p in held], by=by)
        people.join.all([Membership(union=u, person=p, joined_on=day) for u, p in held], by=by)


def grow_work(town):
    """Traces of many unions and kinds with participants, and tasks in the town's plan with their times."""
    kinds = list(Kind.objects.all())
    with system("测试：四十多条") as by:
        unions = list(Union.objects.filter(kind__in=Union.GRASSROOTS).order_by("code"))
        plan = Plan.objects.filter(union=town.union, state="issued").latest("starts_on")
        section = plan.sections.first()
        with opened("test.tasks", by=by):
            tasks = Task.objects.bulk_create(
                Task(plan=plan, section=section, order=500 + n, number=f"9.{n}", title=f"第{n}件事", area="G")
                for n in range(MANY)
            )
            Occurrence.objects.bulk_create(
                Occurrence(task=task, starts_on=dt.date(2026, month, 1), ends_on=dt.date(2026, month, 28))
                for task in tasks
                for month in (3, 11)
            )
        rows = []
        for n in range(MANY * 2):
            union = unions[n % len(unions)] if n % 2 else town.union
            task = tasks[n // 2] if union == town.union else None
            row = Trace(
                on=clock.today(), title=f"第{n}次走访", who="王建平", union=union, kind=kinds[n % len(kinds)],
                task=task, persons=n, recorded_by_id=town.seat("town").person_id,
            )  # fmt: skip
            row.unit_ids = [u.pk for u in unions[:3]]
            rows.append(row)
        record.all(rows, by=by)


def grow_everything(town):
    grow_organisation(town)
    grow_work(town)


LISTS = ["/org/unions/", "/org/employers/", "/members/", "/officers/"]
WORK = ["/", "/plans/", "/plans/tasks/", "/plans/traces/", "/plans/traces/new/", "/plans/summaries/"]


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize("login", ["town", "county"])
def test_a_register_asks_no_more_for_more_rows(client_as, town, login, address):
    client = client_as(login)
    settled_queries(lambda: client.get(f"{address}?u=QXZ&sub=1"), lambda: grow_organisation(town))


@pytest.mark.parametrize("address", WORK)
def test_a_page_of_work_asks_no_more_for_more_rows(client_as, town, address):
    client = client_as("town")
    most = 13 if address == "/" else 12  # my day reads figures of four sheets beside what is due
    settled_queries(lambda: client.get(address), lambda: grow_everything(town), most=most)


def test_the_form_of_a_plan_as_a_list_and_by_month_asks_no_more_for_more_tasks(client_as, town):
    client = client_as("town")
    for address in ("/plans/?view=list", "/plans/?view=time"):
        with_few = settled_queries(lambda at=address: client.get(at), lambda: None)
        assert len(with_few) <= 12
    settled_queries(lambda: client.get("/plans/?view=list"), lambda: grow_work(town))


def test_a_summary_asks_no_more_for_more_work(client_as, town, seat_of):
    officer = seat_of("town")
    row = summary_verbs.draft(Summary(period_code="2026", about=town.union), by=officer)
    client = client_as("town")
    settled_queries(lambda: client.get(f"/plans/summary/{row.pk}/"), lambda: grow_everything(town))


def test_a_checked_summary_asks_no_more_for_more_numbers_and_more_work(client_as, town, seat_of):
    officer, line = seat_of("town"), "现有会员3人，开展走访慰问12次，慰问职工40人次，征集提案20件。"

    def made(lines, key):
        text = checks.Document("总结.txt", f"2026年工作总结\n{line * lines}".encode())
        with scope(officer):
            return checks.take_in(text, about=town.union, period="", by=officer, key=key)

    client = client_as("town")
    with page_queries() as few:
        client.get(f"/reports/{made(1, 'few').pk}/?n=1")
    with page_queries() as many:
        client.get(f"/reports/{made(40, 'many').pk}/?n=1")
    assert len(many) - len(few) == 0
    settled_queries(lambda: client.get("/reports/"), lambda: [made(2, f"n{n}") for n in range(12)])


def test_one_trace_asks_no_more_for_more_units_and_changes(client_as, town, seat_of):
    officer = seat_of("town")
    with system("测试：参加单位"):
        units = list(Union.objects.filter(kind="single").values_list("pk", flat=True))

    def change(taking_part):
        correct(row.pk, by=officer, unit_ids=taking_part)

    row = record(Trace(on=clock.today(), title="走访", who="林秀芳"), by=officer)
    change(units[:1])

    def grow():
        for count in range(2, len(units) + 1):
            change(units[:count])

    client = client_as("town")
    settled_queries(lambda: client.get(f"/plans/traces/{row.pk}/"), grow)


def test_letters_ask_no_more_for_more_of_them(client_as, town, seat_of):
    chair, client = seat_of("townchair"), client_as("townchair")

    def write(count):
        rows = [
            Letter(kind="notice", title=f"关于第{n}件事的通知", body="一、时间\n7月。") for n in range(count)
        ]
        letter_verbs.write.all(rows, by=chair)

    write(2)
    pages = ("/letters/?tab=draft", "/letters/?tab=draft&q=第1件", "/letters/new/", "/letters/templates/")
    with_few = [settled_queries(lambda at=at: client.get(at), lambda: write(MANY)) for at in pages]
    assert all(len(queries) <= 12 for queries in with_few)


def test_one_letter_asks_no_more_for_longer_text_and_more_changes(client_as, seat_of):
    chair, client = seat_of("townchair"), client_as("townchair")
    row = letter_verbs.write(Letter(kind="notice", title="关于放假的通知", body="明天。"), by=chair)

    def grow():
        for n in range(5):
            letter_verbs.rewrite(row.pk, by=chair, body="一、时间\n明天。\n" * 10 * (n + 1))

    for address in (f"/letters/{row.pk}/", f"/letters/{row.pk}/edit/", f"/letters/{row.pk}/issue/"):
        settled_queries(lambda at=address: client.get(at), grow)
