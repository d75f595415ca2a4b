"""Verbs of the service card (B05): a member's information collected or refused, the card made and issued; the target."""

import datetime as dt
from typing import Any

from zhijia.kernel import clock
from zhijia.kernel.actions import Blocked, Unfit, action
from zhijia.kernel.forms import day_field
from zhijia.kernel.ledger import Fields, reason
from zhijia.kernel.scope import Seat
from zhijia.org import finding
from zhijia.org.models import Union
from zhijia.org.shared_fields import name_field
from zhijia.people import policy
from zhijia.people.codes import BEFORE_CARD, CARD_COLLECTED, CARD_MADE, CardState
from zhijia.people.models import CardTarget, Membership, Person

ON = Fields(on=day_field("日期", "不填就是今天。", required=False), today="on")


@action(Person, allowed=policy.may_change_person, label="登记服务卡")
def set_card(person: Person, *, by: Seat, step: str = "", on: dt.date | None = None, card: str = "") -> None:
    """How far her card is since that day, or its number alone."""
    if step:
        _step(person, step, on or clock.today())
    if card:
        person.card = card


def _step(person: Person, step: str, on: dt.date) -> None:
    """The day of collecting is the first one; a card comes after collecting, and is not taken back by a step."""
    if on > clock.today():
        raise Unfit(on="日期在今天之后。办了再登记。")
    if step in BEFORE_CARD and person.card_state in CARD_MADE:
        raise Blocked(
            f"{person.name}的服务卡是“{person.get_card_state_display()}”，不用再登记{CardState(step).label}。"
            "登记错了的，在会员页“更正个人信息”里改。"
        )
    if step in CARD_COLLECTED:
        person.collected_on = min(person.collected_on or on, on)
        person.refused_on = None
    elif step == CardState.REFUSED:
        person.collected_on, person.refused_on = None, on
    person.issued_on = on if step == CardState.ISSUED else person.issued_on
    person.card_state = step


def _carded(rows: list[Membership], *, by: Seat, **_: Any) -> None:
    set_card.each([(row.person_id, row.card_step) for row in rows], by=by)  # type: ignore[attr-defined]


@action(Membership, allowed=policy.may_enrol, label="登记已采集", form=ON, then=_carded)
def collect(membership: Membership, *, by: Seat, on: dt.date | None = None) -> None:
    """Her information is collected and checked (销号)."""
    membership.card_step = {"step": CardState.COLLECTED, "on": on}  # type: ignore[attr-defined]


@action(Membership, allowed=policy.may_enrol, label="登记不愿办", form=ON, then=_carded)
def refuse_card(membership: Membership, *, by: Seat, on: dt.date | None = None) -> None:
    """She does not want the card; she may still change her mind."""
    membership.card_step = {"step": CardState.REFUSED, "on": on}  # type: ignore[attr-defined]


@action(Membership, allowed=policy.may_enrol, label="送去制卡", form=ON, then=_carded)
def make_card(membership: Membership, *, by: Seat, on: dt.date | None = None) -> None:
    """Taken in by the card system; the card is being made."""
    membership.card_step = {"step": CardState.MAKING, "on": on}  # type: ignore[attr-defined]


@action(Membership, allowed=policy.may_enrol, label="登记发卡", form=ON, then=_carded)
def issue_card(membership: Membership, *, by: Seat, on: dt.date | None = None) -> None:
    """The card is in her hand."""
    membership.card_step = {"step": CardState.ISSUED, "on": on}  # type: ignore[attr-defined]


# --- targets -------------------------------------------------------------------------------------------------

TOLD = ("wanted", "source", "set_on", "due_on")


def _aimed(row: CardTarget, by: Seat, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.set_by_id = by.person_id
    if not row.wanted:
        raise Unfit(wanted="目标要大于 0。")
    if row.set_on > clock.today():
        raise Unfit(set_on="日期在今天之后。请填定目标那天。")
    if row.due_on and row.due_on < row.set_on:
        raise Unfit(due_on="完成期限在定目标日期之前。请核对两个日期。")


@action(CardTarget, allowed=policy.may_enrol, label="定采集目标",
        form=Fields(*TOLD, optional="due_on", first="holder", today="set_on",
                    holder=name_field("工会", "写名称、简称或代码。")))  # fmt: skip
def set_card_target(row: CardTarget, *, by: Seat, holder: str = "", **values: Any) -> None:
    """So many members this union has to collect. It stands as the denominator, whatever comes in."""
    if holder:
        row.union = finding.the_union(holder, by, (*Union.UPPER, *Union.GRASSROOTS), "holder")
    _aimed(row, by, values)


@action(CardTarget, allowed=policy.may_enrol, label="改目标", needs_reason=True,
        form=Fields(*TOLD, optional="due_on", reason=reason("如：上级改了任务数。")))  # fmt: skip
def change_card_target(row: CardTarget, *, by: Seat, **values: Any) -> None:
    """Another target; the old one and the reason stand in the trail."""
    _aimed(row, by, values)


@action(CardTarget, allowed=policy.may_enrol, label="作废目标", needs_reason=True)
def withdraw_card_target(row: CardTarget, *, by: Seat) -> None:
    """The target does not hold."""
