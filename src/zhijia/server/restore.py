"""A backup comes back: into an empty data folder, or, as a drill, into a scratch database beside the real one."""

import shutil
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

from zhijia.server import backup, keys
from zhijia.server.backup import Unusable
from zhijia.server.private_postgres import OWNER, PrivatePostgres

SCRATCH = "zhijia_drill"


def into(path: Path, word: str, data: Path, postgres: PrivatePostgres) -> dict[str, Any]:
    """Restore into an empty folder with a private PostgreSQL that is running and empty; the manifest.

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
            connection.execute(f"DROP DATABASE IF EXISTS {SCRATCH} WITH (FORCE)")
            connection.execute(f"CREATE DATABASE {SCRATCH} TEMPLATE template0")
            try:
                scratch = _beside(owner_url, SCRATCH)
                restore_dump(folder / backup.DUMP, scratch)
                _compare(scratch, manifest)
            finally:
                connection.execute(f"DROP DATABASE IF EXISTS {SCRATCH} WITH (FORCE)")
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
    how = ["--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error"]
    backup.run("pg_restore", owner_url, *how, dump)


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


def is_empty(postgres: PrivatePostgres) -> bool:
    with psycopg.connect(postgres.url(OWNER)) as connection:
        return not backup.counted(connection)


def _beside(url: str, database: str) -> str:
    """The address of another database of the same server."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"/{database}"))


def told(manifest: dict[str, Any]) -> str:
    rows = sum(manifest["rows"].values())
    return f"{rows:,} 行记录、{len(manifest['files']):,} 个附件，备份于 {manifest['made_at'].replace('T', ' ')[:16]}"
