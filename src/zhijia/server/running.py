"""What `zhijia demo` and `zhijia serve` share: a parent that starts a database, makes ready, and starts pages."""

import argparse
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from errno import EADDRINUSE
from pathlib import Path
from typing import NoReturn

from zhijia.server import folders, keys
from zhijia.server.children import end_with_parent
from zhijia.server.private_postgres import PrivatePostgres
from zhijia.server.supervise import child_environment

PACKAGE = Path(__file__).resolve().parent.parent


class Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        what = message.split(": ", 1)[-1]  # without argparse's own English
        self.exit(2, f"命令写得不对：{what}\n{self.epilog or ''}\n")


def a_port(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"端口要写 1 到 65535 的数字，不能是“{text}”。")
    return int(text)


@contextmanager
def serving(postgres: PrivatePostgres) -> Iterator[None]:
    report("启动数据库……")
    try:
        postgres.start()
        yield
    finally:
        postgres.stop()
        report("已停下。")


def web_environment(data: Path, database_url: str, **values: str) -> dict[str, str]:
    """What Django reads in zhijia.settings. The owner's password is not in it."""
    for name in ("media", "log", "static"):
        (data / name).mkdir(mode=0o700, exist_ok=True)
    key = data / "secret-key"
    if not key.exists():
        folders.write_private(key, secrets.token_urlsafe(50))
    keys.held_key(data)
    shared = {
        "DATABASE_URL": database_url,
        "ZHIJIA_SECRET_KEY": key.read_text(),
        "ZHIJIA_KEY_FILE": str(data / keys.KEY_FILE),
        "ZHIJIA_MEDIA": str(data / "media"),
        "ZHIJIA_STATIC": str(data / "static"),
        "ZHIJIA_LOG": str(data / "log" / "pages.log"),
    }
    return child_environment(**shared, **values)


def prepare(data: Path, owner_url: str, environment: dict[str, str]) -> None:
    """Bring tables and assets in line with the code; skipped while the code is what it was."""
    marks = folders.Marks(data / "prepared.json")
    lock = [folders.CLONE / "requirements.txt"] if folders.is_clone() else []
    code = [*lock, *(file for file in PACKAGE.rglob("*") if file.suffix in (".py", ".toml"))]
    assets = [*lock, *(file for folder in PACKAGE.rglob("static") for file in folder.rglob("*.*"))]
    if not marks.is_current("tables", code):
        report("整理数据表……")
        run_step(["-m", "zhijia", "migrate"], {**environment, "DATABASE_OWNER_URL": owner_url})
        marks.set("tables", code)
    if not marks.is_current("assets", assets):
        report("整理页面资源……")
        run_step(["-m", "zhijia", "manage", "collectstatic", "--noinput", "--clear", "-v0"], environment)
        marks.set("assets", assets)


def run_step(arguments: list[str], environment: dict[str, str]) -> None:
    """One step of the set-up in a process of its own, so that its memory is not ours for the day."""
    done = subprocess.run(
        [sys.executable, *arguments],
        env=environment,
        start_new_session=True,  # Ctrl-C in the terminal comes to us, and we end the step
        preexec_fn=end_with_parent(signal.SIGKILL),
    )
    if done.returncode:
        folders.refuse_full_disk(folders.data_folder())
        raise SystemExit("这一步没有完成，原因见上面几行。再运行一次会从头来过。")


def refuse_taken_port(host: str, port: int) -> None:
    if can_listen(host, port):
        return
    free = next((other for other in range(port + 1, port + 100) if can_listen(host, other)), port + 1)
    raise SystemExit(f"端口 {port} 已被别的程序占用。请换一个，例如 --port {free}")


def can_listen(host: str, port: int) -> bool:
    with closing(socket.socket()) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((host, port))
        except PermissionError:
            raise SystemExit(f"没有权限使用端口 {port}。请用大于 1023 的，例如 --port 8000。") from None
        except OSError as error:
            if error.errno != EADDRINUSE:
                raise
            return False
    return True


def report(sentence: str) -> None:
    """A line of progress with the seconds since run.py began."""
    started = float(os.environ.setdefault("ZHIJIA_STARTED", str(time.time())))
    print(f"[{time.time() - started:5.1f} 秒] {sentence}", file=sys.stderr, flush=True)
