"""Jobs: work that takes longer than a page may, queued in PostgreSQL and done by `zhijia worker`. See README.md."""

from zhijia.kernel.jobs.declaring import Kind, Result, job
from zhijia.kernel.jobs.progress import Progress
from zhijia.kernel.jobs.starting import start

__all__ = ["Kind", "Progress", "Result", "job", "start"]
