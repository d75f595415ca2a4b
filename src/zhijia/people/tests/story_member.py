"""One member from her first form to her last: entered, corrected, moved to other work, retained, restored, gone, back."""

import datetime as dt

import pytest

from zhijia.kernel.figures import Ask, Period, read
from zhijia.kernel.scope import scope
from zhijia.people.models import Membership, Person
from zhijia.people.tests.test_rules import number_of

pytestmark = pytest.mark.django_db
IDENTITY = number_of(dt.date(1990, 5, 6), 222)
FORM = {
    "name": "丁一", "identity": IDENTITY, "phone": "16900000001", "joined_on": "2026-03-02", "employment": "contract",
    "id_kind": "resident", "migrant": "yes",
}  # fmt: skip


@pytest.fixture
def officer(client_as):
    return client_as("officer")


def sent(client, address, **values):
    answer = client.post(address, values)
    assert answer.status_code == 302, (
        answer.context["form"].errors if answer.context else answer.content.decode()
    )
    return answer.url


def spans(seat, name="丁一"):
    with scope(seat):
        rows = Membership.objects.filter(person__name=name).order_by("since", "pk")
        return [(row.since.isoformat(), row.began, row.ended, row.standing) for row in rows]


def counts(seat, period, *names):
    with scope(seat):
        values = read([f"people.{name}" for name in names], Ask(seat.union_id, False, Period(period)))
    return [int(value.value) for value in values.values()]


def test_a_working_life(officer, seat_of, town):
    seat = seat_of("officer")
    [before] = counts(seat, "2026", "members")

    page = sent(officer, "/members/join/", **FORM)
    words = officer.get(page).content.decode()
    assert "丁一" in words
    assert "1990-05-06" in words, "her birthday follows from her number"
    assert IDENTITY not in words
    assert f"{IDENTITY[:3]}***********{IDENTITY[-4:]}" in words

    sent(
        officer,
        f"{page}details/",
        name="丁一",
        gender="female",
        id_kind="resident",
        education="20",
        birth_on="1990-05-06",
    )
    sent(
        officer,
        f"{page}do/change_work/",
        on="2026-06-01",
        employment="agency",
        department="装配车间",
        migrant="yes",
    )
    assert spans(seat) == [
        ("2026-03-02", "joined", "changed", "已结束"), ("2026-06-01", "changed", "", "在册"),
    ]  # fmt: skip
    assert counts(seat, "2026-05", "agency") == [a - 1 for a in counts(seat, "2026-06", "agency")]
    assert counts(seat, "2026", "members", "joined", "left")[0] == before + 1

    with scope(seat):
        row = Membership.objects.get(person__name="丁一", left_on=None)
    page = f"/members/{row.pk}/"
    sent(officer, f"{page}do/retain/", on="2026-08-01", cause="unemployed")
    assert counts(seat, "2026", "members") == [before]
    with scope(seat):
        row = Membership.objects.get(person__name="丁一", left_on=None)
    assert row.standing == "保留会籍（失业）"
    assert "转为保留会籍" in [line["did"] for line in officer.get(f"/members/{row.pk}/").context["trail"]]
    sent(officer, f"/members/{row.pk}/do/restore/", on="2026-10-08")
    with scope(seat):
        row = Membership.objects.get(person__name="丁一", left_on=None)
    answer = officer.post(f"/members/{row.pk}/do/leave/", {"left_on": "2026-11-02", "ended": "gone"})
    assert answer.status_code == 422, "leaving asks why"
    sent(officer, f"/members/{row.pk}/do/leave/", left_on="2026-11-02", ended="gone", reason="离职")
    assert counts(seat, "2026", "members") == [before]

    page = sent(officer, "/members/join/", **FORM | {"joined_on": "2026-11-16"})
    told = spans(seat)
    assert [began for _, began, _, _ in told] == ["joined", "changed", "retained", "restored", "rejoined"]
    assert counts(seat, "2026", "members") == [before + 1]
    words = officer.get(page).content.decode()
    assert "5 段" in words
    assert "转为保留会籍" in words
    opening, added, removed, closing = counts(seat, "2026", "opening", "added", "removed", "members")
    assert opening + added - removed == closing


def test_who_has_left_comes_back_on_her_own_page(officer, client_as, seat_of):
    page = sent(officer, "/members/join/", **FORM)
    assert f"{page}rejoin/" not in officer.get(page).content.decode()
    assert officer.get(f"{page}rejoin/").status_code == 403
    sent(officer, f"{page}do/leave/", left_on="2026-11-02", ended="gone", reason="离职")
    words = officer.get(page).content.decode()
    assert f'href="{page}rejoin/"' in words
    assert "怎样结束" in words
    assert client_as("auditor").get(f"{page}rejoin/").status_code == 403
    answer = officer.post(f"{page}rejoin/", {"joined_on": "2026-10-01"})
    assert "还在以前那段会籍里" in answer.content.decode()
    back = {"joined_on": "2026-11-16", "employment": "contract", "migrant": "yes"}
    again = officer.post(f"{page}rejoin/", back, headers={"HX-Request": "true"}).headers["HX-Redirect"]
    assert spans(seat_of("officer"))[-1] == ("2026-11-16", "rejoined", "", "在册")
    assert "2026-03-02" in officer.get(again).content.decode(), "the day of first joining is kept"
    assert f"{page}rejoin/" not in officer.get(page).content.decode()
    assert officer.post(f"{page}rejoin/", {"joined_on": "2026-11-17"}).status_code in (403, 422)


