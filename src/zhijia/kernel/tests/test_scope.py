"""No scope, no rows; and what a seat may read of the rows it sees."""

import threading
from contextlib import ExitStack

import pytest
from django.db import connection
from django.db.models import F, Max
from django.db.models.functions import Concat

from zhijia.kernel.scope import NoScope, current_seat, scope, system
from zhijia.kernel.testing import scoped_models
from zhijia.plans.models import Trace, TraceUnit

pytestmark = pytest.mark.django_db
WITH_UNION = [m for m in scoped_models() if "union" in {field.name for field in m._meta.fields}]


@pytest.mark.parametrize("model", scoped_models(), ids=lambda model: model._meta.label)
class TestEveryBusinessTable:
    def test_refuses_to_load_without_a_scope(self, model):
        with pytest.raises(NoScope):
            model.objects.all()
        with pytest.raises(NoScope):
            model.objects.count()

    def test_says_who_may_see_it(self, model, seat_of, logins):
        for login in logins:
            seat = seat_of(login)
            with scope(seat):
                list(model.objects.all()[:1])

    def test_shows_a_seat_no_more_than_the_system(self, model, seat_of):
        with system("测试：全部"):
            everything = model.objects.count()
        for login in ("member", "neighbour", "county"):
            with scope(seat_of(login)):
                assert model.objects.count() <= everything


def test_a_system_scope_needs_a_reason():
    with pytest.raises(ValueError, match="reason"), system(""):
        pass


def test_scopes_nest_and_reset_on_the_way_out(seat_of):
    chair, town = seat_of("chair"), seat_of("town")
    assert current_seat() is None
    with scope(chair):
        with scope(town):
            assert current_seat() == town
        assert current_seat() == chair
        with pytest.raises(RuntimeError), system("测试：出错"):
            raise RuntimeError
        assert current_seat() == chair
    assert current_seat() is None


def test_a_scope_does_not_reach_other_threads(seat_of):
    seen = []
    with scope(seat_of("chair")):
        thread = threading.Thread(target=lambda: seen.append(current_seat()))
        thread.start()
        thread.join()
    assert seen == [None]


def test_a_thread_used_again_starts_without_a_seat(client_as, seat_of):
    assert client_as("chair").get("/members/").status_code == 200
    assert current_seat() is None
    with pytest.raises(NoScope):
        Trace.objects.count()


def test_a_page_that_fails_leaves_no_seat_behind(client_as, monkeypatch):
    monkeypatch.setattr("zhijia.people.ledgers.shown", None)
    with pytest.raises(TypeError):
        client_as("chair").get("/members/")
    assert current_seat() is None


class TestTextThatStaysInItsOwnUnion:
    """Upward only the open part of a trace exists, whatever way it is asked for."""

    TEXTS = ("title", "who", "notes")

    @pytest.fixture
    def row(self, town):
        with system("测试：找一条"):
            trace = Trace.objects.filter(union=town.works).exclude(who="").order_by("pk").first()
            assert trace.title
            assert trace.who
            return trace

    @pytest.fixture(params=["town", "townchair", "county"])
    def upper(self, request, seat_of):
        with scope(seat_of(request.param)) as seat:
            yield seat

    def test_own_union_reads_it(self, row, seat_of):
        with scope(seat_of("chair")):
            mine = Trace.objects.get(pk=row.pk)
            assert mine.__dict__["who"] == mine.who != ""
            assert Trace.objects.filter(pk=row.pk).values_list("title", flat=True)[0] == mine.title

    def test_a_loaded_row_reads_as_empty(self, row, upper):
        above = Trace.objects.get(pk=row.pk)
        assert {name: getattr(above, name) for name in self.TEXTS} == dict.fromkeys(self.TEXTS, "")
        assert above.shown_title == above.open_title != ""
        assert not any(above.__dict__[name] for name in self.TEXTS)

    def test_a_row_that_the_system_loaded_reads_as_empty_too(self, row, upper):
        assert [getattr(row, name) for name in self.TEXTS] == ["", "", ""]

    @pytest.mark.parametrize(
        "ask",
        [
            lambda rows: rows.values(*TestTextThatStaysInItsOwnUnion.TEXTS)[0].values(),
            lambda rows: rows.values_list("title", "who", "notes")[0],
            lambda rows: rows.values_list("title", "who", "notes", named=True)[0],
            lambda rows: rows.values_list("title", flat=True),
            lambda rows: [rows.defer("title").get().title, rows.defer("who").get().who],
            lambda rows: [rows.only("pk").get().title, rows.only("pk").get().who],
            lambda rows: rows.annotate(words=F("title")).values_list("words", flat=True),
            lambda rows: [rows.annotate(words=F("who")).get().words],
            lambda rows: TraceUnit._base_manager.filter(trace__in=rows).values_list("trace__title", flat=True),
            lambda rows: [one.trace.title for one in TraceUnit._base_manager.filter(trace__in=rows)],
            lambda rows: [rows.distinct().values_list("title", flat=True)[0]],
            lambda rows: rows.union(rows.none()).values_list("title", flat=True),
        ],
    )  # fmt: skip
    def test_no_way_of_asking_gives_it(self, row, upper, ask):
        assert not any(ask(Trace.objects.filter(pk=row.pk)))

    def test_refreshing_a_row_does_not_give_it(self, row, upper):
        above = Trace.objects.get(pk=row.pk)
        above.refresh_from_db()
        assert above.title == above.__dict__["title"] == ""

    @pytest.mark.parametrize("through", [Max("title"), Concat("title", "who")])
    def test_what_is_computed_from_it_is_refused(self, row, upper, through):
        with pytest.raises(NoScope, match="as it stands"):
            list(Trace.objects.filter(pk=row.pk).annotate(words=through).values_list("words", flat=True))

    def test_saving_another_field_leaves_the_text_alone(self, row, upper):
        """`pre_save` stores what lies in the row, so nobody wipes out what he cannot read."""
        Trace.objects.filter(pk=row.pk).defer(*self.TEXTS).first()
        with connection.cursor() as cursor:
            cursor.execute("SELECT title, who FROM plans_trace WHERE id = %s", [row.pk])
            assert cursor.fetchone() == (row.__dict__["title"], row.__dict__["who"])


