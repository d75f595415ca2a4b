"""Backups by themselves: every night, and whenever a page asks; once a week a restore is tried out.

The keeper only decides and starts; the work is `zhijia backup` in a process of its own, so that a slow disk holds
up neither pages nor the watch over them.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from zhijia.server import backup
from zhijia.server.children import MARK, end_with_parent

WANTED = "backup-wanted"
NIGHT = 2  # o'clock; a machine that was off at night makes it up in the morning
DAY, WEEK = timedelta(hours=20), timedelta(days=7)
LOOK_SECONDS = 20
SETTLING_SECONDS = 120  # after a start people want their pages first


def due(told: Mapping[str, object], now: datetime) -> bool:
    """Is a nightly backup due, by what was noted of the last one and the last try?"""
    last = _moment(told.get("made_at"))
    tried = _moment(told.get("tried_at"))
    if tried and timedelta(0) <= now - tried < timedelta(hours=1):
        return False  # one that failed is tried again after an hour, not at once
    if last is None or now - last > timedelta(hours=26) or last - now > timedelta(hours=26):
        return True  # also where the clock was wrong and is right again
    return now - last > DAY and now.hour == NIGHT


def drill_due(told: Mapping[str, object], now: datetime) -> bool:
    last = _moment(told.get("drilled_at"))
    return last is None or abs(now - last) > WEEK  # a day to come: the clock had been wrong


def _moment(text: object) -> datetime | None:
    return datetime.fromisoformat(str(text)) if text else None


def ask_for_backup(data: Path) -> None:
    """What the page's button does: the web server has no right to the whole database, the keeper has."""
    (data / WANTED).touch(mode=0o600)


class Keeper:
    def __init__(self, data: Path, owner_url: str, environment: Mapping[str, str]):
        self.data, self.owner_url, self.environment = data, owner_url, environment
        self.process: subprocess.Popen[bytes] | None = None
        self.next_look = time.monotonic() + SETTLING_SECONDS

    def look(self) -> None:
        """Called a few times a second by the supervisor."""
        if self.process and self.process.poll() is None:
            return
        wanted = (self.data / WANTED).exists()
        if not wanted and time.monotonic() < self.next_look:
            return
        self.next_look = time.monotonic() + LOOK_SECONDS
        told, now = backup.noted(self.data), datetime.now(backup.OFFICE_TIME)
        if not wanted and (not (self.data / "sealing-key-wrapped").exists() or not due(told, now)):
            return
        (self.data / WANTED).unlink(missing_ok=True)
        self._start(["--drill"] if drill_due(told, now) else [])

    def _start(self, extra: list[str]) -> None:
        environment = {**self.environment, "DATABASE_OWNER_URL": self.owner_url, MARK: str(self.data)}
        with open(self.data / "log" / "backup.log", "ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "zhijia", "backup", "--data", str(self.data), *extra],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=end_with_parent(signal.SIGTERM),
            )
            os.setpriority(os.PRIO_PROCESS, self.process.pid, 10)

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(15)
