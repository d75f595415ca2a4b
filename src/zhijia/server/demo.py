"""`zhijia demo`: a believable town on this machine, set up at the first start and kept for the next."""

import argparse
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from errno import EADDRINUSE, ENOSPC
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import NoReturn

from zhijia.demo.dice import TODAY
from zhijia.server import folders
from zhijia.server.children import end_orphans, end_with_parent
from zhijia.server.private_postgres import APPLICATION, OWNER, PrivatePostgres
from zhijia.server.supervise import WebServer, child_environment, stop_on_signals, watch

PACKAGE = Path(__file__).resolve().parent.parent


class Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        what = message.split(": ", 1)[-1]  # without argparse's own English
        self.exit(2, f"命令写得不对：{what}\n例如：python3 run.py demo --port 8001 --today 2026-12-31\n")


def a_port(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"端口要写 1 到 65535 的数字，不能是“{text}”。")
    return int(text)


def a_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"日期要写成 2026-11-20 这样，不能是“{text}”。") from None


def this_machine(text: str) -> str:
    host = "127.0.0.1" if text == "localhost" else text
    try:
        if ip_address(host) in ip_network("127.0.0.0/8"):
            return host
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"试用版的密码是公开的，只许本机访问，不能监听“{text}”。请去掉 --host。")


def main(arguments: list[str]) -> None:
    parser = Parser(prog="zhijia demo", description="在本机试用职家：青溪镇总工会")
    parser.add_argument("--port", type=a_port, default=8000, help="网页端口，默认 8000")
    parser.add_argument("--host", type=this_machine, default="127.0.0.1", help="只能是本机地址")
    parser.add_argument("--reset", action="store_true", help="清空，从头建一遍")
    parser.add_argument("--today", type=a_day, default=TODAY, help="把今天当作哪一天")
    options = parser.parse_args(arguments)
    stop_on_signals()
    try:
        run(options)
    except OSError as error:
        if error.errno != ENOSPC:
            raise
        raise SystemExit(folders.DISK_FULL.format(folder=folders.data_folder())) from None


def run(options: argparse.Namespace) -> None:
    data = folders.data_folder()
    with folders.held(data):
        end_orphans(str(data))
        refuse_taken_port(options.host, options.port)
        postgres = PrivatePostgres(folders.postgres_home(data))
        for folder in (data, postgres.home):
            folders.refuse_full_disk(folder)
        town = data / "town.json"
        if options.reset:
            town.unlink(missing_ok=True)
        if not town.exists():
            start_over(data, postgres)
        with serving(postgres):
            environment = web_environment(data, postgres, options.host)
            prepare(data, postgres, environment)
            if not town.exists():
                report("建立示范数据：青溪镇总工会……")
                run_step(["-m", "zhijia.server.build_town", str(town)], environment)
            report("启动网页服务……")
            log = data / "log" / "server.log"
            environment["ZHIJIA_TODAY"] = options.today.isoformat()
            web = WebServer(options.host, options.port, environment, str(data), log)
            try:
                web.launch()
                if not web.is_alive():
                    raise SystemExit(f"网页服务没有启动成功，原因记在 {log} 的末尾。")
                report("好了。")
                print(welcome(options.host, options.port, town), flush=True)
                watch(postgres, web)
            finally:
                web.stop()


@contextmanager
def serving(postgres: PrivatePostgres) -> Iterator[None]:
    report("启动数据库……")
    try:
        postgres.start()
        yield
    finally:
        postgres.stop()
        report("已停下。")


def start_over(data: Path, postgres: PrivatePostgres) -> None:
    """Leave nothing of a town that was never finished, or that one wants anew."""
    postgres.erase()
    for name in ("media", "prepared.json"):
        path = data / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def prepare(data: Path, postgres: PrivatePostgres, environment: dict[str, str]) -> None:
    """Bring tables and assets in line with the code; skipped while the code is what it was."""
    marks = folders.Marks(data / "prepared.json")
    lock = folders.CLONE / "requirements.txt"
    code = [lock, *(file for file in PACKAGE.rglob("*") if file.suffix in (".py", ".toml"))]
    assets = [lock, *(file for folder in PACKAGE.rglob("static") for file in folder.rglob("*.*"))]
    if not marks.is_current("tables", code):
        report("整理数据表……")
        run_step(["-m", "zhijia", "migrate"], {**environment, "DATABASE_OWNER_URL": postgres.url(OWNER)})
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


def web_environment(data: Path, postgres: PrivatePostgres, host: str = "127.0.0.1") -> dict[str, str]:
    """What Django reads in zhijia.settings. The owner's password is not in it."""
    for name in ("media", "log", "static"):
        (data / name).mkdir(mode=0o700, exist_ok=True)
    key = data / "secret-key"
    if not key.exists():
        folders.write_private(key, secrets.token_urlsafe(50))
    folders.make_sealing_key(data / "sealing-key")
    return child_environment(
        DJANGO_SETTINGS_MODULE="zhijia.settings.demo",
        DATABASE_URL=postgres.url(APPLICATION),
        ZHIJIA_HOSTS=f"{host},localhost",
        ZHIJIA_SECRET_KEY=key.read_text(),
        ZHIJIA_TODAY=TODAY.isoformat(),
        ZHIJIA_KEY_FILE=str(data / "sealing-key"),
        ZHIJIA_MEDIA=str(data / "media"),
        ZHIJIA_STATIC=str(data / "static"),
        ZHIJIA_LOG=str(data / "log" / "pages.log"),
    )


@contextmanager
def demo_database() -> Iterator[None]:
    """For commands: the town's database, that of a running demo or, if none runs, one for the moment."""
    data = folders.data_folder()
    if "DATABASE_URL" in os.environ or not (data / "town.json").exists():
        yield
        return
    postgres = PrivatePostgres(folders.postgres_home(data))
    if postgres.find_running():
        os.environ.update(web_environment(data, postgres))
        yield
        return
    with folders.held(data), serving(postgres):
        os.environ.update(web_environment(data, postgres))
        yield


def refuse_taken_port(host: str, port: int) -> None:
    if can_listen(host, port):
        return
    free = next((other for other in range(port + 1, port + 100) if can_listen(host, other)), port + 1)
    raise SystemExit(f"端口 {port} 已被别的程序占用。请换一个：python3 run.py demo --port {free}")


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


def welcome(host: str, port: int, town: Path) -> str:
    built = json.loads(town.read_text(encoding="utf-8"))
    cast = "\n".join(f"    {login:<12}{who}" for login, who in built["logins"])
    return (
        f"\n  请用浏览器打开  http://{host}:{port}\n\n  登录名      是谁\n{cast}\n\n"
        f"  密码都是  {built['password']}\n\n  按 Ctrl-C 停下；下次运行接着用这份数据。\n"
    )


def report(sentence: str) -> None:
    """A line of progress with the seconds since run.py began."""
    started = float(os.environ.setdefault("ZHIJIA_STARTED", str(time.time())))
    print(f"[{time.time() - started:5.1f} 秒] {sentence}", file=sys.stderr, flush=True)
