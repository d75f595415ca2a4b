"""工会设置: the names of one's own union, its terms, and the numbers it goes by, each with since when and whence."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods, require_safe

from zhijia.kernel import clock
from zhijia.kernel.actions import NotAllowed, Stale, Unfit
from zhijia.kernel.forms import refuse
from zhijia.kernel.typed import whole
from zhijia.kernel.ui.toast import say
from zhijia.org import parameters
from zhijia.org.actions import rename, set_value
from zhijia.org.forms import NAMES, ParameterForm
from zhijia.org.models import Body, ParameterValue, Union
from zhijia.org.policy import CADRES, OFFICERS


def _own(request: HttpRequest, offices: tuple[str, ...] = CADRES) -> Union:
    if request.seat.office not in offices:
        raise NotAllowed("工会设置由主席、副主席和工会干事来改。需要改的，请告诉他们。")
    return Union.objects.get(pk=request.seat.union_id)


@require_safe
def settings(request: HttpRequest) -> HttpResponse:
    union, today = _own(request), clock.today()
    found = parameters.in_force_on(parameters.declared(), [union.pk], today)
    rows = ParameterValue.objects.filter(union=union, since__gt=today).order_by("-since", "pk")
    coming = {row.name: row for row in rows}  # of several the next
    groups: dict[str, list[Any]] = {}
    for one in found.values():
        asked, row = one.parameter, coming.get(one.parameter.name)
        groups.setdefault(asked.group, []).append((one, row and _told(asked, row)))
    bodies: dict[str, Body] = {}
    for body in Body.objects.filter(union=union).order_by("session_no"):
        bodies[body.kind] = body
    context = {
        "union": union, "groups": groups, "bodies": list(bodies.values()), "today": today,
        "may": request.seat.office in OFFICERS,
    }  # fmt: skip
    return render(request, "org/settings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def names(request: HttpRequest) -> HttpResponse:
    """The full name, the short one and the one on the seal."""
    union = _own(request, OFFICERS)
    start = {name: getattr(union, name) for name in NAMES.names}
    form = NAMES(Union, request.POST if request.method == "POST" else None, start)
    status, conflict = (422 if form.is_bound else 200), None
    if form.is_bound and form.is_valid():
        values = {name: " ".join(text.split()) for name, text in form.cleaned_data.items()}
        try:
            rename(union, by=request.seat, key=request.POST.get("key"), **values,
                   version=whole(request.POST.get("version")) or 0)  # fmt: skip
        except Stale as stale:
            union, status = stale.row, 409
            conflict = {"rows": [{"label": form.fields[name].label, "theirs": getattr(union, name), "mine": mine}
                                 for name, mine in values.items()]}  # fmt: skip
        except Unfit as unfit:
            refuse(form, unfit.fields)
            status = 422
        else:
            say(request, "名称已改好。已经发出的公文不变。")
            return redirect("org:settings")
    context = {"form": form, "union": union, "conflict": conflict}
    return render(request, "org/names.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def parameter(request: HttpRequest, name: str) -> HttpResponse:
    """One parameter: what holds, where it comes from, and the union's own value from a day on."""
    union, today = _own(request, CADRES if request.method != "POST" else OFFICERS), clock.today()
    asked = parameters.named(name)
    if asked is None:
        raise NotAllowed("没有这个参数。请回到工会设置再选。")
    back = request.POST.get("do") == "back"
    form = ParameterForm(request.POST if request.method == "POST" else None, parameter=asked, back=back,
                         initial={"since": today})  # fmt: skip
    if form.is_bound and form.is_valid():
        row = ParameterValue(union=union, name=name, **form.cleaned_data)
        try:
            set_value(row, by=request.seat, key=request.POST.get("key"))
        except Unfit as unfit:
            refuse(form, unfit.fields)
        else:
            say(request, f"已存好：{_told(asked, row)}。")
            return redirect("org:settings")
    rows = ParameterValue.objects.filter(union=union, name=name).select_related("set_by")
    context = {
        "asked": asked, "form": form, "now": parameters.in_force_on([asked], [union.pk], today)[name, union.pk],
        "rows": list(rows.order_by("-since", "-pk")), "today": today,
        "may": request.seat.office in OFFICERS, "ours": asked.for_grassroots or union.kind in Union.UPPER,
    }  # fmt: skip
    return render(request, "org/parameter.html", context, status=422 if form.errors else 200)


def _told(asked: parameters.Parameter, row: ParameterValue) -> str:
    since: dt.date = row.since
    if row.value is None:
        return f"{since:%Y-%m-%d} 起照上级的"
    return f"{since:%Y-%m-%d} 起按 {asked.typed(row.value)} {asked.unit}算"


urlpatterns = [
    path("settings/", settings, name="settings"),
    path("settings/names/", names, name="names"),
    path("settings/<str:name>/", parameter, name="parameter"),
]
