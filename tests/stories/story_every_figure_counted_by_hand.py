"""Each figure of a summary is what somebody finds who counts the rows one by one."""

from decimal import Decimal

import pytest

from zhijia.kernel import clock
from zhijia.kernel.figures import Ask, Period, known, read
from zhijia.kernel.scope import system
from zhijia.plans import kinds
from zhijia.plans.tests.brute_force import BruteForce

REGISTERS = (
    "org.unions", "org.unions_enterprise", "org.unions_single", "org.unions_joint", "org.new_unions",
    "org.employers", "org.employers_joint", "org.units", "org.employees",
    "people.members", "people.women", "people.joined", "people.left", "people.joining_rate",
    "people.women_share",
)  # fmt: skip


@pytest.mark.parametrize("period", ["2025", "2026", "2026H1", "2026Q2", "2026-03", "2025-11-01..2026-02-15"])
@pytest.mark.parametrize("code", ["YCX", "QXZ", "QXZ001"])
def test_figures_equal_a_count_by_hand(town, code, period):
    days = Period.parse(period).clipped(clock.today())
    with system("数一遍"):
        ask = Ask(town[code].pk, True, days, code)
        every = [kind.figure(measure.code) for kind in kinds.kinds() for measure in kind.measures]
        codes = [*REGISTERS, *filter(known, dict.fromkeys(every))]
        said = {code: value.value for code, value in read(codes, ask).items()}
        by_hand = BruteForce(code, days.start, days.end)
        counted = by_hand.registers() | by_hand.traces(frozenset(kinds.ONE_EACH))
    assert said == {code: counted.get(code, Decimal(0)) for code in said}
    assert len(said) > 40
