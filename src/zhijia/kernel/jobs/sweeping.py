"""Letting go of what jobs left behind."""

import datetime as dt

from django.core.files.storage import default_storage

from zhijia.kernel import clock
from zhijia.kernel.clock import daily
from zhijia.kernel.jobs.models import Job
from zhijia.kernel.scope import Seat

FILES_KEPT = dt.timedelta(days=3)  # a file full of rows has been fetched by then, or is made anew
JOBS_KEPT = dt.timedelta(days=30)


def sweep(day: dt.date, by: Seat) -> None:
    """Files leave the disk, then rows leave the list; what the jobs did stands in the trail."""
    now = clock.now()
    ended = Job.objects.exclude(state__in=Job.OPEN)
    for job in ended.exclude(file="").filter(ended_at__lt=now - FILES_KEPT).defer("lines", "args"):
        default_storage.delete(job.file)
    ended.filter(ended_at__lt=now - FILES_KEPT).update(file="")
    ended.filter(ended_at__lt=now - JOBS_KEPT).delete()


daily.register("jobs", "后台任务的文件留三天，记录留三十天", sweep)
