"""The nouns of the organisation: unions and their tree, employers, bodies, posts."""

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
        FEDERATION = "federation", "工会联合会"
        SINGLE = "single", "单独基层工会"
        JOINT = "joint", "联合基层工会"
        BRANCH = "branch", "分工会"
        GROUP = "group", "工会小组"

    class State(models.TextChoices):
        ACTIVE = "active", "正常"
        DISSOLVED = "dissolved", "已撤销"

    UPPER = (Kind.COUNTY, Kind.TOWN, Kind.FEDERATION)
    GRASSROOTS = (Kind.SINGLE, Kind.JOINT)
    INNER = (Kind.BRANCH, Kind.GROUP)  # parts of a grassroots union, not unions in the statistics

    UNDER = {  # which kinds may stand directly above a kind
        Kind.COUNTY: (Kind.COUNTY,),
        Kind.TOWN: (Kind.COUNTY,),
        Kind.FEDERATION: (Kind.COUNTY, Kind.TOWN, Kind.FEDERATION),
        Kind.SINGLE: UPPER,
        Kind.JOINT: UPPER,
        Kind.BRANCH: GRASSROOTS,
        Kind.GROUP: (*GRASSROOTS, Kind.BRANCH),
    }

    moves = Moves(found="→ active")

    code = models.CharField("代码", max_length=24, unique=True)
    name = models.CharField("名称", max_length=60)
    short_name = models.CharField("简称", max_length=30)
    kind = models.CharField("类别", max_length=12, choices=Kind.choices)
    nature = models.CharField("所在单位性质", max_length=12, choices=Nature.choices, blank=True)
    home = models.ForeignKey("self", models.PROTECT, related_name="+", null=True, verbose_name="所属基层工会")
    founded_on = models.DateField("成立日期")
    dissolved_on = models.DateField("撤销日期", null=True, blank=True)
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.ACTIVE)

    class Meta:
        indexes = [models.Index(fields=["home", "kind"], name="org_union_inside_home")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def may_see(cls, seat: Seat) -> Q:
        return policy.may_see_union(seat)


def _valid(column_from: str = "valid_from", column_to: str = "valid_to") -> Func:
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
                    (_valid(), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(condition=~Q(union=F("parent")), name="org_parentedge_not_itself"),
        ]

    @classmethod
    def may_see(cls, seat: Seat) -> Q:
        return policy.concerns_union_in_reach(seat)


class Closure(models.Model):
    """Every ancestor of every union, itself included, with the days it holds. Derived from the edges alone."""

    ancestor = models.ForeignKey(Union, models.CASCADE, related_name="+")
    descendant = models.ForeignKey(Union, models.CASCADE, related_name="+")
    line = models.CharField(max_length=12, choices=Line.choices)
    depth = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["ancestor", "line", "descendant"], name="org_closure_downward"),
            models.Index(fields=["descendant", "line"], name="org_closure_upward"),
        ]


class Employer(ScopedModel):
    """A firm, school, hospital, community or office whose people a union covers."""

    moves = Moves(register="→ active")

    class State(models.TextChoices):
        ACTIVE = "active", "存续"
        CLOSED = "closed", "注销"

    name = models.CharField("名称", max_length=60)
    nature = models.CharField("性质", max_length=12, choices=Nature.choices)
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.ACTIVE)

    def __str__(self) -> str:
        return self.name

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
                expressions=[("employer", RangeOperators.EQUAL), (_valid(), RangeOperators.OVERLAPS)],
            )
        ]

    @classmethod
    def may_see(cls, seat: Seat) -> Q:
        return policy.concerns_union_in_reach(seat)


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


class Body(ScopedModel):
    """A committee of a union for one term (届)."""

    class Kind(models.TextChoices):
        COMMITTEE = "committee", "工会委员会"
        AUDIT = "audit", "经费审查委员会"
        WOMEN = "women", "女职工委员会"

    union = models.ForeignKey(Union, models.PROTECT, related_name="+", verbose_name="工会")
    kind = models.CharField("类别", max_length=12, choices=Kind.choices)
    session_no = models.PositiveSmallIntegerField("届次")
    term_from = models.DateField("任期自")
    term_to = models.DateField("任期至")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(term_to__gt=F("term_from")), name="org_body_term_runs_forward"
            ),
            models.UniqueConstraint(fields=["union", "kind", "session_no"], name="org_body_one_a_session"),
        ]

    @classmethod
    def may_see(cls, seat: Seat) -> Q:
        return policy.concerns_union_in_reach(seat)


class Office(models.TextChoices):
    """What a post is, and so what its seat may do (policy.py of each chapter)."""

    CHAIR = "chair", "主席"
    VICE = "vice", "副主席"
    OFFICER = "officer", "工会干事"
    ACCOUNTANT = "accountant", "会计"
    AUDITOR = "auditor", "经审委员"
    WOMEN = "women", "女职工委员"
    COMMITTEE = "committee", "委员"
    LEADER = "leader", "工会小组长"


class Post(ScopedModel):
    """A person in an office of a union, from a day to a day. While it lasts it is a seat."""

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", verbose_name="姓名")
    union = models.ForeignKey(Union, models.PROTECT, related_name="+", verbose_name="工会")
    body = models.ForeignKey(
        Body, models.PROTECT, related_name="posts", null=True, blank=True, verbose_name="届"
    )
    office = models.CharField("职务", max_length=12, choices=Office.choices)
    title = models.CharField("职务全称", max_length=30, blank=True)
    portfolio = models.CharField("分工", max_length=30, blank=True)
    held_from = models.DateField("自")
    held_to = models.DateField("至", null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person"], name="org_post_of_person")]

    def __str__(self) -> str:
        return self.title or self.get_office_display()

    @classmethod
    def on(cls, day: dt.date) -> Q:
        """Posts held on a day; whoever left office that day no longer holds it."""
        return Q(held_from__lte=day) & (Q(held_to__isnull=True) | Q(held_to__gt=day))

    @classmethod
    def may_see(cls, seat: Seat) -> Q:
        return policy.concerns_union_in_reach(seat)
