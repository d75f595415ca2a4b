"""A superior's paper and what it demands: directive → editions (its texts) and demands (each with its task)."""

import datetime as dt
from decimal import Decimal

from django.db import models
from django.db.models import Q

from zhijia.directives import policy
from zhijia.directives.quotas import COMPARATORS
from zhijia.kernel.actions import Moves
from zhijia.kernel.scope import ScopedModel, Seat

Span = tuple[dt.date, dt.date]


class Directive(ScopedModel):
    """A paper of a superior body, received by one union: read, divided into tasks, done, answered (M09)."""

    class State(models.TextChoices):
        RECEIVED = "received", "待核对"
        READ = "read", "待分办"
        ASSIGNED = "assigned", "在办"
        DONE = "done", "已办结"
        ANSWERED = "answered", "已回复"
        WITHDRAWN = "withdrawn", "已作废"

    moves = Moves(
        receive="→ received",
        confirm="received → read",
        assign="received, read, assigned → assigned",
        follow="received, read, assigned → assigned",
        finish="assigned → done",
        answer="assigned, done, answered → answered",
        reopen="done, answered → assigned",
        withdraw="received, read, assigned, done, answered → withdrawn",
    )

    union = models.ForeignKey("org.Union", models.PROTECT, related_name="+", verbose_name="收文工会")
    title = models.CharField("标题", max_length=200)
    issuer = models.CharField("来文单位", max_length=80)
    number = models.CharField("文号", max_length=40, blank=True)
    dated = models.DateField("成文日期", null=True, blank=True)
    received_on = models.DateField("收到日期")
    received_by = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="+", null=True, verbose_name="收文人"
    )
    answer_due = models.DateField("回复期限", null=True, blank=True)
    answer_what = models.CharField("要回复什么", max_length=80, blank=True)
    answer_whom = models.CharField("回复给谁", max_length=60, blank=True)
    answer_mail = models.CharField("邮箱", max_length=80, blank=True)
    answered_on = models.DateField("回复日期", null=True, blank=True)
    answered_what = models.CharField("回复了什么", max_length=120, blank=True)
    answered_whom = models.CharField("回复给了谁", max_length=60, blank=True)
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.RECEIVED)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["union", "number"], condition=~Q(number="") & ~Q(state="withdrawn"),
                name="directives_directive_number_once",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["union", "-received_on"], name="directives_of_union")]

    def __str__(self) -> str:
        return self.number or f"《{self.title}》"

    @classmethod
    def may_see(cls, seat: Seat) -> Q:
        return policy.may_see(seat)

    @property
    def asks_answer(self) -> bool:
        return self.answer_due is not None or bool(self.answer_what)

    @property
    def owes_answer(self) -> bool:
        """Is an answer wanted that nobody has recorded?"""
        return self.asks_answer and self.state not in (self.State.ANSWERED, self.State.WITHDRAWN)


class Edition(ScopedModel):
    """One text of a directive: the first, or a later one under comparison. Its file hangs on it.

    `facts` and `found` are what the program read, in plain values; `partial`: a supplement or correction, which
    says nothing of what it leaves out.
    """

    class State(models.TextChoices):
        PENDING = "pending", "待比对"
        IN_FORCE = "in_force", "现行"
        PAST = "past", "旧版"
        DROPPED = "dropped", "没有采用"

    moves = Moves(
        keep="→ in_force", compare="→ pending", adopt="pending → in_force", retire="in_force → past",
        drop="pending → dropped",
    )  # fmt: skip

    directive = models.ForeignKey(Directive, models.PROTECT, related_name="editions", verbose_name="上级文件")
    name = models.CharField("文件名", max_length=120)
    sha256 = models.CharField("内容摘要", max_length=64)
    text = models.TextField("原文")
    facts = models.JSONField("读出的信息", default=dict)
    found = models.JSONField("读出的各条", default=list)
    warnings = models.JSONField("提醒", default=list)
    partial = models.BooleanField("补充或更正", default=False)
    received_on = models.DateField("收到日期")
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.IN_FORCE)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["directive"], condition=Q(state="pending"), name="directives_edition_one_pending"
            ),
        ]
        indexes = [models.Index(fields=["sha256"], name="directives_edition_same_file")]

    @classmethod
    def may_see(cls, seat: Seat) -> Q:
        return policy.of_directive_in_sight(seat)


