"""The nouns of people: a person, her account, her membership."""

import datetime as dt

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from zhijia.kernel.actions import Moves
from zhijia.kernel.grams import Grams
from zhijia.kernel.scope import ScopedModel, Seat
from zhijia.kernel.secrets import EarlyId, SecretText
from zhijia.org.policy import of_union_above, sees_union_in_reach
from zhijia.people import codes, policy, rules


class Person(ScopedModel):
    """A human being, once, whatever posts and memberships she has; the fields of the real-name register (rules §1.6).

    Papers' numbers lie sealed, with blind indexes beside them that find a whole number or its last four signs. What
    a list shows of them is a mask; `reveal` opens them, with a purpose.
    """

    class Gender(models.TextChoices):
        FEMALE = "female", "女"
        MALE = "male", "男"

    id = EarlyId(primary_key=True)
    name = models.CharField("姓名", max_length=40)
    gender = models.CharField("性别", max_length=6, choices=Gender.choices, blank=True)
    birth_on = models.DateField("出生日期", null=True, blank=True)
    id_kind = models.CharField(
        "证件类型", max_length=10, choices=codes.IdKind.choices, default=codes.IdKind.RESIDENT
    )
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
    card_index = models.CharField(max_length=32, blank=True, editable=False)
    card_tail = models.CharField(max_length=32, blank=True, editable=False)
    card = SecretText(
        "会员卡号", blank=True, default="", index="card", spells=rules.spelt, shows=rules.card_mask
    )
    card_state = models.CharField("会员卡", max_length=10, choices=codes.CardState.choices, blank=True)
    collected_on = models.DateField("采集日期", null=True, blank=True)
    refused_on = models.DateField("不愿办登记日期", null=True, blank=True)
    issued_on = models.DateField("发卡日期", null=True, blank=True)
    ethnicity = models.CharField("民族", max_length=2, choices=codes.ETHNICITIES, blank=True)
    education = models.CharField("学历", max_length=2, choices=codes.EDUCATIONS, blank=True)
    politics = models.CharField("政治面貌", max_length=2, choices=codes.POLITICS, blank=True)
    household = models.CharField("户籍类型", max_length=8, choices=codes.Household.choices, blank=True)
    native_place = models.CharField("籍贯", max_length=40, blank=True)
    skill = models.CharField("技术等级", max_length=1, choices=codes.Skill.choices, blank=True)
    title = models.CharField("职称", max_length=30, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, related_name="+", null=True, blank=True, editable=False, verbose_name="并入",
        db_index=False,
    )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["identity_index"], name="people_person_one_a_number",
                condition=~Q(identity_index="") & Q(merged_into__isnull=True),
            ),
        ]  # fmt: skip
        indexes = [
            GinIndex(Grams("name"), name="people_person_called"),
            *(
                models.Index(fields=[column], name=f"people_person_{column}", condition=~Q(**{column: ""}))
                for column in ("identity_tail", "phone_index", "phone_tail", "card_index", "card_tail")
            ),
            models.Index(fields=["birth_on"], include=["id", "gender"], name="people_person_by_age"),
            models.Index(
                fields=["collected_on"],
                include=["id", "card_state"],
                name="people_person_collected",
                condition=Q(collected_on__isnull=False),
            ),
            models.Index(
                fields=["merged_into"], name="people_person_merged", condition=Q(merged_into__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def may_see(cls, seat: Seat) -> Q:
        return policy.may_see_person(seat)

    @classmethod
    def may_reveal(cls, seat: Seat) -> Q:
        return policy.may_reveal_person(seat)


class AccountManager(BaseUserManager):
    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.select_related("person").get(login=username)


class Account(AbstractBaseUser):
    """A log-in of one person. A sign-in record, not a business row: it grants nothing by itself."""

    login = models.CharField("登录名", max_length=40, unique=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="本人")
    email = models.EmailField("邮箱", blank=True)
    is_active = models.BooleanField("可登录", default=True)
    opened_at = models.DateTimeField("开通时间", auto_now_add=True)

    USERNAME_FIELD = "login"
    EMAIL_FIELD = "email"

    objects = AccountManager()

    def __str__(self) -> str:
        return self.login

    @classmethod
    def in_use(cls) -> Q:
        """Log-ins whose own password was set; the others wait for their slip."""
        return ~Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)


class Invitation(models.Model):
    """A slip of paper with a one-time code. Like the account a sign-in record; the code itself is never stored."""

    account = models.OneToOneField(Account, models.CASCADE, related_name="invitation")
    ref = models.CharField(max_length=16, unique=True)  # what the QR code opens; tells nothing by itself
    code = models.CharField(max_length=32)  # keyed index of the code
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"invitation of {self.account_id}"


class Device(models.Model):
    """A browser in which an account is signed in; gone with its session."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    session_key = models.CharField(max_length=40, unique=True)
    agent = models.CharField(max_length=300, blank=True)  # what the browser says of itself
    address = models.GenericIPAddressField(null=True)
    since = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"device of {self.account_id}"


class SecondFactor(models.Model):
    """What the second step of a sign-in is checked against (second_step.py)."""

    id = EarlyId(primary_key=True)
    account = models.OneToOneField(Account, models.CASCADE, related_name="+")
    secret = SecretText()
    on_since = models.DateTimeField(null=True)  # empty until the telephone has answered once
    last_step = models.BigIntegerField(default=0)  # half-minute of the newest code used: none is good twice
    codes = models.JSONField(default=list)  # keyed indexes of the recovery codes not used yet

    def __str__(self) -> str:
        return f"second factor of {self.account_id}"


class Membership(ScopedModel):
    """One span of one person's membership in one grassroots union (B01): same standing, same work, from a day to a day.

    When something changes that past counts hang on (union, standing, employer, employment), the span ends and another
    begins the same day, so that every count of any past day stays true. A correction changes the row itself.
    """

    class Kind(models.TextChoices):
        ORDINARY = "ordinary", "职工会员"
        TEMPORARY = "temporary", "临时会员"
        RETAINED = "retained", "保留会籍"

    class State(models.TextChoices):
        MEMBER = "member", "在册"
        MOVING = "moving", "转出中"
        LEFT = "left", "已离会"

    COUNTED = (Kind.ORDINARY, Kind.TEMPORARY)  # who is only retained votes nowhere and counts nowhere

    moves = Moves(
        join="→ member", go_on="→ member", set_out="member → moving", stay="moving → member",
        leave="member, moving → left", retain="member, moving → left", restore="member, moving → left",
        make_ordinary="member, moving → left", change_work="member, moving → left", transfer="member, moving → left",
    )  # fmt: skip

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="姓名")
    union = models.ForeignKey(
        "org.Union", models.PROTECT, related_name="+", verbose_name="所在工会", db_index=False
    )  # the list's own index begins with it
    group = models.ForeignKey(
        "org.Union", models.PROTECT, related_name="+", null=True, blank=True, verbose_name="工会小组",
        db_index=False,
    )  # fmt: skip
    kind = models.CharField("会籍", max_length=12, choices=Kind.choices, default=Kind.ORDINARY)
    cause = models.CharField("保留原因", max_length=10, choices=codes.Cause.choices, blank=True)
    joined_on = models.DateField("入会日期", null=True, blank=True)  # first of all, wherever that was
    since = models.DateField("自")
    began = models.CharField(
        "怎样开始", max_length=12, choices=codes.Began.choices, default=codes.Began.JOINED
    )
    left_on = models.DateField("离会日期", null=True, blank=True)
    ended = models.CharField("怎样结束", max_length=12, choices=codes.Ended.choices, blank=True)
    employer = models.ForeignKey(
        "org.Employer", models.PROTECT, related_name="+", null=True, blank=True, verbose_name="工作单位"
    )
    department = models.CharField("部门", max_length=40, blank=True)
    position = models.CharField("岗位", max_length=40, blank=True)
    post_class = models.CharField("岗位类别", max_length=8, choices=codes.PostClass.choices, blank=True)
    employment = models.CharField("用工形式", max_length=10, choices=codes.Employment.choices, blank=True)
    migrant = models.CharField("农民工", max_length=4, choices=codes.Yes.choices, blank=True)
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.MEMBER)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(left_on__isnull=True), name="people_membership_once"
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("since")),
                name="people_membership_runs_forward",
            ),
        ]
        indexes = [
            models.Index(
                fields=["union", "since", "-id"], name="people_membership_in_order"
            ),  # as the list goes
            models.Index(fields=["since"], name="people_membership_begun"),
            models.Index(
                fields=["group"], name="people_membership_grouped", condition=Q(group__isnull=False)
            ),
            models.Index(
                fields=["left_on"], name="people_membership_ended", condition=Q(left_on__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.person.name

    @property
    def standing(self) -> str:
        """What it is called: 在册, 保留会籍（退休）, 转出中, 已离会; 已结束 where she went on in another span."""
        if self.ended and self.ended not in codes.LEAVING:
            return "已结束"
        if self.state == self.State.MEMBER and self.kind == self.Kind.RETAINED:
            return f"保留会籍（{self.get_cause_display()}）" if self.cause else "保留会籍"
        return str(self.State(self.state).label)

    @property
    def mark(self) -> tuple[str, str]:
        """The standing as a label; the normal one is plain text."""
        return {"moving": "doing", "left": "void"}.get(self.state, ""), self.standing

    @classmethod
    def may_see(cls, seat: Seat) -> Q:
        return policy.may_see_membership(seat)

    @classmethod
    def on(cls, day: dt.date) -> Q:
        """Memberships in force on a day, retained ones too; a member who left that day no longer counts."""
        return Q(since__lte=day) & (Q(left_on__isnull=True) | Q(left_on__gt=day))

    @classmethod
    def counted(cls, day: dt.date) -> Q:
        """Members in the sense of the statistics: in force, and not only retained (rules §1.5)."""
        return cls.on(day) & Q(kind__in=cls.COUNTED)


class Tally(models.Model):
    """What a union's members in force add up to, so that nobody counts 800,000 rows for the tabs of a list (tally.py).

    Derived from memberships and persons by triggers of the database. Every change adds a row of differences, so that
    nobody waits for anybody; the numbers are the sums of a union's rows, which the night makes into one again.
    """

    union = models.ForeignKey("org.Union", models.CASCADE, related_name="+")
    members = models.IntegerField()
    women = models.IntegerField()
    migrant = models.IntegerField()
    agency = models.IntegerField()
    temporary = models.IntegerField()
    moving = models.IntegerField()
    incomplete = models.IntegerField()
    carded = models.IntegerField(default=0)
    men = models.IntegerField(default=0)
    women_migrant = models.IntegerField(default=0)
    contract = models.IntegerField(default=0)
    public = models.IntegerField(default=0)
    flexible = models.IntegerField(default=0)
    other = models.IntegerField(default=0)
    collected = models.IntegerField(default=0)

    def __str__(self) -> str:
        return f"tally of {self.union_id}"


class CardTarget(ScopedModel):
    """How many members one union has to collect for the service card (B05), who set it and when: the denominator."""

    class State(models.TextChoices):
        ISSUED = "issued", "已下达"
        WITHDRAWN = "withdrawn", "已作废"

    moves = Moves(set_card_target="→ issued", withdraw_card_target="issued → withdrawn")
    doubled = "这个工会已经有采集目标了。请打开那一条，按“改目标”。"

    union = models.ForeignKey("org.Union", models.PROTECT, related_name="+", verbose_name="承担单位")
    wanted = models.PositiveIntegerField("目标（人）", help_text="应当采集多少人。采集率用它做分母。")
    source = models.CharField(
        "依据", max_length=100, help_text="谁定的、哪份文件，如：县总工会会员信息采集通知。"
    )
    set_on = models.DateField("定目标日期")
    set_by = models.ForeignKey(
        Person, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="谁登记的"
    )
    due_on = models.DateField("完成期限", null=True, blank=True)
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.ISSUED)

    # What `card_ledgers.CardTargets.annotated` adds: of the members in the union's reach on the day
    members: int | None = None
    collected: int | None = None
    refused: int | None = None
    issued: int | None = None
    split: int | None = None  # and the targets of the unions directly below

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["union"], condition=Q(state="issued"), name="people_cardtarget_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.union.short_name}采集 {self.wanted} 人"

    @property
    def rate(self) -> str:
        """Against the target, never against what was collected: 7,400 of 13,200 is 56.1 %."""
        return rules.rate_told(self.collected or 0, self.wanted)

    @property
    def mark(self) -> tuple[str, str]:
        if self.state == self.State.WITHDRAWN:
            return "void", "已作废"
        if self.collected is None:
            return "", ""
        left = self.wanted - self.collected
        return ("", "已完成") if left <= 0 else ("todo", f"还差 {left:,} 人")

    @property
    def sum_told(self) -> str:
        """Do the parts add up to the whole? Blank where nothing was split."""
        if not self.split:
            return ""
        gap = self.split - self.wanted
        return "分解相等" if not gap else f"分解{'多' if gap > 0 else '少'} {abs(gap):,} 人"

    @classmethod
    def may_see(cls, seat: Seat) -> Q:
        return sees_union_in_reach(seat) | of_union_above(seat)