@pytest.mark.parametrize("ended", ["died"])
def test_nobody_comes_back_from_the_dead(officer, ended):
    page = sent(officer, "/members/join/", **FORM)
    sent(officer, f"{page}do/leave/", left_on="2026-11-02", ended=ended, reason="病故")
    assert f"{page}rejoin/" not in officer.get(page).content.decode()
    assert officer.get(f"{page}rejoin/").status_code == 403


class TestTheForm:
    def test_asks_an_officer_of_one_union_for_no_union(self, officer, client_as):
        assert "union" not in officer.get("/members/join/").context["form"].fields
        assert "union" in client_as("town").get("/members/join/").context["form"].fields

    @pytest.mark.parametrize(
        ("change", "where", "said"),
        [
            ({"identity": IDENTITY[:-1]}, "identity", "有 17 位"),
            ({"phone": "1690000"}, "phone", ""),
            ({"phone": "169000000"}, "phone", "应为 11 位"),
            ({"name": ""}, "name", "请填姓名"),
            ({"joined_on": ""}, "joined_on", "请填入会日期"),
            ({"gender": "male"}, "gender", "女性"),
            ({"joined_on": "2126-01-01"}, "joined_on", "年份"),
        ],
    )
    def test_says_what_is_wrong_beside_the_field(self, officer, change, where, said):
        answer = officer.post("/members/join/", FORM | change)
        if said:
            assert answer.status_code == 422
            assert said in str(answer.context["form"].errors[where])
        else:
            assert answer.status_code == 302, "a fixed line without area code is a telephone too"

    def test_sends_whoever_is_a_member_to_the_transfer(self, officer, client_as, town):
        sent(client_as("neighbour"), "/members/join/", **FORM)
        answer = officer.post("/members/join/", FORM)
        assert answer.status_code == 409
        assert "会籍接转" in answer.content.decode()
        assert Person._base_manager.filter(name="丁一").count() == 1

    def test_a_known_number_with_another_name_is_not_taken_for_the_same(self, officer):
        sent(officer, "/members/join/", **FORM)
        answer = officer.post("/members/join/", FORM | {"name": "丁二"})
        assert answer.status_code == 422

    def test_pressed_twice_makes_one_member(self, officer):
        first = sent(officer, "/members/join/", **FORM, key="einmal-1")
        assert sent(officer, "/members/join/", **FORM, key="einmal-1") == first

    @pytest.mark.parametrize("login", ["member", "leader", "accountant", "auditor", "women"])
    def test_is_sent_by_officers_alone(self, client_as, login):
        assert client_as(login).post("/members/join/", FORM).status_code == 403


class TestThePage:
    def test_has_what_each_chapter_knows_in_the_viewers_scope(self, client_as, seat_of):
        with scope(seat_of("officer")):
            row = Membership.objects.get(person__name="王建平")
        own = client_as("officer").get(f"/members/{row.pk}/").context["panels"]
        assert {"任职", "记的台账"} <= {panel.title for panel in own}
        above = client_as("county").get(f"/members/{row.pk}/").context["panels"]
        assert "走访" not in {panel.title for panel in above}
        assert client_as("neighbour").get(f"/members/{row.pk}/").status_code == 403

    def test_corrections_are_closed_to_those_who_only_read(self, client_as, seat_of):
        with scope(seat_of("accountant")):
            row = Membership.objects.filter(left_on=None).order_by("pk")[0]
        reader = client_as("accountant")
        assert reader.get(f"/members/{row.pk}/").status_code == 200
        assert reader.get(f"/members/{row.pk}/details/").status_code == 403
        assert reader.post(f"/members/{row.pk}/details/", {"name": "x"}).status_code == 403


def test_a_namesake_with_the_same_telephone_is_asked_about(officer):
    for n, (told, status) in enumerate(
        [
            ({"identity": ""}, 302),
            ({"identity": ""}, 409),  # typed a second time
            ({}, 409),  # the number belongs on the entry there is
            ({"identity": "", "phone": "16900000002"}, 302),
        ]
    ):
        answer = officer.post("/members/join/", {**FORM, **told, "key": f"namesake{n}"})
        assert answer.status_code == status, told
        assert ("同名、同手机的丁一" in answer.content.decode()) == (status == 409)
