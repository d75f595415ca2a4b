"""One record: its page, and the verbs that fill in, correct, take back, withdraw, and keep its files."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhijia.kernel import clock
from zhijia.kernel.actions import NotAllowed, Refused, Stale, Unfit
from zhijia.kernel.actions.action import undoable
from zhijia.kernel.files import actions as file_actions
from zhijia.kernel.files.models import Attachment
from zhijia.kernel.typed import whole
from zhijia.kernel.ui.toast import say
from zhijia.plans import offers, trace_history
from zhijia.plans.actions import traces as actions
from zhijia.plans.forms.traces import STANDARD, CorrectionForm, as_initial, day_of, shown
from zhijia.plans.kinds import COLUMNS, EVIDENCE, Measure, by_code
from zhijia.plans.models import Kind, Task, Trace
from zhijia.plans.views.record import add_files, go_on, looked, offered

MARKS = {"application/pdf": "PDF", "video/mp4": "视频", "text/plain": "文本"}


def _found(pk: int) -> Trace:
    trace = Trace.objects.filter(pk=pk).select_related("union", "group", "kind", "recorded_by").first()
    if trace is None:
        raise NotAllowed("没有找到这一条台账，可能不在您的管理范围里。可以从台账列表里再找。")
    return trace


def _own(request: HttpRequest, pk: int) -> Trace:
    trace = _found(pk)
    if trace.union_id != request.seat.union_id:
        raise NotAllowed("这一条是下级工会记的，由记录的工会自己改。需要更正请告诉他们。")
    return trace


@require_safe
def trace(request: HttpRequest, pk: int) -> HttpResponse:
    row = _found(pk)
    own = row.union_id == request.seat.union_id
    context: dict[str, Any] = {
        "trace": row,
        "own": own,
        "numbers": numbers(row),
        "task": Task.objects.filter(pk=row.task_id).select_related("plan").first() if row.task_id else None,
    }
    if own:
        context |= _inside(request, row)
    return render(request, "plans/trace.html", context)


def _inside(request: HttpRequest, row: Trace) -> dict[str, Any]:
    """What stays in the trace's own union: who, units, files, history, and the verbs."""
    kept = file_actions.of_row(row)
    may = actions.correct.may(row, request.seat)
    context: dict[str, Any] = {
        "units": [unit.union for unit in row.units.select_related("union").order_by("union__code")],
        "files": [_strip(file) for file in kept],
        "trail": trace_history.told(row),
        "may_correct": may,
        "may_undo": may and undoable(row, request.seat) is actions.undo_record,
        "evidence_for": _evidence_for(row) if may and not kept else "",
    }
    if may:
        kind = by_code().get(row.kind.code) if row.kind else None
        context["kind_chips"] = [] if kind else offers.kind_chips(row.title, row.on)
        if not row.task_id:
            context["task_chips"] = offers.task_chips(
                offers.tasks(request.seat, row.on), row.title, row.on, kind
            )
    return context


def _evidence_for(row: Trace) -> str:
    """Why a file is asked for: money, a vote, a visit. Asked, never scored."""
    kind = by_code().get(row.kind.code) if row.kind else None
    return EVIDENCE[kind.evidence_for] if kind else ""


def _strip(file: Attachment) -> dict[str, Any]:
    url = reverse("files:download", args=[file.pk])
    mark = "" if file.is_photo else MARKS.get(file.content_type, file.name.rpartition(".")[2].upper())
    thumb = f"{url}?thumb=1" if file.is_photo else ""
    return {"pk": file.pk, "key": str(file.pk), "name": file.name, "url": url, "thumb": thumb, "mark": mark}


def numbers(row: Trace) -> list[tuple[Measure, Any]]:
    """The numbers of a row in the order and words of its kind."""
    kind = by_code().get(row.kind.code) if row.kind else None
    known = {measure.code: measure for measure in STANDARD} | {
        m.code: m for m in (kind.measures if kind else ())
    }
    values = {code: getattr(row, code) for code in COLUMNS} | row.measures
    order = [m.code for m in kind.measures] if kind else []
    codes = [*order, *(code for code in values if code not in order)]
    return [
        (known.get(code) or Measure(code, "数量", ""), values[code])
        for code in codes
        if values.get(code) is not None
    ]


# --- correct -----------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    row = _own(request, pk)
    if not actions.correct.may(row, request.seat):
        raise NotAllowed("这一条现在不能改：已经撤销或作废，或者要由记录的人、主席、干事来改。")
    if request.method != "POST":
        values = as_initial(row) | {"units": list(row.units.values_list("union_id", flat=True))}
        return _correction(request, row, values)
    if look := request.POST.get("look"):
        return _correction(request, row, looked(request, look))
    values = looked(request)
    on = day_of(values.get("on", "")) or clock.today()
    form = CorrectionForm(values, tasks=offers.tasks(request.seat, on, whole(values.get("task"))))
    status, conflict = 422, None
    if form.is_valid():
        try:
            return _corrected(request, row, form, values)
        except Unfit as unfit:
            form.refuse(unfit.fields or {"": unfit.sentence})
        except Stale as stale:
            status, row = 409, _found(pk)
            conflict = _conflict(stale.row, row, form)
        except NotAllowed:
            raise
        except Refused as refused:
            status = refused.status
            form.add_error(None, refused.sentence)
    return _correction(request, row, values, form, status, conflict)


