"""What unions have set for the numbers that differ by place and day."""

from django.db import models
from django.db.models import Q

from zhijia.kernel.scope import ScopedModel, Seat
from zhijia.org import policy
from zhijia.org.models.tree import Union


class ParameterValue(ScopedModel):
    """What a union has set for a parameter (org/parameters.py) from a day on; no value: its parent's holds again."""

    union = models.ForeignKey(Union, models.PROTECT, related_name="+", verbose_name="工会")
    name = models.CharField("参数", max_length=60)
    value = models.DecimalField("数值", max_digits=12, decimal_places=4, null=True)
    since = models.DateField("自哪天起")
    source = models.CharField("依据", max_length=200)
    set_by = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="+", null=True, verbose_name="谁定的"
    )

    class Meta:
        indexes = [models.Index(fields=["name", "since"], name="org_parametervalue_by_name")]

    @classmethod
    def may_see(cls, seat: Seat) -> Q:
        return policy.may_see_parameter(seat)
