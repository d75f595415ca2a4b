"""One demand: put right, and who sees to it. Each answer is its row, with the foot that counts what is left."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods

from zhijia.directives.actions import demands as part
from zhijia.directives.actions.directives import choose
from zhijia.directives.forms import DemandForm, DoneForm
from zhijia.directives.models import Demand
from zhijia.directives.pages import Sheet
from zhijia.directives.standing import Standing
from zhijia.directives.views.directives import check_page, mine
from zhijia.kernel import clock
from zhijia.kernel.actions import Blocked, MoveRefused, NotAllowed, Refused, Stale, Unfit
from zhijia.kernel.typed import whole
from zhijia.kernel.ui import toast
from zhijia.plans.reading_intake import owner_values

GONE = "没有找到这一条，可能文件有了新版。请从“上级文件”里再打开看看。"


def _sheet(request: HttpRequest, pk: int) -> tuple[Sheet, Standing]:
    row = Demand.objects.filter(pk=pk).first()
    if row is None:
        raise NotAllowed(GONE)
    sheet = Sheet(mine(request, row.directive_id), request.seat)
    return sheet, next(one for one in sheet.standings if one.demand.pk == pk)


@require_http_methods(["GET", "HEAD", "POST"])
def demand(request: HttpRequest, pk: int) -> HttpResponse:
    """The row (GET; `form` opens one of its forms), or a change to it (POST; `do` says which)."""
    sheet, one = _sheet(request, pk)
    if request.method != "POST":
        name = request.GET.get("form", "")
        if not request.htmx:
            opened = f"?open={pk}" if name == "edit" else ""
            return HttpResponseRedirect(
                f"{reverse('directives:check', args=[sheet.directive.pk])}{opened}#d{pk}"
            )
        if name in ("edit", "owner", "decline") and sheet.may_change:
            sheet.forms[pk] = (name, sheet.form_for(one, name))
        return _row(request, sheet, pk)
    do = request.POST.get("do", "")
    rest = {"by": request.seat, "key": request.POST.get("key"), "version": whole(request.POST.get("version"))}
    if do in ("edit", "owner", "decline"):
        return _typed(request, sheet, one, do, rest)
    if do == "other":
        do = f"task:{whole(request.POST.get('task')) or 0}"
    try:
        if do in PLAIN:
            PLAIN[do](pk, **rest)
        else:
            choose(one.demand, do, **rest)
    except Refused as refusal:
        return _refused(request, sheet, pk, refusal)
    return _answer(request, sheet, pk)


PLAIN = {"settle": part.settle, "fit": part.fit_task, "back": part.take_back}


def _typed(
    request: HttpRequest, sheet: Sheet, one: Standing, name: str, rest: dict[str, Any]
) -> HttpResponse:
    """A form of the row: what the demand says, who sees to it, why it is not ours."""
    form = sheet.form_for(one, name, request.POST)
    if form.is_valid():
        try:
            if name == "edit":
                part.put_right(one.demand, **rest, **form.values_for(one.demand))
            elif name == "decline":
                part.decline(one.demand, **rest, reason=form.cleaned_data["reason"])
            else:
                owner = owner_values(form.cleaned_data["owner"])["owner_post"]
                part.take_on(one.demand, **rest, owner_post_id=owner)
        except Unfit as unfit:
            form.add_error(None, unfit.sentence)
        except Refused as refusal:
            return _refused(request, sheet, one.demand.pk, refusal)
        else:
            return _answer(request, sheet, one.demand.pk)
    sheet.forms[one.demand.pk] = (name, form)
    return _row(request, sheet, one.demand.pk, 422)


def _refused(request: HttpRequest, sheet: Sheet, pk: int, refusal: Refused) -> HttpResponse:
    """The row as it stands now, with the sentence that says why it did not go."""
    if isinstance(refusal, NotAllowed):
        raise refusal
    fresh = Sheet(sheet.directive, request.seat)
    stale = isinstance(refusal, Stale)
    said = "您打开以后，别人先改过这一条，现在是下面这样。还要改就再按一次。" if stale else refusal.sentence
    fresh.conflicts[pk] = said
    return _row(request, fresh, pk, 409 if isinstance(refusal, Stale | Blocked | MoveRefused) else 422)


def _answer(request: HttpRequest, sheet: Sheet, pk: int) -> HttpResponse:
    if not request.htmx:
        return HttpResponseRedirect(f"{reverse('directives:check', args=[sheet.directive.pk])}#d{pk}")
    return _row(request, Sheet(sheet.directive, request.seat), pk)


def _row(request: HttpRequest, sheet: Sheet, pk: int, status: int = 200) -> HttpResponse:
    """One row with the foot; without htmx the whole page."""
    if not request.htmx:
        return check_page(request, sheet, status)
    context = {"sheet": sheet, "directive": sheet.directive, "row": sheet.row_of(pk), "is_answer": True}
    return render(request, "directives/demand_answer.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """A demand by hand, after the others."""
    row = mine(request, pk)
    form = DemandForm(request.POST if request.method == "POST" else None, initial={"comparator": "at_least"})
    if request.method == "POST" and form.is_valid():
        last = row.demands.order_by("order").last()
        new = Demand(directive=row, order=min(last.order + 1, 30_000) if last else 1)
        for name, value in form.values_for(new).items():
            setattr(new, name, value)
        try:
            made = part.note(new, by=request.seat, key=request.POST.get("key"))
        except (Unfit, Blocked) as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return HttpResponseRedirect(f"{reverse('directives:check', args=[pk])}#d{made.pk}")
    context = {
        "directive": row,
        "form": form,
        "title": "添加一条",
        "yes": "添加这一条",
        "back": reverse("directives:check", args=[pk]),
    }
    return render(request, "directives/demand_form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def done(request: HttpRequest, pk: int) -> HttpResponse:
    """A demand without a task is done: on which day, how it went."""
    sheet, one = _sheet(request, pk)
    form = DoneForm(request.POST if request.method == "POST" else None, initial={"on": clock.today()})
    if request.method == "POST" and form.is_valid():
        key, version = request.POST.get("key"), whole(request.POST.get("version"))
        try:
            part.complete(one.demand, by=request.seat, key=key, version=version, **form.cleaned_data)
        except Unfit as unfit:
            for name, sentence in (unfit.fields or {None: unfit.sentence}).items():
                form.add_error(name, sentence)
        except Stale as stale:
            one.demand.version = stale.row.version
            form.add_error(None, "别人刚改过这一条。请再看一眼，没有问题就再按一次。")
        except (Blocked, MoveRefused) as refusal:
            form.add_error(None, refusal.sentence)
        else:
            toast.say(request, "已记下办好。")
            return redirect(f"{reverse('directives:directive', args=[sheet.directive.pk])}#d{pk}")
    back = reverse("directives:directive", args=[sheet.directive.pk])
    context = {"directive": sheet.directive, "form": form, "title": one.demand.title, "yes": "记下办好", "back": back,
               "version": one.demand.version}  # fmt: skip
    return render(request, "directives/demand_form.html", context, status=422 if form.is_bound else 200)


urlpatterns = [
    path("<int:pk>/add/", add, name="add"),
    path("demands/<int:pk>/", demand, name="demand"),
    path("demands/<int:pk>/done/", done, name="demand_done"),
]
