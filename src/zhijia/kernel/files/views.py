"""The doors of kept files: out by an id, never a path; onto a row, and off it again, where its model says who may."""

from typing import Any

from django.http import FileResponse, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from zhijia.kernel.actions import NotAllowed, Refused
from zhijia.kernel.files.actions import add, of_row, opened_file, remove
from zhijia.kernel.files.models import Attachment
from zhijia.kernel.scope import Seat
from zhijia.kernel.scope.middleware import PageRequest
from zhijia.kernel.scope.rows import in_table
from zhijia.kernel.ui.toast import say

SHOWN_IN_PLACE = frozenset({"image/jpeg", "image/png", "image/webp", "application/pdf"})
# A file is somebody else's content on our own address: it may run nothing and load nothing.
LOCKED_UP = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox"
# Chrome of the age found in offices (109) shows no PDF in a sandbox; its viewer runs nothing on our address.
PDF = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'"


@require_safe
def download(request: PageRequest, pk: int) -> HttpResponseBase:
    """Stream an attachment that the seat may see, on a row that the seat may see."""
    attachment = Attachment.objects.filter(pk=pk, state=Attachment.State.KEPT).first()
    if attachment is None or in_table(attachment.kind, attachment.row_id) is None:
        raise NotAllowed("没有找到这份文件，或者它不在您能看的范围里。文件只在记录的工会看得到。")
    small = bool(attachment.thumb) and "thumb" in request.GET
    try:
        stream = opened_file(attachment, thumb=small)
    except FileNotFoundError:
        return HttpResponse(
            "这份文件不在服务器上了，可能恢复数据时漏了附件。请找管理员从备份里找回。",
            status=404,
            content_type="text/plain; charset=utf-8",
        )
    content_type = "image/jpeg" if small else attachment.content_type
    response = FileResponse(
        stream,
        as_attachment=content_type not in SHOWN_IN_PLACE,
        filename=attachment.name,
        content_type=content_type,
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = PDF if content_type == "application/pdf" else LOCKED_UP
    response.headers["Cache-Control"] = "private, max-age=600"
    return response


def strip(row: Any) -> list[dict[str, Any]]:
    """The files of a row as ui/parts/evidence.html draws them."""
    shown = []
    for file in of_row(row):
        url = reverse("files:download", args=[file.pk])
        mark = "" if file.is_photo else file.name.rpartition(".")[2].upper()
        thumb = f"{url}?thumb=1" if file.is_photo else ""
        shown.append({"pk": file.pk, "name": file.name, "url": url, "thumb": thumb, "mark": mark})
    return shown


def may_attach(row: Any, seat: Seat) -> bool:
    """Does the row's model let this seat put files on it? `may_attach` beside `may_see`."""
    model = type(row)
    return hasattr(model, "may_attach") and model.objects.filter(model.may_attach(seat), pk=row.pk).exists()


def _open_to(request: PageRequest, table: str, pk: int) -> Any:
    row = in_table(table, pk)
    if row is None or not may_attach(row, request.seat):
        raise NotAllowed("这一条现在不能添附件、撤附件：已经作废，或者要由经办的人来办。")
    return row


@require_POST
def attach(request: PageRequest, table: str, pk: int) -> HttpResponse:
    """Keep what is fit, and say of each other file what is wrong with it."""
    row, key, kept = _open_to(request, table, pk), request.POST.get("key", "")[:40], 0
    uploads = request.FILES.getlist("files")
    for n, upload in enumerate(uploads):
        try:
            add(row, upload, by=request.seat, key=f"{key}-file-{n}" if key else None)
            kept += 1
        except NotAllowed:
            raise
        except Refused as problem:
            say(request, f"“{upload.name}”没有存上：{problem.sentence}", bad=True)
    if kept:
        say(request, f"附上了 {kept} 份。")
    elif not uploads:
        say(request, "还没有选文件。请先拍照或选文件，再按“附上”。", bad=True)
    return _back(request)


@require_POST
def take_down(request: PageRequest, pk: int) -> HttpResponse:
    held = Attachment.objects.filter(pk=pk, state=Attachment.State.KEPT).first()
    if held is None:
        raise NotAllowed("没有找到这份附件，可能已经撤下。")
    _open_to(request, held.kind, held.row_id)
    remove(held, by=request.seat, key=request.POST.get("key"), reason=request.POST.get("reason", "")[:200])
    say(request, f"已撤下“{held.name}”。")
    return _back(request)


def _back(request: PageRequest) -> HttpResponse:
    """To the page of the row, which the form names; never to another host."""
    back = request.POST.get("back", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(back if safe else "/")
