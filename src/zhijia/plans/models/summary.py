"""A summary: sections of text in which every number is a live figure, a frozen one or one typed with a reason."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from zhijia.kernel.actions import Moves
from zhijia.kernel.scope import ScopedModel, Seat
from zhijia.plans import policy
from zhijia.plans.models.trace import Area


class Summary(ScopedModel):
    """A summary of a half-year, a year or any period (M08), of one's own union or of one below it."""

    class State(models.TextChoices):
        DRAFT = "draft", "草稿"
        SENT = "sent", "已送审"
        DROPPED = "dropped", "已放弃"

    moves = Moves(
        draft="→ draft",
        refresh="draft → draft",
        send="draft → sent",
        take_back="sent → draft",
        drop="draft → dropped",
    )

    union = models.ForeignKey("org.Union", models.PROTECT, related_name="+", verbose_name="起草单位")
    about = models.ForeignKey("org.Union", models.PROTECT, related_name="+", verbose_name="总结哪个工会")
    plan = models.ForeignKey(
        "plans.Plan", models.PROTECT, related_name="+", null=True, verbose_name="所依计划"
    )
    title = models.CharField("标题", max_length=80)
    period_code = models.CharField("期间", max_length=24)
    as_of = models.DateField("数据截至")
    subtree = models.BooleanField("含下级", default=True)
    drafted_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+", null=True)
    drafted_at = models.DateTimeField("起草时间")
    sent_at = models.DateTimeField("送审时间", null=True, blank=True)
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.DRAFT)

    def __str__(self) -> str:
        return self.title

    @classmethod
    def may_see(cls, seat: Seat) -> Q:
        return policy.may_see_summary(seat)


class SummarySection(ScopedModel):
    """One heading of a summary. Numbers stand in `body` as ⟦token⟧; `pinned` and `removed` are trace ids."""

    moves = Moves()

    summary = models.ForeignKey(Summary, models.PROTECT, related_name="sections", verbose_name="总结")
    order = models.PositiveSmallIntegerField("次序")
    title = models.CharField("标题", max_length=120)
    areas = ArrayField(
        models.CharField(max_length=1, choices=Area.choices), default=list, verbose_name="领域"
    )
    body = models.TextField("正文", blank=True)
    pinned = ArrayField(models.BigIntegerField(), default=list, verbose_name="选定的实例")
    removed = ArrayField(models.BigIntegerField(), default=list, verbose_name="不用的实例")
    edited = models.BooleanField("改过文字", default=False)

    class Meta:
        ordering = ["order"]

    @classmethod
    def may_see(cls, seat: Seat) -> Q:
        return policy.of_summary_in_sight(seat)


class SummaryNumber(ScopedModel):
    """One number of a summary: which figure it is, what it read when drawn, and whether it still follows."""

    class Mode(models.TextChoices):
        LIVE = "live", "台账取数"
        FROZEN = "frozen", "已定住"
        MANUAL = "manual", "手工填写"

    summary = models.ForeignKey(Summary, models.PROTECT, related_name="numbers", verbose_name="总结")
    token = models.CharField("记号", max_length=40)
    figure = models.CharField("指标", max_length=60)
    shown = models.DecimalField("正文中的数", max_digits=16, decimal_places=4, null=True)
    mode = models.CharField("取数方式", max_length=8, choices=Mode.choices, default=Mode.LIVE)
    reason = models.CharField("依据", max_length=300, blank=True)
    was = models.DecimalField("改之前的数", max_digits=16, decimal_places=4, null=True)
    set_by = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="+", null=True, verbose_name="谁定的"
    )
    set_at = models.DateTimeField("什么时候定的", null=True)
    of_unions = models.PositiveIntegerField("应有几个基层工会", null=True)  # counted when the number was set
    silent = ArrayField(models.BigIntegerField(), default=list, verbose_name="那时没有数的工会")

    @property
    def told_by(self) -> int:
        """How many grassroots unions had something entered when the number was set."""
        return (self.of_unions or 0) - len(self.silent)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["summary", "token"], name="plans_summarynumber_token_once")
        ]

    @classmethod
    def may_see(cls, seat: Seat) -> Q:
        return policy.of_summary_in_sight(seat)
