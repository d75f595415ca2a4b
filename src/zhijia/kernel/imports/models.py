from typing import Any

from django.db import models
from django.db.models import Q

from zhijia.kernel.actions.moves import Moves
from zhijia.kernel.scope.rows import ScopedModel
from zhijia.kernel.scope.seat import Seat


class Batch(ScopedModel):
    """One workbook on its way into a register: taken in, checked, written in one transaction, perhaps undone.

    The file itself lies sealed in the storage until all of it is written, it is given up or a week has passed; `path` is
    empty after that.
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded", "待对应列"
        CHECKED = "checked", "待确认"
        APPLIED = "applied", "已导入"
        UNDONE = "undone", "已撤销"
        DROPPED = "dropped", "已放弃"

    moves = Moves(
        take_in="→ uploaded", check="uploaded, checked → checked", confirm="checked → applied",
        mend="checked → checked", take_advice="checked → checked", unmend="checked → checked",
        undo="applied → undone", drop="uploaded, checked → dropped",
    )  # fmt: skip

    kind = models.CharField("导入到", max_length=20)
    name = models.CharField("文件名", max_length=120)
    size = models.PositiveIntegerField("字节")
    path = models.CharField("存放位置", max_length=160, blank=True)
    person_id = models.BigIntegerField("本人")
    union_id = models.BigIntegerField("所在工会")
    seat = models.CharField("席位", max_length=32)
    chosen = models.JSONField("列的对应", default=dict)  # key of a heading → field, "" for not imported
    headers = models.JSONField("表头所在行", default=dict)  # sheet → row
    seen = models.JSONField(
        "表和列", default=list
    )  # each table: sheet, header, rows, columns as first matched
    totals = models.JSONField("各有多少", default=dict)
    kinds = models.JSONField("问题", default=list)  # [level, what, how many], most first
    passed = models.JSONField("不算数据的行", default=list)  # [sheet, row, what]
    digest = models.CharField("检查结果", max_length=64, blank=True)
    asked_at = models.DateTimeField("上传时间")
    applied_at = models.DateTimeField("导入时间", null=True, blank=True)
    event_id = models.BigIntegerField("导入事件", null=True, blank=True)
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.UPLOADED)

    class Meta:
        indexes = [models.Index(fields=["person_id", "-asked_at"], name="kernel_batch_of_person")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def may_see(cls, seat: Seat) -> Q:
        return Q(person_id=seat.person_id, union_id=seat.union_id)

    @property
    def trail_words(self) -> str:
        """What every event of this import says, by which they are found again."""
        return f"导入，第 {self.pk} 批"


class BatchLine(models.Model):
    """What the check has to say about one row: problems, or what would change. Derived, and written anew with each check."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="lines")
    sheet = models.CharField(max_length=60)
    row = models.PositiveIntegerField()
    name = models.CharField(max_length=60)
    verdict = models.CharField(max_length=10)
    problems = models.JSONField(default=list)  # [cell, level, what, message, fix, as written]
    changes = models.JSONField(default=list)  # [field, old, new], in words, sealed ones masked
    whats = models.JSONField(default=list)  # the kinds of its problems, to cut the list by
    offer = models.JSONField(
        default=dict
    )  # what an `Offer` needs to know of the row; empty where there is none

    class Meta:
        indexes = [models.Index(fields=["batch", "verdict"], name="kernel_batchline_of_batch")]


class CellFix(models.Model):
    """What somebody typed for one cell of the file on the check page. It lasts as long as the file, sealed like it."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="fixes")
    sheet = models.CharField(max_length=60)
    row = models.PositiveIntegerField()
    column = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=60)  # the problem that it answers
    kept = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "sheet", "row", "column"], name="kernel_cellfix_one_a_cell"
            )
        ]


class ColumnMemory(models.Model):
    """Which column of whose files is which field: remembered for a union once somebody of it has said so."""

    union_id = models.BigIntegerField()
    kind = models.CharField(max_length=20)
    heading = models.CharField(max_length=80)  # its key
    field = models.CharField(max_length=30, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["union_id", "kind", "heading"], name="kernel_columnmemory_once")
        ]

    @classmethod
    def of(cls, union_id: int | None, kind: str) -> dict[str, Any]:
        return dict(cls.objects.filter(union_id=union_id, kind=kind).values_list("heading", "field"))


class BeforeImport(models.Model):
    """What stood in sealed columns before an import changed them; the trail does not keep it. Sealed here as there."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="before")
    table = models.CharField(max_length=63)
    row_id = models.BigIntegerField()
    values = models.JSONField()  # column → what lies in the database
