"""Employers, their other names, which union covers them, how many people they had on which day."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q

from zhijia.kernel.actions import Moves
from zhijia.kernel.scope import ScopedModel, Seat
from zhijia.org import policy
from zhijia.org.models.tree import Nature, Union, valid_span


class Employer(ScopedModel):
    """A firm, school, hospital, community or office whose people a union covers."""

    moves = Moves(register="→ active", close_down="active → closed", reopen="closed → active")

    class Ownership(models.TextChoices):
        STATE = "state", "国有"
        COLLECTIVE = "collective", "集体"
        PRIVATE = "private", "私营"
        SELF = "self", "个体"
        FOREIGN = "foreign", "外商和港澳台"
        MIXED = "mixed", "混合所有制"

    class Size(models.TextChoices):
        SCALE = "scale", "规模以上"
        SMALL = "small", "规模以下"

    class State(models.TextChoices):
        ACTIVE = "active", "存续"
        CLOSED = "closed", "注销"

    name = models.CharField("名称", max_length=60)
    nature = models.CharField("性质", max_length=12, choices=Nature.choices)
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.ACTIVE)
    ownership = models.CharField("经济类型", max_length=12, choices=Ownership.choices, blank=True)
    trade = models.CharField("行业", max_length=30, blank=True)
    size = models.CharField("规模", max_length=8, choices=Size.choices, blank=True)
    credit_code = models.CharField("单位统一社会信用代码", max_length=18, blank=True)
    address = models.CharField("地址", max_length=100, blank=True)
    phone = models.CharField("单位电话", max_length=30, blank=True, help_text="单位的电话，不填个人手机。")
    area = models.ForeignKey(
        Union, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="摸底归哪个工会"
    )
    closed_on = models.DateField("注销日期", null=True, blank=True)
    same_as = models.ForeignKey(
        "self", models.PROTECT, related_name="+", null=True, blank=True, verbose_name="就是"
    )

    also = ""  # what `ledgers.Employers.annotated` adds for a list: its other names,
    covered_by = ""  # the union that covers it,
    heads: int | None = None  # its employees,
    found = ""  # and what the last canvass found

    def __str__(self) -> str:
        return self.name

    @property
    def mark(self) -> tuple[str, str]:
        if self.same_as_id:
            return "void", "同一家，已合并"
        return ("void" if self.state == self.State.CLOSED else ""), self.get_state_display()

    @classmethod
    def may_see(cls, seat: Seat) -> Q:
        return policy.covered_in_reach(seat)


class EmployerAlias(ScopedModel):
    """Another name of the same employer (一厂多名), so that it counts once."""

    employer = models.ForeignKey(Employer, models.PROTECT, related_name="aliases", verbose_name="单位")
    name = models.CharField("又名", max_length=60)

    @classmethod
    def may_see(cls, seat: Seat) -> Q:
        return policy.of_covered_employer(seat)


class Coverage(ScopedModel):
    """Which union covers which employer, for a span of days."""

    union = models.ForeignKey(Union, models.PROTECT, related_name="+", verbose_name="工会")
    employer = models.ForeignKey(Employer, models.PROTECT, related_name="coverages", verbose_name="单位")
    valid_from = models.DateField("自")
    valid_to = models.DateField("至", null=True, blank=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="org_coverage_one_union_at_a_time",
                expressions=[("employer", RangeOperators.EQUAL), (valid_span(), RangeOperators.OVERLAPS)],
            )
        ]

    @classmethod
    def may_see(cls, seat: Seat) -> Q:
        return policy.sees_union_in_reach(seat)


class HeadCount(ScopedModel):
    """How many employees an employer had on a day. Every joining rate needs it (field notes)."""

    employer = models.ForeignKey(Employer, models.PROTECT, related_name="headcounts", verbose_name="单位")
    counted_on = models.DateField("截至日期")
    employees = models.PositiveIntegerField("职工人数")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["employer", "counted_on"], name="org_headcount_one_a_day")
        ]

    @classmethod
    def may_see(cls, seat: Seat) -> Q:
        return policy.of_covered_employer(seat)


class Canvass(ScopedModel):
    """One visit at an employer's door: how many work there, and what its standing is (摸底排查, A02)."""

    class Found(models.TextChoices):
        MUST = "must", "应建会"
        PREPARING = "preparing", "正在筹备"
        REFUSED = "refused", "不愿建"
        EXEMPT = "exempt", "暂不具备条件"
        CLOSED = "closed", "已关停"

    OPEN = (Found.MUST, Found.PREPARING, Found.REFUSED)  # should organise and have not yet

    class State(models.TextChoices):
        KEPT = "kept", "在用"
        WITHDRAWN = "withdrawn", "已作废"

    moves = Moves(canvass="→ kept", withdraw_canvass="kept → withdrawn", undo_canvass="kept → withdrawn")

    union = models.ForeignKey(Union, models.PROTECT, related_name="+", verbose_name="摸底的工会")
    employer = models.ForeignKey(Employer, models.PROTECT, related_name="canvasses", verbose_name="单位")
    on = models.DateField("走访日期")
    employees = models.PositiveIntegerField("职工人数", null=True, blank=True)
    found = models.CharField("情况", max_length=12, choices=Found.choices)
    reason = models.CharField(
        "原因", max_length=60, blank=True, help_text="不愿建、暂不具备条件的，写一句为什么。"
    )
    canvasser = models.CharField("走访人", max_length=40, blank=True)
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.KEPT)

    class Meta:
        indexes = [models.Index(fields=["employer", "on"], name="org_canvass_latest")]

    def __str__(self) -> str:
        return f"{self.employer.name}，{self.get_found_display()}"

    @property
    def mark(self) -> tuple[str, str]:
        return ("void", "已作废") if self.state == self.State.WITHDRAWN else ("", self.get_found_display())

    @classmethod
    def may_see(cls, seat: Seat) -> Q:
        return policy.sees_union_in_reach(seat)


