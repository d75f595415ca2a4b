"""Letting go of workbooks that nobody came back to."""

import datetime as dt

from zhijia.kernel import clock
from zhijia.kernel.clock import daily
from zhijia.kernel.imports.actions import drop, let_go
from zhijia.kernel.imports.models import Batch
from zhijia.kernel.scope import Seat

KEPT = dt.timedelta(days=7)


def sweep(day: dt.date, by: Seat) -> None:
    """What was uploaded and never written is given up; full of people's numbers, the file leaves the disk."""
    old = Batch.objects.filter(asked_at__lt=clock.now() - KEPT)
    for batch in old.filter(state__in=("uploaded", "checked")):
        drop(batch.pk, by=by)
    for batch in old.filter(state="applied").exclude(path=""):
        let_go(batch.pk, by=by)


daily.register("imports", "上传满七天的导入文件删掉，没有导入的替上传的人放弃", sweep)
