"""`zhijia demo`: a believable town on this machine, set up at the first start and kept for the next."""

import argparse
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from errno import ENOSPC
from ipaddress import ip_address, ip_network
from pathlib import Path

from zhijia.demo.dice import TODAY
from zhijia.server import folders, running
from zhijia.server.children import end_orphans
from zhijia.server.private_postgres import APPLICATION, OWNER, PrivatePostgres
from zhijia.server.supervise import WebServer, Worker, stop_on_signals, watch

TOWNS = {
    "small": "zhijia.demo.town",  # 155 enterprise unions, 13,200 members
    "large": "zhijia.demo.large",  # 3,021 unions, 79,801 members: to measure with
    "county": "zhijia.demo.county",  # ten times that
}
OTHER_TOWN = "这份数据（{data}）里是另一个镇。要从头建这个镇，请加 --reset；两个都要，请用 ZHIJIA_DATA 另指一个文件夹。"


def a_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"日期要写成 2026-11-20 这样，不能是“{text}”。") from None


def a_town(text: str) -> str:
    if text not in TOWNS:
        raise argparse.ArgumentTypeError(f"没有“{text}”这个镇。可以写 {'、'.join(TOWNS)}。")
    return TOWNS[text]


def this_machine(text: str) -> str:
    host = "127.0.0.1" if text == "localhost" else text
    try:
        if ip_address(host) in ip_network("127.0.0.0/8"):
            return host
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"试用版的密码是公开的，只许本机访问，不能监听“{text}”。请去掉 --host。")


def main(arguments: list[str]) -> None:
    parser = running.Parser(
        prog="zhijia demo",
        description="在本机试用职家：青溪镇总工会",
        epilog="例如：python3 run.py demo --port 8001 --today 2026-12-31",
    )
    parser.add_argument("--port", type=running.a_port, default=8000, help="网页端口，默认 8000")
    parser.add_argument("--host", type=this_machine, default="127.0.0.1", help="只能是本机地址")
    parser.add_argument("--reset", action="store_true", help="清空，从头建一遍")
    parser.add_argument("--today", type=a_day, default=TODAY, help="把今天当作哪一天")
    parser.add_argument(
        "--town", type=a_town, help="建哪个镇：small（默认）、large 或 county，后两个用来试规模"
    )
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
        running.refuse_taken_port(options.host, options.port)
        postgres = PrivatePostgres(folders.postgres_home(data))
        for folder in (data, postgres.home):
            folders.refuse_full_disk(folder)
        town = data / "town.json"
        if options.reset:
            town.unlink(missing_ok=True)
        if not town.exists():
            start_over(data, postgres)
        elif options.town and json.loads(town.read_text(encoding="utf-8")).get("town") != options.town:
            raise SystemExit(OTHER_TOWN.format(data=data))
        with running.serving(postgres):
            environment = demo_environment(data, postgres, options.host)
            running.prepare(data, postgres.url(OWNER), environment)
            if not town.exists():
                running.report("建立示范数据：青溪镇总工会……")
                which = {"ZHIJIA_TOWN": options.town} if options.town else {}
                running.run_step(["-m", "zhijia.server.build_town", str(town)], environment | which)
            running.report("启动网页服务……")
            log = data / "log" / "server.log"
            environment["ZHIJIA_TODAY"] = options.today.isoformat()
            web = WebServer(options.host, options.port, environment, str(data), log)
            worker = Worker(environment, str(data), log.parent, only=True)
            try:
                web.launch()
                if not web.is_alive():
                    raise SystemExit(f"网页服务没有启动成功，原因记在 {log} 的末尾。")
                running.report("好了。")
                print(welcome(options.host, options.port, town), flush=True)
                watch(postgres, web, worker)
            finally:
                worker.stop()
                web.stop()


def start_over(data: Path, postgres: PrivatePostgres) -> None:
    """Leave nothing of a town that was never finished, or that one wants anew."""
    postgres.erase()
    for name in ("media", "prepared.json"):
        path = data / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def demo_environment(data: Path, postgres: PrivatePostgres, host: str = "127.0.0.1") -> dict[str, str]:
    return running.web_environment(
        data,
        postgres.url(APPLICATION),
        DJANGO_SETTINGS_MODULE="zhijia.settings.demo",
        ZHIJIA_HOSTS=f"{host},localhost",
        ZHIJIA_TODAY=TODAY.isoformat(),
    )


@contextmanager
def demo_database() -> Iterator[None]:
    """For commands: the town's database, that of a running demo or, if none runs, one for the moment."""
    data = folders.data_folder()
    if not (data / "town.json").exists():
        yield
        return
    postgres = PrivatePostgres(folders.postgres_home(data))
    if postgres.find_running():
        os.environ.update(demo_environment(data, postgres))
        yield
        return
    with folders.held(data), running.serving(postgres):
        os.environ.update(demo_environment(data, postgres))
        yield


def welcome(host: str, port: int, town: Path) -> str:
    built = json.loads(town.read_text(encoding="utf-8"))
    cast = "\n".join(f"    {login:<12}{who}" for login, who in built["logins"])
    return (
        f"\n  请用浏览器打开  http://{host}:{port}\n\n  登录名      是谁\n{cast}\n\n"
        f"  密码都是  {built['password']}\n\n  按 Ctrl-C 停下；下次运行接着用这份数据。\n"
    )
