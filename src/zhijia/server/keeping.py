"""`zhijia backup` and `zhijia restore`: what the keeper runs every night, and what one runs on a new machine."""

import argparse
import getpass
import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg

from zhijia.server import backup, folders, keys, restore, running, seals
from zhijia.server.private_postgres import OWNER, PrivatePostgres

SETTINGS = "house.json"  # which folders backups go to besides the data folder's own
FAILURES = (backup.Unusable, OSError, psycopg.Error)
HALF = "restoring"  # lies in a folder from the first step of a restore to its last
HALF_RESTORED = (
    "这个文件夹（{data}）里的恢复没有做完，不能启动。请再运行一次：zhijia restore 备份文件 --data {data}"
)


def backup_folders(data: Path) -> list[Path]:
    """Where backups go: the data folder's own, then a second disk if the house named one."""
    return [data / "backups", *(Path(folder) for folder in house(data).get("backup_folders", []))]


def house(data: Path) -> dict[str, Any]:
    path = data / SETTINGS
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def set_house(data: Path, **values: object) -> None:
    folders.write_private(data / SETTINGS, json.dumps({**house(data), **values}, ensure_ascii=False))


# --- backup ----------------------------------------------------------------------------------------------


def backup_main(arguments: list[str]) -> None:
    parser = running.Parser(
        prog="zhijia backup", description="备份一次", epilog="例如：zhijia backup --to /mnt/u盘"
    )
    parser.add_argument("--data", type=Path, default=folders.office_folder(), help="数据文件夹")
    parser.add_argument("--to", type=Path, help="只备份到这个文件夹")
    parser.add_argument("--drill", action="store_true", help="备份后试恢复一遍，看能不能用")
    options = parser.parse_args(arguments)
    data = options.data.expanduser().resolve()
    with owner_of(data) as owner_url:
        source = backup.Source(owner_url, data, data / "media")
        try:
            made = back_up(source, [options.to] if options.to else backup_folders(data))
            print(f"备份好了：{made.path}（{made.rows:,} 行记录、{made.files:,} 个附件，已读回核对）")
            if bucket := os.environ.get("ZHIJIA_S3_BUCKET"):
                print(f"附件放在对象存储 {bucket} 里，不在这份备份里，请按 docs/deploy/cluster.md 另做备份。")
            if options.drill:
                print(f"试恢复成功：{drill(source, made.path)}")
        except FAILURES as error:
            sys.exit(told(error, options.to or data))


def back_up(source: backup.Source, places: list[Path]) -> backup.Made:
    """One backup into the first folder, copied into the others; each is noted, also where it failed."""
    moment = datetime.now(backup.OFFICE_TIME)
    now = moment.isoformat(timespec="seconds")
    backup.note(source.data, tried_at=now)
    first, *others = places
    try:
        seals.seal(source.owner_url, source.data, moment.date())
        made = backup.make(source, first)
    except FAILURES as error:
        backup.note(source.data, failed_at=now, failure=told(error, first))
        raise
    backup.rotate(first, made.path.name)
    failure = ""
    for folder in others:
        try:
            _copied(made.path, folder)
            backup.rotate(folder, made.path.name)
        except OSError as error:
            failure = told(error, folder)
    backup.note(
        source.data, made_at=made.made_at.isoformat(timespec="seconds"), path=str(made.path), bytes=made.bytes,
        rows=made.rows, files=made.files, failure=failure, failed_at=now if failure else "",
    )  # fmt: skip
    return made


def _copied(path: Path, folder: Path) -> None:
    if not folder.is_dir():  # a disk that is not plugged in must not become a folder of the system's own
        raise FileNotFoundError(2, "没有这个文件夹", str(folder))
    draft = folder / f".{path.name}.part"
    shutil.copyfile(path, draft)
    draft.rename(folder / path.name)


def told(error: Exception, folder: Path) -> str:
    if isinstance(error, backup.Unusable):
        return str(error)
    if isinstance(error, psycopg.Error):
        return "备份到一半，数据库断开了，这一份没有留用。数据库自己会恢复，请过几分钟再备份一次。"
    if isinstance(error, OSError) and error.errno == 28:
        return f"{folder} 所在的磁盘满了，没有备份成。请清出空间，或换一个备份文件夹。"
    return f"备份文件夹 {folder} 打不开，这一份没有备份过去。请看看磁盘有没有接好、有没有权限。"


def drill(source: backup.Source, path: Path) -> str:
    """Try the backup out; noted, also where it failed."""
    now = datetime.now(backup.OFFICE_TIME).isoformat(timespec="seconds")
    try:
        manifest = restore.drill(path, keys.held_key(source.data), source.owner_url, source.data)
    except FAILURES as error:
        backup.note(source.data, drilled_at=now, drill_failure=told(error, source.data))
        raise
    backup.note(source.data, drilled_at=now, drill_failure="")
    return restore.told(manifest)


@contextmanager
def owner_of(data: Path) -> Iterator[str]:
    """The owner's address of this folder's database: the one named, the running one, or one for the moment."""
    if named := os.environ.get("DATABASE_OWNER_URL"):
        yield named
        return
    postgres = PrivatePostgres(folders.postgres_home(data))
    if not postgres.passwords.exists():
        raise SystemExit(f"{data} 里还没有数据。数据在别处的话，请用 --data 指明文件夹。")
    if postgres.find_running():
        yield postgres.url(OWNER)
        return
    with folders.held(data), running.serving(postgres):
        yield postgres.url(OWNER)


