"""Verbs of employers: registered, called also, covered, counted."""

from zhijia.kernel.actions import action
from zhijia.kernel.scope import Seat
from zhijia.org import policy
from zhijia.org.models import Coverage, Employer, EmployerAlias, HeadCount


@action(Employer, allowed=policy.may_register_employer, label="登记单位")
def register(employer: Employer, *, by: Seat) -> None:
    """An employer enters the register once, whatever names it trades under (A02)."""


@action(EmployerAlias, allowed=policy.may_register_employer, label="登记又名")
def call_also(alias: EmployerAlias, *, by: Seat) -> None:
    """Another name of the same plant (一厂多名)."""


@action(Coverage, allowed=policy.may_organise, label="纳入覆盖")
def cover(coverage: Coverage, *, by: Seat) -> None:
    """From this day the union covers this employer (A05)."""


@action(HeadCount, allowed=policy.may_register_employer, label="登记职工人数")
def count_heads(count: HeadCount, *, by: Seat) -> None:
    """How many people the employer had on that day: the denominator of the joining rate."""
