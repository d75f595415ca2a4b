"""The turn of the year: each step says from the rows whether it is done, and leads to where it is done."""

import datetime as dt

import pytest
from django.test import override_settings

from zhijia.desk.year import turn
from zhijia.kernel.actions import opened
from zhijia.kernel.scope import scope, system
from zhijia.org.models import Body
from zhijia.plans import carrying
from zhijia.plans.actions import plans, summaries
from zhijia.plans.models import Plan, Summary, Task
from zhijia.server import backup, keeping

pytestmark = pytest.mark.django_db


@pytest.fixture
def states(seat_of):
    """`states("town")`: the state of each step by the first word of its title."""

    def told(login):
        seat = seat_of(login)
        with scope(seat):
            return {step.title.split(" ")[-1]: step.state[0] for step in turn(seat).steps}

    return told


def test_before_anything_is_done_and_after(states, seat_of, town):
    seat = seat_of("town")
    before = states("town")
    assert before["年的计划收尾"] == "todo"
    assert before["年的总结送审、留底"] == before["年的计划"] == "todo"

    row = summaries.draft(Summary(period_code="2026", about=town.union), by=seat)
    assert states("town")["年的总结送审、留底"] == "doing"
    summaries.send(row.pk, by=seat)
    assert states("town")["年的总结送审、留底"] == "done"

    with scope(seat):
        source = next(
            one for one in carrying.sources(town.union.pk) if one.open and one.target.code == "2027"
        )
        reading = carrying.begin(source, by=seat, key="turn")
    assert states("town")["年的计划"] == "doing"
    plan = plans.accept(Plan(reading=reading), by=seat)
    assert (states("town")["年的计划"], states("town")["年的计划收尾"]) == ("doing", "done")
    plans.committee_opinion(plan.pk, by=seat, on=dt.date(2026, 11, 20))
    plans.party_opinion(plan.pk, by=seat, on=dt.date(2026, 11, 20))
    plans.issue(plan.pk, by=seat_of("townchair"), on=dt.date(2026, 11, 20))
    assert states("town")["年的计划"] == "done"


def test_what_is_given_up_is_closed(states, seat_of):
    seat = seat_of("town")
    with scope(seat):
        left = [t.pk for t in Task.objects.filter(plan__union_id=seat.union_id, state="active")]
    for pk in left:
        plans.cancel(pk, by=seat, reason="不做了")
    assert states("town")["年的计划收尾"] == "done"


def test_terms_count_the_newest_session_alone(seat_of, town):
    with system("测试") as by, opened("test.bodies", by=by):
        old = Body(
            union=town.school,
            kind="women",
            session_no=90,
            term_from=dt.date(2020, 1, 1),
            term_to=dt.date(2025, 1, 1),
        )
        new = Body(
            union=town.school,
            kind="women",
            session_no=91,
            term_from=dt.date(2025, 1, 1),
            term_to=dt.date(2030, 1, 1),
        )
        due = Body(
            union=town.school,
            kind="audit",
            session_no=91,
            term_from=dt.date(2022, 5, 1),
            term_to=dt.date(2027, 5, 1),
        )
        for body in (old, new, due):
            body.save()
    seat = seat_of("town")
    with scope(seat):
        step = next(step for step in turn(seat).steps if "到期" in step.title)
    mine = [line for line in step.lines if "第9" in line]
    assert [("第91届，2027-05-01 到期" in line, "已经过了" in line) for line in mine] == [(True, False)]


def test_whoever_keeps_the_house_is_asked_for_a_backup(states, town, tmp_path):
    assert "备份一次，拷到别处" not in states("town")
    keeping.set_house(tmp_path, union=town.union.pk)
    with override_settings(DATA_FOLDER=str(tmp_path)):
        assert states("town")["备份一次，拷到别处"] == "todo"
        now = dt.datetime.now(backup.OFFICE_TIME).isoformat(timespec="seconds")
        backup.note(tmp_path, made_at=now)
        assert states("town")["备份一次，拷到别处"] == "done"
        assert "备份一次，拷到别处" not in states("chair")


def test_my_day_speaks_of_it_around_new_year(client_as):
    told = "2026 年转到 2027 年"
    assert told not in client_as("town").get("/").content.decode()
    for day in (dt.date(2026, 12, 20), dt.date(2027, 1, 8)):
        with override_settings(TODAY=day):
            assert told in client_as("town").get("/").content.decode()
            assert told not in client_as("accountant").get("/").content.decode()


def test_the_page_is_for_those_who_plan(client_as):
    page = client_as("neighbour").get("/year/")
    assert "没有到期的计划，不用收尾" in page.content.decode()
    assert client_as("member").get("/year/").status_code == 403
