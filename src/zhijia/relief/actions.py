"""Verbs of visits, in the order the work happens."""

import datetime as dt
from typing import Any

from zhijia.kernel import clock
from zhijia.kernel.actions import Unfit, action
from zhijia.kernel.ledger import Fields, reason
from zhijia.kernel.scope import Seat
from zhijia.people.models import Membership, Person
from zhijia.relief import kinds, policy, rules
from zhijia.relief.models import Visit
from zhijia.relief.periods import due_by

TOLD = ("name", "kind")
MADE = ("visitor", "second_visitor", "gift", "visited_on", "amount", "fund", "goods")
WHY = reason("改动已登记的日期、金额或资金，要写一句原因。")
FURTHEST = dt.timedelta(days=730)


def _told(visit: Visit, by: Seat, values: dict[str, Any]) -> None:
    """Write the values down, for the seat's own union; the name finds the one member who bears it."""
    for name, value in values.items():
        setattr(visit, name, value)
    if not by.is_system:
        visit.union_id = by.union_id
    visit.reported_by_id = visit.reported_by_id or by.person_id
    visit.name = (visit.name or "").strip()
    wrong = {}
    if not visit.name:
        wrong["name"] = "请填走访对象的姓名。"
    if visit.kind not in kinds.by_code():
        wrong["kind"] = "请选走访的事由。"
    if wrong:
        raise Unfit(**wrong)
    if not by.is_system:
        visit.person = _member(visit)


def _member(visit: Visit) -> Person | None:
    """The member of this union called so; none where nobody or more than one is, since a guess would be worse."""
    if visit.person and visit.person.name == visit.name:
        return visit.person
    on_roll = Membership.objects.filter(Membership.on(clock.today()), union_id=visit.union_id)
    found = Person.objects.filter(pk__in=on_roll.values("person"), name=visit.name)[:2]
    return found[0] if len(found) == 1 else None


def _made(visit: Visit) -> None:
    """Check what is said of a visit that was made, and let a blank fund or goods follow the form of gift."""
    if visit.gift in ("none", "money"):
        visit.goods = ""
    if visit.gift == "none":
        visit.fund = ""
    if wrong := rules.unfit(visit, clock.today()):
        raise Unfit(**wrong)


@action(Visit, allowed=policy.may_report, label="登记待走访", undo="undo_arrange",
        form=Fields(*TOLD, "due_on", "note", optional="due_on note"))  # fmt: skip
def arrange(visit: Visit, *, by: Seat, **values: Any) -> None:
    """Somebody is to be visited: who, why, by when. Without a day the kind's own period is taken."""
    _told(visit, by, values)
    visit.due_on = visit.due_on or due_by(visit.kind, visit.union_id, clock.today())
    if not rules.EARLIEST <= visit.due_on <= clock.today() + FURTHEST:
        raise Unfit(due_on="期限离今天太远了。是不是年份打错了？")


@action(Visit, allowed=policy.may_report, label="记走访", undo="undo_record",
        form=Fields(*TOLD, *MADE, "note", optional="amount fund goods note"))  # fmt: skip
def record(visit: Visit, *, by: Seat, **values: Any) -> None:
    """A visit that nobody had arranged was made; it was due on the day it was made."""
    _told(visit, by, values)
    visit.due_on = visit.due_on or visit.visited_on
    _made(visit)


@action(Visit, allowed=policy.may_report, label="登记走访结果", undo="reopen",
        form=Fields(*MADE, "note", optional="amount fund goods note"))  # fmt: skip
def complete(visit: Visit, *, by: Seat, **values: Any) -> None:
    """The visit was made: when, by which two, with what, from which fund (field notes: visits)."""
    for name, value in values.items():
        setattr(visit, name, value)
    _made(visit)


@action(Visit, allowed=policy.may_report, label="撤销走访结果")
def reopen(visit: Visit, *, by: Seat) -> None:
    """Take the result back: the visit is due again."""
    visit.visited_on, visit.amount = None, None
    visit.visitor = visit.second_visitor = visit.gift = visit.goods = visit.fund = ""


@action(Visit, allowed=policy.may_report, label="撤销")
def undo_record(visit: Visit, *, by: Seat) -> None:
    """Take back a visit just written down."""


@action(Visit, allowed=policy.may_report, label="撤销")
def undo_arrange(visit: Visit, *, by: Seat) -> None:
    """Take back what was just arranged."""


@action(Visit, allowed=policy.may_settle, label="记为未走访", needs_reason=True, undo="undo_miss")
def miss(visit: Visit, *, by: Seat) -> None:
    """The visit will not be made; the reason stays with it. A late visit is better completed."""


@action(Visit, allowed=policy.may_settle, label="撤销")
def undo_miss(visit: Visit, *, by: Seat) -> None:
    """It may still be made: due as before."""


@action(Visit, allowed=policy.may_settle, blocks=[policy.closed], label="更正",
        form=Fields(*TOLD, "due_on", *MADE, "note", optional=" ".join([*MADE, "note"]), reason=WHY))  # fmt: skip
def correct(visit: Visit, *, by: Seat, reason: str = "", **values: Any) -> None:
    """Change what was written. What figures were read from, money and day, asks why."""
    before = {name: getattr(visit, name) for name in ("visited_on", "amount", "gift", "fund")}
    _told(visit, by, values)
    if visit.state == "done":
        _made(visit)
    overwritten = any(old not in (None, "") and old != getattr(visit, name) for name, old in before.items())
    if overwritten and not reason.strip():
        raise Unfit(reason="改动已经登记的日期、金额或资金，要写明原因，一句话就行。")


@action(Visit, allowed=policy.may_settle, label="作废", needs_reason=True)
def withdraw(visit: Visit, *, by: Seat) -> None:
    """The row was wrong and counts no more; it stays readable with its reason."""
