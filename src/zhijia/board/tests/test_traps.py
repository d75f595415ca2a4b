"""Where rates of unions and members go wrong in practice (catalogue 4-figures), one by one; and the industrial line."""

import datetime as dt

import pytest

from zhijia.board import reading
from zhijia.kernel.figures import Ask, Period, read, read_by_union
from zhijia.kernel.scope import Seat, scope, system
from zhijia.org import actions as org
from zhijia.org.models import Coverage, Employer, HeadCount, Union
from zhijia.people.actions import enter, join, transfer
from zhijia.people.models import Membership, Person

pytestmark = pytest.mark.django_db
YEAR = Period.parse("2026-01-01..2026-11-20")
DAY = dt.date(2026, 6, 1)


@pytest.fixture
def ask(town):
    return Ask(town.union.pk, True, YEAR, town.union.code)


@pytest.fixture
def value(ask, seat_of):
    def of(code, seat="town", **other):
        with scope(seat_of(seat)):
            asked = Ask(
                **({"union_id": ask.union_id, "subtree": True, "period": YEAR, "union_code": "QXZ"} | other)
            )
            return read([code], asked)[code]

    return of


@pytest.fixture
def joint(town):
    with system("测试：一个联合工会") as by:
        row = Union(code="LH", name="工业区联合工会", short_name="工业区", kind="joint", nature="enterprise",
                    founded_on=dt.date(2025, 3, 1))  # fmt: skip
        return org.found(row, by=by, under={"LH": town.union})


def covered(union, name, **told):
    with system("测试：登记一家") as by:
        row = org.register(Employer(name=name, nature="enterprise", area=union, **told), by=by)
        org.cover(Coverage(union=union, employer=row, valid_from=DAY), by=by)
        return row


def members(union, n):
    with system("测试：入会") as by:
        persons = enter.all([Person(name=f"会员{i}") for i in range(n)], by=by)
        join.all([Membership(union=union, person=one, joined_on=DAY) for one in persons], by=by)


def test_one_plant_under_several_names_counts_once(joint, value, seat_of):
    before = value("org.employers").value
    plant, twin = covered(joint, "青溪电镀厂"), covered(joint, "青溪电镀有限公司")
    assert value("org.employers").value == before + 2
    org.fold_into(twin, by=seat_of("town"), other=plant.name, reason="同一家")
    assert value("org.employers").value == before + 1
    rate = value("org.organising_rate")
    assert (rate.numerator, rate.denominator) == (
        value("org.units").value,
        value("org.should_organise").value,
    )


def test_the_joining_rate_says_which_employers_it_knows_nothing_of(joint, ask, seat_of):
    covered(joint, "没数过人的厂")
    with scope(seat_of("town")):
        line = reading.lines(ask, 2026)["people.joining_rate"]
        uncounted = read(["org.uncounted"], ask)["org.uncounted"].value
    assert f"还有 {uncounted} 家单位没有职工人数" in line.note


def test_above_a_hundred_per_cent_it_is_said_why(joint, value, client_as):
    row = covered(joint, "只报了一人的厂")
    with system("测试：人数没登全") as by:
        org.count_heads(HeadCount(employer=row, counted_on=DAY, employees=1), by=by)
    members(joint, 3)
    rate = value("people.joining_rate", union_id=joint.pk, union_code="LH")
    assert rate.value == 300
    assert "会员 3 比职工 1 多" in rate.doubt
    page = client_as("town").get("/board/?u=LH&sub=0").content.decode()
    assert "会员 3 比职工 1 多" in page
    assert "会员比职工多" in client_as("town").get("/board/ranking/?u=QXZ&sub=1&like=joint").content.decode()


def test_who_was_merged_is_neither_kept_nor_lost(joint, value, seat_of, town):
    before = value("org.lasting_rate")
    with system("测试：再建两个") as by:
        for code in ("B1", "B2"):
            row = Union(code=code, name=f"{code}厂工会", short_name=code, kind="single", nature="enterprise",
                        founded_on=dt.date(2025, 3, 1))  # fmt: skip
            org.found(row, by=by, under={code: town.union})
    by = seat_of("town")
    org.merge(_row("B1"), by=by, into="工业区联合工会", on=DAY, reason="批复")
    org.dissolve(_row("B2"), by=by, on=DAY, reason="厂关了")
    after = value("org.lasting_rate")
    assert after.numerator == before.numerator
    assert after.denominator == before.denominator + 1


