"""A backup comes back: into an empty data folder, or, as a drill, into a scratch database beside the real one."""

import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg.errors import InsufficientPrivilege

from zhijia.server import backup, keys
from zhijia.server.backup import Unusable
from zhijia.server.private_postgres import OWNER, PrivatePostgres

SCRATCH = "zhijia_drill"
MAY_NOT_TRY = (
    "备份已做好，只是数据库不许建临时库，没法试恢复。请数据库管理员执行一次：ALTER ROLE {owner} CREATEDB"
)
WITH_SETTING, SETTING = 170000, b"SET transaction_timeout = 0;"  # our tools write it; older servers refuse it


@dataclass(frozen=True)
class Named:
    """A database of a server that is not ours, by its owner's address."""

    address: str

    def url(self, role: str) -> str:
        return self.address


def into(path: Path, word: str, data: Path, postgres: PrivatePostgres | Named) -> dict[str, Any]:
    """Restore into an empty folder with a database that is running and empty; the manifest.

    Rows are counted against the manifest before anything is called done. Raises `Unusable`, `keys.WrongWords`.
    """
    header = backup.header_of(path)
    key = keys.unwrapped(header["wrapped"], word)
    draft = data / "restored"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700, parents=True)
    try:
        manifest = _unpack(path, key, draft)
        restore_dump(draft / backup.DUMP, postgres.url(OWNER))
        _compare(postgres.url(OWNER), manifest)
        shutil.rmtree(data / "media", ignore_errors=True)
        (draft / "media").mkdir(exist_ok=True)
        (draft / "media").rename(data / "media")
        keys.keep_wrapped(data, header["wrapped"])
        keys.keep(data, key)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return manifest


def drill(path: Path, key: bytes, owner_url: str, scratch_folder: Path) -> dict[str, Any]:
    """Restore the backup's database into a scratch one, count its rows, and drop it again. Raises `Unusable`."""
    folder = scratch_folder / "drill"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        manifest = _unpack(path, key, folder)
        with psycopg.connect(owner_url, autocommit=True) as connection:
            # Not WITH (FORCE): that ends the server's own vacuum, which the owner has no right to do.
            connection.execute(f"DROP DATABASE IF EXISTS {SCRATCH}")
            try:
                connection.execute(f"CREATE DATABASE {SCRATCH} TEMPLATE template0")
            except InsufficientPrivilege:
                raise Unusable(MAY_NOT_TRY.format(owner=urlsplit(owner_url).username)) from None
            try:
                scratch = _beside(owner_url, SCRATCH)
                restore_dump(folder / backup.DUMP, scratch)
                _compare(scratch, manifest)
            finally:
                connection.execute(f"DROP DATABASE IF EXISTS {SCRATCH}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return manifest


def _unpack(path: Path, key: bytes, folder: Path) -> dict[str, Any]:
    """Every part into the folder, each sum compared."""
    manifest = backup.check(path, key)
    with backup.members(path, key) as parts:
        for name, content in parts:
            target = (folder / name).resolve()
            if not target.is_relative_to(folder.resolve()):
                raise Unusable(f"备份 {path.name} 里有不该有的路径，没有恢复。请换一份备份文件。")
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with open(target, "wb") as out:
                shutil.copyfileobj(content, out, 1 << 20)
            target.chmod(0o600)
    with suppress(FileNotFoundError):
        (folder / backup.MANIFEST).unlink()
    return manifest


def restore_dump(dump: Path, owner_url: str) -> None:
    """The whole dump in one transaction: all of it or nothing."""
    plain = ["--no-owner", "--no-privileges"]
    with psycopg.connect(owner_url) as connection:
        older = connection.info.server_version < WITH_SETTING
    if not older:
        backup.run("pg_restore", owner_url, *plain, "--single-transaction", "--exit-on-error", dump)
        return
    script = dump.with_suffix(".sql")
    backup.run("pg_restore", None, *plain, f"--file={script}", dump)
    _without_setting(script)
    how = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"]
    backup.run("psql", owner_url, *how, f"--file={script}")
    script.unlink()


def _without_setting(script: Path) -> None:
    with open(script, "r+b") as file:
        at = file.read(4096).find(SETTING)
        if at >= 0:
            file.seek(at)
            file.write(b"-- ")  # a remark from here to the end of the line


def _compare(owner_url: str, manifest: dict[str, Any]) -> None:
    with psycopg.connect(owner_url) as connection:
        found = backup.counted(connection)
    wrong = sorted(
        name for name in {*found, *manifest["rows"]} if found.get(name) != manifest["rows"].get(name)
    )
    if wrong:
        raise Unusable(
            f"恢复出来的行数和备份清单对不上（{'、'.join(wrong[:5])}），没有启用。请换一份备份文件。"
        )


def is_empty(postgres: PrivatePostgres | Named) -> bool:
    with psycopg.connect(postgres.url(OWNER)) as connection:
        return not backup.counted(connection)


def _beside(url: str, database: str) -> str:
    """The address of another database of the same server."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"/{database}"))


def told(manifest: dict[str, Any]) -> str:
    rows = sum(manifest["rows"].values())
    return f"{rows:,} 行记录、{len(manifest['files']):,} 个附件，备份于 {manifest['made_at'].replace('T', ' ')[:16]}"
