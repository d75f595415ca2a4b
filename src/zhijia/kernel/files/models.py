from django.db import models

from zhijia.kernel.actions.moves import Moves
from zhijia.kernel.scope.rows import ScopedModel
from zhijia.kernel.scope.seat import Seat


class Attachment(ScopedModel):
    """One file on one row. Files never travel upward: only their number does (architecture §6, open part)."""

    class State(models.TextChoices):
        KEPT = "kept", "在册"
        REMOVED = "removed", "已撤下"

    moves = Moves(attach="→ kept", remove="kept → removed")

    kind = models.CharField("所属记录的表", max_length=63)
    row_id = models.BigIntegerField("所属记录")
    union_id = models.BigIntegerField("所在工会")
    name = models.CharField("文件名", max_length=120)
    content_type = models.CharField("类型", max_length=100)
    size = models.PositiveIntegerField("字节")
    sha256 = models.CharField("内容摘要", max_length=64)
    path = models.CharField("存放位置", max_length=120)
    thumb = models.CharField("缩略图", max_length=120, blank=True)
    added_by = models.BigIntegerField("经办人", null=True)
    added_at = models.DateTimeField("上传时间")
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.KEPT)

    class Meta:
        indexes = [models.Index(fields=["kind", "row_id"], name="kernel_attachment_of_row")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def may_see(cls, seat: Seat) -> models.Q:
        return models.Q(union_id=seat.union_id)

    @property
    def is_photo(self) -> bool:
        return bool(self.thumb)
