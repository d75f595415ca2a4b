"""One person written down twice: proposed, merged with both histories, taken back."""

import datetime as dt

import pytest

from zhijia.kernel.actions import Blocked, opened
from zhijia.kernel.scope import scope, system
from zhijia.kernel.trail.models import EventRow
from zhijia.people import doubles
from zhijia.people.actions import change_details, change_work, enter, leave, merge, part
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


def test_the_entry_with_a_number_is_the_one_to_stay(town, client_as):
    with system("测试：先登记的没有证件号") as by:
        places = [Membership(union=town.works, joined_on=DAY) for _ in range(2)]
        older = enter(Person(name="丁一", phone=PHONE), by=by, memberships=places[:1])
        one = Person(name="丁一", phone=PHONE, identity=number_of(dt.date(1990, 5, 6), 222))
        newer = enter(one, by=by, memberships=places[1:])
    page = client_as("officer").get("/members/duplicates/")
    [pair] = page.context["pairs"]
    assert (pair.stays.person.pk, pair.goes.person.pk) == (newer.pk, older.pk)
    assert "留下后登记的一条（它有证件号）" in page.content.decode()


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


class TestWhatTheOneThatStaysLacksComesFromTheOther:
    BORN = dt.date(1990, 5, 6)

    @pytest.fixture
    def halves(self, town):
        """The older entry has the identity number, the newer one the telephone."""
        with system("测试：两条各缺一样") as by:
            places = [Membership(union=town.works, joined_on=DAY) for _ in range(2)]
            whole = Person(name="丁一", identity=number_of(self.BORN, 222))
            half = Person(name="丁一", phone=PHONE, birth_on=self.BORN)
            return enter(whole, by=by, memberships=places[:1]), enter(half, by=by, memberships=places[1:])

    def numbers(self, *persons):
        with system("测试：看看"):
            rows = [Person.objects.get(pk=one.pk) for one in persons]
            return [
                tuple(Person._meta.get_field(n).opened(row) for n in ("identity", "phone")) for row in rows
            ]

    def test_it_is_shown_before_carried_and_given_back(self, halves, client_as):
        older, newer = halves
        officer, before = client_as("officer"), self.numbers(*halves)
        assert "它没有的手机从另一条补上" in officer.get("/members/duplicates/").content.decode()
        sent = {"stays": older.pk, "goes": newer.pk, "reason": "同一个人"}
        assert officer.post("/members/duplicates/merge/", sent).status_code == 302
        assert self.numbers(*halves) == [(before[0][0], PHONE), before[1]], "the other keeps its own"
        found = officer.get("/members/", {"q": PHONE}).context["page"]
        assert [row.person_id for row in found] == [older.pk]
        assert not EventRow.objects.filter(changes__icontains=PHONE).exists()
        assert (
            officer.post(f"/members/duplicates/{newer.pk}/part/", {"reason": "是两个人"}).status_code == 302
        )
        assert self.numbers(*halves) == before

    def test_the_identity_number_too_where_the_other_has_to_stay(self, halves, seat_of):
        older, newer = halves
        before = self.numbers(*halves)
        merge(older, by=seat_of("officer"), reason="同一个人", into=newer)
        assert self.numbers(newer) == [(before[0][0], PHONE)]
        part(older, by=seat_of("officer"), reason="是两个人")
        assert self.numbers(*halves) == before

    def test_but_not_one_that_contradicts(self, halves, seat_of):
        older, newer = halves
        with system("测试：生日抄错") as by:
            change_details(newer, by=by, birth_on=dt.date(1991, 5, 6))
        with pytest.raises(Blocked, match="对不上"):
            merge(older, by=seat_of("officer"), reason="同一个人", into=newer)


def days_of(*spans):
    """How often a member counts on each day of the spans."""
    told = [(row.since, row.left_on) for row in spans if row.ended != "duplicate"]
    return [
        sum(since <= day and (left is None or left > day) for since, left in told)
        for day in (dt.date(2025, 1, 1) + dt.timedelta(n) for n in range(100))
    ]


def span(since, left_on=None, **more):
    begins, ends = (n and dt.date(2025, 1, 1) + dt.timedelta(n) for n in (since, left_on))
    return Membership(since=begins, left_on=ends, began=more.pop("began", "joined"), **more)


