"""`zhijia serve`: a union's own server on an office machine. Pages, a database, backups; one parent for all."""

import argparse
import os
import secrets
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from errno import ENOSPC
from pathlib import Path

import psutil
import psycopg

from zhijia.server import folders, keeping, keys, lost, running
from zhijia.server.children import end_orphans
from zhijia.server.keeper import Keeper
from zhijia.server.private_postgres import APPLICATION, OWNER, PrivatePostgres
from zhijia.server.supervise import WebServer, Worker, stop_on_signals, watch

TOKEN_FILE = "first-run-token"
EXAMPLE = "例如：zhijia serve --host 0.0.0.0 --port 8000"


def main(arguments: list[str]) -> None:
    options = options_of(arguments)
    stop_on_signals()
    try:
        with lost.told():
            _run(options)
    except OSError as error:
        if error.errno != ENOSPC:
            raise
        raise SystemExit(folders.DISK_FULL.format(folder=options.data)) from None


def options_of(arguments: list[str]) -> argparse.Namespace:
    parser = running.Parser(prog="zhijia serve", description="启动本单位的职家", epilog=EXAMPLE)
    parser.add_argument("--port", type=running.a_port, default=8000, help="网页端口，默认 8000")
    parser.add_argument(
        "--host",
        default="127.0.0.1",
        help="在哪个地址上等人来：127.0.0.1 只有本机能打开，0.0.0.0 全办公室都能打开",
    )
    parser.add_argument("--names", default="", help="别人用来打开的主机名，几个之间用逗号")
    parser.add_argument("--tls", nargs=2, type=Path, metavar=("证书", "私钥"), help="用 HTTPS")
    parser.add_argument(
        "--behind-proxy", action="store_true", help="前面另有一台做 HTTPS 的服务器，只让它连过来"
    )
    parser.add_argument("--data", type=Path, default=folders.office_folder(), help="数据文件夹")
    options = parser.parse_args(arguments)
    options.data = options.data.expanduser().resolve()
    if options.tls:
        _refuse_bad_certificate(parser, *options.tls)
    try:
        socket.getaddrinfo(options.host, options.port, type=socket.SOCK_STREAM)
    except OSError:
        parser.error(f"没有“{options.host}”这个地址。本机用 127.0.0.1，全办公室用 0.0.0.0。")
    return options


def _refuse_bad_certificate(parser: argparse.ArgumentParser, certificate: Path, key: Path) -> None:
    try:
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(certificate, key)
    except (OSError, ssl.SSLError):
        parser.error(f"证书 {certificate} 和私钥 {key} 读不出来，或者不是一对。请核对两个文件的位置。")


def _run(options: argparse.Namespace) -> None:
    data = options.data
    with folders.held(data):
        if (data / keeping.HALF).exists():
            raise SystemExit(keeping.HALF_RESTORED.format(data=data))
        end_orphans(str(data))
        running.refuse_taken_port(options.host, options.port)
        folders.refuse_full_disk(data)
        with _database(data) as (postgres, application_url, owner_url):
            environment = office_environment(options, application_url)
            if owner_url:
                running.prepare(data, owner_url, environment)
            token = _first_run_token(data, owner_url or application_url)
            running.report("启动网页服务……")
            log = data / "log" / "server.log"
            web = WebServer(options.host, options.port, environment, str(data), log, tls=options.tls)
            worker = Worker(environment, str(data), log.parent, only=postgres is not None)
            keeper = Keeper(data, owner_url, environment) if owner_url else None
            try:
                web.launch()
                if not web.is_alive():
                    raise SystemExit(f"网页服务没有启动成功，原因记在 {log} 的末尾。")
                running.report("好了。")
                print(_welcome(options, token), flush=True)
                watch(*([postgres] if postgres else []), web, worker, look=keeper.look if keeper else None)
            finally:
                if keeper:
                    keeper.stop()
                worker.stop()
                web.stop()


@contextmanager
def _database(data: Path) -> Iterator[tuple[PrivatePostgres | None, str, str]]:
    """The server that DATABASE_URL names, else one of our own: (server, application's address, owner's)."""
    if "DATABASE_URL" in os.environ:
        owner_url = os.environ.get("DATABASE_OWNER_URL", "")
        if not owner_url:
            running.report("没有 DATABASE_OWNER_URL：不更新数据表，也不做备份。")
        yield None, os.environ["DATABASE_URL"], owner_url
        return
    postgres = PrivatePostgres(folders.postgres_home(data))
    folders.refuse_full_disk(postgres.home)
    with running.serving(postgres):
        yield postgres, postgres.url(APPLICATION), postgres.url(OWNER)


def office_environment(options: argparse.Namespace, application_url: str) -> dict[str, str]:
    return running.web_environment(
        options.data,
        application_url,
        DJANGO_SETTINGS_MODULE="zhijia.settings.office",
        ZHIJIA_HOSTS=",".join(_names(options)),
        ZHIJIA_HTTPS="yes" if options.tls or options.behind_proxy else "no",
        ZHIJIA_BEHIND_PROXY="yes" if options.behind_proxy else "no",
        ZHIJIA_DATA_FOLDER=str(options.data),
        ZHIJIA_TODAY="",
    )


def _names(options: argparse.Namespace) -> list[str]:
    """Under which names the pages may be asked for: what the machine is called, and each of its addresses."""
    names = {"localhost", "127.0.0.1", *(name for name in options.names.split(",") if name)}
    if options.host not in ("0.0.0.0", "::"):  # noqa: S104 (asked for in so many words)
        return sorted({*names, options.host})
    return sorted({*names, socket.gethostname(), *addresses()})


def addresses() -> list[str]:
    """This machine's own IPv4 addresses in the office, loopback left out."""
    found = [
        one.address for card in psutil.net_if_addrs().values() for one in card if one.family == socket.AF_INET
    ]
    return [address for address in found if not address.startswith("127.")]


def _first_run_token(data: Path, url: str) -> str:
    """While nobody has an account, a token that only whoever sees this screen or folder knows."""
    path = data / TOKEN_FILE
    with psycopg.connect(url) as connection:
        lived_in = connection.execute("SELECT FROM people_account LIMIT 1").rowcount
    if lived_in:
        path.unlink(missing_ok=True)
        return ""
    if not path.exists():
        folders.write_private(path, keys.new_recovery_code()[:11])
    return path.read_text(encoding="utf-8")


def _welcome(options: argparse.Namespace, token: str) -> str:
    scheme = "https" if options.tls else "http"
    hosts = addresses() if options.host == "0.0.0.0" else [options.host]  # noqa: S104
    places = "\n".join(f"    {scheme}://{host}:{options.port}" for host in hosts or ["127.0.0.1"])
    lines = [f"\n  请用浏览器打开\n{places}\n"]
    if token:
        lines.append(f"  第一次使用，要填这个启动码（只用一次）：  {token}\n")
    lines.append(f"  数据在 {options.data}\n\n  按 Ctrl-C 停下。\n")
    return "\n".join(lines)


def token_matches(data: Path, typed: str) -> bool:
    path = data / TOKEN_FILE
    if not path.exists():
        return False
    plain = "".join(sign for sign in typed.upper() if sign.isalnum())
    return secrets.compare_digest(plain.encode(), path.read_text(encoding="utf-8").replace("-", "").encode())
