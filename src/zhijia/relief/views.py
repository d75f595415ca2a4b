"""Pages of the visit register: the list, one visit, the forms of its verbs, and what is counted upward."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhijia.kernel import clock
from zhijia.kernel.actions import NotAllowed, Refused, Stale, Unfit
from zhijia.kernel.figures import known, read
from zhijia.kernel.secrets import PURPOSES, reveal, revealed_of
from zhijia.kernel.ui.chips import chips
from zhijia.kernel.ui.toast import say
from zhijia.org.models import Union
from zhijia.org.policy import CADRES
from zhijia.org.queries import in_tree_on
from zhijia.relief import actions, forms, rules
from zhijia.relief import figures as visit_figures
from zhijia.relief.models import Visit
from zhijia.relief.policy import REPORTERS

PER_PAGE = 50
FORMS = {"complete": forms.CompleteForm, "correct": forms.CorrectForm}
STEPS = {name: getattr(actions, name) for name in ("complete", "correct", "miss", "withdraw")}
UNDO = {name: getattr(actions, name) for name in ("reopen", "undo_record", "undo_arrange", "undo_miss")}


def _for_reporters(request: HttpRequest) -> None:
    if request.seat.office not in REPORTERS:
        raise NotAllowed("走访由工会干部和小组长登记。谁家有事，可以告诉本小组的组长。")


def _found(pk: int) -> Visit:
    visit = Visit.objects.filter(pk=pk).select_related("union", "person", "reported_by").first()
    if visit is None:
        raise NotAllowed("没有找到这一次走访，可能不在您能看的范围里。可以从走访登记里再找。")
    return visit


@require_safe
def visits(request: HttpRequest) -> HttpResponse:
    _for_reporters(request)
    place, form = request.page_scope, forms.VisitFilter(request.GET)
    rows = _narrowed(Visit.objects.filter(in_tree_on(place.ask, "due_on")), form, place)
    page = Paginator(rows.order_by("-due_on", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    for visit in page:
        visit.late = rules.is_late(visit.state, visit.due_on, clock.today())
    context = {"page": page, "form": form, "chips": chips(form, skip=form.HIDDEN), "place": place}
    context["above"] = place.subtree or place.union.pk != request.seat.union_id
    return render(request, "relief/visits.html", context)


def _narrowed(rows: QuerySet[Visit], form: forms.VisitFilter, place: Any) -> QuerySet[Visit]:
    span = (place.period.start, place.period.end)
    wide = (place.period.start, max(place.period.end, clock.today().replace(month=12, day=31)))
    rows = rows.filter(Q(due_on__range=wide) | Q(visited_on__range=span))
    if state := form.value("state"):
        rows = rows.filter(state=state)
    if kind := form.value("kind"):
        rows = rows.filter(kind=kind)
    if name := form.value("q").strip():
        rows = rows.filter(name__contains=name)
    return rows


@require_safe
def visit(request: HttpRequest, pk: int) -> HttpResponse:
    row = _found(pk)
    may = {name: verb.may(row, request.seat) for name, verb in STEPS.items()}
    context = {
        "visit": row,
        "may": may,
        "late": rules.is_late(row.state, row.due_on, clock.today()),
        "reveals": revealed_of(row),
        "may_reveal": Visit.objects.filter(Visit.may_reveal(request.seat), pk=pk).exists(),
        "purposes": PURPOSES,
    }
    return render(request, "relief/visit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def arrange(request: HttpRequest) -> HttpResponse:
    return _new(request, actions.arrange, forms.ArrangeForm, "登记待走访")


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest) -> HttpResponse:
    return _new(request, actions.record, forms.RecordForm, "记走访")


def _new(request: HttpRequest, verb: Any, form_class: Any, title: str) -> HttpResponse:
    _for_reporters(request)
    if request.method != "POST":
        form = form_class(initial=forms.first_values(form_class, request.seat, None), label_suffix="")
        return _drawn(request, form, title)
    form = form_class(request.POST, label_suffix="")
    return _run(request, verb, Visit(), form, title)


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """A verb of an existing visit. Those with a form draw it; the others ask for their reason on the visit's page."""
    row, act, form_class = _found(pk), STEPS.get(verb), FORMS.get(verb)
    if act is None or (request.method != "POST" and form_class is None):
        return redirect("relief:visit", pk=pk)
    if form_class is None:
        act(row, by=request.seat, key=request.POST.get("key"), version=request.POST.get("version"),
            reason=request.POST.get("reason", "")[:200])  # fmt: skip
        say(request, f"已办：{act.label}。")
        return redirect("relief:visit", pk=pk)
    if not act.may(row, request.seat):
        raise NotAllowed("这一条现在不能办这一步：可能已经办过，或者要由经办的人来办。")
    if request.method != "POST":
        initial = forms.first_values(form_class, request.seat, row)
        return _drawn(request, form_class(initial=initial, label_suffix=""), act.label, row)
    return _run(request, act, row, form_class(request.POST, label_suffix=""), act.label)


