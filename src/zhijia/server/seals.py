"""Each day of the trail is sealed by a running hash that is kept outside the database.

A seal covers every event of one day with its rows, and the seal before it: whoever changes, drops or adds an old
event, be it as the owner of the database, breaks that day's seal and cannot make it whole again without changing
`trail-seals.jsonl` too. Whoever can change both can still lie: keep a copy of the file elsewhere (each backup that
is made at night carries the trail itself; the last seal is printed by `zhijia trail check`).
"""

import datetime as dt
import hashlib
import json
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from zhijia.server.folders import write_private

FILE = "trail-seals.jsonl"
TABLES = {"trail_event": "t.at", "trail_eventrow": "e.at"}
OFFICE_DAY = "(timezone('Asia/Shanghai', {at}))::date"


def seal(owner_url: str, data: Path, today: dt.date) -> int:
    """Seal every full day that is not sealed yet; how many there were."""
    seals = read(data)
    with psycopg.connect(owner_url) as connection:
        columns = {table: _columns(connection, table) for table in TABLES}
        days = _days(connection, after=seals[-1]["day"] if seals else None, before=today)
        write_private(
            data / FILE, "".join(json.dumps(one) + "\n" for one in seals)
        )  # without a line cut short
        with open(data / FILE, "a", encoding="utf-8") as file:
            for day in days:
                before = seals[-1]["seal"] if seals else ""
                one = {"day": day.isoformat(), "columns": columns}
                one |= _sealed(connection, day, columns, before)
                file.write(json.dumps(one) + "\n")
                seals.append(one)
    return len(days)


def check(owner_url: str, data: Path) -> tuple[list[str], list[str]]:
    """Days whose seal still holds, and days on which it does not: the first broken one breaks no later day."""
    whole: list[str] = []
    broken: list[str] = []
    with psycopg.connect(owner_url) as connection:
        before = ""
        for one in read(data):
            found = _sealed(connection, dt.date.fromisoformat(one["day"]), one["columns"], before)
            (whole if found["seal"] == one["seal"] else broken).append(one["day"])
            before = one["seal"]
    return whole, broken


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


def _days(connection: psycopg.Connection[Any], after: str | None, before: dt.date) -> list[dt.date]:
    day = sql.SQL(OFFICE_DAY.format(at="at"))
    query = sql.SQL(
        "SELECT DISTINCT {day} AS day FROM trail_event WHERE {day} < %s AND (%s::date IS NULL OR {day} > %s::date) "
        "ORDER BY day"
    ).format(day=day)
    return [found for (found,) in connection.execute(query, [before, after, after])]


def _sealed(
    connection: psycopg.Connection[Any], day: dt.date, columns: dict[str, list[str]], before: str
) -> dict[str, Any]:
    """How many rows the day has, and the hash over them and the seal before."""
    digest, rows = hashlib.sha256(before.encode()), 0
    for table, at in TABLES.items():
        join = "JOIN trail_event e ON e.id = t.event_id" if at == "e.at" else ""
        query = sql.SQL(
            "SELECT ROW({columns})::text FROM {table} t {join} WHERE {day} = %s ORDER BY t.id"
        ).format(
            columns=sql.SQL(", ").join(sql.SQL("t.") + sql.Identifier(name) for name in columns[table]),
            table=sql.Identifier(table),
            join=sql.SQL(join),
            day=sql.SQL(OFFICE_DAY.format(at=at)),
        )
        with connection.cursor(f"seal_{table}") as cursor:
            for (text,) in cursor.execute(query, [day]):
                digest.update(text.encode() + b"\n")
                rows += 1
    return {"rows": rows, "seal": digest.hexdigest()}
