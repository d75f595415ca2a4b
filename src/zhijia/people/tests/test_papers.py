"""What lies sealed about a person: masked for everybody, opened by few, found by blind index, never in the trail."""

import datetime as dt
import json

import pytest
from django.db import connection

from zhijia.kernel.actions import Blocked, NotAllowed, Unfit
from zhijia.kernel.scope import scope, system
from zhijia.kernel.secrets import reveal
from zhijia.kernel.trail.models import EventRow
from zhijia.people.actions import change_details, enter, join
from zhijia.people.models import Membership, Person
from zhijia.people.search import PersonSearch
from zhijia.people.tests.test_rules import number_of

pytestmark = pytest.mark.django_db
BORN = dt.date(1986, 3, 14)
IDENTITY, PHONE, CARD = number_of(BORN, 122), "13800005521", "6217000010001234"


@pytest.fixture
def person(town, seat_of):
    row = Person(name="丁一", identity=IDENTITY, phone=PHONE, card=CARD)
    place = Membership(union=town.works, joined_on=dt.date(2020, 1, 6))
    return enter(row, by=seat_of("officer"), memberships=[place])


def found(seat, words):
    with scope(seat):
        q = PersonSearch("person").q(words)
        return set(Membership.objects.filter(q).values_list("person__name", flat=True))


class TestAPerson:
    def test_gets_sex_and_birthday_from_her_number(self, person):
        assert (person.gender, person.birth_on) == ("female", BORN)

    def test_whose_number_is_wrong_is_refused_in_words(self, person, seat_of):
        with pytest.raises(Unfit, match="有 17 位"):
            change_details(person, by=seat_of("officer"), identity=IDENTITY[:-1] + "?", reason="打错了")
        with pytest.raises(Unfit, match="女性"):
            change_details(
                person, by=seat_of("officer"), gender="male", identity=number_of(BORN, 124), reason="核对"
            )

    def test_is_entered_once(self, person, town, seat_of):
        twin = Person(name="丁二", identity=IDENTITY.lower())
        with pytest.raises(Blocked, match="已经有"):
            enter(twin, by=seat_of("officer"), memberships=[Membership(union=town.works, joined_on=BORN)])

    @pytest.mark.parametrize("login", ["chair", "accountant", "auditor", "women", "town", "county"])
    def test_is_masked_for_whoever_sees_the_roll(self, person, seat_of, login):
        with scope(seat_of(login)):
            row = Person.objects.get(pk=person.pk)
        assert str(row.identity) == f"{IDENTITY[:3]}***********{IDENTITY[-4:]}"
        assert (str(row.phone), str(row.card)) == ("138****5521", "****1234")
        assert IDENTITY not in f"{row!r} {vars(row)!r} {row.identity!r}"

    @pytest.mark.parametrize(
        ("login", "may"),
        [
            ("officer", True), ("chair", True), ("accountant", False), ("auditor", False), ("women", False),
            ("leader", False), ("member", False), ("town", False), ("townchair", False), ("county", False),
            ("neighbour", False),
        ],
    )  # fmt: skip
    def test_is_opened_by_the_officers_of_her_own_union_alone(self, person, seat_of, login, may):
        if may:
            assert reveal(person, "identity", by=seat_of(login), purpose="办理这一件") == IDENTITY
        else:
            with pytest.raises(NotAllowed):
                reveal(person, "identity", by=seat_of(login), purpose="办理这一件")

    def test_opens_her_own_numbers(self, seat_of):
        member = seat_of("member")
        with system("测试") as by:
            change_details(Person.objects.get(pk=member.person_id), by=by, phone=PHONE)
        with scope(member):
            mine = Person.objects.get(pk=member.person_id)
        assert reveal(mine, "phone", by=member, purpose="核对发放信息") == PHONE

    def test_leaves_no_number_in_the_trail(self, person, seat_of):
        change_details(person, by=seat_of("officer"), phone="13900001111", education="20")
        rows = EventRow.objects.filter(kind="people_person", row_id=person.pk, op="U")
        assert rows.latest("pk").changes == {
            "phone": ["hidden", "hidden"], "phone_index": ["hidden", "hidden"], "phone_tail": ["hidden", "hidden"],
            "education": ["", "20"],
        }  # fmt: skip
        told = json.dumps([row.changes for row in rows])
        assert "v1." not in told
        assert person.phone_index not in told

    def test_told_the_same_number_again_is_not_changed(self, person, seat_of):
        before = Person._base_manager.filter(pk=person.pk).values("identity", "phone").get()
        again = change_details(
            person.pk, by=seat_of("officer"), identity=f" {IDENTITY} ", phone="138-0000-5521"
        )
        after = Person._base_manager.filter(pk=person.pk).values("identity", "phone").get()
        assert after == before
        assert str(again.identity).endswith(IDENTITY[-4:])

    def test_changes_name_or_number_with_a_reason_alone(self, person, seat_of):
        with pytest.raises(Unfit, match="姓名，要写明原因"):
            change_details(person, by=seat_of("officer"), name="丁壹")
        assert change_details(person, by=seat_of("officer"), name="丁壹", reason="改名").name == "丁壹"

    def test_is_changed_by_officers_in_reach_alone(self, person, seat_of):
        assert change_details(person, by=seat_of("town"), title="工程师").title == "工程师"
        for login in ("neighbour", "accountant", "leader", "member"):
            with pytest.raises(NotAllowed):
                change_details(person, by=seat_of(login), title="院士")


