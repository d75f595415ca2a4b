"""Verbs of joining, in the order the work happens."""

import datetime as dt
import secrets
from collections.abc import Mapping
from typing import Any

from django import forms

from zhijia.joining import moving, policy
from zhijia.joining.models import Application, Door, Transfer
from zhijia.kernel import clock
from zhijia.kernel.actions import Blocked, Unfit, action
from zhijia.kernel.forms import day_field
from zhijia.kernel.ledger import Fields, reason
from zhijia.kernel.scope import Seat, system
from zhijia.org.models import Union
from zhijia.org.parameters import declare
from zhijia.org.queries import sole_coverages
from zhijia.people import enrolling, rules
from zhijia.people.actions.memberships import set_out, stay, transfer
from zhijia.people.finding import own_member
from zhijia.people.models import Membership

TRANSFER_DAYS = declare(
    "joining.transfer_days", "会籍接转，对方最晚几天内办", default=15, unit="天", group="会员会籍", least=1, most=90,
    since=dt.date(2016, 12, 1), source="职家的默认值。会籍管理办法要求“及时接转”，天数按本地规定改",
)  # fmt: skip


# --- the door ------------------------------------------------------------------------------------------------


@action(Door, allowed=policy.own_union, label="打开入会二维码")
def open_door(door: Door, *, by: Seat) -> None:
    """From now on whoever scans the code may apply to this union."""
    door.union_id = by.union_id
    _grassroots(by)
    door.ref, door.opened_at = secrets.token_urlsafe(12), clock.now()


def _grassroots(by: Seat) -> None:
    if not Union.objects.filter(pk=by.union_id, kind__in=Union.GRASSROOTS).exists():
        raise Unfit("入会申请由基层工会受理。请切换到基层工会的身份再办。")


@action(Door, allowed=policy.own_union, label="关掉入会二维码")
def close(door: Door, *, by: Seat) -> None:
    """The printed code leads nowhere any more; a new one may be opened at any time."""


# --- applications --------------------------------------------------------------------------------------------

TOLD = ("name", "identity", "phone", "workplace", "department", "employment", "id_kind")


@action(Application, allowed=policy.own_union, label="登记入会申请",
        form=Fields(*TOLD, optional="phone workplace department employment id_kind"))  # fmt: skip
def apply(application: Application, *, by: Seat, **values: Any) -> None:
    """Somebody wants to join, on her own application (工会法 art. 3)."""
    for name, value in values.items():
        if value:
            setattr(application, name, value)
    application.name = "".join(application.name.split())
    application.applied_on = clock.today()
    if not by.is_system:
        application.union_id = by.union_id
        _grassroots(by)
    wrong = rules.unfit(
        id_kind=application.id_kind, identity=application.identity.fresh, phone=application.phone.fresh, gender="",
        born=None, today=clock.today(),
    )  # fmt: skip
    if not application.name:
        wrong["name"] = "请填姓名。"
    if not application.identity.fresh:
        wrong.setdefault("identity", "请填证件号，用来认人，不会重复登记。")
    if wrong:
        raise Unfit(**wrong)


@action(Application, allowed=policy.own_union, label="登记小组意见", form=Fields("opinion"))
def consider(application: Application, *, by: Seat, opinion: str) -> None:
    """The group has talked about it. Optional: the committee may decide at once."""
    application.opinion = opinion.strip()


JOINS_AS = forms.ChoiceField(
    label="会籍", choices=enrolling.JOINS_AS, required=False, initial="ordinary",
    help_text="没有用人单位的（骑手、司机、零工），登记为临时会员。", error_messages={"invalid_choice": "请重新选会籍。"},
)  # fmt: skip


@action(Application, allowed=policy.own_union, label="批准入会",
        form=Fields(joined_on=day_field("入会日期", "不填就是今天。", required=False), kind=JOINS_AS,
                    today="joined_on"))  # fmt: skip
def admit(application: Application, *, by: Seat, joined_on: dt.date | None = None, kind: str = "") -> None:
    """The committee admits her: she is a member from that day (today), and her numbers move to the roll.

    Whoever has no employer (riders, drivers) is a temporary member of the area's union (rules §1.5).
    """
    joined_on = joined_on or clock.today()
    if joined_on > clock.today():
        raise Unfit(joined_on="入会日期在今天之后。请改成今天或以前。")
    opened = {name: Application._meta.get_field(name).opened(application) for name in ("identity", "phone")}
    sole = sole_coverages(clock.today()).filter(union=application.union_id).select_related("employer").first()
    values = {
        **opened, "name": application.name, "id_kind": application.id_kind, "joined_on": joined_on,
        "kind": kind, "group": application.group, "department": application.department, "employment": application.employment,
        "employer": sole.employer if sole and kind != Membership.Kind.TEMPORARY else None,
    }  # fmt: skip
    membership = enrolling.enrol({name: value for name, value in values.items() if value}, by=by)
    application.person_id = membership.person_id
    _decided(application)


@action(Application, allowed=policy.own_union, label="不批准", needs_reason=True,
        form=Fields(reason=reason("会写进办理过程，请写明依据。", "原因", required=True)))  # fmt: skip
def reject(application: Application, *, by: Seat) -> None:
    """Not admitted, with the reason; what was sealed is not kept."""
    _decided(application)


def _decided(application: Application) -> None:
    application.decided_on = clock.today()
    application.identity = application.phone = ""


# --- transfers -----------------------------------------------------------------------------------------------

