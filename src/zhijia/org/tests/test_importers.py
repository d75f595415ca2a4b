"""Employers and unions from workbooks: what is new, what is there already, what is refused and why; and back again."""

import datetime as dt

import pytest

from zhijia.kernel.actions import Blocked
from zhijia.kernel.imports import checking, importers
from zhijia.kernel.imports.actions import check, confirm, take_in, undo
from zhijia.kernel.imports.models import Batch
from zhijia.kernel.scope import scope
from zhijia.org.models import Closure, Coverage, Employer, EmployerAlias, HeadCount, Union
from zhijia.sheetreader.tests.books import xlsx

pytestmark = pytest.mark.django_db


def brought(kind, by, *sheets):
    batch = take_in(Batch(kind=kind, name="表.xlsx"), by=by, data=xlsx(*sheets))
    return check(batch, by=by)


def verdicts(kind, by, *sheets):
    importer = importers()[kind]
    from zhijia.sheetreader import read

    plan = checking.plan(importer, read(xlsx(*sheets)))
    checking.judge(importer, plan.lines, by)
    found = checking.totals(plan.lines)
    assert found["rows"] == found["new"] + found["changed"] + found["unchanged"] + found["refused"]
    return [(line.row, line.verdict, [one.what for one in line.problems]) for line in plan.lines]


FIRMS = ("企业", [
    ["青溪镇企业名册"], ["单位名称", "性质", "又名", "所在工会", "职工人数", "人数截至日期"],
    ["宏达机械有限公司", "企业", "宏达厂、宏达一分厂", "顺达机械工会", 120, "2026.10.1"],
    ["第三小学", None, None, "没有的工会", 30, None],
    ["远山医院", "医院", None, "顺达机械工会", "约30", None],
    ["合计", None, None, None, 150],
])  # fmt: skip


def test_employers_come_in_once_and_go_back(seat_of, town):
    by = seat_of("town")
    with scope(by):
        name = town.works.name
    sheet = ("企业", [[name if cell == "顺达机械工会" else cell for cell in row] for row in FIRMS[1]])
    batch = brought("employers", by, sheet)
    assert batch.totals == {"rows": 3, "new": 1, "changed": 0, "unchanged": 0, "refused": 2}
    before = Employer._base_manager.count()
    batch = confirm(batch, by=by)
    with scope(by):
        made = Employer.objects.get(name="宏达机械有限公司")
        assert set(EmployerAlias.objects.filter(employer=made).values_list("name", flat=True)) == {
            "宏达厂",
            "宏达一分厂",
        }
        assert Coverage.objects.get(employer=made).union_id == town.works.pk
        heads = HeadCount.objects.get(employer=made)
        assert (heads.employees, heads.counted_on) == (120, dt.date(2026, 10, 1))
    assert brought("employers", by, sheet).totals["unchanged"] == 1
    by_alias = ("企业", [["企业名称", "工会", "员工人数"], ["宏达厂", name, 130]])
    second = brought("employers", by, by_alias)
    assert second.totals["changed"] == 1
    second = confirm(second, by=by)
    with pytest.raises(Blocked, match="不能整批撤销"):
        undo(batch, by=by)
    undo(second, by=by)
    undo(batch, by=by)
    assert Employer._base_manager.count() == before


def test_unions_come_in_below_each_other_in_any_order(seat_of, town):
    by = seat_of("town")
    rows = [
        ["工会名称", "上级工会", "类别", "成立日期"], ["东片小组", "新光电子工会", "小组", "2026-3-1"],
        ["新光电子工会", None, None, "2026年3月"], ["倒挂工会", "倒挂工会", None, "2026-1-1"],
        ["无上级工会", "查无此会", None, "2026-1-1"],
        ["新光电子工会", None, None, "2026年3月"], [town.works.name, None, None, "2026-1-1"], ["缺日期工会"],
        ["13800001111", None, None, "2026-1-1"],
    ]  # fmt: skip
    found = verdicts("unions", by, ("工会", rows))
    assert [(row, verdict) for row, verdict, _ in found] == [
        (2, "new"), (3, "new"), (4, "error"), (5, "error"), (6, "error"), (7, "unchanged"), (8, "error"),
        (9, "error"),
    ]  # fmt: skip
    closure = Closure.objects.count()
    batch = confirm(brought("unions", by, ("工会", rows)), by=by)
    with scope(by):
        group = Union.objects.get(name="东片小组")
        assert group.home.name == "新光电子工会"
        assert group.home.founded_on == dt.date(2026, 3, 1)
    assert brought("unions", by, ("工会", rows)).totals["new"] == 0
    undo(batch, by=by)
    assert Closure.objects.count() == closure


def test_nobody_brings_in_what_is_out_of_reach(seat_of, town):
    by = seat_of("officer")
    rows = [["单位名称", "所在工会"], ["宏达厂", town.neighbour.name], ["宏达一厂", town.works.name]]
    assert [(row, verdict) for row, verdict, _ in verdicts("employers", by, ("企业", rows))] == [
        (2, "error"),
        (3, "new"),
    ]


def test_what_changed_between_check_and_confirmation_is_looked_at_again(seat_of, town):
    by = seat_of("town")
    rows = ("企业", [["单位名称", "所在工会"], ["宏达厂", town.works.name]])
    first, second = brought("employers", by, rows), brought("employers", by, rows)
    confirm(first, by=by)
    with pytest.raises(Blocked, match="检查以后台账有了变化"):
        confirm(second, by=by)
    assert confirm(check(second, by=by), by=by).totals == {
        "rows": 1,
        "new": 0,
        "changed": 0,
        "unchanged": 1,
        "refused": 0,
    }


def test_officers_alone_bring_in(seat_of):
    with pytest.raises(Exception, match="由主席、副主席和工会干事办"):
        brought("employers", seat_of("auditor"), FIRMS)
