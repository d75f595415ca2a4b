"""Visits: what must be said of one, who may do what, and that the database keeps them at home by itself."""

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from zhijia.kernel.actions import Blocked, MoveRefused, NotAllowed, Unfit, opened
from zhijia.kernel.scope import scope, system
from zhijia.relief import policy, rules
from zhijia.relief.actions import arrange, complete, correct, miss, record, reopen, undo_record, withdraw
from zhijia.relief.kinds import VisitKind, by_code, kinds
from zhijia.relief.models import Visit

TODAY = dt.date(2026, 11, 20)
GOOD = {
    "visited_on": TODAY, "visitor": "王建平", "second_visitor": "方德明", "gift": "money", "goods": "",
    "amount": Decimal(500), "fund": "union",
}  # fmt: skip

# What is changed of a good visit, and the field that is then wrong.
WRONG = [
    ({"visited_on": None}, "visited_on"),
    ({"visited_on": TODAY + dt.timedelta(1)}, "visited_on"),
    ({"visited_on": dt.date(202, 11, 20)}, "visited_on"),
    ({"visitor": " "}, "visitor"),
    ({"second_visitor": ""}, "second_visitor"),
    ({"second_visitor": "王 建平"}, "second_visitor"),
    ({"gift": ""}, "gift"),
    ({"amount": None}, "amount"),
    ({"amount": Decimal(0)}, "amount"),
    ({"amount": Decimal(30000)}, "amount"),
    ({"fund": ""}, "fund"),
    ({"gift": "goods"}, "goods"),
    ({"gift": "none"}, "amount"),
]


class TestRules:
    def test_a_good_visit_has_nothing_wrong(self):
        assert rules.unfit(SimpleNamespace(**GOOD), TODAY) == {}
        assert rules.unfit(SimpleNamespace(**GOOD | {"gift": "goods", "goods": "牛奶"}), TODAY) == {}
        assert (
            rules.unfit(SimpleNamespace(**GOOD | {"gift": "none", "amount": None, "fund": ""}), TODAY) == {}
        )

    @pytest.mark.parametrize(("change", "field"), WRONG)
    def test_each_slip_is_told_at_its_field(self, change, field):
        wrong = rules.unfit(SimpleNamespace(**GOOD | change), TODAY)
        assert list(wrong) == [field]
        assert wrong[field].endswith(("。", "？"))

    def test_what_is_due_today_is_not_late(self):
        assert rules.is_late("due", dt.date(2026, 11, 19), TODAY)
        assert not rules.is_late("due", TODAY, TODAY)
        assert not rules.is_late("missed", dt.date(2026, 11, 19), TODAY)

    def test_a_kind_that_contradicts_itself_does_not_load(self):
        with pytest.raises(ValueError, match="gift"):
            VisitKind("x", "某事", "cash")
        assert len(kinds()) == len(by_code())


@pytest.fixture
def due(seat_of):
    return arrange(Visit(), by=seat_of("officer"), name=" 陈海燕 ", kind="hospital")


