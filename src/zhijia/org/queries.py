"""Questions about the organisation that other chapters, lists and figures share."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import In

from zhijia.kernel import clock
from zhijia.kernel.clock import Calendar
from zhijia.kernel.figures import Ask
from zhijia.kernel.scope import Seat, current_seat, system
from zhijia.org import norms
from zhijia.org.models import Body, Canvass, Closure, Coverage, DayCorrection, Employer, Post, Union
from zhijia.org.policy import CADRES
from zhijia.org.tree import above, below, in_force


def in_tree(ask: Ask, day: dt.date, *, field: str = "union_id") -> Q:
    """Rows whose union stood at or below the asked one on that day."""
    if not ask.subtree:
        return Q(**{field: ask.union_id})
    return Q(**{f"{field}__in": below(ask.union_id, day, ask.line)})


def in_tree_on(ask: Ask, day_field: str, *, field: str = "union_id") -> Q:
    """The same for flows: the tree as it stood on the day each row itself carries."""
    if not ask.subtree:
        return Q(**{field: ask.union_id})
    place = Closure.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=OuterRef(day_field)),
        ancestor_id=ask.union_id, descendant_id=OuterRef(field), line=ask.line, valid_from__lte=OuterRef(day_field),
    )  # fmt: skip
    return Q(Exists(place))


def placed(ask: Ask, day_field: str = "") -> Q:
    """The kernel's question about the tree: by the day each row carries, or as it stood on the period's last day."""
    return in_tree_on(ask, day_field) if day_field else in_tree(ask, ask.period.end)


def standing(day: dt.date) -> Q:
    """Unions founded by that day and not dissolved on it."""
    return Q(founded_on__lte=day) & (Q(dissolved_on__isnull=True) | Q(dissolved_on__gt=day))


@contextmanager
def counting(ask: Ask) -> Iterator[None]:
    """Count as the system what lies below a cadre's own union on the line asked: what has moved away since still counts
    for the days it was here, and the industrial line has its numbers without seeing rows. Else what one may see."""
    seat = current_seat()
    if seat is None or seat.is_system or not _may_have(seat, ask):
        yield
        return
    with system("只数数，不列名单"):
        yield


def _may_have(seat: Seat, ask: Ask) -> bool:
    if seat.office not in CADRES:
        return False
    reach = below(seat.union_id, line=ask.line)
    return ask.union_id == seat.union_id or Union.objects.filter(pk=ask.union_id, pk__in=reach).exists()


def founded_by(day: dt.date) -> Q:
    """Unions founded by that day, whatever became of them."""
    return Q(founded_on__lte=day)


def standing_below(ask: Ask, day: dt.date) -> QuerySet[Union]:
    """Every union, branch and group in the tree that stood on that day."""
    return Union.objects.filter(standing(day), in_tree(ask, day, field="pk"))


def founded(ask: Ask) -> QuerySet[Union]:
    """Grassroots unions founded in the period, where they stood on that day, whatever became of them."""
    span = (ask.period.start, ask.period.end)
    rows = Union.objects.filter(kind__in=Union.GRASSROOTS, founded_on__range=span)
    return rows.filter(in_tree_on(ask, "founded_on", field="pk"))


def ended(ask: Ask) -> QuerySet[Union]:
    """Grassroots unions dissolved or merged in the period, where they stood on that day."""
    span = (ask.period.start, ask.period.end)
    rows = Union.objects.filter(kind__in=Union.GRASSROOTS, dissolved_on__range=span)
    return rows.filter(in_tree_on(ask, "dissolved_on", field="pk"))


def running(day: dt.date) -> Q:
    """Terms of committees of unions standing on that day, each committee's latest begun by then; it may be overdue."""
    later = Body.objects.filter(
        union=OuterRef("union"),
        kind=OuterRef("kind"),
        term_from__gt=OuterRef("term_from"),
        term_from__lte=day,
    )
    stands = Q(union__founded_on__lte=day) & (
        Q(union__dissolved_on__isnull=True) | Q(union__dissolved_on__gt=day)
    )
    return Q(term_from__lte=day) & stands & ~Q(Exists(later))


