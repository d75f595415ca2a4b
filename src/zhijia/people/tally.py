"""Counts of a register's members from the roll-up, exact for any day.

The roll-up holds who is in force without an end. To be right on a day, those who begin later are taken off and those
who have ended since are put back: few for today, some thousands for a year ago, never the whole roll.
"""

import datetime as dt
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection, migrations
from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)  # fmt: skip
from django.db.models.functions import Coalesce

from zhijia.kernel.clock import daily
from zhijia.kernel.figures import Ask
from zhijia.kernel.figures.registry import Reading
from zhijia.kernel.scope import Seat, below, system
from zhijia.org import tally as sheets
from zhijia.org.models import Closure
from zhijia.org.queries import in_tree
from zhijia.org.tree import in_force
from zhijia.people.codes import CARD_COLLECTED, Began, Ended
from zhijia.people.models import Membership, Tally

COLLECTED = ", ".join(f"'{state}'" for state in CARD_COLLECTED)
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
    "collected": f"p.card_state IN ({COLLECTED})",
}
PLACE_ENDS = {"here_in": "valid_from", "gone_in": "valid_to"}
DAY = dt.timedelta(1)
Found = tuple[int | None, int, str, int]


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


class Stretches:
    """The days that some asks turn on cut time into stretches, numbered from 0; of a day nothing else matters to them."""

    def __init__(self, asks: Sequence[Ask]) -> None:
        periods = [ask.period for ask in asks]
        self.days = sorted({day for one in periods for day in (one.start, one.end + DAY)})
        self.eves = [self.upto(one.start - DAY) for one in periods]
        self.ends = [self.upto(one.end) for one in periods]

    def of(self, column: str) -> Func:
        """The stretch a row's day lies in; NULL where it has none."""
        return Func(F(column), Value(self.days), function="width_bucket", output_field=IntegerField())

    def upto(self, day: dt.date) -> int:
        """The last stretch that has come by the end of this day."""
        return bisect_left(self.days, day + DAY)

    def within(self, stretch: int) -> list[int]:
        """The numbers of the asks whose period this stretch lies in."""
        return [
            n for n, (eve, end) in enumerate(zip(self.eves, self.ends, strict=True)) if eve < stretch <= end
        ]


@dataclass(frozen=True)
class Look:
    """What is asked at once, in all or union by union."""

    asks: Sequence[Ask]
    days: Stretches
    by_union: bool


@dataclass(frozen=True)
class Noted(sheets.Cut):
    """A stock of rows that carry the day from which they count, in the column `noted`; a blank is long ago."""

    noted: str = ""

    def more(self, ask: Ask) -> Q:
        return super().more(ask) & (Q(**{self.noted: None}) | Q(**{f"{self.noted}__lte": self.day(ask)}))


@dataclass(frozen=True)
class Crossed(sheets.Cut):
    """A flow of spans that end in one union and go on in another the same day, by a transfer or with a merger. Who stays
    below the asked union has neither come nor gone: of a whole town counts only what crosses its edge.

    `on` is the span's own end of the step; its other end is the same person's span before or after it.
    """

    crosses_edge = True

    def counted(self, ask: Ask, holds: Callable[[dt.date], Q], places: str) -> Q:
        return super().counted(ask, holds, places) & self.crosses(ask)

    def behind(self, ask: Ask, rows: QuerySet, holds: Callable[[dt.date], Q]) -> Q:
        return super().behind(ask, rows, holds) & self.crosses(ask)

    def crosses(self, ask: Ask) -> Q:
        return ~self.stays(ask) if ask.subtree else Q()

    def stays(self, ask: Ask) -> Q:
        """The other end lies below the asked union as well, as the tree stood on that day."""
        place = Closure.objects.filter(
            in_force(OuterRef(self.on)), ancestor=ask.union_id, line=ask.line,
            descendant=Subquery(self._other_end().values("union")[:1]),
        )  # fmt: skip
        return Q(Exists(place))

    def _other_end(self) -> QuerySet:
        """Of several steps on one day the nearest; seen from within the question about the place."""
        this = {name: OuterRef(OuterRef(name)) for name in ("person", "since", "left_on", "pk")}
        with system("转会的另一头在哪个工会"):
            rows = Membership.objects.filter(person=this["person"], kind__in=Membership.COUNTED)
        if self.on == "since":
            before = Q(since__lt=this["since"]) | Q(since=this["since"], pk__lt=this["pk"])
            return rows.filter(before, left_on=this["since"], ended=Ended.TRANSFERRED).order_by(
                "-since", "-pk"
            )
        after = Q(since__gt=this["since"]) | Q(since=this["since"], pk__gt=this["pk"])
        rows = rows.filter(after, since=this["left_on"], began=Began.TRANSFERRED)
        return rows.exclude(ended=Ended.DUPLICATE).order_by("pk")


