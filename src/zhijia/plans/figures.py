"""What traces report upward: kind × measure, for any period and tree; each kind gives as many figures as measures."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import Count, DecimalField, F, Q, QuerySet, Sum, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce

from zhijia.kernel.figures import Ask, Figure, Sheet, declare
from zhijia.kernel.figures.registry import Reading
from zhijia.org.figures import address
from zhijia.org.queries import in_tree_on
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
    def read(self, codes: Iterable[str], ask: Ask) -> dict[str, Reading]:
        wanted = [_parts(code) for code in codes]
        measures = {m for _, m in wanted}
        sums = {f"sum_{m}": Sum(measure(m)) for m in measures}
        have = {f"rows_{m}": Count(measure(m)) for m in measures}
        rows = counted(ask).filter(kind__code__in={kind for kind, _ in wanted}).order_by()
        found = {row["kind__code"]: row for row in rows.values("kind__code").annotate(**sums, **have)}
        readings = {}
        for kind, m in wanted:
            row = found.get(kind, {})
            total = Decimal(row.get(f"sum_{m}") or 0)
            readings[f"plans.{kind}.{m}"] = Reading(total, row.get(f"rows_{m}", 0))
        return readings

    @staticmethod
    def by_union(kind: str, m: str, ask: Ask) -> dict[int, tuple[Decimal, int]]:
        """One measure of one kind union by union: {union: (sum, traces)}."""
        rows = counted(ask).filter(with_measure(m), kind__code=kind).order_by().values("union_id")
        found = rows.annotate(total=Sum(measure(m)), n=Count("pk"))
        return {row["union_id"]: (Decimal(row["total"] or 0), row["n"]) for row in found}

    def rows_url(self, code: str, ask: Ask) -> str:
        kind, m = _parts(code)
        return address("plans:traces", ask, kind=kind, measure=m)


def _parts(code: str) -> tuple[str, str]:
    _, kind, measured = code.split(".")
    return kind, measured


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