def terms(ask: Ask, day: dt.date) -> QuerySet[Body]:
    """For each committee of a union standing on that day its latest term begun by then; it may be overdue."""
    return Body.objects.filter(in_tree(ask, day), running(day))


def renewable(day: dt.date) -> Q:
    """Unions whose certificate of a legal person has run out, or may be renewed already (登记管理办法 art. 27)."""
    return Q(certificate_to__lte=day + dt.timedelta(int(norms.CERTIFICATE_DAYS.default(day).value)))


def grassroots(ask: Ask, day: dt.date) -> QuerySet[Union]:
    """Grassroots unions standing on that day; branches and groups are parts of them, not unions."""
    return standing_below(ask, day).filter(kind__in=Union.GRASSROOTS)


def covered(ask: Ask, day: dt.date) -> QuerySet[Employer]:
    """Employers covered on that day, each once however many names it has."""
    spans = Coverage.objects.filter(in_force(day), in_tree(ask, day)).values("employer_id")
    return Employer.objects.filter(pk__in=spans, same_as=None)


def sole_coverages(day: dt.date) -> QuerySet[Coverage]:
    """Of unions that cover one employer alone that span: whoever joins there works there."""
    another = Coverage.objects.filter(in_force(day), union=OuterRef("union"))
    another = another.exclude(employer=OuterRef("employer"))
    return Coverage.objects.filter(in_force(day), ~Exists(another))


def _last_found(day: dt.date) -> Subquery:
    latest = Canvass.objects.filter(employer=OuterRef("pk"), on__lte=day, state="kept").order_by("-on", "-pk")
    return Subquery(latest.values("found")[:1])


def with_found(employers: QuerySet[Employer], day: dt.date) -> QuerySet[Employer]:
    """Each employer with `found`: what the latest canvass up to that day found."""
    return employers.annotate(found=_last_found(day))


def unorganised(day: dt.date) -> Q:
    """Employers that should organise and have not (应建会未建): canvassed so last, covered by no union that day."""
    with system("别处的工会覆盖了的，不再是应建会未建"):
        covering = Coverage.objects.filter(in_force(day), employer=OuterRef("pk"))
    is_open = Q(closed_on=None) | Q(closed_on__gt=day)
    return is_open & ~Q(Exists(covering)) & Q(In(_last_found(day), Canvass.OPEN))


def pool(ask: Ask, day: dt.date) -> QuerySet[Employer]:
    """The unorganised of the areas in the tree."""
    return Employer.objects.filter(in_tree(ask, day, field="area_id"), unorganised(day), same_as=None)


def colleagues(seat: Seat) -> list[str]:
    """Names of those who hold a post in the seat's own union today, others than oneself: who usually goes along."""
    posts = Post.objects.filter(Post.on(clock.today()), union_id=seat.union_id).exclude(
        person_id=seat.person_id
    )
    return list(dict.fromkeys(posts.order_by("pk").values_list("person__name", flat=True)[:60]))


def should_organise(ask: Ask, day: dt.date) -> QuerySet[Employer]:
    """What is covered, and what should be (应建会单位): the denominator of the organising rate."""
    return Employer.objects.filter(
        Q(pk__in=covered(ask, day).values("pk")) | Q(pk__in=pool(ask, day).values("pk"))
    )


def calendar_of(union_id: int | None) -> Calendar:
    """The working calendar of a union: official days, corrected by the unions above it, the nearest last."""
    place = Closure.objects.filter(
        in_force(clock.today()), descendant_id=union_id, ancestor_id=OuterRef("union_id"), line="territorial"
    )
    rows = DayCorrection.objects.filter(state="kept", union_id__in=above(union_id))
    rows = rows.annotate(depth=Subquery(place.values("depth")[:1])).order_by("-depth")
    return Calendar({row.day: row.works == "yes" for row in rows})
