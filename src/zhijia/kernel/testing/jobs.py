"""Jobs in line: what the worker would do, done now, in the test's own transaction."""

from zhijia.kernel.jobs.models import Job
from zhijia.kernel.jobs.running import run
from zhijia.kernel.scope import system


def work_off() -> list[Job]:
    """Do every waiting job in the order it was asked for; the jobs as they ended."""
    done = []
    with system("测试：后台任务"):
        while waiting := Job.objects.filter(state=Job.State.WAITING).order_by("pk").first():
            run(waiting.pk, watched=False)
            done.append(Job.objects.get(pk=waiting.pk))
    return done
