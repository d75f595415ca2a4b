"""Check a summary: upload, the text with its marks, one number's panel, the Word copy."""

from dataclasses import replace
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhijia.kernel.actions import NotAllowed, Unfit
from zhijia.kernel.figures import Period
from zhijia.kernel.files import actions as files
from zhijia.kernel.typed import whole
from zhijia.kernel.ui.toast import say
from zhijia.plans.policy import PLANNERS
from zhijia.reports import actions as verbs
from zhijia.reports import intake, sample, word_copy
from zhijia.reports.checking import WORDS, Choice
from zhijia.reports.forms import AboutForm, NoteForm, UploadForm
from zhijia.reports.intake import PASTED, Document
from zhijia.reports.models import Check
from zhijia.reports.page import Page, changes

PER_PAGE = 20
TOLD = 3  # changes named in the sentence after a second check
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
GONE = "没有找到这份核对，可能已经删除，或者您这个身份不能办。请从“核对总结”里再找。"


# --- upload ----------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def checks(request: HttpRequest) -> HttpResponse:
    """Upload or paste a summary, or take the sample; beside it the checks made before."""
    if request.seat.office not in PLANNERS:
        raise NotAllowed("核对总结由本单位主席、副主席或工会干事办。需要的话请找他们。")
    if request.method != "POST":
        return _upload_page(request, UploadForm())
    if request.POST.get("sample"):
        return _taken(request, Document(sample.NAME, sample.docx()), UploadForm())
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _upload_page(request, form, status=422)
    return _taken(request, _document(form), form, period=form.cleaned_data["period"])


def _document(form: UploadForm) -> Document:
    upload = form.cleaned_data["file"]
    return (
        Document(upload.name, upload.read())
        if upload
        else Document(PASTED, form.cleaned_data["text"].encode())
    )


def _taken(request: HttpRequest, document: Document, form: UploadForm, period: str = "") -> HttpResponse:
    about = request.page_scope.union
    try:
        row = intake.take_in(
            document, about=about, period=period, by=request.seat, key=request.POST.get("key")
        )
    except Unfit as unfit:
        if not form.is_bound:
            raise
        for name, sentence in (unfit.fields or {"file": unfit.sentence}).items():
            form.add_error("text" if name == "file" and document.name == PASTED else name, sentence)
        return _upload_page(request, form, status=422)
    counts = {one["key"]: one["n"] for one in Page(row).counts}
    say(
        request,
        f"核对好了，正文里有 {counts['']} 个数，{counts['differs'] + counts['impossible']} 个要看一看。",
    )
    return redirect("reports:check", row.pk)


def _upload_page(request: HttpRequest, form: UploadForm, *, status: int = 200) -> HttpResponse:
    rows = Check.objects.filter(state="open").select_related("about", "checked_by").order_by("-checked_at")
    page = Paginator(rows.defer("text"), PER_PAGE).get_page(request.GET.get("page"))
    listed = [{"row": row, "counts": Page(row).counts} for row in page]
    context = {"form": form, "page": page, "listed": listed, "place": request.page_scope}
    context["sample"] = sample.is_for(request.seat)
    return render(request, "reports/checks.html", context, status=status)


@require_safe
def sample_file(request: HttpRequest) -> HttpResponse:
    """The sample as a Word file, to look at before it is tried."""
    if request.seat.office not in PLANNERS or not sample.is_for(request.seat):
        raise NotAllowed("这份示例是给示范镇的工会干部试用的。")
    return _word(sample.docx(), sample.NAME)


# --- one check -------------------------------------------------------------------------------------------


def _own(pk: int) -> Check:
    row = Check.objects.filter(pk=pk, state="open").select_related("about", "checked_by", "union").first()
    if row is None:
        raise NotAllowed(GONE)
    return row


@require_safe
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """The text with its marks, and on the right what the opened number is."""
    return _page(request, _own(pk))


def _page(
    request: HttpRequest, row: Check, *, about: AboutForm | None = None, status: int = 200
) -> HttpResponse:
    page = Page(row, request.GET.get("show", ""))
    context = _panel(request, page) | {
        "about": about or _about_form(row),
        "period": Period.parse(row.period_code),
    }
    return render(request, "reports/check.html", context, status=status)


@require_safe
def panel(request: HttpRequest, pk: int) -> HttpResponse:
    """What one number is; a part of the page for htmx."""
    page = Page(_own(pk), request.GET.get("show", ""))
    return render(request, "reports/panel.html", _panel(request, page))


