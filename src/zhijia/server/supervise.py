"""Keeps the database, the web server and the worker running until someone says stop."""

import http.client
import os
import signal
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import FrameType
from typing import NoReturn, Protocol

from zhijia.server.children import MARK, end_child, start_child
from zhijia.server.folders import NoRoom

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
LOOK_SECONDS = 0.3
HOPELESS_DEATHS, HOPELESS_SECONDS = 5, 60
NO_ROOM_SECONDS = 5
WEB_WORKERS = min(os.cpu_count() or 1, 2)
ONLY_WORKER = (
    "ZHIJIA_ONLY_WORKER"  # then whatever another worker was doing is nobody's any more (kernel/jobs)
)


class Child(Protocol):
    """What the supervisor needs to know of a server."""

    log: Path

    def is_alive(self) -> bool: ...

    def launch(self) -> None: ...


class WebServer:
    """granian with two worker processes of a few threads each: in one alone, all threads share one processor."""

    def __init__(
        self,
        host: str,
        port: int,
        environment: Mapping[str, str],
        owner: str,
        log: Path,
        *,
        tls: tuple[Path, Path] | None = None,
    ):
        self.host, self.port, self.log, self.tls = host, port, log, tls
        self.environment = {**environment, MARK: owner}
        self.process: subprocess.Popen[bytes] | None = None

    def launch(self) -> None:
        """Start it; returns when it answers. A worker that outlived its parent would hold the port."""
        self.stop()
        options = {
            "--interface": "wsgi",
            "--host": self.host,
            "--port": str(self.port),
            "--workers": str(WEB_WORKERS),
            "--blocking-threads": "4",
            "--http": "1",
            "--log-level": "warning",
            "--respawn-interval": "0.5",
            "--workers-kill-timeout": "5",
        }
        if self.tls:
            options |= {"--ssl-certificate": str(self.tls[0]), "--ssl-keyfile": str(self.tls[1])}
        command = [sys.executable, "-m", "granian", *(word for pair in options.items() for word in pair)]
        self.process = start_child(
            [*command, "--respawn-failed-workers", "--no-ws", "zhijia.wsgi:application"],
            environment=self.environment,
            log=self.log,
        )
        while self.is_alive() and not self.answers():
            time.sleep(0.05)

    def answers(self) -> bool:
        host = "127.0.0.1" if self.host == "0.0.0.0" else self.host  # noqa: S104
        connection: http.client.HTTPConnection
        if self.tls:  # our own certificate, asked on our own machine: whom it names does not matter here
            trusting = ssl._create_unverified_context()  # noqa: S323
            connection = http.client.HTTPSConnection(host, self.port, timeout=30, context=trusting)
        else:
            connection = http.client.HTTPConnection(host, self.port, timeout=30)
        try:
            connection.request("HEAD", "/")
            return bool(connection.getresponse().status)
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        if self.process:
            end_child(self.process, signal.SIGTERM, patience=15)
            self.process = None


class Worker:
    """`zhijia worker`: background jobs. Pages do without it for a while, so one that dies is given time."""

    REST_SECONDS = 5

    def __init__(self, environment: Mapping[str, str], owner: str, logs: Path, *, only: bool):
        own = {"ZHIJIA_LOG": str(logs / "jobs.log"), ONLY_WORKER: "yes" if only else "", MARK: owner}
        self.environment, self.log = {**environment, **own}, logs / "worker.log"
        self.process: subprocess.Popen[bytes] | None = None
        self.launched_at = float("-inf")

    def launch(self) -> None:
        self.stop()
        self.launched_at = time.monotonic()
        self.process = start_child(
            [sys.executable, "-m", "zhijia", "worker"], environment=self.environment, log=self.log
        )
        os.setpriority(os.PRIO_PROCESS, self.process.pid, 5)  # pages first

    def is_alive(self) -> bool:
        """Also while a dead one rests: else a fault of the worker's would stop pages and all."""
        running = self.process is not None and self.process.poll() is None
        return running or time.monotonic() - self.launched_at < self.REST_SECONDS

    def stop(self) -> None:
        if self.process:
            end_child(self.process, signal.SIGTERM, patience=10)
            self.process = None


def stop_on_signals() -> None:
    """A signal unwinds the stack, so that every `finally` stops what it started, last first."""

    def stop(_number: int, _frame: FrameType | None) -> NoReturn:
        for number in STOP_SIGNALS:
            signal.signal(number, signal.SIG_IGN)  # a second Ctrl-C must not cut the stopping short
        raise SystemExit(0)

    for number in STOP_SIGNALS:
        signal.signal(number, stop)


def watch(*children: Child, look: Callable[[], None] | None = None) -> NoReturn:
    """Start again whichever child dies. One that keeps dying is beyond us: say where to read why.

    `look` is called each time round: what else the parent has to see to.
    """
    deaths: list[float] = []
    while True:
        time.sleep(LOOK_SECONDS)
        if look:
            look()
        for child in children:
            if child.is_alive():
                continue
            deaths = [moment for moment in deaths if time.monotonic() - moment < HOPELESS_SECONDS]
            if not isinstance(child, Worker):
                deaths.append(time.monotonic())
            if len(deaths) >= HOPELESS_DEATHS:
                raise SystemExit(f"程序反复中断，已经停下，数据没有丢。原因记在 {child.log} 的末尾。")
            try:
                child.launch()
            except NoRoom as full:  # pages go on and say so; once there is room again, so does the database
                print(full, file=sys.stderr, flush=True)
                deaths.clear()
                time.sleep(NO_ROOM_SECONDS)


def child_environment(**values: str) -> dict[str, str]:
    return {**os.environ, "PYTHONUTF8": "1", **values}
