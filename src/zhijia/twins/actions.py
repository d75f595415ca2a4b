"""Verbs of twins, in the order the work happens: a layout put right, an export, what became of it, numbers noted."""

from collections.abc import Sequence
from typing import Any

from django import forms

from zhijia.kernel import clock
from zhijia.kernel.actions import Unfit, action
from zhijia.kernel.ledger import Fields
from zhijia.kernel.scope import Seat
from zhijia.org import finding
from zhijia.org.models import Union
from zhijia.org.shared_fields import name_field
from zhijia.people.finding import own_member
from zhijia.twins import policy
from zhijia.twins.layouts import LaidColumn, of_kind
from zhijia.twins.models import Layout, MemberNumber, Number, Sending, UnionNumber

# --- layouts -------------------------------------------------------------------------------------------------


@action(Layout, allowed=policy.may_lay_out, label="改版式")
def correct_layout(row: Layout, *, by: Seat, columns: Sequence[LaidColumn], source: str) -> None:
    """From now on this union and those below export in these columns. An earlier correction gives way before."""
    if not source.strip():
        raise Unfit(source="请写一句依据，如：省总 2026 年 3 月下发的导入模板。")
    if not columns:
        raise Unfit("至少要留一列。")
    headings = [one.heading for one in columns]
    if twice := next((one for one in headings if headings.count(one) > 1), ""):
        raise Unfit(f"有两列都叫“{twice}”。请改其中一列的表头。")
    if not by.is_system:
        row.union_id = by.union_id or 0
    row.columns, row.source, row.since = [one.as_row() for one in columns], source.strip(), clock.today()


@action(Layout, allowed=policy.may_lay_out, label="恢复原样")
def drop_layout(row: Layout, *, by: Seat) -> None:
    """The layout of the union above holds again, or the one that ships."""


# --- exports -------------------------------------------------------------------------------------------------


@action(Sending, allowed=policy.may_send, label="导出")
def send(row: Sending, *, by: Seat) -> None:
    """An officer takes what is new out for the other system. Full numbers need a purpose; each opened one is recorded."""
    row.asked_by_id, row.asked_on = by.person_id, clock.today()
    row.purpose = row.purpose.strip()
    if row.full and not row.purpose:
        raise Unfit(purpose="带完整号码的，请写一句用途。会记在每个人的查看记录里。")


@action(Sending, allowed=policy.may_send, label="写好导出文件", quiet=True)
def fill(row: Sending, *, by: Seat, counts: dict[str, int], masked: int, made: int) -> None:
    """The file is there, with so many new, changed and gone."""
    row.new, row.changed, row.gone = (counts.get(one, 0) for one in ("new", "changed", "gone"))
    row.masked, row.made = masked, made


@action(Sending, allowed=policy.may_send, label="已经录入对方系统")
def confirm(row: Sending, *, by: Seat) -> None:
    """All of it stands in the other system now."""


@action(Sending, allowed=policy.may_send, label="没有录入，作废", needs_reason=True)
def drop(row: Sending, *, by: Seat) -> None:
    """It was never entered there: what it told is new, changed and gone once more."""


# --- numbers -------------------------------------------------------------------------------------------------


def _numbered(row: Number, about: str, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    found = next((one for one in of_kind(about) if row.twin in (one.code, one.title)), None)
    if found is None:
        raise Unfit(twin="没有这个对照系统。请重新选。")
    if row.entered_on > clock.today():
        raise Unfit(entered_on="日期在今天之后。请填录入那天。")
    row.twin, row.number = found.code, "".join(row.number.split())
    if not row.number:
        raise Unfit(number="请填对方系统给的编号。")


TOLD = ("number", "entered_on")


def _which(about: str) -> forms.ChoiceField:
    errors = {"required": "请选对照系统。", "invalid_choice": "请重新选对照系统。"}
    choices = [(one.code, one.title) for one in of_kind(about)]
    return forms.ChoiceField(label="对照系统", choices=choices, error_messages=errors)


NUMBER_IF = name_field("证件号", "本单位有同名会员的，才要填。", required=False)


@action(MemberNumber, allowed=policy.may_number_member, label="登记会员的对方编号",
        form=Fields(*TOLD, first="who", today="entered_on",
                    who=name_field("姓名"), identity=NUMBER_IF, twin=_which("members")))  # fmt: skip
def note_member(row: MemberNumber, *, by: Seat, who: str = "", identity: str = "", **values: Any) -> None:
    """This person is entered there, under this number."""
    if row.person_id is None:
        row.person = own_member(by, who, identity, field="identity").person
    _numbered(row, "members", values)


@action(MemberNumber, allowed=policy.may_number_member, label="更正编号", form=Fields(*TOLD))
def correct_member(row: MemberNumber, *, by: Seat, **values: Any) -> None:
    """The number was copied wrongly, or the other system has given another one."""
    _numbered(row, "members", values)


@action(MemberNumber, allowed=policy.may_number_member, label="作废编号", needs_reason=True)
def withdraw_member(row: MemberNumber, *, by: Seat) -> None:
    """She is not entered there, or not any more."""


@action(UnionNumber, allowed=policy.may_number_union, label="登记工会的对方编号",
        form=Fields(*TOLD, first="which", today="entered_on",
                    which=name_field("工会", "写名称、简称或代码。"), twin=_which("unions")))  # fmt: skip
def note_union(row: UnionNumber, *, by: Seat, which: str = "", **values: Any) -> None:
    """This union is entered there, under this number."""
    if row.union_id is None:
        row.union = finding.the_union(which, by, Union.Kind.values, "which")
    _numbered(row, "unions", values)


@action(UnionNumber, allowed=policy.may_number_union, label="更正编号", form=Fields(*TOLD))
def correct_union(row: UnionNumber, *, by: Seat, **values: Any) -> None:
    """As for a member."""
    _numbered(row, "unions", values)


@action(UnionNumber, allowed=policy.may_number_union, label="作废编号", needs_reason=True)
def withdraw_union(row: UnionNumber, *, by: Seat) -> None:
    """It is not entered there, or not any more."""
