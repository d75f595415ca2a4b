"""Papers: the list, the kinds, the form with its live preview, one paper, and its way to issue and withdrawal."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import CharField, Count, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhijia.kernel.actions import NotAllowed, Refused, Stale, Unfit
from zhijia.kernel.files import actions as files
from zhijia.kernel.typed import whole
from zhijia.kernel.ui.toast import say
from zhijia.letters import actions, history, kinds, policy, printing, queries, rules, starts
from zhijia.letters.forms import IssueForm, LetterForm
from zhijia.letters.models import Letter
from zhijia.letters.paper import paper_of
from zhijia.letters.preview import Preview
from zhijia.org.models import Union
from zhijia.org.policy import CADRES

PER_PAGE = 30
TABS = (("draft", "草稿"), ("issued", "已发"), ("withdrawn", "已撤回"))
BRACKETS = str.maketrans("[]［］()（）", "〔〕〔〕〔〕〔〕")


# --- the list --------------------------------------------------------------------------------------------


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The union's own papers of the year, drafts, issued and withdrawn apart."""
    _cadre(request)
    place = request.page_scope
    rows = _of_year(place.union.pk, place.year)
    counts = dict(rows.values_list("state").annotate(n=Count("pk")))
    asked = request.GET.get("tab", "")
    tab = asked if asked in dict(TABS) else ("issued" if counts.get("issued") else "draft")
    q = request.GET.get("q", "").strip()[:60]
    found = _search(rows.filter(state=tab), q)
    order = ["-written_at"] if tab == "draft" else ["-on", "-issued_at"]
    page = Paginator(found.select_related("written_by").order_by(*order), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page, "place": place, "tab": tab, "q": q,
        "tabs": [(code, name, counts.get(code, 0)) for code, name in TABS],
        "own": place.union.pk == request.seat.union_id,
        "may_write": request.seat.office in policy.WRITERS,
        "gaps": queries.gaps_of_year(place.union.pk, place.year) if tab == "issued" else [],
    }  # fmt: skip
    return render(request, "letters/index.html", context)


def _of_year(union_id: int, year: int) -> QuerySet[Letter]:
    """A draft belongs to the year it was written in, a paper to that of its day."""
    drafted = Q(state="draft", written_at__year=year)
    return Letter.objects.filter(
        drafted | Q(state__in=("issued", "withdrawn"), on__year=year), union_id=union_id
    )


def _search(rows: QuerySet[Letter], q: str) -> QuerySet[Letter]:
    if not q:
        return rows
    number = Concat(
        F("series"),
        Value("〔"),
        Cast("year", CharField()),
        Value("〕"),
        Cast("number", CharField()),
        Value("号"),
    )
    return rows.annotate(full=number).filter(Q(title__icontains=q) | Q(full__contains=q.translate(BRACKETS)))


def _cadre(request: HttpRequest) -> None:
    if request.seat.office not in CADRES:
        raise NotAllowed("发文由工会干部起草和查看。")


def writer_only(request: HttpRequest) -> None:
    if request.seat.office not in policy.WRITERS:
        raise NotAllowed("写公文由本单位工会主席、副主席或干事来办。需要的话请联系他们。")


