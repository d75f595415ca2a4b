"""A backup holds everything, tells when it is damaged, and comes back elsewhere with the file and the words alone."""

import io
import shutil

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import TEMPLATE, run_as_owner
from zhijia.server import backup, keys, restore, sealed
from zhijia.server.private_postgres import APPLICATION, OWNER, PrivatePostgres

PASSPHRASE = "青溪的桥 2026"
KEY = keys.new_key()


# --- the sealed stream -----------------------------------------------------------------------------------


def sealed_bytes(*parts):
    out = io.BytesIO()
    writer = sealed.SealingWriter(out, KEY)
    for part in parts:
        writer.write(part)
    writer.close()
    return out.getvalue()


def read_back(data, key=KEY):
    return b"".join(sealed.opened(io.BytesIO(data), key))


@given(
    st.lists(
        st.sampled_from([b"", b"a", b"row\n" * 1000, bytes(sealed.PIECE), bytes(sealed.PIECE + 1)]),
        max_size=4,
    )
)
def test_what_is_sealed_comes_back_whatever_the_pieces(parts):
    assert read_back(sealed_bytes(*parts)) == b"".join(parts)


LONG = sealed_bytes(b"x" * (2 * sealed.PIECE + 10))
ONE = sealed.PIECE + sealed.TAG


@pytest.mark.parametrize(
    "damaged",
    [
        LONG[:-1],
        LONG[:ONE],
        LONG[: 2 * ONE],
        LONG[ONE:],
        LONG[ONE : 2 * ONE] + LONG[:ONE] + LONG[2 * ONE :],
        b"",
    ],
    ids=["cut", "cut between pieces", "last piece gone", "first piece gone", "pieces swapped", "nothing"],
)
def test_a_stream_that_was_cut_or_reordered_is_noticed(damaged):
    with pytest.raises(sealed.Broken):
        read_back(damaged)


@given(st.integers(0, len(LONG) - 1), st.integers(1, 255))
def test_a_single_changed_byte_is_noticed(at, by):
    changed = LONG[:at] + bytes([LONG[at] ^ by]) + LONG[at + 1 :]
    with pytest.raises(sealed.Broken):
        read_back(changed)


# --- the words -------------------------------------------------------------------------------------------


def test_either_of_the_words_opens_the_key_and_no_other_does():
    code = keys.new_recovery_code()
    held = keys.wrapped(KEY, passphrase=PASSPHRASE, recovery=code)
    assert keys.unwrapped(held, PASSPHRASE) == KEY
    assert keys.unwrapped(held, code) == KEY
    assert keys.unwrapped(held, f" {code.lower().replace('-', ' ')} ") == KEY
    for wrong in ("", "青溪的桥", code[:-1]):
        with pytest.raises(keys.WrongWords, match="不对"):
            keys.unwrapped(held, wrong)


# --- a whole backup --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def source(test_postgres, django_db_setup, tmp_path_factory):
    """The small town with two attachments and a chosen passphrase."""
    run_as_owner(test_postgres, "DROP DATABASE IF EXISTS zhijia_kept WITH (FORCE)")
    run_as_owner(test_postgres, f"CREATE DATABASE zhijia_kept TEMPLATE {TEMPLATE} STRATEGY FILE_COPY")
    data = tmp_path_factory.mktemp("office")
    media = data / "media" / "ab"
    media.mkdir(parents=True)
    (media / "photo").write_bytes(b"photo" * 100_000)
    (media / "empty").write_bytes(b"")
    keys.keep_wrapped(data, keys.wrapped(keys.held_key(data), passphrase=PASSPHRASE))
    yield backup.Source(test_postgres.url(OWNER, "zhijia_kept"), data, data / "media")
    run_as_owner(test_postgres, "DROP DATABASE zhijia_kept WITH (FORCE)")


@pytest.fixture(scope="module")
def made(source, tmp_path_factory):
    return backup.make(source, tmp_path_factory.mktemp("backups"))


@pytest.fixture
def other_machine(tmp_path):
    """An empty folder with an empty database of its own."""
    postgres = PrivatePostgres(tmp_path / "postgres", durable=False)
    tmp_path.chmod(0o755)
    for folder in tmp_path.parents:
        if folder.stat().st_mode & 0o001 == 0:
            folder.chmod(0o755)  # started as root, PostgreSQL runs under another id
    postgres.start()
    yield postgres
    postgres.stop()


def everything(url):
    """Every row of every table, as text."""
    with psycopg.connect(url) as connection:
        rows = {}
        for name in backup.counted(connection):
            query = psycopg.sql.SQL("SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {} t")
            rows[name] = connection.execute(query.format(psycopg.sql.Identifier(name))).fetchone()[0]
        return rows


def test_comes_back_on_another_machine_with_the_file_and_the_passphrase_alone(
    source, made, other_machine, tmp_path
):
    data = tmp_path / "data"
    manifest = restore.into(made.path, PASSPHRASE, data, other_machine)
    assert everything(other_machine.url(OWNER)) == everything(source.owner_url)
    assert (data / "media/ab/photo").read_bytes() == b"photo" * 100_000
    assert keys.held_key(data) == keys.held_key(source.data)
    assert keys.unwrapped(keys.wrapped_of(data), PASSPHRASE) == keys.held_key(data)
    assert sum(manifest["rows"].values()) == made.rows > 1000
    assert not (data / "restored").exists()


