"""Counts of a register's members from the roll-up, exact for any day.

The roll-up holds who is in force without an end. To be right on a day, those who begin later are taken off and those
who have ended since are put back: few for today, some thousands for a year ago, never the whole roll.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any

from django.db import connection, migrations
from django.db.models import Case, Count, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce

from zhijia.kernel.clock import daily
from zhijia.kernel.figures import Ask
from zhijia.kernel.figures.registry import Reading
from zhijia.kernel.scope import Seat, below, current_seat
from zhijia.org import tally as sheets
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
    "carded": "p.card_state = 'issued'",
    "men": "p.gender = 'male'",
    "women_migrant": "p.gender = 'female' AND m.migrant = 'yes'",
    "contract": "m.employment = 'contract'",
    "public": "m.employment = 'public'",
    "flexible": "m.employment = 'flexible'",
    "other": "m.employment = 'other'",
}
PLACE_ENDS = ("valid_from", "valid_to")


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


class MemberSheet(sheets.Tally):
    """Figures of members without reading every span: stocks from the roll-up, put right by the spans that changed since
    the day; flows by the days of those spans; what came or went with its union by the unions that moved.

    A stock that no cell holds is counted row by row, as every other sheet does.
    """

    def __init__(self, *args: Any, cells: dict[str, str], **named: Any) -> None:
        """`cells`: {code of a stock: its cell}."""
        super().__init__(*args, **named)
        self.cells = cells

    def read(self, codes: Iterable[str], asks: Sequence[Ask]) -> list[dict[str, Reading]]:
        wanted = [*codes]
        if not _is_system():
            return super().read(wanted, asks)
        found: list[dict[str, Reading]] = [{} for _ in asks]
        for rows, some, sums in self._passes(wanted, asks):
            counted = rows.aggregate(**sums)
            for n, part in enumerate(found):
                _add(part, some, counted, f"s{n}")
        return found

    def by_union(self, codes: Iterable[str], ask: Ask) -> dict[int, dict[str, Reading]]:
        wanted = [*codes]
        if not _is_system():
            return super().by_union(wanted, ask)
        found: dict[int, dict[str, Reading]] = {}
        for rows, some, sums in self._passes(wanted, [ask]):
            for row in rows.values("union_id").annotate(**sums):
                _add(found.setdefault(row["union_id"], {}), some, row, "s0")
        none = dict.fromkeys(wanted, Reading(Decimal(0), 0))
        return {pk: none | part for pk, part in found.items() if any(one.rows for one in part.values())}

    def _passes(
        self, codes: list[str], asks: Sequence[Ask]
    ) -> Iterator[tuple[QuerySet, list[str], dict[str, Any]]]:
        """What has to be added up: rows, the codes they count for, and their sums, numbered by the asks."""
        stocks = [code for code in codes if code in self.cells]
        moves = [code for code in codes if isinstance(self.cuts[code], sheets.Moved)]
        flows = [code for code in codes if code not in moves and self.cuts[code].day(asks[0]) is None]
        rest = [code for code in codes if code not in {*stocks, *moves, *flows}]
        if stocks:
            yield sheets.joined(Tally.objects.order_by(), asks[0]), stocks, self._held(stocks, asks)
        if stocks or flows:
            yield (
                self._changed_since(asks),
                stocks + flows,
                self._undone(stocks, asks) | self._each(flows, asks),
            )
        if moves:
            yield self._moved_in(asks), moves, self._each(moves, asks)
        if rest:
            yield self._rows(asks[0]), rest, self._each(rest, asks)

    def _each(self, codes: list[str], asks: Sequence[Ask]) -> dict[str, Any]:
        return {
            f"s{n}{code}": Count("pk", filter=self.cuts[code].counted(ask, self.holds, self.places))
            for n, ask in enumerate(asks)
            for code in codes
        }

    def _held(self, stocks: list[str], asks: Sequence[Ask]) -> dict[str, Any]:
        """In force without an end, in the unions that were here on the day."""
        return {
            f"s{n}{code}": Sum(self.cells[code], filter=self._here(ask, self.cuts[code].day(ask)), default=0)
            for n, ask in enumerate(asks)
            for code in stocks
        }

    def _undone(self, stocks: list[str], asks: Sequence[Ask]) -> dict[str, Any]:
        """Taken off: in force today and not yet on the day. Put back: ended since."""
        sign, sums = Case(When(left_on=None, then=Value(-1)), default=Value(1)), {}
        for n, ask in enumerate(asks):
            for code in stocks:
                cut = self.cuts[code]
                day = cut.day(ask)
                since = Q(left_on=None, since__gt=day) | Q(left_on__gt=day, since__lte=day)
                sums[f"s{n}{code}"] = Sum(sign, filter=since & cut.where & self._here(ask, day), default=0)
        return sums

    def _here(self, ask: Ask, day: Any) -> Q:
        return sheets.placed(self.places, day) if ask.subtree else Q()

    def _changed_since(self, asks: Sequence[Ask]) -> QuerySet:
        """Spans that began or ended on or after the first day that anybody asks about."""
        first = min(ask.period.start for ask in asks)
        return self._rows(asks[0]).filter(Q(since__gte=first) | Q(left_on__gte=first))

    def _moved_in(self, asks: Sequence[Ask]) -> QuerySet:
        """Members of unions whose place here began or ended in one of the spans."""
        spans = [(ask.period.start, ask.period.end) for ask in asks]
        moved = reduce(
            or_, (Q(**{f"{self.places}__{end}__range": span}) for span in spans for end in PLACE_ENDS)
        )
        rows = self.rows().order_by()
        return sheets.joined(rows, asks[0], more=moved) if asks[0].subtree else rows.none()


def _is_system() -> bool:
    """The roll-up knows no rows: it answers where numbers are given without looking who may see them."""
    seat = current_seat()
    return seat is not None and seat.is_system


def _add(readings: dict[str, Reading], codes: list[str], counted: dict[str, Any], prefix: str) -> None:
    for code in codes:
        before = readings.get(code)
        number = counted[f"{prefix}{code}"] + (before.rows if before else 0)
        readings[code] = Reading(Decimal(number), number)


def recount(day: dt.date, by: Any) -> None:
    """One row for each union, counted anew: one statement, so that whatever changes meanwhile is neither lost nor twice."""
    rows = summed("SELECT 1 AS sign, * FROM people_membership")
    with connection.cursor() as cursor:
        cursor.execute(f"WITH gone AS (DELETE FROM people_tally) {rows}")  # noqa: S608


def summed(memberships: str, persons: str = "people_person", cells: Iterable[str] = CELLS) -> str:
    """The statement that adds up rows with their `sign` by union; what comes to nothing is not written."""
    sums = {cell: f"COALESCE(sum(sign) FILTER (WHERE {CELLS[cell]}), 0)" for cell in cells}
    return f"""
        INSERT INTO people_tally (union_id, {", ".join(sums)})
        SELECT m.union_id, {", ".join(sums.values())} FROM ({memberships}) AS m JOIN {persons} AS p ON p.id = m.person_id
        WHERE m.left_on IS NULL AND m.kind IN ('ordinary', 'temporary')
        GROUP BY m.union_id HAVING {" OR ".join(f"{total} <> 0" for total in sums.values())}
    """  # noqa: S608 (names and conditions of this file)


def install_tally(cells: Iterable[str]) -> list[migrations.RunSQL]:
    """The migration steps that let the tables keep these cells of the roll-up, and count anew what is there.

    Named one by one: a cell that comes later has no column yet when an earlier migration runs.
    """
    ways = {"INSERT": "SELECT 1 AS sign, * FROM new_rows", "DELETE": "SELECT -1 AS sign, * FROM old_rows"}
    ways["UPDATE"] = f"{ways['DELETE']} UNION ALL {ways['INSERT']}"
    changed = summed("SELECT * FROM people_membership", f"({ways['UPDATE']})", cells)
    steps = [_trigger("people_membership", op, summed(rows, cells=cells)) for op, rows in ways.items()]
    return [
        *steps,
        _trigger(
            "people_person", "UPDATE", changed
        ),  # a person comes before her memberships and goes after them
        migrations.RunSQL(
            f"WITH gone AS (DELETE FROM people_tally) {summed('SELECT 1 AS sign, * FROM people_membership', cells=cells)}",  # noqa: S608
            migrations.RunSQL.noop,
        ),
    ]


def _trigger(table: str, op: str, statement: str) -> migrations.RunSQL:
    name = f"{table}_tally_{op.lower()}"
    sets = {"INSERT": "NEW TABLE AS new_rows", "DELETE": "OLD TABLE AS old_rows"}
    rows = sets.get(op) or " ".join(sets.values())
    return migrations.RunSQL(
        [
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {statement}; RETURN NULL; END $$",
            f"CREATE OR REPLACE TRIGGER tally_{op.lower()} AFTER {op} ON {table} REFERENCING {rows}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
        ],
        [f"DROP TRIGGER IF EXISTS tally_{op.lower()} ON {table}", f"DROP FUNCTION IF EXISTS {name}()"],
    )


daily.register("members-tally", "会员人数的合计重算一遍", recount)
