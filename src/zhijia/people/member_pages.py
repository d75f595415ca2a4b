"""Pages about one member: everything about a person in one place, a new member, corrections of personal data."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from zhijia.kernel import clock
from zhijia.kernel.actions import NotAllowed, Refused, Unfit
from zhijia.kernel.forms import refuse
from zhijia.kernel.ledger import ledgers, record
from zhijia.kernel.scope.middleware import PageRequest
from zhijia.kernel.secrets.views import masks
from zhijia.kernel.trail.told import told
from zhijia.kernel.ui import panels
from zhijia.kernel.ui.beside import Link
from zhijia.kernel.ui.toast import say
from zhijia.people import enrolling
from zhijia.people.actions import change_details, join, make_ordinary, regroup, rejoin, restore, retain
from zhijia.people.actions.memberships import WORK
from zhijia.people.actions.persons import FIRST, REST
from zhijia.people.codes import LEAVING, Ended
from zhijia.people.models import Membership, Person

SHOWN_OF_PERSON = (
    "ethnicity",
    "education",
    "politics",
    "household",
    "native_place",
    "skill",
    "title",
    "card_state",
)


@require_safe
def page(request: PageRequest, pk: int) -> HttpResponse:
    """Key facts, papers, every span of membership, and what each chapter has about this person in the seat's scope."""
    context = record.drawn(request, _ledger(), pk)
    row = context["row"]
    person = row.person
    if person.merged_into_id:
        kept = Membership.objects.filter(person=person.merged_into_id).order_by("-since", "-pk").first()
        return redirect("people:members_row", kept.pk) if kept else _nobody()
    spans = list(
        Membership.objects.filter(person=person).select_related("union", "employer").order_by("-since", "-pk")
    )
    before = next((span for span in spans if span.pk != row.pk and span.left_on == row.since), None)
    steps = [
        *context["trail"],
        *(told(before) if before else ()),
        *told(person),
    ]  # what began this span ended that one
    why_not = change_details.why_not(person, request.seat)
    details_verb = {"verb": change_details, "url": reverse("people:details", args=[pk]), "why_not": why_not}
    idle = {restore} if row.kind in Membership.COUNTED else {retain}
    idle |= set() if row.kind == Membership.Kind.TEMPORARY else {make_ordinary}
    idle |= {regroup} if row.left_on else set()
    fitting = [one for one in context["verbs"] if one["verb"] not in idle]
    context |= {
        "person": person, "sealed": masks(request, person), "spans": spans, "panels": panels.of("person", person, request.seat),
        "verbs": [details_verb, *fitting], "closed": record.closed([details_verb, *fitting]), "rest": _rest(row),
        "trail": sorted(steps, key=lambda line: line["at"], reverse=True),
    }  # fmt: skip
    now = next((span for span in spans if span.left_on is None and row.left_on), None)
    if now:
        link = Link(
            f"现在：{now.union.short_name}，{now.standing}",
            "user",
            reverse("people:members_row", args=[now.pk]),
        )
        context["beside"] = [*context["beside"], link]
    if _may_return(row, spans):
        why_not = rejoin.why_not(row, request.seat)
        context["main"] = {"verb": rejoin, "url": reverse("people:rejoin", args=[pk]), "why_not": why_not}
        context["step"] = {
            "who": "已离会",
            "effect": "又回来上班了，办重新入会：入会日期还是第一次入会那天，以前的会籍都接着。",
        }
    return render(request, "people/member.html", context)


def _may_return(row: Membership, spans: list[Membership]) -> bool:
    """She has left, is a member nowhere in sight, and the union is still there."""
    member = any(span.left_on is None for span in spans)
    return not member and row.ended in LEAVING and row.ended != Ended.DIED and row.union.state == "active"


def _ledger() -> Any:
    return ledgers()["people.members"]


def _nobody() -> HttpResponse:
    raise NotAllowed("这个人的登记已经并到另一条，那一条不在您的管理范围里。")


def _rest(row: Membership) -> list[tuple[Any, Any]]:
    """The facts below the six above: of the person, then of the span."""
    ledger = _ledger()
    names = [f"person.{name}" for name in SHOWN_OF_PERSON]
    columns = [
        ledger.by_name[name]
        for name in (*names, "department", "position", "post_class", "migrant", "group.short_name")
    ]
    return [(column, column.cell(row)) for column in columns]


