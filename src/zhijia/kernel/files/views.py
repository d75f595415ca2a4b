"""The one door through which kept files leave. An id comes in, never a path."""

from typing import Any

from django.apps import apps
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from zhijia.kernel.actions import NotAllowed
from zhijia.kernel.files.actions import opened_file
from zhijia.kernel.files.models import Attachment
from zhijia.kernel.scope import ScopedModel

SHOWN_IN_PLACE = frozenset({"image/jpeg", "image/png", "image/webp", "application/pdf"})
# A file is somebody else's content on our own address: it may run nothing and load nothing.
LOCKED_UP = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox"
# Chrome of the age found in offices (109) shows no PDF in a sandbox; its viewer runs nothing on our address.
PDF = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'"


@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Stream an attachment that the seat may see, on a row that the seat may see."""
    attachment = Attachment.objects.filter(pk=pk, state=Attachment.State.KEPT).first()
    if attachment is None or not _owner_in_sight(attachment):
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


def _owner_in_sight(attachment: Attachment) -> bool:
    model = _models().get(attachment.kind)
    return model is not None and model.objects.filter(pk=attachment.row_id).exists()


def _models() -> dict[str, Any]:
    """Tables to their models; only those whose rows are seen through scope own files."""
    return {model._meta.db_table: model for model in apps.get_models() if issubclass(model, ScopedModel)}
