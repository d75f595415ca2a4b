from django.contrib.postgres.indexes import BrinIndex
from django.db import models


class Event(models.Model):
    """One thing somebody did. The application may add and read, never change or remove."""

    append_only = True

    verb = models.CharField("动作", max_length=80)
    key = models.CharField("请求号", max_length=64, null=True, unique=True)  # noqa: DJ001 (NULLs do not collide)
    at = models.DateTimeField("时间")
    person_id = models.BigIntegerField("本人", null=True)
    seat = models.CharField("席位", max_length=32)
    union_id = models.BigIntegerField("所在工会", null=True)
    name = models.CharField("姓名", max_length=40)  # as it was then: people marry, leave and are renamed
    row_id = models.BigIntegerField("记录", null=True)  # empty where the verb makes the row
    subject = models.CharField("对象", max_length=200, blank=True)
    reason = models.CharField("原因", max_length=500, blank=True)

    class Meta:
        db_table = "trail_event"
        indexes = [
            BrinIndex(fields=["at"], name="trail_event_at"),
            models.Index(
                fields=["row_id"], name="trail_event_reveals", condition=models.Q(verb__endswith=".reveal")
            ),
        ]


class EventRow(models.Model):
    """What one event did to one row, written by the table's trigger alone: {field: [before, after]}."""

    append_only, kept_by_triggers = True, True

    event = models.ForeignKey(
        Event, models.PROTECT, related_name="rows", verbose_name="事件", db_constraint=False
    )  # the triggers of `guard.py` see to it, once a statement
    kind = models.CharField("表", max_length=63)
    row_id = models.BigIntegerField("记录")
    op = models.CharField("做法", max_length=1)  # I, U, D
    changes = models.JSONField("变化", default=dict)

    class Meta:
        db_table = "trail_eventrow"
        indexes = [models.Index(fields=["kind", "row_id"], name="trail_eventrow_of_row")]
