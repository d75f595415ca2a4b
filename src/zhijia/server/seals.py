"""Each day of the trail is sealed by a running hash that is kept outside the database.

A seal covers every event of one day with its rows, and the seal before it: whoever changes or drops an old event,
be it as the owner of the database, breaks that day's seal and cannot make it whole again without changing
`trail-seals.jsonl` too. A seal remembers the last event it knew of: what is written later with an earlier day, because
a clock was set back or somebody adds to the past, breaks no seal, gets one of its own, and is told. Whoever can change
both can still lie: keep a copy of the file elsewhere (each backup that is made at night carries the trail itself; the
last seal is printed by `zhijia trail check`).
"""

import datetime as dt
import hashlib
import json
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
from psycopg import sql

from zhijia.server.folders import write_private

FILE = "trail-seals.jsonl"
TABLES = {"trail_event": "t.at", "trail_eventrow": "e.at"}
NEVER = dt.date.max.isoformat()
OFFICE_DAY = "(timezone('Asia/Shanghai', {at}))::date"


class Checked(NamedTuple):
    """Days whose seals hold, days on which one does not, and days that got events after they had been sealed."""

    whole: list[str]
    broken: list[str]
    late: list[str]


def seal(owner_url: str, data: Path, today: dt.date) -> int:
    """Seal every full day that is not sealed yet; how many there were."""
    seals = read(data)
    with psycopg.connect(owner_url) as connection:
        columns = {table: _columns(connection, table) for table in TABLES}
        known = max((one.get("last", 0) for one in seals), default=0)
        after = max((one["day"] for one in seals), default=None)
        days = _days(connection, after=after, known=known, before=today)
        write_private(
            data / FILE, "".join(json.dumps(one) + "\n" for one in seals)
        )  # without a line cut short
        with open(data / FILE, "a", encoding="utf-8") as file:
            for day, last in days:
                before = seals[-1]["seal"] if seals else ""
                first = max(
                    (one["last"] for one in seals if one["day"] == day.isoformat() and "last" in one),
                    default=0,
                )
                one = {"day": day.isoformat(), "first": first, "last": last, "columns": columns}
                one |= _sealed(connection, one, before)
                file.write(json.dumps(one) + "\n")
                seals.append(one)
    return len(days)


def check(owner_url: str, data: Path) -> Checked:
    """A broken seal breaks no later one."""
    holds: dict[str, bool] = {}
    seals = read(data)
    with psycopg.connect(owner_url) as connection:
        before = ""
        for one in seals:
            found = _sealed(connection, one, before)
            holds[one["day"]] = holds.get(one["day"], True) and found["seal"] == one["seal"]
            before = one["seal"]
        known = max((one.get("last", 0) for one in seals), default=0)
        newer = _days(connection, after=NEVER, known=known, before=dt.date.max)
    late = {one["day"] for one in seals if one.get("first")} | {
        day.isoformat() for day, _ in newer
    } & holds.keys()
    whole = [day for day, whole in holds.items() if whole]
    return Checked(whole, [day for day in holds if day not in whole], sorted(late))


def read(data: Path) -> list[dict[str, Any]]:
    path = data / FILE
    if not path.exists():
        return []
    # A line that was cut by a power failure was never a seal; its day is sealed again.
    lines = path.read_text(encoding="utf-8").split("\n")
    return [json.loads(line) for line in lines[:-1] if line]


def _columns(connection: psycopg.Connection[Any], table: str) -> list[str]:
    """What the table holds today; a seal remembers it, so that a later version's new columns break no old seal."""
    found = connection.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped "
        "ORDER BY attname",
        [table],
    )
    return [name for (name,) in found]


def _days(
    connection: psycopg.Connection[Any], after: str | None, known: int, before: dt.date
) -> list[tuple[dt.date, int]]:
    """Days that are over and have events which no seal covers, each with its last event."""
    day = sql.SQL(OFFICE_DAY.format(at="at"))
    query = sql.SQL(
        "SELECT {day} AS day, max(id) FROM trail_event WHERE {day} < %s "
        "AND (%s::date IS NULL OR {day} > %s::date OR (id > %s AND %s > 0)) GROUP BY day ORDER BY day"
    ).format(day=day)
    return connection.execute(query, [before, after, after, known, known]).fetchall()


def _sealed(connection: psycopg.Connection[Any], one: dict[str, Any], before: str) -> dict[str, Any]:
    """How many rows a seal covers, and the hash over them and the seal before."""
    digest, rows = hashlib.sha256(before.encode()), 0
    known = sql.SQL("AND {id} > %(first)s AND {id} <= %(last)s" if "last" in one else "")
    for table, at in TABLES.items():
        join = "JOIN trail_event e ON e.id = t.event_id" if at == "e.at" else ""
        query = sql.SQL(
            "SELECT ROW({columns})::text FROM {table} t {join} WHERE {day} = %(day)s {known} ORDER BY t.id"
        ).format(
            columns=sql.SQL(", ").join(
                sql.SQL("t.") + sql.Identifier(name) for name in one["columns"][table]
            ),
            table=sql.Identifier(table),
            join=sql.SQL(join),
            day=sql.SQL(OFFICE_DAY.format(at=at)),
            known=known.format(id=sql.SQL("e.id" if join else "t.id")) if "last" in one else known,
        )
        with connection.cursor(f"seal_{table}") as cursor:
            for (text,) in cursor.execute(query, {name: one.get(name) for name in ("day", "first", "last")}):
                digest.update(text.encode() + b"\n")
                rows += 1
    return {"rows": rows, "seal": digest.hexdigest()}