class TestReach:
    """County, town, union, group and member: each sees its own part of the same register."""

    def test_each_sees_its_part_of_the_traces(self, town, seat_of):
        def unions(login):
            with scope(seat_of(login)):
                return set(Trace.objects.values_list("union__code", flat=True))

        with system("测试：全部"):
            everywhere = set(Trace.objects.values_list("union__code", flat=True))
        assert unions("county") == everywhere
        assert unions("town") == everywhere
        assert unions("chair") == unions("accountant") == unions("auditor") == {town.works.code}
        assert unions("neighbour") == {town.neighbour.code}
        assert unions("leader") <= {town.works.code}
        assert unions("member") == set()

    def test_a_leader_sees_her_group_and_a_member_himself(self, seat_of):
        from zhijia.people.models import Membership

        leader, member = seat_of("leader"), seat_of("member")
        with scope(leader):
            groups = set(Membership.objects.values_list("group_id", flat=True))
            assert Membership.objects.count() > 3
        assert groups == {leader.group_id}
        with scope(member):
            assert set(Membership.objects.values_list("person_id", flat=True)) == {member.person_id}

    def test_unions_are_seen_downward_and_straight_upward_but_not_sideways(self, town, seat_of):
        from zhijia.org.models import Union

        with scope(seat_of("chair")):
            seen = set(Union.objects.exclude(kind__in=Union.INNER).values_list("code", flat=True))
        assert seen == {town.works.code, town.union.code, town.county.code}

    @pytest.mark.parametrize("model", WITH_UNION, ids=lambda model: model._meta.label)
    def test_a_neighbour_gets_no_row_of_the_works(self, model, town, seat_of):
        with scope(seat_of("neighbour")):
            seen = set(model.objects.values_list("union__code", flat=True))
        # What one's own is a part of: a target divided among unions, a list of the county that holds below it.
        from_above = {
            "BuildTarget": {town.union.code},
            "CardTarget": {town.union.code},
            "SetUpRule": {town.county.code},
        }
        assert seen <= {town.neighbour.code} | from_above.get(model.__name__, set())

    def test_a_neighbour_sees_no_person_of_the_works_who_holds_no_post_with_her(self, town, seat_of):
        from zhijia.people.models import Membership, Person

        with system("测试：厂里的人"):
            works = set(Membership.objects.filter(union=town.works).values_list("person_id", flat=True))
        with scope(seat_of("neighbour")):
            assert not works & set(Person.objects.values_list("pk", flat=True))


def test_nobody_registered_means_everything_is_refused(monkeypatch, seat_of):
    from zhijia.kernel.scope import below, reach

    monkeypatch.setattr(reach, "_answers", {})
    with pytest.raises(NoScope):
        below(1)
    with pytest.raises(NoScope):
        reach.seats_of(None)


def test_a_model_that_does_not_say_who_may_see_it_shows_nothing(seat_of):
    from zhijia.kernel.scope import ScopedModel

    with pytest.raises(NotImplementedError):
        ScopedModel.may_see(seat_of("county"))


def test_scopes_opened_many_deep_close_in_order(seat_of, logins):
    with ExitStack() as stack:
        for login in logins:
            stack.enter_context(scope(seat_of(login)))
    assert current_seat() is None


class TestThePagesKeepItToo:
    """What was written, and what was corrected, is read on no page outside its own union."""

    WORDS = ("丁家湾", "陈海燕", "腰伤", "装配二组")

    @pytest.fixture
    def row(self, seat_of):
        from zhijia.kernel import clock
        from zhijia.plans.actions.traces import correct, record

        officer = seat_of("officer")
        made = record(
            Trace(on=clock.today(), title="走访陈海燕家", who="丁家湾", notes="腰伤在家休养"), by=officer
        )
        return correct(
            made, by=officer, title="走访陈海燕", who="装配二组", notes="已好转", reason="写错了地方"
        )

    PAGES = ("/plans/traces/{pk}/", "/plans/traces/?u=QXZ001", "/plans/traces/?u=QXZ001&state=all", "/")

    @pytest.mark.parametrize("page", PAGES)
    @pytest.mark.parametrize("login", ["town", "townchair", "county"])
    def test_nobody_above_reads_it(self, client_as, row, login, page):
        text = client_as(login).get(page.format(pk=row.pk)).content.decode()
        assert not [word for word in self.WORDS if word in text]

    def test_its_own_officer_reads_it_with_what_stood_there_before(self, client_as, row):
        text = client_as("officer").get(f"/plans/traces/{row.pk}/").content.decode()
        assert all(word in text for word in self.WORDS)

    @pytest.mark.parametrize(("login", "found"), [("officer", 1), ("town", 0), ("county", 0)])
    def test_nobody_above_finds_out_by_searching(self, client_as, row, login, found):
        """A list that gets shorter would tell as much as a list that shows the word."""
        page = client_as(login).get("/plans/traces/?u=QXZ001&sub=1&q=陈海燕").context["page"]
        assert [one.pk for one in page].count(row.pk) == found