def _corrected(
    request: HttpRequest, row: Trace, form: CorrectionForm, values: dict[str, Any]
) -> HttpResponse:
    given = form.values()
    masked = form.cleaned_data["open_title"].strip()
    if masked != request.POST.get("open_title_was", masked):
        given["open_title"] = masked
    actions.correct(
        row.pk,
        by=request.seat,
        key=request.POST.get("key") or None,
        version=whole(request.POST.get("version")),
        reason=form.cleaned_data["reason"],
        unit_ids=values["units"],
        **given,
    )
    say(request, "已更正，改前改后都留在办理过程里。")
    add_files(request, row, request.FILES.getlist("files"))
    return go_on(request, row, reverse("plans:trace", args=[row.pk]))


def _correction(
    request: HttpRequest,
    row: Trace,
    values: dict[str, Any],
    form: CorrectionForm | None = None,
    status: int = 200,
    conflict: dict[str, Any] | None = None,
) -> HttpResponse:
    context = offered(request, values, form, kind_of_form=CorrectionForm)
    stands = values.get("open_title_was", row.open_title) if conflict is None else row.open_title
    version = row.version if conflict or "version" not in values else values["version"]
    context |= {"trace": row, "conflict": conflict, "version": version, "open_title_was": stands}
    template = "plans/record_form.html" if request.htmx else "plans/trace_correct.html"
    return render(request, template, context, status=status)


def _conflict(now: Trace, row: Trace, form: CorrectionForm) -> dict[str, Any]:
    """Both texts side by side: what stands in the register by now, and what was typed here."""
    theirs = as_initial(row)
    lines = []
    for name in ("on", "title", "who", "notes", *(f"m_{measure.code}" for measure in form.measures)):
        mine = form.cleaned_data.get(name)
        mine = shown(mine) if name.startswith("m_") else str(mine or "")
        stands = str(theirs.get(name) or "")
        if mine != stands:
            lines.append({"label": form.fields[name].label, "theirs": stands, "mine": mine})
    last = next(iter(trace_history.told(row)), None)
    who, at = (last["who"], last["at"]) if last else ("", None)
    return {"who": who, "at": at, "rows": lines, "discard": reverse("plans:trace", args=[now.pk])}


@require_POST
def fill(request: HttpRequest, pk: int) -> HttpResponse:
    """One tap on a suggestion: the kind, or the task, that was left blank."""
    row = _own(request, pk)
    given: dict[str, Any] = {}
    if code := request.POST.get("kind"):
        given["kind"] = Kind.objects.filter(code=code).first()
    if task_pk := whole(request.POST.get("task")):
        task = next((t for t in offers.tasks(request.seat, row.on) if t.pk == task_pk), None)
        if task:
            given |= {"task": task, "finishes": offers.finished_by_default(task, row.on)}
    if given:
        actions.correct(row.pk, by=request.seat, key=request.POST.get("key") or None, **given)
        say(request, "已补上。")
    return redirect("plans:trace", pk=pk)


# --- take back ---------------------------------------------------------------------------------------------


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Whether anything came later on the row is judged by the trail, so files added meanwhile do not hinder."""
    actions.undo_record(_own(request, pk), by=request.seat, key=request.POST.get("key") or None)
    say(request, "已撤销，这一条不再计数。")
    return redirect("plans:trace", pk=pk)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    row = _own(request, pk)
    actions.withdraw(
        row,
        by=request.seat,
        key=request.POST.get("key") or None,
        version=whole(request.POST.get("version")),
        reason=request.POST.get("reason", "")[:200],
    )
    say(request, "已作废，不再计数；内容和原因都还能查到。")
    return redirect("plans:trace", pk=pk)


# --- files -------------------------------------------------------------------------------------------------


@require_POST
def files(request: HttpRequest, pk: int) -> HttpResponse:
    """Add files. The script sends them one by one and is told of each; a plain form sends them all."""
    row = _own(request, pk)
    uploads = request.FILES.getlist("files")
    refused = add_files(request, row, uploads)
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"refused": refused}, status=422 if refused else 200)
    if uploads and len(refused) < len(uploads):
        say(request, f"附上了 {len(uploads) - len(refused)} 份。")
    elif not uploads:
        say(request, "还没有选文件。请先拍照或选文件，再按“附上”。", bad=True)
    return redirect("plans:trace", pk=pk)


@require_POST
def remove_file(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    row = _own(request, pk)
    kept = next((one for one in file_actions.of_row(row) if one.pk == file), None)
    if kept is None:
        raise NotAllowed("没有找到这份附件，可能已经撤下。")
    actions.remove_file(kept, by=request.seat, reason=request.POST.get("reason", "")[:200])
    say(request, f"已撤下“{kept.name}”。")
    return redirect("plans:trace", pk=pk)
