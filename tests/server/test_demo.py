"""The demo as a user meets it: real processes, signals and kills, on a data folder of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import psutil
import psycopg
import pytest

from zhijia.server.children import carries
from zhijia.server.folders import postgres_home
from zhijia.server.private_postgres import APPLICATION, PrivatePostgres

READY = "按 Ctrl-C 停下"
PATIENCE = 180


def until(condition, patience=PATIENCE):
    """Look again and again; what the condition found, or nothing at the deadline."""
    deadline = time.monotonic() + patience
    while not (found := condition()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return found


def free_port():
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


class Demo:
    """One `zhijia demo` on a data folder."""

    def __init__(self, data: Path, *arguments: str, port: int | None = None, **environment: str):
        self.data, self.port = data, port or free_port()
        self.postgres = PrivatePostgres(postgres_home(data))
        self.output = data.with_suffix(".out")
        inherited = {
            name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "ZHIJIA_"))
        }
        with open(self.output, "w") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "zhijia", "demo", "--port", str(self.port), *arguments],
                stdout=output,
                stderr=output,
                env={
                    **inherited,
                    "LC_ALL": "C",
                    "ZHIJIA_DATA": str(data),
                    "ZHIJIA_TOWN": "tiny_town",
                    "PYTHONPATH": str(Path(__file__).parent),
                    **environment,
                },
            )

    def said(self) -> str:
        return self.output.read_text(encoding="utf-8")

    def wait_until_ready(self) -> "Demo":
        until(lambda: READY in self.said() or self.process.poll() is not None)
        assert READY in self.said(), self.said()
        return self

    def answers(self) -> bool:
        """Whether a page that has to look up its session is served; which page it is does not matter."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/", headers={"Cookie": "sessionid=none"}
        )
        try:
            with urllib.request.urlopen(request, timeout=20) as response:
                return response.status < 500
        except urllib.error.HTTPError as error:
            return error.code < 500
        except OSError:  # refused or cut off
            return False

    def rows(self) -> int:
        assert until(self.postgres.find_running)
        with psycopg.connect(self.postgres.url(APPLICATION)) as connection:
            return connection.execute("SELECT count(*) FROM django_session").fetchone()[0]

    def child(self, words: str) -> psutil.Process:
        children = psutil.Process(self.process.pid).children()
        return next(child for child in children if words in " ".join(child.cmdline()))

    def left_behind(self) -> list[psutil.Process]:
        cluster = str(self.postgres.cluster)
        return [
            process
            for process in psutil.process_iter(["cmdline"])
            if carries(process, str(self.data)) or cluster in (process.info["cmdline"] or [])
        ]

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.wait(PATIENCE)


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """A folder with a finished town in it."""
    folder = tmp_path_factory.mktemp("demo") / "data"
    Demo(folder).wait_until_ready().stop()
    yield folder
    PrivatePostgres(postgres_home(folder)).erase()


@pytest.fixture
def demo(data):
    running = Demo(data).wait_until_ready()
    yield running
    if running.process.poll() is None:
        running.stop()


def test_says_where_to_look_and_who_may_sign_in(demo):
    assert f"http://127.0.0.1:{demo.port}" in demo.said()
    assert "镇总工会干部" in demo.said()
    assert demo.answers()


def test_second_start_on_the_same_data_is_refused(demo):
    second = Demo(demo.data.parent / demo.data.name, port=free_port())
    assert second.process.wait(PATIENCE) == 1
    assert "已经有一个职家在使用" in second.said()
    assert demo.answers()


def test_taken_port_is_named_with_a_free_one(demo, tmp_path):
    other = Demo(tmp_path / "data", port=demo.port)
    assert other.process.wait(PATIENCE) == 1
    assert f"端口 {demo.port} 已被别的程序占用" in other.said()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--host", "0.0.0.0"], "只许本机访问"),
        (["--today", "2026-13-01"], "日期要写成"),
        (["--port", "eighty"], "端口要写"),
    ],
)
def test_wrong_words_get_a_sentence(tmp_path, arguments, sentence):
    refused = Demo(tmp_path / "data", *arguments)
    assert refused.process.wait(PATIENCE) == 2
    assert sentence in refused.said()


@pytest.mark.parametrize("victim", ["postgres", "granian"])
def test_a_killed_child_comes_back(demo, victim):
    demo.child(victim).kill()
    assert until(demo.answers)
    assert demo.rows() == 1


def test_a_killed_web_worker_comes_back(demo):
    demo.child("granian").children()[0].kill()
    assert until(demo.answers)


def test_ctrl_c_leaves_nothing_behind(demo):
    demo.stop()
    assert demo.process.returncode == 0
    assert not demo.left_behind()


def test_start_after_everything_was_killed(demo):
    """The web worker and the database are left as orphans: nobody is there to tell them."""
    for process in (psutil.Process(demo.process.pid), demo.child("granian")):
        process.kill()
    demo.process.wait()
    again = Demo(demo.data, port=demo.port).wait_until_ready()
    assert again.answers()
    assert again.rows() == 1
    again.stop()
    assert not again.left_behind()


def test_a_town_broken_off_is_built_anew(tmp_path):
    data = tmp_path / "data"
    broken = Demo(data, TINY_TOWN_FAILS="yes")
    assert broken.process.wait(PATIENCE) == 1
    assert "再运行一次" in broken.said()
    whole = Demo(data).wait_until_ready()
    assert whole.rows() == 1
    whole.stop()
    whole.postgres.erase()