@require_http_methods(["GET", "HEAD", "POST"])
def details(request: PageRequest, pk: int) -> HttpResponse:
    """Correct personal data. Sealed fields start blank: left blank they stay as they are."""
    ledger = _ledger()
    ledger.admit(request.seat)
    row = ledger.found(pk)
    person = row.person
    if why_not := change_details.why_not(person, request.seat):
        raise NotAllowed(why_not)
    sealed = {"identity", "phone", "card"}
    if request.method != "POST":
        known = {name: getattr(person, name) for name in (*FIRST, *REST) if name not in sealed}
        return _form(request, change_details, change_details.form(Person, initial=known), row)
    form = change_details.form(Person, request.POST)

    def act() -> int:
        values = {name: value for name, value in form.cleaned_data.items() if value or name not in sealed}
        change_details(person.pk, by=request.seat, key=request.POST.get("key"),
                       version=request.POST.get("version") or None, **values)  # fmt: skip
        say(request, f"已更正：{person}。")
        return pk

    return _done(request, change_details, form, act, row)


@require_http_methods(["GET", "HEAD", "POST"])
def come_back(request: PageRequest, pk: int) -> HttpResponse:
    """Somebody who has left this union joins it again: who she is stands here already."""
    ledger = _ledger()
    ledger.admit(request.seat)
    row = ledger.found(pk)
    if why_not := rejoin.why_not(row, request.seat) or ("" if _may_return(row, [row]) else record.PAST):
        raise NotAllowed(why_not)
    work = {name: getattr(row, name) for name in WORK}
    form = rejoin.form(Membership, request.POST if request.method == "POST" else None, work)
    form.fields["group"].queryset = form.fields["group"].queryset.filter(home=row.union_id)
    if request.method != "POST":
        return _form(request, rejoin, form, row)

    def act() -> int:
        kind = row.kind if row.kind in Membership.COUNTED else Membership.Kind.ORDINARY
        place = Membership(person=row.person, union=row.union, kind=kind)
        made = rejoin(place, by=request.seat, key=request.POST.get("key"), **form.cleaned_data)
        say(request, f"{made.person}已重新入会。")
        return int(made.pk)

    return _done(request, rejoin, form, act, row)


@require_http_methods(["GET", "HEAD", "POST"])
def enrol(request: PageRequest) -> HttpResponse:
    """A new member: person and membership in one form of few fields; the rest can follow."""
    _ledger().admit(request.seat)
    record.open_to(request.seat, join)
    if request.method != "POST":
        return _form(request, join, enrolling.form(request.seat, initial={"joined_on": clock.today()}))
    form = enrolling.form(request.seat, request.POST)

    def act() -> int:
        made = enrolling.enrol(dict(form.cleaned_data), by=request.seat, key=request.POST.get("key"))
        again = made.began == "rejoined"
        say(
            request, f"{made.person}以前是会员，已登记重新入会。" if again else f"已登记入会：{made.person}。"
        )
        return int(made.pk)

    return _done(request, join, form, act)


def _done(
    request: PageRequest, verb: Any, form: forms.Form, act: Callable[[], int], row: Membership | None = None
) -> HttpResponse:
    """On to the row that `act` gives; what the verb refuses stands on the form again."""
    status = 422
    if form.is_valid():
        try:
            return record.onward(request, _ledger().url("row", act()))
        except Unfit as unfit:
            refuse(form, unfit.fields or {"": unfit.sentence})
        except NotAllowed:
            raise
        except Refused as refused:
            status = refused.status
            form.add_error(None, refused.sentence)
    return _form(request, verb, form, row, status)


def _form(
    request: PageRequest, verb: Any, form: forms.Form, row: Membership | None = None, status: int = 200
) -> HttpResponse:
    ledger = _ledger()
    context = {
        "ledger": ledger, "verb": verb, "form": form, "row": row, "words": {}, "conflict": None,
        "version": row.person.version if row and request.method != "POST" else request.POST.get("version", ""),
        "back": ledger.url("row", row.pk) if row else ledger.url(),
        "fields": [(bound, record.is_short(bound.field)) for bound in form],
    }  # fmt: skip
    template = "ledger/form.html" if request.htmx else "ledger/form_page.html"
    return render(request, template, context, status=status)
