"""Record work in 60 seconds: the form, its parts that change while one writes, and what follows saving."""

import json
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from zhijia.kernel import clock
from zhijia.kernel.actions import NotAllowed, Refused, Unfit
from zhijia.kernel.typed import whole
from zhijia.kernel.ui.toast import say
from zhijia.org.models import Union
from zhijia.plans import offers
from zhijia.plans.actions import traces as actions
from zhijia.plans.forms.traces import TraceForm, as_initial, day_of
from zhijia.plans.models import Trace
from zhijia.plans.policy import RECORDERS

PARTS = ("like", "numbers", "task", "units", "all")
RECENT = 5


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest) -> HttpResponse:
    """An empty form, a look at what it offers (for browsers without script), or a record saved."""
    _for_recorders(request)
    if request.method != "POST":
        return _drawn(request, _asked_for(request))
    if look := request.POST.get("look"):
        return _drawn(request, looked(request, look))
    return _saved(request)


def _for_recorders(request: HttpRequest) -> None:
    if request.seat.office not in RECORDERS:
        raise NotAllowed("台账由工会干部和小组长记。您要记的事，可以告诉本小组的组长。")


def _asked_for(request: HttpRequest) -> dict[str, Any]:
    """The first values: what the address brings along, or a record that was taken back and is written anew."""
    asked = request.GET
    values: dict[str, Any] = {
        "on": asked.get("on", ""),
        "kind": asked.get("kind", ""),
        "kept": asked.get("kept", ""),
    }
    if copied := Trace.objects.filter(pk=whole(asked.get("copy")), union_id=request.seat.union_id).first():
        values |= as_initial(copied) | {"units": [row.union_id for row in copied.units.all()]}
    values["on"] = values["on"] or clock.today().isoformat()
    values["more"] = asked.get("more", "")
    if asked.get("task"):
        values |= {"task": asked["task"], "finishes": None}
    return values


def looked(request: HttpRequest, look: str = "") -> dict[str, Any]:
    """The form's values as they stand in the browser, with the chip or list that was just tapped."""
    values: dict[str, Any] = request.POST.dict()
    values["units"] = [pk for pk in map(whole, request.POST.getlist("units")) if pk]
    what, _, value = look.partition(":")
    if what in ("kind", "task"):
        values[what] = value
    if what == "kind":
        values["kept"] = ""
    if what == "task":
        values["finishes"] = None
    if look == "units:all":
        found = offers.units(request.seat, values.get("units_words", ""))
        values["units"] = sorted({*values["units"], *found.values_list("pk", flat=True)})
    return values


def offered(
    request: HttpRequest,
    values: dict[str, Any],
    form: TraceForm | None = None,
    kind_of_form: type[TraceForm] = TraceForm,
) -> dict[str, Any]:
    """Everything the form draws. A bound `form` keeps its errors; without one it is drawn from `values`."""
    seat, title = request.seat, str(values.get("title") or "")
    on = day_of(str(values.get("on") or "")) or clock.today()
    if form is None:
        if values.get("kept") and values.get("kept") == values.get("kind"):
            values["kind"] = values["kept"] = offers.kind_to_keep(values["kept"], title, on)
        tasks = offers.tasks(seat, on, whole(values.get("task")))
        if values.get("finishes", "") is None:
            values["finishes"] = _finishing(tasks, values, on)
        form = kind_of_form(initial=values, tasks=tasks)
    words = str(values.get("units_words") or "")
    found = list(offers.units(seat, words)[: offers.UNITS_SHOWN + 1])
    chosen = list(Union.objects.filter(pk__in=values.get("units") or []).order_by("code"))
    chips = offers.task_chips(form.tasks.values(), title, on, form.kind_chosen)
    return {
        "form": form,
        "kind_chips": offers.kind_chips(title, on, form.kind_chosen.code if form.kind_chosen else ""),
        "task_chips": [chip for chip in chips if chip.value != str(form["task"].value() or "")],
        "units_found": [union for union in found[: offers.UNITS_SHOWN] if union not in chosen],
        "units_more": len(found) > offers.UNITS_SHOWN,
        "units_chosen": chosen,
        "units_words": words,
        "files_kept": values.get("files_kept"),
        "opened": _opened(form, values),
    }


def _opened(form: TraceForm, values: dict[str, Any]) -> bool:
    """Is something filled in, or wrong, below the three mandatory fields?"""
    inside = [name for name in form.fields if name not in ("on", "title", "who", "kept", "open_title")]
    wrong = form.is_bound and any(name in form.errors for name in inside)
    return bool(
        wrong or values.get("more") or values.get("units") or any(form[name].value() for name in inside)
    )


