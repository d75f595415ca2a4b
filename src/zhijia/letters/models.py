"""The nouns of letters: a paper a union writes and sends, the union's own numbering, its own Word templates."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from zhijia.kernel.actions import Moves
from zhijia.kernel.scope import ScopedModel, Seat
from zhijia.letters import kinds, numbering, policy


class Letter(ScopedModel):
    """One official paper of a union, from the draft to its number, and perhaps its withdrawal.

    `attachments` is [{"title", "text"}, …]. `on` is the day the paper bears; the year of its number is that day's.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "草稿"
        ISSUED = "issued", "已发"
        WITHDRAWN = "withdrawn", "已撤回"
        DROPPED = "dropped", "已删去"

    moves = Moves(
        write="→ draft",
        rewrite="draft → draft",
        issue="draft → issued",
        withdraw="issued → withdrawn",
        drop="draft → dropped",
    )

    union = models.ForeignKey("org.Union", models.PROTECT, related_name="+", verbose_name="工会")
    kind = models.CharField("文种", max_length=12, choices=kinds.CHOICES)
    title = models.CharField("标题", max_length=120)
    addressee = models.CharField("主送", max_length=200, blank=True)
    answers_title = models.CharField("来文标题", max_length=120, blank=True)
    answers_number = models.CharField("来文文号", max_length=60, blank=True)
    body = models.TextField("正文", blank=True)
    closing = models.CharField("结语", max_length=60, blank=True)
    attended = models.TextField("出席人员", blank=True)
    attachments = models.JSONField("附件", default=list)
    signer = models.CharField("签发人", max_length=40, blank=True)
    contact = models.CharField("联系人和电话", max_length=80, blank=True)
    copies = models.CharField("抄送", max_length=200, blank=True)
    red_head = models.BooleanField("套红头", default=True)
    own_template = models.BooleanField("用本单位模板", default=False)
    issuer = models.CharField("落款", max_length=60, blank=True)  # as it stood on the day of issue
    on = models.DateField("成文日期", null=True, blank=True)
    series = models.CharField("机关代字", max_length=30, blank=True)
    year = models.PositiveSmallIntegerField("年份", null=True, blank=True)
    number = models.PositiveSmallIntegerField(
        "序号", null=True, blank=True, validators=[MaxValueValidator(numbering.HIGHEST)]
    )
    written_by = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="+", null=True, verbose_name="拟稿人"
    )
    written_at = models.DateTimeField("拟稿时间")
    issued_at = models.DateTimeField("发文时间", null=True, blank=True)
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.DRAFT)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["union", "series", "year", "number"], name="letters_letter_number_once"
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=True) | Q(year__isnull=False) & ~Q(series=""),
                name="letters_letter_number_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state="issued") | Q(red_head=False) | Q(number__isnull=False),
                name="letters_letter_issued_with_number",
            ),
        ]
        indexes = [models.Index(fields=["union", "state", "on"], name="letters_letter_of_union")]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def may_see(cls, seat: Seat) -> Q:
        return policy.may_see(seat)

    @property
    def kind_of(self) -> kinds.Kind:
        return kinds.BY_CODE[self.kind]

    @property
    def full_number(self) -> str:
        """青工〔2026〕12号; empty before it has one."""
        if self.number is None or self.year is None:
            return ""
        return numbering.written(self.series, self.year, self.number)


class HouseStyle(ScopedModel):
    """How a union signs its papers: the prefix of its numbers (机关代字) and the name in its red mark."""

    moves = Moves()

    union = models.OneToOneField("org.Union", models.PROTECT, related_name="+", verbose_name="工会")
    prefix = models.CharField("机关代字", max_length=20)
    issuer = models.CharField("落款和红头用的名称", max_length=60)

    @classmethod
    def may_see(cls, seat: Seat) -> Q:
        return policy.may_see(seat)


class Template(ScopedModel):
    """A union's own Word template for one kind of paper; the file is its attachment."""

    class State(models.TextChoices):
        ON = "on", "在用"
        OFF = "off", "已停用"

    moves = Moves(bring="→ on", switch_off="on → off", switch_on="off → on")

    union = models.ForeignKey("org.Union", models.PROTECT, related_name="+", verbose_name="工会")
    kind = models.CharField("文种", max_length=12, choices=kinds.CHOICES)
    name = models.CharField("文件名", max_length=120)
    brought_by = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="+", null=True, verbose_name="经办人"
    )
    brought_at = models.DateTimeField("上传时间")
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.ON)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["union", "kind"], condition=Q(state="on"), name="letters_template_one_in_use"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def kind_of(self) -> kinds.Kind:
        return kinds.BY_CODE[self.kind]

    @classmethod
    def may_see(cls, seat: Seat) -> Q:
        return policy.may_see(seat)
