"""A backup that the program's last landed state made, and what that state read from it: tests/server/landed.

    python tests/server/landed_state.py make [--whole] FOLDER    at the landed state: build the town, back it up
    python tests/server/landed_state.py facts                    print what this code reads on DATABASE_URL

`make` is run once at each landing, before the tables change again (docs/decisions/0019).
"""

import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

LANDED = Path(__file__).parent / "landed"
BACKUP, FACTS = "town.zhijia", "facts.json"
PASSPHRASE = "清泉流过石桥东边"
TOWN = "QXZ"
YEARS = ("2025", "2026")
SEALED_UNTIL = dt.date(2100, 1, 1)


def facts() -> dict[str, dict[str, list[str]]]:
    """Every figure of the town and all below it, year by year: value and rows."""
    from zhijia.kernel.figures import Ask, Period, read, registry
    from zhijia.kernel.scope import system
    from zhijia.org.models import Union

    with system("升级前后各读一遍"):
        town = Union.objects.get(code=TOWN)
        codes = [figure.code for figure in registry.all_figures()]
        found = {year: read(codes, Ask(town.pk, True, Period.parse(year))) for year in YEARS}
    return {
        year: {code: [str(one.value), str(one.rows)] for code, one in values.items()}
        for year, values in found.items()
    }


def make(folder: Path, *, whole: bool) -> None:
    """What this code builds, in a private PostgreSQL of its own: a backup, its figures, and the seals of its trail."""
    from zhijia.server import backup, keys, seals
    from zhijia.server.private_postgres import APPLICATION, OWNER, PrivatePostgres

    with tempfile.TemporaryDirectory() as home:
        data = Path(home) / "data"
        (data / "media").mkdir(parents=True)
        Path(home).chmod(0o755)  # started as root, PostgreSQL runs under another id
        postgres = PrivatePostgres(Path(home) / "postgres", durable=False)
        postgres.start()
        try:
            keys.keep_wrapped(data, keys.wrapped(keys.held_key(data), passphrase=PASSPHRASE))
            own = environment(postgres.url(APPLICATION), data) | {"DATABASE_OWNER_URL": postgres.url(OWNER)}
            if not whole:
                own |= {"ZHIJIA_TOWN": "benchmarks.soak.town"}
            run(own, "-m", "zhijia", "migrate")
            run(own, "-m", "zhijia.server.build_town", str(data / "town.json"))
            read = json.loads(run(own, __file__, "facts"))
            seals.seal(postgres.url(OWNER), data, SEALED_UNTIL)
            made = backup.make(backup.Source(postgres.url(OWNER), data, data / "media"), data / "backups")
            folder.mkdir(parents=True, exist_ok=True)
            (folder / BACKUP).write_bytes(made.path.read_bytes())
            told = {"figures": read, "rows": made.rows, "files": made.files, "seals": seals.read(data)}
            (folder / FACTS).write_text(json.dumps(told, indent=1) + "\n")
        finally:
            postgres.stop()


def environment(url: str, data: Path) -> dict[str, str]:
    paths = [str(Path(__file__).parents[2]), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {
        **os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "zhijia.settings.test", "ZHIJIA_MEDIA": str(data / "media"),
        "ZHIJIA_KEY_FILE": str(data / "sealing-key"), "ZHIJIA_TODAY": "2026-11-20", "PYTHONUTF8": "1",
        "PYTHONPATH": os.pathsep.join(paths),
    }  # fmt: skip


def run(own: dict[str, str], *words: str) -> str:
    done = subprocess.run([sys.executable, *words], env=own, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["facts"]:
            import django

            django.setup()
            print(json.dumps(facts()))
        case ["make", *words]:
            make(Path(words[-1]), whole="--whole" in words)
