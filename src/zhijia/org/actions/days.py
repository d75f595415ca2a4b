"""Verbs of the calendar a union corrects."""

from typing import Any

from zhijia.kernel.actions import Unfit, action
from zhijia.kernel.clock import OFFICIAL
from zhijia.kernel.ledger import Fields
from zhijia.kernel.scope import Seat
from zhijia.org import policy
from zhijia.org.models import DayCorrection


@action(DayCorrection, allowed=policy.may_organise, label="改一天", undo="undo_day",
        form=Fields("day", "works", "note", optional="note"))  # fmt: skip
def correct_day(row: DayCorrection, *, by: Seat, **values: Any) -> None:
    """A day the union works or rests on, unlike the official list; for itself and the unions below."""
    for name, value in values.items():
        setattr(row, name, value)
    if not by.is_system:
        row.union_id = by.union_id
    if not 2000 <= row.day.year <= 2100:
        raise Unfit(day="年份不对。是不是打错了？")
    if OFFICIAL.works(row.day) == (row.works == DayCorrection.Works.YES):
        raise Unfit(
            day=f"{row.day:%Y-%m-%d} 本来就是这样算的（{OFFICIAL.why(row.day) or '平常的一天'}），不用改。"
        )


@action(DayCorrection, allowed=policy.may_organise, label="取消这一天的改动")
def drop_day(row: DayCorrection, *, by: Seat) -> None:
    """The official list counts again for this day."""


@action(DayCorrection, allowed=policy.may_organise, label="撤销")
def undo_day(row: DayCorrection, *, by: Seat) -> None:
    """What was just changed is taken back."""
