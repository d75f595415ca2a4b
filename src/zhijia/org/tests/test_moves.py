"""Unions move, merge and end on a day; what was before stays as it was, on both lines."""

import datetime as dt
import re

import pytest

from zhijia.kernel import clock
from zhijia.kernel.actions import Blocked, NotAllowed, Unfit
from zhijia.kernel.figures import Ask, Period, read
from zhijia.kernel.scope import scope, system
from zhijia.org import tree
from zhijia.org.actions import describe, dissolve, found, merge, move
from zhijia.org.models import Coverage, Union

pytestmark = pytest.mark.django_db
DAY, BEFORE = dt.date(2026, 10, 1), dt.date(2026, 9, 30)


def counted(seat, union, day, code="org.unions", line="territorial"):
    with scope(seat):
        ask = Ask(union.pk, True, Period(f"{day}..{day}"), line=line)
        return int(read([code], ask)[code].value)


@pytest.fixture
def federation(town):
    with system("测试：一个联合会") as by:
        row = Union(code="FED", name="工业区工会联合会", short_name="工业区", kind="federation",
                    founded_on=dt.date(2020, 1, 1))  # fmt: skip
        return found(row, by=by, under={"FED": town.union})


@pytest.fixture
def empty(town):
    """A union without members, which may end."""
    with system("测试：一个没有会员的工会") as by:
        row = Union(
            code="EMPTY",
            name="老厂工会委员会",
            short_name="老厂",
            kind="single",
            founded_on=dt.date(2019, 5, 1),
        )
        return found(row, by=by, under={"EMPTY": town.union})


def test_a_move_counts_where_it_stood_on_each_day(town, seat_of, federation):
    seat = seat_of("town")
    was = counted(seat, federation, BEFORE), counted(seat, town.union, DAY)
    move(town.works, by=seat, parent="工业区", line="territorial", on=DAY)
    assert counted(seat, federation, BEFORE) == was[0] == 0
    assert counted(seat, federation, DAY) == 1
    assert counted(seat, town.union, DAY) == was[1]


def test_a_second_move_on_the_same_day_takes_the_place_of_the_first(town, seat_of, federation):
    for parent in ("工业区", "青溪镇总工会"):
        move(town.works, by=seat_of("town"), parent=parent, line="territorial", on=DAY)
    assert counted(seat_of("town"), federation, DAY) == 0


@pytest.mark.parametrize(
    ("parent", "line", "on", "told"),
    [
        ("没有这个", "territorial", DAY, "没有找到"),
        ("", "territorial", DAY, "请填新的上级"),
        ("青溪镇总工会", "territorial", DAY, "已经在青溪镇总下面"),
        ("工业区", "territorial", dt.date(1990, 1, 1), "成立"),
        ("工业区", "territorial", dt.date(2050, 1, 1), "年份打错"),
    ],
)
def test_what_does_not_fit_is_told(town, seat_of, federation, parent, line, on, told):
    with pytest.raises(Unfit, match=told):
        move(town.works, by=seat_of("town"), parent=parent, line=line, on=on)


@pytest.mark.parametrize("login", ["chair", "officer", "neighbour", "member", "leader"])
def test_nobody_moves_or_ends_the_own_union_or_a_neighbours(town, seat_of, login):
    for verb, values in (
        (move, {"parent": "青溪镇总工会", "line": "territorial"}),
        (dissolve, {"reason": "x"}),
    ):
        with pytest.raises(NotAllowed):
            verb(town.works, by=seat_of(login), on=DAY, **values)


def test_the_industrial_line_looks_and_the_territorial_one_acts(town, seat_of):
    with system("测试：教育工会的干事") as by:
        education = Union.objects.get(code="YCX-JY")
    county = seat_of("county")
    seat = type(county)(**{**county.__dict__, "union_id": education.pk, "key": "post-0"})
    assert counted(seat, education, DAY) == 0
    assert counted(seat, education, DAY, line="industrial") == 1
    with pytest.raises(NotAllowed):
        describe(town.school, by=seat, seal="有")
    move(town.school, by=county, parent="", line="industrial", on=DAY)
    with system("测试：数一数") as by:
        assert Union.objects.get(pk__in=tree.below(education.pk, DAY, "industrial")) == education
        assert by.is_system


