"""Verbs at the door and of the year's quota: canvassed, targets set and split (A02, A03)."""

import datetime as dt
from typing import Any

from django.db.models import Q

from zhijia.kernel import clock
from zhijia.kernel.actions import Unfit, action, block
from zhijia.kernel.ledger import Fields
from zhijia.kernel.scope import Seat, below, system
from zhijia.org import finding, policy, tree
from zhijia.org.actions.employers import employers_named, heads_counted, register
from zhijia.org.models import BuildTarget, Canvass, Employer, Nature, Union
from zhijia.org.shared_fields import name_field


def _heads(rows: list[Canvass], *, by: Seat, **_: Any) -> None:
    for row in rows:
        if row.employees is not None:
            heads_counted(row.employer, row.on, row.employees, by)


@action(
    Canvass, allowed=policy.may_organise, label="记摸底", undo="undo_canvass", then=_heads,
    form=Fields("employees", "found", "reason", "on", optional="employees reason", first="name", today="on",
                name=name_field("单位名称", "照门牌或执照写；登记过的别名也认得。")),
)  # fmt: skip
def canvass(row: Canvass, *, by: Seat, name: str = "", reason: str = "", **values: Any) -> None:
    """Somebody stood at the door: the employer is found by any of its names or registered, its people counted."""
    for field, value in values.items():
        setattr(row, field, value)
    row.reason = reason or row.reason  # an import's set form brings it on the row
    if by.is_system:
        return
    row.union_id, row.canvasser = by.union_id, row.canvasser or by.name
    if row.on > clock.today() or row.on < clock.today() - dt.timedelta(730):
        raise Unfit(on="请填实际走访那一天。")
    if row.found in (Canvass.Found.REFUSED, Canvass.Found.EXEMPT) and not row.reason.strip():
        raise Unfit(reason="请写一句为什么，下次上门好接着谈。")
    found = employers_named(name)
    if len(found) > 1:
        raise Unfit(name=f"叫“{name}”的有 {len(found)} 家，请写全称。")
    if found:
        row.employer = found[0]
        return
    new = Employer(name=name.strip(), nature=Nature.ENTERPRISE, area_id=by.union_id)
    row.employer = register(new, by=by)


@action(Canvass, allowed=policy.may_organise, label="撤销")
def undo_canvass(row: Canvass, *, by: Seat) -> None:
    """What was just written down is taken back."""


@action(Canvass, allowed=policy.may_organise, label="作废", needs_reason=True)
def withdraw_canvass(row: Canvass, *, by: Seat) -> None:
    """The note was wrong; the visit before it counts again."""


@block("这是上级分下来的任务。要改或作废，请找上级工会。")
def handed_down(seat: Seat) -> Q:
    """One's own share of what a union above has to found that year: whoever splits it answers for the sum."""
    above = Q(union__in=tree.above(seat.union_id)) & ~Q(union=seat.union_id)
    with system("上级有没有把任务分下来"):
        wholes = BuildTarget.objects.filter(above, state="issued")
    return Q(union=seat.union_id, year__in=wholes.values("year"))


@action(
    BuildTarget, allowed=policy.may_organise, label="下达任务", undo="undo_target",
    form=Fields("year", "wanted", "responsible", "note", optional="responsible note", first="holder",
                holder=name_field("承担单位", "写工会的名称、简称或代码。")),
)  # fmt: skip
def set_target(row: BuildTarget, *, by: Seat, holder: str = "", **values: Any) -> None:
    """So many unions are to be founded by this union and those below it in a year (组建任务分解)."""
    for field, value in values.items():
        setattr(row, field, value)
    if holder:
        row.union = finding.the_union(holder, by, (*Union.UPPER, *Union.GRASSROOTS), "holder")
        if there := BuildTarget.objects.filter(union=row.union, year=row.year, state="issued").first():
            raise Unfit(holder=f"已经下达过了：{there}。要改，请打开那一项，用“改任务”。")
    if not 2000 <= row.year <= 2100:
        raise Unfit(year="年份不对。是不是打错了？")
    _can_be_met(row)


BELIEVED = 50  # up to here no slip of the finger, however few employers are written down yet; no rule says so


def _can_be_met(row: BuildTarget) -> None:
    """No more unions can be founded in a year than there are employers to found them at."""
    if not row.wanted:
        raise Unfit(wanted="任务数要大于 0。不再要求的，把这一项作废。")
    there = Q(pk__in=tree.employers_below(row.union_id)) | Q(area_id__in=below(row.union_id))
    employers = Employer.objects.filter(there, same_as=None).count()
    if row.wanted > max(employers, BELIEVED):
        raise Unfit(
            wanted=f"{row.union.short_name}范围里登记过的企业和单位只有 {employers:,} 家，建不出这么多工会。"
            "是不是多打了几个 0？真要建这么多的，请先把企业名单导入进来。"
        )


@action(BuildTarget, allowed=policy.may_organise, label="撤销")
def undo_target(row: BuildTarget, *, by: Seat) -> None:
    """What was just handed down is taken back."""


@action(BuildTarget, allowed=policy.may_organise, blocks=[handed_down], label="改任务", needs_reason=True,
        form=Fields("wanted", "responsible", "note", optional="responsible note",
                    reason=name_field("为什么改", "如：县里调整了任务。")))  # fmt: skip
def change_target(row: BuildTarget, *, by: Seat, **values: Any) -> None:
    """The quota or who answers for it changes during the year; the trail keeps what it was."""
    for field, value in values.items():
        setattr(row, field, value)
    _can_be_met(row)


@action(BuildTarget, allowed=policy.may_organise, blocks=[handed_down], label="作废", needs_reason=True)
def withdraw_target(row: BuildTarget, *, by: Seat) -> None:
    """It was set by mistake."""