def _run(request: HttpRequest, verb: Any, row: Visit, form: Any, title: str) -> HttpResponse:
    status, conflict, new = 422, None, row._state.adding
    if form.is_valid():
        values = {k: v for k, v in form.cleaned_data.items() if k != "note" or v}
        try:
            done = verb(row if new else row.pk, by=request.seat, key=request.POST.get("key"),
                        version=request.POST.get("version") or None, reason=values.pop("reason", ""),
                        **values)  # fmt: skip
            undo = reverse("relief:undo", args=[done.pk, verb.undo]) if verb.undo else ""
            say(request, f"已存：{done}。", undo=undo, version=done.version)
            return redirect("relief:visit", pk=done.pk)
        except Unfit as unfit:
            forms.refuse(form, unfit.fields or {"": unfit.sentence})
        except Stale as stale:
            status, conflict, row = 409, _conflict(stale.row, form), _found(row.pk)
        except NotAllowed:
            raise
        except Refused as refused:
            status = refused.status
            form.add_error(None, refused.sentence)
    return _drawn(request, form, title, None if new else row, status, conflict)


def _conflict(now: Visit, form: Any) -> dict[str, Any]:
    lines = []
    for name, mine in form.cleaned_data.items():
        theirs = getattr(now, name, "")
        if name not in ("note", "reason") and (theirs or "") != (mine or ""):
            lines.append({"label": form.fields[name].label, "theirs": theirs, "mine": mine})
    return {"rows": lines, "discard": reverse("relief:visit", args=[now.pk])}


def _drawn(
    request: HttpRequest,
    form: Any,
    title: str,
    row: Visit | None = None,
    status: int = 200,
    conflict: Any = None,
) -> HttpResponse:
    version = (
        row.version if row and (conflict or request.method != "POST") else request.POST.get("version", "")
    )
    context = {"form": form, "title": title, "visit": row, "version": version, "conflict": conflict}
    context["colleagues"] = forms.colleagues(request.seat)
    return render(request, "relief/visit_form.html", context, status=status)


@require_POST
def undo(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    act = UNDO.get(verb)
    if act is None:
        raise NotAllowed()
    act(_found(pk), by=request.seat, key=request.POST.get("key"))
    say(request, "已撤销。")
    return redirect("relief:visit", pk=pk)


@require_POST
def reveal_note(request: HttpRequest, pk: int) -> HttpResponse:
    """The sealed note in plain text, for this answer alone. The purpose is asked once per visit and session."""
    row = _found(pk)
    asked = request.session.setdefault("purposes", {})
    place = f"{Visit._meta.db_table}:{pk}"
    purpose = (
        request.POST.get("purpose_words", "").strip()
        or request.POST.get("purpose", "")
        or asked.get(place, "")
    )
    text = reveal(row, "note", by=request.seat, purpose=purpose[:200])
    asked[place] = purpose[:200]
    request.session.modified = True
    response = render(request, "relief/revealed.html", {"visit": row, "text": text})
    response.headers["Cache-Control"] = "no-store"
    return response


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """What is counted, union by union: the rows themselves stay in their unions."""
    if request.seat.office not in CADRES:
        raise NotAllowed("走访的数由工会干部查看。")
    place, code = request.page_scope, request.GET.get("figure", "")
    if not code.startswith("relief.") or not known(code):
        code = "relief.visits_done"
    value = read([code], place.ask)[code]
    found = visit_figures.by_union(code, place.ask)
    unions = Union.objects.filter(pk__in=found).order_by("code")
    lines = [{"union": union, **found[union.pk]} for union in unions]
    context = {"place": place, "value": value, "lines": lines, "rows_behind": value.rows}
    return render(request, "relief/figures.html", context)
