"""Tasks: one opened, its times, its changes; and the list that every count of tasks opens to."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRedirect, HttpResponseClientRefresh

from zhijia.kernel.actions import Blocked, MoveRefused, NotAllowed, Refused, Stale, Unfit
from zhijia.kernel.figures import Ask, Period
from zhijia.kernel.typed import whole
from zhijia.kernel.ui import toast
from zhijia.kernel.ui.chips import Chip, chips
from zhijia.plans import policy, queries_year, task_history
from zhijia.plans.actions import plans as verbs
from zhijia.plans.forms.tasks import TaskFilter
from zhijia.plans.forms.year import ReasonForm, TaskForm, TimesForm
from zhijia.plans.models import Kind, Occurrence, Plan, Section, Task
from zhijia.plans.people_of_plan import candidates
from zhijia.plans.placing import placed
from zhijia.plans.reading_intake import owner_values
from zhijia.plans.sentences import quoted
from zhijia.plans.timeline import spoken
from zhijia.plans.views.year import year_of
from zhijia.plans.year_page import TaskPage

LOADED = ("plan__union", "plan__reading", "section", "kind", "owner_post__person", "owner_union")
PER_PAGE = 50


def _seen(pk: int) -> Task:
    row = Task.objects.select_related(*LOADED).filter(pk=pk).first()
    if row is None:
        raise NotAllowed("没有找到这项任务，或者它的计划还没有印发，您这里看不到。")
    return row


def _mine(request: HttpRequest, pk: int) -> Task:
    """A task that this seat may change; refused before anything is typed."""
    row = _seen(pk)
    if row.plan.union_id != request.seat.union_id or request.seat.office not in policy.PLANNERS:
        raise NotAllowed("任务由它自己工会的主席、副主席或工会干事改。需要的话请联系他们。")
    return row


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


@require_safe
def task(request: HttpRequest, pk: int) -> HttpResponse:
    """One task opened: in place on the year page, or as a page with its history."""
    row = _seen(pk)
    page = TaskPage(request, row)
    if request.htmx:
        return render(request, "plans/task_open.html", {"one": page})
    trail = task_history.told(row, [due.row for due in page.line.dues]) if page.is_own else []
    return render(request, "plans/task.html", {"one": page, "trail": trail, "year_url": _year(row)})


def _year(row: Task) -> str:
    return year_of(row.plan, f"task={row.pk}#t-{row.pk}")


def _done(request: HttpRequest, row: Task, sentence: str) -> HttpResponse:
    """Back where one came from: progress, counts and tabs may all have changed, so the page is drawn anew."""
    toast.say(request, sentence)
    address = _year(row) if request.GET.get("from") == "year" else reverse("plans:task", args=[row.pk])
    if not request.htmx:
        return redirect(address)
    here = (request.htmx.current_url_abs_path or "").partition("#")[0]
    if here == address.partition("#")[0]:  # a browser sent where it is would only scroll
        return HttpResponseClientRefresh()
    return HttpResponseClientRedirect(address)


def _form_page(request: HttpRequest, row: Task, context: dict[str, Any], status: int = 200) -> HttpResponse:
    template = "plans/task_form.html" if request.htmx else "plans/task_form_page.html"
    back = _year(row) if request.GET.get("from") == "year" else reverse("plans:task", args=[row.pk])
    return render(request, template, {"task": row, "back": back, **context}, status=status)


# --- times -----------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def schedule(request: HttpRequest, pk: int) -> HttpResponse:
    """The first time of an undated task. Asks no reason."""
    row = _mine(request, pk)
    form = TimesForm(_sent(request), first=True)
    told = {
        "title": "定时间",
        "yes": "定在这段时间",
        "form": form,
        "version": row.version,
        "hint": row.sentence,
    }
    if request.method == "POST" and form.is_valid():
        try:
            values = form.cleaned_data
            verbs.schedule(
                row, by=request.seat, key=request.POST.get("key"), version=_version(request), **values
            )
        except (Unfit, Blocked, MoveRefused) as refusal:
            _put(form, refusal)
        except Stale as stale:
            return _form_page(
                request, row, {**told, "version": stale.row.version, "stale": _stale_times(stale.row)}, 409
            )
        else:
            return _done(
                request, row, f"{quoted(row.title)}定在{spoken(values['starts_on'], values['ends_on'])}。"
            )
    return _form_page(request, row, told, 422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def shift(request: HttpRequest, pk: int) -> HttpResponse:
    """Move one time of a task. To another month asks the reason and keeps the original."""
    due = Occurrence.objects.select_related("task").filter(pk=pk).first()
    if due is None:
        raise NotAllowed("没有找到这一期，可能任务已经改过。请刷新页面再看。")
    row = _mine(request, due.task_id)
    form = TimesForm(_sent(request), initial={"starts_on": due.starts_on, "ends_on": due.ends_on})
    told = {
        "title": f"改期：{spoken(due.starts_on, due.ends_on)}", "yes": "改到这段时间", "form": form,
        "version": due.version, "is_shift": True,
    }  # fmt: skip
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            verbs.shift(
                due, by=request.seat, key=request.POST.get("key"), version=_version(request), **values
            )
        except (Unfit, Blocked, MoveRefused) as refusal:
            _put(form, refusal)
        except Stale as stale:
            mine = spoken(values["starts_on"], values["ends_on"])
            now = spoken(stale.row.starts_on, stale.row.ends_on)
            conflict = _conflict(
                [("时间", now, mine), ("原因", stale.row.moved_reason, values["reason"])], request
            )
            return _form_page(request, row, {**told, "version": stale.row.version, "conflict": conflict}, 409)
        else:
            return _done(
                request, row, f"{quoted(row.title)}改到{spoken(values['starts_on'], values['ends_on'])}。"
            )
    return _form_page(request, row, told, 422 if form.is_bound else 200)


def _stale_times(row: Task) -> str:
    times = "、".join(spoken(due.starts_on, due.ends_on) for due in row.occurrences.all())
    return f"别人刚改过这项任务{f'，现在定在{times}' if times else ''}。请再看一眼。"


# --- changes ---------------------------------------------------------------------------------------------

LABELS = {
    "title": "任务",
    "quantity": "数量",
    "unit": "单位",
    "owner_text": "责任人",
    "section": "标题",
    "kind": "种类",
}


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Words, owner, quantity, kind. Two officers at once: both texts side by side."""
    row = _mine(request, pk)
    form = _task_form(request, row, row.plan)
    told = {
        "title": "改任务",
        "yes": "存下修改",
        "form": form,
        "version": row.version,
        "is_task": True,
        "hint": row.sentence,
    }
    if request.method == "POST" and form.is_valid():
        values = _task_values(form.cleaned_data, row.plan)
        try:
            verbs.edit(
                row.pk, by=request.seat, key=request.POST.get("key"), version=_version(request), **values
            )
        except (Unfit, Blocked, MoveRefused) as refusal:
            _put(form, refusal)
        except Stale as stale:
            now = Task.objects.select_related(*LOADED).get(pk=stale.row.pk)
            pairs = [(label, getattr(now, name), values.get(name)) for name, label in LABELS.items()]
            conflict = _conflict(pairs, request)
            return _form_page(request, row, {**told, "version": now.version, "conflict": conflict}, 409)
        else:
            return _done(request, row, f"{quoted(values['title'])}已改好。")
    return _form_page(request, row, told, 422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """The union will not do it after all."""
    row = _mine(request, pk)
    form = ReasonForm(_sent(request))
    told = {
        "title": "取消任务", "yes": "取消这项任务", "form": form, "version": row.version,
        "hint": "取消后不再计数，已经记的台账都留着。", "is_grave": True,
    }  # fmt: skip
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            verbs.cancel(
                row, by=request.seat, key=request.POST.get("key"), version=_version(request), **values
            )
        except (Blocked, MoveRefused) as refusal:
            _put(form, refusal)
        except Stale as stale:
            form.add_error(
                None, f"别人刚改过这项任务，现在叫{quoted(stale.row.title)}。看过以后还要取消，就再按一次。"
            )
            return _form_page(request, row, {**told, "version": stale.row.version}, 409)
        else:
            return _done(request, row, f"{quoted(row.title)}已取消。")
    return _form_page(request, row, told, 422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """A task the document did not name joins a plan."""
    plan = Plan.objects.select_related("union").filter(pk=pk, union_id=request.seat.union_id).first()
    if plan is None or request.seat.office not in policy.PLANNERS:
        raise NotAllowed("没有找到这份计划，或者它不是本单位的。任务由本单位自己添加。")
    form = _task_form(request, Task(plan=plan), plan)
    times = TimesForm(_sent(request), first=True)
    for name in times.fields:
        times.fields[name].required = False
    if request.method == "POST" and form.is_valid() and times.is_valid():
        row = placed(plan, _task_values(form.cleaned_data, plan))
        starts_on, ends_on = times.cleaned_data["starts_on"], times.cleaned_data["ends_on"]
        starts_on, ends_on = starts_on or ends_on, ends_on or starts_on
        spans = [(starts_on, ends_on)] if starts_on else []
        made = verbs.add(row, by=request.seat, key=request.POST.get("key"), times=spans)
        toast.say(request, f"已添加{quoted(made.title)}。")
        return redirect(year_of(plan, f"task={made.pk}#t-{made.pk}"))
    context = {"plan": plan, "form": form, "times": times, "back": year_of(plan)}
    return render(request, "plans/task_add.html", context, status=422 if form.is_bound else 200)


def _task_form(request: HttpRequest, row: Task, plan: Plan) -> TaskForm:
    owner = f"post:{row.owner_post_id}" if row.owner_post_id else ""
    owner = f"union:{row.owner_union_id}" if row.owner_union_id else owner
    return TaskForm(
        _sent(request),
        sections=list(Section.objects.filter(plan=plan)),
        known=candidates(plan.union_id),
        initial={
            "title": row.title, "quantity": row.quantity, "unit": row.unit, "owner_text": row.owner_text,
            "match": owner, "section": row.section_id or "", "kind": row.kind.code if row.kind else "",
        },
    )  # fmt: skip


def _task_values(typed: dict[str, Any], plan: Plan) -> dict[str, Any]:
    values = {name: typed[name] for name in ("title", "quantity", "unit", "owner_text")}
    values["section"] = Section.objects.filter(plan=plan, pk=typed["section"] or None).first()
    values["kind"] = kind = Kind.objects.filter(code=typed["kind"] or None).first()
    values |= {f"{name}_id": pk for name, pk in owner_values(typed["match"]).items()}
    return values | ({"area": kind.area} if kind else {})


def _version(request: HttpRequest) -> int | None:
    return whole(request.POST.get("version"))


def _put(form: Any, refusal: Refused) -> None:
    """What the verb answered, beside its field or at the head of the form."""
    fields = getattr(refusal, "fields", {}) or {"": refusal.sentence}
    for name, sentence in fields.items():
        form.add_error(name if name in form.fields else None, sentence)


def _conflict(pairs: list[tuple[str, Any, Any]], request: HttpRequest) -> dict[str, Any]:
    rows = [{"label": label, "theirs": str(a or ""), "mine": str(b or "")} for label, a, b in pairs]
    return {"rows": [row for row in rows if row["theirs"] != row["mine"]], "discard": request.get_full_path()}


# --- the list --------------------------------------------------------------------------------------------


@require_safe
def tasks(request: HttpRequest) -> HttpResponse:
    """Tasks in the page's union (and those below) and period, by state, owner, heading, plan."""
    form = TaskFilter(request.GET)
    scope = request.page_scope
    period = _whole(form.value("period"), scope.year)
    found = form.narrow(Ask(scope.union.pk, scope.subtree, period))
    lines = queries_year.lines(found)
    asked = form.value("state")
    shown = [line for line in lines if not asked or line.holds(asked)]
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    counts = queries_year.counts(lines)
    context = {
        "form": form,
        "chips": [*_named(form), *chips(form, skip=form.HIDDEN)],
        "page": page,
        "total": len(shown),
        "tabs": form.tabs(counts),
        "state": asked,
        "many": scope.subtree,
        "period": period,
        "sees_traces": request.seat.office in policy.CADRES,
    }
    return render(request, "plans/task_list.html", context)


def _named(form: TaskFilter) -> list[Chip]:
    """The plan and the heading a link asked for, by their titles; one that is out of sight has none."""
    found = []
    for name, label, model in (("plan", "计划", Plan), ("section", "标题", Section)):
        if pk := form.value(name):
            row = model.objects.filter(pk=pk).first()
            found.append(Chip(label, str(row or "看不到的" + label), name))
    return found


def _whole(code: str, year: int) -> Period:
    """The period asked for, to its last day: a task due in December belongs to the year also in November."""
    try:
        return Period.parse(code or str(year))
    except ValueError:
        return Period.parse(str(year))


urlpatterns = [
    path("tasks/", tasks, name="tasks"),
    path("tasks/<int:pk>/", task, name="task"),
    path("tasks/<int:pk>/schedule/", schedule, name="task_schedule"),
    path("tasks/<int:pk>/edit/", edit, name="task_edit"),
    path("tasks/<int:pk>/cancel/", cancel, name="task_cancel"),
    path("times/<int:pk>/shift/", shift, name="task_shift"),
    path("<int:pk>/add/", add, name="task_add"),
]
