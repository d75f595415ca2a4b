"""From a fresh clone of what is committed to the first page; the second start; the memory of it all."""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from benchmarks import Figure
from zhijia.server.folders import CLONE, postgres_home
from zhijia.server.private_postgres import PrivatePostgres

PATIENCE = 600
PROGRESS = re.compile(r"^\[ *([\d.]+) 秒\] (建立示范数据|启动网页服务)", re.MULTILINE)


def figures() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory(prefix="zhijia-bench-") as folder:
        clone = Path(folder) / "clone"
        subprocess.run(["git", "clone", "--quiet", CLONE, clone], check=True)
        try:
            with demo(clone) as start:
                yield Figure("fresh clone to first page, warm package cache", start.seconds, "s", 120)
                yield Figure("of which the demo town", start.town_seconds(), "s", 60)
            with demo(clone) as start:
                yield Figure("second start to first page", start.seconds, "s", 10)
                start.visit_pages()
                yield Figure("memory of everything running", start.megabytes(), "MB", 700)
        finally:
            PrivatePostgres(postgres_home(clone / ".zhijia" / "demo")).erase()


class Start:
    """One `run.py demo`, timed from the command to the whole first page."""

    def __init__(self, clone: Path):
        self.output = clone.with_suffix(".out")
        with socket.socket() as door:
            door.bind(("127.0.0.1", 0))
            self.address = f"http://127.0.0.1:{door.getsockname()[1]}/sign-in/"
        own = {name: value for name, value in os.environ.items() if not name.startswith("ZHIJIA_")}
        base = getattr(sys, "_base_executable", sys.executable)  # not the venv's: the clone makes its own
        began = time.monotonic()
        with open(self.output, "w") as output:
            self.process = subprocess.Popen(
                [base, clone / "run.py", "demo", "--port", self.address.split(":")[2].split("/")[0]],
                env=own,
                stdout=output,
                stderr=output,
            )
        while not self.is_up():
            if self.process.poll() is not None or time.monotonic() - began > PATIENCE:
                raise SystemExit(f"the demo did not start:\n{self.output.read_text(encoding='utf-8')}")
            time.sleep(0.05)
        self.seconds = time.monotonic() - began

    def is_up(self) -> bool:
        try:
            with urllib.request.urlopen(self.address, timeout=30) as page:
                return page.status == 200
        except OSError:
            return False

    def town_seconds(self) -> float:
        moments = [float(seconds) for seconds, _ in PROGRESS.findall(self.output.read_text(encoding="utf-8"))]
        return moments[1] - moments[0]

    def visit_pages(self, times: int = 50) -> None:
        """A process that has served nothing yet is smaller than it will be all day."""
        for _ in range(times):
            self.is_up()

    def megabytes(self) -> float:
        """Proportional shares, so that memory which processes share counts once."""
        whole = psutil.Process(self.process.pid)
        family = [whole, *whole.children(recursive=True)]
        return sum(process.memory_full_info().pss for process in family) / 1e6


@contextmanager
def demo(clone: Path) -> Iterator[Start]:
    start = Start(clone)
    try:
        yield start
    finally:
        start.process.send_signal(signal.SIGINT)
        start.process.wait(60)
