"""A backup of the demo town, its restore into an empty folder with the file and the words alone, a start on what came back."""

import os
import re
import shutil
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
from benchmarks._town import DATA, town
from zhijia.server import backup, keys
from zhijia.server.folders import postgres_home
from zhijia.server.private_postgres import OWNER, PrivatePostgres

PASSPHRASE = "清泉流过石桥东边"
STARTS = 3


def figures() -> Iterator[Figure]:
    postgres = town()
    with tempfile.TemporaryDirectory(prefix="zhijia-bench-") as made:
        source, data = Path(made) / "source", Path(made) / "data"
        shutil.copytree(DATA / "media", source / "media")
        shutil.copy2(DATA / keys.KEY_FILE, source)
        keys.keep_wrapped(source, keys.wrapped(keys.held_key(source), passphrase=PASSPHRASE))
        yield Figure(
            "backup of the demo town, read back",
            timed("backup", "--data", source, DATABASE_OWNER_URL=postgres.url(OWNER)), "s", 20,
        )  # fmt: skip
        (file,) = backup.in_folder(source / "backups")
        yield Figure("size of that backup", file.stat().st_size / 1e6, "MB", 100)
        try:
            yield Figure(
                "restore into an empty folder, rows counted",
                timed("restore", file, "--data", data, ZHIJIA_PASSPHRASE=PASSPHRASE), "s", 40,
            )  # fmt: skip
            with started(data) as (seconds, _):
                yield Figure("first start on what was restored", seconds, "s", 40)
            starts = [measured(data) for _ in range(STARTS)]
            yield Figure(f"start on it, best of {STARTS}", min(seconds for seconds, _ in starts), "s", 5)
            yield Figure(
                f"start on it, processor time, best of {STARTS}", min(busy for _, busy in starts), "s", 5
            )
        finally:
            PrivatePostgres(postgres_home(data)).erase()


def environment(**values: str) -> dict[str, str]:
    """Nothing of the benchmark's own town reaches the command."""
    own = {
        name: value for name, value in os.environ.items() if not re.match("ZHIJIA_|DATABASE_|DJANGO_", name)
    }
    return own | values


def timed(*command: str | Path, **values: str) -> float:
    began = time.monotonic()
    subprocess.run(
        [sys.executable, "-m", "zhijia", *command],
        env=environment(**values),
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return time.monotonic() - began


def measured(data: Path) -> tuple[float, float]:
    with started(data) as figures:
        return figures


@contextmanager
def started(data: Path) -> Iterator[tuple[float, float]]:
    """`zhijia serve` until its sign-in page is whole: seconds on the clock, and seconds of processor of the family."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
    began = time.monotonic()
    command = [sys.executable, "-m", "zhijia", "serve", "--data", str(data), "--port", str(port)]
    process = subprocess.Popen(
        command, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        while not answers(f"http://127.0.0.1:{port}/sign-in/"):
            if process.poll() is not None:
                raise SystemExit("the server did not start")
            time.sleep(0.02)
        yield time.monotonic() - began, busy(psutil.Process(process.pid))
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=30) as page:
            return page.status == 200
    except OSError:
        return False


def busy(parent: psutil.Process) -> float:
    """Of the parent, what it waited for, and the children that live, the worker among them."""
    family = [parent, *parent.children(recursive=True)]
    return sum(sum(process.cpu_times()[:4]) for process in family)
