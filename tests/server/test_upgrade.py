"""What the last landed state kept is all there under this one; tables change only once a backup has been made."""

import hashlib
import json

import psycopg
import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from conftest import run_as_owner
from tests.server import landed_state
from tests.server.landed_state import BACKUP, FACTS, LANDED, PASSPHRASE
from zhijia.server import backup, keys, restore, seals, upgrade
from zhijia.server.folders import write_private
from zhijia.server.private_postgres import APPLICATION, OWNER

# Written by `zhijia migrate` itself, in every version anew.
OF_THE_VERSION = {"django_migrations", "django_content_type", "auth_permission", "plans_kind", "zhijia_cache"}
ROLLED_UP = {
    "people_tally"
}  # put together anew where a migration wants it; the figures read from it are compared
# Figures that this version reads otherwise than the landed one, each with the reason.
READ_OTHERWISE = dict.fromkeys(
    ("people.transferred_in", "people.transferred_out", "people.added", "people.removed"),
    "who goes over from one union below to another has neither come nor gone",
)


@pytest.fixture
def landed(test_postgres, tmp_path):
    """The landed town as somebody gets it who restores the backup with this version: (owner's URL, data folder, facts)."""
    run_as_owner(test_postgres, "DROP DATABASE IF EXISTS zhijia_landed WITH (FORCE)")
    run_as_owner(test_postgres, "CREATE DATABASE zhijia_landed TEMPLATE template0")
    url = test_postgres.url(OWNER, "zhijia_landed")
    restore.into(LANDED / BACKUP, PASSPHRASE, tmp_path, restore.Named(url))
    facts = json.loads((LANDED / FACTS).read_text())
    write_private(tmp_path / seals.FILE, "".join(json.dumps(one) + "\n" for one in facts["seals"]))
    yield url, tmp_path, facts
    run_as_owner(test_postgres, "DROP DATABASE zhijia_landed")


def rows_of(url):
    with psycopg.connect(url) as owner:
        return backup.counted(owner)


def test_the_last_landed_town_is_carried_over(landed, test_postgres):
    url, data, facts = landed
    before = rows_of(url)
    assert sum(before.values()) == facts["rows"] > 1000
    own = landed_state.environment(test_postgres.url(APPLICATION, "zhijia_landed"), data)
    landed_state.run(
        own | {"DATABASE_OWNER_URL": url, "ZHIJIA_DATA_FOLDER": str(data)}, "-m", "zhijia", "migrate"
    )

    after = rows_of(url)
    kept = before.keys() - OF_THE_VERSION - ROLLED_UP
    assert {name: after.get(name) for name in kept} == {name: before[name] for name in kept}
    now = json.loads(landed_state.run(own, landed_state.__file__, "facts"))
    for year, figures in facts["figures"].items():
        told = {code: value for code, value in figures.items() if code not in READ_OTHERWISE}
        assert {code: now[year].get(code) for code in told} == told
    assert set(seals.check(url, data)[0]) == {one["day"] for one in facts["seals"]}
    with psycopg.connect(url) as owner:
        files = owner.execute("SELECT path, sha256 FROM kernel_attachment").fetchall()
    for path, sha256 in files:
        assert hashlib.sha256((data / "media" / path).read_bytes()).hexdigest() == sha256
    for made in backup.in_folder(data / "backups"):  # where tables changed: what was there before they did
        assert backup.check(made, keys.held_key(data))["rows"] == before


class OneBehind(MigrationExecutor):
    """As if the last migration of the kernel had still to come."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        (last,) = self.loader.graph.leaf_nodes("kernel")
        del self.loader.applied_migrations[last]


@pytest.fixture
def house(django_db_setup, test_postgres, tmp_path, monkeypatch):
    """A house with a passphrase, one migration behind: (owner's URL, data folder)."""
    keys.keep_wrapped(tmp_path, keys.wrapped(keys.held_key(tmp_path), passphrase=PASSPHRASE))
    (tmp_path / "media").mkdir()
    monkeypatch.setenv("ZHIJIA_DATA_FOLDER", str(tmp_path))
    monkeypatch.setattr(upgrade, "MigrationExecutor", OneBehind)
    return test_postgres.url(OWNER, connection.settings_dict["NAME"]), tmp_path


@pytest.mark.django_db
def test_before_tables_change_a_backup_is_made(house):
    url, data = house
    upgrade.prepare(url)
    (made,) = backup.in_folder(data / "backups")
    assert backup.check(made, keys.held_key(data))["rows"] == rows_of(url)


@pytest.mark.django_db
def test_without_that_backup_nothing_changes(house):
    url, data = house
    (data / "backups").write_text("a file where the folder should be")
    with pytest.raises(SystemExit, match="升级前的备份没有做成，没有升级，数据还是原样"):
        upgrade.prepare(url)


@pytest.mark.django_db
def test_with_nothing_to_change_no_backup_is_made(house, monkeypatch):
    url, data = house
    monkeypatch.setattr(upgrade, "MigrationExecutor", MigrationExecutor)
    upgrade.prepare(url)
    assert not (data / "backups").exists()


@pytest.mark.django_db
def test_data_of_a_newer_version_are_refused(house, monkeypatch):
    class Newer(MigrationExecutor):
        def __init__(self, *arguments):
            super().__init__(*arguments)
            self.loader.applied_migrations["plans", "9999_later"] = None

    monkeypatch.setattr(upgrade, "MigrationExecutor", Newer)
    with pytest.raises(
        SystemExit, match=r"用更新的版本保存的（plans\.9999_later），这个版本打不开，没有动它"
    ):
        upgrade.prepare(house[0])
    assert not (house[1] / "backups").exists()
