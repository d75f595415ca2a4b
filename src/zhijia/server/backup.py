"""A backup: database, attachments and the wrapped key in one sealed file, read back as soon as it is written.

The file begins with two lines that anybody may read: what it is, and a header with the wrapped key. The rest is a
tar stream sealed under a key of its own (`sealed.py`). Rows are counted in the very snapshot that is dumped, so a
restore can prove that it brought back what there was.
"""

import base64
import fcntl
import hashlib
import io
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from errno import ENOSPC
from importlib.metadata import version
from pathlib import Path
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

import psycopg
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from zhijia.server import folders, keys, sealed
from zhijia.server.private_postgres import binaries, environment

FIRST_LINE = b"zhijia backup 1\n"
SUFFIX = ".zhijia"
LONGEST_HEADER = 100_000
OFFICE_TIME = ZoneInfo("Asia/Shanghai")
DUMP, MANIFEST, MEDIA = "database.dump", "manifest.json", "media/"
SCRATCH = "dump-"


class Unusable(Exception):
    """No backup can be made, or this file is none; the message is for the officer."""


@dataclass(frozen=True)
class Source:
    """What is backed up: the database as its owner, the attachments, the folder that holds the keys."""

    owner_url: str
    data: Path
    media: Path


@dataclass(frozen=True)
class Made:
    """A backup that was written and read back."""

    path: Path
    bytes: int
    rows: int
    files: int
    made_at: datetime


def make(source: Source, folder: Path) -> Made:
    """Write a backup into the folder and read it back. Raises `Unusable`, and `OSError` where the disk fails."""
    held = keys.wrapped_of(source.data)
    if held is None:
        raise Unusable("还没有设备份口令，备份出来也打不开。请先在“系统维护”里设好备份口令。")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    made_at = datetime.now(OFFICE_TIME)
    path = folder / f"{made_at:%Y%m%d-%H%M%S}{SUFFIX}"
    draft = path.with_name(f".{path.name}.part")
    sweep(folder.glob(f".*{SUFFIX}.part"))
    sweep(source.data.glob(f"{SCRATCH}*"))
    try:
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out, claimed(draft):
            manifest = _write(out, source, held, made_at)
            out.flush()
            os.fsync(out.fileno())
        checked = check(draft, keys.held_key(source.data))
        if checked != manifest:
            raise Unusable("备份写完后读回来对不上，没有留用。请检查磁盘，再备份一次。")
        draft.rename(path)
    finally:
        draft.unlink(missing_ok=True)
    rows, files = sum(manifest["rows"].values()), len(manifest["files"])
    return Made(path, path.stat().st_size, rows, files, made_at)


def _write(out: BinaryIO, source: Source, held: dict[str, Any], made_at: datetime) -> dict[str, Any]:
    own, nonce = keys.new_key(), os.urandom(keys.NONCE)
    own_sealed = nonce + AESGCM(keys.held_key(source.data)).encrypt(nonce, own, FIRST_LINE)
    header = {
        "made_at": made_at.isoformat(timespec="seconds"),
        "version": version("zhijia"),
        "wrapped": held,
        "key": base64.b64encode(own_sealed).decode(),
    }
    out.write(FIRST_LINE + json.dumps(header).encode() + b"\n")
    writer = sealed.SealingWriter(out, own)
    with tempfile.TemporaryDirectory(dir=source.data, prefix=SCRATCH) as scratch, claimed(Path(scratch)):
        dump = Path(scratch) / DUMP
        files: dict[str, str] = {}
        rows = _dump(source.owner_url, dump)
        with tarfile.open(fileobj=writer, mode="w|") as archive:  # type: ignore[call-overload]
            archive.add(dump, DUMP)
            for file in sorted(file for file in source.media.rglob("*") if file.is_file()):
                name = MEDIA + file.relative_to(source.media).as_posix()
                with suppress(FileNotFoundError):  # an import or a made file that was let go of just now
                    files[name] = _add(archive, file, name)
            manifest = {"made_at": header["made_at"], "rows": rows, "files": files, "dump": _digest(dump)}
            _add_text(archive, MANIFEST, json.dumps(manifest))
    writer.close()
    return manifest


def _dump(owner_url: str, dump: Path) -> dict[str, int]:
    """Dump the database and count the rows of every table, both in one snapshot."""
    with psycopg.connect(owner_url) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        snapshot = connection.execute("SELECT pg_export_snapshot()").fetchone()[0]  # type: ignore[index]
        places = [f"--snapshot={snapshot}", f"--file={dump}"]
        run("pg_dump", owner_url, "--format=custom", "--no-owner", "--no-privileges", *places)
        return counted(connection)


def counted(connection: psycopg.Connection[Any]) -> dict[str, int]:
    """How many rows each table of the program holds."""
    tables = connection.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1"
    ).fetchall()
    counts = {}
    for (name,) in tables:
        query = psycopg.sql.SQL("SELECT count(*) FROM {}").format(psycopg.sql.Identifier(name))
        counts[name] = connection.execute(query).fetchone()[0]  # type: ignore[index]
    return counts


