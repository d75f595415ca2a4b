"""What stands on the board, read in a fixed number of statements however many rows and unions there are."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import Count

from zhijia.board.indicators import CODES, Line
from zhijia.board.models import Target
from zhijia.kernel.figures import Ask, Period, counted_by_union, figure, read_each
from zhijia.kernel.figures.registry import RATES_ABOVE
from zhijia.org.queries import grassroots
from zhijia.plans.figures import counted as traces
from zhijia.plans.models import Area

NO_KIND = "还没选种类"
VISITS = "relief.all.visit.person_times"


def lines(ask: Ask, year: int) -> dict[str, Line]:
    """Every indicator now, in the same span a year earlier, and its target of the year."""
    now, before = read_each(CODES, [ask, ask.over(ask.period.previous_year())])
    aimed = dict(Target.objects.filter(union_id=ask.union_id, year=year).values_list("code", "value"))
    uncounted = now["org.uncounted"].value
    notes = (
        {"people.joining_rate": f"还有 {uncounted:,} 家单位没有职工人数，没算进分母。"} if uncounted else {}
    )
    return {code: Line(now[code], before[code], aimed.get(code), notes.get(code, "")) for code in CODES}


# --- month by month ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Month:
    period: Period
    members: int
    rate: Decimal | None
    added: int
    removed: int

    @property
    def label(self) -> str:
        return f"{self.period.start.month}月"


def months(ask: Ask) -> list[Month]:
    """Each month of the question that has begun: members and joining rate on its last day, and the flows."""
    spans = [month for month in ask.period.months() if month.start <= ask.period.end]
    codes = ("people.members", "people.joining_rate", "people.added", "people.removed")
    found = []
    for span, values in zip(
        spans, read_each(codes, [ask.over(_until(span, ask)) for span in spans]), strict=True
    ):
        members, rate, added, removed = (values[code].value for code in codes)
        found.append(Month(span, int(members or 0), rate, int(added or 0), int(removed or 0)))
    return found


def _until(month: Period, ask: Ask) -> Period:
    return month.clipped(ask.period.end) if month.end > ask.period.end else month


def work(ask: Ask) -> dict[str, dict[int, int]]:
    """Records of work by domain and month: {name of the domain: {month: records}}, the busiest first.

    A record may have been written down without a kind; it stands in no domain yet.
    """
    rows = traces(ask).order_by().values("kind__area", "on__month").annotate(n=Count("pk"))
    found: dict[str, dict[int, int]] = {}
    for row in rows:
        area = Area(row["kind__area"]).label if row["kind__area"] else NO_KIND
        found.setdefault(area, {})[row["on__month"]] = row["n"]
    return dict(sorted(found.items(), key=lambda one: -sum(one[1].values())))


# --- union by union -------------------------------------------------------------------------------------------


@dataclass
class Place:
    """One grassroots union among its like. `union` has its columns `OF_UNION`: of thousands no models are made."""

    OF_UNION: ClassVar = ("pk", "code", "name", "short_name", "kind", "nature")

    union: Any
    members: int = 0
    women: int = 0
    joined: int = 0
    employees: int | None = None
    traces: int = 0
    visits: int = 0
    rank: int = field(default=0)

    @cached_property
    def rate(self) -> Decimal | None:
        """Members ÷ employees in percent; None where no head-count is known, so that nobody ranks by a guess."""
        if not self.employees:
            return None
        return (Decimal(self.members) * 100 / self.employees).quantize(Decimal("0.1"), ROUND_HALF_UP)

    @property
    def doubt(self) -> str:
        return "会员比职工多，请核对职工人数" if self.rate and self.rate > RATES_ABOVE else ""

    @property
    def blanks(self) -> list[str]:
        """What this union has not told; a blank spot is no zero."""
        told = {
            "没有职工人数": self.employees is not None,
            "没有会员": self.members > 0,
            "期内没有台账": self.traces > 0,
        }
        return [words for words, is_there in told.items() if not is_there]


SORTS = {
    "rate": ("入会率", lambda one: one.rate if one.rate is not None else Decimal(-1)),
    "members": ("会员", lambda one: one.members),
    "joined": ("新发展", lambda one: one.joined),
    "traces": ("台账", lambda one: one.traces),
    "visits": ("走访", lambda one: one.visits),
}


OF_A_PLACE = {
    "members": "people.members", "women": "people.women", "joined": "people.joined", "employees": "org.employees",
    "visits": VISITS,
}  # fmt: skip


def places(ask: Ask, wanted: Iterable[str] = (*OF_A_PLACE, "traces")) -> list[Place]:
    """The grassroots unions below, with what is wanted of each."""
    unions = grassroots(ask, ask.period.end).values_list(*Place.OF_UNION, named=True)
    found = {union.pk: Place(union) for union in unions}
    codes = {name: OF_A_PLACE[name] for name in wanted if name in OF_A_PLACE}
    counted = counted_by_union(codes.values(), ask)
    for pk in found.keys() & counted.keys():
        for name, code in codes.items():
            value = counted[pk][code]
            if value.rows or name != "employees":  # no head-count is not a count of nobody
                setattr(found[pk], name, int(value.value or 0))
    if "traces" in wanted:
        for pk, n in traces(ask).order_by().values_list("union_id").annotate(n=Count("pk")):
            if pk in found:
                found[pk].traces = n
    return [*found.values()]


def aims(one: Place, year: int) -> list[dict[str, Any]]:
    """What this union was to reach in the year, of what the ranking reads of it."""
    now = {code: getattr(one, name) for name, code in OF_A_PLACE.items()} | {"people.joining_rate": one.rate}
    told = []
    for row in Target.objects.filter(union_id=one.union.pk, year=year, code__in=now):
        value = Decimal(now[row.code] or 0)
        told.append({"name": figure(row.code).name, "unit": figure(row.code).unit, "aimed": row.value,
                     "reached": value >= row.value, "short": row.value - value})  # fmt: skip
    return told


def ranked(rows: Iterable[Place], sort: str) -> list[Place]:
    """The best first; equal numbers share a rank."""
    key = SORTS[sort][1]
    rows = sorted(rows, key=lambda one: (key(one), one.members), reverse=True)
    values = [key(one) for one in rows]
    for n, one in enumerate(rows):
        one.rank = rows[n - 1].rank if n and values[n - 1] == values[n] else n + 1
    return rows


def average(rows: list[Place]) -> dict[str, Decimal | None]:
    """What unions of one sort come to together: what a single one is held against."""
    n = len(rows) or 1
    counted = [one for one in rows if one.employees]
    heads = sum(one.employees or 0 for one in counted)
    return {
        "rate": (Decimal(sum(one.members for one in counted)) * 100 / heads).quantize(Decimal("0.1"))
        if heads
        else None,
        **{
            name: (Decimal(sum(getattr(one, name) for one in rows)) / n).quantize(Decimal("0.1"))
            for name in ("members", "joined", "traces", "visits")
        },
    }