def test_the_drill_proves_a_backup_and_leaves_nothing(source, made, test_postgres):
    assert restore.drill(made.path, keys.held_key(source.data), source.owner_url, source.data)["rows"]
    assert not run_as_owner(test_postgres, f"SELECT FROM pg_database WHERE datname = '{restore.SCRATCH}'")
    assert not (source.data / "drill").exists()


def test_it_comes_back_on_a_server_older_than_the_tools(source, made, other_machine, tmp_path, monkeypatch):
    """Such a server refuses a setting that newer tools write. None is at hand here: this one is taken for one."""
    monkeypatch.setattr(restore, "WITH_SETTING", 990000)
    restore.into(made.path, PASSPHRASE, tmp_path / "data", restore.Named(other_machine.url(OWNER)))
    assert everything(other_machine.url(OWNER)) == everything(source.owner_url)


def test_where_no_scratch_database_may_be_made_the_administrators_statement_is_told(
    source, made, test_postgres
):
    application = test_postgres.url(APPLICATION, "zhijia_kept")
    with pytest.raises(backup.Unusable, match="ALTER ROLE zhijia_app CREATEDB"):
        restore.drill(made.path, keys.held_key(source.data), application, source.data)


def test_nothing_readable_lies_in_the_file(source, made):
    kept = made.path.read_bytes()
    assert b"photo" not in kept
    assert "青溪镇".encode() not in kept
    assert made.path.stat().st_mode & 0o077 == 0


def damaged(made, folder, change):
    path = folder / made.path.name
    shutil.copy(made.path, path)
    path.write_bytes(change(path.read_bytes()))
    return path


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda data: data[: len(data) // 2], "已经损坏"),
        (lambda data: data[:-20] + b"x" * 20, "已经损坏"),
        (lambda data: data[:40], "不是职家的备份"),
        (lambda data: b"PK" + data, "不是职家的备份"),
    ],
)
def test_a_damaged_backup_is_refused_in_a_sentence(source, made, tmp_path, change, told):
    with pytest.raises(backup.Unusable, match=told):
        backup.check(damaged(made, tmp_path, change), keys.held_key(source.data))


def test_a_backup_that_is_not_there_is_not_called_damaged(tmp_path):
    with pytest.raises(backup.Unusable, match="这个文件。请核对"):
        backup.header_of(tmp_path / "20261128-020000.zhijia")


def test_a_stranger_learns_nothing_but_that_it_is_a_strangers(made):
    with pytest.raises(backup.Unusable, match="另一把密钥"):
        backup.check(made.path, KEY)


def test_without_a_passphrase_no_backup_is_made(source, tmp_path):
    bare = backup.Source(source.owner_url, tmp_path, source.media)
    with pytest.raises(backup.Unusable, match="还没有设备份口令"):
        backup.make(bare, tmp_path / "backups")
    assert not (tmp_path / "backups").exists()


def test_a_failed_backup_leaves_no_half_file(source, tmp_path):
    gone = backup.Source(source.owner_url.replace("zhijia_kept", "zhijia_gone"), source.data, source.media)
    with pytest.raises(psycopg.OperationalError):
        backup.make(gone, tmp_path)
    assert not list(tmp_path.iterdir())


def test_rotation_keeps_the_last_days_and_a_first_of_each_month(tmp_path):
    days = [f"2026{month:02}{day:02}-020000.zhijia" for month in range(1, 7) for day in range(1, 29)]
    for name in days:
        (tmp_path / name).touch()
    (tmp_path / "手工备份说明.txt").touch()
    gone = backup.rotate(tmp_path, days=14, months=3)
    left = [path.name for path in backup.in_folder(tmp_path)]
    assert left[:14] == days[:-15:-1]
    assert left[14:] == ["20260601-020000.zhijia", "20260501-020000.zhijia", "20260401-020000.zhijia"]
    assert len(gone) == len(days) - 17
    assert (tmp_path / "手工备份说明.txt").exists()


def test_a_backup_made_by_a_clock_set_back_is_not_rotated_away(tmp_path):
    for day in range(1, 29):
        (tmp_path / f"202606{day:02}-020000.zhijia").touch()
    made = tmp_path / "20200101-000000.zhijia"
    made.touch()
    backup.rotate(tmp_path, made.name, days=14, months=1)
    assert made.exists()
    assert len(backup.in_folder(tmp_path)) == 14 + 1 + 1


def test_what_a_killed_backup_left_is_swept_and_what_another_one_writes_is_not(source, tmp_path):
    dead, alive = tmp_path / ".20260101-020000.zhijia.part", tmp_path / ".20260102-020000.zhijia.part"
    for draft in (dead, alive):
        draft.touch()
    dump = source.data / "dump-left"
    dump.mkdir()
    (dump / "database.dump").touch()
    with backup.claimed(alive):
        backup.make(source, tmp_path)
    assert [path.name for path in tmp_path.glob(".*")] == [alive.name]
    assert not dump.exists()
