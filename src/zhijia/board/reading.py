"""What stands on the board, read in a fixed number of statements however many rows and unions there are."""

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Count, Q

from zhijia.board.indicators import CODES, Line
from zhijia.board.models import Target
from zhijia.kernel.figures import Ask, Period, read
from zhijia.org.figures import with_heads
from zhijia.org.models import Coverage, Union
from zhijia.org.queries import covered, grassroots, in_tree
from zhijia.org.tree import in_force
from zhijia.people.figures import shown
from zhijia.people.models import Membership
from zhijia.plans.figures import counted as traces
from zhijia.plans.models import Area
from zhijia.relief.figures import by_union as visits_by_union

VISITS = "relief.all.visit.person_times"


def lines(ask: Ask, year: int) -> dict[str, Line]:
    """Every indicator now, in the same span a year earlier, and its target of the year."""
    now = read(CODES, ask)
    before = read(CODES, Ask(ask.union_id, ask.subtree, ask.period.previous_year(), ask.union_code))
    aimed = dict(Target.objects.filter(union_id=ask.union_id, year=year).values_list("code", "value"))
    return {code: Line(now[code], before[code], aimed.get(code)) for code in CODES}


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
    found = []
    for span in spans:
        part = span.clipped(ask.period.end) if span.end > ask.period.end else span
        codes = ("people.members", "people.joining_rate", "people.added", "people.removed")
        values = read(codes, Ask(ask.union_id, ask.subtree, part, ask.union_code))
        members, rate, added, removed = (values[code].value for code in codes)
        found.append(Month(span, int(members or 0), rate, int(added or 0), int(removed or 0)))
    return found


def work(ask: Ask) -> dict[str, dict[int, int]]:
    """Records of work by domain and month: {name of the domain: {month: records}}, the busiest first."""
    rows = traces(ask).order_by().values("kind__area", "on__month").annotate(n=Count("pk"))
    found: dict[str, dict[int, int]] = {}
    for row in rows:
        found.setdefault(Area(row["kind__area"]).label, {})[row["on__month"]] = row["n"]
    return dict(sorted(found.items(), key=lambda one: -sum(one[1].values())))


# --- union by union -------------------------------------------------------------------------------------------


@dataclass
class Place:
    """One grassroots union among its like."""

    union: Union
    members: int = 0
    women: int = 0
    joined: int = 0
    employees: int | None = None
    traces: int = 0
    visits: int = 0
    rank: int = field(default=0)

    @property
    def rate(self) -> Decimal | None:
        """Members ÷ employees in percent; None where no head-count is known, so that nobody ranks by a guess."""
        if not self.employees:
            return None
        return (Decimal(self.members) * 100 / self.employees).quantize(Decimal("0.1"), ROUND_HALF_UP)

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


def places(ask: Ask, like: Q, sort: str) -> list[Place]:
    """The grassroots unions of one sort (`like`), best first; equal numbers share a rank."""
    found = {union.pk: Place(union) for union in grassroots(ask, ask.period.end).filter(like)}
    for row in _members(ask):
        if one := found.get(row["union_id"]):
            one.members, one.women = row["n"], row["women"]
    joined = (
        Membership.objects.filter(shown("joined", ask)).order_by().values("union_id").annotate(n=Count("pk"))
    )
    work_done = traces(ask).order_by().values("union_id").annotate(n=Count("pk"))
    for name, rows in (("joined", joined), ("traces", work_done)):
        for row in rows:
            if one := found.get(row["union_id"]):
                setattr(one, name, row["n"])
    for pk, total in _employees(ask).items():
        if one := found.get(pk):
            one.employees = total
    for pk, visited in visits_by_union(VISITS, ask).items():
        if one := found.get(pk):
            one.visits = int(visited["value"])
    return _ranked(list(found.values()), SORTS[sort][1])


def _members(ask: Ask) -> Any:
    rows = Membership.objects.filter(shown("members", ask)).order_by().values("union_id")
    return rows.annotate(n=Count("pk"), women=Count("pk", filter=Q(person__gender="female")))


def _employees(ask: Ask) -> dict[int, int]:
    """The latest head-counts of the employers each union covers, added up."""
    day = ask.period.end
    heads = with_heads(covered(ask, day), day).values_list("pk", "heads")
    known = {pk: n for pk, n in heads if n is not None}
    spans = Coverage.objects.filter(in_force(day), in_tree(ask, day))
    found: dict[int, int] = {}
    for union_id, employer_id in spans.values_list("union_id", "employer_id"):
        if employer_id in known:
            found[union_id] = found.get(union_id, 0) + known[employer_id]
    return found


def _ranked(rows: list[Place], key: Any) -> list[Place]:
    rows.sort(key=lambda one: (key(one), one.members), reverse=True)
    for n, one in enumerate(rows, start=1):
        one.rank = rows[n - 2].rank if n > 1 and key(rows[n - 2]) == key(one) else n
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
