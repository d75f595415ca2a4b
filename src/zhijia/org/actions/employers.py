"""Verbs of employers: registered, called also, covered, counted."""

from collections.abc import Sequence

from zhijia.kernel.actions import action
from zhijia.kernel.scope import Seat
from zhijia.org import policy
from zhijia.org.models import Coverage, Employer, EmployerAlias, HeadCount


def _covered(employers: list[Employer], *, by: Seat, covers: Sequence[Coverage] = ()) -> None:
    for employer, coverage in zip(employers, covers, strict=False):
        coverage.employer = employer
    if covers:
        cover.all(list(covers), by=by)


@action(Employer, allowed=policy.may_register_employer, label="登记单位", then=_covered)
def register(employer: Employer, *, by: Seat, covers: Sequence[Coverage] = ()) -> None:
    """An employer enters the register once, whatever names it trades under (A02).

    With `covers`, one for each, a union covers it at once: an officer reaches no employer that no union of hers covers.
    """


@action(EmployerAlias, allowed=policy.may_register_employer, label="登记又名")
def call_also(alias: EmployerAlias, *, by: Seat) -> None:
    """Another name of the same plant (一厂多名)."""


@action(Coverage, allowed=policy.may_organise, label="纳入覆盖")
def cover(coverage: Coverage, *, by: Seat) -> None:
    """From this day the union covers this employer (A05)."""


@action(HeadCount, allowed=policy.may_register_employer, label="登记职工人数")
def count_heads(count: HeadCount, *, by: Seat) -> None:
    """How many people the employer had on that day: the denominator of the joining rate."""
