"""Traces (留痕): the rows of recorded work that every figure of this chapter counts."""

from django.db import models
from django.db.models import Q

from zhijia.kernel.actions import Moves
from zhijia.kernel.scope import OwnUnionText, ScopedModel, Seat
from zhijia.plans import policy


class Area(models.TextChoices):
    """The thirteen domains of union work; the letters are the catalogue's."""

    A = "A", "组织建设"
    B = "B", "会员发展"
    C = "C", "职工之家"
    D = "D", "民主管理"
    E = "E", "维权"
    F = "F", "劳动安全"
    G = "G", "帮扶慰问"
    H = "H", "建功立业"
    I = "I", "宣传教育"  # noqa: E741
    J = "J", "文体活动"
    K = "K", "女职工、青年和退休职工"
    L = "L", "经费资产"
    M = "M", "计划与自身建设"


class Kind(models.Model):
    """A kind of recorded work, its measures and the sentence it gives a report. Data, from `kinds.toml`."""

    code = models.CharField("代码", max_length=24, unique=True)
    name = models.CharField("名称", max_length=30)
    area = models.CharField("领域", max_length=1, choices=Area.choices)
    order = models.PositiveSmallIntegerField("次序")
    retired = models.BooleanField("已停用", default=False)

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name


class Trace(ScopedModel):
    """One piece of work done: date, what, who or where; the rest when there is time (M04).

    Upward only the open part exists: date, kind, `open_title`, union and numbers.
    """

    class State(models.TextChoices):
        RECORDED = "recorded", "在册"
        UNDONE = "undone", "已撤销"
        WITHDRAWN = "withdrawn", "已作废"

    moves = Moves(
        record="→ recorded",
        correct="recorded → recorded",
        undo_record="recorded → undone",
        withdraw="recorded → withdrawn",
        count_evidence="recorded → recorded",
    )

    union = models.ForeignKey("org.Union", models.PROTECT, related_name="+", verbose_name="工会")
    group = models.ForeignKey("org.Union", models.PROTECT, related_name="+", null=True, verbose_name="小组")
    on = models.DateField("日期")
    title = OwnUnionText("做了什么")
    open_title = models.CharField("上级看到的标题", max_length=120)
    who = OwnUnionText("谁参加、在哪里")
    notes = OwnUnionText("备注", blank=True, default="")
    area = models.CharField("领域", max_length=1, choices=Area.choices, blank=True)
    kind = models.ForeignKey(
        Kind, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="种类"
    )
    task = models.ForeignKey(
        "plans.Task", models.PROTECT, related_name="+", null=True, blank=True, verbose_name="任务"
    )
    finishes = models.ForeignKey(
        "plans.Occurrence", models.PROTECT, related_name="+", null=True, blank=True, verbose_name="办结"
    )
    persons = models.PositiveIntegerField("人数", null=True, blank=True)
    person_times = models.PositiveIntegerField("人次", null=True, blank=True)
    money = models.DecimalField("金额（元）", max_digits=12, decimal_places=2, null=True, blank=True)
    measures = models.JSONField("其他数量", default=dict, blank=True)
    evidence = models.PositiveSmallIntegerField("附件", default=0)
    recorded_by = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="+", null=True, verbose_name="记录人"
    )
    recorded_at = models.DateTimeField("记录时间")
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.RECORDED)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(money__gte=0), name="plans_trace_money_not_negative"),
        ]
        indexes = [
            models.Index(fields=["union", "-on"], name="plans_trace_of_union"),
            models.Index(fields=["kind", "on"], name="plans_trace_of_kind"),
            models.Index(fields=["task"], name="plans_trace_of_task"),
            models.Index(fields=["finishes"], name="plans_trace_finishes"),
        ]

    # The participating unions to be written with the row; None leaves them as they are.
    unit_ids: list[int] | None = None
    # Does the next save mask the title anew? Not when somebody has just put the mask right by hand.
    masks_title: bool = True

    @classmethod
    def may_see(cls, seat: Seat) -> Q:
        return policy.may_see_trace(seat)

    @property
    def shown_title(self) -> str:
        """The title as the open seat may read it."""
        return self.title or self.open_title


class TraceUnit(ScopedModel):
    """A union that took part in a trace."""

    trace = models.ForeignKey(Trace, models.PROTECT, related_name="units", verbose_name="台账行")
    union = models.ForeignKey("org.Union", models.PROTECT, related_name="+", verbose_name="参加单位")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["trace", "union"], name="plans_traceunit_once")]

    @classmethod
    def may_see(cls, seat: Seat) -> Q:
        return policy.of_own_trace(seat)
