"""What visits report upward: counts and money, never a name. Rows are counted as the system, below the asking union."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from zhijia.kernel.figures import Ask, Figure, Sheet, declare, figure
from zhijia.kernel.figures.registry import Reading
from zhijia.kernel.scope import below, current_seat, system
from zhijia.org.figures import address
from zhijia.org.policy import CADRES
from zhijia.org.queries import in_tree_on
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


def behind(name: str, ask: Ask) -> Q:
    """The visits that one figure counts."""
    day, counts = COUNTED[name]
    return counts & in_tree_on(ask, day) & Q(**{f"{day}__range": (ask.period.start, ask.period.end)})


def in_reach(ask: Ask) -> QuerySet[Visit]:
    """Visits of the asking seat's union and those below, for counting alone. To be used inside `system`."""
    seat = current_seat()
    assert seat is not None
    with system(REASON):
        if seat.is_system:
            return Visit.objects.all()
        reach = below(seat.union_id) if seat.office in CADRES else []
        return Visit.objects.filter(union_id__in=reach)


def tally(ask: Ask, wanted: dict[str, tuple[str, Q]]) -> dict[str, Reading]:
    """Read many figures in one pass: key → (name in COUNTED, further condition)."""
    sums: dict[str, Any] = {}
    for n, (name, more) in enumerate(wanted.values()):
        where = behind(name, ask) & more
        sums[f"n{n}"] = Count("pk", filter=where)
        if name == "visit_money":
            sums[f"sum{n}"] = Sum("amount", filter=where)
    rows = in_reach(ask)
    with system(REASON):
        found = rows.aggregate(**sums)
    return {
        key: Reading(Decimal(found.get(f"sum{n}", found[f"n{n}"]) or 0), found[f"n{n}"])
        for n, key in enumerate(wanted)
    }


class VisitSheet(Sheet):
    """`relief.visits_done`, by kind `relief.visits_done.hospital`, by kind of general trace `relief.visits_done.visit`."""

    def read(self, codes: Iterable[str], ask: Ask) -> dict[str, Reading]:
        return tally(ask, {code: _parts(code) for code in codes})

    def rows_url(self, code: str, ask: Ask) -> str:
        return address("relief:figures", ask, figure=code)


def _parts(code: str) -> tuple[str, Q]:
    name, _, kind = code.removeprefix("relief.").partition(".")
    if kind in TRACED:
        return name, Q(kind__in=[one.code for one in kinds() if one.trace == kind])
    return name, Q(kind=kind) if kind else Q()


def by_union(code: str, ask: Ask) -> dict[int, dict[str, Any]]:
    """One figure union by union: {union: {visits, traces, value}}; the rows behind it, counted where they lie."""
    found: dict[int, dict[str, Any]] = defaultdict(lambda: {"visits": 0, "traces": 0, "value": Decimal(0)})
    *traced, own = figure(code).total or (code,)
    for part in traced:
        _, kind, measure = part.split(".")
        for union, (total, n) in TRACES.by_union(kind, measure, ask).items():
            found[union] |= {"traces": n, "value": total}
    name, more = _parts(own)
    rows = in_reach(ask)
    with system(REASON):
        grouped = rows.filter(behind(name, ask) & more).order_by().values("union_id")
        summed = list(grouped.annotate(n=Count("pk"), total=Sum("amount")))
    for row in summed:
        line = found[row["union_id"]]
        line["visits"] = row["n"]
        line["value"] += (row["total"] or 0) if name == "visit_money" else row["n"]
    return dict(found)


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
