"""Cells put right on the check page: typed, advised, taken back; what was typed is checked like the file itself."""

import pytest

from zhijia.kernel.actions import Blocked, Unfit
from zhijia.kernel.imports.actions import check, confirm, drop, let_go, take_in
from zhijia.kernel.imports.mending import mend, take_advice, unmend
from zhijia.kernel.imports.models import Batch, CellFix
from zhijia.kernel.trail.models import EventRow
from zhijia.sheetreader.tests.books import xlsx

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch(seat_of, town):
    near = town.works.name[1:]  # close enough to be proposed
    rows = [["单位名称", "性质", "所在工会", "职工人数"], ["甲厂", "企业", near, "约30"], ["乙厂", "企业", near, 20],
            ["丙厂", "工场", town.works.name, None]]  # fmt: skip
    return check(
        take_in(Batch(kind="employers", name="表.xlsx"), by=seat_of("town"), data=xlsx(("企业", rows))),
        by=seat_of("town"),
    )


def line(batch, row):
    return batch.lines.get(row=row).pk


def test_what_is_typed_counts_at_the_next_check_and_not_before(batch, seat_of, town):
    by = seat_of("town")
    assert batch.totals["refused"] == 3
    with pytest.raises(Unfit, match="不是整数"):
        mend(batch.pk, by=by, line=line(batch, 2), cell="D2", value="三十")
    mend(batch.pk, by=by, line=line(batch, 2), cell="D2", value="30 人")
    mend(batch.pk, by=by, line=line(batch, 2), cell="C2", value=town.works.name)
    assert CellFix.objects.filter(batch=batch, column=2).count() == 2  # the same name wherever it stands
    with pytest.raises(Blocked, match="还没有检查"):
        confirm(batch.pk, by=by)
    batch = check(batch.pk, by=by)
    assert (batch.totals["new"], batch.totals["refused"]) == (2, 1)
    unmend(batch.pk, by=by, fix=CellFix.objects.get(batch=batch, column=3).pk)
    batch = check(batch.pk, by=by)
    assert batch.totals["refused"] == 2
    confirm(batch.pk, by=by)
    # Two rows stayed outside: the file is kept for them.
    assert CellFix.objects.filter(batch=batch).count() == 2
    let_go(batch.pk, by=by)
    assert not CellFix.objects.filter(batch=batch).exists()


def test_advice_is_taken_for_a_whole_kind_and_nothing_of_it_is_told_in_the_trail(batch, seat_of, town):
    by = seat_of("town")
    what = (
        next(one.what for one in batch.lines.get(row=3).__class__.objects.none())
        if False
        else "找不到所在工会"
    )
    fixes = [fix for _, level, name, _, fix, _ in batch.lines.get(row=3).problems if name == what]
    if fixes == [town.works.name]:
        take_advice(batch.pk, by=by, what=what)
        assert check(batch.pk, by=by).totals["new"] == 1
        unmend(batch.pk, by=by, what=what)
        assert check(batch.pk, by=by).totals["new"] == 0
    mend(batch.pk, by=by, line=line(batch, 4), cell="B4", value="企业")
    told = EventRow.objects.filter(kind="kernel_batch", row_id=batch.pk).order_by("-pk")[0].changes
    assert set(told) <= {"digest", "version"}
    drop(batch.pk, by=by)
    assert not CellFix.objects.filter(batch=batch).exists()


@pytest.mark.parametrize(
    ("cell", "value", "said"),
    [
        ("B4", " ", "请填"),
        ("B4", "x" * 300, "太长|不在选项"),
        ("Z9", "企业", "没有问题"),
        ("4", "x", "没有问题"),
    ],
)
def test_what_cannot_be_put_right_here_is_said(batch, seat_of, cell, value, said):
    with pytest.raises((Blocked, Unfit), match=said):
        mend(batch.pk, by=seat_of("town"), line=line(batch, 4), cell=cell, value=value)
    with pytest.raises(Blocked, match="没有改过"):
        unmend(batch.pk, by=seat_of("town"), fix=1)
    with pytest.raises(Blocked, match="没有可以照着改"):
        take_advice(batch.pk, by=seat_of("town"), what="没有这一类")