@pytest.mark.parametrize(
    ("mine", "twins", "told"),
    [
        ([(10, 20)], [(30, 40)], []),  # one after the other: nothing to settle
        ([(10, 20)], [(20, 40)], []),
        ([(10, 30)], [(20, 40)], [("twin", 30, 40)]),  # the later one begins when the first has ended
        ([(20, 40)], [(10, 30)], [("mine", 30, 40)]),
        ([(10, None)], [(20, 40)], [("twin", 20, 20)]),  # lay within: was nothing
        ([(20, None)], [(10, None)], [("mine", 20, 20)]),
        ([(10, 20), (20, 30)], [(15, 25), (25, 50)], [("twin", 15, 15), ("twin", 30, 50)]),
    ],
)
def test_days_that_stand_in_both_entries_count_once(mine, twins, told):
    mine, twins = (
        [span(*one, began="changed" if n else "joined") for n, one in enumerate(rows)]
        for rows in (mine, twins)
    )
    before = days_of(*mine, *twins)
    settled = doubles.settle(mine, twins)
    for row, changes in settled:
        for name, value in changes.items():
            setattr(row, name, value)
    first = dt.date(2025, 1, 1)
    whose = [
        (
            "mine" if any(row is one for one in mine) else "twin",
            *((day and (day - first).days) for day in (row.since, row.left_on)),
        )
        for row, _ in settled
    ]
    assert whose == told
    assert days_of(*mine, *twins) == [min(n, 1) for n in before]
    assert all(row.began != "changed" for row, changes in settled if "began" in changes), (
        "figures see her come in"
    )


def test_two_memberships_of_one_time_become_one_and_two_again(twice, seat_of, client_as):
    older, newer = twice("neighbour")
    town, before = seat_of("town"), state()
    with scope(town):
        twin = Membership.objects.get(person=newer)
    leave(twin, by=town, left_on=dt.date(2026, 6, 1), reason="换单位")
    left = state()
    merge(newer, by=town, reason="同一个人", into=older)
    assert state()[0][1] == (older.pk, twin.since, "duplicate", "left")
    part(newer, by=town, reason="是两个人")
    assert state() == left != before


class TestTheOlderOfTwoOpenMembershipsStays:
    @pytest.fixture
    def merged(self, twice, seat_of):
        """The one who stays was entered later: her membership was none, the other's goes on under her name."""
        older, newer = twice()
        merge(older, by=seat_of("officer"), reason="同一个人", into=newer)
        return older, newer

    def test_and_goes_back(self, merged, seat_of):
        older, newer = merged
        assert [row[0] for row in state()[0]] == [newer.pk] * 2
        assert [row[2] for row in state()[0]] == ["", "duplicate"]
        part(older, by=seat_of("officer"), reason="是两个人")
        assert [(row[0], row[2]) for row in state()[0]] == [(older.pk, ""), (newer.pk, "")]

    def test_but_not_where_she_has_moved_on_since(self, merged, seat_of):
        older, newer = merged
        with scope(seat_of("officer")):
            row = Membership.objects.get(person=newer, left_on=None)
        change_work(row, by=seat_of("officer"), on=dt.date(2026, 9, 1), department="装配")
        with pytest.raises(Blocked, match="合并以后会籍又有变动"):
            part(older, by=seat_of("officer"), reason="是两个人")


def test_what_was_changed_since_stays_when_a_merging_is_taken_back(twice, seat_of):
    older, newer = twice()
    officer = seat_of("officer")
    merge(newer, by=officer, reason="同一个人", into=older)
    with system("测试：合并以后又改了") as by:
        visit = Visit.objects.get(name="丁一")
        other = enter(Person(name="别人"), by=by)
    with system("测试") as by, opened("test.moved", by=by):
        visit.person = other
        visit.save()
    part(newer, by=officer, reason="是两个人")
    assert state()[1] == [other.pk]


class TestAMergingIsRefused:
    def test_while_she_is_on_her_way_to_another_union(self, twice, seat_of):
        older, newer = twice()
        with system("测试：转出中") as by, opened("test.moving", by=by):
            row = Membership.objects.get(person=newer)
            row.state = Membership.State.MOVING
            row.save()
        with pytest.raises(Blocked, match="接转办完"):
            merge(newer, by=seat_of("officer"), reason="同一个人", into=older)

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
