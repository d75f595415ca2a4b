"""Parameters: what holds where and when, who may set it, and that the past keeps its values."""

import datetime as dt
from decimal import Decimal

import pytest

from zhijia.kernel.actions import Blocked, NotAllowed, Unfit
from zhijia.kernel.scope import scope
from zhijia.kernel.testing import page_queries
from zhijia.org import parameters
from zhijia.org.actions import rename, set_value
from zhijia.org.models import ParameterValue, Post, Union
from zhijia.org.norms import COMMITTEE_MEMBERS, TERM_YEARS, WOMEN_COMMITTEE_MEMBERS
from zhijia.org.parameters import Dated, Parameter
from zhijia.people.invitations import SLIP_DAYS, invite

TODAY = dt.date(2026, 11, 20)
OLD, NEW = Dated(dt.date(2010, 1, 1), 15, "旧规定"), Dated(dt.date(2020, 1, 1), 20, "新规定")
RATE = Parameter("t.rate", "比例", (OLD, NEW), "%", "测试", places=2, least=0, most=100)
YEARS = Parameter("t.years", "任期", (NEW,), "年", "测试", choices=(3, 5))


@pytest.mark.parametrize(
    ("day", "value"),
    [("2009-12-31", 15), ("2010-01-01", 15), ("2019-12-31", 15), ("2020-01-01", 20), ("2030-01-01", 20)],
)
def test_what_the_law_said_on_a_day(day, value):
    assert RATE.default(dt.date.fromisoformat(day)).value == value


@pytest.mark.parametrize(
    ("parameter", "value", "told"),
    [
        (RATE, "0", ""), (RATE, "100", ""), (RATE, "0.25", ""), (RATE, "0.125", "最多 2 位小数"),
        (RATE, "100.01", "要在 0 到 100 之间"), (RATE, "-1", "要在 0 到 100 之间"), (YEARS, "3", ""),
        (YEARS, "4", "只能是3、5年"), (COMMITTEE_MEMBERS, "25.5", "请填整数"),
    ],
)  # fmt: skip
def test_what_can_be_a_value(parameter, value, told):
    said = parameter.unfit(Decimal(value))
    assert (told in said) if told else said == ""


def test_a_name_is_declared_once():
    with pytest.raises(ValueError, match="Two parameters"):
        parameters.declare("union.term_years", "届", default=1, since=TODAY, source="", unit="年", group="")


def give(seat, union, value, since, parameter=TERM_YEARS):
    row = ParameterValue(
        union=union, name=parameter.name, value=value, since=dt.date.fromisoformat(since), source="会议"
    )
    return set_value(row, by=seat)


@pytest.mark.django_db
class TestAlongTheTree:
    def test_below_follows_the_nearest_that_has_set_one_from_its_day_on(self, town, seat_of):
        give(seat_of("county"), town.county, 3, "2026-01-01")
        assert TERM_YEARS.value(town.works.pk, dt.date(2025, 12, 31)) == 5
        assert TERM_YEARS.value(town.works.pk, dt.date(2026, 1, 1)) == 3
        give(seat_of("town"), town.union, 5, "2026-06-01")
        assert TERM_YEARS.value(town.works.pk, dt.date(2026, 5, 31)) == 3
        assert TERM_YEARS.value(town.works.pk, TODAY) == 5
        assert TERM_YEARS.value(town.county.pk, TODAY) == 3
        assert TERM_YEARS.value(town.neighbour.pk, TODAY) in (3, 5)

    def test_a_union_goes_back_to_its_parents_value(self, town, seat_of):
        give(seat_of("town"), town.union, 3, "2026-01-01")
        give(seat_of("officer"), town.works, 5, "2026-02-01")
        give(seat_of("officer"), town.works, None, "2026-03-01")
        days = [dt.date(2026, month, 15) for month in (1, 2, 3)]
        assert [TERM_YEARS.value(town.works.pk, day) for day in days] == [3, 5, 3]

    def test_the_later_of_two_for_one_day_holds(self, town, seat_of):
        give(seat_of("officer"), town.works, 3, "2026-02-01")
        give(seat_of("chair"), town.works, 5, "2026-02-01")
        assert TERM_YEARS.value(town.works.pk, TODAY) == 5

    def test_many_unions_cost_as_much_as_one(self, town, seat_of, django_assert_max_num_queries):
        give(seat_of("town"), town.union, 3, "2026-01-01")
        everybody = list(Union._base_manager.values_list("pk", flat=True))
        with django_assert_max_num_queries(2):
            found = TERM_YEARS.of_many(everybody, TODAY)
        assert found[town.works.pk] == found[town.school.pk] == 3
        assert found[town.county.pk] == 5

    def test_what_the_law_fixes_is_set_from_above(self, town, seat_of):
        with pytest.raises(Blocked, match="镇、县总工会定"):
            give(seat_of("chair"), town.works, 12, "2026-01-01", WOMEN_COMMITTEE_MEMBERS)
        give(seat_of("county"), town.county, 12, "2026-01-01", WOMEN_COMMITTEE_MEMBERS)
        assert WOMEN_COMMITTEE_MEMBERS.value(town.works.pk, TODAY) == 12

    def test_nobody_sets_for_others_or_what_cannot_be(self, town, seat_of):
        for login in ("accountant", "member", "neighbour"):
            with pytest.raises(NotAllowed):
                give(seat_of(login), town.works, 3, "2026-01-01")
        with pytest.raises(NotAllowed):
            give(seat_of("chair"), town.union, 3, "2026-01-01")
        with pytest.raises(Unfit, match="只能是"):
            give(seat_of("chair"), town.works, 4, "2026-01-01")

    def test_slips_go_by_it(self, town, seat_of):
        give(seat_of("chair"), town.works, 3, "2026-01-01", SLIP_DAYS)
        with scope(seat_of("chair")):
            post = Post.objects.get(union=town.works, office="accountant")
        slip = invite(post, by=seat_of("chair")).slip
        assert (slip.ends_at - dt.datetime.now(dt.UTC)).days == 2  # three days less a moment


