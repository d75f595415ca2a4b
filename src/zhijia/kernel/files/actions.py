"""Attach a file to a row, or take it down again. Whether the row itself may be seen is asked by its own scope."""

import errno
from typing import Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db.models import Q

from zhijia.kernel import clock
from zhijia.kernel.actions import Refused, Unfit, action
from zhijia.kernel.files import intake
from zhijia.kernel.files.models import Attachment
from zhijia.kernel.scope import Seat, scope


def in_own_union(seat: Seat) -> Q:
    return Q(union_id=seat.union_id)


def of_row(row: Any) -> list[Attachment]:
    """The files on this row that the open seat may see, oldest first."""
    files = Attachment.objects.filter(kind=row._meta.db_table, row_id=row.pk, state="kept")
    return list(files.order_by("id"))


def prepared(upload: Any) -> tuple[str, str, bytes, bytes]:
    """Check one upload and shrink it where it is a photo: name, content type, bytes, thumbnail.

    Raises `Unfit` with the sentence for the person who chose the file.
    """
    try:
        checked = intake.checked(upload, upload.name)
        if checked.kind == "photo":
            photo = intake.photo(checked.bytes)
            name = intake.named(checked.name, photo.content_type)
            return name, photo.content_type, photo.bytes, photo.thumbnail
    except intake.Unfit as unfit:
        raise Unfit(files=unfit.sentence) from None
    return checked.name, checked.content_type, checked.bytes, b""


@action(Attachment, allowed=in_own_union, label="附上文件")
def attach(attachment: Attachment, *, by: Seat, content: bytes, thumbnail: bytes = b"") -> None:
    """Keep the bytes under their own digest, so that the same file twice takes the room of one."""
    attachment.sha256 = intake.digest(content)
    attachment.size = len(content)
    attachment.added_by, attachment.added_at = by.person_id, clock.now()
    folder = f"{attachment.sha256[:2]}/{attachment.sha256[2:4]}"
    attachment.path = _kept(f"{folder}/{attachment.sha256}", content)
    if thumbnail:
        attachment.thumb = _kept(f"{folder}/{attachment.sha256}-thumb.jpg", thumbnail)


def add(row: Any, upload: Any, *, by: Seat, key: str | None = None) -> Attachment:
    """Put one uploaded file on a row of the own union. Raises `Unfit` with the sentence when it is no fit evidence.

    The same file a second time is the same attachment: a repeated upload doubles nothing.
    """
    name, content_type, content, thumbnail = prepared(upload)
    place = {"kind": row._meta.db_table, "row_id": row.pk, "union_id": row.union_id}
    with scope(by):
        there = Attachment.objects.filter(**place, state="kept", sha256=intake.digest(content)).first()
        attachment = Attachment(**place, name=name, content_type=content_type)
        return there or attach(attachment, by=by, key=key, content=content, thumbnail=thumbnail)


@action(Attachment, allowed=in_own_union, label="撤下文件", needs_reason=True)
def remove(attachment: Attachment, *, by: Seat) -> None:
    """Take a file off its row. The bytes stay until the archive's own period ends."""


def _kept(path: str, content: bytes) -> str:
    if default_storage.exists(path) and default_storage.size(path) == len(content):
        return path
    default_storage.delete(path)  # a shorter one was left by a killed process
    try:
        return default_storage.save(path, ContentFile(content))
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise Refused(
                "服务器磁盘满了，文件没有存上，您填的文字还在。请找管理员清出空间后再存一次。"
            ) from None
        raise


def opened_file(attachment: Attachment, *, thumb: bool = False) -> File:
    return default_storage.open(attachment.thumb if thumb else attachment.path)
