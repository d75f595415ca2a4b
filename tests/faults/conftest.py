"""A whole demo of the small town in processes of its own, to be killed; and people who use it over HTTP.

Nothing here waits for a while and hopes: a lock in the database holds a request exactly where the fault strikes.
"""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

import psutil
import psycopg
import pytest

from zhijia.demo import cast
from zhijia.server.folders import postgres_home
from zhijia.server.private_postgres import OWNER, PrivatePostgres

PATIENCE = 90
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')


class Demo:
    """`zhijia demo` on a data folder, and its database seen from outside."""

    def __init__(self, data: Path):
        self.postgres = PrivatePostgres(postgres_home(data))
        self.output = data.with_suffix(".out")
        with socket.socket() as door:
            door.bind(("127.0.0.1", 0))
            self.port = door.getsockname()[1]
        own = {
            name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "ZHIJIA_"))
        }
        own |= {
            "ZHIJIA_DATA": str(data),
            "ZHIJIA_TOWN": "small_town",
            "PYTHONPATH": str(Path(__file__).parent),
        }
        with open(self.output, "w") as output:
            command = [sys.executable, "-m", "zhijia", "demo", "--port", str(self.port)]
            self.process = subprocess.Popen(command, stdout=output, stderr=output, env=own)

    def wait_until_ready(self) -> None:
        self.until(lambda: "按 Ctrl-C 停下" in self.said() or self.process.poll() is not None)
        assert self.process.poll() is None, self.said()

    @staticmethod
    def until(condition):
        """Look again and again until it holds; what it found."""
        deadline = time.monotonic() + PATIENCE
        while not (found := condition()):
            assert time.monotonic() < deadline, "it never came about"
            time.sleep(0.02)
        return found

    def said(self) -> str:
        return self.output.read_text(encoding="utf-8")

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.wait(PATIENCE)

    def child(self, words: str) -> psutil.Process:
        children = psutil.Process(self.process.pid).children()
        return next(child for child in children if words in " ".join(child.cmdline()))

    @property
    def web_worker(self) -> psutil.Process:
        """The process that answers: the one under granian's own."""
        (worker,) = self.child("granian").children()
        return worker

    @property
    def database_server(self) -> psutil.Process:
        return self.child("postgres")

    def connect(self) -> psycopg.Connection:
        self.until(self.postgres.find_running)
        return psycopg.connect(self.postgres.url(OWNER))

    def count(self, table: str, condition: str = "true") -> int:
        with self.connect() as connection:
            return connection.execute(f"SELECT count(*) FROM {table} WHERE {condition}").fetchone()[0]

    @contextmanager
    def holding(self, statement: str):
        """Hold what this statement locks; others wait for it until the block ends."""
        with self.connect() as connection:
            connection.execute(statement)
            yield connection

    def is_waited_for(self, by: int = 1) -> bool:
        """Do that many requests stand before a lock that the test holds?"""
        return self.count("pg_locks", "NOT granted") >= by

    def is_up(self) -> bool:
        try:
            return Person(self).get("/sign-in/").status == 200
        except (OSError, http.client.HTTPException):
            return False

    def person(self, login: str) -> "Person":
        person = Person(self)
        form = person.get("/sign-in/").hidden
        answer = person.post("/sign-in/", form | {"login": login, "password": cast.PASSWORD})
        assert answer.status == 302, answer.text
        return person


class Answer:
    def __init__(self, response: http.client.HTTPResponse):
        self.status = response.status
        self.location = response.headers.get("Location", "")
        self.cookies = SimpleCookie("; ".join(response.headers.get_all("Set-Cookie", [])))
        self.text = response.read().decode()

    @property
    def hidden(self) -> dict[str, str]:
        """The hidden fields of the page's own form: its key, its version, the CSRF token."""
        main = self.text[self.text.find("<main") :]
        return dict(reversed(HIDDEN.findall(main)))


class Person:
    """Somebody with a browser: keeps cookies, fills in forms, and may press the same button twice at once."""

    def __init__(self, demo: Demo):
        self.demo, self.cookies = demo, {}

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, "")

    def post(self, path: str, values: dict[str, str]) -> Answer:
        return self._ask("POST", path, urlencode(values))

    def post_soon(self, path: str, values: dict[str, str]) -> "Posting":
        posting = Posting(self, path, values)
        posting.start()
        return posting

    def _ask(self, method: str, path: str, body: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.demo.port, timeout=PATIENCE)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, body, headers)
        answer = Answer(connection.getresponse())
        connection.close()
        self.cookies |= {name: morsel.value for name, morsel in answer.cookies.items()}
        return answer


class Posting(threading.Thread):
    """A form on its way. `answer` is None when the connection broke before one came."""

    def __init__(self, person: Person, path: str, values: dict[str, str]):
        super().__init__(daemon=True)
        self.person, self.path, self.values = person, path, values
        self.answer: Answer | None = None

    def run(self) -> None:
        try:
            self.answer = self.person.post(self.path, self.values)
        except (OSError, http.client.HTTPException):
            self.answer = None

    def result(self) -> Answer | None:
        self.join(PATIENCE)
        assert not self.is_alive()
        return self.answer


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    data = tmp_path_factory.mktemp("faults") / "data"
    running = Demo(data)
    try:
        running.wait_until_ready()
        yield running
    finally:
        running.stop()
        PrivatePostgres(postgres_home(data)).erase()