# --- the trail -------------------------------------------------------------------------------------------


def trail_main(arguments: list[str]) -> None:
    parser = running.Parser(
        prog="zhijia trail check", description="核对办理过程有没有被改动过", epilog="例如：zhijia trail check"
    )
    parser.add_argument("what", choices=["check"], help="check：按每天的封签核对")
    parser.add_argument("--data", type=Path, default=folders.office_folder(), help="数据文件夹")
    options = parser.parse_args(arguments)
    data = options.data.expanduser().resolve()
    with owner_of(data) as owner_url:
        whole, broken, late = seals.check(owner_url, data)
    last = seals.read(data)[-1:]
    if late:
        print(
            f"这些天在封签以后又添了办理过程：{'、'.join(late)}。这台机器的时间往回调过就会这样；"
            "没有调过的话，请查一查是谁添的。"
        )
    if broken:
        sys.exit(f"这些天的办理过程和封签对不上，被改动过：{'、'.join(broken)}。其余 {len(whole)} 天完好。")
    print(f"{len(whole)} 天的办理过程都和封签一致。" + (f"最后一枚封签：{last[0]['seal']}" if last else ""))


# --- a slip from the server itself --------------------------------------------------------------------------


@contextmanager
def office_of(arguments: list[str]) -> Iterator[argparse.Namespace]:
    """What was asked (`login`, `lost_phone`), while Django may be set up on this folder's database."""
    parser = running.Parser(
        prog="zhijia slip", description="给一个登录名重发一次码", epilog="例如：zhijia slip 林晓"
    )
    parser.add_argument("login", help="登录名")
    parser.add_argument("--lost-phone", action="store_true", help="手机丢了：同时关掉两步验证")
    parser.add_argument("--data", type=Path, default=folders.office_folder(), help="数据文件夹")
    options = parser.parse_args(arguments)
    data = options.data.expanduser().resolve()
    with owner_of(data) as owner_url:
        os.environ.update(
            running.web_environment(
                data, owner_url, DJANGO_SETTINGS_MODULE="zhijia.settings.office", ZHIJIA_TODAY=""
            )
        )
        yield options


# --- restore ---------------------------------------------------------------------------------------------


def restore_main(arguments: list[str]) -> None:
    parser = running.Parser(
        prog="zhijia restore",
        description="把备份恢复到一个空的数据文件夹",
        epilog="例如：zhijia restore 20261127-020000.zhijia --data /home/工会/职家数据",
    )
    parser.add_argument("file", type=Path, help="备份文件")
    parser.add_argument("--data", type=Path, default=folders.office_folder(), help="恢复到哪个空文件夹")
    options = parser.parse_args(arguments)
    data = options.data.expanduser().resolve()
    postgres = PrivatePostgres(folders.postgres_home(data))
    half = (data / HALF).exists()
    if not half and (postgres.passwords.exists() or (data / "media").exists()):
        sys.exit(f"{data} 里已经有数据，没有动它。请换一个空文件夹：--data 文件夹。")
    try:
        header = backup.header_of(options.file)
        running.report(f"这份备份做于 {header['made_at'].replace('T', ' ')[:16]}，版本 {header['version']}。")
        word = _passphrase()
        keys.unwrapped(header["wrapped"], word)  # before anything is made
        with folders.held(data):
            if half:
                running.report("上一次恢复没有做完，从头再来。")
                postgres.erase()
            named = os.environ.get("DATABASE_OWNER_URL")
            manifest = (
                _into_named(options.file, word, data, named)
                if named
                else _restored(options.file, word, data, postgres)
            )
    except (backup.Unusable, keys.WrongWords) as refusal:
        sys.exit(str(refusal))
    except psycopg.Error:
        sys.exit("恢复到一半，数据库断开了，没有启用。请再运行一次，会从头再来。")
    print(f"恢复好了：{restore.told(manifest)}。请运行 zhijia serve --data {data}")


def _into_named(path: Path, word: str, data: Path, owner_url: str) -> dict[str, Any]:
    """Into the empty database of a server that is not ours; in one transaction, so that a failed try leaves it empty."""
    database = restore.Named(owner_url)
    if not restore.is_empty(database):
        raise backup.Unusable("DATABASE_OWNER_URL 指的数据库里已经有数据，没有动它。请管理员另建一个空的。")
    running.report("恢复数据……")
    return restore.into(path, word, data, database)


def _restored(path: Path, word: str, data: Path, postgres: PrivatePostgres) -> dict[str, object]:
    for folder in (data, postgres.home):
        folders.refuse_full_disk(folder)
    done = False
    half = data / HALF
    half.mkdir(mode=0o700, exist_ok=True)
    try:
        with running.serving(postgres):
            running.report("恢复数据……")
            manifest = restore.into(path, word, data, postgres)
            done = True
            return manifest
    finally:
        if not done:  # a folder that holds half a database would refuse the next try
            postgres.erase()
            shutil.rmtree(data / "media", ignore_errors=True)
        shutil.rmtree(half, ignore_errors=True)


def _passphrase() -> str:
    if named := os.environ.get("ZHIJIA_PASSPHRASE"):
        return named
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    return getpass.getpass("备份口令或恢复码（输入时不显示）：")
