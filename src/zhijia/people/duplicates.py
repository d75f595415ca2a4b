"""Pairs of entries that may be one person: the same name with the same telephone or birthday, never two numbers."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from zhijia.kernel.actions import NotAllowed
from zhijia.kernel.scope.middleware import PageRequest
from zhijia.kernel.typed import whole
from zhijia.kernel.ui.toast import say
from zhijia.org.policy import OFFICERS
from zhijia.people.actions import merge, part
from zhijia.people.actions.merging import lacking
from zhijia.people.models import Membership, Person

MOST = 100  # groups looked at in one page; what is merged makes room for the next
ALIKE = {"phone_index": "姓名和手机都一样", "birth_on": "姓名和出生日期都一样"}


@dataclass(frozen=True)
class Side:
    person: Person
    spans: list[Membership]


@dataclass(frozen=True)
class Pair:
    first: Side
    second: Side
    why: str

    @property
    def turned(self) -> bool:
        """Is it the later entry that stays? It does where it alone has the number by which she is known again."""
        return bool(self.second.person.identity_index)

    @property
    def stays(self) -> Side:
        return self.second if self.turned else self.first

    @property
    def goes(self) -> Side:
        return self.first if self.turned else self.second

    @property
    def filled(self) -> str:
        """What the one that stays lacks and gets from the other, in words."""
        names = lacking(self.stays.person, self.goes.person)
        return "、".join(str(Person._meta.get_field(name).verbose_name) for name in names)


def pairs() -> list[Pair]:
    """Within the open scope, the older entry first. Two different identity numbers are two people."""
    found: dict[tuple[int, int], str] = {}
    persons: dict[int, Person] = {}
    for field, why in ALIKE.items():
        for one, other in _alike(field):
            persons |= {one.pk: one, other.pk: other}
            found.setdefault((one.pk, other.pk), why)
    spans = defaultdict(list)
    for row in Membership.objects.filter(person__in=persons).select_related("union").order_by("since", "pk"):
        spans[row.person_id].append(row)
    side = {pk: Side(person, spans[pk]) for pk, person in persons.items()}
    return [Pair(side[one], side[other], why) for (one, other), why in found.items()]


def _alike(field: str) -> list[tuple[Person, Person]]:
    """Persons of one name who share this field, two and two."""
    known = Membership.objects.filter(person__merged_into=None).exclude(**{f"person__{field}": _blank(field)})
    groups = (
        known.order_by().values("person__name", f"person__{field}").annotate(n=Count("person", distinct=True))
    )
    keys = {(row["person__name"], row[f"person__{field}"]) for row in groups.filter(n__gt=1)[:MOST]}
    if not keys:
        return []
    named = Q(name__in={name for name, _ in keys}, **{f"{field}__in": {value for _, value in keys}})
    together = defaultdict(list)
    for person in Person.objects.filter(named, merged_into=None).order_by("pk"):
        together[person.name, getattr(person, field)].append(person)
    return [
        (one, other)
        for key in sorted(keys, key=str)
        for one, other in pairwise(together[key])
        if not (one.identity_index and other.identity_index)
    ]


def _blank(field: str) -> Any:
    return "" if field == "phone_index" else None


def _for_officers(request: PageRequest) -> None:
    if request.seat.office not in OFFICERS:
        raise NotAllowed("重复登记由工会主席、副主席和工会干事核对。")


@require_safe
def page(request: PageRequest) -> HttpResponse:
    """The pairs with what is known of both sides, and what was merged of late."""
    _for_officers(request)
    merged = Person.objects.exclude(merged_into=None).select_related("merged_into").order_by("-pk")[:20]
    return render(request, "people/duplicates.html", {"pairs": pairs(), "merged": merged})


@require_POST
def merge_two(request: PageRequest) -> HttpResponse:
    _for_officers(request)
    stays, goes = whole(request.POST.get("stays")), whole(request.POST.get("goes"))
    into = Person.objects.filter(pk=stays).first() if stays else None
    if into is None or not goes:
        raise NotAllowed()
    merge(
        goes,
        by=request.seat,
        key=request.POST.get("key"),
        reason=request.POST.get("reason", "")[:200],
        into=into,
    )
    say(request, f"已合并，留下一条：{into}。两条的历史都在。")
    return redirect("people:duplicates")


@require_POST
def take_back(request: PageRequest, pk: int) -> HttpResponse:
    _for_officers(request)
    person = part(
        pk, by=request.seat, key=request.POST.get("key"), reason=request.POST.get("reason", "")[:200]
    )
    say(request, f"已撤回合并：{person}又是单独一条。")
    return redirect("people:duplicates")
