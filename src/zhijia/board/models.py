"""The noun of the board: what a union aims at in a year."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from zhijia.kernel.scope import ScopedModel, Seat
from zhijia.org.policy import CADRES, NOTHING, concerns_union_in_reach


class Target(ScopedModel):
    """One figure a union is to reach in a year, and who said so. A rate's target is in percent."""

    union = models.ForeignKey("org.Union", models.PROTECT, related_name="+", verbose_name="工会")
    code = models.CharField("指标", max_length=60)
    year = models.PositiveSmallIntegerField(
        "年份", validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    value = models.DecimalField("目标", max_digits=14, decimal_places=2)
    source = models.CharField("依据", max_length=80, help_text="如 2026年工作要点，或 县总下达。")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["union", "code", "year"], name="board_target_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.year}"

    @classmethod
    def may_see(cls, seat: Seat) -> Q:
        """Cadres: the targets of their own union and of those below."""
        return concerns_union_in_reach(seat) if seat.office in CADRES else NOTHING
