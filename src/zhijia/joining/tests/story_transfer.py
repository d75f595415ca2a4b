"""A member changes her work; her membership follows, whoever is slow."""

import dataclasses
import datetime as dt

import pytest

from zhijia.joining import actions, policy
from zhijia.joining.models import Transfer
from zhijia.kernel import clock
from zhijia.kernel.actions import Blocked, MoveRefused, NotAllowed, Unfit
from zhijia.kernel.figures import Ask, Period, read
from zhijia.kernel.scope import scope, system
from zhijia.people.actions import retain
from zhijia.people.enrolling import enrol
from zhijia.people.models import Membership
from zhijia.people.rules import check_sign

pytestmark = pytest.mark.django_db
NUMBER = "99020219880412331"
NUMBER += check_sign(NUMBER)


@pytest.fixture
def member(town):
    with system("测试：一位会员") as by:
        return enrol(
            {"name": "陆建明", "identity": NUMBER, "union": town.works, "joined_on": dt.date(2026, 1, 5)},
            by=by,
        )


@pytest.fixture
def later(monkeypatch):
    """`later(16)`: so many days have gone by."""

    def gone(days):
        day = clock.today() + dt.timedelta(days=days)
        monkeypatch.setattr(clock, "today", lambda: day)

    return gone


def where(member):
    with system("测试：现在在哪里"):
        return Membership.objects.get(person=member.person_id, left_on=None).union_id


def counted(union, by):
    with scope(by):
        ask = Ask(union.pk, True, Period.parse(str(clock.today().year)).clipped(clock.today()), union.code)
        return read(["people.members"], ask)["people.members"].value


class TestBothSidesAct:
    def test_sent_and_received(self, member, seat_of, town):
        before = counted(town.union, seat_of("town"))
        row = actions.send(Transfer(), by=seat_of("officer"), who="陆建明", where=town.neighbour.name)
        assert where(member) == town.works.pk
        assert row.due_on == clock.today() + dt.timedelta(days=15)
        done = actions.receive(row.pk, by=seat_of("neighbour"))
        assert (done.state, where(member)) == ("done", town.neighbour.pk)
        assert counted(town.union, seat_of("town")) == before  # neither lost nor counted twice

    def test_called_and_released(self, member, seat_of, town):
        row = actions.call(Transfer(), by=seat_of("neighbour"), who="陆建明", number=NUMBER)
        assert actions.release(row.pk, by=seat_of("officer")).state == "done"
        assert where(member) == town.neighbour.pk

    def test_nobody_may_refuse(self):
        """Once under way a membership arrives, or whoever opened the transfer takes it back."""
        onward = {verb for state in Transfer.OPEN for verb in Transfer.moves.out_of(state)}
        assert {verb: Transfer.moves.get(verb).target for verb in onward} == {
            "receive": "done", "release": "done", "complete": "done", "withdraw": "withdrawn",
        }  # fmt: skip
        assert actions.withdraw.allowed is policy.of_opener

    def test_the_same_member_is_not_on_two_ways(self, member, seat_of, town):
        actions.send(Transfer(), by=seat_of("officer"), who="陆建明", where=town.neighbour.code)
        with pytest.raises(Blocked, match=f"转往{town.neighbour.short_name}，等对方接收"):
            actions.call(Transfer(), by=seat_of("neighbour"), who="陆建明", number=NUMBER)

    def test_a_third_union_hears_that_she_is_under_way_not_where_to(self, member, seat_of, town):
        actions.send(Transfer(), by=seat_of("officer"), who="陆建明", where=town.neighbour.code)
        third = dataclasses.replace(seat_of("neighbour"), union_id=town.school.pk)
        with pytest.raises(Blocked, match="转往别的工会") as refused:
            actions.call(Transfer(), by=third, who="陆建明", number=NUMBER)
        assert town.neighbour.short_name not in refused.value.sentence

    def test_the_other_side_is_told_whose_turn_it_is(self, member, client_as, seat_of, town):
        row = actions.send(Transfer(), by=seat_of("officer"), who="陆建明", where=town.neighbour.code)
        words = client_as("officer").get(f"/joining/transfers/{row.pk}/").content.decode()
        assert "这一步由转入的工会办" in words
        assert "请找本单位工会主席" not in words

    def test_what_needs_no_form_is_asked_once_and_what_has_one_is_a_way_to_it(
        self, member, client_as, seat_of, town
    ):
        row = actions.send(Transfer(), by=seat_of("officer"), who="陆建明", where=town.neighbour.code)
        page = f"/joining/transfers/{row.pk}/"
        words = client_as("neighbour").get(page).content.decode()
        assert 'class="btn btn-primary" type="button" data-dialog="do-receive"' in words
        assert f'<form class="in" method="post" action="{page}do/receive/"' in words
        assert f'href="{page}do/withdraw/"' in client_as("officer").get(page).content.decode()
        client_as("neighbour").post(f"{page}do/receive/", {"version": row.version})
        assert where(member) == town.neighbour.pk

    def test_the_member_reads_how_far_it_is(self, client_as, seat_of, town):
        assert "会籍正在" not in client_as("member").get("/").content.decode()
        with system("测试：登录的那位会员"):
            her = Membership.objects.get(person_id=seat_of("member").person_id, left_on=None)
        actions.send(Transfer(), by=seat_of("officer"), who=her.person.name, where=town.neighbour.code)
        words = client_as("member").get("/").content.decode()
        assert f"转到{town.neighbour.short_name}，等对方接收" in words
        assert client_as("member").get("/joining/transfers/").status_code == 403

    def test_only_the_other_side_closes_it(self, member, seat_of, town):
        row = actions.send(Transfer(), by=seat_of("officer"), who="陆建明", where=town.neighbour.code)
        with pytest.raises(NotAllowed):
            actions.receive(row.pk, by=seat_of("officer"))
        with pytest.raises(MoveRefused):
            actions.release(row.pk, by=seat_of("officer"))

    def test_taken_back_by_whoever_opened_it(self, member, seat_of, town):
        row = actions.send(Transfer(), by=seat_of("officer"), who="陆建明", where=town.neighbour.code)
        with pytest.raises(NotAllowed):
            actions.withdraw(row.pk, by=seat_of("neighbour"), reason="不要")
        assert actions.withdraw(row.pk, by=seat_of("officer"), reason="她没有走").state == "withdrawn"
        assert where(member) == town.works.pk
        with scope(seat_of("officer")):
            member.refresh_from_db()
        assert member.standing == "在册"

    def test_the_roll_says_that_she_is_on_her_way(self, member, client_as, seat_of, town):
        page, before = f"/members/{member.pk}/", counted(town.works, seat_of("officer"))
        row = actions.send(Transfer(), by=seat_of("officer"), who="陆建明", where=town.neighbour.code)
        assert "陆建明" in client_as("officer").get("/members/?tab=moving").content.decode()
        assert f"/joining/transfers/{row.pk}/" in client_as("officer").get(page).content.decode()
        assert counted(town.works, seat_of("officer")) == before
        retain(member.pk, by=seat_of("officer"), on=clock.today(), cause="retired")
        with pytest.raises(Blocked, match="转往"):
            actions.send(Transfer(), by=seat_of("officer"), who="陆建明", where=town.school.code)
        actions.receive(row.pk, by=seat_of("neighbour"))
        assert where(member) == town.neighbour.pk


