"""Superiors' papers: the list, receiving, one paper, its facts, its way to the answer."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhijia import papers
from zhijia.directives import history, intake, policy, register
from zhijia.directives.actions import directives as verbs
from zhijia.directives.forms import AnswerForm, FactsForm, UploadForm
from zhijia.directives.models import Directive
from zhijia.directives.pages import Sheet
from zhijia.directives.report import Report
from zhijia.kernel import clock
from zhijia.kernel.actions import Blocked, MoveRefused, NotAllowed, Refused, Stale, Unfit
from zhijia.kernel.files import actions as files
from zhijia.kernel.files.models import Attachment
from zhijia.kernel.typed import whole
from zhijia.kernel.ui import toast
from zhijia.plans.reading_intake import Document, keep_file

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
GONE = "没有找到这份上级文件，或者它不是本单位收的。请从“上级文件”里再找。"
NOT_YOURS = "上级文件由本单位主席、副主席或工会干事办。需要的话请找他们。"
PER_PAGE = 30
PASTED = "粘贴的来文.txt"


# --- the list --------------------------------------------------------------------------------------------


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The union's papers of a year in tabs: to be answered, under way, closed, all."""
    if request.seat.office not in policy.CADRES:
        raise NotAllowed("上级文件只有本单位的工会干部能看。")
    found = register.Register(request.seat, request.page_scope.year, request.GET.get("q", "").strip()[:40])
    tab = request.GET.get("tab", "")
    tab = tab if tab in register.TABS else found.first_tab
    shown = found.tab(tab)
    context = {
        "register": found, "tab": tab, "tabs": found.tabs, "year": request.page_scope.year,
        "page": Paginator(shown, PER_PAGE).get_page(request.GET.get("page")),
        "may_handle": request.seat.office in policy.HANDLERS,
    }  # fmt: skip
    return render(request, "directives/list.html", context)


# --- receiving -------------------------------------------------------------------------------------------


def _handlers_only(request: HttpRequest) -> None:
    if request.seat.office not in policy.HANDLERS:
        raise NotAllowed(NOT_YOURS)


@require_http_methods(["GET", "HEAD", "POST"])
def receive(request: HttpRequest) -> HttpResponse:
    """Upload or paste a paper. A later text of one that is here goes to the comparison, the same file is told of."""
    _handlers_only(request)
    if request.method != "POST":
        return _receive_page(request, UploadForm())
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _receive_page(request, form, 422)
    upload = form.cleaned_data["file"]
    document = (
        Document(upload.name, upload.read())
        if upload
        else Document(PASTED, form.cleaned_data["text"].encode())
    )
    if (before := intake.same_file(document)) is not None:
        return _receive_page(request, form, 409, before=before)
    taking = {"by": request.seat, "received_on": form.cleaned_data["received_on"]}
    try:
        paper = intake.read(document, **taking)
        earlier = intake.earlier(paper, request.seat)
        if earlier is not None:
            edition = intake.set_beside(paper, earlier, key=request.POST.get("key"), **taking)
            toast.say(request, "这份像是收过的一份文件的新版，已经比对好。看过再决定，别的都没有动。")
            return redirect("directives:edition", edition.pk)
        row = intake.take_in(paper, key=request.POST.get("key"), **taking)
    except (Unfit, Blocked) as refusal:
        form.add_error("file" if upload else "text", refusal.sentence)
        return _receive_page(request, form, 422)
    toast.say(request, f"读好了，找到 {len(paper.found)} 条。请对照原文看一遍，选好怎么办。")
    return redirect("directives:check", row.pk)


