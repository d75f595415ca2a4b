"""A union's own server from an empty folder to another machine, with real processes."""

import http.cookiejar
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import psycopg
import pytest

from zhijia.server import backup, keeper
from zhijia.server.folders import postgres_home
from zhijia.server.private_postgres import OWNER, PrivatePostgres

PATIENCE = 90
PASSPHRASE = "清泉流过石桥东边"
FIRST = {
    "name": "清泉镇总工会", "kind": "town", "founded_on": "2018-05-01", "person": "林晓", "gender": "female",
    "office": "chair", "login": "linxiao", "password": "qingquan-88x", "password_again": "qingquan-88x",
    "passphrase": PASSPHRASE, "passphrase_again": PASSPHRASE,
}  # fmt: skip


def zhijia(*arguments, **more):
    """One command of the program, with nothing of the tests' own settings."""
    own = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("DJANGO_", "ZHIJIA_", "DATABASE"))
    }
    return subprocess.Popen(
        [sys.executable, "-m", "zhijia", *map(str, arguments)], env=own | more.pop("env", {}), **more
    )


class House:
    """`zhijia serve` on a data folder."""

    def __init__(self, data: Path, *arguments: str):
        self.data, self.output = data, data.with_suffix(".out")
        with socket.socket() as door:
            door.bind(("127.0.0.1", 0))
            self.port = door.getsockname()[1]
        with open(self.output, "w") as output:
            self.process = zhijia(
                "serve", "--data", data, "--port", self.port, *arguments, stdout=output, stderr=output
            )
        deadline = time.monotonic() + PATIENCE
        while "按 Ctrl-C" not in self.said() and self.process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.05)

    def said(self) -> str:
        return self.output.read_text(encoding="utf-8")

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.wait(PATIENCE)

    def browser(self) -> "Browser":
        return Browser(f"http://127.0.0.1:{self.port}")


class Browser:
    def __init__(self, base: str):
        self.base = base
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        )

    def ask(self, path: str, values: dict[str, str] | None = None) -> tuple[str, str]:
        """Where one ended up, and the page."""
        if values is not None:
            token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.ask(path)[1])[1]
            values = {**values, "csrfmiddlewaretoken": token}
        data = urllib.parse.urlencode(values).encode() if values is not None else None
        try:
            with self.opener.open(self.base + path, data, timeout=PATIENCE) as answer:
                return answer.url.removeprefix(self.base), answer.read().decode()
        except urllib.error.HTTPError as error:
            return path, error.read().decode()


@pytest.fixture
def folder(tmp_path):
    made = []

    def under(name):
        made.append(tmp_path / name)
        return made[-1]

    yield under
    for data in made:
        PrivatePostgres(postgres_home(data)).erase()


def test_from_an_empty_folder_to_another_machine(folder):
    """A chair sets up her union, signs in, a backup is made, and the union goes on elsewhere."""
    data = folder("office")
    house = House(data)
    token = re.search(r"启动码（只用一次）：  (\S+)", house.said())[1]
    chair = house.browser()
    assert chair.ask("/plans/")[0] == "/first-run/"
    assert "启动码不对" in chair.ask("/first-run/", {**FIRST, "token": "AAAAA-AAAAA"})[1]
    sheet = chair.ask("/first-run/", {**FIRST, "token": token.lower()})[1]
    code = re.search(r"(?:[A-Z2-9]{5}-){5}[A-Z2-9]{5}", sheet)[0]
    where, page = chair.ask("/sign-in/", {"login": "linxiao", "password": "qingquan-88x"})
    assert where == "/"
    assert "林晓" in page

    assert zhijia("backup", "--data", data, "--drill").wait(PATIENCE) == 0
    (made,) = backup.in_folder(data / "backups")
    assert backup.noted(data)["drill_failure"] == ""
    house.stop()
    assert house.process.returncode == 0

    second = folder("elsewhere")
    for word, status in (("不是这句", 1), (code, 0)):
        done = zhijia("restore", made, "--data", second, env={"ZHIJIA_PASSPHRASE": word}).wait(PATIENCE)
        assert done == status
    again = House(second)
    assert "启动码" not in again.said()
    where, page = again.browser().ask("/sign-in/", {"login": "linxiao", "password": "qingquan-88x"})
    assert (where, "清泉镇总工会" in page) == ("/", True)
    again.stop()

    # Data of a newer version are left alone.
    postgres = PrivatePostgres(postgres_home(second))
    postgres.start()
    with psycopg.connect(postgres.url(OWNER)) as connection:
        connection.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('plans', '9999_later', now())"
        )
    postgres.stop()
    (second / "prepared.json").unlink()
    refused = House(second)
    assert refused.process.wait(PATIENCE) == 1
    assert "用更新的版本保存的（plans.9999_later）" in refused.said()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--host", "no such host"], "没有“no such host”这个地址"),
        (["--tls", "/nowhere/cert.pem", "/nowhere/key.pem"], "读不出来，或者不是一对"),
        (["--port", "0"], "端口要写"),
    ],
)
def test_wrong_words_get_a_sentence(folder, arguments, told):
    refused = House(folder("office"), *arguments)
    assert refused.process.wait(PATIENCE) == 2
    assert told in refused.said()


# When a nightly backup is due, by (last made, last tried, now).
@pytest.mark.parametrize(
    ("made", "tried", "now", "due"),
    [
        (None, None, "2026-11-27T09:00", True),
        ("2026-11-27T02:00", "2026-11-27T02:00", "2026-11-27T09:00", False),
        ("2026-11-26T02:00", "2026-11-26T02:00", "2026-11-27T02:00", True),
        (
            "2026-11-26T09:00",
            "2026-11-26T09:00",
            "2026-11-27T02:00",
            False,
        ),  # by hand in the day: the next night
        (
            "2026-11-26T02:00",
            "2026-11-26T02:00",
            "2026-11-27T08:30",
            True,
        ),  # off at night, made up in the morning
        ("2026-11-20T02:00", "2026-11-27T08:00", "2026-11-27T08:30", False),  # failed half an hour ago
        ("2026-11-20T02:00", "2026-11-27T08:00", "2026-11-27T09:30", True),
        ("2026-11-28T02:00", "2026-11-28T02:00", "2026-11-27T09:00", False),  # the clock was set back
        ("2031-01-01T02:00", "2031-01-01T02:00", "2026-11-27T09:00", True),  # the clock had been wrong
    ],
)
def test_when_a_backup_is_due(made, tried, now, due):
    def moment(text):
        return f"{text}:00+08:00" if text else None

    told = {"made_at": moment(made), "tried_at": moment(tried)}
    assert keeper.due(told, keeper.datetime.fromisoformat(moment(now))) is due


@pytest.mark.parametrize(
    ("drilled", "due"), [(None, True), ("2026-11-26", False), ("2026-11-19", True), ("2031-01-01", True)]
)
def test_when_a_drill_is_due(drilled, due):
    told = {"drilled_at": f"{drilled}T02:00:00+08:00"} if drilled else {}
    assert keeper.drill_due(told, keeper.datetime.fromisoformat("2026-11-27T02:00:00+08:00")) is due
