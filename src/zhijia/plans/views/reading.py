"""Reading a plan: upload, correct, accept. Until `accept` nothing but the draft is written."""

import re
from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhijia.kernel.actions import Blocked, NotAllowed, Stale, Unfit
from zhijia.kernel.files.models import Attachment
from zhijia.kernel.typed import whole
from zhijia.kernel.ui import toast
from zhijia.org.models import Union
from zhijia.plans import carrying, corrections, kinds, lessons, policy, reading_intake
from zhijia.plans.actions import plans as verbs
from zhijia.plans.forms.reading import AboutForm, UploadForm
from zhijia.plans.models import Lesson, Plan, Reading
from zhijia.plans.reading import Content
from zhijia.plans.reading_intake import PASTED, Document, owner_values
from zhijia.plans.reading_page import Preview, differences

GONE = "没有找到这份读入稿，可能已经放弃，或者您这个身份不能办。请从“读入计划”里再找。"


# --- upload ----------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def read(request: HttpRequest) -> HttpResponse:
    """Upload or paste a plan; below, the readings not finished yet."""
    if request.seat.office not in policy.PLANNERS:
        raise NotAllowed("读入计划由本单位主席、副主席或工会干事办。需要的话请找他们。")
    if request.method != "POST":
        return _upload_page(request, UploadForm())
    again = whole(request.POST.get("again"))
    if again is not None:
        document = reading_intake.kept_again(_own(request, again))
        if document is None:
            raise NotAllowed("原来的文件不在了，请重新选一次文件。")
        return _taken(request, document, UploadForm())
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _upload_page(request, form, status=422)
    document = _document(form)
    before = reading_intake.earlier(document, request.seat)
    if before is not None:
        return _upload_page(request, form, status=409, before=before)
    return _taken(request, document, form)


def _document(form: UploadForm) -> Document:
    upload = form.cleaned_data["file"]
    if upload:
        return Document(upload.name, upload.read())
    return Document(PASTED, form.cleaned_data["text"].encode())


def _taken(request: HttpRequest, document: Document, form: UploadForm) -> HttpResponse:
    try:
        row = reading_intake.take_in(document, by=request.seat, key=request.POST.get("key"))
    except Unfit as unfit:
        form.full_clean()
        form.errors.pop("__all__", None)
        field = "file" if document.name != PASTED else "text"
        form.add_error(field if form.is_bound else None, unfit.sentence)
        return _upload_page(request, form, status=422)
    toast.say(request, f"读好了，找到 {len(row.content['tasks'])} 项。请对照原文看一遍。")
    return redirect("plans:reading", row.pk)


def _upload_page(
    request: HttpRequest, form: UploadForm, *, status: int = 200, before: Reading | None = None
) -> HttpResponse:
    rows = Reading.objects.filter(state="open").select_related("read_by").order_by("-read_at")
    open_rows = [{"row": row, "counts": Preview(row).counts} for row in rows]
    context = {
        "form": form,
        "open_rows": open_rows,
        "before": before,
        "before_plan": reading_intake.plan_of(before) if before else None,
    }
    return render(request, "plans/reading_upload.html", context, status=status)


# --- last year's tasks instead of a document --------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def from_last_year(request: HttpRequest) -> HttpResponse:
    """Plans whose tasks the next may begin from; begun once, one goes on with that draft."""
    if request.seat.office not in policy.PLANNERS:
        raise NotAllowed("计划由本单位主席、副主席或工会干事做。需要的话请找他们。")
    found = carrying.sources(request.seat.union_id)
    if request.method != "POST":
        union = Union.objects.filter(pk=request.seat.union_id).first()
        return render(request, "plans/reading_last_year.html", {"sources": found, "union": union})
    source = next((one for one in found if one.plan.pk == whole(request.POST.get("plan"))), None)
    if source is None:
        raise NotAllowed("没有找到这份计划，或者它的下一期已经过了。请刷新页面再选。")
    if source.made:
        toast.say(request, f"{source.target.label}已经有计划了，就是这一份。")
        return redirect("plans:plan", source.made.pk)
    if source.draft is None:
        try:
            row = carrying.begin(source, by=request.seat, key=request.POST.get("key"))
        except Blocked:
            source = next(
                one for one in carrying.sources(request.seat.union_id) if one.plan.pk == source.plan.pk
            )
            if source.draft is None:
                raise
        else:
            toast.say(request, f"带过来 {len(row.content['tasks'])} 项。请逐项看一遍，哪些还做、什么时候做。")
            return redirect("plans:reading", row.pk)
    toast.say(request, "已经从这份计划开了头，接着核对。")
    return redirect("plans:reading", source.draft.pk)


