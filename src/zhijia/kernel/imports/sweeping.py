"""Letting go of workbooks that nobody came back to."""

import datetime as dt

from zhijia.kernel import clock
from zhijia.kernel.clock import daily
from zhijia.kernel.imports.actions import drop
from zhijia.kernel.imports.models import Batch
from zhijia.kernel.scope import Seat

KEPT = dt.timedelta(days=7)


def sweep(day: dt.date, by: Seat) -> None:
    """What was uploaded and never written is given up; full of people's numbers, the file leaves the disk."""
    for batch in Batch.objects.filter(state__in=("uploaded", "checked"), asked_at__lt=clock.now() - KEPT):
        drop(batch.pk, by=by)


daily.register("imports", "上传七天没有导入的文件，替上传的人放弃", sweep)
