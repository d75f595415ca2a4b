"""Employers, their other names, which union covers them, how many people they had on which day."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q

from zhijia.kernel.actions import Moves
from zhijia.kernel.scope import ScopedModel, Seat
from zhijia.org import policy
from zhijia.org.models.tree import Nature, Union, valid_span


class Employer(ScopedModel):
    """A firm, school, hospital, community or office whose people a union covers."""

    moves = Moves(register="→ active")

    class State(models.TextChoices):
        ACTIVE = "active", "存续"
        CLOSED = "closed", "注销"

    name = models.CharField("名称", max_length=60)
    nature = models.CharField("性质", max_length=12, choices=Nature.choices)
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.ACTIVE)

    def __str__(self) -> str:
        return self.name

    @classmethod
    def may_see(cls, seat: Seat) -> Q:
        return policy.covered_in_reach(seat)


class EmployerAlias(ScopedModel):
    """Another name of the same employer (一厂多名), so that it counts once."""

    employer = models.ForeignKey(Employer, models.PROTECT, related_name="aliases", verbose_name="单位")
    name = models.CharField("又名", max_length=60)

    @classmethod
    def may_see(cls, seat: Seat) -> Q:
        return policy.of_covered_employer(seat)


class Coverage(ScopedModel):
    """Which union covers which employer, for a span of days."""

    union = models.ForeignKey(Union, models.PROTECT, related_name="+", verbose_name="工会")
    employer = models.ForeignKey(Employer, models.PROTECT, related_name="coverages", verbose_name="单位")
    valid_from = models.DateField("自")
    valid_to = models.DateField("至", null=True, blank=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="org_coverage_one_union_at_a_time",
                expressions=[("employer", RangeOperators.EQUAL), (valid_span(), RangeOperators.OVERLAPS)],
            )
        ]

    @classmethod
    def may_see(cls, seat: Seat) -> Q:
        return policy.concerns_union_in_reach(seat)


class HeadCount(ScopedModel):
    """How many employees an employer had on a day. Every joining rate needs it (field notes)."""

    employer = models.ForeignKey(Employer, models.PROTECT, related_name="headcounts", verbose_name="单位")
    counted_on = models.DateField("截至日期")
    employees = models.PositiveIntegerField("职工人数")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["employer", "counted_on"], name="org_headcount_one_a_day")
        ]

    @classmethod
    def may_see(cls, seat: Seat) -> Q:
        return policy.of_covered_employer(seat)
