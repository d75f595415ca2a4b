"""A plan and what it is made of: reading → plan → sections → tasks → occurrences."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from zhijia.kernel.actions import Moves
from zhijia.kernel.scope import ScopedModel, Seat
from zhijia.plans import policy
from zhijia.plans.headings import numbered
from zhijia.plans.models.trace import Area, Kind


class Reading(ScopedModel):
    """An uploaded plan between upload and acceptance: the text, what the reader found, what was corrected.

    Begun from last year's tasks it has no text; its content then comes from `plans.last_year`.

    A draft on the server, not a business row: nothing counts it, and it may be thrown away.
    `content` is {"sections": […], "tasks": […]} in the form of `plans.reading`.
    """

    class State(models.TextChoices):
        OPEN = "open", "核对中"
        ACCEPTED = "accepted", "已采用"
        DROPPED = "dropped", "已放弃"

    moves = Moves(
        read="→ open", begin="→ open", correct="open → open", take="open → accepted", drop="open → dropped"
    )

    union = models.ForeignKey("org.Union", models.PROTECT, related_name="+", verbose_name="工会")
    read_by = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="+", null=True, verbose_name="经办人"
    )
    read_at = models.DateTimeField("上传时间")
    name = models.CharField("文件名", max_length=120)
    sha256 = models.CharField("内容摘要", max_length=64)
    title = models.CharField("计划名称", max_length=80, blank=True)
    text = models.TextField("原文")
    content = models.JSONField("读出的内容", default=dict)
    warnings = models.JSONField("提醒", default=list)
    from_plan = models.ForeignKey(
        "plans.Plan", models.PROTECT, related_name="+", null=True, verbose_name="上年的计划"
    )
    first = models.JSONField(
        "读出的原样", default=dict
    )  # before lessons and corrections; empty: nothing to learn
    uses = models.JSONField("用上的改法", default=list)  # in the form of `plans.lessons`
    year = models.PositiveSmallIntegerField("年份", null=True, blank=True)
    shape = models.CharField("计划周期", max_length=16, default="calendar")
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.OPEN)

    class Meta:
        indexes = [models.Index(fields=["union", "sha256"], name="plans_reading_same_file")]
        constraints = [
            models.UniqueConstraint(
                fields=["from_plan"], condition=Q(state="open"), name="plans_reading_one_start_at_a_time"
            )
        ]

    @classmethod
    def may_see(cls, seat: Seat) -> Q:
        return policy.may_see_reading(seat)


class Plan(ScopedModel):
    """A union's plan for a year, half-year, term or school year (M01)."""

    class State(models.TextChoices):
        DRAFT = "draft", "草案"
        COMMITTEE = "committee", "委员会已讨论"
        PARTY = "party", "已报党组织"
        ISSUED = "issued", "执行中"
        WITHDRAWN = "withdrawn", "已撤回"

    LIVE = (State.DRAFT, State.COMMITTEE, State.PARTY, State.ISSUED)

    moves = Moves(
        accept="→ draft",
        committee_opinion="draft → committee",
        party_opinion="committee → party",
        issue="party → issued",
        send_back="committee, party → draft",
        withdraw="draft, committee, party, issued → withdrawn",
    )

    union = models.ForeignKey("org.Union", models.PROTECT, related_name="+", verbose_name="工会")
    title = models.CharField("名称", max_length=80)
    period_code = models.CharField("期间", max_length=24)
    starts_on = models.DateField("自")
    ends_on = models.DateField("至")
    reading = models.ForeignKey(Reading, models.PROTECT, related_name="+", null=True, verbose_name="原文")
    accepted_on = models.DateField("采用日期")
    committee_on = models.DateField("委员会讨论日期", null=True, blank=True)
    committee_note = models.CharField("委员会意见", max_length=300, blank=True)
    party_on = models.DateField("党组织批复日期", null=True, blank=True)
    party_note = models.CharField("党组织意见", max_length=300, blank=True)
    issued_on = models.DateField("印发日期", null=True, blank=True)
    document_no = models.CharField("文号", max_length=40, blank=True)
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.DRAFT)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="plans_plan_runs_forward"),
        ]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def may_see(cls, seat: Seat) -> Q:
        return policy.may_see_plan(seat)


class Section(ScopedModel):
    """A heading of the plan: a goal, or the domain its tasks belong to."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="sections", verbose_name="计划")
    order = models.PositiveSmallIntegerField("次序")
    level = models.PositiveSmallIntegerField("层级")
    number = models.CharField("序号", max_length=12, blank=True)
    title = models.CharField("标题", max_length=120)
    areas = ArrayField(
        models.CharField(max_length=1, choices=Area.choices), default=list, verbose_name="领域"
    )

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return f"{numbered(self.number, self.level)}{self.title}"

    @classmethod
    def may_see(cls, seat: Seat) -> Q:
        return policy.of_plan_in_sight(seat)


class Task(ScopedModel):
    """One thing the union intends to do, with its times, owner and perhaps a quantity (M02)."""

    class State(models.TextChoices):
        ACTIVE = "active", "有效"
        DROPPED = "dropped", "已取消"

    moves = Moves(
        add="→ active", edit="active → active", schedule="active → active", cancel="active → dropped"
    )

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="tasks", verbose_name="计划")
    section = models.ForeignKey(Section, models.PROTECT, related_name="+", null=True, verbose_name="目标")
    order = models.PositiveSmallIntegerField("次序")
    number = models.CharField("编号", max_length=12, blank=True)
    title = models.CharField("任务", max_length=120)
    sentence = models.TextField("原文", blank=True)
    when_text = models.CharField("原文中的时间", max_length=60, blank=True)
    recurrence = models.CharField("周期", max_length=12, blank=True)
    quantity = models.PositiveIntegerField("数量目标", null=True, blank=True)
    unit = models.CharField("单位", max_length=8, blank=True)
    owner_text = models.CharField("责任人（原文）", max_length=60, blank=True)
    owner_post = models.ForeignKey(
        "org.Post", models.PROTECT, related_name="+", null=True, blank=True, verbose_name="责任人"
    )
    owner_union = models.ForeignKey(
        "org.Union", models.PROTECT, related_name="+", null=True, blank=True, verbose_name="责任单位"
    )
    area = models.CharField("领域", max_length=1, choices=Area.choices, blank=True)
    kind = models.ForeignKey(
        Kind, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="种类"
    )
    continues = models.ForeignKey(
        "self", models.PROTECT, related_name="+", null=True, blank=True, verbose_name="接着上年的"
    )
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.ACTIVE)

    class Meta:
        ordering = ["order"]
        indexes = [models.Index(fields=["plan", "order"], name="plans_task_in_plan")]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def may_see(cls, seat: Seat) -> Q:
        return policy.of_plan_in_sight(seat)


class Occurrence(ScopedModel):
    """One time that a task is due. Done when a trace finishes it; overdue after its last day. Nobody types it."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="occurrences", verbose_name="任务")
    starts_on = models.DateField("自")
    ends_on = models.DateField("至")
    first_starts_on = models.DateField("原定自", null=True, blank=True)  # set once, by the first real move
    first_ends_on = models.DateField("原定至", null=True, blank=True)
    moved_reason = models.CharField("改期原因", max_length=200, blank=True)

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="plans_occurrence_runs_forward"
            ),
        ]

    @classmethod
    def may_see(cls, seat: Seat) -> Q:
        return policy.of_task_in_sight(seat)
