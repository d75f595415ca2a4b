"""The nouns of twins: a union's own layout, a number given by the other system, an export with what it held."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from zhijia.kernel.actions import Moves
from zhijia.kernel.scope import ScopedModel, Seat
from zhijia.org.models import Union
from zhijia.org.policy import of_union_above, sees_union_in_reach
from zhijia.people.models import Membership, Person
from zhijia.twins import policy


class Layout(ScopedModel):
    """The columns of one twin as a union has corrected them; the unions below follow the nearest one above them."""

    class State(models.TextChoices):
        KEPT = "kept", "在用"
        GONE = "gone", "已恢复原样"

    moves = Moves(correct_layout="→ kept", drop_layout="kept → gone")

    union = models.ForeignKey(Union, models.PROTECT, related_name="+", verbose_name="工会")
    twin = models.CharField("对照系统", max_length=30)
    columns = models.JSONField("列")  # [{field, heading, write, codes}], in order
    source = models.CharField("依据", max_length=200, help_text="如：省总 2026 年 3 月下发的导入模板。")
    since = models.DateField("自哪天起")
    state = models.CharField("状态", max_length=8, choices=State.choices, default=State.KEPT)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["union", "twin"], condition=Q(state="kept"), name="twins_layout_once"
            )
        ]

    def __str__(self) -> str:
        return self.source

    @classmethod
    def may_see(cls, seat: Seat) -> Q:
        return sees_union_in_reach(seat) | of_union_above(seat)


class Number(ScopedModel):
    """Already entered there, no. …: what the other system calls somebody or something of ours."""

    class State(models.TextChoices):
        KEPT = "kept", "已录入"
        GONE = "gone", "已作废"

    twin = models.CharField("对照系统", max_length=30)
    number = models.CharField("对方编号", max_length=40)
    entered_on = models.DateField("录入日期")
    state = models.CharField("状态", max_length=8, choices=State.choices, default=State.KEPT)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.number

    @property
    def twin_told(self) -> str:
        from zhijia.twins.layouts import TWINS  # which lies above the models

        return TWINS[self.twin].title if self.twin in TWINS else self.twin

    @property
    def mark(self) -> tuple[str, str]:
        return "" if self.state == self.State.KEPT else "void", self.get_state_display()


class MemberNumber(Number):
    """The number of a person there. It goes with her from union to union."""

    moves = Moves(note_member="→ kept", withdraw_member="kept → gone")

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="姓名")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["twin", "person"], condition=Q(state="kept"), name="twins_membernumber_one_a_person"
            ),
            models.UniqueConstraint(
                fields=["twin", "number"], condition=Q(state="kept"), name="twins_membernumber_once"
            ),
        ]

    @classmethod
    def may_see(cls, seat: Seat) -> Q:
        """Of the members one may see, and for cadres and officers alone."""
        members = Membership.objects.filter(person_id=OuterRef("person_id"))
        return policy.for_cadres(seat) & Q(Exists(members))


class UnionNumber(Number):
    moves = Moves(note_union="→ kept", withdraw_union="kept → gone")

    union = models.ForeignKey(Union, models.PROTECT, related_name="+", verbose_name="工会")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["twin", "union"], condition=Q(state="kept"), name="twins_unionnumber_one_a_union"
            ),
            models.UniqueConstraint(
                fields=["twin", "number"], condition=Q(state="kept"), name="twins_unionnumber_once"
            ),
        ]

    @classmethod
    def may_see(cls, seat: Seat) -> Q:
        return sees_union_in_reach(seat)


class Sending(ScopedModel):
    """One export for another system: what was new, changed and gone since the one before, and whether it was entered."""

    class State(models.TextChoices):
        ASKED = "asked", "正在做"
        MADE = "made", "待录入对方系统"
        ENTERED = "entered", "已录入"
        DROPPED = "dropped", "没有录入，作废"

    moves = Moves(send="→ asked", fill="asked → made", confirm="made → entered", drop="made → dropped")

    union = models.ForeignKey(Union, models.PROTECT, related_name="+", verbose_name="工会")
    twin = models.CharField("对照系统", max_length=30)
    title = models.CharField("名称", max_length=60)
    columns = models.JSONField("列")
    subtree = models.BooleanField("含下级", default=True)
    everything = models.BooleanField("全部都导", default=False)
    full = models.BooleanField("带完整号码", default=False)
    purpose = models.CharField("用途", max_length=100, blank=True)
    asked_on = models.DateField("导出日期")
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, verbose_name="谁导的")
    new = models.PositiveIntegerField("新增", default=0)
    changed = models.PositiveIntegerField("变更", default=0)
    gone = models.PositiveIntegerField("减少", default=0)
    masked = models.PositiveIntegerField("号码仍遮住的", default=0)
    made = models.BigIntegerField("文件", null=True, editable=False)
    state = models.CharField("状态", max_length=8, choices=State.choices, default=State.ASKED)

    def __str__(self) -> str:
        return f"{self.title}，{self.asked_on:%Y-%m-%d}"

    @property
    def twin_told(self) -> str:
        return self.title

    @property
    def mark(self) -> tuple[str, str]:
        kinds = {"asked": "doing", "made": "todo", "entered": ""}
        return kinds.get(self.state, "void"), self.get_state_display()

    @classmethod
    def may_see(cls, seat: Seat) -> Q:
        return policy.for_cadres(seat) & sees_union_in_reach(seat)


class SentLine(models.Model):
    """What one export said of one person or union: sealed columns by their blind index. The newest tells what is there."""

    class What(models.TextChoices):
        NEW = "new", "新增"
        CHANGED = "changed", "变更"
        GONE = "gone", "减少"
        SAME = "same", "不变"

    sending = models.ForeignKey(Sending, models.CASCADE, related_name="lines")
    twin = models.CharField(max_length=30)
    subject = models.BigIntegerField()  # the id of the person or of the union
    union_id = models.BigIntegerField()  # where it belonged then
    name = models.CharField(max_length=60)
    what = models.CharField(max_length=8, choices=What.choices)
    stamp = models.CharField(max_length=80)  # the versions of the rows it was made from
    values = models.JSONField()
    changes = models.JSONField(default=list)  # the fields that differed

    class Meta:
        indexes = [
            models.Index(fields=["twin", "subject", "-id"], name="twins_sentline_latest"),
            models.Index(fields=["sending", "what"], name="twins_sentline_of_sending"),
        ]
