from django.db import models
from django.db.models import Q

from zhijia.kernel.scope.rows import ScopedModel
from zhijia.kernel.scope.seat import Seat


class MadeFile(ScopedModel):
    """A file made from a list: made first, fetched after, by the one who asked for it."""

    class State(models.TextChoices):
        MAKING = "making", "正在做"
        READY = "ready", "做好了"

    ledger = models.CharField("台账", max_length=60)
    person_id = models.BigIntegerField("本人")
    union_id = models.BigIntegerField("所在工会")
    seat = models.CharField("席位", max_length=32)
    query = models.CharField("条件", max_length=2000, blank=True)
    columns = models.JSONField("列", default=list)
    kind = models.CharField("格式", max_length=8)
    name = models.CharField("文件名", max_length=120)
    path = models.CharField("存放位置", max_length=160, blank=True)
    rows = models.PositiveIntegerField("行数", default=0)
    asked_at = models.DateTimeField("时间")
    state = models.CharField("状态", max_length=8, choices=State.choices, default=State.MAKING)

    class Meta:
        indexes = [models.Index(fields=["person_id", "-asked_at"], name="kernel_madefile_of_person")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def may_see(cls, seat: Seat) -> Q:
        return Q(person_id=seat.person_id, union_id=seat.union_id)
