"""The door through which files leave: only by id, only with the row they prove, never as something that runs."""

import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from zhijia.kernel.files import actions as files
from zhijia.kernel.files.models import Attachment
from zhijia.kernel.scope import scope
from zhijia.plans.actions import traces
from zhijia.plans.models import Trace

pytestmark = pytest.mark.django_db


@pytest.fixture
def trace(seat_of):
    day = dt.date(2026, 11, 18)
    return traces.record(Trace(), by=seat_of("officer"), on=day, title="车间安全检查", who="安全员")


@pytest.fixture
def photo(trace, seat_of):
    stream = io.BytesIO()
    Image.new("RGB", (900, 700), "teal").save(stream, "JPEG")
    return traces.add_file(trace, SimpleUploadedFile("现场 1.jpg", stream.getvalue()), by=seat_of("officer"))


@pytest.fixture
def paper(trace, seat_of):
    return traces.add_file(
        trace, SimpleUploadedFile("签到名单.txt", "王芳 李强".encode()), by=seat_of("officer")
    )


def address(attachment):
    return reverse("files:download", args=[attachment.pk])


def test_a_photo_opens_in_place_and_its_thumbnail_is_smaller(client_as, photo):
    client = client_as("officer")
    whole, small = client.get(address(photo)), client.get(address(photo), {"thumb": "1"})
    assert whole.headers["Content-Type"] == small.headers["Content-Type"] == "image/jpeg"
    assert whole.headers["Content-Disposition"].startswith("inline")
    assert len(small.getvalue()) < len(whole.getvalue())


def test_other_files_are_saved_under_their_chinese_name(client_as, paper):
    answer = client_as("officer").get(address(paper))
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''%E7%AD%BE")
    assert answer.getvalue().decode() == "王芳 李强"


def test_nothing_in_a_file_runs_or_is_guessed_or_shared(client_as, photo):
    headers = client_as("officer").get(address(photo)).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in headers["Content-Security-Policy"]
    assert "private" in headers["Cache-Control"]


@pytest.mark.parametrize("login", ["town", "county", "neighbour", "member"])
def test_files_stay_in_their_own_union(client_as, photo, login):
    assert client_as(login).get(address(photo)).status_code == 403


def test_one_who_is_not_signed_in_gets_nothing(client, photo):
    answer = client.get(address(photo))
    assert answer.status_code in (302, 401, 403)
    assert not answer.streaming


def test_whoever_may_not_see_the_row_does_not_get_its_file(client_as, photo, seat_of):
    leader = seat_of("leader")
    with scope(leader):
        assert Attachment.objects.filter(pk=photo.pk).exists()  # the file's own union alone is not enough
        assert not Trace.objects.filter(pk=photo.row_id).exists()
    assert client_as("leader").get(address(photo)).status_code == 403


def test_a_file_taken_down_is_gone(client_as, photo, seat_of):
    traces.remove_file(photo, by=seat_of("officer"), reason="传错了")
    assert client_as("officer").get(address(photo)).status_code == 403


def test_a_file_of_no_known_register_stays_shut(client_as, seat_of):
    seat = seat_of("officer")
    row = Attachment(
        kind="auth_permission", row_id=1, union_id=seat.union_id, name="x.txt", content_type="text/plain"
    )
    made = files.attach(row, by=seat, content=b"x")
    assert client_as("officer").get(address(made)).status_code == 403


def test_bytes_lost_from_the_disk_are_named_as_such(client_as, photo, monkeypatch):
    def gone(*_, **__):
        raise FileNotFoundError

    monkeypatch.setattr("zhijia.kernel.files.views.opened_file", gone)
    answer = client_as("officer").get(address(photo))
    assert answer.status_code == 404
    assert "备份" in answer.content.decode()


@pytest.mark.parametrize("path", ["../../etc/passwd", "%2e%2e/secret", "1/../2", "abc"])
def test_a_path_is_no_address(client_as, path):
    assert client_as("officer").get(f"/files/{path}").status_code in (301, 404)