def _panel(request: HttpRequest, page: Page) -> dict[str, Any]:
    query = request.GET.get("q", "").strip()[:40]
    opened = page.opened(whole(request.GET.get("n")), query)
    note = NoteForm(initial={"note": opened["mark"].choice.note}) if opened else None
    return {"page": page, "check": page.row, "opened": opened, "note": note}


def _about_form(row: Check, data: Any = None) -> AboutForm:
    period = Period.parse(row.period_code)
    start = {"about": row.about.name, "period": row.period_code}
    return AboutForm(data, initial=start, period=(period.code, period.label))


@require_POST
def number(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which figure a number is, that no register has it, that it was looked at, or nothing again."""
    row, index = _own(pk), whole(request.POST.get("n"))
    page = Page(row)
    if index is None or index >= len(page.marks):
        raise NotAllowed("正文里没有这个数，请刷新页面再看。")
    mark = page.marks[index]
    choice, said = _said(request, mark.choice)
    verbs.say(row, by=request.seat, key=request.POST.get("key"), place=mark.finding.place, choice=choice)
    say(request, said)
    show = request.POST.get("show", "")
    return redirect(f"{_address(pk)}?n={index}{f'&show={show}' if show in WORDS else ''}#panel")


def _said(request: HttpRequest, before: Choice) -> tuple[Choice, str]:
    do, note = request.POST.get("do"), " ".join(request.POST.get("note", "").split())
    if do == "choose":
        return Choice(figure=request.POST.get("figure", "")[:60]), "已按您选的指标对照，下次核对也照这个来。"
    if do == "outside":
        return Choice(outside=True, note=note), "已记下：就是这个数，台账没记。"
    if do == "seen":
        return replace(before, seen=not before.seen), "已取消。" if before.seen else "已标为看过。"
    return Choice(), "已恢复，由程序来对照。"


@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Hold the text against the registers as they are now; say what came out differently."""
    row = _own(pk)
    before = row.findings
    after = verbs.check_again(row, by=request.seat, key=request.POST.get("key"))
    told = changes(before, after.findings)
    more = f"等 {len(told)} 处" if len(told) > TOLD else ""
    say(
        request,
        f"重新核对好了：{'；'.join(told[:TOLD])}{more}。" if told else "重新核对好了，结果和上次一样。",
    )
    return redirect("reports:check", pk)


@require_POST
def about(request: HttpRequest, pk: int) -> HttpResponse:
    """Another union or period than was guessed: everything is held against that one."""
    row = _own(pk)
    form = _about_form(row, request.POST)
    if form.is_valid():
        try:
            union = intake.called(form.cleaned_data["about"], request.seat)
            period = intake.read_period(form.cleaned_data["period"])
            verbs.check_again(row, by=request.seat, key=request.POST.get("key"), about=union, period=period)
        except Unfit as unfit:
            for name, sentence in (unfit.fields or {"period": unfit.sentence}).items():
                form.add_error(name, sentence)
        else:
            say(request, f"已按{union.short_name or union.name}、{Period.parse(period).label}重新核对。")
            return redirect("reports:check", pk)
    return _page(request, row, about=form, status=422)


@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw the check away, its text and its file with it."""
    row = _own(pk)
    key = request.POST.get("key")
    held = intake.word_file(row)
    if held:
        files.remove(held, by=request.seat, key=f"{key[:56]}-file" if key else None, reason="核对已删除")
    verbs.drop(row, by=request.seat, key=key)
    say(request, "已删除，正文和核对结果都不留。")
    return redirect("reports:checks")


@require_safe
def docx(request: HttpRequest, pk: int) -> HttpResponse:
    """The uploaded Word file with a comment at each number that differs or cannot be."""
    row = _own(pk)
    held = intake.word_file(row)
    data = files.opened_file(held).read() if held else None
    stem = row.name.rpartition(".")[0] or row.name
    return _word(word_copy.commented(row, data), f"{stem}（核对）.docx")


def _word(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=DOCX)
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


def _address(pk: int) -> str:
    return reverse("reports:check", args=[pk])


urlpatterns = [
    path("", checks, name="checks"),
    path("sample/", sample_file, name="sample"),
    path("<int:pk>/", check, name="check"),
    path("<int:pk>/panel/", panel, name="panel"),
    path("<int:pk>/number/", number, name="number"),
    path("<int:pk>/again/", again, name="again"),
    path("<int:pk>/about/", about, name="about"),
    path("<int:pk>/docx/", docx, name="docx"),
    path("<int:pk>/drop/", drop, name="drop"),
]
