"""One pass per table: every figure that counts its rows, for several spans of days at once, in all or union by union."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, ClassVar

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum
from django.urls import reverse

from zhijia.kernel.figures import Ask, Sheet
from zhijia.kernel.figures.registry import Reading
from zhijia.kernel.scope import current_seat
from zhijia.org import queries
from zhijia.org.models import Closure, Line, Union
from zhijia.org.tree import in_force

LAST, EVE = "last", "eve"
OF_UNIONS = (
    "org:unions",
    "org:bodies",
    "org:cadres",
    "org:canvass",
)  # lists that the industrial line sees too


@dataclass(frozen=True)
class Cut:
    """The rows one figure counts, and the words in which their list leaves the same rows.

    A stock holds on the `LAST` day of the span, or on the `EVE` of its first; a flow names the column whose day lies in
    the span. `where` is what else holds, told the span's last day where that matters; `adds` is summed instead of
    counting rows.
    """

    on: str = LAST
    where: Q | Callable[[dt.date], Q] = field(default_factory=Q)
    listed: dict[str, str] = field(default_factory=dict)
    adds: Callable[[dt.date], Any] | None = None
    holds: Callable[[dt.date], Q] | None = None  # another sense of "in force" than the table's
    # Is it a flow into or out of the asked tree? What a union adds to that is not its own flow.
    crosses_edge: ClassVar = False

    def day(self, ask: Ask) -> dt.date | None:
        """The day on which a stock is taken; None for a flow."""
        days = {LAST: ask.period.end, EVE: ask.period.start - dt.timedelta(days=1)}
        return days.get(self.on)

    def condition(self, ask: Ask, holds: Callable[[dt.date], Q]) -> Q:
        """Without the tree: in force on the day, or with its day in the span. What a row tells by itself comes first, for
        the database goes through the conditions of a sum as they stand, subqueries and all."""
        day = self.day(ask)
        dated = (
            (self.holds or holds)(day)
            if day
            else Q(**{f"{self.on}__range": (ask.period.start, ask.period.end)})
        )
        return self.more(ask) & dated

    def more(self, ask: Ask) -> Q:
        """What holds besides the days."""
        return self.where(self.day(ask) or ask.period.end) if callable(self.where) else self.where

    def counted(self, ask: Ask, holds: Callable[[dt.date], Q], places: str) -> Q:
        """Its rows among those joined to their places."""
        found = self.condition(ask, holds)
        return found & placed(places, self.day(ask) or F(self.on)) if ask.subtree else found

    def behind(self, ask: Ask, rows: QuerySet, holds: Callable[[dt.date], Q]) -> Q:
        """The same rows for a list, by their column `union_id`."""
        day = self.day(ask)
        return self.condition(ask, holds) & (
            queries.in_tree(ask, day) if day else queries.in_tree_on(ask, self.on)
        )


@dataclass(frozen=True)
class Moved(Cut):
    """Rows that came below the asked union, or left, because their own union did: in force on the day of the move.

    `on` is the end of the place that lies in the span: `valid_from` of those that came, `valid_to` of those that went.
    A place that follows another without a gap is no move: the union only answers to another below the same.
    `began` and `ended` are the row's own days.
    """

    crosses_edge = True
    began: str = "since"
    ended: str = "left_on"

    def counted(self, ask: Ask, holds: Callable[[dt.date], Q], places: str) -> Q:
        if not ask.subtree:
            return Q(pk__isnull=True)
        span = (ask.period.start, ask.period.end)
        return Q(**{f"{places}__{self.on}__range": span}) & self.moved(ask, places)

    def moved(self, ask: Ask, places: str) -> Q:
        """Whenever it was: in force on the day, and no place beside."""
        moved_on = f"{places}__{self.on}"
        other = {"valid_from": "valid_to", "valid_to": "valid_from"}[self.on]
        beside = Closure.objects.filter(
            **{other: OuterRef(moved_on)}, ancestor=ask.union_id, line=ask.line,
            descendant=OuterRef(f"{places}__descendant"),
        )  # fmt: skip
        there = Q(**{f"{self.began}__lt": F(moved_on)}) & (
            Q(**{f"{self.ended}__isnull": True}) | Q(**{f"{self.ended}__gte": F(moved_on)})
        )
        return there & self.more(ask) & ~Q(Exists(beside))

    def behind(self, ask: Ask, rows: QuerySet, holds: Callable[[dt.date], Q]) -> Q:
        places = "union__places"
        return Q(pk__in=joined(rows, ask, more=self.counted(ask, holds, places)).values("pk"))


def placed(places: str, day: Any) -> Q:
    """The joined place holds on this day; `places` is the way to it."""
    begun = Q(**{f"{places}__valid_from__lte": day})
    return begun & (Q(**{f"{places}__valid_to__isnull": True}) | Q(**{f"{places}__valid_to__gt": day}))


def joined(
    rows: QuerySet, ask: Ask, union: str = "union", places: str = "union__places", more: Q | None = None
) -> QuerySet:
    """Rows of the asked union; or of all that ever stood below it on the line, each joined to its places there."""
    if not ask.subtree:
        return rows.filter(more or Q(), **{union: ask.union_id})
    return rows.filter(more or Q(), **{f"{places}__ancestor": ask.union_id, f"{places}__line": ask.line})


def where(on: str = LAST, listed: dict[str, str] | None = None, **terms: str) -> Cut:
    """A cut that the list makes in the same words, after those in `listed`."""
    return Cut(on, Q(**terms), {**(listed or {}), **terms})


class Tally(Sheet):
    """Figures that count rows of one table. `union`: the way from a row to its union; `holds`: when a row is in force.

    The tree is a join: a union's places below the asked one follow each other without overlap, so that no row is met
    twice on one day.
    """

    def __init__(
        self, rows: Callable[[], QuerySet], name: str, cuts: dict[str, Cut], *,
        union: str = "union", holds: Callable[[dt.date], Q] = in_force,
    ) -> None:  # fmt: skip
        self.rows, self.name, self.cuts, self.holds = rows, name, cuts, holds
        self.union = union or "pk"
        self.places = f"{union}__places" if union else "places"

    def read(self, codes: Iterable[str], asks: Sequence[Ask]) -> list[dict[str, Reading]]:
        wanted = list(codes)
        sums: dict[str, Any] = {}
        for n, ask in enumerate(asks):
            sums |= self._sums(wanted, ask, f"s{n}")
        found = self._rows(asks[0]).aggregate(**sums)
        return [self._readings(wanted, found, f"s{n}") for n in range(len(asks))]

    def by_union(self, codes: Iterable[str], ask: Ask) -> dict[int, dict[str, Reading]]:
        wanted = list(codes)
        rows = self._rows(ask).values(counted_in=F(self.union)).annotate(**self._sums(wanted, ask, "s"))
        readings = {row["counted_in"]: self._readings(wanted, row, "s") for row in rows}
        return {pk: part for pk, part in readings.items() if any(one.rows for one in part.values())}

    def rows_url(self, code: str, ask: Ask) -> str:
        return rows_or_unions(code, self.name, ask, **self.cuts[code].listed)

    def _rows(self, ask: Ask) -> QuerySet:
        return joined(self.rows().order_by(), ask, self.union, self.places)

    def _sums(self, codes: list[str], ask: Ask, prefix: str) -> dict[str, Any]:
        sums: dict[str, Any] = {}
        for n, code in enumerate(codes):
            cut = self.cuts[code]
            counts = cut.counted(ask, self.holds, self.places)
            if cut.adds is None:
                sums[f"{prefix}n{n}"] = Count("pk", filter=counts)
            else:
                added = cut.adds(cut.day(ask) or ask.period.end)
                sums |= {
                    f"{prefix}n{n}": Count(added, filter=counts),
                    f"{prefix}t{n}": Sum(added, filter=counts),
                }
        return sums

    @staticmethod
    def _readings(codes: list[str], found: dict[str, Any], prefix: str) -> dict[str, Reading]:
        counts = [found[f"{prefix}n{n}"] for n in range(len(codes))]
        return {
            code: Reading(Decimal(found.get(f"{prefix}t{n}", counts[n]) or 0), counts[n])
            for n, code in enumerate(codes)
        }


def is_system() -> bool:
    """Numbers are given without looking who may see each row: a roll-up, or another way to the rows, may answer."""
    seat = current_seat()
    return seat is not None and seat.is_system


def rows_or_unions(code: str, name: str, ask: Ask, **filters: str) -> str:
    """The list of the rows; along the industrial line, which has numbers and not rows, the figure union by union."""
    if ask.line != Line.TERRITORIAL and name not in OF_UNIONS:
        return address("org:figure", ask, figure=code)
    return address(name, ask, **filters)


def address(name: str, ask: Ask, **filters: str) -> str:
    """A list's address with the union, the lower ones and the period of the question, then the filters."""
    code = ask.union_code or Union.objects.values_list("code", flat=True).get(pk=ask.union_id)
    query = {"u": code, "sub": "1" if ask.subtree else "0", "period": ask.period.code, **filters}
    if ask.line != Line.TERRITORIAL:
        query["line"] = ask.line
    return f"{reverse(name)}?" + "&".join(f"{key}={value}" for key, value in query.items())
