"""Verbs of targets."""

from decimal import Decimal
from typing import Any

from zhijia.board.models import Target
from zhijia.kernel import figures
from zhijia.kernel.actions import Unfit, action
from zhijia.kernel.ledger import Fields
from zhijia.kernel.scope import Seat
from zhijia.org.policy import may_organise


def _fits(target: Target, value: Decimal, source: str) -> None:
    target.value, target.source = value, source.strip()
    if value <= 0:
        raise Unfit(value="目标要大于 0。没有目标就不用填。")
    if figures.known(target.code) and figures.figure(target.code).rate and value > 100:
        raise Unfit(value="这是百分率，目标不会超过 100。")


@action(Target, allowed=may_organise, label="定目标", form=Fields("value", "source"))
def aim(target: Target, *, by: Seat, value: Decimal, source: str, **_: Any) -> None:
    """This union is to reach this much in this year; the one above may say so for it."""
    _fits(target, value, source)


@action(Target, allowed=may_organise, label="改目标", form=Fields("value", "source"))
def change(target: Target, *, by: Seat, value: Decimal, source: str) -> None:
    """Another number, with what it rests on; the old one stays in the trail."""
    _fits(target, value, source)
