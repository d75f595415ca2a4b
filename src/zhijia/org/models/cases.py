"""Procedures between a union and the one above it: founding (A04), re-election (A07), what is set up at once (A06)."""

from django.db import models
from django.db.models import Q

from zhijia.kernel import clock
from zhijia.kernel.actions import Moves
from zhijia.kernel.scope import ScopedModel, Seat
from zhijia.org import policy
from zhijia.org.models.tree import Nature, Union


class Led(models.TextChoices):
    """What the members elected."""

    COMMITTEE = "committee", "工会委员会"
    ORGANISER = "organiser", "一名组织员"


class Founding(ScopedModel):
    """A union on its way into being: applied for, approved, elected, registered. `union` is the one above it."""

    class State(models.TextChoices):
        APPLIED = "applied", "已申请"
        APPROVED = "approved", "已批准筹建"
        HELD = "held", "已选举"
        FOUNDED = "founded", "已建立"
        REFUSED = "refused", "未批准"
        WITHDRAWN = "withdrawn", "已撤回"

    moves = Moves(
        apply="→ applied",
        approve_founding="applied → approved",
        refuse_founding="applied → refused",
        hold="approved → held",
        conclude="held → founded",
        withdraw_founding="applied, approved, held → withdrawn",
    )

    union = models.ForeignKey(Union, models.PROTECT, related_name="+", verbose_name="上级工会")
    name = models.CharField(
        "工会名称", max_length=60, help_text="写全称，如：青溪顺达机械有限公司工会委员会。"
    )
    kind = models.CharField(
        "类别", max_length=12, choices=[(Union.Kind.SINGLE, "单独基层工会"), (Union.Kind.JOINT, "联合基层工会"),
                                       (Union.Kind.FEDERATION, "工会联合会")],
    )  # fmt: skip
    nature = models.CharField("所在单位性质", max_length=12, choices=Nature.choices, blank=True)
    employer_name = models.CharField(
        "单位名称", max_length=60, blank=True, help_text="单独建会的写单位全称；联合的以后逐家登记。"
    )
    members = models.PositiveIntegerField("申请入会人数", null=True, blank=True)
    women = models.PositiveIntegerField("其中女职工", null=True, blank=True)
    own_accounts = models.CharField("建账", max_length=8, choices=Union.Own.choices, blank=True)
    contact = models.CharField("筹备组负责人", max_length=40, blank=True)
    applied_on = models.DateField("申请日期")
    approved_on = models.DateField("批准筹建日期", null=True, blank=True)
    approval_no = models.CharField("批复文号", max_length=60, blank=True)
    held_on = models.DateField("选举日期", null=True, blank=True)
    attended = models.PositiveIntegerField("到会人数", null=True, blank=True)
    led_by = models.CharField("选出的是", max_length=10, choices=Led.choices, blank=True)
    seats = models.PositiveSmallIntegerField("委员人数", null=True, blank=True)
    chair = models.CharField(
        "当选的人", max_length=40, blank=True, help_text="主席；只选组织员的，写组织员。"
    )
    founded_on = models.DateField("成立日期", null=True, blank=True)
    result_no = models.CharField("成立批复文号", max_length=60, blank=True)
    made = models.ForeignKey(
        Union, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="建成的工会"
    )
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.APPLIED)

    def __str__(self) -> str:
        return self.name

    @property
    def mark(self) -> tuple[str, str]:
        kinds = {"applied": "todo", "approved": "doing", "held": "doing", "founded": "done"}
        return kinds.get(self.state, "void"), self.get_state_display()

    @classmethod
    def may_see(cls, seat: Seat) -> Q:
        return policy.sees_union_in_reach(seat)


class When(models.TextChoices):
    """To which unions an item of the founding list is due."""

    ALWAYS = "always", "都要建"
    OWN_ACCOUNTS = "own_accounts", "独立建账的"
    WOMEN = "women", "女会员满人数的"
    MEMBERS = "members", "会员满人数的"
    COMMITTEE = "committee", "建委员会的"
    ENTERPRISE = "enterprise", "企业"
    NEVER = "never", "不要求"


