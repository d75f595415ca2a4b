"""The board from the desk of a town: every number as the registers have it, and open to its rows."""

import datetime as dt
import io
from decimal import Decimal
from itertools import pairwise
from zipfile import ZipFile

import pytest

from zhijia.board import reading
from zhijia.board.actions import aim, change
from zhijia.board.models import Target
from zhijia.kernel.actions import NotAllowed, Unfit
from zhijia.kernel.figures import Ask, Period, read
from zhijia.kernel.scope import scope, system
from zhijia.kernel.testing import settled_queries
from zhijia.kernel.trail import history
from zhijia.people.actions import enter, join
from zhijia.people.models import Membership, Person

pytestmark = pytest.mark.django_db
YEAR = Period.parse("2026-01-01..2026-11-20")


@pytest.fixture
def ask(town):
    return Ask(town.union.pk, True, YEAR, town.union.code)


class TestTheRanking:
    def test_adds_up_to_the_town(self, ask, seat_of):
        """What stands union by union is what the figures say of all of them."""
        with scope(seat_of("town")):
            rows = reading.places(ask)
            town = read(("people.members", "org.employees", "people.joined", reading.VISITS), ask)
        assert sum(one.members for one in rows) == town["people.members"].value
        assert sum(one.employees or 0 for one in rows) == town["org.employees"].value
        assert sum(one.joined for one in rows) == town["people.joined"].value
        assert sum(one.visits for one in rows) <= town[reading.VISITS].value  # upper unions visit too

    @pytest.mark.parametrize("sort", reading.SORTS)
    def test_puts_the_best_first_and_equals_on_one_rank(self, sort, ask, seat_of):
        with scope(seat_of("town")):
            rows = reading.ranked(reading.places(ask), sort)
        keys = [reading.SORTS[sort][1](one) for one in rows]
        assert keys == sorted(keys, reverse=True)
        for above, one in pairwise(rows):
            same = reading.SORTS[sort][1](above) == reading.SORTS[sort][1](one)
            assert (one.rank == above.rank) == same

    def test_a_union_without_a_head_count_has_no_rate_and_stands_last(self):
        known, blank = reading.Place(None, members=5, employees=10), reading.Place(None, members=50)
        assert blank.rate is None
        assert "没有职工人数" in blank.blanks
        rows = reading.ranked([blank, known], "rate")
        assert [one.rank for one in rows] == [1, 2]
        assert rows[0] is known

    def test_takes_the_same_statements_when_more_is_recorded(self, client_as, town):
        def grow():
            with system("测试：长出一些会员") as by:
                persons = enter.all([Person(name=f"第{i}位") for i in range(9)], by=by)
                rows = [
                    Membership(union=town.works, person=p, joined_on=dt.date(2026, 11, 2)) for p in persons
                ]
                join.all(rows, by=by)

        client = client_as("town")
        for page, most in (("/board/", 32), ("/board/ranking/", 26)):
            settled_queries(lambda page=page: client.get(f"{page}?u=QXZ&sub=1"), grow, most=most)


def test_months_end_where_the_year_stands_and_flows_reconcile(ask, seat_of):
    with scope(seat_of("town")):
        months = reading.months(ask)
        opening = read(("people.opening",), ask)["people.opening"].value
        closing = read(("people.members",), ask)["people.members"].value
    assert [month.label for month in months] == [f"{n}月" for n in range(1, 12)]
    assert months[-1].members == closing
    assert opening + sum(m.added - m.removed for m in months) == closing


class TestTargets:
    def test_an_officer_aims_and_changes_with_a_source(self, seat_of, town):
        by = seat_of("town")
        row = aim(
            Target(union=town.union, year=2026, code="people.joined"),
            by=by,
            value=Decimal(800),
            source="县总下达",
        )
        change(row, by=by, value=Decimal(900), source="县总追加", version=row.version)
        assert [one.event.verb for one in history(row)] == ["board.target.change", "board.target.aim"]

    def test_a_rate_stays_within_a_hundred(self, seat_of, town):
        row = Target(union=town.union, year=2026, code="people.joining_rate")
        with scope(seat_of("town")), pytest.raises(Unfit, match="100"):
            aim(row, by=seat_of("town"), value=Decimal(120), source="x")

    def test_nobody_aims_for_a_neighbour(self, seat_of, town):
        row = Target(union=town.works, year=2026, code="people.joined")
        with scope(seat_of("neighbour")), pytest.raises(NotAllowed):
            aim(row, by=seat_of("neighbour"), value=Decimal(8), source="x")

    def test_from_the_page_to_the_board(self, client_as):
        client = client_as("town")
        page = "/board/targets/people.joining_rate/?u=QXZ&sub=1&year=2026"
        assert client.post(page, {"value": "", "source": ""}).status_code == 422
        assert client.post(page, {"value": "0.1", "source": "2026年工作要点"}).status_code == 302
        tiles = client.get("/board/?u=QXZ&sub=1").context["tiles"]
        tile = next(tile for tile in tiles if tile["label"] == "入会率")
        assert (tile["gap"], tile["state"], tile["target_percent"]) == ("达标", "ok", Decimal("0.1"))


class TestThePages:
    def test_members_and_leaders_are_told_where_their_own_is(self, client_as):
        for login in ("member", "leader"):
            assert client_as(login).get("/board/").status_code == 403

    @pytest.mark.parametrize("login", ["town", "county", "officer", "auditor"])
    def test_every_number_opens_to_its_rows(self, login, client_as):
        client = client_as(login)
        for lines in client.get("/board/").context["groups"].values():
            for line in lines:
                assert client.get(line.value.rows_url).status_code == 200, line.value.figure.code

    def test_charts_say_in_words_and_in_a_table_what_they_draw(self, client_as):
        client = client_as("town")
        charts = client.get("/board/charts/?u=QXZ&sub=1").context["charts"]
        assert {"rate", "flows", "work"} <= {chart.code for chart in charts}
        for chart in charts:
            assert chart.told
            assert all(len(row) == len(chart.heads) for row in chart.rows)

    def test_the_ranking_comes_after_the_numbers_and_beside_it_whom_one_picked(self, client_as):
        client = client_as("town")
        address = client.get("/board/?u=QXZ&sub=1").context["ranking"]
        part = client.get(f"{address}&like=all&pick=QXZ001", headers={"HX-Request": "true"})
        assert part.templates[0].name == "board/rank_part.html"
        assert part.context["picked"].union.code == "QXZ001"
        assert {"QXZ001"} < {one.union.code for one in part.context["rows"]}
        assert client.get(f"{address}&like=all").templates[0].name == "board/ranking.html"
        assert not client_as("officer").get("/board/").context["ranking"]

    def test_a_record_without_a_kind_stands_in_no_domain(self, client_as):
        client = client_as("officer")
        form = {"key": "one", "on": "2026-11-20", "title": "碰头会", "who": "各小组长"}
        assert client.post("/plans/traces/new/", form).status_code == 302
        charts = client.get("/board/charts/").context["charts"]
        assert any("还没选种类" in row for chart in charts for row in chart.rows)

    def test_the_workbook_holds_the_tables_of_the_page(self, client_as):
        answer = client_as("town").get("/board/excel/?u=QXZ&sub=1")
        with ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as book:
            words = book.read("xl/sharedStrings.xml").decode()
            assert len([name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]) == 3
        assert "入会率" in words
