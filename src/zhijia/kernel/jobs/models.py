import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Q

from zhijia.kernel import clock
from zhijia.kernel.scope.rows import ScopedModel
from zhijia.kernel.scope.seat import Seat
from zhijia.kernel.secrets import EarlyId, SecretText


class Job(ScopedModel):
    """Work that takes longer than a page may: who asked for it, how far it is, what came of it.

    Bookkeeping, no business row: what a job does to business rows it does through verbs, and that stands in the trail.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "排队中"
        RUNNING = "running", "正在做"
        DONE = "done", "做好了"
        FAILED = "failed", "没有做成"
        STOPPED = "stopped", "已停下"
        GIVEN_UP = "given_up", "多次中断，已停下"

    OPEN = (State.WAITING, State.RUNNING)

    id = EarlyId(primary_key=True)
    kind = models.CharField("种类", max_length=60)
    title = models.CharField("任务", max_length=120)
    args = models.JSONField("编号", default=dict)  # ids alone: the queue is no place for people's data
    words = SecretText("所填的内容", blank=True)  # what was typed into the form, until the job has ended
    key = models.CharField("请求号", max_length=64, null=True, unique=True)  # noqa: DJ001 (NULLs do not collide)
    person_id = models.BigIntegerField("本人")
    union_id = models.BigIntegerField("所在工会")
    seat = models.CharField("席位", max_length=32)
    state = models.CharField("状态", max_length=8, choices=State.choices, default=State.WAITING)
    attempt = models.PositiveIntegerField(
        "第几次", default=0
    )  # the present run's number; an older run may not end it
    lost = models.PositiveSmallIntegerField("中断次数", default=0)  # runs that ended without a word
    stop_wanted = models.BooleanField("要停下", default=False)
    done = models.PositiveIntegerField("已做", default=0)
    total = models.PositiveIntegerField("总数", default=0)
    told = models.CharField("说明", max_length=300, blank=True)
    url = models.CharField("结果页", max_length=300, blank=True)
    label = models.CharField("结果页名称", max_length=30, blank=True)
    file = models.CharField("存放位置", max_length=160, blank=True)
    file_name = models.CharField("文件名", max_length=120, blank=True)
    lines = models.JSONField("逐条结果", default=list)
    asked_at = models.DateTimeField("提交时间")
    started_at = models.DateTimeField("开始时间", null=True)
    ended_at = models.DateTimeField("结束时间", null=True)

    class Meta:
        indexes = [models.Index(fields=["person_id", "-asked_at"], name="kernel_job_of_person")]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def may_see(cls, seat: Seat) -> Q:
        """Whoever asked, where she asked it: a file holds the rows of that union."""
        return Q(person_id=seat.person_id, union_id=seat.union_id)

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def percent(self) -> int:
        if self.state == self.State.DONE:
            return 100
        return min(99, 100 * self.done // self.total) if self.total else 0

    @property
    def chip(self) -> str:
        return CHIPS[self.State(self.state)]

    @property
    def shown(self) -> dict[str, Any]:
        """What ui/parts/job.html draws."""
        bar = "running" if self.is_open else "done" if self.state == self.State.DONE else "stopped"
        links = [{"label": self.label or "看结果", "url": self.url}] if self.url else []
        return {
            "title": self.get_state_display(), "state": bar, "percent": self.percent, "links": links,
            "told": self.how_far if self.is_open else self.told,
            "note": "可以离开这一页，做好了从右上角“后台任务”里找得到。" if self.is_open else "",
        }  # fmt: skip

    @property
    def how_far(self) -> str:
        if self.state == self.State.WAITING:
            long = clock.now() - self.asked_at > LONG_WAIT
            return (
                "等得有些久了。后台任务可能没有在运行，请告诉管理员。"
                if long
                else "排队中，前面的做完就开始。"
            )
        if self.stop_wanted:
            return "正在停下……"
        counted = f"已做 {self.done:,} / {self.total:,}" if self.total else ""
        return "，".join(filter(None, (counted, self.told, self._left()))) or "刚开始……"

    def _left(self) -> str:
        """Roughly how long it still takes, once there is something to reckon from."""
        seconds = (clock.now() - self.started_at).total_seconds() if self.started_at else 0
        if seconds < 5 or self.percent < 3:
            return ""
        left = seconds * (self.total - self.done) / self.done
        return f"约剩 {left / 60:.0f} 分钟" if left > 90 else f"约剩 {max(round(left, -1), 10):.0f} 秒"


LONG_WAIT = dt.timedelta(minutes=10)
CHIPS = {
    Job.State.WAITING: "todo", Job.State.RUNNING: "doing", Job.State.DONE: "done", Job.State.FAILED: "late",
    Job.State.STOPPED: "void", Job.State.GIVEN_UP: "late",
}  # fmt: skip
