"""Two machines on one Debian PostgreSQL behind PgBouncer: each `zhijia serve` with pages and a worker of its own.

Needs root and Debian's packages postgresql and pgbouncer. The database is made by the statements that docs/deploy
gives its administrator, word for word.
"""

import http.cookiejar
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import psutil
import psycopg

from benchmarks import Figure
from zhijia.server import backup, keys
from zhijia.server.folders import CLONE, postgres_home
from zhijia.server.private_postgres import PrivatePostgres

STATEMENTS = re.compile(r"```sql\n(CREATE ROLE zhijia_owner.*?)```", re.DOTALL)
WHO = re.compile(r'data-who="(\d+)"')
PASSPHRASE = "清泉流过石桥东边"
SECRET = "as-in-docs-deploy"
PATIENCE, JOBS, ASKS = 120, 20, 50
BOUNCER = """[databases]
zhijia = host=127.0.0.1 port={postgres} dbname=zhijia
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {bouncer}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = {home}/users.txt
pool_mode = transaction
default_pool_size = 6
max_client_conn = 200
"""


def figures() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory(prefix="zhijia-bench-") as folder, ExitStack() as running:
        home = Path(folder)
        home.chmod(0o755)
        direct, pooled = running.enter_context(server(home))
        machines = [Machine(home / name, pooled) for name in ("first", "second")]
        machines[0].share(machines[1])
        build(machines[0], direct)
        for machine in machines:
            machine.start()
            running.callback(machine.stop)
        for machine in machines:
            until(machine.is_up)
        machines[0].set_up_django()

        yield from sessions(machines)
        yield from jobs(direct, machines)
        with psycopg.connect(direct) as owner:
            chores = "SELECT count(*), count(DISTINCT verb) FROM trail_event WHERE verb LIKE 'daily.%'"
            done, days = owner.execute(chores).fetchone()  # type: ignore[misc]
        yield Figure("daily chores done, each by one of two workers", done, "", 1, more_is_better=True)
        yield Figure("of them done twice", done - days, "", 0)
        yield Figure("lines of error in the logs of both", sum(m.complaints() for m in machines), "", 0)
        command = ["backup", "--drill", "--data", machines[0].data]
        kept = machines[0].run(*command, DATABASE_OWNER_URL=direct).returncode == 0
        yield Figure("backup of it, tried out on the same server", kept, "", 1, more_is_better=True)
        yield from other_versions(machines[0], home / "elsewhere", direct)


def sessions(machines: list["Machine"]) -> Iterator[Figure]:
    """Four people at once, each signed in at one machine and asking both in turn: everybody stays who she is."""

    from zhijia.people.models import Account

    def asks(login: str) -> int:
        person = Browser()
        person.sign_in(machines[0].address, login)
        who = [WHO.search(person.ask(machines[n % 2].address + "/")[1]) for n in range(ASKS)]
        own = str(Account.objects.get(login=login).person_id)
        return sum(found is not None and found[1] == own for found in who)

    people = ("town", "chair", "officer", "county")
    with ThreadPoolExecutor(len(people)) as pool:
        right = sum(pool.map(asks, people))
    yield Figure(
        "pages of four people over both machines, right", right, "", len(people) * ASKS, more_is_better=True
    )


def jobs(direct: str, machines: list["Machine"]) -> Iterator[Figure]:
    """Exports in the background: each once; then four under way when one worker is killed outright."""
    begun = [ask_for_export(f"job-{n}") for n in range(JOBS)]
    until(lambda: not open_jobs(direct))
    with psycopg.connect(direct) as owner:
        waits = owner.execute(
            "SELECT extract(epoch FROM started_at - asked_at)::float FROM kernel_job WHERE key LIKE 'job-%'"
        ).fetchall()
    yield Figure("jobs done once each", written(direct), "", len(begun), more_is_better=True)
    yield Figure("a job waits, at most", max(wait for (wait,) in waits), "s", 10)
    workers = [machine.worker() for machine in machines]
    for worker in workers:
        worker.suspend()
    for n in range(4):
        ask_for_export(f"held-{n}")
    with psycopg.connect(direct) as owner:
        owner.execute("LOCK TABLE people_membership IN ACCESS EXCLUSIVE MODE")
        for worker in workers:
            worker.resume()
        until(lambda: waiting(direct) >= 4)
        workers[0].kill()
    killed = time.monotonic()
    until(lambda: not open_jobs(direct))
    yield Figure("jobs of a killed worker taken over after", time.monotonic() - killed, "s", 60)
    yield Figure("jobs done once each, with those", written(direct), "", JOBS + 4, more_is_better=True)