def _finishing(tasks: list[Any], values: dict[str, Any], on: Any) -> str:
    task = next((task for task in tasks if str(task.pk) == str(values.get("task"))), None)
    time = offers.finished_by_default(task, on) if task else None
    return str(time.pk) if time else ""


def _drawn(
    request: HttpRequest, values: dict[str, Any], form: TraceForm | None = None, status: int = 200
) -> HttpResponse:
    context = offered(request, values, form)
    if request.htmx:
        return render(request, "plans/record_form.html", context, status=status)
    person = {"recorded_by": request.seat.person_id, "union_id": request.seat.union_id}
    recent = Trace.objects.filter(**person, state="recorded", recorded_at__date=clock.now().date())
    context["recent"] = recent.select_related("kind").order_by("-pk")[:RECENT]
    context["place"] = Union.objects.filter(pk=request.seat.group_id or request.seat.union_id).first()
    return render(request, "plans/record.html", context, status=status)


@require_POST
def record_part(request: HttpRequest) -> HttpResponse:
    """One part of the form anew: chips while one writes, numbers of a kind, times of a task, unions found."""
    _for_recorders(request)
    part = request.POST.get("part", "")
    if part not in PARTS:
        return HttpResponse(status=400)
    look = request.POST.get("look", "")
    if part == "task" and not look:
        look = f"task:{request.POST.get('task', '')}"
    context = offered(request, looked(request, look)) | {"part": part}
    return render(request, f"plans/record_{part}.html", context)


def _saved(request: HttpRequest) -> HttpResponse:
    values = looked(request)
    on = day_of(values.get("on", ""))
    if values.get("kept") and values["kept"] == values.get("kind"):
        values["kind"] = offers.kind_to_keep(values["kept"], values.get("title", ""), on)
    tasks = offers.tasks(request.seat, on or clock.today(), whole(values.get("task")))
    form = TraceForm(values, tasks=tasks)
    status = 422
    if form.is_valid():
        try:
            trace = actions.record(
                Trace(),
                by=request.seat,
                key=request.POST.get("key") or None,
                unit_ids=values["units"],
                **form.values(),
            )
            return _recorded(request, trace)
        except Unfit as unfit:
            form.refuse(unfit.fields or {"": unfit.sentence})
        except NotAllowed:
            raise
        except Refused as refused:
            status = refused.status
            form.add_error(None, refused.sentence)
    values["files_kept"] = [upload.name for upload in request.FILES.getlist("files")]
    return _drawn(request, values, form, status)


def _recorded(request: HttpRequest, trace: Trace) -> HttpResponse:
    """The row is safe; files come after it, one by one, and none of them can take it back."""
    say(request, f"已记下：{short(trace.title)}", undo=reverse("plans:trace_undo", args=[trace.pk]))
    add_files(request, trace, request.FILES.getlist("files"))
    onward = reverse("plans:trace", args=[trace.pk])
    if request.POST.get("then") == "again":
        kind = trace.kind.code if trace.kind else ""
        more = "1" if request.POST.get("more") else ""
        onward = f"{reverse('plans:record')}?on={trace.on}&kind={kind}&kept={kind}&more={more}"
    return go_on(request, trace, onward)


def go_on(request: HttpRequest, trace: Trace, onward: str) -> HttpResponse:
    """Leave the saved form; where the script still holds files, it is told where to send them first."""
    if not request.htmx:
        return redirect(onward)
    if not request.POST.get("files_follow"):
        return HttpResponseClientRedirect(onward)
    told = {"files": reverse("plans:trace_files", args=[trace.pk]), "onward": onward}
    return HttpResponse(status=204, headers={"HX-Trigger": json.dumps({"trace:saved": told})})


def add_files(request: HttpRequest, trace: Trace, uploads: list[UploadedFile]) -> list[str]:
    """Keep what is fit, and say of each other file what is wrong with it. The sentences, one for each refused."""
    key = request.POST.get("key", "")[:40]
    refused = []
    for n, upload in enumerate(uploads):
        try:
            actions.add_file(trace, upload, by=request.seat, key=f"{key}-file-{n}" if key else None)
        except NotAllowed:
            raise
        except Refused as problem:
            refused.append(f"“{upload.name}”没有存上：{problem.sentence}")
    for sentence in refused:
        say(request, sentence, bad=True)
    return refused


def short(title: str, most: int = 24) -> str:
    return title if len(title) <= most else f"{title[: most - 1]}…"
