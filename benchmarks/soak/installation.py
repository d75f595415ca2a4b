"""One private installation in processes of its own, to be killed; and people who use it over HTTP."""

import http.client
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psutil
import psycopg

from zhijia.demo import cast
from zhijia.server import demo, keys, restore, running
from zhijia.server.folders import postgres_home
from zhijia.server.private_postgres import OWNER, PrivatePostgres

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 90
PASSPHRASE = "清泉流过石桥东边"
BULK = "批量走访"  # visits of the town that bulk acts settle (town.py)
AT_ONCE = 205  # in one act: more than one waits for, so the worker does them
GAVE_UP = "程序反复中断，已经停下"
READY = "按 Ctrl-C 停下"
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')


class Gone(Exception):
    """What had to come about did not within the patience of a person."""


def until(condition: Callable[[], Any], patience: float = PATIENCE) -> Any:
    """Look again and again until it holds; what it found."""
    deadline = time.monotonic() + patience
    while not (found := condition()):
        if time.monotonic() > deadline:
            raise Gone("it never came about")
        time.sleep(0.02)
    return found


def clean_environment(**more: str) -> dict[str, str]:
    """Nothing of the settings of whoever runs this."""
    ours = ("DJANGO_", "ZHIJIA_", "DATABASE_")
    own = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return own | {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "PYTHONUTF8": "1"} | more


def zhijia(*words: object, environment: dict[str, str], output: Path) -> "subprocess.Popen[bytes]":
    with open(output, "ab") as file:
        return subprocess.Popen(
            [sys.executable, "-m", "zhijia", *map(str, words)], env=environment, stdout=file, stderr=file,
            stdin=subprocess.DEVNULL, cwd=output.parent, start_new_session=True,
        )  # fmt: skip


class Installation:
    """A data folder with the small town, its pages, its worker and its database seen from outside."""

    def __init__(self, data: Path, *, town: str = "benchmarks.soak.town", bulk_acts: int = 0) -> None:
        self.data, self.output = data, data.with_suffix(".out")
        self.postgres = PrivatePostgres(postgres_home(data))
        self.environment = clean_environment(
            ZHIJIA_DATA=str(data), ZHIJIA_TOWN=town, SOAK_BULK_ACTS=str(bulk_acts)
        )
        with socket.socket() as door:
            door.bind(("127.0.0.1", 0))
            self.port = door.getsockname()[1]
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *command: str, **environment: str) -> None:
        """`zhijia demo` unless another command is named; returns when pages are served."""
        self.launch(*command, **environment)
        self.wait_until_ready()

    def launch(self, *command: str, **environment: str) -> None:
        self.output.unlink(missing_ok=True)
        words = command or ("demo",)
        self.process = zhijia(
            *words, "--port", self.port, environment=self.environment | environment, output=self.output
        )

    def wait_until_ready(self) -> None:
        assert self.process
        until(lambda: READY in self.said() or self.process.poll() is not None)
        if self.process.poll() is not None:
            raise Gone(self.said())

    def said(self) -> str:
        return self.output.read_text(encoding="utf-8")

    def come_back(self) -> None:
        """Wait until everything runs again: by itself, or by one restart where the supervisor gave up.

        It gives up after five deaths within a minute, which only a kill matrix brings about.
        """
        assert self.process
        until(lambda: self._is_back() or self.process.poll() is not None)
        if self.process.poll() is not None:
            if GAVE_UP not in self.said():
                raise Gone(self.said())
            self.start()
            until(self._is_back)

    def _is_back(self) -> bool:
        """Each process, too: a web process whose parent was killed answers until the supervisor has ended it."""
        ours = self.web_worker and self.database_server and self.job_worker
        return bool(ours and self.postgres.find_running()) and self.is_up()

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(PATIENCE)

    def erase(self) -> None:
        self.stop()
        self.postgres.erase()
        shutil.rmtree(self.data, ignore_errors=True)

    def set_passphrase(self) -> None:
        """What the first-run page does for a union; the demo goes without."""
        keys.keep_wrapped(self.data, keys.wrapped(keys.held_key(self.data), passphrase=PASSPHRASE))

    def run(self, *words: object, **environment: str) -> "subprocess.Popen[bytes]":
        """Another command of the program beside it; what it says goes to `told`."""
        self.told.unlink(missing_ok=True)
        return zhijia(*words, environment=self.environment | environment, output=self.told)

    @property
    def told(self) -> Path:
        return self.data.with_suffix(".told")

    # --- its processes -------------------------------------------------------------------------------------

    def child(self, words: str) -> psutil.Process | None:
        assert self.process
        with suppress(psutil.Error):
            for child in psutil.Process(self.process.pid).children():
                with suppress(psutil.Error):
                    if words in " ".join(child.cmdline()):
                        return child
        return None

    @property
    def web_parent(self) -> psutil.Process | None:
        return self.child("granian")

    @property
    def web_worker(self) -> psutil.Process | None:
        """The process that answers: of those under granian's own the one that somebody is connected to."""
        with suppress(psutil.Error):
            ours = self.web_parent.children() if self.web_parent else []
            ours.sort(
                key=lambda one: psutil.CONN_ESTABLISHED in {c.status for c in one.net_connections("tcp")}
            )
            return ours[-1] if ours else None
        return None

    @property
    def job_worker(self) -> psutil.Process | None:
        return self.child("zhijia worker")

    @property
    def database_server(self) -> psutil.Process | None:
        return self.child("postgres")

    def is_up(self) -> bool:
        try:
            return Person(self.port).get("/sign-in/").status == 200
        except (OSError, http.client.HTTPException):
            return False

    # --- its database --------------------------------------------------------------------------------------

    def connect(self) -> psycopg.Connection[Any]:
        until(self.postgres.find_running)
        return psycopg.connect(self.postgres.url(OWNER))

    def rows(self, query: str, *values: object) -> list[Any]:
        """What the database answers; killed while it is asked, it is asked again."""
        found: list[list[Any]] = until(lambda: self._asked(query, values))
        return found[0]

    def _asked(self, query: str, values: tuple[object, ...]) -> list[list[Any]]:
        with suppress(psycopg.OperationalError), self.connect() as connection:
            return [connection.execute(query, values or None).fetchall()]
        return []

    def count(self, table: str, condition: str = "true") -> int:
        return self.rows(f"SELECT count(*) FROM {table} WHERE {condition}")[0][0]

    @contextmanager
    def holding(self, statement: str) -> Iterator[psycopg.Connection[Any]]:
        """Hold what this statement locks; others wait for it until the block ends."""
        with self.connect() as connection:
            connection.execute(statement)
            yield connection

    def is_waited_for(self, by: int = 1) -> bool:
        """Do that many requests stand before a lock that is held here?"""
        return self.count("pg_locks", "NOT granted") >= by

    # --- its people ----------------------------------------------------------------------------------------

    def person(self, login: str) -> "Person":
        return Person(self.port).sign_in(login)


