"""Kept files on S3-compatible storage, against a stand-in that speaks the few words of the protocol that we use.

Tried by hand against a server of somebody else's as well: see docs/deploy/cluster.md.
"""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from zhijia.kernel.files.bucket import Bucket, Unreachable
from zhijia.kernel.files.models import Attachment
from zhijia.kernel.scope import scope, system
from zhijia.relief.models import Visit

ABSENT = b"<Error><Code>NoSuchKey</Code><Message>gone</Message></Error>"


class StandIn(BaseHTTPRequestHandler):
    """Objects by their path, in memory."""

    objects: dict[str, bytes] = {}

    def _answer(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(b"" if self.command == "HEAD" else body)

    def do_PUT(self):
        length = int(self.headers.get("x-amz-decoded-content-length") or self.headers["Content-Length"])
        self.objects[self.path] = self.rfile.read(length)
        self._answer(200, ETag='"e"')

    def do_GET(self):
        kept = self.objects.get(self.path)
        if kept is None:
            self._answer(404, ABSENT, Content_Type="application/xml")
        else:
            self._answer(200, kept, ETag='"e"', Last_Modified="Fri, 20 Nov 2026 00:00:00 GMT")

    do_HEAD = do_GET

    def do_DELETE(self):
        self.objects.pop(self.path, None)
        self._answer(204)

    def log_message(self, *arguments):
        pass


@pytest.fixture
def server():
    StandIn.objects = {}
    serving = ThreadingHTTPServer(("127.0.0.1", 0), StandIn)
    Thread(target=serving.serve_forever, daemon=True).start()
    yield serving
    serving.shutdown()
    serving.server_close()


@pytest.fixture
def options(server):
    endpoint = f"http://127.0.0.1:{server.server_address[1]}"
    return {"endpoint": endpoint, "bucket": "zhijia", "key": "k", "secret": "secret", "region": "us-east-1"}


def test_a_file_is_kept_told_and_let_go(options):
    bucket = Bucket(**options)
    assert bucket.save("ab/cd/x", ContentFile(b"photo" * 1000)) == "ab/cd/x"
    assert bucket.exists("ab/cd/x")
    assert bucket.size("ab/cd/x") == 5000
    with bucket.open("ab/cd/x") as file:
        assert file.read() == b"photo" * 1000
    assert bucket.save("ab/cd/x", ContentFile(b"another")) != "ab/cd/x"  # nothing is overwritten
    bucket.delete("ab/cd/x")
    bucket.delete("ab/cd/x")
    assert not bucket.exists("ab/cd/x")
    with pytest.raises(FileNotFoundError):
        bucket.open("ab/cd/x")


@pytest.mark.django_db
def test_an_officer_uploads_and_reads_as_from_a_folder(options, settings, client_as, seat_of):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "zhijia.kernel.files.bucket.Bucket", "OPTIONS": options},
    }
    with scope(seat_of("officer")):
        row = Visit.objects.filter(state="due").first()
    client = client_as("officer")
    upload = SimpleUploadedFile("签到表.txt", "到会 12 人".encode())
    client.post(f"/files/of/relief_visit/{row.pk}/", {"files": upload, "key": "one"})
    with system("测试"):
        kept = Attachment.objects.get(kind="relief_visit", row_id=row.pk)
    assert StandIn.objects == {f"/zhijia/{kept.path}": "到会 12 人".encode()}
    assert b"".join(client.get(f"/files/{kept.pk}/").streaming_content) == "到会 12 人".encode()


@pytest.mark.django_db
def test_storage_that_is_not_there_is_told_in_a_sentence(options, server, settings, client_as, seat_of):
    server.shutdown()
    server.server_close()
    with pytest.raises(Unreachable, match="您填的文字还在"):
        Bucket(**options).save("x", ContentFile(b"1"))
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "zhijia.kernel.files.bucket.Bucket", "OPTIONS": options},
    }
    with scope(seat_of("officer")):
        row = Visit.objects.filter(state="due").first()
    client = client_as("officer")
    upload = SimpleUploadedFile("签到表.txt", "到会 12 人".encode())
    told = client.post(f"/files/of/relief_visit/{row.pk}/", {"files": upload}, follow=True)
    assert "存放附件的地方现在连不上" in told.content.decode()
