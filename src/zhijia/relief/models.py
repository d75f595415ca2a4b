"""The nouns of relief: so far the visit (G06, G07, G08)."""

from django.db import models
from django.db.models import Q

from zhijia.kernel import clock
from zhijia.kernel.actions import Moves
from zhijia.kernel.scope import ScopedModel, Seat
from zhijia.kernel.secrets import EarlyId, SecretText
from zhijia.relief import kinds, policy, rules


class Visit(ScopedModel):
    """Somebody is to be visited, by a day; two people go, and what they bring is money or goods of one fund.

    Rows stay in their own union, also in the database. Upward go figures alone.
    """

    class State(models.TextChoices):
        DUE = "due", "待走访"
        DONE = "done", "已走访"
        MISSED = "missed", "未走访"
        UNDONE = "undone", "已撤销"
        WITHDRAWN = "withdrawn", "已作废"

    moves = Moves(
        arrange="→ due",
        record="→ done",
        complete="due, missed → done",
        reopen="done → due",
        undo_record="done → undone",
        undo_arrange="due → undone",
        miss="due → missed",
        undo_miss="missed → due",
        withdraw="due, done, missed → withdrawn",
    )
    restricted = True

    id = EarlyId(primary_key=True)
    union = models.ForeignKey("org.Union", models.PROTECT, related_name="+", verbose_name="工会")
    kind = models.CharField("事由", max_length=16, choices=kinds.choices)
    person = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="+", null=True, blank=True, verbose_name="会员"
    )
    name = models.CharField("走访对象", max_length=40, help_text="写姓名。和本会会员同名的会自动对上。")
    due_on = models.DateField("走访期限", help_text="不填就按事由的规定天数。")
    visited_on = models.DateField("走访日期", null=True, blank=True)
    visitor = models.CharField("走访人", max_length=40, blank=True)
    second_visitor = models.CharField("同行人", max_length=40, blank=True)
    gift = models.CharField("慰问形式", max_length=8, choices=[*kinds.GIFTS.items()], blank=True)
    goods = models.CharField(
        "慰问品", max_length=60, blank=True, help_text="带慰问品的写一下，如：牛奶、水果。"
    )
    amount = models.DecimalField("金额（元）", max_digits=9, decimal_places=2, null=True, blank=True)
    fund = models.CharField("资金来源", max_length=16, choices=[*kinds.FUNDS.items()], blank=True)
    note = SecretText(
        "情况", blank=True, default="", help_text="病情、家境写在这里：存时加密，平时遮住。这一格不留草稿。"
    )
    reported_by = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="+", null=True, verbose_name="登记人"
    )
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.DUE)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="relief_visit_amount_not_negative"),
            models.CheckConstraint(
                condition=~Q(state="done")
                | (Q(visited_on__isnull=False) & ~Q(visitor="") & ~Q(second_visitor="")),
                name="relief_visit_done_by_two",
            ),
        ]
        indexes = [models.Index(fields=["union", "due_on"], name="relief_visit_of_union")]

    def __str__(self) -> str:
        return f"{self.name}，{self.get_kind_display()}"

    @property
    def mark(self) -> tuple[str, str]:
        """The state as a label says it; what is done is plain text."""
        if rules.is_late(self.state, self.due_on, clock.today()):
            return "late", "已逾期"
        return {"due": "todo", "done": ""}.get(self.state, "void"), self.get_state_display()

    @classmethod
    def may_see(cls, seat: Seat) -> Q:
        return policy.may_see(seat)

    @classmethod
    def may_reveal(cls, seat: Seat) -> Q:
        return policy.may_reveal(seat)

    @classmethod
    def may_attach(cls, seat: Seat) -> Q:
        return policy.may_settle(seat) & ~policy.closed(seat)
