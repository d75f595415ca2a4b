"""The nouns of joining: a union's door for applicants, an application, a transfer."""

from django.db import models
from django.db.models import Q

from zhijia.kernel import clock
from zhijia.kernel.actions import Moves
from zhijia.kernel.scope import ScopedModel, Seat, below
from zhijia.kernel.secrets import EarlyId, SecretText
from zhijia.org.policy import NOTHING, OFFICERS
from zhijia.people import rules
from zhijia.people.codes import Employment, IdKind


class Door(ScopedModel):
    """A QR code of one union that leads to its application form; closed, the code leads nowhere."""

    class State(models.TextChoices):
        OPEN = "open", "开着"
        CLOSED = "closed", "已关"

    moves = Moves(open_door="→ open", close="open → closed")

    union = models.ForeignKey("org.Union", models.PROTECT, related_name="+", verbose_name="工会")
    ref = models.CharField(max_length=24, unique=True, editable=False)
    opened_at = models.DateTimeField("打开时间")
    state = models.CharField("状态", max_length=8, choices=State.choices, default=State.OPEN)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["union"], condition=Q(state="open"), name="joining_door_one_open")
        ]

    def __str__(self) -> str:
        return f"{self.union_id} {self.state}"

    @classmethod
    def may_see(cls, seat: Seat) -> Q:
        return Q(union_id__in=below(seat.union_id)) if seat.office in OFFICERS else NOTHING


class Application(ScopedModel):
    """Somebody's wish to join (B02). Her numbers lie sealed, and are gone once it is decided."""

    class State(models.TextChoices):
        APPLIED = "applied", "待审批"
        CONSIDERED = "considered", "小组已议"
        ADMITTED = "admitted", "已入会"
        REJECTED = "rejected", "未批准"

    class Source(models.TextChoices):
        PHONE = "phone", "本人扫码"
        OFFICER = "officer", "干事登记"

    moves = Moves(
        apply="→ applied", consider="applied → considered", admit="applied, considered → admitted",
        reject="applied, considered → rejected",
    )  # fmt: skip
    OPEN = (State.APPLIED, State.CONSIDERED)
    doubled = "这个证件号已经有一件待审批的入会申请。请在入会申请里办那一件。"

    id = EarlyId(primary_key=True)
    union = models.ForeignKey("org.Union", models.PROTECT, related_name="+", verbose_name="申请加入")
    group = models.ForeignKey(
        "org.Union", models.PROTECT, related_name="+", null=True, blank=True, verbose_name="工会小组"
    )
    name = models.CharField("姓名", max_length=40)
    id_kind = models.CharField("证件类型", max_length=10, choices=IdKind.choices, default=IdKind.RESIDENT)
    identity_index = models.CharField(max_length=32, blank=True, editable=False)
    identity_tail = models.CharField(max_length=32, blank=True, editable=False)
    identity = SecretText(
        "证件号", blank=True, default="", index="identity", spells=rules.identity_spelt, shows=rules.identity_mask
    )  # fmt: skip
    phone_index = models.CharField(max_length=32, blank=True, editable=False)
    phone_tail = models.CharField(max_length=32, blank=True, editable=False)
    phone = SecretText(
        "手机", blank=True, default="", index="phone", spells=rules.phone_spelt, shows=rules.phone_mask
    )
    workplace = models.CharField("工作单位", max_length=60, blank=True)
    department = models.CharField("部门", max_length=40, blank=True)
    employment = models.CharField("用工形式", max_length=10, choices=Employment.choices, blank=True)
    source = models.CharField("怎么来的", max_length=8, choices=Source.choices, default=Source.OFFICER)
    opinion = models.CharField("小组意见", max_length=100, blank=True)
    applied_on = models.DateField("申请日期")
    decided_on = models.DateField("审批日期", null=True, blank=True)
    person = models.ForeignKey(
        "people.Person",
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name="会员",
    )
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.APPLIED)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["union", "identity_index"], name="joining_application_one_open",
                condition=Q(state__in=["applied", "considered"]) & ~Q(identity_index=""),
            )
        ]  # fmt: skip
        indexes = [models.Index(fields=["union", "state"], name="joining_application_to_decide")]

    def __str__(self) -> str:
        return self.name

    @property
    def mark(self) -> tuple[str, str]:
        kinds = {"applied": "doing", "considered": "doing", "rejected": "void"}
        return kinds.get(self.state, ""), str(self.get_state_display())

    @classmethod
    def may_see(cls, seat: Seat) -> Q:
        """Officers of the union itself; those above see that a union has open ones, not who."""
        return Q(union_id=seat.union_id) if seat.office in OFFICERS else NOTHING

    @classmethod
    def may_reveal(cls, seat: Seat) -> Q:
        return cls.may_see(seat)


class Transfer(ScopedModel):
    """A membership on its way from one union to another (B03)."""

    class State(models.TextChoices):
        SENT = "sent", "等对方接收"
        CALLED = "called", "等对方转出"
        DONE = "done", "已接转"
        WITHDRAWN = "withdrawn", "已撤回"

    OPEN = (State.SENT, State.CALLED)

    moves = Moves(
        send="→ sent", call="→ called", receive="sent → done", release="called → done",
        complete="sent, called → done", withdraw="sent, called → withdrawn",
    )  # fmt: skip

    membership = models.ForeignKey("people.Membership", models.PROTECT, related_name="+", verbose_name="会籍")
    name = models.CharField("姓名", max_length=40)
    from_union = models.ForeignKey("org.Union", models.PROTECT, related_name="+", verbose_name="转出工会")
    to_union = models.ForeignKey("org.Union", models.PROTECT, related_name="+", verbose_name="转入工会")
    asked_on = models.DateField("提出日期")
    due_on = models.DateField("最晚办理")
    done_on = models.DateField("接转日期", null=True, blank=True)
    state = models.CharField("状态", max_length=10, choices=State.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["membership"],
                condition=Q(state__in=["sent", "called"]),
                name="joining_transfer_one_open",
            )
        ]
        indexes = [
            models.Index(fields=["from_union", "state"], name="joining_transfer_out"),
            models.Index(fields=["to_union", "state"], name="joining_transfer_in"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def open(self) -> bool:
        return self.state in self.OPEN

    @property
    def waits(self) -> str:
        """How many days it has been under way: counted in sight of both sides."""
        until = clock.today() if self.open else self.done_on
        return f"{(until - self.asked_on).days} 天" if until else ""

    @property
    def is_late(self) -> bool:
        return self.open and self.due_on < clock.today()

    @property
    def mark(self) -> tuple[str, str]:
        kind = (
            "late" if self.is_late else "doing" if self.open else "void" if self.state == "withdrawn" else ""
        )
        return kind, str(self.get_state_display())

    @classmethod
    def late(cls) -> Q:
        return Q(state__in=cls.OPEN, due_on__lt=clock.today())

    @classmethod
    def may_see(cls, seat: Seat) -> Q:
        """Officers on both sides, and those above either; the member herself."""
        if seat.office not in OFFICERS:
            return Q(membership__person_id=seat.person_id) if seat.person_id else NOTHING
        return Q(from_union_id__in=below(seat.union_id)) | Q(to_union_id__in=below(seat.union_id))
