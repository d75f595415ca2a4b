"""Committees by term, and the posts people hold."""

import datetime as dt

from django.db import models
from django.db.models import F, Q

from zhijia.kernel import clock
from zhijia.kernel.clock import months_after
from zhijia.kernel.scope import ScopedModel, Seat
from zhijia.org import policy, rules
from zhijia.org.models.tree import Union


class Body(ScopedModel):
    """A committee of a union for one term (届)."""

    class Kind(models.TextChoices):
        COMMITTEE = "committee", "工会委员会"
        AUDIT = "audit", "经费审查委员会"
        WOMEN = "women", "女职工委员会"
        MEDIATION = "mediation", "劳动争议调解委员会"
        SAFETY = "safety", "劳动保护监督检查委员会"
        SUPERVISION = "supervision", "劳动法律监督委员会"

    union = models.ForeignKey(Union, models.PROTECT, related_name="+", verbose_name="工会")
    kind = models.CharField("类别", max_length=12, choices=Kind.choices)
    session_no = models.PositiveSmallIntegerField("届次")
    term_from = models.DateField("任期自")
    term_to = models.DateField("任期至")
    seats = models.PositiveSmallIntegerField("委员人数", null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(term_to__gt=F("term_from")), name="org_body_term_runs_forward"
            ),
            models.UniqueConstraint(fields=["union", "kind", "session_no"], name="org_body_one_a_session"),
        ]

    def __str__(self) -> str:
        return f"{self.union.short_name}第{self.session_no}届{self.get_kind_display()}"

    @property
    def mark(self) -> tuple[str, str]:
        """Where the term stands on the radar: overdue, or within how many months it ends."""
        months = rules.radar(self.term_to, clock.today())
        if months is None:
            return "", "任期内"
        return ("late", "超期未换届") if months == 0 else ("todo", f"{months} 个月内到期")

    @property
    def years(self) -> str:
        return f"{round((self.term_to - self.term_from).days / 365.25)} 年"

    @classmethod
    def may_see(cls, seat: Seat) -> Q:
        return policy.sees_union_in_reach(seat)


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
    ORGANISER = "organiser", "组织员"


class Employment(models.TextChoices):
    FULL = "full", "专职"
    PART = "part", "兼职"
    HIRED = "hired", "社会化工会工作者"
    VOLUNTEER = "volunteer", "志愿"


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
    employment = models.CharField("专兼职", max_length=12, choices=Employment.choices, blank=True)
    education = models.CharField("学历", max_length=12, blank=True)
    inducted_on = models.DateField("上岗培训日期", null=True, blank=True)

    def __str__(self) -> str:
        return self.title or self.get_office_display()

    @property
    def listed(self) -> str:
        """Whose post it is, where many are chosen at once."""
        return f"{self.person.name}，{self.union.short_name}{self}"

    @property
    def induct_by(self) -> dt.date:
        """Whoever takes office is trained within twelve months (A13)."""
        return months_after(self.held_from, rules.INDUCTION_MONTHS)

    @property
    def mark(self) -> tuple[str, str]:
        if self.inducted_on:
            late = self.inducted_on > self.induct_by
            return "", "已培训，晚了" if late else "已培训"
        if self.held_to and self.held_to <= clock.today():
            return "void", "已离任"
        return ("late", "超过一年未培训") if self.induct_by < clock.today() else ("todo", "待培训")

    @classmethod
    def on(cls, day: dt.date) -> Q:
        """Posts held on a day; whoever left office that day no longer holds it."""
        return Q(held_from__lte=day) & (Q(held_to__isnull=True) | Q(held_to__gt=day))

    @classmethod
    def may_see(cls, seat: Seat) -> Q:
        return policy.sees_union_in_reach(seat)