class TestOneSideIsSilent:
    def test_a_union_above_does_it_after_the_days_not_before(self, member, seat_of, town, later):
        row = actions.send(Transfer(), by=seat_of("officer"), who="陆建明", where=town.neighbour.code)
        later(15)
        with pytest.raises(Blocked, match="最晚办理"):
            actions.complete(row.pk, by=seat_of("town"), reason="对方没有办")
        later(1)
        assert actions.complete(row.pk, by=seat_of("town"), reason="对方没有办").state == "done"
        assert where(member) == town.neighbour.pk

    def test_the_silent_one_cannot_complete_what_it_should_receive(self, member, seat_of, town, later):
        row = actions.send(Transfer(), by=seat_of("officer"), who="陆建明", where=town.neighbour.code)
        later(20)
        with pytest.raises(NotAllowed):
            actions.complete(row.pk, by=seat_of("neighbour"), reason="x")

    def test_all_three_see_the_days(self, member, client_as, seat_of, town, later):
        actions.send(Transfer(), by=seat_of("officer"), who="陆建明", where=town.neighbour.code)
        later(16)
        for login in ("officer", "neighbour", "town"):
            assert "16 天" in client_as(login).get("/joining/transfers/").content.decode()
        assert "可以代为办结" in client_as("town").get("/").content.decode()


class TestFinding:
    @pytest.mark.parametrize(
        ("who", "number"), [("陆建明", NUMBER[:-1] + "0"), ("别的人", NUMBER), ("陆建明", "")]
    )
    def test_a_name_or_a_number_alone_finds_nobody(self, who, number, member, seat_of):
        with pytest.raises(Unfit, match="没有找到"):
            actions.call(Transfer(), by=seat_of("neighbour"), who=who, number=number)

    def test_of_two_with_one_name_the_number_tells(self, member, seat_of, town):
        with system("测试：同名") as by:
            enrol({"name": "陆建明", "union": town.works, "joined_on": dt.date(2026, 2, 5)}, by=by)
        officer = seat_of("officer")
        with pytest.raises(Unfit, match="证件号"):
            actions.send(Transfer(), by=officer, who="陆建明", where=town.neighbour.code)
        row = actions.send(Transfer(), by=officer, who="陆建明", where=town.neighbour.code, number=NUMBER)
        assert row.membership_id == member.pk

    @pytest.mark.parametrize("words", ["没有这个工会", "", "QXZ"])
    def test_a_union_must_be_found_by_its_name(self, words, member, seat_of):
        with pytest.raises(Unfit, match="工会"):
            actions.send(Transfer(), by=seat_of("officer"), who="陆建明", where=words)

    def test_somebody_elses_member_is_not_sent(self, member, seat_of, town):
        with pytest.raises(Unfit, match="没有这样一位"):
            actions.send(Transfer(), by=seat_of("neighbour"), who="陆建明", where=town.works.code)
