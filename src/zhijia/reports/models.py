"""A summary written elsewhere, and what became of its numbers when they were held against the registers."""

from django.db import models
from django.db.models import Q

from zhijia.kernel.actions import Moves
from zhijia.kernel.scope import OwnUnionText, ScopedModel, Seat
from zhijia.reports import policy


class Check(ScopedModel):
    """One checked text. A draft: nothing counts it, and thrown away it keeps neither text nor numbers.

    `findings` is what the last check found, number by number (`checking.Finding.as_row`); `choices` what the
    officer said about single numbers, by the place where the number begins.
    """

    class State(models.TextChoices):
        OPEN = "open", "核对中"
        DROPPED = "dropped", "已删除"

    moves = Moves(take_in="→ open", check_again="open → open", drop="open → dropped")

    union = models.ForeignKey("org.Union", models.PROTECT, related_name="+", verbose_name="核对单位")
    about = models.ForeignKey("org.Union", models.PROTECT, related_name="+", verbose_name="哪个工会的总结")
    period_code = models.CharField("期间", max_length=24)
    name = models.CharField("文件名", max_length=120)
    title = models.CharField("标题", max_length=80)
    text = OwnUnionText("正文")
    findings = models.JSONField("核对结果", default=list)
    warnings = models.JSONField("提醒", default=list)
    choices = models.JSONField("人工选定", default=dict)
    as_of = models.DateField("台账截至")
    checked_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+", null=True)
    checked_at = models.DateTimeField("核对时间")
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.OPEN)

    def __str__(self) -> str:
        return self.title

    @classmethod
    def may_see(cls, seat: Seat) -> Q:
        return policy.of_own_officers(seat)
