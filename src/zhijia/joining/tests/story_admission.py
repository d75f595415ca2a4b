"""A worker scans the code on the notice board; three days later she is on the roll, and nobody learnt anything else."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client

from zhijia.joining import actions
from zhijia.joining.models import Application, Door
from zhijia.kernel import clock
from zhijia.kernel.actions import Blocked, NotAllowed, Unfit
from zhijia.kernel.imports.actions import confirm
from zhijia.kernel.imports.tests.taking_in import brought
from zhijia.kernel.scope import scope, system
from zhijia.people.models import Membership, Person
from zhijia.people.rules import check_sign

pytestmark = pytest.mark.django_db
NUMBER = "99020219900307882"
NUMBER += check_sign(NUMBER)
FORM = {
    "name": "沈 小芳",
    "identity": NUMBER,
    "phone": "13800005521",
    "department": "总装车间",
    "agreed": "on",
}


@pytest.fixture
def door(seat_of):
    """The works' own, which stands open; nobody has applied yet."""
    by = seat_of("officer")
    with scope(by):
        for row in Application.objects.filter(state__in=Application.OPEN):
            actions.reject(row, by=by, reason="测试：从头来")
        return Door.objects.get(state="open")


@pytest.fixture
def stranger():
    return Client(raise_request_exception=False)


def applications():
    with system("测试：看申请"):
        return list(Application.objects.exclude(applied_on__lt=clock.today()).order_by("pk"))


class TestAtTheNoticeBoard:
    def test_she_applies_and_reads_nothing_back(self, door, stranger):
        page = stranger.get(f"/joining/apply/{door.ref}/")
        assert page.status_code == 200
        answer = stranger.post(f"/joining/apply/{door.ref}/", FORM)
        assert answer.url == "/joining/apply/received/"
        told = stranger.get(answer.url).content.decode()
        assert NUMBER not in told
        assert "沈小芳" not in told
        [row] = applications()
        assert (row.name, row.source, row.state) == ("沈小芳", "phone", "applied")

    def test_what_she_wrote_lies_sealed(self, door, stranger):
        stranger.post(f"/joining/apply/{door.ref}/", FORM)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT a::text FROM joining_application a UNION ALL SELECT r::text FROM trail_eventrow r"
            )
            kept = " ".join(row[0] for row in cursor.fetchall())
        assert NUMBER not in kept
        assert "13800005521" not in kept

    def test_twice_is_once_and_says_the_same(self, door, stranger):
        answers = [stranger.post(f"/joining/apply/{door.ref}/", FORM) for _ in range(2)]
        assert [(one.status_code, one.url) for one in answers] == [(302, "/joining/apply/received/")] * 2
        assert len(applications()) == 1

    def test_a_member_elsewhere_gets_the_same_answer(self, door, stranger, town):
        with system("测试：邻会的会员") as by:
            from zhijia.people.enrolling import enrol

            enrol(
                {
                    "name": "沈小芳",
                    "identity": NUMBER,
                    "union": town.neighbour,
                    "joined_on": dt.date(2026, 1, 5),
                },
                by=by,
            )
        assert stranger.post(f"/joining/apply/{door.ref}/", FORM).url == "/joining/apply/received/"

    @pytest.mark.parametrize(
        ("changed", "said"),
        [
            ({"identity": NUMBER[:-1]}, "应为 18 位"),
            ({"identity": ""}, "请填证件号"),
            ({"phone": "12345"}, "应为 11 位"),
            ({"name": "  "}, "请填姓名"),
            ({"agreed": ""}, "请先勾选同意"),
            ({"name": "甲" * 60}, "太长"),
        ],
    )
    def test_what_does_not_fit_is_said_beside_it(self, changed, said, door, stranger):
        answer = stranger.post(f"/joining/apply/{door.ref}/", FORM | changed)
        assert answer.status_code == 422
        assert said in (words := answer.content.decode())
        assert words.count("我自愿申请加入工会") == 1
        assert applications() == []

    def test_a_flood_is_stopped_with_a_sentence(self, door, stranger, settings):
        settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "apply": "2/m/ip"}
        statuses = [stranger.post(f"/joining/apply/{door.ref}/", {}).status_code for _ in range(4)]
        assert statuses == [422, 422, 429, 429]

    def test_the_limit_as_it_ships_lets_twenty_a_minute_through(self, door, stranger):
        statuses = [stranger.post(f"/joining/apply/{door.ref}/", FORM).status_code for _ in range(22)]
        assert statuses == [302] * 20 + [429] * 2

    def test_a_closed_or_invented_code_leads_nowhere(self, door, stranger, seat_of):
        actions.close(door.pk, by=seat_of("officer"))
        for ref in (door.ref, "AAAA", "%00"):
            assert stranger.get(f"/joining/apply/{ref}/").status_code in (400, 404)

    def test_only_grassroots_unions_open_a_door_and_only_one(self, door, seat_of):
        with pytest.raises(Unfit, match="基层工会"):
            actions.open_door(Door(), by=seat_of("town"))
        with pytest.raises(Blocked):
            actions.open_door(Door(), by=seat_of("officer"))

    def test_the_officer_prints_the_code_it_stands_on(self, door, client_as):
        page = client_as("officer").get("/joining/code/").content.decode()
        assert re.search(rf"/joining/apply/{door.ref}/", page)
        assert "<svg" in page