class BuildTarget(ScopedModel):
    """How many unions one union has to found in a year, and who answers for it (组建任务, A03)."""

    class State(models.TextChoices):
        ISSUED = "issued", "已下达"
        WITHDRAWN = "withdrawn", "已作废"

    moves = Moves(
        set_target="→ issued", withdraw_target="issued → withdrawn", undo_target="issued → withdrawn"
    )

    union = models.ForeignKey(Union, models.PROTECT, related_name="+", verbose_name="承担单位")
    year = models.PositiveSmallIntegerField("年度")
    wanted = models.PositiveIntegerField("新建工会（个）")
    responsible = models.CharField("责任人", max_length=40, blank=True)
    note = models.CharField("说明", max_length=100, blank=True)
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.ISSUED)

    done: int | None = None  # what `ledgers.Targets.annotated` adds: unions founded below it that year,
    split: int | None = None  # and what the nearest unions below it were given

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["union", "year"], condition=Q(state="issued"), name="org_buildtarget_once_a_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.union.short_name} {self.year} 年新建 {self.wanted} 个"

    @property
    def mark(self) -> tuple[str, str]:
        if self.state == self.State.WITHDRAWN:
            return "void", "已作废"
        if self.done is None:
            return "", ""
        return ("", "已完成") if self.done >= self.wanted else ("todo", f"还差 {self.wanted - self.done} 个")

    @property
    def sum_told(self) -> str:
        """Do the parts add up to the whole? Blank where nothing was split."""
        if not self.split:
            return ""
        gap = self.split - self.wanted
        return "分解相等" if not gap else f"分解{'多' if gap > 0 else '少'} {abs(gap)} 个"

    @classmethod
    def may_see(cls, seat: Seat) -> Q:
        return policy.sees_union_in_reach(seat) | policy.of_union_above(seat)