@pytest.mark.django_db
class TestVerbs:
    def test_arranging_finds_the_member_and_the_day(self, due, town):
        assert (due.name, due.person.name, due.union, due.state) == ("陈海燕", "陈海燕", town.works, "due")
        assert due.due_on == dt.date(2026, 11, 23)

    def test_a_name_on_no_roll_is_kept_as_typed(self, seat_of):
        assert arrange(Visit(), by=seat_of("officer"), name="外来的老赵", kind="hardship").person is None

    @pytest.mark.parametrize("values", [{"name": "", "kind": "hospital"}, {"name": "老周", "kind": "party"}])
    def test_who_and_why_must_be_said(self, seat_of, values):
        with pytest.raises(Unfit):
            arrange(Visit(), by=seat_of("officer"), **values)

    def test_completing_needs_two_and_a_fund(self, due, seat_of):
        with pytest.raises(Unfit, match="两个人"):
            complete(due, by=seat_of("officer"), **GOOD | {"second_visitor": ""})
        done = complete(due, by=seat_of("officer"), **GOOD)
        assert (done.state, done.amount) == ("done", 500)
        assert reopen(done, by=seat_of("officer")).visitor == ""

    def test_the_database_itself_wants_two(self, due, seat_of):
        officer = seat_of("officer")
        with (
            scope(officer),
            opened("test", by=officer),
            pytest.raises(IntegrityError, match="done_by_two"),
            transaction.atomic(),
        ):
            Visit.objects.filter(pk=due.pk).update(state="done")

    def test_recording_and_taking_it_back(self, seat_of):
        made = record(Visit(), by=seat_of("officer"), name="老周", kind="injury", **GOOD)
        assert (made.state, made.due_on) == ("done", TODAY)
        assert undo_record(made, by=seat_of("officer")).state == "undone"
        with pytest.raises(Blocked, match="不再改"):
            correct(made, by=seat_of("officer"), name="老吴")

    def test_missing_asks_why_and_a_late_visit_can_still_be_made(self, due, seat_of):
        with pytest.raises(Blocked, match="原因"):
            miss(due, by=seat_of("officer"))
        missed = miss(due, by=seat_of("officer"), reason="在外地")
        assert complete(missed, by=seat_of("chair"), **GOOD).state == "done"

    def test_changing_money_asks_why_filling_does_not(self, due, seat_of):
        officer = seat_of("officer")
        complete(due, by=officer, **GOOD)
        with pytest.raises(Unfit, match="原因"):
            correct(due, by=officer, amount=Decimal(600))
        assert correct(due, by=officer, amount=Decimal(600), reason="看错了票").amount == 600
        assert correct(due, by=officer, goods="").version == 4

    def test_what_is_withdrawn_moves_no_more(self, due, seat_of):
        withdraw(due, by=seat_of("chair"), reason="重复")
        with pytest.raises(MoveRefused):
            complete(due, by=seat_of("chair"), **GOOD)

    @pytest.mark.parametrize("login", ["town", "townchair", "county", "neighbour", "member", "leader"])
    def test_of_another_house_is_refused(self, due, seat_of, login):
        for verb, values in ((complete, GOOD), (correct, {"name": "谁"}), (withdraw, {"reason": "看看"})):
            with pytest.raises(NotAllowed):
                verb(due, by=seat_of(login), **values)

    @pytest.mark.parametrize(
        ("login", "may"), [("chair", True), ("officer", True), ("accountant", False), ("women", False)]
    )
    def test_settling_is_for_officers_and_the_one_who_reported(self, due, seat_of, login, may):
        seat = seat_of(login)
        with scope(seat):
            assert miss.may(due, seat) is may

    def test_a_leader_reports_and_sees_her_own_reports_only(self, due, seat_of):
        leader = seat_of("leader")
        own = arrange(Visit(), by=leader, name="陈海燕", kind="birth")
        with scope(leader):
            assert list(Visit.objects.all()) == [own]
        assert correct(own, by=leader, kind="injury").kind == "injury"


@pytest.mark.django_db
class TestTheDatabaseItself:
    """Row-level security lets through exactly what the policy in Python does, for everybody (architecture §6)."""

    @pytest.fixture(autouse=True)
    def _rows(self, due, seat_of):
        arrange(Visit(), by=seat_of("leader"), name="陈海燕", kind="birth")
        arrange(Visit(), by=seat_of("town"), name="老周", kind="festival")

    def test_agrees_with_python_over_the_whole_cast(self, logins, seat_of):
        with system("测试：全部走访"):
            everything = list(Visit.objects.values_list("pk", flat=True))
        seen = {}
        for login in logins:
            seat = seat_of(login)
            with scope(seat):
                by_python = set(Visit.objects.filter(policy.may_see(seat)).values_list("pk", flat=True))
                rows = (
                    Visit._base_manager.all()
                )  # Python asks for everything; the database answers for the seat
                seen[login] = set(rows.values_list("pk", flat=True))
            assert seen[login] == by_python, login
        assert seen["member"] == set()
        assert len(seen["leader"]) == 1
        assert seen["chair"] < set(everything)
        assert seen["chair"].isdisjoint(seen["town"])

    def test_shows_nothing_to_nobody(self, due):
        assert not Visit._base_manager.all().exists()
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute('SELECT count(*) FROM "relief_visit"')
            assert cursor.fetchone() == (0,)

    def test_forgets_the_seat_with_the_scope(self, due, seat_of):
        with scope(seat_of("officer")):
            assert Visit._base_manager.all().exists()
        assert not Visit._base_manager.all().exists()
        with system("测试"):
            assert Visit._base_manager.all().exists()

    def test_lets_nobody_write_into_another_house(self, town, seat_of):
        officer = seat_of("officer")
        stray = Visit(union=town.school, kind="other", name="谁", due_on=TODAY)
        refused = pytest.raises(ProgrammingError, match="row-level security")
        with scope(officer), opened("test", by=officer), refused, transaction.atomic():
            stray.save(force_insert=True)
