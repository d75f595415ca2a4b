"""One's own jobs: how far they are, what came of them, and the one door through which a job's file leaves."""

import mimetypes

from django.core.files.storage import default_storage
from django.db import transaction
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from zhijia.kernel import clock
from zhijia.kernel.actions import NotAllowed
from zhijia.kernel.jobs.models import Job
from zhijia.kernel.scope.middleware import PageRequest
from zhijia.kernel.ui.toast import say

SHOWN = 50


@require_safe
def mine(request: PageRequest) -> HttpResponse:
    """The latest first; asks itself again while one of them is open."""
    jobs = list(Job.objects.defer("lines", "args").order_by("-asked_at", "-pk")[:SHOWN])
    return render(request, "jobs/mine.html", {"jobs": jobs, "open": any(job.is_open for job in jobs)})


@require_safe
def one(request: PageRequest, pk: int) -> HttpResponse:
    """The page of one job; for htmx the part alone, that other pages include too."""
    job, reload = _own(pk), bool(request.GET.get("reload"))
    template = "jobs/part.html" if request.htmx else "jobs/one.html"
    answer = render(request, template, {"job": job, "reload": reload})
    if request.htmx and reload and not job.is_open:
        answer["HX-Refresh"] = "true"
    return answer


@require_POST
def stop(request: PageRequest, pk: int) -> HttpResponse:
    """One that waits is stopped at once, one that runs at its next step."""
    with transaction.atomic():
        job = Job.objects.select_for_update().get(pk=_own(pk).pk)
        if job.state == Job.State.WAITING:
            job.state, job.ended_at, job.told = (
                Job.State.STOPPED,
                clock.now(),
                "还没开始就停下了，什么都没有改。",
            )
        job.stop_wanted = job.is_open
        job.save(update_fields=["state", "ended_at", "told", "stop_wanted"])
    say(request, "正在停下，请稍等。" if job.is_open else f"{job.get_state_display()}：{job.title}。")
    return redirect("jobs:one", pk)


@require_safe
def fetch(request: PageRequest, pk: int) -> HttpResponseBase:
    job = _own(pk)
    if not job.file or not default_storage.exists(job.file):
        raise NotAllowed("这个文件还没做好，或者已经过期。需要的话请再做一次。")
    kind = mimetypes.guess_type(job.file_name)[0] or "application/octet-stream"
    stream = default_storage.open(job.file)
    return FileResponse(stream, as_attachment=True, filename=job.file_name, content_type=kind)


def _own(pk: int) -> Job:
    job = Job.objects.filter(pk=pk).first()
    if job is None:
        raise NotAllowed("没有找到这个任务。任务只有提交的人，用提交时的身份看得到。")
    return job
