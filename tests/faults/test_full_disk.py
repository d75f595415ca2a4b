"""The disk fills up while evidence is uploaded: the trace is kept, the sentence says what to do."""

import errno

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile

from zhijia.kernel.files.models import Attachment
from zhijia.kernel.scope import scope
from zhijia.plans.models import Trace

NEW = "/plans/traces/new/"


def full(storage, name, content):
    raise OSError(errno.ENOSPC, "No space left on device", name)


def evidence():
    return SimpleUploadedFile("签到表.txt", "签到：王建平".encode(), "text/plain")


@pytest.fixture
def officer(client_as):
    return client_as("officer")


def recorded(seat, title):
    with scope(seat):
        return list(Trace.objects.filter(title=title))


def test_a_file_that_finds_no_room_leaves_the_trace(officer, seat_of, monkeypatch):
    monkeypatch.setattr(FileSystemStorage, "_save", full)
    form = {"key": "one-form", "on": "2026-11-20", "title": "安全知识竞赛", "who": "食堂"}
    page = officer.post(NEW, form | {"files": evidence()}, follow=True)
    assert "服务器磁盘满了，文件没有存上，您填的文字还在" in page.content.decode()
    (trace,) = recorded(seat_of("officer"), "安全知识竞赛")
    assert trace.evidence == 0
    monkeypatch.undo()
    officer.post(f"/plans/traces/{trace.pk}/files/", {"key": "another", "files": evidence()})
    (trace,) = recorded(seat_of("officer"), "安全知识竞赛")
    assert trace.evidence == 1


def test_a_plan_that_finds_no_room_is_not_half_read(officer, seat_of, monkeypatch):
    from zhijia.plans.models import Reading

    monkeypatch.setattr(FileSystemStorage, "_save", full)
    plan = "顺达机械工会2027年工作计划\n一、组织建设\n1．3月组织会员代表选举。\n"
    upload = SimpleUploadedFile("计划.txt", plan.encode(), "text/plain")
    page = officer.post("/plans/read/", {"key": "one-form", "file": upload, "text": ""}, follow=True)
    assert "磁盘满了" in page.content.decode()
    with scope(seat_of("officer")):
        assert not Reading.objects.filter(name="计划.txt").exists()
        assert not Attachment.objects.filter(name="计划.txt").exists()
