"""Two hundred backups of a union of ten members while its people work: each comes back as the rows of its moment.

What a backup has to hold is noted in the very snapshot that is dumped: a digest of each table. Besides, a deed that
was done before the backup began has to be in it, and one that began after it ended must not be. Every attachment that
the restored rows name has to lie in the restored folder with the content they say.
"""

import hashlib
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from benchmarks import Figure
from benchmarks._ten_members import BEGUN, DONE
from zhijia.server import backup, keys, restore
from zhijia.server.private_postgres import APPLICATION, OWNER, PrivatePostgres

BACKUPS, AT_ONCE = 200, 2
PASSPHRASE = "清泉流过石桥东边"
COUNTED = backup.counted
_snapshot = threading.local()


def figures() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory(prefix="zhijia-bench-") as home:
        Path(home).chmod(0o755)  # started as root, PostgreSQL runs under another id
        postgres = PrivatePostgres(Path(home) / "postgres", durable=False)
        postgres.start()
        try:
            run_as_owner(postgres, "CREATE DATABASE ten_members")
            with (
                ten_members(postgres, "ten_members", Path(home) / "union") as union,
                union.busy(seed=1),
                ThreadPoolExecutor(AT_ONCE) as pool,
            ):
                trials = list(pool.map(union.tried, range(BACKUPS)))
        finally:
            postgres.stop()
    for said in sorted({wrong for trial in trials for wrong in trial.wrong}):
        print(said, file=sys.stderr)
    yield Figure(
        "backups that came back as they were",
        sum(not t.wrong for t in trials),
        "",
        BACKUPS,
        more_is_better=True,
    )
    yield Figure(
        "deeds done while they were made, at least",
        min(t.meanwhile for t in trials),
        "",
        1,
        more_is_better=True,
    )
    yield Figure("rows in the last of them", trials[-1].rows, "", 100, more_is_better=True)
    yield Figure("attachments in the last of them", trials[-1].files, "", 10, more_is_better=True)


@dataclass(frozen=True)
class Trial:
    """One backup and its way back. `wrong`: what did not come back as it was; `meanwhile`: deeds begun while it was made."""

    wrong: list[str]
    meanwhile: int
    rows: int
    files: int


@dataclass(frozen=True)
class TenMembers:
    """The union in its database, and what it takes to back it up."""

    postgres: PrivatePostgres
    source: backup.Source
    environment: dict[str, str]
    log: Path

    @contextmanager
    def busy(self, seed: int) -> Iterator[None]:
        """Its people are at work until the block ends."""
        words = [sys.executable, "-m", "benchmarks._ten_members", "live", str(seed), str(self.log)]
        people = subprocess.Popen(words, env=self.environment)
        try:
            while len(self.keys(DONE)) < 10:
                if people.poll() is not None:
                    raise SystemExit("nobody is at work")
                time.sleep(0.05)
            yield
            if people.poll() is not None:
                raise SystemExit("they stopped working")
        finally:
            people.kill()
            people.wait()

    def keys(self, how: str) -> set[str]:
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        return {line.split()[1] for line in lines if line.startswith(how)}

    def tried(self, n: int) -> Trial:
        """Make a backup, restore it elsewhere, compare."""
        scratch = self.postgres.url(OWNER, f"restored_{n}")
        with tempfile.TemporaryDirectory(dir=self.source.data.parent) as folder:
            done, begun = self.keys(DONE), self.keys(BEGUN)
            made = backup.make(self.source, Path(folder))
            until = self.keys(BEGUN)
            run_as_owner(self.postgres, f"CREATE DATABASE restored_{n} TEMPLATE template0")
            try:
                restore.into(made.path, PASSPHRASE, Path(folder) / "data", restore.Named(scratch))
                wrong = list(self.compared(scratch, Path(folder) / "data" / "media", done, until))
            finally:
                run_as_owner(self.postgres, f"DROP DATABASE restored_{n}")
        return Trial(wrong, len(until - begun), made.rows, made.files)

    def compared(self, scratch: str, media: Path, done: set[str], until: set[str]) -> Iterator[str]:
        with psycopg.connect(scratch) as connection:
            found = digests(connection)
            held = {key for (key,) in connection.execute("SELECT key FROM trail_event WHERE key IS NOT NULL")}
            files = connection.execute("SELECT path, sha256, thumb FROM kernel_attachment").fetchall()
        if found != _snapshot.digests:
            names = [name for name in found if found[name] != _snapshot.digests.get(name)]
            yield f"tables differ: {names}"
        if missing := done - held:
            yield f"done before, not in it: {sorted(missing)[:5]}"
        if early := {key for key in held if key.split("-")[0].isdigit()} - until:
            yield f"begun after, yet in it: {sorted(early)[:5]}"
        for path, sha256, thumb in files:
            kept = media / path
            if not kept.exists() or hashlib.sha256(kept.read_bytes()).hexdigest() != sha256:
                yield f"attachment missing or changed: {path}"
            if thumb and not (media / thumb).exists():
                yield f"thumbnail missing: {thumb}"


@contextmanager
def ten_members(postgres: PrivatePostgres, database: str, home: Path) -> Iterator[TenMembers]:
    """Found the union in this database, whose tables are made unless they are there."""
    data = home / "data"
    media = data / "media"
    media.mkdir(parents=True, exist_ok=True)
    keys.keep_wrapped(data, keys.wrapped(keys.held_key(data), passphrase=PASSPHRASE))
    owner = postgres.url(OWNER, database)
    environment = {
        **os.environ, "DATABASE_URL": postgres.url(APPLICATION, database), "ZHIJIA_MEDIA": str(media),
        "ZHIJIA_KEY_FILE": str(data / keys.KEY_FILE), "DJANGO_SETTINGS_MODULE": "zhijia.settings.test",
        "ZHIJIA_TODAY": "", "PYTHONUTF8": "1",
    }  # fmt: skip
    with psycopg.connect(owner) as connection:
        bare = not COUNTED(connection)
    if bare:
        migrate = [sys.executable, "-m", "zhijia", "migrate"]
        subprocess.run(migrate, env=environment | {"DATABASE_OWNER_URL": owner}, check=True)
    subprocess.run([sys.executable, "-m", "benchmarks._ten_members", "found"], env=environment, check=True)
    backup.counted = _noted
    try:
        yield TenMembers(postgres, backup.Source(owner, data, media), environment, home / "deeds.log")
    finally:
        backup.counted = COUNTED


def _noted(connection: psycopg.Connection[Any]) -> dict[str, int]:
    """Stands in for `backup.counted`: in the snapshot that is dumped it also notes the content of each table."""
    if connection.isolation_level == psycopg.IsolationLevel.REPEATABLE_READ:
        _snapshot.digests = digests(connection)
    return COUNTED(connection)


def digests(connection: psycopg.Connection[Any]) -> dict[str, str | None]:
    """Every row of every table, as one digest a table."""
    query = sql.SQL("SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {} t")
    found = {}
    for name in COUNTED(connection):
        found[name] = connection.execute(query.format(sql.Identifier(name))).fetchone()[0]  # type: ignore[index]
    return found


def run_as_owner(postgres: PrivatePostgres, statement: str) -> None:
    with psycopg.connect(postgres.url(OWNER, "postgres"), autocommit=True) as connection:
        connection.execute(statement)
