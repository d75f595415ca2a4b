"""The page of a made file, and the one door through which it leaves."""

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from zhijia.kernel import clock
from zhijia.kernel.actions import NotAllowed
from zhijia.kernel.exports.actions import KEPT
from zhijia.kernel.exports.models import MadeFile
from zhijia.kernel.exports.writers import TYPES
from zhijia.kernel.jobs.models import Job
from zhijia.kernel.scope.middleware import PageRequest


@require_safe
def made(request: PageRequest, pk: int) -> HttpResponse:
    """The file to fetch, or the job that makes it."""
    row = _own(pk)
    job = None if row.path else Job.objects.filter(args__made=row.pk).first()
    list_url = f"{reverse(row.ledger.replace('.', ':'))}?{row.query}"
    context = {"made": row, "job": job, "list": list_url, "here": _is_here(row)}
    return render(request, "ui/made.html", context)


@require_safe
def fetch(request: PageRequest, pk: int) -> HttpResponseBase:
    row = _own(pk)
    if not _is_here(row) or not default_storage.exists(row.path):
        raise NotAllowed("这个文件还没做好，或者已经过期。请回列表再导出一次。")
    stream = default_storage.open(row.path)
    return FileResponse(stream, as_attachment=True, filename=row.name, content_type=TYPES[row.kind])


def _is_here(row: MadeFile) -> bool:
    return bool(row.path) and clock.now() - row.asked_at < KEPT


def _own(pk: int) -> MadeFile:
    row = MadeFile.objects.filter(pk=pk).first()
    if row is None:
        raise NotAllowed("没有找到这个文件。文件只有导出的人自己取得到。")
    return row
