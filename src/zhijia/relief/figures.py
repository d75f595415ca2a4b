"""What visits report upward: counts and money, never a name. Rows are counted as the system, below the asking union."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from zhijia.kernel.figures import Ask, Figure, Sheet, declare, figure, read_by_union
from zhijia.kernel.figures.registry import Reading
from zhijia.kernel.scope import below, current_seat, system
from zhijia.org.policy import CADRES
from zhijia.org.tally import address, joined, placed
from zhijia.plans.figures import TRACES
from zhijia.plans.kinds import by_code as trace_kinds
from zhijia.relief.kinds import kinds
from zhijia.relief.models import Visit

REASON = "走访只向上报数，不报名单"
COUNTED = {
    "visits_due": ("due_on", Q(state__in=("due", "done", "missed"))),
    "visits_done": ("visited_on", Q(state="done")),
    "visits_missed": ("due_on", Q(state="missed")),
    "visit_money": ("visited_on", Q(state="done", amount__isnull=False)),
}
"""For each figure: the day that puts a visit into a period, and the visits that count."""

TRACED = {kind.trace for kind in kinds()}
"""The kinds of general trace that tell of visits too: both are added, since a visit is written in one place only."""


def counts(name: str, ask: Ask) -> Q:
    """The visits that one figure counts, joined to their places."""
    day, rows = COUNTED[name]
    dated = rows & Q(**{f"{day}__range": (ask.period.start, ask.period.end)})
    return dated & placed("union__places", F(day)) if ask.subtree else dated


def in_reach(ask: Ask) -> QuerySet[Visit]:
    """Visits of the asking seat's union and those below, for counting alone. To be used inside `system`."""
    seat = current_seat()
    assert seat is not None
    with system(REASON):
        rows = joined(Visit.objects.order_by(), ask)
        if seat.is_system:
            return rows
        return rows.filter(union_id__in=below(seat.union_id) if seat.office in CADRES else [])


def _sums(wanted: list[tuple[str, Q]], ask: Ask, prefix: str) -> dict[str, Any]:
    sums: dict[str, Any] = {}
    for n, (name, more) in enumerate(wanted):
        where = counts(name, ask) & more
        sums[f"{prefix}n{n}"] = Count("pk", filter=where)
        if name == "visit_money":
            sums[f"{prefix}t{n}"] = Sum("amount", filter=where)
    return sums


def _readings(codes: list[str], found: dict[str, Any], prefix: str) -> dict[str, Reading]:
    rows = [found[f"{prefix}n{n}"] for n in range(len(codes))]
    return {
        code: Reading(Decimal(found.get(f"{prefix}t{n}", rows[n]) or 0), rows[n])
        for n, code in enumerate(codes)
    }


class VisitSheet(Sheet):
    """`relief.visits_done`, by kind `relief.visits_done.hospital`, by kind of general trace `relief.visits_done.visit`."""

    def read(self, codes: Iterable[str], asks: Sequence[Ask]) -> list[dict[str, Reading]]:
        names = [*codes]
        sums: dict[str, Any] = {}
        for n, ask in enumerate(asks):
            sums |= _sums([_parts(code) for code in names], ask, f"s{n}")
        rows = in_reach(asks[0])
        with system(REASON):
            found = rows.aggregate(**sums)
        return [_readings(names, found, f"s{n}") for n in range(len(asks))]

    def by_union(self, codes: Iterable[str], ask: Ask) -> dict[int, dict[str, Reading]]:
        names = [*codes]
        rows = in_reach(ask).values("union_id").annotate(**_sums([_parts(code) for code in names], ask, "s"))
        with system(REASON):
            found = {row["union_id"]: _readings(names, row, "s") for row in rows}
        return {pk: part for pk, part in found.items() if any(one.rows for one in part.values())}

    def rows_url(self, code: str, ask: Ask) -> str:
        return address("relief:figures", ask, figure=code)


def _parts(code: str) -> tuple[str, Q]:
    name, _, kind = code.removeprefix("relief.").partition(".")
    if kind in TRACED:
        return name, Q(kind__in=[one.code for one in kinds() if one.trace == kind])
    return name, Q(kind=kind) if kind else Q()


def by_union(code: str, ask: Ask) -> dict[int, dict[str, Any]]:
    """One figure union by union: {union: {visits, traces, value}}; the rows behind it, counted where they lie."""
    *traced, own = figure(code).total or (code,)
    found = {}
    for union_id, values in read_by_union([*traced, own], ask).items():
        found[union_id] = {
            "visits": values[own].rows, "traces": sum(values[one].rows for one in traced),
            "value": sum((value.value or Decimal(0) for value in values.values()), Decimal(0)),
        }  # fmt: skip
    return found


def declare_figures() -> None:
    sheet = VisitSheet()
    declare(
        Figure("relief.visits_due", "应走访", "人次", "走访登记里期限在期内的，撤销和作废的不算", sheet),
        Figure("relief.visits_done", "已走访", "人次", "走访登记里走访日期在期内、已走访的", sheet),
        Figure("relief.visits_missed", "未走访", "人次", "走访登记里期限在期内、记为未走访的", sheet),
        Figure("relief.visit_money", "走访金额", "元", "走访登记里期内已走访的慰问金和慰问品金额相加", sheet),
    )
    for kind in kinds():
        how = f"走访登记里事由为“{kind.name}”、期内已走访的"
        declare(
            Figure(f"relief.visits_done.{kind.code}", f"{kind.name}·走访", "人次", how, sheet),
            Figure(f"relief.visit_money.{kind.code}", f"{kind.name}·金额", "元", f"{how}金额相加", sheet),
        )
    _declare_totals(sheet)


def _declare_totals(sheet: VisitSheet) -> None:
    """What a summary says of visits: the register's and the general traces', added (decision 0009).

    A visit to one person is one visit and one 人次; what it cost is its amount.
    """
    for code in sorted(TRACED):
        of_traces = trace_kinds()[code]
        how = f"走访登记里期内已走访的，加上工作台账里的“{of_traces.name}”；一次走访只记在一处，不会重复"
        parts = {
            name: Figure(f"relief.{name}.{code}", f"{of_traces.name}·{what}", unit, "只算走访登记里的", sheet)
            for name, what, unit in (
                ("visits_done", "登记的走访", "人次"),
                ("visit_money", "登记的金额", "元"),
            )
        }
        declare(*parts.values())
        for measure in of_traces.measures:
            if measure.figure:
                name = f"{of_traces.name}·{measure.label}"
                traced = Figure(
                    f"plans.{code}.{measure.code}", name, measure.unit, "只算工作台账里的", TRACES
                )
                own = parts["visit_money" if measure.code == "money" else "visits_done"]
                declare(
                    traced,
                    Figure(measure.figure, name, measure.unit, how, sheet, total=(traced.code, own.code)),
                )
