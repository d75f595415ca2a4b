"""What the figures themselves forbid: members that do not balance, and a part above its whole.

numberreader finds contradictions by the words; here they are found by what the numbers were matched to, so also
where the words are unusual. Numbers that the registers bear out are not blamed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from zhijia.numberreader import Number
from zhijia.plans.kinds import kinds

if TYPE_CHECKING:
    from zhijia.reports.checking import Finding, Registers
    from zhijia.reports.matching import Match

OPENING, NEW, LEFT, CLOSING = CODES = ("people.opening", "people.joined", "people.left", "people.members")
PARTS = (
    ("people.women", "people.members"),
    ("people.members", "org.employees"),
    ("org.unions_enterprise", "org.unions"),
    ("org.unions_single", "org.unions_enterprise"),
    ("org.unions_joint", "org.unions_enterprise"),
    ("org.employers_joint", "org.employers"),
)
"""Figures of the registers of which the first is a part of the second."""


@dataclass(frozen=True)
class Told:
    """The numbers of a text that were surely matched, by figure and period; the first of each counts."""

    numbers: Sequence[Number]
    findings: Sequence[Finding]
    places: dict[tuple[str, str], int]

    def of(self, code: str, period: str) -> int | None:
        i = self.places.get((code, period))
        return i if i is not None and not self.numbers[i].approx else None

    def blame(self, places: Iterable[int], why: str) -> None:
        """Impossible are those of the numbers that the registers do not bear out."""
        for finding in (self.findings[i] for i in places):
            if finding.verdict != "agrees":
                finding.verdict, finding.why = "impossible", why


def weigh(
    numbers: Sequence[Number],
    findings: Sequence[Finding],
    candidates: Sequence[Sequence[Match]],
    registers: Registers,
) -> None:
    """Mark what cannot be, by the figures that the numbers are."""
    places: dict[tuple[str, str], int] = {}
    for i, found in enumerate(candidates):
        if found and found[0].sure and found[0].how == "value" and found[0].days.period:
            places.setdefault((found[0].code, found[0].days.period.code), i)
    told = Told(numbers, findings, places)
    _weigh_members(told, registers)
    for period in sorted({code for _, code in places}):
        for part, whole in parts():
            _weigh_part(told, part, whole, period)


@cache
def parts() -> tuple[tuple[str, str], ...]:
    """Pairs of figures of which the first is a part of the second: what was adopted or closed, of all there were."""
    of_kinds = [
        (kind.figure(part), kind.figure("items"))
        for kind in kinds()
        for part in ("adopted", "closed")
        if {part, "items"} <= {measure.code for measure in kind.measures}
    ]
    return (*PARTS, *of_kinds)


def _weigh_part(told: Told, part: str, whole: str, period: str) -> None:
    small, large = told.of(part, period), told.of(whole, period)
    if small is None or large is None:
        return
    less, more = told.numbers[large], told.numbers[small]
    if more.amount is not None and less.amount is not None and more.amount > less.amount:
        told.blame(
            (small, large), f"部分比总数还大：{more.subject}{more.text}，而{less.subject}只有{less.text}。"
        )


def _weigh_members(told: Told, registers: Registers) -> None:
    """Those of the beginning, the new ones and those who left make those of the end.

    Weighed where a text itself tells beginning and end; what of the four it does not tell is the register's.
    """
    period = registers.report.code
    own = {code: i for code in CODES if (i := told.of(code, period)) is not None}
    if not {OPENING, CLOSING} <= own.keys():
        return
    amounts = {code: told.numbers[i].amount for code, i in own.items()}
    for code in CODES:
        if code not in amounts:
            value = registers.value(code, registers.report)
            amounts[code] = value.value if value else None
    opening, new, left, closing = (amounts[code] for code in CODES)
    if opening is None or new is None or left is None or closing is None or opening + new - left == closing:
        return
    sum_ = f"期初 {opening} + 新发展 {new} − 离会 {left} = {opening + new - left}"
    told.blame(own.values(), f"会员对不上：{sum_}，文中现有写 {closing}。")
