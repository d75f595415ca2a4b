"""What the program does by commands while a process is killed: back up, restore, upgrade."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil

from benchmarks.soak.acts import Victim
from benchmarks.soak.installation import PASSPHRASE, PATIENCE, ROOT, Installation, until
from zhijia.server import backup, keys

DONE = 0
STEPS = 3
MIGRATION = '''"""A step of the next version, for the kill matrix only."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("plans", "{before}")]
    operations = [
        migrations.RunSQL("ALTER TABLE plans_trace ADD COLUMN soak_{n} integer NOT NULL DEFAULT 0"),
        migrations.RunSQL("CREATE INDEX soak_{n} ON plans_trace (soak_{n}, title)"),
        migrations.RunSQL("CREATE TABLE soak_of_{n} AS SELECT id, title FROM plans_trace"),
    ]
'''


class Command:
    """A command of the program, killed or robbed of what it stands on."""

    name = ""

    def __init__(self, at: Installation) -> None:
        self.at = at
        self.process: subprocess.Popen[bytes] | None = None

    def itself(self) -> psutil.Process | None:
        with suppress(psutil.Error):
            return psutil.Process(self.process.pid) if self.process and self.process.poll() is None else None
        return None

    def its_child(self, words: str) -> psutil.Process | None:
        with suppress(psutil.Error):
            parent = self.itself()
            for child in parent.children() if parent else ():
                if words in " ".join(child.cmdline()):
                    return child
        return None

    def end(self) -> None:
        assert self.process
        self.process.wait(PATIENCE)

    def recover(self) -> None:
        """The command is given again, see `broken`; what ran beside it comes back by itself."""

    def said(self) -> str:
        return self.at.told.read_text(encoding="utf-8")

    def sentence(self) -> Iterator[str]:
        """A command that was not killed itself says in Chinese what became of it."""
        assert self.process
        if self.process.returncode > 0 and ("Traceback" in self.said() or "。" not in self.said()):
            yield f"ended with {self.process.returncode} without a sentence: {self.said()[-200:]}"


class Backup(Command):
    """`zhijia backup`, as it runs every night beside the pages."""

    name = "backup"

    def __init__(self, at: Installation) -> None:
        super().__init__(at)
        self.folder = at.data.parent / "backups"

    def victims(self) -> dict[str, Victim]:
        return {
            "command": self.itself,
            "web": lambda: self.at.web_worker,
            "worker": lambda: self.at.job_worker,
            "database": lambda: self.at.database_server,
        }

    def prepare(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        (self.at.data / "backups.json").unlink(missing_ok=True)

    def begin(self) -> None:
        self.process = self.at.run("backup", "--data", self.at.data, "--to", self.folder)

    def recover(self) -> None:
        self.at.come_back()

    def broken(self) -> Iterator[str]:
        assert self.process
        yield from self.sentence()
        counted = backup.in_folder(self.folder)
        if self.process.returncode == DONE and len(counted) != 1:
            yield "said to be made, and not there"
        yield from self.unfit(counted)
        told = backup.noted(self.at.data)
        if told.get("path") and not Path(told["path"]).exists():
            yield "noted as made, and not there"
        if self.process.returncode > 0 and told.get("tried_at") and not told.get("failure"):
            yield "failed, and nobody is told on the page"
        self.begin()
        self.end()
        if self.process.returncode != DONE:
            yield f"the next backup failed: {self.said()[-200:]}"
        yield from self.unfit(backup.in_folder(self.folder))
        left = [*self.folder.glob(".*"), *self.at.data.glob("dump-*"), *self.at.data.glob("drill")]
        if left:
            yield f"left behind: {', '.join(path.name for path in left)}"

    def unfit(self, counted: list[Path]) -> Iterator[str]:
        key = keys.held_key(self.at.data)
        for path in counted:
            try:
                backup.check(path, key)
            except backup.Unusable as unusable:
                yield f"half a backup counts as one: {unusable}"


class Restore(Command):
    """`zhijia restore` into an empty folder; neither pages nor a worker run there yet."""

    name = "restore"

    def __init__(self, at: Installation, elsewhere: Path) -> None:
        super().__init__(Installation(elsewhere))
        kept = elsewhere.parent / "kept"
        at.run("backup", "--data", at.data, "--to", kept).wait(PATIENCE)
        (self.file,) = backup.in_folder(kept)
        self.rows = sum(backup.check(self.file, keys.held_key(at.data))["rows"].values())

    def victims(self) -> dict[str, Victim]:
        return {
            "command": self.itself,
            "tool": lambda: self.its_child("pg_restore") or self.itself(),
            "database": lambda: self.its_child("/postgres") or self.itself(),
        }

    def prepare(self) -> None:
        self.at.postgres.erase()
        shutil.rmtree(self.at.data, ignore_errors=True)

    def is_done(self) -> bool:
        return self.process is not None and self.process.returncode == DONE

    def begin(self) -> None:
        self.process = self.at.run("restore", self.file, "--data", self.at.data, ZHIJIA_PASSPHRASE=PASSPHRASE)

    def broken(self) -> Iterator[str]:
        assert self.process
        yield from self.sentence()
        if self.process.returncode == DONE:
            yield from self.whole()
            return
        if self.at.postgres.passwords.exists() and not any(self.at.data.glob("restor*")):
            yield from self.whole()  # killed when all was done, before it could say so
            return
        if self.at.data.exists() and any(self.at.data.glob("restor*")):
            self.at.launch("serve", "--data", str(self.at.data))
            assert self.at.process
            until(lambda: self.at.process.poll() is not None or "启动码" in self.at.said())
            if self.at.process.poll() is None:
                self.at.stop()
                yield "half a restore was served as if it were new"
            elif "恢复没有做完" not in self.at.said():
                yield f"half a restore is not called so: {self.at.said()[-200:]}"
        self.begin()
        self.end()
        if self.process.returncode != DONE:
            yield f"it cannot be repeated: {self.said()[-200:]}"
        yield from self.whole()

    def whole(self) -> Iterator[str]:
        self.at.postgres.start()
        try:
            with self.at.connect() as connection:
                rows = sum(backup.counted(connection).values())
            if rows != self.rows:
                yield f"{rows} rows instead of {self.rows}"
        finally:
            self.at.postgres.stop()


class Upgrade(Command):
    """The next version started on a copy of today's data: a backup, new tables, assets, pages."""

    name = "upgrade"

    def __init__(self, copied: Restore) -> None:
        super().__init__(copied.at)
        if not copied.is_done():
            copied.begin()
            copied.end()
        self.golden = self.at.data.parent / "golden"
        _copy(self.at.data, self.golden / "data")
        _copy(self.at.postgres.home, self.golden / "postgres")
        self.new = next_version(self.at.data.parent / "next")
        self.rows = self._state()[1]

    def victims(self) -> dict[str, Victim]:
        return {
            "parent": self.itself,
            "step": lambda: self.its_child("migrate") or self.its_child("collectstatic") or self.itself(),
            "database": lambda: self.its_child("/postgres") or self.itself(),
        }

    def prepare(self) -> None:
        self.at.stop()
        self.at.postgres.erase()
        shutil.rmtree(self.at.data, ignore_errors=True)
        _copy(self.golden / "data", self.at.data)
        _copy(self.golden / "postgres", self.at.postgres.home)

    def begin(self) -> None:
        self.at.launch("serve", "--data", str(self.at.data), PYTHONPATH=f"{self.new}:{ROOT}")
        self.process = self.at.process

    def said(self) -> str:
        return self.at.said()

    def end(self) -> None:
        until(lambda: self.at.process.poll() is not None or "按 Ctrl-C" in self.said())
        self.at.stop()

    def broken(self) -> Iterator[str]:
        yield from self.sentence()
        steps, rows = self._state()
        if steps not in (0, STEPS):
            yield f"half an upgrade: {steps} of {STEPS} steps"
        if rows != self.rows:
            yield f"{rows} records instead of {self.rows}"
        key = keys.held_key(self.at.data)
        counted = backup.in_folder(self.at.data / "backups")
        for path in counted:
            try:
                backup.check(path, key)
            except backup.Unusable as unusable:
                yield f"half a backup counts as one: {unusable}"
        if steps and not counted:
            yield "upgraded without a backup"
        self.begin()
        self.end()
        if self._state() != (STEPS, self.rows):
            yield f"the next start did not finish it: {self.said()[-200:]}"

    def _state(self) -> tuple[int, int]:
        """How many of the new steps the tables have taken, and how many records there are."""
        self.at.postgres.start()
        try:
            applied = self.at.count("django_migrations", "name LIKE '9%_soak_%'")
            made = self.at.count("pg_tables", "tablename LIKE 'soak_of_%'")
            rows = self.at.count("plans_trace")
            return (applied if applied == made else -1), rows
        finally:
            self.at.postgres.stop()


def next_version(folder: Path) -> Path:
    """The program as it is with some more migrations: what an upgrade brings, whatever is being worked on today."""
    package = folder / "zhijia"
    shutil.copytree(ROOT / "src" / "zhijia", package, ignore=shutil.ignore_patterns("tests"))
    for static in [
        *package.rglob("static")
    ]:  # a minute of squeezing style sheets tells nothing about an upgrade
        shutil.rmtree(static)
        static.mkdir()
    migrations = package / "plans" / "migrations"
    before = max(path.stem for path in migrations.glob("[0-9]*.py"))
    for n in range(1, STEPS + 1):
        name = f"900{n}_soak_{n}"
        (migrations / f"{name}.py").write_text(MIGRATION.format(before=before, n=n), encoding="utf-8")
        before = name
    return folder


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["cp", "-a", "--reflink=auto", source, target], check=True)
