"""What traces report upward: kind × measure, for any period and tree; each kind gives as many figures as measures."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, DecimalField, F, Q, QuerySet, Sum, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce

from zhijia.kernel.figures import Ask, Figure, Sheet, declare
from zhijia.kernel.figures.registry import Reading
from zhijia.org.queries import in_tree_on
from zhijia.org.tally import joined, placed, rows_or_unions
from zhijia.plans import kinds
from zhijia.plans.models import Trace

NUMBER = DecimalField(max_digits=16, decimal_places=2)


def counted(ask: Ask) -> QuerySet[Trace]:
    """The traces that count for this question: recorded, in the period, in the tree of their own day."""
    span = (ask.period.start, ask.period.end)
    return Trace.objects.filter(in_tree_on(ask, "on"), state="recorded", on__range=span)


def measure(code: str) -> Any:
    """The expression that reads one measure of a trace; a count left blank is one."""
    if code in kinds.COLUMNS:
        return F(code)
    number = Cast(KeyTextTransform(code, "measures"), NUMBER)
    return Coalesce(number, Value(1, NUMBER)) if code in kinds.ONE_EACH else number


def with_measure(code: str) -> Q:
    """Traces that carry this measure: the rows a sum was made of."""
    if code in kinds.ONE_EACH:
        return Q(pk__isnull=False)
    return Q(**{f"{code}__isnull": False}) if code in kinds.COLUMNS else Q(measures__has_key=code)


class TraceSheet(Sheet):
    def read(self, codes: Iterable[str], asks: Sequence[Ask]) -> list[dict[str, Reading]]:
        wanted = [_parts(code) for code in codes]
        spans = reduce(or_, (_dated(ask) for ask in asks))
        sums = {}
        for n, ask in enumerate(asks):
            sums |= _sums(wanted, _within(ask), f"s{n}")
        found = {
            row["kind__code"]: row for row in _of_kinds(wanted, asks[0], spans, "kind__code").annotate(**sums)
        }
        return [
            {_code(one): _reading(one, found.get(one[0], {}), f"s{n}") for one in wanted}
            for n in range(len(asks))
        ]

    def by_union(self, codes: Iterable[str], ask: Ask) -> dict[int, dict[str, Reading]]:
        wanted = [_parts(code) for code in codes]
        rows = _of_kinds(wanted, ask, _dated(ask), "union_id", "kind__code").annotate(
            **_sums(wanted, _within(ask), "s")
        )
        found: dict[int, dict[str, Reading]] = {}
        for row in rows:
            part = found.setdefault(row["union_id"], {})
            for one in wanted:
                if one[0] == row["kind__code"] and row[f"s_rows_{one[1]}"]:
                    part[_code(one)] = _reading(one, row, "s")
        return {union_id: part for union_id, part in found.items() if part}

    def rows_url(self, code: str, ask: Ask) -> str:
        kind, m = _parts(code)
        return rows_or_unions(code, "plans:traces", ask, kind=kind, measure=m)


def _parts(code: str) -> tuple[str, str]:
    _, kind, measured = code.split(".")
    return kind, measured


def _code(parts: tuple[str, str]) -> str:
    return f"plans.{parts[0]}.{parts[1]}"


def _dated(ask: Ask) -> Q:
    return Q(on__range=(ask.period.start, ask.period.end))


def _within(ask: Ask) -> Q:
    """In the period and, by the joined place, below the union on its own day."""
    return _dated(ask) & placed("union__places", F("on")) if ask.subtree else _dated(ask)


def _of_kinds(wanted: list[tuple[str, str]], ask: Ask, spans: Q, *by: str) -> QuerySet:
    rows = joined(Trace.objects.order_by(), ask).filter(
        kind__code__in={kind for kind, _ in wanted}, state="recorded"
    )
    return rows.filter(spans).values(*by)


def _sums(wanted: list[tuple[str, str]], where: Q, prefix: str) -> dict[str, Any]:
    sums: dict[str, Any] = {}
    for m in dict.fromkeys(m for _, m in wanted):
        sums[f"{prefix}_sum_{m}"] = Sum(measure(m), filter=where)
        sums[f"{prefix}_rows_{m}"] = Count(measure(m), filter=where)
    return sums


def _reading(parts: tuple[str, str], row: dict[str, Any], prefix: str) -> Reading:
    return Reading(Decimal(row.get(f"{prefix}_sum_{parts[1]}") or 0), row.get(f"{prefix}_rows_{parts[1]}", 0))


def rows_of(code: str, ask: Ask) -> QuerySet[Trace]:
    """The rows behind one figure, the most telling first: by its own measure, then by date."""
    kind, m = _parts(code)
    rows = counted(ask).filter(with_measure(m), kind__code=kind)
    return rows.annotate(number=measure(m)).order_by("-number", "-on")


def by_month(code: str, ask: Ask) -> dict[int, Decimal]:
    """One figure month by month over the asked period: {month: number}."""
    kind, m = _parts(code)
    rows = (
        counted(ask).filter(kind__code=kind).order_by().values("on__month").annotate(number=Sum(measure(m)))
    )
    return {row["on__month"]: Decimal(row["number"] or 0) for row in rows}


TRACES = TraceSheet()  # one for all, so that whoever reads traces beside us shares the one pass


def declare_figures() -> None:
    for kind in kinds.kinds():
        how = f"台账中种类为“{kind.name}”、日期在期内、未作废的记录"
        for one in kind.measures:
            if one.figure:  # a register counts this better
                continue
            how_counted = f"{how}，{one.label}相加" + ("，没填的按 1 计" if one.one_each else "")
            name = f"{kind.name}·{one.label}"
            declare(Figure(f"plans.{kind.code}.{one.code}", name, one.unit, how_counted, TRACES))
