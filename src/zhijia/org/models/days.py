"""What a union corrects in the official calendar."""

from django.db import models
from django.db.models import Q

from zhijia.kernel.actions import Moves
from zhijia.kernel.clock import WEEKDAYS
from zhijia.kernel.scope import ScopedModel, Seat
from zhijia.org import policy
from zhijia.org.models.tree import Union


class DayCorrection(ScopedModel):
    """One day that a union works or rests on, unlike the official list; it holds for the unions below as well."""

    class State(models.TextChoices):
        KEPT = "kept", "在用"
        GONE = "gone", "已取消"

    class Works(models.TextChoices):
        YES = "yes", "上班"
        NO = "no", "休息"

    moves = Moves(correct_day="→ kept", drop_day="kept → gone", undo_day="kept → gone")

    union = models.ForeignKey(Union, models.PROTECT, related_name="+", verbose_name="工会")
    day = models.DateField("日期")
    works = models.CharField("这一天", max_length=4, choices=Works.choices)
    note = models.CharField("依据", max_length=60, blank=True, help_text="如：国务院办公厅 2027 年放假通知。")
    state = models.CharField("状态", max_length=8, choices=State.choices, default=State.KEPT)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["union", "day"], condition=Q(state="kept"), name="org_daycorrection_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}{self.get_works_display()}"

    @property
    def written(self) -> str:
        """The day with its weekday: what one looks for in a list of days off."""
        return f"{self.day:%Y-%m-%d}（周{WEEKDAYS[self.day.weekday()]}）"

    @property
    def mark(self) -> tuple[str, str]:
        return "" if self.state == self.State.KEPT else "void", self.get_state_display()

    @classmethod
    def may_see(cls, seat: Seat) -> Q:
        return policy.concerns_union_in_reach(seat) | policy.of_union_above(seat)
