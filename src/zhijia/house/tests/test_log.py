"""From the number on an error page to its line in the log, with nothing of a person in between."""

import logging
import re

import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.test import Client, override_settings

from zhijia.server import logs

pytestmark = pytest.mark.django_db
NUMBER = re.compile(r"报修时请说这个号：(E-\d{4}-\d{4}-[0-9A-F]{4})")
NAME = "王芳的困难情况"


@pytest.fixture
def log(tmp_path):
    """The rotating log of an office, small enough to have turned over."""
    folder = tmp_path / "log"
    folder.mkdir()
    handler = logging.handlers.RotatingFileHandler(
        folder / "pages.log", maxBytes=3_000, backupCount=3, encoding="utf-8"
    )
    handler.setFormatter(logs.WithoutValues("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.getLogger().addHandler(handler)
    yield folder
    logging.getLogger().removeHandler(handler)
    handler.close()


def breaking(kind):
    def broken(*_, **__):
        raise kind(f"{NAME} at line 1")

    return broken


def found(log, response, status):
    """The entries of the number that this page shows; nothing anywhere in the log names what was typed."""
    assert response.status_code == status
    number = NUMBER.search(response.content.decode())[1]
    assert response["X-Repair-Number"] == number
    entries = list(logs.entries(log, number))
    assert entries
    assert all(f" {status} " in entry.splitlines()[0] or "database trouble" in entry for entry in entries)
    whole = "".join(path.read_text(encoding="utf-8") for path in log.iterdir())
    assert NAME not in whole
    assert "%E7%8E%8B" not in whole
    return "\n".join(entries)


def test_a_page_that_breaks(log, client_as, monkeypatch):
    monkeypatch.setattr("zhijia.plans.views.trace_list._totals", breaking(RuntimeError))
    client = client_as("officer", raise_request_exception=False)
    answer = client.get("/plans/traces/", {"q": NAME})
    entry = found(log, answer, 500)
    assert "GET /plans/traces/" in entry
    assert "trace_list.py" in entry  # where it broke
    assert entry.endswith("RuntimeError")
    for _ in range(30):
        client.get(f"/plans/traces/{NAME}/")
    assert len(list(log.iterdir())) > 1
    assert found(log, answer, 500) == entry  # also after the log has turned over


def test_the_database_goes_away(log, client_as, monkeypatch):
    client = client_as("officer", raise_request_exception=False)
    monkeypatch.setattr("zhijia.plans.views.trace_list._totals", breaking(OperationalError))
    assert "database trouble" in found(log, client.get("/plans/traces/"), 503)
    monkeypatch.setattr(
        "zhijia.kernel.scope.middleware.seats_of", breaking(OperationalError)
    )  # before any view
    assert "数据库刚才断开了" in client.get("/").content.decode()
    found(log, client.get("/"), 503)


def test_pages_that_are_not_there_or_not_for_me(log, client_as):
    member = client_as("member")
    assert "(no such address)" in found(log, member.get(f"/{NAME}/"), 404)
    assert "/files/<int:pk>/" in found(log, member.get("/files/999999/"), 403)
    found(log, member.get("/plans/read/"), 403)
    answer = member.get("/house/backup/")
    assert "这一页不能直接打开" in answer.content.decode()
    assert int(answer["Content-Length"]) == len(answer.content)
    found(log, answer, 405)


def test_a_form_without_its_token_and_one_too_large(log, client_as):
    client = client_as("officer", enforce_csrf_checks=True)
    assert "CSRF" in found(log, client.post("/plans/traces/new/", {"title": NAME}), 403)
    with override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=1000):
        answer = client_as("officer").post("/plans/traces/new/", {"title": NAME * 1000})
    assert "文字超过了 5 MB" in answer.content.decode()
    found(log, answer, 413)


def test_a_name_of_the_machine_that_nobody_registered(log):
    answer = Client().get("/sign-in/", headers={"host": "office-pc:8000"})
    assert "您是用“office-pc:8000”打开的" in answer.content.decode()
    assert "django.security.DisallowedHost" in found(log, answer, 400)


def test_too_many_tries(log):
    cache.clear()
    client = Client()
    with override_settings(ACCOUNT_RATE_LIMITS={"login": "1/m/ip"}):
        for _ in range(2):
            answer = client.post("/sign-in/", {"login": NAME, "password": "x"})
    cache.clear()
    found(log, answer, 429)


def test_the_command_prints_the_line_or_says_where_to_look(log, capsys):
    (log / "pages.log").write_text(
        "2026-11-27 22:05:01,123 ERROR django.request E-1127-2205-3FA9 500 GET /\n  File x\nRuntimeError\n"
        "2026-11-27 22:06:01,123 ERROR django.request E-1127-2206-3FA0 500 GET /\n",
        encoding="utf-8",
    )
    logs.main(["e-1127-2205-3fa9", "--data", str(log.parent)])
    assert capsys.readouterr().out.splitlines()[1:] == ["  File x", "RuntimeError"]
    with pytest.raises(SystemExit, match="日志里没有 E-1"):
        logs.main(["E-1", "--data", str(log.parent)])
