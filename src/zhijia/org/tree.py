"""The tree of unions: dated parent edges, and the closure that follows them in the same transaction."""

import datetime as dt

from django.apps import apps
from django.db import connection
from django.db.models import OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from zhijia.kernel import clock

TREE_LOCK = 7_204_001  # one advisory lock for all rebuilding of the closure

REBUILD = """
WITH RECURSIVE climb AS (
    SELECT u.id AS descendant, u.id AS ancestor, line.name AS line, 0 AS depth,
           daterange(u.founded_on, NULL, '[)') AS held
    FROM org_union u CROSS JOIN (VALUES ('territorial'), ('industrial')) AS line(name)
  UNION ALL
    SELECT climb.descendant, edge.parent_id, climb.line, climb.depth + 1,
           climb.held * daterange(edge.valid_from, edge.valid_to, '[)')
    FROM climb JOIN org_parentedge edge ON edge.union_id = climb.ancestor AND edge.line = climb.line
    WHERE climb.held && daterange(edge.valid_from, edge.valid_to, '[)')
) CYCLE ancestor SET is_cycle USING path, written AS (
    INSERT INTO org_closure (ancestor_id, descendant_id, line, depth, valid_from, valid_to)
    SELECT ancestor, descendant, line, depth, lower(held), upper(held) FROM climb WHERE NOT is_cycle
)
SELECT descendant FROM climb WHERE is_cycle LIMIT 1
"""


def rebuild() -> int | None:
    """Write the closure anew from the edges. Call it inside the action that changed them.

    Returns a union that would now be its own superior, if there is any: the caller must refuse.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TREE_LOCK])
        cursor.execute("DELETE FROM org_closure")
        cursor.execute(REBUILD)
        ring = cursor.fetchone()
    return ring[0] if ring else None


def in_force(day: dt.date | OuterRef) -> Q:
    """Rows with valid_from/valid_to that hold on this day."""
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gt=day))


def below(union_id: int | None, day: dt.date | None = None, line: str = "territorial") -> RawSQL:
    """Ids of this union and of all below it on a line, on a day (today), for `__in`."""
    return _reach("descendant_id", "ancestor_id", union_id, day or clock.today(), line)


def above(union_id: int | None) -> RawSQL:
    """Ids of the unions this one answers to today, itself included, for `__in`."""
    return _reach("ancestor_id", "descendant_id", union_id, clock.today(), "territorial")


def around(union_id: int | None) -> RawSQL:
    """Ids of the unions below this one today on either line, of itself and of those it answers to, for `__in`.

    One subquery: of three beside an OR the database makes no join, and reads them all to find a single union.
    """
    today = clock.today()
    return RawSQL(
        "SELECT CASE WHEN ancestor_id = %s THEN descendant_id ELSE ancestor_id END FROM org_closure"
        " WHERE (ancestor_id = %s OR descendant_id = %s AND line = 'territorial')"
        " AND valid_from <= %s AND (valid_to IS NULL OR valid_to > %s)",
        (union_id, union_id, union_id, today, today),
    )


def _reach(wanted: str, given: str, union_id: int | None, day: dt.date, line: str) -> RawSQL:
    """Written out, for nearly every statement asks for it, some of them several times: as a query set, to put it
    together took longer than to answer it."""
    return RawSQL(  # noqa: S611 (the words are ours, the values parameters)
        f"SELECT {wanted} FROM org_closure WHERE {given} = %s AND line = %s"  # noqa: S608
        " AND valid_from <= %s AND (valid_to IS NULL OR valid_to > %s)",
        (union_id, line, day, day),
    )


def employers_below(union_id: int | None) -> QuerySet:
    """Ids of the employers that unions at or below this one cover or once covered."""
    coverage = apps.get_model("org", "Coverage")
    return coverage._base_manager.filter(union_id__in=below(union_id)).values("employer_id")
