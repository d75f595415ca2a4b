"""The nouns of people: a person, her account, her membership."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import models
from django.db.models import F, Q

from zhijia.kernel.actions import Moves
from zhijia.kernel.scope import ScopedModel, Seat
from zhijia.people import policy


class Person(ScopedModel):
    """A human being, once, whatever posts and memberships she has. No identity number, no phone yet."""

    class Gender(models.TextChoices):
        FEMALE = "female", "女"
        MALE = "male", "男"

    name = models.CharField("姓名", max_length=40)
    gender = models.CharField("性别", max_length=6, choices=Gender.choices, blank=True)

    def __str__(self) -> str:
        return self.name

    @classmethod
    def may_see(cls, seat: Seat) -> Q:
        return policy.may_see_person(seat)


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


class Membership(ScopedModel):
    """One person's belonging to one grassroots union, from a day to a day (B01)."""

    class Kind(models.TextChoices):
        ORDINARY = "ordinary", "职工会员"
        TEMPORARY = "temporary", "临时会员"
        RETAINED = "retained", "保留会籍"

    class State(models.TextChoices):
        MEMBER = "member", "在册"
        LEFT = "left", "已离会"

    moves = Moves(join="→ member", leave="member → left")

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="姓名")
    union = models.ForeignKey("org.Union", models.PROTECT, related_name="+", verbose_name="所在工会")
    group = models.ForeignKey(
        "org.Union", models.PROTECT, related_name="+", null=True, verbose_name="工会小组"
    )
    kind = models.CharField("会籍", max_length=12, choices=Kind.choices, default=Kind.ORDINARY)
    joined_on = models.DateField("入会日期")
    left_on = models.DateField("离会日期", null=True, blank=True)
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.MEMBER)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "union"], condition=Q(left_on__isnull=True), name="people_membership_once"
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("joined_on")),
                name="people_membership_runs_forward",
            ),
        ]
        indexes = [models.Index(fields=["union", "joined_on"], name="people_membership_by_union")]

    @classmethod
    def may_see(cls, seat: Seat) -> Q:
        return policy.may_see_membership(seat)

    @classmethod
    def on(cls, day) -> Q:
        """Memberships in force on a day; a member who left that day no longer counts."""
        return Q(joined_on__lte=day) & (Q(left_on__isnull=True) | Q(left_on__gt=day))