class TestAnEnd:
    def test_with_members_on_the_roll_is_refused_with_what_to_do(self, town, seat_of):
        with pytest.raises(Blocked, match="位会员"):
            dissolve(town.works, by=seat_of("town"), on=DAY, reason="企业注销")

    def test_takes_its_employer_off_from_that_day_and_keeps_the_past(self, town, seat_of, empty):
        seat = seat_of("town")
        was = counted(seat, town.union, BEFORE)
        dissolve(empty, by=seat, on=DAY, reason="企业注销，青工〔2026〕40号")
        assert counted(seat, town.union, BEFORE) == was
        assert counted(seat, town.union, DAY) == was - 1
        assert counted(seat, town.union, DAY, "org.ended_unions") == 1

    def test_asks_why(self, empty, seat_of):
        with pytest.raises(Blocked, match="写明原因"):
            dissolve(empty, by=seat_of("town"), on=DAY)

    def test_waits_for_the_unions_below(self, town, seat_of):
        with pytest.raises(Blocked, match="下面还有"):
            dissolve(town.union, by=seat_of("county"), on=DAY, reason="撤并")


class TestAMerger:
    def test_hands_employers_and_members_over_and_loses_nobody(self, town, seat_of):
        seat = seat_of("town")
        codes = ("people.members", "org.units", "org.employees")
        was = [counted(seat, town.union, DAY, code) for code in codes]
        before = counted(seat, town.works, BEFORE, "people.members")
        merge(town.works, by=seat, into="青溪印染", on=DAY, reason="两厂合并")
        assert [counted(seat, town.union, DAY, code) for code in codes] == was
        assert counted(seat, town.works, BEFORE, "people.members") == before
        assert counted(seat, town.works, DAY, "people.members") == 0
        with system("测试：看一看"):
            assert not Coverage.objects.filter(union=town.works, valid_to=None).exists()
            assert Union.objects.get(pk=town.works.pk).merged_into_id == town.neighbour.pk

    def test_into_itself_or_nowhere_is_refused(self, town, seat_of):
        for into, told in (("顺达机械", "并入它自己"), ("没有这个", "没有找到")):
            with pytest.raises(Unfit, match=told):
                merge(town.works, by=seat_of("town"), into=into, on=DAY, reason="合并")

    def test_of_groups_is_the_own_unions_matter(self, town, seat_of):
        with system("测试：两个小组"):
            first, second, *_ = Union.objects.filter(home=town.works, kind="group").order_by("pk")
        officer = seat_of("officer")
        was = counted(officer, town.works, DAY, "people.members")
        merge(first, by=officer, into=second.name, on=DAY, reason="小组调整")
        assert counted(officer, town.works, DAY, "people.members") == was


def test_a_merging_leaves_the_days_before_as_they_were(town, seat_of, empty):
    seat = seat_of("town")
    codes = ("org.unions", "org.ever_unions", "org.lasting_unions")
    was = [counted(seat, town.union, BEFORE, code) for code in codes]
    merge(empty, by=seat, into=town.neighbour.name, on=DAY, reason="合并办公")
    assert [counted(seat, town.union, BEFORE, code) for code in codes] == was
    assert [counted(seat, town.union, DAY, code) for code in codes] == [n - 1 for n in was]
    with pytest.raises(Blocked, match="已经撤销或并入"):
        move(empty, by=seat, parent=town.union.name, line="territorial", on=clock.today())


def test_what_is_typed_for_one_verb_is_not_found_again_under_another(client_as, empty):
    forms = [
        client_as("town").get(f"/org/unions/{empty.pk}/do/{verb}/").content.decode()
        for verb in ("merge", "dissolve")
    ]
    places = {re.search('data-draft="([^"]+)"', page)[1] for page in forms}
    assert len(places) == 2
