"""Rows of the register changed by a workbook: field by field, through their verbs, and put back as they were."""

import datetime as dt

import pytest

from zhijia.kernel.imports.actions import confirm, undo
from zhijia.kernel.imports.tests.taking_in import brought, judged
from zhijia.kernel.scope import scope, system
from zhijia.kernel.trail.models import Event
from zhijia.org import rules
from zhijia.org.models import Coverage, Employer, HeadCount, ParentEdge, Union

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 6, 1)


def code(order):
    """A sound unified social credit code."""
    body = f"{order:08}"
    first = f"91330281{body}{rules.body_sign(body)}"
    return first + rules.check_sign(first)


def whats(line):
    return [one.what for one in line.problems]


def test_a_union_is_changed_through_its_verbs_and_put_back(seat_of, town):
    by, works = seat_of("town"), town.works
    rows = [
        ["工会名称", "代码", "信用代码", "上级工会", "变更日期", "地址", "法人证书号", "类别", "成立日期"],
        ["顺达新材料工会委员会", works.code, code(7), "东片工会联合会", "2026-06-01", "新街 1 号", "工法证 7 号", "联合会", None],
        ["东片工会联合会", None, None, None, None, None, None, "联合会", "2026-05-01"],
    ]  # fmt: skip
    line, _ = judged("unions", by, *rows)
    assert (line.verdict, whats(line)) == ("changed", ["类别：已自动改好", "工会类别没有改"])
    assert set(line.changes) == {"name", "credit_code", "parent", "address", "certificate_no"}
    with scope(by):
        before = Union.objects.filter(pk=works.pk).values().get()
        edges = list(ParentEdge.objects.filter(union=works).values("parent", "valid_from", "valid_to"))
    batch = confirm(brought("unions", by, *rows), by=by)
    assert batch.totals == {"rows": 2, "new": 1, "changed": 1, "unchanged": 0, "refused": 0}
    verbs = set(Event.objects.filter(reason=batch.trail_words).values_list("verb", flat=True))
    assert {f"org.union.{verb}" for verb in ("found", "rename", "describe", "certify", "move")} <= verbs
    with scope(by):
        row = Union.objects.get(pk=works.pk)
        assert (row.name, row.seal, row.own_accounts, row.kind) == (
            "顺达新材料工会委员会",
            "有",
            "yes",
            works.kind,
        )
        edge = ParentEdge.objects.get(union=works, valid_to=None, line="territorial")
        assert (edge.parent.name, edge.valid_from) == ("东片工会联合会", DAY)
    assert brought("unions", by, *rows).totals["unchanged"] == 2
    undo(batch, by=by)
    with scope(by):
        after = Union.objects.filter(pk=works.pk).values().get()
        assert after | {"version": 0} == before | {"version": 0}
        assert (
            list(ParentEdge.objects.filter(union=works).values("parent", "valid_from", "valid_to")) == edges
        )


def test_what_a_move_cannot_be_is_told_at_its_row(seat_of, town):
    by = seat_of("town")
    with scope(by):
        inner = Union.objects.filter(home=town.works, kind="group").first()
    rows = [
        ["工会名称", "上级工会", "变更日期", "类别", "成立日期"],
        [town.union.name, "东片工会联合会", None, None, None],
        [town.works.name, "东片工会联合会", "2026-05-01", None, None],
        ["东片工会联合会", "西片工会联合会", None, "联合会", "2026-06-01"],
        ["西片工会联合会", "没有的联合会", None, "联合会", "2026-06-01"],
        [inner.name, town.neighbour.name, None, None, None],
    ]  # fmt: skip
    found = judged("unions", by, *rows)
    assert [line.verdict for line in found] == ["error"] * 5
    assert [whats(line)[-1] for line in found[:4]] == [
        "本会的上级", "找不到上级工会", "上级工会有问题", "找不到上级工会",
    ]  # fmt: skip


def test_unions_that_would_stand_above_each_other_are_refused(seat_of, town):
    by = seat_of("town")
    head = ["工会名称", "上级工会", "类别", "成立日期"]
    rows = [
        ["甲片工会联合会", None, "联合会", "2026-1-1"],
        ["乙片工会联合会", "甲片工会联合会", "联合会", "2026-1-1"],
    ]
    confirm(brought("unions", by, head, *rows), by=by)
    found = judged(
        "unions", by, head[:2], ["甲片工会联合会", "乙片工会联合会"], ["乙片工会联合会", "甲片工会联合会"]
    )
    assert [(line.verdict, whats(line)) for line in found] == [("error", ["上级工会不对"]), ("unchanged", [])]


def test_whoever_may_add_may_not_thereby_change(seat_of, town):
    """The officer of one union meets another one by its code: known everywhere, changed by nobody but its own."""
    by = seat_of("officer")
    rows = [[town.works.name, town.works.code, "新街 1 号"], ["x", town.neighbour.code, "新街 1 号"],
            [town.union.name, town.union.code, "新街 1 号"]]  # fmt: skip
    found = judged("unions", by, ["工会名称", "代码", "地址"], *rows)
    assert [line.verdict for line in found] == ["changed", "error", "error"]


def test_an_employer_is_changed_and_its_numbers_are_of_their_day(seat_of, town):
    by = seat_of("town")
    head = ["单位名称", "信用代码", "所在工会", "覆盖日期", "职工人数", "截至日期", "经济类型"]
    with system("test"):
        joint = Union.objects.filter(kind="joint").first()
    confirm(
        brought(
            "unions", by, ["工会名称", "类别", "成立日期"], ["东片联合工会", "联合基层工会", "2026-01-01"]
        ),
        by=by,
    )
    confirm(
        brought(
            "employers", by, head, ["宏达厂", code(8), joint.name, "2026-02-01", 120, "2026-03-01", "民营"]
        ),
        by=by,
    )
    moved = ["宏达机械厂", code(8), town.works.name, "2026-06-01", 130, "2026-03-01", "国有"]
    (line,) = judged("employers", by, head, moved)
    assert whats(line) == ["单独工会已有单位"]
    moved[2] = "东片联合工会"
    batch = confirm(brought("employers", by, head, moved), by=by)
    assert batch.totals["changed"] == 1
    with scope(by):
        row = Employer.objects.get(credit_code=code(8))
        assert (row.name, row.ownership) == ("宏达机械厂", "state")
        assert list(HeadCount.objects.filter(employer=row).values_list("employees", flat=True)) == [130]
        assert Coverage.objects.get(employer=row, valid_to=None).union.name == "东片联合工会"
    assert brought("employers", by, head, moved).totals["unchanged"] == 1
    undo(batch, by=by)
    with scope(by):
        assert Employer.objects.get(credit_code=code(8)).name == "宏达厂"
        assert Coverage.objects.get(employer=row, valid_to=None).union_id == joint.pk


def test_an_older_number_does_not_stand_for_the_latest(seat_of, town):
    by = seat_of("town")
    with system("test"):
        joint = Union.objects.filter(kind="joint").first()
    head = ["单位名称", "所在工会", "职工人数", "截至日期"]
    confirm(brought("employers", by, head, ["宏达厂", joint.name, 120, "2026-09-01"]), by=by)
    older = ["宏达厂", joint.name, 100, "2026-01-01"]
    assert confirm(brought("employers", by, head, older), by=by).totals["changed"] == 1
    assert brought("employers", by, head, older).totals["unchanged"] == 1
    assert brought("employers", by, head[:3], ["宏达厂", joint.name, 120]).totals["unchanged"] == 1