class TestInTheCommittee:
    @pytest.fixture
    def row(self, door, stranger):
        stranger.post(f"/joining/apply/{door.ref}/", FORM)
        return applications()[0]

    def test_the_group_speaks_the_committee_admits_and_the_roll_has_her(self, row, seat_of, town):
        by = seat_of("officer")
        actions.consider(row.pk, by=by, opinion="同意")
        done = actions.admit(row.pk, by=by, joined_on=dt.date(2026, 11, 18))
        with scope(by):
            member = Membership.objects.get(person=done.person_id)
            assert (member.union_id, member.joined_on, member.department) == (
                town.works.pk,
                dt.date(2026, 11, 18),
                "总装车间",
            )
            assert member.employer, "the works' union covers one employer alone"
            person = Person.objects.get(pk=done.person_id)
            assert (person.gender, person.birth_on) == ("female", dt.date(1990, 3, 7))
            assert str(person.identity) == f"990***********{NUMBER[-4:]}"

    def test_once_decided_the_application_forgets_her_numbers(self, row, seat_of):
        actions.reject(row.pk, by=seat_of("officer"), reason="不在本单位工作")
        [kept] = applications()
        assert not kept.identity
        assert not kept.phone
        assert (kept.identity_index, kept.phone_index) == ("", "")

    def test_rejecting_asks_for_the_reason(self, row, seat_of):
        with pytest.raises(Blocked, match="原因"):
            actions.reject(row.pk, by=seat_of("officer"))

    def test_a_member_elsewhere_is_sent_to_the_transfer(self, row, seat_of, town):
        from zhijia.people.enrolling import enrol

        with system("测试：邻会的会员") as by:
            enrol(
                {
                    "name": "沈小芳",
                    "identity": NUMBER,
                    "union": town.neighbour,
                    "joined_on": dt.date(2026, 1, 5),
                },
                by=by,
            )
        with pytest.raises(Blocked, match="接转"):
            actions.admit(row.pk, by=seat_of("officer"), joined_on=dt.date(2026, 11, 18))
        assert applications()[0].state == "applied"

    @pytest.mark.parametrize("login", ["member", "leader", "accountant", "neighbour", "town"])
    def test_nobody_else_decides_or_sees(self, login, row, seat_of):
        with pytest.raises(NotAllowed):
            actions.admit(row.pk, by=seat_of(login), joined_on=dt.date(2026, 11, 18))

    def test_it_waits_on_my_day(self, row, client_as):
        assert "有 1 件入会申请等着审批" in client_as("officer").get("/").content.decode()
        assert "入会申请等着" not in client_as("neighbour").get("/").content.decode()


class TestByList:
    """Those who apply together are brought as one list, and the committee admits them together."""

    HEAD = ("姓名", "身份证号", "手机号", "车间", "用工类型")

    def test_a_list_becomes_applications_and_they_become_members(self, door, seat_of, client_as, town):
        numbers = [f"9902021990030788{n}" for n in range(4)]
        numbers = [number + check_sign(number) for number in numbers]
        rows = [("甲一", numbers[0], "13800005531", "喷涂", "劳动合同制"), ("甲一", numbers[1], "", "喷涂", ""),
                ("甲三", numbers[2][:-1], "", "", ""), ("甲四", numbers[0], "", "", "")]  # fmt: skip
        by = seat_of("officer")
        batch = brought("applications", by, self.HEAD, *rows)
        assert batch.totals == {"rows": 4, "new": 2, "changed": 0, "unchanged": 0, "refused": 2}
        assert not any(line.name in numbers for line in batch.lines.all())
        batch = brought("applications", by, self.HEAD, *rows[:2])
        confirm(batch, by=by)
        assert [(row.name, str(row.identity)[-4:], row.union_id) for row in applications()] == [
            ("甲一", number[-4:], town.works.pk) for number in numbers[:2]
        ]
        assert brought("applications", by, self.HEAD, *rows[:2]).totals["unchanged"] == 2
        chosen = {"verb": "admit", "go": "1", "all": "1", "kind": "ordinary", "key": "many"}
        assert (
            "办成 2"
            in client_as("officer").post("/joining/applications/bulk/?tab=open", chosen).content.decode()
        )
        with scope(by):
            assert Membership.objects.filter(person__name="甲一", left_on=None).count() == 2

    def test_a_union_without_members_of_its_own_takes_no_applications(self, seat_of):
        with pytest.raises(Unfit, match="基层工会"):
            actions.apply(Application(), by=seat_of("town"), name="甲一", identity=NUMBER)
