"""Fifty people with five to fifteen seconds to think, by locust; its own tables are kept beside the figures."""

import csv
import os
import re
import secrets
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import psutil

from benchmarks import Figure
from benchmarks.soak.installation import ROOT, Installation, Person, build, clean_environment
from zhijia.demo import cast

LOGINS = ("town", "townchair", "chair", "officer", "neighbour", "women")
KEPT = ROOT / ".zhijia" / "soak"  # locust's own output of the last run
AT_A_SECOND = 1  # people who sign in: a password costs on purpose what twenty pages cost


def figures(folder: Path, *, minutes: float, users: int, at: str, town: str) -> Iterator[Figure]:
    """On the town that runs at this address (on this machine), else on a whole demo town of its own."""
    if at:
        yield from crowd(folder, at, minutes, users)
        return
    own = Installation(folder / "data", town=town)
    try:
        build(own)
        own.start()
        yield from crowd(folder, f"http://127.0.0.1:{own.port}", minutes, users)
    finally:
        own.erase()


def crowd(folder: Path, address: str, minutes: float, users: int) -> Iterator[Figure]:
    port = urlsplit(address).port or 80
    family = Family(port)
    run, told = f"演练{secrets.token_hex(3)}", folder / "told"
    told.touch()
    KEPT.mkdir(parents=True, exist_ok=True)
    process = locust(address, minutes, users, run, told)
    time.sleep(users / AT_A_SECOND + 30)  # everybody has signed in and seen a page
    begun, before = family.megabytes(), family.processor_seconds()
    started = time.monotonic()
    while process.poll() is None:
        after, ended = family.processor_seconds(), family.megabytes()
        lasted = time.monotonic() - started
        time.sleep(2)
    (whole,) = [row for row in table() if row["Name"] == "Aggregated"]
    requests, what = int(whole["Request Count"]), f"{users} people, {minutes:g} minutes"
    yield Figure(f"{what}: 95 of 100 answers within", float(whole["95%"]), "ms", 400)
    yield Figure(f"{what}: errors among {requests} answers", int(whole["Failure Count"]), "", 0)
    lost, doubled, saved = counted(port, run, told)
    yield Figure(f"{what}: lost among {saved} saved", lost, "records", 0)
    yield Figure(f"{what}: doubled", doubled, "records", 0)
    yield Figure(f"{what}: memory of all processes, end against begin", ended / begun, "×", 1.1)
    share = (after - before) / lasted / (os.cpu_count() or 1)
    yield Figure(f"{what}: share of this machine's processors taken", share, "", 0.8)


def locust(address: str, minutes: float, users: int, run: str, told: Path) -> "subprocess.Popen[bytes]":
    """What it prints goes to the last run's file: its own tables, not ours."""
    command = [
        sys.executable, "-m", "locust", "--locustfile", Path(__file__).with_name("locustfile.py"), "--headless",
        "--host", address, "--users", str(users), "--spawn-rate", str(AT_A_SECOND), "--reset-stats",
        "--run-time", f"{int(minutes * 60 + users / AT_A_SECOND)}s", "--csv", KEPT / "locust", "--only-summary",
    ]  # fmt: skip
    own = clean_environment(
        SOAK_PASSWORD=cast.PASSWORD, SOAK_RUN=run, SOAK_TOLD=str(told), SOAK_LOGINS=",".join(LOGINS)
    )
    with open(KEPT / "locust.txt", "w") as output:
        return subprocess.Popen(command, env=own, stdout=output, stderr=output)


def table() -> list[dict[str, str]]:
    with open(KEPT / "locust_stats.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Family:
    """All processes of the town behind a port: supervisor, pages, worker, database."""

    def __init__(self, port: int) -> None:
        found = [
            one.pid for one in psutil.net_connections("tcp")
            if one.status == psutil.CONN_LISTEN and one.laddr.port == port and one.pid
        ]  # fmt: skip
        if not found:
            raise SystemExit(f"在端口 {port} 上没有找到正在运行的镇。请先启动它，再运行演练。")
        above = psutil.Process(found[0])
        if (parent := above.parent()) and "granian" in " ".join(parent.cmdline()):
            above = parent
        while (parent := above.parent()) and parent.cmdline()[1:3] == ["-m", "zhijia"]:
            above = parent
        self.above = above

    def _all(self) -> list[psutil.Process]:
        return [self.above, *self.above.children(recursive=True)]

    def megabytes(self) -> float:
        """Proportional shares, so that memory which processes share counts once."""
        return sum(process.memory_full_info().pss for process in self._all()) / 1e6

    def processor_seconds(self) -> float:
        return sum(sum(process.cpu_times()[:2]) for process in self._all())


def counted(port: int, run: str, told: Path) -> tuple[int, int, int]:
    """Lost, doubled, and how many there should be, as each person's own list of records shows them."""
    sure: dict[str, set[str]] = defaultdict(set)
    for line in told.read_text(encoding="utf-8").split("\n"):
        if line:
            login, title, how = line.split(" ")
            if how == "saved":
                sure[login].add(title)
    lost = doubled = 0
    for login, titles in sure.items():
        page = Person(port).sign_in(login).get(f"/plans/traces/?q={quote(run)}&mine=1&all=1").text
        shown = re.findall(rf">\s*({run}-[0-9a-f]+)", page)
        lost += len(titles - set(shown))
        doubled += sum(shown.count(title) > 1 for title in set(shown))
    return lost, doubled, sum(map(len, sure.values()))
