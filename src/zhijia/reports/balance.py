"""Members have to balance: those of the beginning, the new ones and those who left make those of the end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from zhijia.numberreader import Number

if TYPE_CHECKING:
    from zhijia.reports.checking import Finding, Registers
    from zhijia.reports.matching import Match

OPENING, NEW, LEFT, CLOSING = CODES = ("people.opening", "people.joined", "people.left", "people.members")


def weigh(
    numbers: Sequence[Number],
    findings: Sequence[Finding],
    candidates: Sequence[Sequence[Match]],
    registers: Registers,
) -> None:
    """Where a text itself tells beginning and end, and they do not fit, the numbers that differ are impossible.

    What of the four it does not tell is taken from the register.
    """
    told: dict[str, int] = {}
    for i, found in enumerate(candidates):
        if found and found[0].sure and found[0].code in CODES and found[0].days.period == registers.report:
            told.setdefault(found[0].code, i)
    if not {OPENING, CLOSING} <= told.keys():
        return
    amounts = {code: numbers[i].amount for code, i in told.items()}
    if any(numbers[i].approx for i in told.values()) or None in amounts.values():
        return
    for code in CODES:
        if code not in amounts:
            value = registers.value(code, registers.report)
            amounts[code] = value.value if value else None
    opening, new, left, closing = (amounts[code] for code in CODES)
    if opening is None or new is None or left is None or closing is None or opening + new - left == closing:
        return
    why = f"会员对不上：期初 {opening} + 新发展 {new} − 离会 {left} = {opening + new - left}，文中现有写 {closing}。"
    blamed = [i for i in told.values() if findings[i].verdict != "agrees"] or list(told.values())
    for i in blamed:
        findings[i].verdict, findings[i].why = "impossible", why