# --- writing ---------------------------------------------------------------------------------------------


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Which kind of paper; one line says what each is for."""
    writer_only(request)
    groups = [
        (name, [kind for kind in kinds.KINDS if kind.direction == code])
        for code, name in kinds.DIRECTIONS.items()
    ]
    return render(request, "letters/choose.html", {"groups": groups})


def _kind(code: str) -> kinds.Kind:
    if code not in kinds.BY_CODE:
        raise Http404
    return kinds.BY_CODE[code]


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, code: str) -> HttpResponse:
    """A new draft of this kind, begun from what the address names."""
    writer_only(request)
    kind, union = _kind(code), own_union(request)
    has_template = queries.template_for(union.pk, code) is not None
    if request.method != "POST":
        initial = starts.begun(kind, union, request.seat, request.GET)
        form = LetterForm(kind=kind, has_template=has_template, initial=initial)
        return _write_page(request, form, union)
    form = LetterForm(request.POST, kind=kind, has_template=has_template)
    if form.is_valid():
        row = actions.write(form.letter(), by=request.seat, key=request.POST.get("key"))
        say(request, "草稿已存好。")
        return redirect("letters:letter", row.pk)
    return _write_page(request, form, union, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft; a version that somebody else has changed meanwhile is shown beside one's own."""
    writer_only(request)
    row = _found(pk)
    if row.state != Letter.State.DRAFT:
        raise Refused("这份公文已经发出，文字都定住了。要改请先撤回，再照着写一份新的。")
    has_template = queries.template_for(row.union_id, row.kind) is not None
    if request.method != "POST":
        start = {name: getattr(row, name) for name in (*starts.COPIED, "on")}
        form = LetterForm(kind=row.kind_of, has_template=has_template, initial=start)
        return _write_page(request, form, row.union, row)
    form = LetterForm(request.POST, kind=row.kind_of, has_template=has_template)
    status, conflict = 422, None
    if form.is_valid():
        try:
            actions.rewrite(
                row, by=request.seat, key=request.POST.get("key"), version=whole(request.POST.get("version")),
                **form.cleaned_data,
            )  # fmt: skip
        except Stale as stale:
            status, conflict = 409, _both(stale.row, form)
            row = _found(pk)
        else:
            say(request, "草稿已存好。")
            return redirect("letters:letter", pk)
    return _write_page(request, form, row.union, row, status=status, conflict=conflict)


def _both(theirs: Letter, form: LetterForm) -> dict[str, Any]:
    """What stands there by now beside what was typed here."""
    rows = []
    for name, bound in form.fields.items():
        stands, mine = getattr(theirs, name), form.cleaned_data.get(name)
        if stands != mine:
            rows.append({"label": bound.label, "theirs": history.text(stands), "mine": history.text(mine)})
    if theirs.attachments != form.attachments:
        titles = ["、".join(one["title"] for one in some) for some in (theirs.attachments, form.attachments)]
        rows.append({"label": "附件", "theirs": titles[0], "mine": titles[1]})
    last = next(iter(history.told(theirs)), None)
    who, at = (last["who"], last["at"]) if last else ("", None)
    return {"who": who, "at": at, "rows": rows, "discard": reverse("letters:letter", args=[theirs.pk])}


def _write_page(
    request: HttpRequest,
    form: LetterForm,
    union: Union,
    row: Letter | None = None,
    *,
    status: int = 200,
    conflict: dict[str, Any] | None = None,
) -> HttpResponse:
    letter = _typed(form)
    version = row.version if row and (conflict or not form.is_bound) else whole(request.POST.get("version"))
    context = _sheet(letter, union) | {
        "form": form, "kind": form.kind, "letter": row, "version": version, "conflict": conflict,
    }  # fmt: skip
    return render(request, "letters/write.html", context, status=status)


def _typed(form: LetterForm) -> Letter:
    """The letter as the form holds it now, whether it was sent, is wrong or is only begun."""
    if not form.is_bound:
        given = {name: form.initial[name] for name in form.fields if name in form.initial}
        return Letter(kind=form.kind.code, **{**given, "attachments": form.attachments})
    form.is_valid()
    return form.letter()


def _sheet(letter: Letter, union: Union) -> dict[str, Any]:
    """What the paper looks like and what it lacks."""
    style = queries.style_of(union)
    number = None
    if letter.red_head and letter.number is None:
        number = queries.next_number(union.pk, style.series(letter.kind_of), queries.day_of(letter).year)
    preview = Preview(paper_of(letter, style, proposed=number))
    return {
        "preview": preview,
        "lacks": rules.lacks(letter, letter.kind_of),
        "style": style,
        "proposed": number,
    }


@require_POST
def preview(request: HttpRequest, code: str) -> HttpResponse:
    """The paper as it would look with what stands in the form; nothing is kept. A part of the page for htmx."""
    writer_only(request)
    form = LetterForm(request.POST, kind=_kind(code), has_template=True)
    return render(request, "letters/sheet_part.html", _sheet(_typed(form), own_union(request)))


# --- one paper -------------------------------------------------------------------------------------------


def own_union(request: HttpRequest) -> Union:
    return Union.objects.get(pk=request.seat.union_id)


def _found(pk: int) -> Letter:
    rows = Letter.objects.exclude(state="dropped").select_related("union", "written_by")
    row = rows.filter(pk=pk).first()
    if row is None:
        raise NotAllowed("没有找到这份公文。它可能已经删去，或者是别的工会的，发文只有本单位能看。")
    return row