class Demand(ScopedModel):
    """One thing a directive asks for, and who sees to it: a task of the plan, the union by itself, or nobody.

    `times` are the days it is due, as [[from, to], …] in ISO form. `changes` are what a later edition changed and
    nobody has looked at yet: [[label, before, after], …].
    """

    class State(models.TextChoices):
        OPEN = "open", "待定"
        COVERED = "covered", "由任务落实"
        OWN = "own", "单独办"
        DONE = "done", "办好了"
        SHELVED = "shelved", "先放着"
        DECLINED = "declined", "不归我们办"
        GONE = "gone", "已取消"

    STANDING = (State.OPEN, State.COVERED, State.OWN, State.DONE, State.SHELVED, State.DECLINED)

    moves = Moves(
        note="→ open",
        cover="open, covered, own, shelved, declined → covered",
        add_task="open, covered, own, shelved, declined → covered",
        take_on="open, covered, own, shelved, declined → own",
        complete="own → done",
        take_back="done → own",
        shelve="open, covered, own, declined → shelved",
        decline="open, covered, own, shelved → declined",
        lapse="open, covered, own, done, shelved, declined → gone",
    )

    directive = models.ForeignKey(Directive, models.PROTECT, related_name="demands", verbose_name="上级文件")
    edition = models.ForeignKey(
        Edition, models.PROTECT, related_name="+", null=True, verbose_name="出自哪一版"
    )
    order = models.PositiveSmallIntegerField("第几条")
    title = models.CharField("要求", max_length=120)
    sentence = models.TextField("原文", blank=True)
    start = models.PositiveIntegerField(default=0)
    end = models.PositiveIntegerField(default=0)
    when_text = models.CharField("原文中的时间", max_length=60, blank=True)
    times = models.JSONField("时间", default=list, blank=True)
    recurrence = models.CharField("周期", max_length=12, blank=True)
    quantity = models.DecimalField("数量", max_digits=12, decimal_places=2, null=True, blank=True)
    unit = models.CharField("单位", max_length=8, blank=True)
    comparator = models.CharField("怎么算", max_length=10, blank=True)
    each = models.CharField("每个什么", max_length=20, blank=True)
    also = models.CharField("另外的数量", max_length=120, blank=True)
    area = models.CharField("领域", max_length=1, blank=True)
    kind = models.ForeignKey("plans.Kind", models.PROTECT, related_name="+", null=True, verbose_name="种类")
    task = models.ForeignKey("plans.Task", models.PROTECT, related_name="+", null=True, verbose_name="任务")
    owner_text = models.CharField("责任人", max_length=60, blank=True)
    owner_post = models.ForeignKey(
        "org.Post", models.PROTECT, related_name="+", null=True, verbose_name="责任人"
    )
    reason = models.CharField("为什么不归我们办", max_length=200, blank=True)
    done_on = models.DateField("办好日期", null=True, blank=True)
    done_note = models.CharField("办得怎样", max_length=200, blank=True)
    changes = models.JSONField("新版改了什么", default=list, blank=True)
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.OPEN)

    class Meta:
        ordering = ["order", "pk"]
        indexes = [models.Index(fields=["task"], name="directives_demand_of_task")]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def may_see(cls, seat: Seat) -> Q:
        return policy.of_directive_in_sight(seat)

    @property
    def spans(self) -> list[Span]:
        return [(dt.date.fromisoformat(a), dt.date.fromisoformat(b)) for a, b in self.times]

    @property
    def due_on(self) -> dt.date | None:
        return self.spans[-1][1] if self.times else None

    @property
    def quota(self) -> str:
        """不少于 2 场, 每个基层工会 1 次; empty where the paper names no number."""
        if self.quantity is None:
            return ""
        number = f"{COMPARATORS.get(self.comparator, '')} {plain(self.quantity)} {self.unit}".strip()
        return f"{self.each} {number}".strip()


def plain(number: Decimal) -> str:
    """15, 92.5, 2,000: without the zeros a database puts behind."""
    return f"{number.normalize():,f}"