WHO = forms.CharField(label="姓名", max_length=40, error_messages={"required": "请填姓名。"})
NUMBER = forms.CharField(
    label="证件号", max_length=30, widget=forms.TextInput({"autocomplete": "off", "data-no-draft": True}),
    error_messages={"required": "请填证件号。"},
)  # fmt: skip
NUMBER_IF = forms.CharField(
    label="证件号", max_length=30, required=False, help_text="有同名的会员时填。",
    widget=forms.TextInput({"autocomplete": "off", "data-no-draft": True}),
)  # fmt: skip
WHERE = forms.CharField(
    label="转到哪个工会",
    max_length=60,
    help_text="写工会全称、简称或代码。",
    error_messages={"required": "请填转入的工会。"},
)


@action(
    Transfer, allowed=policy.of_sender, label="转出会员", form=Fields(who=WHO, number=NUMBER_IF, where=WHERE)
)
def send(row: Transfer, *, by: Seat, who: str, where: str, number: str = "") -> None:
    """The old union lets a member go to another one, which is to receive her."""
    row.membership = own_member(by, who, number)
    row.to_union = moving.union_called(where)
    _asked(row)


@action(Transfer, allowed=policy.of_receiver, label="申请转入", form=Fields(who=WHO, number=NUMBER))
def call(
    row: Transfer,
    *,
    by: Seat,
    who: str = "",
    number: str = "",
    found: Membership | None = None,
    to: Union | None = None,
) -> None:
    """The new union asks the old one for a member who works here now. Name and number must both be right.

    An import has held both against the register already: it gives the membership, and which union of the list it is.
    """
    row.membership = found or moving.member_anywhere(who, number)
    row.to_union = to or moving.own_grassroots(by)
    _asked(row)


def _asked(row: Transfer) -> None:
    row.from_union, row.name = row.membership.union, row.membership.person.name
    if row.to_union_id == row.from_union_id:
        raise Unfit(where="转入的就是现在的工会，不用接转。")
    _not_twice(row)
    row.asked_on = clock.today()
    days = int(TRANSFER_DAYS.value(row.to_union_id, row.asked_on))
    row.due_on = row.asked_on + dt.timedelta(days=days)
    with system(f"会籍接转：{row.from_union.short_name}的会员转出中") as by:
        set_out(row.membership_id, by=by)


def _not_twice(row: Transfer) -> None:
    """A member is on one way at a time. Only a side of the open one is told where it leads."""
    open_ones = {"membership__person": row.membership.person_id, "state__in": Transfer.OPEN}
    if known := Transfer.objects.filter(**open_ones).first():
        raise Blocked(
            f"{row.name}的会籍正在接转：{known.asked_on:%Y-%m-%d} 提出，转往{known.to_union.short_name}，"
            f"{known.get_state_display()}。先把那一件办完，或者由提出的一方撤回。"
        )
    with system("接转：这位会员是不是正在转往别处"):
        if Transfer.objects.filter(**open_ones).exists():
            raise Blocked("这位会员的会籍正在转往别的工会，还没有办结。请先问她现在的工会。")


@action(Transfer, allowed=policy.of_receiver, label="接收")
def receive(row: Transfer, *, by: Seat) -> None:
    """The new union receives her: from today she counts there."""
    _moved(row)


@action(Transfer, allowed=policy.of_sender, label="转出")
def release(row: Transfer, *, by: Seat) -> None:
    """The old union lets her go: from today she counts in the new one. There is no refusing (rules §1.5)."""
    _moved(row)


@action(Transfer, allowed=policy.above_the_silent, blocks=[policy.not_late], label="代为办结", needs_reason=True,
        form=Fields(reason=reason("会写进办理过程。", "原因", required=True)))  # fmt: skip
def complete(row: Transfer, *, by: Seat) -> None:
    """One side kept silent too long; a union above it does what it should have done."""
    _moved(row)


@action(Transfer, allowed=policy.of_opener, label="撤回", needs_reason=True,
        form=Fields(reason=reason("会写进办理过程。", "原因", required=True)))  # fmt: skip
def withdraw(row: Transfer, *, by: Seat) -> None:
    """Opened by mistake; the membership stays where it is."""
    with system(f"会籍接转第 {row.pk} 号撤回") as by:
        if (span := _span(row)) and span.state == Membership.State.MOVING:
            stay(span.pk, by=by)


def _moved(row: Transfer) -> None:
    row.done_on = clock.today()
    # Neither side reaches both unions: the move itself is the system's, on this row's order.
    with system(f"会籍接转第 {row.pk} 号办结") as by:
        if (span := _span(row)) is None:
            raise Unfit("这段会籍已经结束了，不能再接转。请撤回这一件。")
        transfer(span.pk, by=by, to=row.to_union, on=row.done_on)


def _span(row: Transfer) -> Membership | None:
    """Her work may have changed meanwhile: another span of the same membership runs now."""
    spans = Membership.objects.filter(person=row.membership.person_id, union=row.from_union, left_on=None)
    return spans.first()


def call_listed(about: Mapping[str, int], by: Seat, key: str) -> str:
    """A person of an imported list who is a member elsewhere: her new union calls for her; what came of it."""
    found, to = moving.listed(about["person"], about["to"])
    row = call(Transfer(), by=by, key=key, found=found, to=to)
    return f"已向{row.from_union.short_name}申请转入，最晚 {row.due_on:%Y-%m-%d} 办结。"
