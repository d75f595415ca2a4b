"""A register that says how its rows are known takes workbooks in: its verbs say what is right, and nothing is written before."""

import pytest

from zhijia.kernel.imports.actions import confirm, undo
from zhijia.kernel.imports.tests.taking_in import brought, judged
from zhijia.kernel.scope import scope
from zhijia.kernel.trail.models import Event
from zhijia.org.models import BuildTarget

pytestmark = pytest.mark.django_db
HEAD = ["承担单位", "年度", "新建工会（个）", "责任人"]


def test_targets_come_in_are_changed_and_go_back(seat_of, town):
    by = seat_of("town")
    with scope(by):
        before = list(BuildTarget.objects.order_by("pk").values_list("pk", "wanted", "responsible"))
    rows = [
        [town.neighbour.name, "2027年", 3, "周永明"], [town.neighbour.short_name, 2027, 3, "周永明"],
        ["没有的工会", 2027, 3, None], [town.works.code, 2027, "三", None], [town.works.name, 1027, 2, None],
    ]  # fmt: skip
    events = Event.objects.count()
    found = judged("targets", by, HEAD, *rows)
    assert Event.objects.count() == events  # only tried
    assert [line.verdict for line in found] == ["new", "error", "error", "error", "error"]
    good = [HEAD, [town.neighbour.name, 2027, 3, "周永明"], [town.works.name, 2027, 2, None]]
    batch = confirm(brought("targets", by, *good), by=by)
    assert batch.totals["new"] == 2
    assert brought("targets", by, HEAD, [town.neighbour.code, 2027, 3, "周永明"]).totals["unchanged"] == 1
    second = confirm(brought("targets", by, HEAD, [town.neighbour.short_name, 2027, 4, "周永明"]), by=by)
    assert second.totals["changed"] == 1
    undo(second, by=by)
    undo(batch, by=by)
    with scope(by):
        assert list(BuildTarget.objects.order_by("pk").values_list("pk", "wanted", "responsible")) == before


def test_no_more_is_asked_for_than_there_are_employers(seat_of, town):
    found = judged(
        "targets",
        seat_of("town"),
        HEAD,
        [town.neighbour.name, 2027, 999999, None],
        [town.works.name, 2027, 0, None],
    )
    assert [line.verdict for line in found] == ["error", "error"]
    assert "是不是多打了几个 0" in found[0].problems[0].message
    assert "要大于 0" in found[1].problems[0].message


def test_rows_stay_in_reach(seat_of, town):
    found = judged("targets", seat_of("officer"), HEAD, [town.neighbour.name, 2027, 3, None])
    assert [line.verdict for line in found] == ["error"]
