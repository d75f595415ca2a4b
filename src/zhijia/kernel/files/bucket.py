"""Kept files on S3-compatible storage: what Django asks of a folder, asked of a bucket. Needs the extra `s3`."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import SpooledTemporaryFile
from typing import Any
from urllib.parse import urlsplit

import urllib3
from django.core.files.base import File
from django.core.files.storage import Storage
from minio import Minio
from minio.error import MinioException, S3Error

from zhijia.kernel.actions import Refused

IN_MEMORY = 2_000_000  # bytes of a file on its way out; more goes to this machine's disk for the moment
ABSENT = ("NoSuchKey", "NoSuchObject", "NotFound")


class Unreachable(Refused):
    status = 503

    def __init__(self) -> None:
        super().__init__(
            "存放附件的地方现在连不上，这一步没有办成，您填的文字还在。请过几分钟再试一次；还是不行，请告诉管理员。"
        )


class Bucket(Storage):
    """Each file is one object under its path. An object is there whole or not at all, also for whoever reads meanwhile."""

    def __init__(self, endpoint: str, bucket: str, key: str, secret: str, region: str):
        place = urlsplit(endpoint)
        self.bucket = bucket
        timeout = urllib3.Timeout(connect=5, read=30)  # seconds: a page waits no longer
        self.client = Minio(
            place.netloc, key, secret, secure=place.scheme == "https", region=region,
            http_client=urllib3.PoolManager(timeout=timeout, retries=urllib3.Retry(1)),
        )  # fmt: skip

    def _open(self, name: str, mode: str = "rb") -> File:
        """A copy of it: a browser may take minutes to fetch it, and holds no connection to the storage meanwhile."""
        kept: Any = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (goes with the answer)
        with _asking(name), self.client.get_object(self.bucket, name) as answer:
            shutil.copyfileobj(answer, kept)
        kept.seek(0)
        return File(kept, name)

    def _save(self, name: str, content: Any) -> str:
        with _asking(name):
            self.client.put_object(self.bucket, name, content, content.size)
        return name

    def delete(self, name: str) -> None:
        with _asking(name):
            self.client.remove_object(self.bucket, name)

    def exists(self, name: str) -> bool:
        try:
            self.size(name)
        except FileNotFoundError:
            return False
        return True

    def size(self, name: str) -> int:
        with _asking(name):
            return self.client.stat_object(self.bucket, name).size or 0


@contextmanager
def _asking(name: str) -> Iterator[None]:
    """Raises `FileNotFoundError` where there is no such object, and `Unreachable`."""
    try:
        yield
    except S3Error as error:
        raise (FileNotFoundError(name) if error.code in ABSENT else Unreachable()) from None
    except (MinioException, urllib3.exceptions.HTTPError):
        raise Unreachable from None