@pytest.mark.django_db
class TestPages:
    AT = "/org/settings/union.term_years/"

    def test_set_once_however_often_it_is_pressed(self, client_as, town):
        form = {"value": "3", "since": "2026-01-01", "source": "三届一次全委会", "key": "twice", "do": "set"}
        client = client_as("officer")
        assert [client.post(self.AT, form).status_code for _ in range(2)] == [302, 302]
        words = client.get(self.AT).content.decode()
        assert words.count("三届一次全委会") == 2  # in the sentence on top and in one row
        assert "顺达机械" in client.get("/org/settings/").content.decode()
        back = client.post(self.AT, {"since": "2026-02-01", "source": "照县总", "do": "back"})
        assert back.status_code == 302
        assert TERM_YEARS.value(town.works.pk, TODAY) == 5

    def test_what_is_set_for_later_stands_in_the_list(self, client_as):
        client = client_as("officer")
        client.post(self.AT, {"value": "3", "since": "2027-01-01", "source": "三届一次全委会", "do": "set"})
        assert "2027-01-01 起按 3 年算" in client.get("/org/settings/").content.decode()

    @pytest.mark.parametrize(
        ("form", "said"),
        [
            ({}, "请选一个"), ({"value": "4"}, "请重新选"), ({"value": "²", "since": "昨天"}, "年月日之间要用横线"),
            ({"value": "3", "since": "0001-01-01", "source": "x"}, "年份不对"),
        ],
    )  # fmt: skip
    def test_what_is_wrong_is_said(self, client_as, form, said):
        answer = client_as("officer").post(self.AT, form)
        assert answer.status_code == 422
        assert said in answer.content.decode()

    def test_who_may_look_and_who_may_not(self, client_as):
        assert client_as("accountant").get("/org/settings/").status_code == 200
        assert client_as("accountant").post(self.AT, {}).status_code == 403
        assert client_as("member").get("/org/settings/").status_code == 403
        assert client_as("officer").get("/org/settings/nothing.here/").status_code == 403

    def test_the_list_costs_the_same_with_and_without_values(self, client_as, town, seat_of):
        client = client_as("officer")
        for parameter in (TERM_YEARS, SLIP_DAYS):
            give(seat_of("officer"), town.works, 3, "2026-01-01", parameter)
        with page_queries() as asked:
            client.get("/org/settings/")
        assert len(asked) <= 8, "\n".join(asked)


@pytest.mark.django_db
class TestNames:
    def test_names_change_and_two_at_once_see_both(self, client_as, town, seat_of):
        client, form = (
            client_as("officer"),
            {"name": "顺达机械工会委员会", "short_name": "顺达机械", "seal_name": ""},
        )
        version = town.works.version
        assert client.post("/org/settings/names/", {**form, "version": version}).status_code == 302
        late = client.post("/org/settings/names/", {**form, "name": "顺达工会", "version": version})
        assert late.status_code == 409
        assert "先改过这一条" in late.content.decode()

    def test_a_seal_that_says_the_same_is_not_kept_twice(self, town, seat_of):
        named = rename(town.works, by=seat_of("chair"), name="甲工会", short_name="甲", seal_name="甲工会")
        assert named.seal_name == ""

    @pytest.mark.parametrize(("name", "told"), [("13800001111", "不像"), ("青溪镇总工会", "已经叫这个名字")])
    def test_a_number_or_the_name_of_another_is_none(self, town, seat_of, name, told):
        with pytest.raises(Unfit, match=told):
            rename(town.works, by=seat_of("town"), name=name, short_name="甲", seal_name="")

    def test_nobody_names_the_union_above(self, town, seat_of):
        with pytest.raises(NotAllowed):
            rename(town.union, by=seat_of("chair"), name="甲", short_name="甲", seal_name="")