# --- the preview -----------------------------------------------------------------------------------------


def _own(request: HttpRequest, pk: int) -> Reading:
    row = (
        Reading.objects.filter(pk=pk)
        .exclude(state="dropped")
        .select_related("read_by", "union", "from_plan")
        .first()
    )
    if row is None:
        raise NotAllowed(GONE)
    return row


@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The outline, the tasks and the sentences they came from."""
    row = _own(request, pk)
    if row.state == "accepted":
        plan = reading_intake.plan_of(row)
        if plan is not None:
            return redirect("plans:plan", plan.pk)
    shown = _shown(request, row)
    opened = corrections.task_of(row.content, request.GET.get("open", ""))
    if opened is not None:
        shown.forms[opened["key"]] = shown.form_for(opened)
    return _page(request, shown)


def _shown(request: HttpRequest, row: Reading) -> Preview:
    return Preview(row, request.GET.get("show", "all"), request.GET.get("page", 1))


def _page(
    request: HttpRequest, shown: Preview, *, about: AboutForm | None = None, status: int = 200
) -> HttpResponse:
    row = shown.reading
    about = about or AboutForm(
        initial={"title": row.title, "year": row.year, "shape": row.shape}, year=row.year, prefix="about"
    )
    held = Attachment.objects.filter(kind=Reading._meta.db_table, row_id=row.pk, state="kept").first()
    context = {"preview": shown, "reading": row, "about": about, "held": held}
    return render(request, "plans/reading_preview.html", context, status=status)


def _save(request: HttpRequest, row: Reading, change: Callable[[Content], Content], **about: Any) -> Reading:
    """Put one change into the draft as it stands now; whoever was quicker on another task does not matter."""
    while True:
        content = change(row.content)
        values = {"title": row.title, "year": row.year, "shape": row.shape, **about}
        if content == row.content and all(getattr(row, name) == value for name, value in values.items()):
            return row
        try:
            return verbs.correct(row, by=request.seat, version=row.version, content=content, **values)
        except Stale as stale:
            row = stale.row


@require_http_methods(["GET", "HEAD", "POST"])
def task(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """One task: its form (GET), or a change to it (POST, `do` says which)."""
    row = _own(request, pk)
    found = corrections.task_of(row.content, key)
    if found is None or row.state != "open":
        raise NotAllowed(GONE if found is None else "这份读入稿已经采用，不能再改。请到计划页上改任务。")
    if request.method != "POST":
        if not request.htmx:
            return HttpResponseRedirect(f"{reverse('plans:reading', args=[pk])}?open={key}#{key}")
        shown = _shown(request, row)
        if "close" not in request.GET:
            shown.forms[key] = shown.form_for(found)
        return _row(request, shown, found)
    do, _, value = request.POST.get("do", "save").partition(":")
    if do == "save":
        return _save_task(request, row, found)
    if do == "merge":
        value = request.POST.get("into", "")
    if do == "match" and value not in [one.value for one in Preview(row).known]:
        raise NotAllowed("这位同志已经不在本会任职，请刷新页面再选。")
    row = _save(request, row, _lesson(row, do, key, value) or _change(do, key, value))
    return _answer(request, row, key, also=value if do == "merge" else found["merged_into"])


def _change(do: str, key: str, value: str) -> Callable[[Content], Content]:
    """The corrections that a button makes; each sets a value, so that pressing twice changes nothing."""
    if do == "months":
        months = sorted({n for one in value.split(",") if (n := whole(one) or 0) in range(1, 13)})
        return lambda content: corrections.in_months(content, key, months) if months else content
    if do == "turn":
        turned = [int(one) for one in value.split(",") if (whole(one.removeprefix("-")) or 0) in range(1, 13)]
        return lambda content: corrections.with_months(content, key, turned)
    if do == "drop":
        return lambda content: corrections.dropped(content, [key])
    if do == "keep":
        return lambda content: corrections.taken_back(content, key)
    if do == "merge":
        return lambda content: corrections.merged(content, key, value)
    if do == "match":
        return lambda content: corrections.corrected(content, key, **owner_values(value))
    return lambda content: content


def _lesson(row: Reading, do: str, key: str, value: str) -> Callable[[Content], Content] | None:
    """Take back what a lesson made of a task or heading, or put it there again."""
    verb = {"back": lessons.taken_back, "heed": lessons.heeded}.get(do)
    n = whole(value)
    use = row.uses[n] if n is not None and 0 <= n < len(row.uses) else None
    if verb is None or use is None or use["key"] != key:
        return None
    return lambda content: verb(content, use)


def _save_task(request: HttpRequest, row: Reading, found: dict[str, Any]) -> HttpResponse:
    shown = _shown(request, row)
    form = shown.form_for(found, request.POST)
    if not form.is_valid():
        shown.forms[found["key"]] = form
        return _row(request, shown, found, status=422)
    values = _values(form.cleaned_data, found)
    if request.POST.get("mark") not in (corrections.mark(found), corrections.mark({**found, **values})):
        rows = differences(found, {**found, **values}, shown)
        if rows:
            event = shown.saved
            shown.forms[found["key"]] = form
            shown.conflicts[found["key"]] = {
                "who": event.name if event else "", "at": event.at if event else None, "rows": rows,
                "discard": f"{reverse('plans:reading', args=[row.pk])}#{found['key']}",
            }  # fmt: skip
            return _row(request, shown, found, status=409)
    row = _save(request, row, lambda content: corrections.corrected(content, found["key"], **values))
    return _answer(request, row, found["key"])


def _values(typed: dict[str, Any], found: dict[str, Any]) -> dict[str, Any]:
    kind = kinds.by_code().get(typed["kind"])
    return {
        "title": typed["title"].strip(), "months": sorted(typed["months"]), "deadline": typed["deadline"],
        "recurrence": typed["recurrence"], "quantity": typed["quantity"], "unit": typed["unit"].strip(),
        "owner": typed["owner"].strip(), **owner_values(typed["match"]), "section": typed["section"],
        "kind": typed["kind"], "area": kind.area if kind else found["area"],
    }  # fmt: skip


def _answer(request: HttpRequest, row: Reading, key: str, also: str = "") -> HttpResponse:
    if not request.htmx:
        return HttpResponseRedirect(f"{_back(request, row)}#{key}")
    shown = _shown(request, row)
    found = corrections.task_of(row.content, key)
    other = corrections.task_of(row.content, also) if also else None
    return _row(request, shown, found, also=other)


def _back(request: HttpRequest, row: Reading) -> str:
    query = request.GET.copy()
    query.pop("open", None)
    return reverse("plans:reading", args=[row.pk]) + (f"?{query.urlencode()}" if query else "")


def _row(
    request: HttpRequest,
    shown: Preview,
    found: dict[str, Any],
    *,
    also: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """One row, with the counts and the foot; without htmx the whole page with that row's form open."""
    if not request.htmx:
        return _page(request, shown, status=status)
    context = {
        "preview": shown,
        "reading": shown.reading,
        "row": shown.row(found),
        "also": shown.row(also) if also else None,
    }
    return render(request, "plans/reading_row_answer.html", context, status=status)