class MemberSheet(sheets.Tally):
    """Figures of members without reading every span: stocks from the roll-up, put right by the spans that changed since
    the day; flows by the days of those spans; what came or went with its union by the unions that moved.

    Rows are added up by the stretches their days lie in, so that twelve months cost about what one does. A stock that
    no cell holds is counted row by row, as every other sheet does.
    """

    def __init__(self, *args: Any, cells: dict[str, str], lists: dict[str, str], **named: Any) -> None:
        """`cells`: {code of a stock: its cell}; `lists`: {code: the list of its rows, where it is another one}."""
        super().__init__(*args, **named)
        self.cells, self.lists = cells, lists

    def rows_url(self, code: str, ask: Ask) -> str:
        name = self.lists.get(code, self.name)
        return sheets.rows_or_unions(code, name, ask, **self.cuts[code].listed)

    def read(self, codes: Iterable[str], asks: Sequence[Ask]) -> list[dict[str, Reading]]:
        wanted = [*codes]
        if not sheets.is_system():
            return super().read(wanted, asks)
        kept, rest = self._kept(wanted)
        counts = [dict.fromkeys(kept, 0) for _ in asks]
        for _, n, code, number in self._counted(kept, asks, by_union=False):
            counts[n][code] += number
        more = super().read(rest, asks) if rest else [{} for _ in asks]
        return [_readings(part) | other for part, other in zip(counts, more, strict=True)]

    def by_union(self, codes: Iterable[str], ask: Ask) -> dict[int, dict[str, Reading]]:
        wanted = [*codes]
        if not sheets.is_system():
            return super().by_union(wanted, ask)
        kept, rest = self._kept(wanted)
        counts: dict[Any, dict[str, int]] = defaultdict(lambda: dict.fromkeys(wanted, 0))
        for union_id, _, code, number in self._counted(kept, [ask], by_union=True):
            counts[union_id][code] += number
        more = super().by_union(rest, ask) if rest else {}
        return {
            pk: _readings(counts[pk]) | more.get(pk, {})
            for pk in counts.keys() | more.keys()
            if pk in more or any(counts[pk].values())
        }

    def _kept(self, codes: list[str]) -> tuple[list[str], list[str]]:
        """What is counted here, and the stocks that no cell holds."""
        rest = [
            code
            for code in codes
            if self.cuts[code].on in (sheets.LAST, sheets.EVE) and code not in self.cells
        ]
        return [code for code in codes if code not in rest], rest

    def _counted(self, codes: list[str], asks: Sequence[Ask], *, by_union: bool) -> Iterator[Found]:
        """What has to be added up: union (where it is grouped by it), number of the ask, code, how many."""
        moves = [code for code in codes if isinstance(self.cuts[code], sheets.Moved)]
        stocks = [code for code in codes if code in self.cells]
        flows = [code for code in codes if code not in {*moves, *stocks}]
        look = Look(asks, Stretches(asks), by_union)
        if stocks:
            yield from self._held(stocks, look)
        if stocks or flows:
            yield from self._changed(stocks, flows, look)
        for code in moves if asks[0].subtree else ():
            yield from self._moved(code, look)
        for code in flows if asks[0].subtree else ():
            if isinstance(self.cuts[code], Crossed):
                yield from self._stayed(code, look)
        for code in stocks:
            if isinstance(self.cuts[code], Noted):
                yield from self._noted_later(code, look)

    def _held(self, stocks: list[str], look: Look) -> Iterator[Found]:
        """In force without an end, in the unions that were here on the day."""
        sums = {self.cells[code]: Sum(self.cells[code]) for code in stocks}
        rows = self._grouped(sheets.joined(Tally.objects.order_by(), look.asks[0]), look).annotate(**sums)
        for row in rows:
            for n, code, day in self._days(stocks, look):
                if _is_here(row, day):
                    yield row.get("union_id"), n, code, row[self.cells[code]]

    def _changed(self, stocks: list[str], flows: list[str], look: Look) -> Iterator[Found]:
        """Spans that began or ended since the first day asked about. Stocks lose those in force today that were not yet
        on the day, and get back those that have ended since."""
        first = min(ask.period.start for ask in look.asks)
        rows = self._rows(look.asks[0]).filter(Q(since__gte=first) | Q(left_on__gte=first))
        keys: dict[str, Any] = {"began_in": look.days.of("since"), "left_in": look.days.of("left_on")}
        for on in ("since", "left_on") if flows and look.asks[0].subtree else ():
            there = sheets.placed(self.places, F(on))
            keys[f"there_{on}"] = ExpressionWrapper(there, BooleanField(null=True))
        grouped = self._grouped(rows, look, **keys)
        for row in grouped.annotate(
            **{code: Count("pk", filter=self._whatever_day(code)) for code in stocks + flows}
        ):
            began, left = row["began_in"], row["left_in"]
            for n, code, day in self._days(stocks, look):
                sign = -(began > day) if left is None else began <= day < left
                if sign and row[code] and _is_here(row, day):
                    yield row.get("union_id"), n, code, sign * row[code]
            for code in flows:
                on = self.cuts[code].on
                at = began if on == "since" else left
                if at is not None and row[code] and row.get(f"there_{on}", True):
                    yield from ((row.get("union_id"), n, code, row[code]) for n in look.days.within(at))

    def _noted_later(self, code: str, look: Look) -> Iterator[Found]:
        """Members on the day that the stock has from a later day on."""
        cut = self.cuts[code]
        assert isinstance(cut, Noted)
        first = min(ask.period.end for ask in look.asks)
        rows = self._rows(look.asks[0]).filter(self._whatever_day(code), **{f"{cut.noted}__gt": first})
        keys = {"noted_in": cut.noted, "began_in": "since", "left_in": "left_on"}
        grouped = self._grouped(rows, look, **{name: look.days.of(column) for name, column in keys.items()})
        for row in grouped.annotate(number=Count("pk")):
            for n, _, day in self._days([code], look):
                is_member = row["began_in"] <= day and (row["left_in"] is None or row["left_in"] > day)
                if row["noted_in"] > day and is_member and _is_here(row, day):
                    yield row.get("union_id"), n, code, -row["number"]

    def _whatever_day(self, code: str) -> Q:
        where = self.cuts[code].where
        assert isinstance(where, Q)
        return where

    def _moved(self, code: str, look: Look) -> Iterator[Found]:
        """Members of unions whose place here began or ended in one of the spans."""
        cut, ask = self.cuts[code], look.asks[0]
        assert isinstance(cut, sheets.Moved)
        on = f"{self.places}__{cut.on}"
        span = (min(one.period.start for one in look.asks), max(one.period.end for one in look.asks))
        rows = sheets.joined(
            self.rows().order_by(), ask, more=Q(**{f"{on}__range": span}) & cut.moved(ask, self.places)
        )
        for row in self._grouped(rows, look, moved_in=look.days.of(on)).annotate(number=Count("pk")):
            yield from (
                (row.get("union_id"), n, code, row["number"]) for n in look.days.within(row["moved_in"])
            )

    def _stayed(self, code: str, look: Look) -> Iterator[Found]:
        """Spans counted as flows that only went over to another union below the same."""
        cut, ask = self.cuts[code], look.asks[0]
        assert isinstance(cut, Crossed)
        span = (min(one.period.start for one in look.asks), max(one.period.end for one in look.asks))
        own = self._whatever_day(code) & Q(**{f"{cut.on}__range": span})
        more = own & sheets.placed(self.places, F(cut.on)) & cut.stays(ask)
        rows = sheets.joined(self.rows().order_by(), ask, more=more)
        for row in self._grouped(rows, look, crossed_in=look.days.of(cut.on)).annotate(number=Count("pk")):
            yield from (
                (row.get("union_id"), n, code, -row["number"]) for n in look.days.within(row["crossed_in"])
            )

    def _grouped(self, rows: QuerySet, look: Look, **keys: Any) -> QuerySet:
        if look.asks[0].subtree:
            keys |= {name: look.days.of(f"{self.places}__{end}") for name, end in PLACE_ENDS.items()}
        return rows.values(*(["union_id"] if look.by_union or not look.asks[0].subtree else []), **keys)

    def _days(self, stocks: list[str], look: Look) -> list[tuple[int, str, int]]:
        """For each ask and stock the stretch of its day."""
        ends = {sheets.LAST: look.days.ends, sheets.EVE: look.days.eves}
        return [(n, code, ends[self.cuts[code].on][n]) for n in range(len(look.asks)) for code in stocks]


def _is_here(row: dict[str, Any], day: int) -> bool:
    """The row's place holds on the last day of that stretch; rows of one union alone are grouped by no place."""
    return row.get("here_in", 0) <= day and (row.get("gone_in") is None or row["gone_in"] > day)


def _readings(counts: dict[str, int]) -> dict[str, Reading]:
    return {code: Reading(Decimal(number), number) for code, number in counts.items()}


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
