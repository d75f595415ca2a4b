"""Which figures the board shows, in which order, and how each stands against last year and its target. Pure."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from zhijia.kernel.figures import Value

GROUPS: dict[str, tuple[str, ...]] = {
    "组织": (
        "org.unions", "org.unions_single", "org.unions_joint", "org.new_unions", "org.lasting_rate", "org.employers",
        "org.organising_rate", "org.scale_rate", "org.employees", "org.uncounted",
    ),
    "换届": ("org.overdue_terms", "org.terms_3", "org.terms_6", "org.terms_12"),
    "会员": (
        "people.members", "people.joining_rate", "people.joined", "people.added", "people.removed",
        "people.women_share", "people.migrant_share", "people.carded_share", "people.card_rate",
    ),
    "帮扶": ("relief.all.visit.person_times", "relief.all.visit.money", "plans.aid.money"),
    "民主与维权": ("plans.staff_congress.count", "plans.proposals.closed", "plans.collective_contract.contracts"),
    "活动": ("plans.labour_competition.sessions", "plans.gala.count"),
}  # fmt: skip
CODES = tuple(code for group in GROUPS.values() for code in group)
FEWER_IS_BETTER = (
    "org.uncounted",
    "org.overdue_terms",
    "people.removed",
)  # no target to reach, but to stay below
TILES = (
    "org.organising_rate",
    "people.joining_rate",
    "people.members",
    "relief.all.visit.money",
    "plans.gala.count",
)


@dataclass(frozen=True)
class Line:
    """One indicator on the board: now, a year ago, and what was aimed at."""

    value: Value
    before: Value
    aimed: Decimal | None = None
    note: str = ""  # what the number leaves out

    @property
    def is_rate(self) -> bool:
        return self.value.figure.rate is not None

    @property
    def change(self) -> str:
        """Against the same span a year earlier; of rates in points, without a sign of percent (UI.md §11)."""
        if self.value.value is None or self.before.value is None:
            return ""
        apart = self.value.value - self.before.value
        if apart == 0:
            return "持平"
        return f"{'+' if apart > 0 else '−'}{_plain(abs(apart))}"

    @property
    def share(self) -> Decimal | None:
        """How much of the target is reached, in percent; of a rate the rate itself. None without a target."""
        if self.aimed is None or self.value.value is None:
            return None
        if self.is_rate:
            return self.value.value
        return (
            (self.value.value * 100 / self.aimed).quantize(Decimal("0.1"), ROUND_HALF_UP)
            if self.aimed
            else None
        )

    @property
    def fewer(self) -> bool:
        return self.value.figure.code in FEWER_IS_BETTER

    @property
    def reached(self) -> bool | None:
        if self.aimed is None or self.value.value is None:
            return None
        return self.value.value <= self.aimed if self.fewer else self.value.value >= self.aimed

    @property
    def gap(self) -> str:
        """达标, or how much is missing in the figure's own unit; a rate's gap is told in what it counts."""
        if self.reached is None:
            return ""
        if self.reached:
            return "达标"
        assert self.aimed is not None and self.value.value is not None  # noqa: PT018
        if self.is_rate and self.value.numerator is not None and self.value.denominator:
            lacking = self.aimed * self.value.denominator / 100 - self.value.numerator
            return f"差 {_plain(lacking.to_integral_value(ROUND_HALF_UP))}"
        if self.fewer:
            return f"多 {_plain(self.value.value - self.aimed)}{self.value.figure.unit}"
        return f"差 {_plain(self.aimed - self.value.value)}{self.value.figure.unit}"


def _plain(number: Decimal) -> str:
    return f"{number.normalize():,f}"