def build(installation: Installation, dump: Path | None = None) -> None:
    """Tables and the small town, without starting a page; from a dump of that town if there is one."""
    data = installation.data
    data.mkdir(mode=0o755, parents=True, exist_ok=True)
    with running.serving(installation.postgres):
        if dump:
            restore.restore_dump(dump, installation.postgres.url(OWNER))
        environment = demo.demo_environment(data, installation.postgres)
        environment |= {
            name: installation.environment[name] for name in ("ZHIJIA_TOWN", "SOAK_BULK_ACTS", "PYTHONPATH")
        }
        environment["DJANGO_SETTINGS_MODULE"] = "benchmarks.soak.settings"
        running.prepare(data, installation.postgres.url(OWNER), environment)
        running.run_step(["-m", "zhijia.server.build_town", str(data / "town.json")], environment)
    installation.set_passphrase()


class Answer:
    def __init__(self, response: http.client.HTTPResponse):
        self.status = response.status
        self.location = response.headers.get("Location", "")
        self.cookies = SimpleCookie("; ".join(response.headers.get_all("Set-Cookie", [])))
        self.body = response.read()

    @property
    def text(self) -> str:
        return self.body.decode(errors="replace")

    @property
    def hidden(self) -> dict[str, str]:
        """The hidden fields of the page's own form: its key, its version, the CSRF token."""
        main = self.text[self.text.find("<main") :]
        return dict(reversed(HIDDEN.findall(main)))


class Person:
    """Somebody with a browser: keeps cookies, fills in forms, and may press the same button twice at once."""

    def __init__(self, port: int):
        self.port, self.cookies = port, dict[str, str]()

    def sign_in(self, login: str) -> "Person":
        answer = self.post(
            "/sign-in/", self.get("/sign-in/").hidden | {"login": login, "password": cast.PASSWORD}
        )
        assert answer.status == 302, answer.text
        return self

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, b"", "")

    def post(self, path: str, values: dict[str, str], file: tuple[str, bytes] | None = None) -> Answer:
        if file is None:
            return self._ask("POST", path, urlencode(values).encode(), "application/x-www-form-urlencoded")
        edge = secrets.token_hex(16)
        return self._ask(
            "POST", path, _multipart(edge, values, *file), f"multipart/form-data; boundary={edge}"
        )

    def post_soon(
        self, path: str, values: dict[str, str], file: tuple[str, bytes] | None = None
    ) -> "Posting":
        posting = Posting(self, path, values, file)
        posting.start()
        return posting

    def _ask(self, method: str, path: str, body: bytes, content_type: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body:
            headers["Content-Type"] = content_type
        try:
            connection.request(method, path, body, headers)
            answer = Answer(connection.getresponse())
        finally:
            connection.close()
        self.cookies |= {name: morsel.value for name, morsel in answer.cookies.items()}
        return answer


def _multipart(edge: str, values: dict[str, str], name: str, content: bytes) -> bytes:
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'.encode()
        for field, value in values.items()
    ]
    head = f'--{edge}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n'
    head += "Content-Type: application/octet-stream\r\n\r\n"
    return b"".join([*parts, head.encode(), content, f"\r\n--{edge}--\r\n".encode()])


class Posting(threading.Thread):
    """A form on its way. `answer` is None when the connection broke before one came."""

    def __init__(self, person: Person, path: str, values: dict[str, str], file: tuple[str, bytes] | None):
        super().__init__(daemon=True)
        self.person, self.path, self.values, self.file = person, path, values, file
        self.answer: Answer | None = None

    def run(self) -> None:
        with suppress(OSError, http.client.HTTPException):
            self.answer = self.person.post(self.path, self.values, self.file)

    def result(self) -> Answer | None:
        self.join(PATIENCE)
        if self.is_alive():
            raise Gone(f"{self.path} was never answered")
        return self.answer


def in_folder(folder: Path) -> Path:
    """A folder that PostgreSQL's own user may enter, whatever the machine's habit is."""
    folder.chmod(0o755)  # started as root, PostgreSQL runs under another id
    return folder
