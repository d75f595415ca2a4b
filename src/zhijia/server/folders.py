"""Where the program keeps its things on this machine, and who holds them."""

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

CLONE = Path(__file__).resolve().parents[3]
NEEDED_BYTES = 500_000_000
DISK_FULL = "磁盘空间不够了（{folder} 所在的磁盘）。请腾出至少 500 MB，再运行一次；已经保存的内容不会丢。"


class NoRoom(SystemExit):
    """The disk is full; the message is for whoever looks after the machine."""


def data_folder() -> Path:
    """The demo's: one for each clone, so that two never share a database; ZHIJIA_DATA names another."""
    if named := os.environ.get("ZHIJIA_DATA"):
        return Path(named).resolve()
    return CLONE / ".zhijia" / "demo" if is_clone() else Path.home() / ".local/share/zhijia-demo"


def is_clone() -> bool:
    """Does the program run from a clone, or from where it was installed?"""
    return (CLONE / "run.py").exists()


def office_folder() -> Path:
    """Where a real union's data lie unless `--data` or ZHIJIA_DATA says otherwise: outside of any clone."""
    if named := os.environ.get("ZHIJIA_DATA"):
        return Path(named).resolve()
    return Path("/var/lib/zhijia/office") if os.geteuid() == 0 else Path.home() / ".local/share/zhijia"


def postgres_home(data: Path) -> Path:
    """PostgreSQL will not run as root, and the id it then runs under cannot enter a closed home."""
    if os.geteuid():
        return data / "postgres"
    return Path("/var/lib/zhijia") / hashlib.sha256(str(data).encode()).hexdigest()[:12]


@contextmanager
def held(data: Path) -> Iterator[None]:
    """Hold the folder for this process alone; the lock goes with the process, however it ends."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(data / "lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SystemExit(
                f"这份数据（{data}）已经有一个职家在使用。"
                "请用那个窗口里的地址，或先在那个窗口按 Ctrl-C 停下它。"
            ) from None
        yield


def refuse_full_disk(folder: Path) -> None:
    while not folder.exists():
        folder = folder.parent
    if shutil.disk_usage(folder).free < NEEDED_BYTES:
        raise NoRoom(DISK_FULL.format(folder=folder))


def write_private(path: Path, text: str) -> None:
    """All of it or nothing, and for this user's eyes only."""
    draft = path.with_name(path.name + ".new")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


class Marks:
    """Remembers from which state of the code each step of the set-up was last done."""

    def __init__(self, path: Path):
        self.path = path
        self.done = json.loads(path.read_text()) if path.exists() else {}

    def is_current(self, step: str, files: Iterable[Path]) -> bool:
        return self.done.get(step) == fingerprint(files)

    def set(self, step: str, files: Iterable[Path]) -> None:
        self.done[step] = fingerprint(files)
        write_private(self.path, json.dumps(self.done))


def fingerprint(files: Iterable[Path]) -> str:
    """Changes when a file appears, goes or is written."""
    seen = [f"{file} {file.stat().st_mtime_ns} {file.stat().st_size}" for file in sorted(files)]
    return hashlib.sha256("\n".join(seen).encode()).hexdigest()
