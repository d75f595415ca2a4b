"""Verbs of a check: take a text in, say something about a number, hold it against the registers again, drop it."""

from dataclasses import asdict
from typing import Any

from zhijia.kernel import clock
from zhijia.kernel.actions import Blocked, Unfit, action
from zhijia.kernel.figures import Period, known
from zhijia.kernel.scope import Seat
from zhijia.reports import checking, policy
from zhijia.reports.checking import Choice
from zhijia.reports.models import Check

NOTE = 200


def choices_of(row: Check) -> dict[str, Choice]:
    return {place: Choice(**said) for place, said in row.choices.items()}


def _hold(row: Check) -> None:
    period = Period.parse(row.period_code)
    if not period.begun(clock.today()):
        raise Unfit(period=f"{period.label}还没有开始，没有可核对的台账。请选已经开始的期间。")
    found = checking.check(row.text, row.about, period, choices_of(row))
    row.findings = [finding.as_row() for finding in found.findings]
    row.warnings = found.notes
    row.as_of = min(period.end, clock.today())
    row.checked_at = clock.now()


@action(Check, allowed=policy.of_own_officers, label="核对总结")
def take_in(row: Check, *, by: Seat) -> None:
    """A summary written by hand is held against the registers for the first time."""
    row.union_id, row.checked_by_id = by.union_id, by.person_id
    _hold(row)


@action(Check, allowed=policy.of_own_officers, label="重新核对")
def check_again(row: Check, *, by: Seat, about: Any = None, period: str = "") -> None:
    """After traces were added, or for another union or period than was guessed."""
    if about is not None:
        row.about = about
    if period:
        row.period_code = period
    _hold(row)


@action(Check, allowed=policy.of_own_officers, label="说明这个数")
def say(row: Check, *, by: Seat, place: str, choice: Choice) -> None:
    """Which figure a number is, that no register has it, or that somebody has looked at it. Nothing said: as before."""
    if row.state != Check.State.OPEN:
        raise Blocked("这份核对已经删除，不能再改。")
    if place not in {str(found["start"]) for found in row.findings}:
        raise Blocked("正文里没有这个数，请刷新页面再看。")
    if choice.figure and not known(choice.figure):
        raise Unfit(figure="没有这个指标，请从列表里选。")
    if len(choice.note) > NOTE:
        raise Unfit(note=f"说明太长，最多 {NOTE} 个字。")
    before = row.choices.get(place, {})
    kept = {**row.choices, place: asdict(choice)}
    if choice == Choice():
        kept.pop(place)
    row.choices = kept
    if (before.get("figure", ""), before.get("outside", False)) != (choice.figure, choice.outside):
        _hold(row)


@action(Check, allowed=policy.of_own_officers, label="删除这份核对")
def drop(row: Check, *, by: Seat) -> None:
    """Thrown away for good: neither the text nor what was found in it is kept."""
    row.text, row.findings, row.choices, row.warnings = "", [], {}, []