def run(tool: str, owner_url: str | None, *arguments: str | Path) -> None:
    """One of PostgreSQL's own tools, the password out of sight of other users of this machine. No URL: no server.

    Raises `Unusable`; what the tool says may quote rows and is not passed on.
    """
    values = conninfo_to_dict(owner_url or "")
    password = str(values.pop("password", ""))
    where = [f"--dbname={make_conninfo('', **values)}"] if owner_url else []
    command = [binaries() / tool, *where, *arguments]
    own = {**environment(), "PGPASSWORD": password}
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=own)
    if done.returncode:
        said = done.stderr.decode(errors="replace")
        if "No space left" in said:
            raise OSError(ENOSPC, "No space left on device")
        if "server version mismatch" in said:
            raise Unusable("数据库服务器比这个程序带的工具新，备份不了。请先升级职家。")
        raise Unusable(f"数据库工具 {tool} 没有做完（代码 {done.returncode}）。请看数据库的日志。")


def _add(archive: tarfile.TarFile, path: Path, name: str) -> str:
    """Add one attachment; attachments are never rewritten, so its size holds while it is read."""
    info = tarfile.TarInfo(name)
    with open(path, "rb") as file:
        info.size, read = os.fstat(file.fileno()).st_size, _Digesting(file)
        archive.addfile(info, read)  # type: ignore[arg-type]
    return read.sum.hexdigest()


def _add_text(archive: tarfile.TarFile, name: str, text: str) -> None:
    info = tarfile.TarInfo(name)
    info.size = len(text.encode())
    archive.addfile(info, io.BytesIO(text.encode()))


class _Digesting:
    def __init__(self, file: BinaryIO):
        self.file, self.sum = file, hashlib.sha256()

    def read(self, size: int) -> bytes:
        data = self.file.read(size)
        self.sum.update(data)
        return data


def _digest(path: Path) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def header_of(path: Path) -> dict[str, Any]:
    """What a backup says about itself without any key. Raises `Unusable`."""
    try:
        with open(path, "rb") as file:
            if file.readline(len(FIRST_LINE)) == FIRST_LINE:
                return json.loads(file.readline(LONGEST_HEADER))
    except FileNotFoundError:
        raise Unusable(f"没有 {path} 这个文件。请核对备份文件的位置和名字。") from None
    except (OSError, ValueError):
        pass
    raise Unusable(f"{path} 不是职家的备份，或者已经损坏。请换一份备份文件。")


@contextmanager
def members(path: Path, key: bytes) -> Iterator[Iterator[tuple[str, BinaryIO]]]:
    """Name and content of each part, in order. Raises `Unusable` where the file is damaged or the key is another's."""
    header = header_of(path)
    kept = base64.b64decode(header["key"])
    try:
        own = AESGCM(key).decrypt(kept[: keys.NONCE], kept[keys.NONCE :], FIRST_LINE)
    except InvalidTag:
        raise Unusable("这份备份是用另一把密钥做的，打不开。请核对是不是本单位的备份。") from None
    with open(path, "rb") as file:
        file.readline()
        file.readline()
        stream = sealed.PiecesReader(sealed.opened(file, own))
        try:
            with tarfile.open(fileobj=stream, mode="r|") as archive:  # type: ignore[call-overload]
                yield ((part.name, archive.extractfile(part)) for part in archive if part.isfile())
        except (sealed.Broken, tarfile.TarError, EOFError):
            raise Unusable(f"备份 {path.name} 已经损坏，读不完整。请换一份备份文件。") from None


def check(path: Path, key: bytes) -> dict[str, Any]:
    """Read a whole backup, compare every sum, and return its manifest. Raises `Unusable`."""
    sums: dict[str, str] = {}
    manifest: dict[str, Any] = {}
    with members(path, key) as parts:
        for name, content in parts:
            if name == MANIFEST:
                manifest = json.loads(content.read())
            else:
                sums[name] = hashlib.file_digest(content, "sha256").hexdigest()  # type: ignore[arg-type]
    if not manifest or sums != {DUMP: manifest["dump"], **manifest["files"]}:
        raise Unusable(f"备份 {path.name} 的内容和它自己的清单对不上。请换一份备份文件。")
    return manifest


@contextmanager
def claimed(path: Path) -> Iterator[None]:
    """While this is being written: the lock goes with the process, however it ends."""
    here = os.open(path, os.O_RDONLY)
    fcntl.flock(here, fcntl.LOCK_SH)
    try:
        yield
    finally:
        os.close(here)


def sweep(paths: Iterable[Path]) -> None:
    """Remove what a killed backup left behind: it takes room, and a dump of its is readable by whoever has the disk."""
    for path in paths:
        with suppress(FileNotFoundError, BlockingIOError):
            here = os.open(path, os.O_RDONLY)
            try:
                fcntl.flock(here, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(path) if path.is_dir() else path.unlink()
            finally:
                os.close(here)


def in_folder(folder: Path) -> list[Path]:
    """The backups of a folder, newest first."""
    return sorted(folder.glob(f"[0-9]*{SUFFIX}"), reverse=True)


def rotate(folder: Path, newest: str = "", *, days: int = 14, months: int = 12) -> list[Path]:
    """Delete what is neither among the last days nor the first of one of the last months; what was deleted.

    `newest` was made just now and stays, even where a wrong clock gave it an old name.
    """
    found = in_folder(folder)
    first_of_month = {file.name[:6]: file for file in found}  # the oldest of a month comes last
    kept = {*found[:days], *(first_of_month[month] for month in sorted(first_of_month)[-months:])}
    gone = [file for file in found if file not in kept and file.name != newest]
    for file in gone:
        file.unlink()
    return gone


def note(data: Path, **values: Any) -> None:
    """Remember outside the database how the last backup or drill went; pages and `serve` read it."""
    told = {**noted(data), **values}
    folders.write_private(data / "backups.json", json.dumps(told, ensure_ascii=False))


def noted(data: Path) -> dict[str, Any]:
    path = data / "backups.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
