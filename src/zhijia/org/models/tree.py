"""Unions, and the dated tree on both lines."""

import datetime as dt

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from zhijia.kernel.actions import Moves
from zhijia.kernel.scope import ScopedModel, Seat
from zhijia.org import policy


class Line(models.TextChoices):
    TERRITORIAL = "territorial", "地区"
    INDUSTRIAL = "industrial", "产业（系统）"


class Nature(models.TextChoices):
    """What an employer is. Only the first are 企业; the others are units (单位)."""

    ENTERPRISE = "enterprise", "企业"
    SCHOOL = "school", "学校"
    HOSPITAL = "hospital", "医院"
    COMMUNITY = "community", "社区"
    GOVERNMENT = "government", "机关"


class Union(ScopedModel):
    """One union body, from the county general union down to a union group."""

    class Kind(models.TextChoices):
        COUNTY = "county", "县总工会"
        TOWN = "town", "镇（街道）总工会"
        INDUSTRY = "industry", "产业（系统）工会"
        FEDERATION = "federation", "工会联合会"
        SINGLE = "single", "单独基层工会"
        JOINT = "joint", "联合基层工会"
        BRANCH = "branch", "分工会"
        GROUP = "group", "工会小组"

    class State(models.TextChoices):
        ACTIVE = "active", "正常"
        DISSOLVED = "dissolved", "已撤销"

    UPPER = (Kind.COUNTY, Kind.TOWN, Kind.INDUSTRY, Kind.FEDERATION)
    GRASSROOTS = (Kind.SINGLE, Kind.JOINT)
    INNER = (Kind.BRANCH, Kind.GROUP)  # parts of a grassroots union, not unions in the statistics

    UNDER = {  # which kinds may stand directly above a kind
        Kind.COUNTY: (Kind.COUNTY,),
        Kind.TOWN: (Kind.COUNTY,),
        Kind.INDUSTRY: (Kind.COUNTY, Kind.INDUSTRY),
        Kind.FEDERATION: (Kind.COUNTY, Kind.TOWN, Kind.INDUSTRY, Kind.FEDERATION),
        Kind.SINGLE: UPPER,
        Kind.JOINT: UPPER,
        Kind.BRANCH: GRASSROOTS,
        Kind.GROUP: (*GRASSROOTS, Kind.BRANCH),
    }

    class Scope(models.TextChoices):
        """Over what a federation or a joint union reaches (小三级, A05)."""

        VILLAGE = "village", "村（社区）"
        AREA = "area", "区域"
        TRADE = "trade", "行业"
        BUILDING = "building", "楼宇"
        MARKET = "market", "市场（商圈）"
        PARK = "park", "园区"
        COMPANY = "company", "公司"

    class Own(models.TextChoices):
        YES = "yes", "独立建账"
        AGENCY = "agency", "上级或代理记账"
        NO = "no", "没有账户"

    moves = Moves(found="→ active", dissolve="active → dissolved", merge="active → dissolved")

    code = models.CharField("代码", max_length=24, unique=True)
    name = models.CharField("名称", max_length=60)
    short_name = models.CharField("简称", max_length=30)
    seal_name = models.CharField(
        "公章名称", max_length=60, blank=True, help_text="公章上刻的字。和全称一样的，不用填。"
    )
    kind = models.CharField("类别", max_length=12, choices=Kind.choices)
    nature = models.CharField("所在单位性质", max_length=12, choices=Nature.choices, blank=True)
    home = models.ForeignKey("self", models.PROTECT, related_name="+", null=True, verbose_name="所属基层工会")
    founded_on = models.DateField("成立日期")
    dissolved_on = models.DateField("撤销日期", null=True, blank=True)
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.ACTIVE)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, related_name="+", null=True, blank=True, verbose_name="并入"
    )
    scope = models.CharField("联合范围", max_length=12, choices=Scope.choices, blank=True)
    address = models.CharField("地址", max_length=100, blank=True)
    credit_code = models.CharField(
        "工会统一社会信用代码", max_length=18, blank=True, help_text="18 位，在《工会法人资格证书》上。"
    )
    certificate_no = models.CharField("法人资格证书号", max_length=30, blank=True)
    certificate_from = models.DateField("证书有效期自", null=True, blank=True)
    certificate_to = models.DateField("证书有效期至", null=True, blank=True)
    seal = models.CharField("印章", max_length=30, blank=True, help_text="有的写编号或“有”，没有的写“没有”。")
    own_accounts = models.CharField("建账", max_length=8, choices=Own.choices, blank=True)
    bank_account = models.CharField("工会账户", max_length=60, blank=True, help_text="开户行和账号。")

    chair = ""  # what `ledgers.Unions.annotated` adds for a list: the chair's name,
    employers: int | None = None  # how many employers it covers,
    heads: int | None = None  # and how many employees they have
    shown_on: dt.date | None = None

    class Meta:
        indexes = [models.Index(fields=["home", "kind"], name="org_union_inside_home")]

    def __str__(self) -> str:
        return self.name

    @property
    def mark(self) -> tuple[str, str]:
        if self.merged_into_id:
            return "void", "已并入"
        return ("void" if self.state == self.State.DISSOLVED else ""), self.get_state_display()

    @classmethod
    def may_see(cls, seat: Seat) -> Q:
        return policy.may_see_union(seat)


def valid_span(column_from: str = "valid_from", column_to: str = "valid_to") -> Func:
    return Func(
        F(column_from), F(column_to), Value("[)"), function="daterange", output_field=DateRangeField()
    )


class ParentEdge(ScopedModel):
    """Which union another one answers to, on one line, for a span of days; the last day is not included."""

    union = models.ForeignKey(Union, models.PROTECT, related_name="+", verbose_name="工会")
    parent = models.ForeignKey(Union, models.PROTECT, related_name="+", verbose_name="上级工会")
    line = models.CharField("线", max_length=12, choices=Line.choices, default=Line.TERRITORIAL)
    valid_from = models.DateField("自")
    valid_to = models.DateField("至", null=True, blank=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="org_parentedge_one_parent_at_a_time",
                expressions=[
                    ("union", RangeOperators.EQUAL),
                    ("line", RangeOperators.EQUAL),
                    (valid_span(), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(condition=~Q(union=F("parent")), name="org_parentedge_not_itself"),
        ]

    @classmethod
    def may_see(cls, seat: Seat) -> Q:
        return policy.sees_union_in_reach(seat)


class Closure(models.Model):
    """Every ancestor of every union, itself included, with the days it holds. Derived from the edges alone."""

    ancestor = models.ForeignKey(Union, models.CASCADE, related_name="+")
    descendant = models.ForeignKey(Union, models.CASCADE, related_name="places")
    line = models.CharField(max_length=12, choices=Line.choices)
    depth = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["ancestor", "line", "descendant"], name="org_closure_downward"),
            models.Index(fields=["descendant", "line"], name="org_closure_upward"),
        ]
