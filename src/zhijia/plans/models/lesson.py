"""What a union's officers made of the words of their own papers, kept for the next paper."""

from django.db import models
from django.db.models import Q

from zhijia.kernel.actions import Moves
from zhijia.kernel.scope import ScopedModel, Seat
from zhijia.plans import lessons, policy


class Lesson(ScopedModel):
    """One remembered correction (改法); the forms of `said` and `made` are those of `plans.lessons`.

    It is learned when a reading is accepted and never leaves its union. A forgotten one keeps no words.
    """

    class State(models.TextChoices):
        ON = "on", "照着改"
        OFF = "off", "已停用"
        DOUBTED = "doubted", "两次改得不一样"
        FORGOTTEN = "forgotten", "已删除"

    moves = Moves(switch_off="on → off", switch_on="off, doubted → on", forget="off, doubted → forgotten")

    union = models.ForeignKey("org.Union", models.PROTECT, related_name="+", verbose_name="工会")
    kind = models.CharField("改的是什么", max_length=8, choices=list(lessons.KINDS.items()))
    said = models.CharField("读出的字", max_length=120)
    shape = models.CharField(
        "计划周期", max_length=16, blank=True
    )  # of a month: 开学初 differs from term to term
    made = models.JSONField("改成", default=dict)
    reading = models.ForeignKey(
        "plans.Reading", models.PROTECT, related_name="+", verbose_name="从哪份读入稿"
    )
    learned_by = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="+", null=True, verbose_name="谁改的"
    )
    learned_at = models.DateTimeField("改的时间")
    papers = models.PositiveSmallIntegerField("改过几份", default=1)
    helped = models.PositiveIntegerField("用上几次", default=0)
    overruled = models.PositiveSmallIntegerField("又改成别的几份", default=0)
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.ON)

    class Meta:
        ordering = ["kind", "said"]
        constraints = [
            models.UniqueConstraint(
                fields=["union", "kind", "said", "shape"],
                condition=~Q(state="forgotten"),
                name="plans_lesson_once",
            )
        ]

    def __str__(self) -> str:
        return self.said

    @classmethod
    def may_see(cls, seat: Seat) -> Q:
        return policy.may_plan(seat)

    @property
    def waits(self) -> bool:
        """Has too little been seen to act on it?"""
        return self.kind == "drop" and self.papers < lessons.DROPS_NEEDED