class SetUpRule(ScopedModel):
    """One item of the founding list as a union has set it from a day on; it holds for the unions below as well."""

    union = models.ForeignKey(Union, models.PROTECT, related_name="+", verbose_name="工会")
    item = models.CharField("事项", max_length=30)
    when = models.CharField("哪些工会要办", max_length=12, choices=When.choices)
    threshold = models.PositiveIntegerField(
        "满多少人", null=True, blank=True, help_text="按人数的才填；不填就照工会设置里的参数。"
    )
    days = models.PositiveSmallIntegerField("成立后几天内", help_text="当时就要办的写 0。")
    since = models.DateField("自哪天起")
    source = models.CharField("依据", max_length=100, help_text="如：县总工会 2026 年建会工作通知。")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["union", "item", "since"], name="org_setuprule_once_a_day")
        ]

    def __str__(self) -> str:
        return self.item

    @property
    def mark(self) -> tuple[str, str]:
        return ("void" if self.when == When.NEVER else ""), str(self.get_when_display())

    @classmethod
    def may_see(cls, seat: Seat) -> Q:
        return policy.concerns_union_in_reach(seat) | policy.of_union_above(seat)


class SetUp(ScopedModel):
    """One of the things a new union sets up at once (五同步, A06): the day, and the paper that shows it."""

    union = models.ForeignKey(Union, models.PROTECT, related_name="+", verbose_name="工会")
    item = models.CharField("事项", max_length=30)
    done_on = models.DateField("日期")
    paper = models.CharField("依据", max_length=60, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["union", "item"], name="org_setup_once")]

    def __str__(self) -> str:
        return self.item

    @classmethod
    def may_see(cls, seat: Seat) -> Q:
        return policy.sees_union_in_reach(seat)


class Reelection(ScopedModel):
    """A committee's re-election: request, approval, result report, approval (A07). Ballots have a chapter of their own."""

    class State(models.TextChoices):
        ASKED = "asked", "已请示"
        RETURNED = "returned", "退回补正"
        ALLOWED = "allowed", "已批复，待选举"
        REPORTED = "reported", "已报结果"
        CONFIRMED = "confirmed", "已批准"
        WITHDRAWN = "withdrawn", "已撤回"

    OPEN = (State.ASKED, State.RETURNED, State.ALLOWED, State.REPORTED)

    moves = Moves(
        ask="→ asked",
        ask_again="returned → asked",
        send_back="asked → returned",
        allow="asked → allowed",
        report="allowed → reported",
        confirm="reported → confirmed",
        withdraw_reelection="asked, returned, allowed → withdrawn",
    )

    union = models.ForeignKey(Union, models.PROTECT, related_name="+", verbose_name="工会")
    session_no = models.PositiveSmallIntegerField("选举第几届")
    due_on = models.DateField("本届任期至")
    planned_on = models.DateField("拟换届日期")
    late_reason = models.CharField(
        "延期原因", max_length=100, blank=True, help_text="拟换届日期在任期届满以后的，要写。"
    )
    seats = models.PositiveSmallIntegerField("委员名额")
    term_years = models.PositiveSmallIntegerField("任期（年）", help_text="3 年或 5 年。")
    asked_on = models.DateField("请示日期")
    request_no = models.CharField("请示文号", max_length=60, blank=True)
    allowed_on = models.DateField("批复日期", null=True, blank=True)
    allowed_no = models.CharField("批复文号", max_length=60, blank=True)
    held_on = models.DateField("选举日期", null=True, blank=True)
    expected = models.PositiveIntegerField("应到人数", null=True, blank=True)
    attended = models.PositiveIntegerField("实到人数", null=True, blank=True)
    elected = models.CharField("选举结果", max_length=300, blank=True, help_text="主席、副主席、委员的名单。")
    reported_no = models.CharField("结果报告文号", max_length=60, blank=True)
    confirmed_on = models.DateField("批准日期", null=True, blank=True)
    confirmed_no = models.CharField("批准文号", max_length=60, blank=True)
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.ASKED)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["union"], name="org_reelection_one_open",
                condition=Q(state__in=("asked", "returned", "allowed", "reported")),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.union.short_name}第{self.session_no}届换届"

    @property
    def is_late(self) -> bool:
        return self.planned_on > self.due_on

    @property
    def mark(self) -> tuple[str, str]:
        if self.state in (self.State.ASKED, self.State.ALLOWED) and self.planned_on < clock.today():
            return "late", f"{self.get_state_display()}，过了拟定日期"
        kinds = {
            "asked": "todo",
            "returned": "fix",
            "allowed": "doing",
            "reported": "todo",
            "confirmed": "done",
        }
        return kinds.get(self.state, "void"), self.get_state_display()

    @classmethod
    def may_see(cls, seat: Seat) -> Q:
        return policy.sees_union_in_reach(seat)
