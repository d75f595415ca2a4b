"""A sealed day of the trail cannot be changed unnoticed, not even by the owner of the database."""

import datetime as dt

import psycopg
import pytest

from conftest import TEMPLATE, run_as_owner
from zhijia.server import seals
from zhijia.server.private_postgres import OWNER

LATER = dt.date(2030, 1, 1)


@pytest.fixture
def owner_url(test_postgres, django_db_setup):
    run_as_owner(test_postgres, "DROP DATABASE IF EXISTS zhijia_sealed WITH (FORCE)")
    run_as_owner(test_postgres, f"CREATE DATABASE zhijia_sealed TEMPLATE {TEMPLATE} STRATEGY FILE_COPY")
    yield test_postgres.url(OWNER, "zhijia_sealed")
    run_as_owner(test_postgres, "DROP DATABASE zhijia_sealed WITH (FORCE)")


@pytest.fixture
def sealed(owner_url, tmp_path):
    """The trail of the small town, spread over three days, each sealed."""
    change(
        owner_url,
        "UPDATE trail_event SET at = '2026-11-18 10:00+08'::timestamptz + (id % 3) * interval '1 day'",
    )
    assert seals.seal(owner_url, tmp_path, LATER) == 3
    return tmp_path


def change(owner_url, *statements):
    with psycopg.connect(owner_url) as connection:
        for statement in statements:
            connection.execute(statement)


def test_an_untouched_trail_holds_and_is_not_sealed_twice(owner_url, sealed):
    assert seals.check(owner_url, sealed) == (["2026-11-18", "2026-11-19", "2026-11-20"], [], [])
    assert seals.seal(owner_url, sealed, LATER) == 0
    assert all(one["rows"] > 0 for one in seals.read(sealed))


def test_a_day_is_sealed_only_when_it_is_over(owner_url, tmp_path):
    change(owner_url, "UPDATE trail_event SET at = '2026-11-20 23:30+08'")
    assert seals.seal(owner_url, tmp_path, dt.date(2026, 11, 20)) == 0
    assert seals.seal(owner_url, tmp_path, dt.date(2026, 11, 21)) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE trail_event SET name = '别人' WHERE id = {event}",
        "UPDATE trail_event SET at = at + interval '1 second' WHERE id = {event}",
        "UPDATE trail_eventrow SET changes = '{{}}' WHERE id = {row}",
        "DELETE FROM trail_eventrow WHERE id = {row}",
    ],
)
def test_any_change_of_an_old_day_breaks_that_days_seal_alone(owner_url, sealed, statement):
    with psycopg.connect(owner_url) as connection:
        event, row = connection.execute(
            "SELECT e.id, r.id FROM trail_event e JOIN trail_eventrow r ON r.event_id = e.id "
            "WHERE e.at::date = '2026-11-19' AND r.changes <> '{}' LIMIT 1"
        ).fetchone()
    change(owner_url, statement.format(event=event, row=row))
    assert seals.check(owner_url, sealed) == (["2026-11-18", "2026-11-20"], ["2026-11-19"], [])


def test_what_is_written_into_a_sealed_day_is_told_and_sealed_too(owner_url, sealed):
    """A clock set back does it, and so does whoever adds to the past: it is no broken seal, but nobody overlooks it."""
    columns, values = "verb, at, seat, name, subject, reason", "'x', '2026-11-19 12:00+08', '', '', '', ''"
    change(owner_url, f"INSERT INTO trail_event ({columns}) VALUES ({values})")
    days = ["2026-11-18", "2026-11-19", "2026-11-20"]
    assert seals.check(owner_url, sealed) == (days, [], ["2026-11-19"])
    assert seals.seal(owner_url, sealed, LATER) == 1
    assert seals.seal(owner_url, sealed, LATER) == 0
    assert seals.check(owner_url, sealed) == (days, [], ["2026-11-19"])
    change(owner_url, "UPDATE trail_event SET name = '别人' WHERE verb = 'x'")
    assert seals.check(owner_url, sealed).broken == ["2026-11-19"]


def test_a_forged_seal_breaks_the_days_after_it(owner_url, sealed):
    """Whoever changes a day and seals it anew would have to seal every later day anew as well."""
    path = sealed / seals.FILE
    kept = seals.read(sealed)
    path.write_text(path.read_text().replace(kept[0]["seal"], "0" * 64))
    assert seals.check(owner_url, sealed)[1] == ["2026-11-18", "2026-11-19"]


def test_new_columns_of_a_later_version_break_no_old_seal(owner_url, sealed):
    change(owner_url, "ALTER TABLE trail_event ADD COLUMN device text NOT NULL DEFAULT ''")
    assert seals.check(owner_url, sealed)[1] == []


def test_a_line_cut_by_a_power_failure_is_sealed_again(owner_url, sealed):
    path = sealed / seals.FILE
    path.write_text(path.read_text()[:-40])
    assert len(seals.read(sealed)) == 2
    assert seals.seal(owner_url, sealed, LATER) == 1
    assert seals.check(owner_url, sealed) == (["2026-11-18", "2026-11-19", "2026-11-20"], [], [])