@require_safe
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper, whose turn it is, its file, and what was done with it."""
    row = _found(pk)
    kept = files.of_row(row) if row.state != Letter.State.DRAFT else []
    context = _sheet(row, row.union) | {
        "letter": row,
        "kind": row.kind_of,
        "file": kept[0] if kept else None,
        "trail": history.told(row),
        "may_write": request.seat.office in policy.WRITERS,
        "may_issue": request.seat.office in policy.ISSUERS,
    }
    return render(request, "letters/letter.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """The day and the number, then the paper goes out."""
    row = _found(pk)
    if request.seat.office not in policy.ISSUERS:
        raise NotAllowed("公文由主席或副主席签发。请告诉他们，草稿已经写好。")
    if row.state != Letter.State.DRAFT:
        raise Refused("这份公文已经发过了。请刷新页面看看。")
    style = queries.style_of(row.union)
    series, day = style.series(row.kind_of), queries.day_of(row)
    proposed = queries.next_number(row.union_id, series, day.year) if row.red_head else None
    form = IssueForm(request.POST or None, initial={"on": day, "number": proposed})
    if not row.red_head:
        del form.fields["number"]
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data.get("number")
        try:
            # A number left as it was proposed means the next one, whatever that is by now.
            left = wanted == whole(request.POST.get("proposed"))
            row = actions.issue(
                row, by=request.seat, key=request.POST.get("key"), version=whole(request.POST.get("version")),
                on=form.cleaned_data["on"], number=None if left else wanted,
            )  # fmt: skip
        except Unfit as unfit:
            for name, sentence in unfit.fields.items():
                form.add_error(name, sentence)
        else:
            say(request, _said(row, wanted))
            return redirect("letters:letter", pk)
    lacks = rules.lacks(row, row.kind_of)
    context = {
        "letter": row, "form": form, "series": series, "proposed": proposed, "style": style,
        "lacks": lacks, "stops": any(one.stops for one in lacks), "year": day.year,
    }  # fmt: skip
    return render(request, "letters/issue.html", context, status=422 if form.is_bound else 200)


def _said(row: Letter, wanted: int | None) -> str:
    if row.number is None:
        return "已发文，文字定住了，Word 文件留存在这里。"
    passed = wanted is not None and wanted != row.number
    also = f"（{wanted} 号刚被另一份公文用了）" if passed else ""
    return f"已发文，文号 {row.full_number}{also}。"


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    actions.withdraw(
        _found(pk), by=request.seat, key=request.POST.get("key"), version=whole(request.POST.get("version")),
        reason=request.POST.get("reason", "")[:200],
    )  # fmt: skip
    say(request, "已撤回。文号不再用，文字和原因都能查到。")
    return redirect("letters:letter", pk)


@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    actions.drop(
        _found(pk), by=request.seat, key=request.POST.get("key"), version=whole(request.POST.get("version"))
    )
    say(request, "草稿已删去。")
    return redirect("letters:index")


@require_safe
def docx(request: HttpRequest, pk: int) -> HttpResponse:
    """The Word file as it would be now; `?layout=ours` is our own layout where the union has a template."""
    row = _found(pk)
    style = queries.style_of(row.union)
    number = None
    if row.red_head and row.number is None:
        number = queries.next_number(row.union_id, style.series(row.kind_of), queries.day_of(row).year)
    own = row.own_template and request.GET.get("layout") != "ours"
    return file_response(printing.docx_of(row, style, own=own, proposed=number), f"{row.title}.docx")


def file_response(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=printing.DOCX)
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


urlpatterns = [
    path("", index, name="index"),
    path("new/", choose, name="choose"),
    path("new/<slug:code>/", new, name="new"),
    path("preview/<slug:code>/", preview, name="preview"),
    path("<int:pk>/", letter, name="letter"),
    path("<int:pk>/edit/", edit, name="edit"),
    path("<int:pk>/issue/", issue, name="issue"),
    path("<int:pk>/withdraw/", withdraw, name="withdraw"),
    path("<int:pk>/drop/", drop, name="drop"),
    path("<int:pk>/docx/", docx, name="docx"),
]
