"""The list of traces: totals are the figures, every count opens to as many rows, and nobody sees too much."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from zhijia.kernel.actions.action import opened
from zhijia.kernel.figures import Ask, Period, read
from zhijia.kernel.scope import scope, system
from zhijia.plans.actions import traces as actions
from zhijia.plans.models import Kind, Plan, Task, Trace
from zhijia.plans.tests.test_traces_verbs import member_name, written

pytestmark = pytest.mark.django_db
LIST = "/plans/traces/"
ALLOWED = 12 + 5  # session, account, two for the seats, read-only


def listed(client, **conditions):
    answer = client.get(LIST, conditions)
    assert answer.status_code == 200
    return answer.context


class TestNumbersOpen:
    @pytest.mark.parametrize(
        "code", ["plans.cooling.money", "plans.union_meeting.count", "plans.safety_check.units"]
    )
    def test_the_total_is_the_figure_that_was_opened(self, client_as, seat_of, town, code):
        seat = seat_of("town")
        ask = Ask(town.union.pk, True, Period.parse("2026"))
        with scope(seat):
            value = read([code], ask)[code]
            address = value.rows_url
        context = client_as("town").get(address).context
        column = "measured" if context["column"] else code.rpartition(".")[2]
        assert Decimal(context["totals"][column] or 0) == value.value
        assert context["totals"]["rows"] == value.rows
        assert value.rows

    def test_each_tab_holds_as_many_rows_as_it_says(self, client_as, seat_of):
        client = client_as("officer")
        written(seat_of("officer"), title="还没选种类的一条")
        page = client.get(LIST).content.decode()
        tabs = re.findall(r'<a href="(\?[^"]+)"[^>]*>([^<]+)<span class="n">([\d,]+)</span>', page)
        assert len(tabs) >= 3
        for address, label, count in tabs:
            context = client.get(LIST + address.replace("&amp;", "&")).context
            assert context["totals"]["rows"] == int(count.replace(",", "")), label


class TestConditions:
    def test_by_month_kind_area_person_and_words(self, client_as, seat_of):
        seat = seat_of("officer")
        kind = Kind.objects.get(code="visit")
        trace = written(seat, title="看望夜班职工", kind=kind, on=dt.date(2026, 3, 3))
        client = client_as("officer")
        for condition in (
            {"month": "2026-03"}, {"kind": "visit"}, {"area": "G"}, {"mine": "1"}, {"q": "夜班"},
            {"period": "2026Q1"}, {"kind": "visit", "month": "2026-03", "q": "看望 夜班"},
        ):  # fmt: skip
            context = listed(client, all=1, **condition)
            assert trace.pk in {row.pk for row in context["rows"]}, condition
        assert listed(client, month="2026-04", q="夜班职工")["totals"]["rows"] == 0

    def test_a_task_opens_all_its_records_whatever_the_year(self, client_as, seat_of):
        with scope(seat_of("town")):
            trace = Trace.objects.filter(task__isnull=False, state="recorded").order_by("on").first()
            expected = Trace.objects.filter(task=trace.task_id, state="recorded").count()
        assert listed(client_as("town"), task=trace.task_id)["totals"]["rows"] == expected
        assert listed(client_as("town"), task=trace.task_id, year="2012")["totals"]["rows"] == 0

    def test_taken_back_records_are_found_only_when_asked_for(self, client_as, seat_of):
        trace = written(seat_of("officer"), title="记错的一条")
        actions.withdraw(trace, by=seat_of("officer"), reason="记错了")
        client = client_as("officer")
        assert listed(client, q="记错的一条")["totals"]["rows"] == 0
        assert listed(client, q="记错的一条", state="withdrawn")["totals"]["rows"] == 1

    @pytest.mark.parametrize(
        "nonsense",
        [
            {"month": "2026-13"},
            {"kind": "x"},
            {"sort": "drop"},
            {"measure": "x"},
            {"task": "x"},
            {"page": "-3"},
        ],
    )
    def test_nonsense_in_the_address_is_no_condition(self, client_as, nonsense):
        client = client_as("officer")
        assert listed(client, **nonsense)["totals"]["rows"] == listed(client)["totals"]["rows"]

    @pytest.mark.parametrize("sort", ["on", "-on", "persons", "-person_times", "-money"])
    def test_sorting_puts_blank_numbers_last(self, client_as, sort):
        rows = listed(client_as("town"), sort=sort)["rows"]
        field = sort.removeprefix("-")
        values = [getattr(row, field) for row in rows if getattr(row, field) is not None]
        assert values == sorted(values, reverse=sort.startswith("-"))
        assert all(getattr(row, field) is None for row in rows[len(values) :])


class TestWhoSeesWhat:
    def test_names_below_are_masked_and_cannot_be_searched_for(self, client_as, seat_of, town):
        name = member_name(town.works)
        written(seat_of("officer"), title=f"看望生病的{name}", who="家中")
        assert listed(client_as("officer"), q=name)["totals"]["rows"] == 1
        context = listed(client_as("town"), q=name)
        assert context["totals"]["rows"] == 0
        page = client_as("town").get(LIST, {"q": "看望生病的"}).content.decode()
        assert f"看望生病的{name[0]}某" in page
        assert name not in page

    def test_the_neighbour_finds_none_of_it(self, client_as, seat_of, town):
        written(seat_of("officer"), title="独一无二的一条")
        assert listed(client_as("neighbour"), q="独一无二")["totals"]["rows"] == 0
        assert client_as("neighbour").get(LIST, {"u": town.works.code}).status_code == 403

    def test_a_member_is_told_who_records(self, client_as):
        page = client_as("member").get(LIST).content.decode()
        assert "小组的组长" in page

    def test_a_task_of_a_plan_not_issued_is_not_named_above(self, client_as, seat_of, town):
        plan = {
            "union": town.works,
            "period_code": "2026",
            "title": "草案",
            "accepted_on": dt.date(2026, 1, 5),
        }
        with system("测试：一份还没印发的计划") as by, opened("test.plan", by=by):
            days = {"starts_on": dt.date(2026, 1, 1), "ends_on": dt.date(2026, 12, 31)}
            task = Task.objects.create(
                plan=Plan.objects.create(**plan, **days),
                order=1,
                title="还在商量的一件事",
                sentence="",
                area="G",
            )
        written(seat_of("officer"), title="草案里的一件", task=task)
        assert "还在商量" in client_as("officer").get(LIST, {"q": "草案里的"}).content.decode()
        for address in (LIST, reverse("plans:trace", args=[Trace._base_manager.latest("pk").pk])):
            page = client_as("town").get(address, {"q": "草案里的"}).content.decode()
            assert "草案里的一件" in page
            assert "还在商量" not in page


class TestNothingToShow:
    def test_it_says_which_condition_to_drop(self, client_as, seat_of):
        written(seat_of("officer"), title="只此一条找得到")
        page = client_as("officer").get(LIST, {"q": "只此一条", "month": "2020-01"}).content.decode()
        assert "去掉月份：2020-01，有 1 条" in page

    def test_a_year_without_records_invites_to_record(self, client_as):
        page = client_as("officer").get(LIST, {"year": "2011"}).content.decode()
        assert "记第一条" in page


def test_queries_stay_the_same_at_ten_times_the_rows(client_as, seat_of):
    client, seat = client_as("town"), seat_of("town")

    def asked(**conditions):
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST, conditions)
        return len(queries)

    few = asked(month="2026-11", q="批量", state="recorded")
    written(seat, title="批量 0")
    one = asked(q="批量")
    with system("测试：批量记录") as by:
        union = {"union_id": seat.union_id, "recorded_by_id": seat.person_id}
        rows = [Trace(on=dt.date(2026, 11, 1), title=f"批量 {n}", who="大家", **union) for n in range(60)]
        actions.record.all(rows, by=by)
    assert asked(q="批量") == one
    assert max(few, one) <= ALLOWED