def other_versions(machine: "Machine", home: Path, direct: str) -> Iterator[Figure]:
    """From Debian's PostgreSQL into the program's own, which is newer; and from an office PC's own into Debian's."""
    (file,) = backup.in_folder(machine.data / "backups")
    words = {"ZHIJIA_PASSPHRASE": PASSPHRASE}
    try:
        up = machine.run("restore", file, "--data", home / "office", **words).returncode == 0
    finally:
        PrivatePostgres(postgres_home(home / "office")).erase()
    yield Figure("restored into a newer PostgreSQL", up, "", 1, more_is_better=True)
    with psycopg.connect(direct, autocommit=True) as owner:
        owner.execute("CREATE DATABASE moved TEMPLATE template0")
    moved = direct.removesuffix("zhijia") + "moved"
    office = CLONE / "tests/server/landed/town.zhijia"
    down = machine.run("restore", office, "--data", home / "server", DATABASE_OWNER_URL=moved, **words)
    yield Figure(
        "moved from an office PC to an older server", down.returncode == 0, "", 1, more_is_better=True
    )


def ask_for_export(key: str) -> Any:
    from django.test import Client

    from zhijia.kernel.ledger import export
    from zhijia.people.models import Account

    export.AT_ONCE = 0  # however few rows, in the background
    client = Client(headers={"host": "localhost"})
    client.force_login(Account.objects.get(login="officer"))
    return client.post("/members/export/?year=2026", {"as": "csv", "key": key}).url


def open_jobs(direct: str) -> int:
    return counted(direct, "kernel_job WHERE state IN ('waiting', 'running')")


def written(direct: str) -> int:
    return counted(direct, "trail_event WHERE verb = 'kernel.madefile.put_by'")


def waiting(direct: str) -> int:
    return counted(direct, "pg_locks WHERE NOT granted")


def counted(direct: str, what: str) -> int:
    with psycopg.connect(direct) as owner:
        return owner.execute(f"SELECT count(*) FROM {what}").fetchone()[0]  # type: ignore[index, arg-type]


def until(condition: Callable[[], Any]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            raise SystemExit("it never came about")
        time.sleep(0.05)


class Machine:
    """One `zhijia serve` with a data folder of its own; pages, a worker, no database."""

    def __init__(self, data: Path, pooled: str):
        self.data, self.pooled, self.port = data, pooled, free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        data.mkdir()

    def share(self, other: "Machine") -> None:
        """What every machine has to have alike: the two keys and the folder of the attachments."""
        keys.keep_wrapped(self.data, keys.wrapped(keys.held_key(self.data), passphrase=PASSPHRASE))
        (self.data / "secret-key").write_text("alike-on-every-machine-of-the-cluster-0123456789")
        (self.data / "media").mkdir()
        for name in ("secret-key", keys.KEY_FILE):
            shutil.copy(self.data / name, other.data / name)
        (other.data / "media").symlink_to(self.data / "media")

    def environment(self, **more: str) -> dict[str, str]:
        own = {n: v for n, v in os.environ.items() if not n.startswith(("ZHIJIA_", "DATABASE_", "DJANGO_"))}
        return own | {"DATABASE_URL": self.pooled, "ZHIJIA_DATA": str(self.data), "PYTHONUTF8": "1"} | more

    def django(self) -> dict[str, str]:
        return {
            "DJANGO_SETTINGS_MODULE": "zhijia.settings.office", "ZHIJIA_SECRET_KEY": (self.data / "secret-key").read_text(),
            "ZHIJIA_KEY_FILE": str(self.data / keys.KEY_FILE), "ZHIJIA_MEDIA": str(self.data / "media"),
            "ZHIJIA_STATIC": str(self.data / "static"),
        }  # fmt: skip

    def set_up_django(self) -> None:
        os.environ.update(self.environment(**self.django()))
        import django

        django.setup()

    def run(self, *words: Any, **more: str) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "zhijia", *map(str, words)]
        return subprocess.run(command, env=self.environment(**more), stdout=subprocess.DEVNULL)

    def start(self) -> None:
        self.run("manage", "collectstatic", "--noinput", "-v0", **self.django())
        words = ["serve", "--data", str(self.data), "--port", str(self.port)]
        with open(self.data / "serve.out", "w") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "zhijia", *words], env=self.environment(), stdout=out, stderr=out
            )

    def is_up(self) -> bool:
        if self.process.poll() is not None:
            raise SystemExit((self.data / "serve.out").read_text())
        try:
            return Browser().ask(self.address + "/sign-in/")[1] != "" and self.worker() is not None
        except OSError:
            return False

    def worker(self) -> Any:
        children = psutil.Process(self.process.pid).children()
        return next((child for child in children if "worker" in child.cmdline()), None)

    def complaints(self) -> int:
        lines = [line for log in (self.data / "log").glob("*.log") for line in log.read_text().splitlines()]
        wrong = [
            line for line in lines if " ERROR " in line or "Traceback" in line or "prepared statement" in line
        ]
        print("\n".join(wrong[:10]), end="", file=sys.stderr)
        return len(wrong)

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.wait(PATIENCE)