# --- the document as a whole -----------------------------------------------------------------------------


@require_POST
def about(request: HttpRequest, pk: int) -> HttpResponse:
    """Title, year, period."""
    row = _own(request, pk)
    form = AboutForm(request.POST, year=row.year, prefix="about")
    if not form.is_valid():
        return _page(request, _shown(request, row), about=form, status=422)
    _save(request, row, lambda content: content, **form.cleaned_data)
    return redirect(_back(request, row))


@require_POST
def heading(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Which areas a heading gathers."""
    row = _own(request, pk)
    chosen = [area for area in kinds.AREAS if area in request.POST.getlist("areas")]
    do, _, value = request.POST.get("do", "areas").partition(":")
    change = _lesson(row, do, key, value)
    if change is None and do == "areas":
        change = lambda content: corrections.with_areas(content, key, chosen)  # noqa: E731
    row = _save(request, row, change or (lambda content: content))
    if not request.htmx:
        return redirect(_back(request, row))
    shown = _shown(request, row)
    section = next((one for one in shown.headings if one["key"] == key), None)
    return render(
        request, "plans/reading_heading.html", {"section": section, "reading": row, "preview": shown}
    )


@require_POST
def undated(request: HttpRequest, pk: int) -> HttpResponse:
    """All tasks without a time are left out at once, or taken back."""
    row = _own(request, pk)
    back = request.POST.get("do") == "keep"

    def change(content: Content) -> Content:
        without = [t for t in content["tasks"] if not corrections.is_dated(t) and not t["merged_into"]]
        if not back:
            return corrections.dropped(content, [t["key"] for t in without])
        for one in without:
            content = corrections.taken_back(content, one["key"])
        return content

    _save(request, row, change)
    return redirect(_back(request, row))


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """A task by hand. The form's request key becomes the task's, so that a double click adds one."""
    row = _own(request, pk)
    shown = _shown(request, row)
    blank = {
        **corrections.added(
            {"tasks": [], "sections": []}, "new", request.GET.get("section", ""), {"title": ""}
        )
    }
    found = blank["tasks"][0]
    form = shown.form_for(found, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        key = "h" + "".join(re.findall("[0-9a-zA-Z]", request.POST.get("key", "")))[:12]
        values = _values(form.cleaned_data, found)
        section = values.pop("section")
        _save(request, row, lambda content: corrections.added(content, key, section, values))
        return HttpResponseRedirect(f"{reverse('plans:reading', args=[pk])}#{key}")
    context = {"reading": row, "form": form, "preview": shown}
    return render(request, "plans/reading_add.html", context, status=422 if form.is_bound else 200)


@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """The reading becomes a draft plan."""
    row = _own(request, pk)
    if row.state != "open":
        plan = reading_intake.plan_of(row)
        return redirect("plans:plan", plan.pk) if plan else redirect("plans:read")
    shown = _shown(request, row)
    if request.POST.get("version") != str(row.version):
        sentence = "您打开这一页以后，草稿又有改动（也可能是别人改的）。请再看一眼，没有问题就再按一次。"
        return _refused(request, shown, sentence, 409)
    try:
        plan = verbs.accept(Plan(reading=row), by=request.seat, key=request.POST.get("key"))
    except Unfit as unfit:
        return _refused(request, shown, unfit.sentence, 422, year="year" in unfit.fields)
    learned = Lesson.objects.filter(reading=row).count()
    more = f"记住了 {learned} 处改法，下次读计划时照着改。" if learned else ""
    toast.say(request, f"已采用为计划草案，共 {plan.tasks.count()} 项任务。{more}下一步请委员会讨论。")
    return redirect("plans:plan", plan.pk)


def _refused(
    request: HttpRequest, shown: Preview, sentence: str, status: int, *, year: bool = False
) -> HttpResponse:
    row = shown.reading
    data = {"about-title": row.title, "about-year": row.year or "", "about-shape": row.shape}
    form = AboutForm(data, year=row.year, prefix="about")
    form.full_clean()
    form.add_error("year" if year else None, django_forms.ValidationError(sentence))
    return _page(request, shown, about=form, status=status)


@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw the reading away."""
    row = Reading.objects.filter(pk=pk).first()
    if row is None:
        raise NotAllowed(GONE)
    if row.state != "dropped":
        verbs.drop(row, by=request.seat, key=request.POST.get("key"))
    toast.say(request, f"已放弃读入稿“{row.title or row.name}”，计划没有改动。")
    return redirect("plans:read")


urlpatterns = [
    path("read/", read, name="read"),
    path("read/last-year/", from_last_year, name="reading_last_year"),
    path("read/<int:pk>/", preview, name="reading"),
    path("read/<int:pk>/about/", about, name="reading_about"),
    path("read/<int:pk>/undated/", undated, name="reading_undated"),
    path("read/<int:pk>/add/", add, name="reading_add"),
    path("read/<int:pk>/accept/", accept, name="reading_accept"),
    path("read/<int:pk>/drop/", drop, name="reading_drop"),
    path("read/<int:pk>/heading/<slug:key>/", heading, name="reading_heading"),
    path("read/<int:pk>/task/<slug:key>/", task, name="reading_task"),
]
