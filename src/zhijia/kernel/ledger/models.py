"""What a list remembers: how somebody likes it, and conditions kept under a name."""

from django.db import models
from django.db.models import Q

from zhijia.kernel.actions.moves import Moves
from zhijia.kernel.scope.rows import ScopedModel
from zhijia.kernel.scope.seat import Seat


class ListLook(models.Model):
    """How one person likes one list: which columns in which order, how wide, how many rows. No business row."""

    person_id = models.BigIntegerField("本人")
    ledger = models.CharField("台账", max_length=60)
    columns = models.JSONField("列", default=list)
    widths = models.JSONField("列宽", default=dict)
    size = models.PositiveSmallIntegerField("每页", default=50)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person_id", "ledger"], name="kernel_listlook_once")]


class KeptFilter(ScopedModel):
    """Conditions of a list kept under a name, for oneself or for the whole union."""

    class State(models.TextChoices):
        KEPT = "kept", "在用"
        GONE = "gone", "已删"

    moves = Moves(keep="→ kept", forget="kept → gone")

    ledger = models.CharField("台账", max_length=60)
    name = models.CharField("名称", max_length=20)
    query = models.CharField("条件", max_length=500)
    union_id = models.BigIntegerField("所在工会")
    person_id = models.BigIntegerField("本人")
    shared = models.BooleanField("本单位都能用", default=False)
    state = models.CharField("状态", max_length=8, choices=State.choices, default=State.KEPT)

    class Meta:
        indexes = [models.Index(fields=["union_id", "ledger"], name="kernel_keptfilter_of_list")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def may_see(cls, seat: Seat) -> Q:
        return Q(union_id=seat.union_id) & (Q(person_id=seat.person_id) | Q(shared=True))