class Browser:
    def __init__(self) -> None:
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(jar)

    def ask(self, address: str, values: dict[str, str] | None = None) -> tuple[str, str]:
        """Where one ended up, and the page."""
        data = urllib.parse.urlencode(values).encode() if values else None
        with self.opener.open(address, data, timeout=PATIENCE) as answer:
            return answer.url, answer.read().decode()

    def sign_in(self, machine: str, login: str) -> None:
        from zhijia.demo import cast

        page = self.ask(machine + "/sign-in/")[1]
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]  # type: ignore[index]
        self.ask(
            machine + "/sign-in/", {"login": login, "password": cast.PASSWORD, "csrfmiddlewaretoken": token}
        )


def build(machine: Machine, direct: str) -> None:
    """Tables by the owner, past the pooler; the small town by the application role, through it."""
    machine.run("migrate", DATABASE_OWNER_URL=direct, **machine.django())
    town = {
        "ZHIJIA_TOWN": "benchmarks.soak.town",
        "PYTHONPATH": str(CLONE),
        "ZHIJIA_TODAY": "2026-11-20",
    }
    words = [sys.executable, "-m", "zhijia.server.build_town", str(machine.data / "town.json")]
    subprocess.run(
        words, env=machine.environment(**machine.django(), **town), check=True, stderr=subprocess.DEVNULL
    )


@contextmanager
def server(home: Path) -> Iterator[tuple[str, str]]:
    """Debian's PostgreSQL and PgBouncer in transaction mode: the owner's address past it, the application's through it."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    pooler = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
    if os.geteuid() or not programs or not pooler:
        raise SystemExit("这一项要用 root 运行，并先装好：apt-get install postgresql pgbouncer")
    own = pwd.getpwnam("postgres")
    who: dict[str, Any] = {"user": own.pw_uid, "group": own.pw_gid, "extra_groups": [], "cwd": "/"}
    cluster, ports = home / "cluster", {"postgres": free_port(), "bouncer": free_port()}
    home.joinpath("users.txt").write_text(f'"zhijia_app" "{SECRET}"\n')
    home.joinpath("bouncer.ini").write_text(BOUNCER.format(home=home, **ports))
    cluster.mkdir(mode=0o700)
    os.chown(cluster, own.pw_uid, own.pw_gid)
    tools, quiet = programs[-1], {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    how = ["-U", "postgres", "--auth-local=peer", "--auth-host=scram-sha-256"]
    subprocess.run([tools / "initdb", "-D", cluster, *how], check=True, **who, **quiet)
    places = ["-D", cluster, "-p", str(ports["postgres"]), "-k", cluster, "-c", "fsync=off"]
    with ExitStack() as running:
        for command in ([tools / "postgres", *places], [pooler, home / "bouncer.ini"]):
            process = subprocess.Popen(command, **who, **quiet)
            running.callback(process.wait)
            running.callback(process.send_signal, signal.SIGINT)
        admin = ["psql", "-q", "-h", cluster, "-p", str(ports["postgres"]), "postgres"]
        until(lambda: subprocess.run([*admin, "-c", "SELECT 1"], **who, **quiet).returncode == 0)
        guide = (CLONE / "docs/deploy/server.md").read_text(encoding="utf-8")
        statements = STATEMENTS.search(guide)[1].replace("…", SECRET)  # type: ignore[index]
        subprocess.run([*admin, "-v", "ON_ERROR_STOP=1"], input=statements.encode(), check=True, **who)
        place = "postgresql://{}:" + SECRET + "@127.0.0.1:{}/zhijia"
        yield place.format("zhijia_owner", ports["postgres"]), place.format("zhijia_app", ports["bouncer"])


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]
