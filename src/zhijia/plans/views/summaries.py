"""Summaries: the list, the draft, the sheet with its live numbers, and the Word paper."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhijia import papers
from zhijia.kernel import clock
from zhijia.kernel.actions import NotAllowed, Stale, Unfit
from zhijia.kernel.figures import Ask, Period, figure, known, read
from zhijia.kernel.typed import whole
from zhijia.kernel.ui.toast import say
from zhijia.org import tree
from zhijia.org.models import Union
from zhijia.org.policy import CADRES
from zhijia.org.queries import in_tree
from zhijia.plans import cross_checks, drafting, facts, figures, sentences, sheet
from zhijia.plans.actions import summaries as verbs
from zhijia.plans.forms.summaries import DraftForm, SectionForm, TypedNumberForm
from zhijia.plans.models import Summary, SummaryNumber, SummarySection, Trace
from zhijia.plans.policy import PLANNERS

PER_PAGE = 30
ROWS_IN_PANEL, SILENT_IN_PANEL = 6, 5
ROWS = {"/org/unions/": "个", "/org/employers/": "家", "/members/": "人"}  # what the opened list counts
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The union's own summaries and those the unions below have sent."""
    if request.seat.office not in CADRES:
        raise NotAllowed("工作总结由工会干部起草和查看。")
    place = request.page_scope
    rows = Summary.objects.exclude(state="dropped").select_related("union", "about", "drafted_by")
    rows = rows.filter(in_tree(place.ask, place.period.end))
    page = Paginator(rows.order_by("-drafted_at"), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "place": place, "may_draft": request.seat.office in PLANNERS}
    return render(request, "plans/summaries.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Choose the period and the plan; the rest is written by the program. The page's union is the one it is about."""
    if request.seat.office not in PLANNERS:
        raise NotAllowed("起草总结由本单位工会主席或干事来办。")
    about = request.page_scope.union
    if not Union.objects.filter(pk__in=tree.below(request.seat.union_id), pk=about.pk).exists():
        raise NotAllowed("只能给本单位和下级工会起草总结。请把范围换回本单位再写。")
    upper = about.kind in Union.UPPER
    plan = drafting.plan_for(about.pk, Period.parse(str(clock.today().year)))
    form = DraftForm(request.POST or None, union_id=about.pk, initial={"subtree": upper, "plan": plan})
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        row = Summary(
            about=about,
            plan=values["plan"],
            period_code=values["period"],
            subtree=values["subtree"] if upper else True,
        )
        try:
            made = verbs.draft(row, by=request.seat, key=request.POST.get("key"))
        except Unfit as unfit:
            form.add_error(None, unfit.sentence)
        else:
            say(request, "初稿已写好。带下划线的数都能点开看明细。")
            return redirect("plans:summary", made.pk)
    context = {"form": form, "upper": upper, "about": about}
    return render(request, "plans/summary_new.html", context, status=422 if form.errors else 200)


def _found(pk: int) -> Summary:
    return get_object_or_404(Summary.objects.select_related("about", "plan"), pk=pk)


@require_safe
def summary(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet: outline, paper, and on the right where the opened number comes from."""
    row = _found(pk)
    page = sheet.Sheet(row)
    token = request.GET.get("n", "")
    opened = page.numbers.get(token)
    mine = row.union_id == request.seat.union_id and request.seat.office in PLANNERS
    doubts = cross_checks.of(page.chapters) if mine and row.state == Summary.State.DRAFT else []
    cross_checks.beside(page.chapters, doubts)
    context = {
        "summary": row,
        "sheet": page,
        "doubts": doubts,
        "chapters": page.chapters,
        "may_edit": mine and row.state == Summary.State.DRAFT,
        "may_act": mine,
        "opened": _panel(page, opened) if opened else None,
        "warnings": sentences.contradictions(page.text, drafting.period_of(row), row.as_of),
    }
    return render(request, "plans/summary.html", context)


@require_safe
def number_panel(request: HttpRequest, pk: int) -> HttpResponse:
    """Where one number comes from; a part of the sheet for htmx."""
    row = _found(pk)
    page = sheet.Sheet(row)
    opened = page.numbers.get(request.GET.get("n", ""))
    if opened is None:
        raise NotAllowed("这份总结里没有这个数，请刷新页面再看。")
    mine = row.union_id == request.seat.union_id and request.seat.office in PLANNERS
    may_edit = mine and row.state == Summary.State.DRAFT
    context = {"summary": row, "opened": _panel(page, opened), "may_edit": may_edit}
    return render(request, "plans/summary_panel.html", context)


def _panel(page: sheet.Sheet, number: sheet.Number) -> dict[str, Any]:
    """This year and last, month by month, how it is computed, the most telling rows."""
    shown = number.row.shown
    typed = TypedNumberForm(initial={"value": None if shown is None else f"{shown.normalize():f}"})
    panel: dict[str, Any] = {"number": number, "typed": typed, **_silent(number.row)}
    if number.is_gone:
        return panel
    ask = page.ask
    last = read([number.figure.code], ask.over(ask.period.previous_year()))[number.figure.code]
    panel |= {
        "last": last,
        "last_text": sheet.words(last.value, number.figure, grouped=True),
        "rows_unit": _rows_unit(number.now.rows_url),
    }
    most = max(abs(value or 0) for value in (number.now.value, last.value)) or 1
    panel["share"] = round(100 * (number.now.value or 0) / most)
    panel["share_last"] = round(100 * (last.value or 0) / most)
    if number.now.value is not None and last.value is not None:
        panel["difference"] = number.now.value - last.value
        if last.value and number.figure.unit != "%":
            panel["growth"] = round(100 * (number.now.value - last.value) / last.value, 1)
    if number.figure.code.startswith("plans."):
        rows = figures.rows_of(number.figure.code, ask).select_related("union", "kind")
        panel["rows"] = list(rows[:ROWS_IN_PANEL])
        panel["months"] = _months(number.figure.code, ask)
    return panel


def _silent(row: SummaryNumber) -> dict[str, Any]:
    """The first of the unions that had nothing entered when the number was set, by name."""
    unions = Union.objects.filter(pk__in=row.silent[:SILENT_IN_PANEL]).order_by("code")
    names = list(unions.values_list("short_name", flat=True)) if row.silent else []
    return {"silent": names, "silent_more": len(row.silent) > SILENT_IN_PANEL}


def _rows_unit(address: str) -> str:
    return next((unit for start, unit in ROWS.items() if address.startswith(start)), "条")


def _months(code: str, ask: Ask) -> list[dict[str, Any]]:
    found = figures.by_month(code, ask)
    months = ask.period.months()[:12]
    tallest = max([found.get(month.start.month, 0) for month in months] or [0]) or 1
    return [
        {
            "month": month.start.month,
            "value": found.get(month.start.month, 0),
            "height": round(44 * found.get(month.start.month, 0) / tallest),
        }
        for month in months
    ]


@require_safe
def facts_for(request: HttpRequest, pk: int) -> HttpResponse:
    """The facts an officer may write about in a section that the program leaves to people (`title`)."""
    row, title = _found(pk), request.GET.get("title", drafting.SHORTCOMINGS)
    return render(request, "plans/summary_facts.html", {"facts": _facts(row, title)})


def _facts(row: Summary, title: str) -> list[facts.Fact]:
    """For 打算 what is still to be done; for 问题 what is late, missed or silent."""
    if title == drafting.NEXT_STEPS:
        return facts.ahead(row.plan)
    return facts.of(drafting.ask_of(row), row.plan)


@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the words, the areas and the named examples of one section."""
    row = get_object_or_404(SummarySection.objects.select_related("summary__about", "summary__plan"), pk=pk)
    if row.summary.union_id != request.seat.union_id or request.seat.office not in PLANNERS:
        raise NotAllowed("总结由起草单位的主席、副主席或工会干事改。需要的话请联系他们。")
    start = {"title": row.title, "body": row.body, "areas": row.areas}
    form = SectionForm(request.POST or None, initial=start)
    status = 200
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            _save_section(request, row, form.cleaned_data)
        except Unfit as unfit:
            for name, sentence in (unfit.fields or {"body": unfit.sentence}).items():
                form.add_error(name, sentence)
            status = 422
        except Stale as stale:
            row, status = stale.row, 409
            conflict = _both(stale.row, form.cleaned_data)
        else:
            say(request, "这一节已存好。")
            return redirect(f"{_address(row.summary_id)}#s{row.pk}")
    context = {"row": row, "form": form, "conflict": conflict, "summary": row.summary, "doubts": _doubts(row)}
    if row.title in (drafting.SHORTCOMINGS, drafting.NEXT_STEPS):
        context["facts"] = _facts(row.summary, row.title)
    else:
        context |= _section_choices(row)
    return render(request, "plans/summary_section.html", context, status=status)


def _doubts(row: SummarySection) -> list[cross_checks.Doubt]:
    """What is doubtful in this section as it was last stored, read within the whole summary."""
    found = cross_checks.of(sheet.Sheet(row.summary).chapters)
    return [doubt for doubt in found if doubt.section == row.pk]


def _both(theirs: SummarySection, mine: dict[str, Any]) -> dict[str, Any]:
    """The section as somebody else saved it beside what was typed here."""
    rows = [{"label": "标题", "theirs": theirs.title, "mine": mine["title"]}]
    rows.append({"label": "正文", "theirs": theirs.body, "mine": mine["body"]})
    return {"rows": rows, "discard": reverse("plans:summary_section", args=[theirs.pk])}


def _save_section(request: HttpRequest, row: SummarySection, values: dict[str, Any]) -> None:
    version = _version(request, row)
    title = values["title"]
    key = request.POST.get("key")
    if title != row.title or values["body"] != row.body:
        verbs.write(row, by=request.seat, key=key, version=version, title=title, body=values["body"])
        version += 1
    if set(values["areas"]) != set(row.areas):
        second = f"{key}-areas" if key else None
        verbs.gather(row, by=request.seat, key=second, version=version, areas=values["areas"])


def _version(request: HttpRequest, row: SummarySection) -> int:
    """The version that the form was drawn from; a form without one stands on the row as it is."""
    drawn = whole(request.POST.get("version"))
    return row.version if drawn is None else drawn


def _section_choices(row: SummarySection) -> dict[str, Any]:
    """What may be put into the section: numbers of its areas, the largest traces of its areas."""
    ask = drafting.ask_of(row.summary)
    used = set(drafting.tokens(row.body))
    numbers = SummaryNumber.objects.filter(summary=row.summary).order_by("pk")
    traces = drafting.size_first(figures.counted(ask).filter(area__in=row.areas)).select_related("union")
    return {
        "numbers": [(drafting.mark(number.token), number.token in used) for number in numbers],
        "more": [one for one in drafting.figures_of(row.areas) if drafting.token_of(one) not in used],
        "candidates": [(trace, trace.pk in row.pinned) for trace in traces[:12]],
    }


@require_POST
def section_trace(request: HttpRequest, pk: int) -> HttpResponse:
    """Name a trace as an example, or no longer."""
    row = get_object_or_404(SummarySection, pk=pk)
    trace = get_object_or_404(Trace, pk=whole(request.POST.get("trace")))
    verb = verbs.pin if request.POST.get("do") == "pin" else verbs.unpin
    verb(row, by=request.seat, key=request.POST.get("key"), trace=trace)
    return redirect("plans:summary_section", pk)


@require_POST
def section_number(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring one more figure into the summary and put its mark at the end of the section, after what was typed."""
    row = get_object_or_404(SummarySection.objects.select_related("summary__about"), pk=pk)
    code = request.POST.get("figure", "")
    if not known(code):
        raise NotAllowed("没有这个指标，请从列表里选。")
    key, token = request.POST.get("key"), drafting.token_of(figure(code))
    title, typed = request.POST.get("title", row.title), request.POST.get("body", row.body)
    version, second = _version(request, row), f"{key}-text" if key else None
    if not SummaryNumber.objects.filter(summary=row.summary, token=token).exists():
        number = SummaryNumber(summary=row.summary, figure=code)
        verbs.bring_in(number, by=request.seat, key=key)
    said = figure(code).name.rpartition("·")[2]  # of 换届选举与增补·增补委员 only what is counted
    body = f"{typed.strip().rstrip('。')}，{said}{drafting.mark(token)}。".lstrip("，")
    verbs.write(row, by=request.seat, key=second, version=version, title=title, body=body)
    say(request, f"已加上{drafting.mark(token)}，文字也一起存好了。")
    return redirect("plans:summary_section", pk)


@require_POST
def number(request: HttpRequest, pk: int) -> HttpResponse:
    """Renew, freeze or type one number."""
    row = get_object_or_404(SummaryNumber.objects.select_related("summary__about"), pk=pk)
    key, do = request.POST.get("key"), request.POST.get("do")
    back = f"{_address(row.summary_id)}?n={row.token}"
    if do == "type":
        form = TypedNumberForm(request.POST)
        if not form.is_valid():
            say(request, "；".join(error for errors in form.errors.values() for error in errors), bad=True)
            return redirect(back)
        verbs.type_in(row, by=request.seat, key=key, **form.cleaned_data)
        say(request, "已改为手工填写，数字下面是虚线，依据写在数据来源表里。")
    elif do == "freeze":
        verbs.freeze(row, by=request.seat, key=key)
        say(request, "这个数已定住，以后台账变了它也不变。")
    else:
        verbs.renew(row, by=request.seat, key=key)
        say(request, "已按台账更新。")
    return redirect(back)


@require_POST
def move(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Send, take back, refresh, drop: what concerns the whole summary."""
    row = _found(pk)
    values: dict[str, Any] = {"by": request.seat, "key": request.POST.get("key")}
    values["version"] = request.POST.get("version") or None
    said = {
        "refresh": "数字都已按台账更新。",
        "send": "已送审，数字和文字都定住了。",
        "take_back": "已撤回，可以继续改。",
        "drop": "这份总结已放弃。",
    }
    if verb not in said:
        raise NotAllowed("没有这个办法，请刷新页面再看。")
    if verb in ("send", "take_back", "drop"):
        values["reason"] = request.POST.get("reason", "")
    getattr(verbs, verb)(row, **values)
    say(request, said[verb])
    return redirect("plans:summaries") if verb == "drop" else redirect("plans:summary", pk)


@require_safe
def docx(request: HttpRequest, pk: int) -> HttpResponse:
    """The Word paper in the layout of GB/T 9704, with the table of sources."""
    row = _found(pk)
    content = papers.to_docx(sheet.to_paper(sheet.Sheet(row)))
    response = HttpResponse(content, content_type=DOCX)
    response["Content-Disposition"] = content_disposition_header(True, f"{row.title}.docx")
    return response


def _address(pk: int) -> str:
    return reverse("plans:summary", args=[pk])


urlpatterns = [
    path("summaries/", index, name="summaries"),
    path("summaries/new/", new, name="summary_new"),
    path("summary/<int:pk>/", summary, name="summary"),
    path("summary/<int:pk>/number/", number_panel, name="summary_panel"),
    path("summary/<int:pk>/facts/", facts_for, name="summary_facts"),
    path("summary/<int:pk>/docx/", docx, name="summary_docx"),
    path("summary/<int:pk>/do/<str:verb>/", move, name="summary_do"),
    path("summary/section/<int:pk>/", section, name="summary_section"),
    path("summary/section/<int:pk>/trace/", section_trace, name="summary_section_trace"),
    path("summary/section/<int:pk>/number/", section_number, name="summary_section_number"),
    path("summary/number/<int:pk>/", number, name="summary_number"),
]
