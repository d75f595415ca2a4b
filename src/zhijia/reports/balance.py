"""What the figures themselves forbid: members that do not balance, and a part above its whole.

numberreader finds contradictions by the words; here they are found by what the numbers were matched to, so also
where the words are unusual. Numbers that the registers bear out are not blamed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from zhijia.numberreader import Number
from zhijia.plans.kinds import kinds

if TYPE_CHECKING:
    from zhijia.reports.checking import Finding, Registers
    from zhijia.reports.matching import Match

OPENING, NEW, LEFT, CLOSING = TOLD = ("people.opening", "people.joined", "people.left", "people.members")
REST = (
    ("people.transferred_in", "转入", 1), ("people.restored", "恢复会籍", 1), ("people.moved_in", "随工会划入", 1),
    ("people.transferred_out", "转出", -1), ("people.retained", "转为保留会籍", -1), ("people.moved_out", "随工会划出", -1),
)  # fmt: skip
"""With these the four of a text make up people.added and people.removed; texts seldom tell them."""
CODES = (*TOLD, *(code for code, *_ in REST))
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
class Text:
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
    told = Text(numbers, findings, places)
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


def _weigh_part(told: Text, part: str, whole: str, period: str) -> None:
    small, large = told.of(part, period), told.of(whole, period)
    if small is None or large is None:
        return
    less, more = told.numbers[large], told.numbers[small]
    if more.amount is not None and less.amount is not None and more.amount > less.amount:
        told.blame(
            (small, large), f"部分比总数还大：{more.subject}{more.text}，而{less.subject}只有{less.text}。"
        )


def _weigh_members(told: Text, registers: Registers) -> None:
    """Those of the beginning, the new ones and those who left make those of the end.

    Weighed where a text itself tells beginning and end; what of the four it does not tell is the register's. What else
    came and went by the register is what such a text leaves out: if that makes up the difference, it is only noted.
    """
    period = registers.report.code
    own = {code: i for code in TOLD if (i := told.of(code, period)) is not None}
    if not {OPENING, CLOSING} <= own.keys():
        return
    amounts = {code: told.numbers[i].amount for code, i in own.items()}
    for code in TOLD:
        if code not in amounts:
            amounts[code] = _of_register(registers, code)
    opening, new, left, closing = (amounts[code] for code in TOLD)
    if opening is None or new is None or left is None or closing is None or opening + new - left == closing:
        return
    sum_ = f"期初 {opening} + 新发展 {new} − 离会 {left} = {opening + new - left}"
    rest = [(name, _of_register(registers, code) or Decimal(0), sign) for code, name, sign in REST]
    untold = "、".join(f"{name} {value:f} 人" for name, value, _ in rest if value)
    if untold and opening + new - left + sum(sign * value for _, value, sign in rest) == closing:
        note = f"{sum_}，和现有 {closing} 对不上：文中没写{untold}，加上就对得上。"
        told.findings[own[CLOSING]].notes.append(note)
        return
    besides = f"（台账里还有{untold}，也补不平）" if untold else ""
    told.blame(own.values(), f"会员对不上：{sum_}，文中现有写 {closing}{besides}。")


def _of_register(registers: Registers, code: str) -> Decimal | None:
    value = registers.value(code, registers.report)
    return value.value if value else None
