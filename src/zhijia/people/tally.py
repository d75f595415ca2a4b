"""Counts of a register's members from the roll-up, exact for any day.

The roll-up holds who is in force without an end. To be right on a day, those who begin later are taken off and those
who have ended since are put back: few for today, some thousands for a year ago, never the whole roll.
"""

import datetime as dt
from typing import Any

from django.db import connection, migrations
from django.db.models import Case, Q, Sum, Value, When
from django.db.models.functions import Coalesce

from zhijia.kernel.clock import daily
from zhijia.kernel.figures import Ask
from zhijia.kernel.scope import Seat, below
from zhijia.org.queries import in_tree
from zhijia.people.models import Membership, Tally

CELLS = {
    "members": "true",
    "women": "p.gender = 'female'",
    "migrant": "m.migrant = 'yes'",
    "agency": "m.employment = 'agency'",
    "temporary": "m.kind = 'temporary'",
    "moving": "m.state = 'moving'",
    "incomplete": "p.identity_index = '' OR p.phone_index = '' OR p.gender = '' OR p.birth_on IS NULL",
}


def counts(ask: Ask, cuts: dict[str, Q], *, by: Seat) -> dict[str, int]:
    """For each cell named in `cuts` the members of a cadre's reach in the asked tree, on the last day of the period."""
    day = ask.period.end
    held = Tally.objects.filter(in_tree(ask, day), union_id__in=below(by.union_id))
    since = Q(left_on=None, since__gt=day) | Q(left_on__gt=day, since__lte=day)
    rows = Membership.objects.filter(since, in_tree(ask, day), kind__in=Membership.COUNTED)
    sign = Case(When(left_on=None, then=Value(-1)), default=Value(1))
    in_force = held.aggregate(**{cell: Coalesce(Sum(cell), 0) for cell in cuts})
    moved = rows.aggregate(**{f"n_{cell}": Coalesce(Sum(sign, filter=cut), 0) for cell, cut in cuts.items()})
    return {cell: in_force[cell] + moved[f"n_{cell}"] for cell in cuts}


def recount(day: dt.date, by: Any) -> None:
    """One row for each union, counted anew: one statement, so that whatever changes meanwhile is neither lost nor twice."""
    rows = summed("SELECT 1 AS sign, * FROM people_membership")
    with connection.cursor() as cursor:
        cursor.execute(f"WITH gone AS (DELETE FROM people_tally) {rows}")  # noqa: S608


def summed(memberships: str, persons: str = "people_person") -> str:
    """The statement that adds up rows with their `sign` by union; what comes to nothing is not written."""
    sums = {cell: f"COALESCE(sum(sign) FILTER (WHERE {cut}), 0)" for cell, cut in CELLS.items()}
    return f"""
        INSERT INTO people_tally (union_id, {", ".join(sums)})
        SELECT m.union_id, {", ".join(sums.values())} FROM ({memberships}) AS m JOIN {persons} AS p ON p.id = m.person_id
        WHERE m.left_on IS NULL AND m.kind IN ('ordinary', 'temporary')
        GROUP BY m.union_id HAVING {" OR ".join(f"{total} <> 0" for total in sums.values())}
    """  # noqa: S608 (names and conditions of this file)


def install_tally() -> list[migrations.RunSQL]:
    """The migration steps that let the tables keep the roll-up, and count what is there."""
    ways = {"INSERT": "SELECT 1 AS sign, * FROM new_rows", "DELETE": "SELECT -1 AS sign, * FROM old_rows"}
    ways["UPDATE"] = f"{ways['DELETE']} UNION ALL {ways['INSERT']}"
    changed = summed("SELECT * FROM people_membership", f"({ways['UPDATE']})")
    steps = [_trigger("people_membership", op, summed(rows)) for op, rows in ways.items()]
    return [
        *steps,
        _trigger(
            "people_person", "UPDATE", changed
        ),  # a person comes before her memberships and goes after them
        migrations.RunSQL(summed("SELECT 1 AS sign, * FROM people_membership"), migrations.RunSQL.noop),
    ]


def _trigger(table: str, op: str, statement: str) -> migrations.RunSQL:
    name = f"{table}_tally_{op.lower()}"
    sets = {"INSERT": "NEW TABLE AS new_rows", "DELETE": "OLD TABLE AS old_rows"}
    rows = sets.get(op) or " ".join(sets.values())
    return migrations.RunSQL(
        [
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {statement}; RETURN NULL; END $$",
            f"CREATE TRIGGER tally_{op.lower()} AFTER {op} ON {table} REFERENCING {rows}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
        ],
        [f"DROP TRIGGER tally_{op.lower()} ON {table}", f"DROP FUNCTION {name}()"],
    )


daily.register("members-tally", "会员人数的合计重算一遍", recount)
