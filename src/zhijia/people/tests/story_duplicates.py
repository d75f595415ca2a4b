"""One person written down twice: proposed, merged with both histories, taken back."""

import datetime as dt

import pytest

from zhijia.kernel.actions import Blocked
from zhijia.kernel.scope import scope, system
from zhijia.people.actions import enter, leave, merge, part
from zhijia.people.models import Membership, Person
from zhijia.people.tests.test_rules import number_of
from zhijia.relief.actions import arrange
from zhijia.relief.models import Visit

pytestmark = pytest.mark.django_db
PHONE, DAY = "16900000007", dt.date(2025, 3, 3)


@pytest.fixture
def twice(town, seat_of):
    """`twice(union of the second)`: the older entry with a number, the newer one without, and a visit to the newer."""

    def entered(second="works", **more):
        with system("测试：登记了两次") as by:
            one = Person(name="丁一", phone=PHONE, identity=number_of(dt.date(1990, 5, 6), 222))
            older = enter(one, by=by, memberships=[Membership(union=town.works, joined_on=DAY)])
            place = Membership(union=getattr(town, second), joined_on=dt.date(2026, 5, 6))
            newer = enter(Person(name="丁一", phone=PHONE, **more), by=by, memberships=[place])
            arrange(Visit(union=town.works, person=newer, name="丁一", kind="birthday", due_on=DAY), by=by)
        return older, newer

    return entered


def proposed(client):
    return [
        (p.first.person.pk, p.second.person.pk) for p in client.get("/members/duplicates/").context["pairs"]
    ]


def state():
    with system("测试：看看"):
        spans = Membership.objects.filter(person__name="丁一").order_by("pk")
        rows = [(row.person_id, row.left_on, row.ended, row.state) for row in spans]
        return rows, list(Visit.objects.filter(name="丁一").values_list("person_id", flat=True))


def test_two_entries_become_one_and_two_again(twice, client_as, seat_of):
    older, newer = twice()
    officer, before = client_as("officer"), state()
    assert proposed(officer) == [(older.pk, newer.pk)]
    words = officer.get("/members/duplicates/").content.decode()
    assert "姓名和手机都一样" in words
    assert PHONE not in words
    counted = officer.get("/members/counts/").context["total"]

    answer = officer.post(
        "/members/duplicates/merge/", {"stays": older.pk, "goes": newer.pk, "reason": "同一个人"}
    )
    assert answer.status_code == 302
    rows, visits = state()
    assert [row[0] for row in rows] == [older.pk, older.pk]
    assert rows[1][2:] == ("duplicate", "left")
    assert visits == [older.pk]
    assert officer.get("/members/counts/").context["total"] == counted - 1, "she was never two members"
    assert proposed(officer) == []

    assert officer.post(f"/members/duplicates/{newer.pk}/part/", {"reason": ""}).status_code == 409
    assert officer.post(f"/members/duplicates/{newer.pk}/part/", {"reason": "是两个人"}).status_code == 302
    assert state() == before
    assert officer.get("/members/counts/").context["total"] == counted


def test_what_was_changed_since_stays_when_a_merging_is_taken_back(twice, seat_of):
    older, newer = twice()
    officer = seat_of("officer")
    merge(newer, by=officer, reason="同一个人", into=older)
    with system("测试：合并以后又改了") as by:
        visit = Visit.objects.get(name="丁一")
        other = enter(Person(name="别人"), by=by)
    from zhijia.kernel.actions import opened

    with system("测试") as by, opened("test.moved", by=by):
        visit.person = other
        visit.save()
    part(newer, by=officer, reason="是两个人")
    assert state()[1] == [other.pk]


class TestAMergingIsRefused:
    def test_where_both_are_members_of_different_unions(self, twice, seat_of):
        older, newer = twice("neighbour")
        with pytest.raises(Blocked, match="不同的工会"):
            merge(newer, by=seat_of("town"), reason="同一个人", into=older)
        with scope(seat_of("town")):
            twin = Membership.objects.get(person=newer)
        leave(twin, by=seat_of("town"), left_on=dt.date(2026, 6, 1), reason="换单位")
        merge(newer, by=seat_of("town"), reason="同一个人", into=older)
        assert [row[0] for row in state()[0]] == [older.pk, older.pk]

    def test_where_numbers_differ(self, twice, seat_of, client_as):
        older, newer = twice(identity=number_of(dt.date(1990, 5, 6), 224))
        assert proposed(client_as("officer")) == []
        with pytest.raises(Blocked, match="证件号不一样"):
            merge(newer, by=seat_of("officer"), reason="同一个人", into=older)

    def test_of_somebody_who_signs_in(self, twice, seat_of):
        older, _ = twice()
        with system("测试"):
            chair = Person.objects.get(pk=seat_of("chair").person_id)
        with pytest.raises(Blocked, match="登录名"):
            merge(chair, by=seat_of("officer"), reason="同一个人", into=Person._base_manager.get(pk=older.pk))

    def test_to_whoever_does_not_keep_both_rolls(self, twice, client_as):
        older, newer = twice("neighbour")
        sent = {"stays": older.pk, "goes": newer.pk, "reason": "同一个人"}
        for login in ("officer", "neighbour", "accountant", "member"):
            assert client_as(login).post("/members/duplicates/merge/", sent).status_code in (403, 409), login
        assert [row[0] for row in state()[0]] == [older.pk, newer.pk]