class TestTheSearch:
    @pytest.mark.parametrize(
        "words", ["丁", "丁一", IDENTITY, IDENTITY[-4:], PHONE, "5521", "138-0000-5521", CARD, "1234"]
    )
    def test_finds_her_by(self, person, seat_of, words):
        assert "丁一" in found(seat_of("officer"), words)

    @pytest.mark.parametrize("words", ["丁丁", IDENTITY[:-1], "0000", "13800005522", "%", "_", "丁 5522", ""])
    def test_does_not_find_her_by(self, person, seat_of, words):
        assert "丁一" not in found(seat_of("officer"), words) or not words

    def test_finds_two_characters_in_the_middle_of_a_name(self, seat_of):
        assert found(seat_of("officer"), "海燕") == {"陈海燕"}

    def test_does_not_find_pairs_that_do_not_touch(self, person, seat_of):
        change_details(person, by=seat_of("officer"), name="王海玉海燕", reason="改名")
        assert "王海玉海燕" not in found(seat_of("officer"), "海玉燕")
        assert "王海玉海燕" in found(seat_of("officer"), "玉海燕")

    def test_of_another_union_finds_nobody(self, person, seat_of):
        assert found(seat_of("neighbour"), IDENTITY) == set()

    def test_of_very_many_is_answered_by_the_list(self, person, seat_of, monkeypatch):
        monkeypatch.setattr("zhijia.people.search.FEW", 0)
        assert found(seat_of("officer"), "丁一") == {"丁一"}
        assert found(seat_of("officer"), "5521 丁") == {"丁一"}

    def test_goes_through_the_index_of_pieces(self, db):
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("EXPLAIN SELECT id FROM people_person WHERE zhijia_grams(name) @> ARRAY['海燕']")
            assert "people_person_called" in str(cursor.fetchall())


class TestTheSetForms:
    def test_draw_the_ids_in_one_statement(self, town, django_assert_max_num_queries):
        with system("测试") as by, django_assert_max_num_queries(8):
            rows = enter.all([Person(name=f"第{n}位", phone=f"1380000{n:04}") for n in range(50)], by=by)
        assert len({row.pk for row in rows}) == 50
        with scope(by):
            assert str(Person.objects.get(pk=rows[7].pk).phone) == "138****0007"

    def test_keep_whatever_is_written(self, db):
        odd = ["\\N", "甲\\乙", "a\tb", "line\nbreak", "\r", "\\.", "😀", "NULL", '"quoted", name']
        with system("测试") as by:
            rows = enter.all([Person(name=f"x{name}x", title=name) for name in odd], by=by)
            kept = Person.objects.filter(pk__in=[row.pk for row in rows]).order_by("pk")
            assert list(kept.values_list("name", "title")) == [(f"x{name}x", name) for name in odd]

    def test_change_each_row_as_the_verb_does(self, town, seat_of):
        with system("测试") as by:
            persons = enter.all([Person(name=f"第{n}位") for n in range(6)], by=by)
            join.all([Membership(union=town.works, person=p, joined_on=BORN) for p in persons], by=by)
        values = [
            {"phone": f"1390000000{n}", "education": "20"} if n % 2 else {"title": "技师"} for n in range(3)
        ]
        officer = seat_of("officer")
        change_details.each(
            [(row.pk, given) for row, given in zip(persons[:3], values, strict=True)], by=officer
        )
        for row, given in zip(persons[3:], values, strict=True):
            change_details(row, by=officer, **given)
        names = ("phone_index", "phone_tail", "education", "title", "version")
        kept = [Person._base_manager.filter(pk=row.pk).values(*names).get() for row in persons]
        assert kept[:3] == kept[3:]
        with scope(officer):
            assert [str(Person.objects.get(pk=row.pk).phone) for row in persons[:3]] == [
                "",
                "139****0001",
                "",
            ]

    def test_refuse_the_whole_set_for_one_row(self, person, seat_of):
        with pytest.raises(Unfit):
            change_details.each(
                [(person, {"phone": "1"}), (person.pk, {"phone": "1"})], by=seat_of("officer")
            )
        with pytest.raises(NotAllowed):
            change_details.each([(person, {"title": "x"})], by=seat_of("neighbour"))