def _receive_page(request: HttpRequest, form: UploadForm, status: int = 200, **more: Any) -> HttpResponse:
    rows = Directive.objects.filter(state__in=("received", "read")).select_related("received_by")
    context = {"form": form, "waiting": list(rows.order_by("-pk")[:20]), **more}
    return render(request, "directives/receive.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def by_hand(request: HttpRequest) -> HttpResponse:
    """A paper that is only on paper: three fields must be there."""
    _handlers_only(request)
    form = FactsForm(_sent(request), initial={"received_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            row = verbs.receive(Directive(**form.cleaned_data), by=request.seat, key=request.POST.get("key"))
        except (Unfit, Blocked) as refusal:
            _put(form, refusal)
        else:
            toast.say(request, "已收文。有要办的事，在这里逐条添加；没有就直接分办完。")
            return redirect("directives:check", row.pk)
    context = {"form": form, "title": "手工登记来文", "yes": "登记收文", "back": reverse("directives:list")}
    return render(request, "directives/facts.html", context, status=422 if form.is_bound else 200)


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _put(form: Any, refusal: Refused) -> None:
    """What the verb answered, beside its field or at the head of the form."""
    fields = getattr(refusal, "fields", {}) or {"": refusal.sentence}
    for name, sentence in fields.items():
        form.add_error(name if name in form.fields else None, sentence)


# --- one paper -------------------------------------------------------------------------------------------


def seen(pk: int) -> Directive:
    row = Directive.objects.select_related("union", "received_by").filter(pk=pk).first()
    if row is None:
        raise NotAllowed(GONE)
    return row


def mine(request: HttpRequest, pk: int) -> Directive:
    """A paper that this seat may handle; refused before anything is typed."""
    row = seen(pk)
    _handlers_only(request)
    return row


@require_safe
def directive(request: HttpRequest, pk: int) -> HttpResponse:
    """One paper: its facts, its demands with the progress of their tasks, its editions, its history."""
    row = seen(pk)
    sheet = Sheet(row, request.seat, proposes=False)
    parts = [*sheet.editions, *(one.demand for one in sheet.standings)]
    context = {
        "sheet": sheet, "directive": row, "trail": history.told(row, parts), "files": _files(sheet),
        "answers": files.of_row(row),
    }  # fmt: skip
    return render(request, "directives/directive.html", context)


def _files(sheet: Sheet) -> dict[int, Attachment]:
    """The file of each edition."""
    kind = "directives_edition"
    rows = Attachment.objects.filter(kind=kind, row_id__in=[one.pk for one in sheet.editions], state="kept")
    return {file.row_id: file for file in rows}


@require_safe
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Left the text, right its demands, each with what is proposed."""
    row = mine(request, pk)
    sheet = Sheet(row, request.seat)
    wanted = whole(request.GET.get("open"))
    for one in sheet.standings:
        if one.demand.pk == wanted and sheet.may_change:
            sheet.forms[one.demand.pk] = ("edit", sheet.form_for(one, "edit"))
    return check_page(request, sheet)


def check_page(request: HttpRequest, sheet: Sheet, status: int = 200, sentence: str = "") -> HttpResponse:
    context = {"sheet": sheet, "directive": sheet.directive, "sentence": sentence, "files": _files(sheet)}
    return render(request, "directives/check.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def facts(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the facts right. Two officers at once: both texts side by side."""
    row = mine(request, pk)
    start = {name: getattr(row, name) for name in FactsForm.base_fields}
    form = FactsForm(_sent(request), initial=start)
    back = reverse(
        "directives:directive" if request.GET.get("from") == "page" else "directives:check", args=[pk]
    )
    told = {
        "form": form,
        "title": "改文件信息",
        "yes": "存下修改",
        "back": back,
        "directive": row,
        "version": row.version,
    }
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            verbs.describe(
                row, by=request.seat, key=request.POST.get("key"), version=_version(request), **values
            )
        except (Unfit, Blocked) as refusal:
            _put(form, refusal)
        except Stale as stale:
            rows = [
                {
                    "label": field.label,
                    "theirs": str(getattr(stale.row, name) or ""),
                    "mine": str(values[name] or ""),
                }
                for name, field in form.fields.items()
            ]
            conflict = {
                "rows": [one for one in rows if one["theirs"] != one["mine"]],
                "discard": request.get_full_path(),
            }
            told |= {"version": stale.row.version, "conflict": conflict}
            return render(request, "directives/facts.html", told, status=409)
        else:
            toast.say(request, "文件信息已改好。")
            return redirect(back)
    return render(request, "directives/facts.html", told, status=422 if form.is_bound else 200)


def _version(request: HttpRequest) -> int | None:
    return whole(request.POST.get("version"))


SAID = {
    "confirm": "已核对。什么时候分办都行，这份文件在“在办”里等着。",
    "assign": "分办完了。",
    "follow": "已全部按建议分办。",
    "finish": "已办结。",
    "withdraw": "已作废。由它新增的任务还在计划里，要取消请到任务页上取消。",
}


@require_POST
def move(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Confirm, follow the proposals, assign, finish, withdraw: what concerns the whole paper."""
    row = mine(request, pk)
    if verb not in SAID:
        raise NotAllowed("没有这个办法，请刷新页面再看。")
    values: dict[str, Any] = {"by": request.seat, "key": request.POST.get("key")}
    if verb == "follow":
        values["choices"] = _choices(request)
    if verb == "withdraw":
        values["reason"] = request.POST.get("reason", "")
    try:
        getattr(verbs, verb)(row, version=_version(request), **values)
    except Stale as stale:
        sentence = "您打开这一页以后，这份文件又有改动（也可能是别人改的）。请再看一眼，没有问题就再按一次。"
        return check_page(request, Sheet(seen(stale.row.pk), request.seat), 409, sentence)
    except (Unfit, Blocked, MoveRefused) as refusal:
        return check_page(request, Sheet(seen(pk), request.seat), 422, refusal.sentence)
    toast.say(request, SAID[verb])
    return redirect("directives:list") if verb == "withdraw" else redirect("directives:directive", pk)


def _choices(request: HttpRequest) -> dict[int, str]:
    """What the page proposed and the officer saw: d12=task:7."""
    pairs = ((whole(name[1:]), value) for name, value in request.POST.items() if name.startswith("d"))
    return {pk: value for pk, value in pairs if pk is not None and _choice(value)}


def _choice(value: str) -> bool:
    way, _, number = value.partition(":")
    return way in ("new", "own", "shelve") or (way == "task" and whole(number) is not None)


# --- the answer ------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what was sent back; beside it the draft of a report with live numbers."""
    row = mine(request, pk)
    sheet = Sheet(row, request.seat, proposes=False)
    start = {"on": clock.today(), "what": row.answer_what, "whom": row.answer_whom or row.issuer}
    form = AnswerForm(_sent(request), request.FILES or None, initial=start)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        upload = values.pop("file")
        try:
            file = _prepared(upload) if upload else None
            key = request.POST.get("key")
            verbs.answer(row, by=request.seat, key=key, version=_version(request), **values)
            if file:
                keep_file(row, file, by=request.seat, key=key)
        except (Unfit, Blocked, MoveRefused) as refusal:
            _put(form, refusal)
        except Stale as stale:
            form.add_error(None, "别人刚改过这份文件。请再看一眼，没有问题就再按一次。")
            row = stale.row
            sheet = Sheet(seen(pk), request.seat)
        else:
            toast.say(request, "回复已登记。")
            return redirect("directives:directive", pk)
    context = {
        "sheet": sheet,
        "directive": row,
        "form": form,
        "report": Report(sheet.directive, sheet.standings),
    }
    return render(request, "directives/answer.html", context, status=422 if form.is_bound else 200)


def _prepared(upload: Any) -> tuple[str, str, bytes, bytes]:
    try:
        return files.prepared(upload)
    except Unfit as unfit:
        raise Unfit(file=unfit.sentence) from None


@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft of the answer as an official paper."""
    row = mine(request, pk)
    made = Report(row, Sheet(row, request.seat).standings)
    response = HttpResponse(papers.to_docx(made.to_paper()), content_type=DOCX)
    response["Content-Disposition"] = content_disposition_header(True, f"{made.title[:80]}.docx")
    return response


urlpatterns = [
    path("", index, name="list"),
    path("receive/", receive, name="receive"),
    path("by-hand/", by_hand, name="by_hand"),
    path("<int:pk>/", directive, name="directive"),
    path("<int:pk>/check/", check, name="check"),
    path("<int:pk>/facts/", facts, name="facts"),
    path("<int:pk>/do/<slug:verb>/", move, name="move"),
    path("<int:pk>/answer/", answer, name="answer"),
    path("<int:pk>/report/", report, name="report"),
]
