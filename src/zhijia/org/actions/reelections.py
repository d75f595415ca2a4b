"""Verbs of a re-election: the union asks, the one above allows; it elects and reports, the one above confirms (A07)."""

import datetime as dt
from typing import Any

from zhijia.kernel import clock
from zhijia.kernel.actions import Blocked, Unfit, action
from zhijia.kernel.clock import months_after, years_after
from zhijia.kernel.ledger import Fields
from zhijia.kernel.scope import Seat
from zhijia.org import finding, norms, policy
from zhijia.org.actions.bodies import elect
from zhijia.org.models import Body, Reelection, Union
from zhijia.org.shared_fields import name_field

ASKED = ("planned_on", "late_reason", "seats", "term_years", "request_no")


def _asked(row: Reelection, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.asked_on = clock.today()
    if row.term_years not in norms.TERM_YEARS.choices:
        raise Unfit(term_years="任期只能是 3 年或 5 年（工会法第十六条）。")
    if row.planned_on < clock.today():
        raise Unfit(planned_on="拟换届日期在今天之前。请填打算开会的那天。")
    if not row.is_late:
        row.late_reason = ""
        return
    if not row.late_reason.strip():
        raise Unfit(late_reason=f"本届 {row.due_on:%Y-%m-%d} 到期，晚于这一天换届要写延期原因，由上级批准。")
    months = int(norms.LATE_ELECTION_MONTHS.value(row.union_id, row.due_on))
    start = max(row.due_on, clock.today())
    if row.planned_on > months_after(start, months):
        raise Unfit(
            planned_on=f"延期最多 {months} 个月，到 {months_after(start, months):%Y-%m-%d}。请改早一些。"
        )


@action(Reelection, allowed=policy.may_organise, label="请示换届",
        form=Fields(*ASKED, optional="late_reason request_no", first="holder",
                    holder=name_field(
                        "工会", "不填就是本会。下面的工会没有干部来办的，写它的名称、简称或代码，替它登记。", required=False
                    )))  # fmt: skip
def ask(row: Reelection, *, by: Seat, holder: str = "", **values: Any) -> None:
    """Before the term ends the committee asks the union above for leave to elect; later needs a reason and its leave.

    Where it has nobody here to write that down, a union above does: `holder` names whose committee it is.
    """
    if holder:
        row.union = finding.the_union(holder, by, Union.Kind.values, "holder")
    elif not by.is_system:
        row.union_id = by.union_id
    body = Body.objects.filter(union=row.union_id, kind="committee").order_by("-term_to").first()
    if body is None:
        raise Blocked("还没有登记本届委员会的届期。请先在“届期”里登记，再请示换届。")
    if there := Reelection.objects.filter(union=row.union_id, state__in=Reelection.OPEN).first():
        raise Blocked(f"{there}还在办（{there.get_state_display()}）。请在那一件上接着办，或者先撤回它。")
    row.due_on, row.session_no = body.term_to, body.session_no + 1
    _asked(row, values)


@action(Reelection, allowed=policy.may_organise, label="补正后再报",
        form=Fields(*ASKED, optional="late_reason request_no"))  # fmt: skip
def ask_again(row: Reelection, *, by: Seat, **values: Any) -> None:
    """What was sent back comes again, put right."""
    _asked(row, values)


@action(
    Reelection, allowed=policy.may_organise, blocks=[policy.own_union], label="退回补正", needs_reason=True
)
def send_back(row: Reelection, *, by: Seat) -> None:
    """The union above says what is to be put right first."""


@action(Reelection, allowed=policy.may_organise, blocks=[policy.own_union], label="批复同意",
        form=Fields("allowed_on", "allowed_no", optional="allowed_no", today="allowed_on"))  # fmt: skip
def allow(row: Reelection, *, by: Seat, allowed_on: dt.date, allowed_no: str = "") -> None:
    """The union above agrees: to the election, and to the delay where the day lies beyond the term."""
    if not row.asked_on <= allowed_on <= clock.today():
        raise Unfit(allowed_on=f"批复日期要在请示（{row.asked_on:%Y-%m-%d}）以后、今天以前。")
    row.allowed_on, row.allowed_no = allowed_on, allowed_no


@action(Reelection, allowed=policy.may_organise, label="报选举结果",
        form=Fields("held_on", "expected", "attended", "elected", "reported_no", optional="reported_no"))  # fmt: skip
def report(row: Reelection, *, by: Seat, **values: Any) -> None:
    """The meeting was held with at least two thirds of those who should attend; its result goes upward."""
    for name, value in values.items():
        setattr(row, name, value)
    if row.held_on is None or not (row.allowed_on or row.asked_on) <= row.held_on <= clock.today():
        raise Unfit(held_on="选举日期要在批复以后、今天以前。")
    if row.held_on > row.due_on and not row.is_late:
        raise Blocked(
            f"本届 {row.due_on:%Y-%m-%d} 已经到期，上级批的是到期前换届。请先撤回这一件，写明延期原因重新请示。"
        )
    if row.is_late and row.held_on > months_after(row.planned_on, 1):
        raise Blocked(f"上级同意延期到 {row.planned_on:%Y-%m-%d}，已经过了一个月。请重新请示。")
    expected, attended = row.expected or 0, row.attended or 0
    if attended > expected:
        raise Unfit(attended="实到人数比应到的多。请核对两个数。")
    if attended * 3 < expected * 2:
        raise Unfit(attended="到会不足三分之二，选举不能算数。请核对人数，或择期再开。")


def _elect(rows: list[Reelection], *, by: Seat, **_: Any) -> None:
    for row in rows:
        begin = row.held_on or clock.today()
        body = Body(union_id=row.union_id, kind="committee", session_no=row.session_no, term_from=begin,
                    term_to=years_after(begin, row.term_years), seats=row.seats)  # fmt: skip
        elect(body, by=by)


@action(Reelection, allowed=policy.may_organise, blocks=[policy.own_union], label="批准结果", then=_elect,
        form=Fields("confirmed_on", "confirmed_no", optional="confirmed_no", today="confirmed_on"))  # fmt: skip
def confirm(row: Reelection, *, by: Seat, confirmed_on: dt.date, confirmed_no: str = "") -> None:
    """The union above confirms: the new committee's term begins on the day of its election."""
    if row.held_on is None or not row.held_on <= confirmed_on <= clock.today():
        raise Unfit(confirmed_on="批准日期要在选举以后、今天以前。")
    row.confirmed_on, row.confirmed_no = confirmed_on, confirmed_no


@action(Reelection, allowed=policy.may_organise, label="撤回", needs_reason=True)
def withdraw_reelection(row: Reelection, *, by: Seat) -> None:
    """It will not be held this way; another request may follow."""
