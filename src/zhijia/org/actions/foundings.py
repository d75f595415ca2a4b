"""Verbs of a founding (A04): applied for, approved, elected, concluded with the union's own row; and what goes with it."""

import datetime as dt
from typing import Any

from zhijia.kernel import clock
from zhijia.kernel.actions import Unfit, action
from zhijia.kernel.clock import years_after
from zhijia.kernel.forms import day_field
from zhijia.kernel.ledger import Fields
from zhijia.kernel.scope import Seat
from zhijia.org import finding, norms, policy, setting_up
from zhijia.org.actions.bodies import elect
from zhijia.org.actions.employers import cover, employers_named, register
from zhijia.org.actions.tree import found
from zhijia.org.lists import found_of
from zhijia.org.models import Body, Coverage, Employer, Founding, Led, Nature, SetUp, SetUpRule, Union, When
from zhijia.org.shared_fields import name_field
from zhijia.org.tree import in_force

LATELY = dt.timedelta(3 * 366)  # a founding takes months; an older day is a slip
TOLD = (
    "name",
    "kind",
    "nature",
    "employer_name",
    "members",
    "women",
    "own_accounts",
    "contact",
    "applied_on",
)


@action(Founding, allowed=policy.may_organise, label="登记建会申请",
        form=Fields(*TOLD, optional="nature employer_name members women own_accounts contact", today="applied_on",
                    above=name_field("建在哪个工会下面", "写名称、简称或代码；不填就是本会。", required=False)))  # fmt: skip
def apply(row: Founding, *, by: Seat, above: str = "", **values: Any) -> None:
    """Employees apply for a union of their own; the one above helps them prepare (工会法 art. 11 and 12)."""
    for name, value in values.items():
        setattr(row, name, value)
    if not by.is_system:
        row.union_id = by.union_id or 0
        if above:
            row.union = finding.the_union(above, by, Union.UPPER, "above")
    if row.union.kind not in Union.UNDER[Union.Kind(row.kind)]:
        raise Unfit(
            above=f"{row.get_kind_display()}不能建在{row.union.get_kind_display()}下面。请换一个上级工会。"
        )
    if row.kind == Union.Kind.SINGLE and not row.employer_name.strip():
        raise Unfit(employer_name="单独建会的，请填单位名称。")
    if row.members is not None and row.women is not None and row.women > row.members:
        raise Unfit(women="女职工比申请入会的总人数还多。请核对两个数。")
    if row.applied_on > clock.today():
        raise Unfit(applied_on="日期在今天之后。请填收到申请那天。")
    if row.applied_on < clock.today() - LATELY:
        raise Unfit(applied_on="这份申请太早了。是不是年份打错了？早就建好的，用“建工会”。")
    if not by.is_system:
        _is_new(row, by)


def _is_new(row: Founding, by: Seat) -> None:
    """Neither on the register nor on its way, and its employer still without a union of its own."""
    if found_of(row.name, finding.known(by, (*Union.GRASSROOTS, Union.Kind.FEDERATION))):
        raise Unfit(name="已经有这个工会了。请在“工会”里找它。")
    open_ones = Founding.objects.filter(name=row.name.strip(), state__in=("applied", "approved", "held"))
    if open_ones.exists():
        raise Unfit(name="这个工会的申请已经登记过，还在办。请在“建会申请”里找它。")
    if row.employer_name.strip() and (there := employers_named(row.employer_name)):
        span = (
            Coverage.objects.filter(in_force(clock.today()), employer=there[0])
            .select_related("union")
            .first()
        )
        if span:
            raise Unfit(
                employer_name=f"{there[0].name}已经由{span.union.short_name}覆盖。要单独建会，先在那一家上办好。"
            )


@action(Founding, allowed=policy.may_organise, label="批准筹建",
        form=Fields("approved_on", "approval_no", optional="approval_no", today="approved_on"))  # fmt: skip
def approve_founding(row: Founding, *, by: Seat, approved_on: dt.date, approval_no: str = "") -> None:
    """The union above approves that they prepare (工会法 art. 12)."""
    if not row.applied_on <= approved_on <= clock.today():
        raise Unfit(approved_on="批准日期要在申请以后、今天以前。")
    row.approved_on, row.approval_no = approved_on, approval_no


@action(Founding, allowed=policy.may_organise, label="不批准", needs_reason=True)
def refuse_founding(row: Founding, *, by: Seat) -> None:
    """It cannot be founded so; the reason says what would have to change."""


@action(Founding, allowed=policy.may_organise, label="登记选举",
        form=Fields("held_on", "attended", "led_by", "seats", "chair", optional="seats"))  # fmt: skip
