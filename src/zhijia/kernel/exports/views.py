"""The page of a made file, and the one door through which it leaves."""

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from zhijia.kernel.actions import NotAllowed
from zhijia.kernel.exports.models import MadeFile
from zhijia.kernel.exports.writers import TYPES
from zhijia.kernel.scope.middleware import PageRequest


@require_safe
def made(request: PageRequest, pk: int) -> HttpResponse:
    """How far the file is; asks itself again while it is being made."""
    row = _own(pk)
    words = {
        "making": ("正在导出", "running"),
        "ready": ("导出好了", "done"),
        "failed": ("没有做成", "stopped"),
    }
    title, state = words[row.state]
    told = f"已写 {row.done:,} / {row.rows:,} 行" if row.state == "making" else f"{row.rows:,} 行，{row.name}"
    job = {"title": title, "state": state, "percent": row.percent, "told": told, "links": []}
    job["note"] = (
        "可以离开这一页，做好了回来取。"
        if row.state == "making"
        else "敏感的列照样遮住。文件留一天，请尽早取走。"
    )
    list_url = f"{reverse(row.ledger.replace('.', ':'))}?{row.query}"
    return render(request, "ui/made.html", {"made": row, "job": job, "list": list_url})


@require_safe
def fetch(request: PageRequest, pk: int) -> HttpResponseBase:
    row = _own(pk)
    if row.state != MadeFile.State.READY or not row.path or not default_storage.exists(row.path):
        raise NotAllowed("这个文件还没做好，或者已经过期。请回列表再导出一次。")
    stream = default_storage.open(row.path)
    return FileResponse(stream, as_attachment=True, filename=row.name, content_type=TYPES[row.kind])


def _own(pk: int) -> MadeFile:
    row = MadeFile.objects.filter(pk=pk).first()
    if row is None:
        raise NotAllowed("没有找到这个文件。文件只有导出的人自己取得到。")
    return row
