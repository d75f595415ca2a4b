"""Questions about the organisation that other chapters, lists and figures share."""

import datetime as dt

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from zhijia.kernel import clock
from zhijia.kernel.clock import Calendar
from zhijia.kernel.figures import Ask
from zhijia.kernel.scope import Seat
from zhijia.org.models import Closure, Coverage, DayCorrection, Employer, Post, Union
from zhijia.org.tree import above, below, in_force


def in_tree(ask: Ask, day: dt.date, *, field: str = "union_id") -> Q:
    """Rows whose union stood at or below the asked one on that day."""
    if not ask.subtree:
        return Q(**{field: ask.union_id})
    return Q(**{f"{field}__in": below(ask.union_id, day)})


def in_tree_on(ask: Ask, day_field: str, *, field: str = "union_id") -> Q:
    """The same for flows: the tree as it stood on the day each row itself carries."""
    if not ask.subtree:
        return Q(**{field: ask.union_id})
    place = Closure.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=OuterRef(day_field)),
        ancestor_id=ask.union_id, descendant_id=OuterRef(field), line="territorial", valid_from__lte=OuterRef(day_field),
    )  # fmt: skip
    return Q(Exists(place))


def placed(ask: Ask, day_field: str = "") -> Q:
    """The kernel's question about the tree: by the day each row carries, or as it stood on the period's last day."""
    return in_tree_on(ask, day_field) if day_field else in_tree(ask, ask.period.end)


def standing(day: dt.date) -> Q:
    """Unions founded by that day and not dissolved on it."""
    return Q(founded_on__lte=day) & (Q(dissolved_on__isnull=True) | Q(dissolved_on__gt=day))


def grassroots(ask: Ask, day: dt.date) -> QuerySet[Union]:
    """Grassroots unions standing on that day; branches and groups are parts of them, not unions."""
    rows = Union.objects.filter(standing(day), kind__in=Union.GRASSROOTS)
    return rows.filter(in_tree(ask, day, field="pk"))


def covered(ask: Ask, day: dt.date) -> QuerySet[Employer]:
    """Employers covered on that day, each once however many names it has."""
    spans = Coverage.objects.filter(in_force(day), in_tree(ask, day)).values("employer_id")
    return Employer.objects.filter(pk__in=spans)


def colleagues(seat: Seat) -> list[str]:
    """Names of those who hold a post in the seat's own union today, others than oneself: who usually goes along."""
    posts = Post.objects.filter(Post.on(clock.today()), union_id=seat.union_id).exclude(
        person_id=seat.person_id
    )
    return list(dict.fromkeys(posts.order_by("pk").values_list("person__name", flat=True)[:60]))


def calendar_of(union_id: int | None) -> Calendar:
    """The working calendar of a union: official days, corrected by the unions above it, the nearest last."""
    place = Closure.objects.filter(
        in_force(clock.today()), descendant_id=union_id, ancestor_id=OuterRef("union_id"), line="territorial"
    )
    rows = DayCorrection.objects.filter(state="kept", union_id__in=above(union_id))
    rows = rows.annotate(depth=Subquery(place.values("depth")[:1])).order_by("-depth")
    return Calendar({row.day: row.works == "yes" for row in rows})