def _row(code):
    with system("测试"):
        return Union.objects.get(code=code)


def test_what_has_moved_away_still_counts_for_the_days_before(town, value, seat_of, ask):
    """The town itself looks: no right to the rows any more, and yet its past numbers stay what they were."""
    was = value("people.members", period=Period("2026H1")).value
    org.move(
        town.works, by=seat_of("county"), parent="云川县总工会", line="territorial", on=dt.date(2026, 10, 1)
    )
    assert value("people.members", period=Period("2026H1")).value == was
    n = {
        name: value(f"people.{name}").value
        for name in ("opening", "added", "removed", "members", "moved_out")
    }
    assert n["moved_out"] > 0
    assert n["opening"] + n["added"] - n["removed"] == n["members"]


class TestTheIndustrialLine:
    @pytest.fixture
    def education(self, town):
        with system("测试：县教育工会"):
            return Union.objects.get(code="YCX-JY")

    def test_has_the_numbers_of_its_own_line_and_no_rows(self, education, town):
        seat = Seat("x", None, education.pk, "officer")
        ask = Ask(education.pk, True, YEAR, "YCX-JY", "industrial")
        own = Ask(town.school.pk, False, YEAR, town.school.code)
        with system("测试"):
            school = {code: read([code], own)[code].value for code in ("people.members", "org.employees")}
        with scope(seat):
            found = read([*school], ask)
            assert {code: one.value for code, one in found.items()} == school
            assert school["people.members"] > 0
            assert not Membership.objects.exists()
            assert found["people.members"].rows_url.startswith("/org/figures/?")
            by_union = read_by_union(["people.members"], ask)
            assert [*by_union] == [town.school.pk]
            assert (
                read(["people.members"], Ask(town.union.pk, True, YEAR, "QXZ"))["people.members"].value == 0
            )

    def test_pages_say_which_line_is_shown(self, education, client_as):
        page = client_as("county").get("/board/?u=YCX-JY").content.decode()
        assert "产业（系统）线" in page
        unions = client_as("county").get("/org/figures/?u=YCX-JY&figure=people.members").content.decode()
        assert "产业（系统）线" in unions


def test_who_changes_unions_within_the_town_neither_comes_nor_goes_there(client_as, town, seat_of):
    with system("测试：镇里互转一位") as by:
        row = Membership.objects.filter(union=town.works, left_on=None, state="member").latest("since")
        transfer(row, by=by, to=town.neighbour, on=dt.date(2026, 11, 3))
        inside, alone = (
            Ask(one.pk, sub, Period("2026-11")) for one, sub in ((town.union, True), (town.works, False))
        )
        told = [
            read(["people.transferred_out"], ask)["people.transferred_out"].value for ask in (inside, alone)
        ]
    assert told == [0, 1]
    officer = client_as("town")
    for u, n in (("QXZ&sub=1", 0), (f"{town.works.code}&sub=0", 1)):
        page = officer.get(f"/members/counts/?u={u}&period=2026-11&show=transferred_out")
        assert page.context["total"] == n, u
    answer = officer.get("/org/figures/?u=QXZ&sub=1&period=2026&figure=people.removed")
    assert not any(line["opens"] for line in answer.context["lines"]), "a union's own list has more rows"


def test_a_figure_union_by_union_adds_up_and_strangers_get_nothing(client_as):
    answer = client_as("town").get("/org/figures/?u=QXZ&sub=1&figure=people.members")
    lines, value = answer.context["lines"], answer.context["value"]
    assert sum(line["value"].value for line in lines) == value.value
    assert answer.context["frame"].here.label == "数据看板"
    assert client_as("town").get("/org/figures/?figure=nothing").status_code == 403
    assert client_as("member").get("/org/figures/?figure=people.members").status_code == 403
