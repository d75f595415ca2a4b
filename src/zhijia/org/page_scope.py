"""The scope of a page: which union, with or without those below it, which year. It lives in the address."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.functional import SimpleLazyObject

from zhijia.kernel import clock
from zhijia.kernel.actions import NotAllowed
from zhijia.kernel.figures import Ask, Period
from zhijia.kernel.scope import Seat
from zhijia.kernel.typed import whole
from zhijia.org import tree
from zhijia.org.models import Closure, Line, Union
from zhijia.org.queries import standing_below

MOST = 40  # unions in a list to choose from; whoever wants another one writes its name


@dataclass
class PageScope:
    union: Union
    subtree: bool
    year: int
    seat_union_id: int
    period_code: str = ""
    line: str = Line.TERRITORIAL

    @cached_property
    def asked(self) -> Period:
        """The period as asked, days ahead included: for registers that hold what is due."""
        try:
            return Period.parse(self.period_code or str(self.year))
        except ValueError:
            return Period.parse(str(self.year))

    @cached_property
    def period(self) -> Period:
        """The period of the page: `?period=` where a number was opened, else the year."""
        return self.asked.clipped(clock.today())

    @property
    def ask(self) -> Ask:
        return Ask(self.union.pk, self.subtree, self.period, self.union.code, self.line)

    @cached_property
    def below(self) -> int:
        """How many grassroots unions stand below at the end of the period."""
        inside = standing_below(replace(self.ask, subtree=True), self.period.end)
        return inside.filter(kind__in=Union.GRASSROOTS).exclude(pk=self.union.pk).count()

    def choices(self, words: str, current: str, lately: Collection[str]) -> list[Union]:
        """Unions one may look at, the wider before the narrower, each with its depth below one's own; the first `MOST`.

        With words: those called so. Without: one's own, those looked at lately, the way down to the current one, and
        those directly below it. Unions but one's own are named by their codes.
        """
        today = clock.today()
        reach = Closure.objects.filter(tree.in_force(today), line=Line.TERRITORIAL)
        if words:
            wanted = Q(name__icontains=words) | Q(short_name__icontains=words) | Q(code__istartswith=words)
        else:
            way = reach.filter(descendant__code=current).values("ancestor")
            under = reach.filter(ancestor__code=current, depth=1).values("descendant")
            wanted = Q(pk=self.seat_union_id) | Q(code__in=lately) | Q(pk__in=way) | Q(pk__in=under)
        rows = Union.objects.filter(wanted, pk__in=tree.below(self.seat_union_id)).exclude(
            kind__in=Union.INNER
        )
        depth = reach.filter(ancestor=self.seat_union_id, descendant=OuterRef("pk")).values("depth")[:1]
        return list(rows.annotate(depth=Subquery(depth)).order_by("depth", "code")[:MOST])

    @cached_property
    def has_lines(self) -> bool:
        """Does anything answer to this union on the industrial line today? Then a page says which line it shows."""
        return self.line == Line.INDUSTRIAL or _has_below(self.union.pk, Line.INDUSTRIAL)

    @property
    def line_told(self) -> str:
        """For a page's second line: which line "below" is meant along, where there are two."""
        return f"，{Line(self.line).label}线" if self.has_lines else ""

    @property
    def query(self) -> str:
        """The part of an address that carries this scope to another page."""
        line = "" if self.line == Line.TERRITORIAL else f"&line={self.line}"
        return f"u={self.union.code}&sub={int(self.subtree)}&year={self.year}{line}"


def place_of(asked: QueryDict, seat: Seat) -> PageScope:
    """Read `?u=CODE&sub=1&year=2026`; without them the seat's own union, with its lower ones if it has any.

    Raises `NotAllowed` for a union the seat cannot see: the same answer as for one that does not exist.
    """
    code = asked.get("u", "")
    union = next(
        iter(Union.objects.filter(code=code) if code else Union.objects.filter(pk=seat.union_id)), None
    )
    if union is None:
        raise NotAllowed("没有找到这个工会，或者它不在您的管理范围里。可以回到本单位再看。")
    sub = asked.get("sub")
    subtree = sub == "1" if sub in ("0", "1") else union.kind in Union.UPPER
    year = whole(asked.get("year"))
    return PageScope(
        union=union,
        subtree=subtree,
        seat_union_id=seat.union_id or 0,
        year=year if year in range(2000, 2101) else clock.today().year,
        period_code=asked.get("period", ""),
        line=_line_of(asked.get("line", ""), union),
    )


def _line_of(asked: str, union: Union) -> str:
    """The line of the address; a trade's union that has none below it by territory is looked at along its trade."""
    if asked in Line.values:
        return asked
    by_trade = union.kind == Union.Kind.INDUSTRY and not _has_below(union.pk, Line.TERRITORIAL)
    return Line.INDUSTRIAL if by_trade else Line.TERRITORIAL


def _has_below(union_id: int, line: str) -> bool:
    below = Closure.objects.filter(tree.in_force(clock.today()), ancestor=union_id, line=line, depth__gt=0)
    return below.exists()


class PageScopeMiddleware:
    """Puts `request.page_scope` on the request; nothing is asked until a page uses it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.page_scope = (
            SimpleLazyObject(lambda: place_of(request.GET, request.seat)) if self._seated(request) else None
        )
        return self.get_response(request)

    @staticmethod
    def _seated(request: Any) -> bool:
        return getattr(request, "seat", None) is not None