def hold(row: Founding, *, by: Seat, **values: Any) -> None:
    """The members met and elected committee and chair; under 25 members they may elect an organiser (工会法 art. 11)."""
    for name, value in values.items():
        setattr(row, name, value)
    least = int(norms.COMMITTEE_MEMBERS.value(row.union_id, row.held_on or clock.today()))
    if row.led_by == Led.ORGANISER and (row.members or 0) >= least:
        raise Unfit(led_by=f"会员 {row.members} 人，满 {least} 人的应当建委员会（工会法第十一条）。")
    if row.members and (row.attended or 0) > row.members:
        raise Unfit(attended=f"到会人数比申请入会的 {row.members} 人还多。请核对两个数。")
    if row.held_on is None or row.approved_on is None or not row.approved_on <= row.held_on <= clock.today():
        raise Unfit(held_on="选举日期要在批准筹建以后、今天以前。")


def _made(rows: list[Founding], *, by: Seat, **_: Any) -> None:
    for row in rows:
        day = row.founded_on or clock.today()
        code = f"F{row.pk}"
        short = row.name.removesuffix("工会委员会").removesuffix("委员会")[:30]
        union = Union(code=code, name=row.name, short_name=short, kind=row.kind, nature=row.nature, founded_on=day,
                      own_accounts=row.own_accounts)  # fmt: skip
        found(union, by=by, under={code: row.union})
        if row.employer_name.strip():
            there = employers_named(row.employer_name)
            employer = there[0] if there else register(
                Employer(name=row.employer_name.strip(), nature=row.nature or Nature.ENTERPRISE, area=row.union), by=by
            )  # fmt: skip
            cover(Coverage(union=union, employer=employer, valid_from=day), by=by)
        begin = row.held_on or day
        if row.led_by != Led.ORGANISER:
            years = int(norms.TERM_YEARS.value(row.union_id, begin))
            elect(Body(union=union, kind="committee", session_no=1, term_from=begin, term_to=years_after(begin, years),
                       seats=row.seats), by=by)  # fmt: skip
        row.made = union
        row.save(update_fields=["made"])


@action(Founding, allowed=policy.may_organise, label="批复成立", then=_made,
        form=Fields("founded_on", "result_no", optional="result_no", today="founded_on"))  # fmt: skip
def conclude(row: Founding, *, by: Seat, founded_on: dt.date, result_no: str = "") -> None:
    """The result is approved: the union stands on the register, covers its employer, and its first term runs."""
    if row.held_on is None or not row.held_on <= founded_on <= clock.today():
        raise Unfit(founded_on="成立日期要在选举以后、今天以前。")
    row.founded_on, row.result_no = founded_on, result_no


@action(Founding, allowed=policy.may_organise, label="撤回", needs_reason=True)
def withdraw_founding(row: Founding, *, by: Seat) -> None:
    """They do not go on with it."""


@action(SetUp, allowed=policy.may_organise, label="登记同步建立")
def set_up(row: SetUp, *, by: Seat) -> None:
    """One of the five (or of what the union above asks besides) was set up on that day."""


@action(Union, allowed=policy.may_name, blocks=[policy.ended], label="登记五同步",
        form=Fields(item=name_field("事项", "建会清单上的一项；清单以外的也可以写。"),
                    done_on=day_field("日期"),
                    paper=name_field("依据", "如：批复文号、合同签订日期。", required=False)))  # fmt: skip
def tick(union: Union, *, by: Seat, item: str, done_on: dt.date, paper: str = "") -> None:
    """Tick one item of the list on the page of the union; ticked again, the new day and paper take the place."""
    listed = [rule.item for rule in setting_up.rules_for(union.pk, done_on)]
    item = next((one for one in listed if item.strip() and item.strip()[:2] == one[:2]), item.strip()[:30])
    if done_on > clock.today():
        raise Unfit(done_on="日期在今天之后。建立以后再登记。")
    if done_on < union.founded_on - dt.timedelta(366):
        raise Unfit(done_on=f"它 {union.founded_on:%Y-%m-%d} 才成立，这一天早得多。请核对日期。")
    if there := SetUp.objects.filter(union=union, item=item).first():
        there.done_on, there.paper, there.version = done_on, paper, there.version + 1
        there.save(update_fields=["done_on", "paper", "version"])
    else:
        set_up(SetUp(union=union, item=item, done_on=done_on, paper=paper), by=by)


RULE = ("item", "when", "threshold", "days", "since", "source")


@action(
    SetUpRule,
    allowed=policy.may_rule,
    label="改建会清单",
    form=Fields(*RULE, optional="threshold", today="since"),
)
def set_rule(row: SetUpRule, *, by: Seat, **values: Any) -> None:
    """From that day on this item is due so, here and in the unions below; before, what held stays."""
    for name, value in values.items():
        setattr(row, name, value)
    if not by.is_system:
        row.union_id = by.union_id or 0
    row.item = row.item.strip()
    if row.days > 3650:
        raise Unfit(days="天数太大了。是不是多打了一位？")
    if row.when not in (When.WOMEN, When.MEMBERS, When.COMMITTEE):
        row.threshold = None
