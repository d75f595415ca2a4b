"""Employers as they are kept by hand: one plant once, its past never wiped, a share of a target changed by who split it."""

import datetime as dt

import pytest

from zhijia.kernel.actions import Blocked, MoveRefused, NotAllowed, Unfit
from zhijia.kernel.scope import scope, system
from zhijia.org import actions as org
from zhijia.org.models import BuildTarget, Coverage, Employer, EmployerAlias, Union

pytestmark = pytest.mark.django_db


@pytest.fixture
def joint(town):
    with system("测试：一个联合工会") as by:
        row = Union(
            code="LH",
            name="工业区联合工会",
            short_name="工业区",
            kind="joint",
            founded_on=dt.date(2015, 3, 1),
        )
        return org.found(row, by=by, under={"LH": town.union})


@pytest.fixture
def firm(seat_of):
    return org.register(Employer(), by=seat_of("town"), name="青溪轴承厂", nature="enterprise")


def test_one_plant_does_not_take_the_name_of_another(firm, seat_of, town):
    by = seat_of("town")
    with system("测试：看一眼"):
        works = Employer.objects.filter(coverages__union=town.works).earliest("pk")
    with pytest.raises(Unfit, match="已经有这一家了"):
        org.correct_employer(firm, by=by, name=works.name)
    org.name_also(firm, by=by, alias="轴承经营部")
    for again in ("轴承经营部", "青溪轴承厂"):
        with pytest.raises(Unfit, match="已经叫"):
            org.name_also(firm, by=by, alias=again)
    with scope(by):
        assert EmployerAlias.objects.filter(employer=firm).count() == 1


def test_what_covered_it_later_is_not_wiped_by_an_earlier_day(firm, joint, seat_of, town):
    by = seat_of("town")
    org.put_under(firm, by=by, union="工业区联合工会", on=dt.date(2020, 1, 1))
    other = org.found(
        Union(code="L2", name="老街联合工会", short_name="老街", kind="joint", founded_on=dt.date(2015, 3, 1)),
        by=by, under={"L2": town.union},
    )  # fmt: skip
    with pytest.raises(Unfit, match="2020-01-01 起由工业区覆盖"):
        org.put_under(firm, by=by, union=other.name, on=dt.date(2019, 1, 1))
    with pytest.raises(Unfit, match="2020-01-01 起由工业区覆盖"):
        org.close_down(firm, by=by, on=dt.date(2019, 1, 1), reason="关了")
    with pytest.raises(Unfit, match="年份"):
        org.count(firm, by=by, counted_on=dt.date(1900, 5, 1), employees=3)
    org.put_under(firm, by=by, union="工业区联合工会", on=dt.date(2018, 1, 1))  # its own first day, put right
    org.close_down(firm, by=by, on=dt.date(2021, 1, 1), reason="关了")
    with scope(by):
        span = Coverage.objects.get(employer=firm)
    assert (span.union_id, span.valid_from, span.valid_to) == (
        joint.pk,
        dt.date(2018, 1, 1),
        dt.date(2021, 1, 1),
    )
    with pytest.raises(Blocked, match="已经注销"):
        org.put_under(firm, by=by, union="工业区联合工会", on=dt.date(2022, 1, 1))


def test_what_was_folded_away_is_worked_on_where_it_stays(firm, seat_of, client_as):
    by = seat_of("town")
    twin = org.register(Employer(), by=by, name="青溪轴承有限公司", nature="enterprise")
    org.fold_into(twin, by=by, other=firm.name, reason="同一个大门")
    with pytest.raises(Blocked, match="请在那一家上办"):
        org.count(twin, by=by, counted_on=dt.date(2026, 5, 1), employees=3)
    assert "青溪轴承厂</a>" in client_as("town").get(f"/org/employers/{twin.pk}/").content.decode()


def test_a_share_is_changed_by_whoever_split_it_and_counted_however_deep_it_stands(
    joint, seat_of, client_as, town
):
    with system("测试：联合会下面的一个") as by:
        deep = Union(
            code="FE", name="工业区联合会", short_name="片", kind="federation", founded_on=dt.date(2015, 3, 1)
        )
        org.found(deep, by=by, under={"FE": town.union})
    by = seat_of("town")
    org.move(joint, by=by, parent="工业区联合会", line="territorial", on=dt.date(2016, 1, 1))
    told = {"year": 2025, "responsible": ""}
    whole = org.set_target(BuildTarget(), by=seat_of("county"), holder=town.union.name, wanted=6, **told)
    org.set_target(BuildTarget(), by=seat_of("county"), holder="云川县总工会", wanted=9, **told)
    part = org.set_target(BuildTarget(), by=by, holder=joint.name, wanted=4, **told)
    with pytest.raises(Unfit, match="已经下达过了"):
        org.set_target(BuildTarget(), by=by, holder=joint.name, wanted=4, **told)
    with pytest.raises((Blocked, NotAllowed), match="上级分下来的任务"):
        org.change_target(whole, by=by, wanted=5, reason="少一个")
    org.change_target(part, by=by, wanted=5, reason="多一个")
    assert "分解少 1 个" in client_as("town").get("/org/targets/?year=2025").content.decode()


def test_what_was_closed_by_mistake_stands_again_where_it_was(firm, joint, seat_of):
    by = seat_of("town")
    org.put_under(firm, by=by, union=joint.name, on=dt.date(2020, 1, 1))
    org.close_down(firm, by=by, on=dt.date(2026, 10, 1), reason="点错了一家")
    with pytest.raises(Blocked, match="原因"):
        org.reopen(firm, by=by)
    row = org.reopen(firm, by=by, reason="没有注销")
    assert (row.state, row.closed_on) == ("active", None)
    with scope(by):
        span = Coverage.objects.get(employer=firm)
    assert (span.union_id, span.valid_from, span.valid_to) == (joint.pk, dt.date(2020, 1, 1), None)
    with pytest.raises(MoveRefused):
        org.reopen(firm, by=by, reason="再点一次")


def test_a_single_union_that_covers_another_by_now_keeps_that_one(seat_of, town, firm):
    by = seat_of("town")
    with system("测试：工厂的单位"):
        works = Employer.objects.get(coverages__union=town.works, coverages__valid_to=None)
    org.close_down(works, by=by, on=dt.date(2026, 10, 1), reason="搬走了")
    org.put_under(firm, by=by, union=town.works.name, on=dt.date(2026, 10, 2))
    org.reopen(works, by=by, reason="没有搬走")
    with scope(by):
        assert not Coverage.objects.filter(employer=works, valid_to=None).exists()
