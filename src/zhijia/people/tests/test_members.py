"""Joining and leaving, and the list that every count of members opens to."""

import datetime as dt

import pytest

from zhijia.kernel.actions import Blocked, MoveRefused, NotAllowed, Unfit
from zhijia.kernel.scope import scope, system
from zhijia.org.models import Union
from zhijia.people.actions import enter, join, leave
from zhijia.people.models import Membership, Person

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 2)


@pytest.fixture
def newcomer(db):
    with system("测试：新来的人") as by:
        return enter(Person(name="丁一", gender="male"), by=by)


def membership(person, town, **more):
    return Membership(**{"person": person, "union": town.works, "joined_on": DAY, **more})


class TestJoining:
    def test_is_recorded_by_the_unions_own_officers(self, newcomer, town, seat_of):
        row = join(membership(newcomer, town), by=seat_of("officer"))
        assert row.state == "member"
        with scope(seat_of("chair")):
            assert Membership.objects.filter(pk=row.pk).exists()
            assert Person.objects.filter(pk=newcomer.pk).exists()

    @pytest.mark.parametrize("login", ["member", "leader", "accountant", "auditor", "women", "neighbour"])
    def test_is_recorded_by_nobody_else(self, newcomer, town, seat_of, login):
        with pytest.raises(NotAllowed):
            join(membership(newcomer, town), by=seat_of(login))

    def test_twice_is_answered_in_words(self, newcomer, town, seat_of):
        join(membership(newcomer, town), by=seat_of("officer"))
        with pytest.raises(Blocked, match="已经有一条同样的记录"):
            join(membership(newcomer, town), by=seat_of("officer"))

    def test_leads_into_groups_of_the_same_union_only(self, newcomer, town, seat_of):
        with system("测试：别家的小组"):
            group = Union.objects.filter(kind="group", home=town.works).first()
        with pytest.raises(Unfit, match="不是这个工会的"):
            join(membership(newcomer, town, union=town.neighbour, group=group), by=seat_of("town"))
        assert join(membership(newcomer, town, group=group), by=seat_of("officer")).group == group


class TestLeaving:
    @pytest.fixture
    def row(self, newcomer, town, seat_of):
        return join(membership(newcomer, town), by=seat_of("officer"))

    def test_asks_for_a_reason_and_keeps_the_row(self, row, seat_of):
        officer = seat_of("officer")
        with pytest.raises(Blocked, match="写明原因"):
            leave(row, by=officer, left_on=DAY)
        assert leave(row, by=officer, reason="离职", left_on=DAY).state == "left"

    def test_before_joining_is_answered_in_words(self, row, seat_of):
        with pytest.raises(Unfit, match="入会日期之前"):
            leave(row, by=seat_of("officer"), reason="离职", left_on=DAY - dt.timedelta(days=1))

    def test_happens_once(self, row, seat_of):
        leave(row, by=seat_of("officer"), reason="离职", left_on=DAY)
        with pytest.raises(MoveRefused):
            leave(row, by=seat_of("officer"), reason="离职", left_on=DAY)


class TestTheList:
    def test_of_a_leader_is_her_group(self, client_as, seat_of):
        leader = seat_of("leader")
        page = client_as("leader").get("/members/").context["page"]
        assert {row.group_id for row in page} == {leader.group_id}

    @pytest.mark.parametrize(
        "nonsense",
        [
            "?page=99", "?page=x", "?show=%27%3B--", "?gender=robot", "?year=abcd", "?year=99999", "?period=2026Q9",
            "?sub=maybe", "?q=%25%27", "?kind=%F0%9F%98%80", "?u=",
        ],
    )  # fmt: skip
    def test_bears_nonsense_in_its_address(self, client_as, nonsense):
        for address in (
            "/members/",
            "/org/unions/",
            "/org/employers/",
            "/plans/traces/",
            "/plans/tasks/",
            "/plans/",
        ):
            assert client_as("chair").get(address + nonsense).status_code == 200, address

    @pytest.mark.parametrize("code", ["NOWHERE", "QXZ002", "'"])
    def test_of_a_union_out_of_reach_is_refused_like_one_that_does_not_exist(self, client_as, code):
        client = client_as("chair")
        answers = [
            client.get(f"{address}?u={code}") for address in ("/members/", "/org/unions/", "/plans/traces/")
        ]
        assert {answer.status_code for answer in answers} == {403}
        assert all("没有找到这个工会" in answer.content.decode() for answer in answers)

    def test_finds_a_part_of_a_name(self, client_as):
        page = client_as("chair").get("/members/?q=海燕").context["page"]
        assert {row.person.name for row in page} == {"陈海燕"}
