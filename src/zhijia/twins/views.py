"""Pages of twins: which systems there are, what would go there, the columns in which it goes."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from zhijia.kernel.actions import NotAllowed, Unfit
from zhijia.kernel.forms import refuse
from zhijia.kernel.imports import import_page
from zhijia.kernel.jobs import start
from zhijia.kernel.scope.middleware import PageRequest
from zhijia.kernel.ui.toast import say
from zhijia.org.policy import CADRES, OFFICERS
from zhijia.twins import actions
from zhijia.twins.comparing import Register, difference
from zhijia.twins.jobs import numbers_of, why_gone, write_sending
from zhijia.twins.laying import LayoutForm
from zhijia.twins.layouts import TWINS, Twin, in_force_for
from zhijia.twins.models import Sending, SentLine

SHOWN = 50
SORTS = {"changed": "变更", "gone": "减少", "new": "新增"}
LISTS = {"members": "twins:numbers", "unions": "twins:union-numbers"}


def _admit(request: PageRequest) -> None:
    if request.seat.office not in CADRES:
        raise NotAllowed("导出给别的系统，由工会主席、副主席和干事来办。需要导出的，请告诉他们。")


def _twin(code: str) -> Twin:
    if code not in TWINS:
        raise NotAllowed("没有这个对照系统。请从“导出给别的系统”里再选。")
    return TWINS[code]


@require_safe
def index(request: PageRequest) -> HttpResponse:
    """The systems, and when something was last taken out for each."""
    _admit(request)
    latest: dict[str, Sending] = {}
    for row in Sending.objects.filter(union=request.page_scope.union).order_by("pk"):
        latest[row.twin] = row
    twins = [{"twin": one, "last": latest.get(one.code)} for one in TWINS.values()]
    return render(request, "twins/index.html", {"twins": twins, "place": request.page_scope})


class SendForm(forms.Form):
    what = forms.ChoiceField(
        label="导哪些", choices=[("difference", "只导新增、变更和减少的"), ("everything", "全部都导")], initial="difference",
        widget=forms.RadioSelect, error_messages={"required": "请选导哪些。", "invalid_choice": "请重新选导哪些。"},
    )  # fmt: skip
    full = forms.BooleanField(label="带完整的证件号、手机和卡号", required=False)
    purpose = forms.CharField(
        label="用途", required=False, max_length=100, help_text="带完整号码的要填，会记在每个人的查看记录里。",
        widget=forms.TextInput({"autocomplete": "off"}), error_messages={"max_length": "太长了，最多 100 个字。"},
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: PageRequest, code: str) -> HttpResponse:
    """What would go there, and taking it out."""
    _admit(request)
    twin, place = _twin(code), request.page_scope
    laid = in_force_for(twin, place.union.pk)
    form = SendForm(request.POST if request.method == "POST" else None, label_suffix="")
    if twin.about != "members":
        del form.fields["full"], form.fields["purpose"]
    if form.is_bound and form.is_valid():
        row = Sending(
            union=place.union, twin=twin.code, title=twin.title, columns=[each.as_row() for each in laid.columns],
            subtree=place.subtree, everything=form.cleaned_data["what"] == "everything",
            full=form.cleaned_data.get("full", False), purpose=form.cleaned_data.get("purpose", ""),
        )  # fmt: skip
        key = request.POST.get("key")
        try:
            row = actions.send(row, by=request.seat, key=key)
        except Unfit as unfit:
            refuse(form, unfit.fields)
        else:
            start(write_sending, by=request.seat, key=key, title=f"导出{twin.title}", sending=row.pk)
            return redirect("twins:sendings_row", row.pk)
    numbers = LISTS[twin.about]
    context = {
        "twin": twin, "place": place, "laid": laid, "form": form, "may": request.seat.office in OFFICERS,
        "numbers": reverse(numbers), "imports": import_page(request.seat, numbers),
        "counts": f"{reverse('twins:counts', args=[code])}?{place.query}",
    }  # fmt: skip
    return render(request, "twins/one.html", context, status=422 if form.errors else 200)


@require_safe
def counts(request: PageRequest, code: str) -> HttpResponse:
    """The difference, worked out once the page stands: of a large town it takes a second.

    `what` opens one of its numbers to all its rows, page by page.
    """
    _admit(request)
    twin, place = _twin(code), request.page_scope
    register, laid = Register(twin, place.ask), in_force_for(twin, place.union.pk)
    found = difference(register, laid.columns)
    numbered = len(numbers_of(twin, found.all))
    headings = {each.field: each.heading for each in laid.columns}
    sorts: dict[str, list[int]] = {"changed": [*found.changed], "gone": [*found.gone], "new": found.new}
    what = request.GET.get("what", "")
    page = Paginator(sorts[what], SHOWN).get_page(request.GET.get("page")) if what in sorts else None
    shown = {what: [*page]} if page else {sort: pks[:SHOWN] for sort, pks in sorts.items()}
    context = {
        "twin": twin, "place": place, "total": len(found.all), "numbered": numbered, "found": found,
        "rows": _rows(register, found, headings, shown), "most": SHOWN,
        "page": page, "opened": SORTS.get(what, ""), "sorts": [(SORTS[sort], sort, len(pks)) for sort, pks in sorts.items()],
        "here": f"{reverse('twins:counts', args=[code])}?{place.query}",
        "told": len(found.all) - len(found.new),
    }  # fmt: skip
    template = "twins/counts.html" if request.htmx else "twins/counts_page.html"
    return render(request, template, context)


def _rows(
    register: Register, found: Any, headings: dict[str, str], shown: dict[str, list[int]]
) -> list[dict[str, Any]]:
    """Some of each sort, with their numbers there and what changed."""
    twin, rows = register.twin, []
    changed, new = shown.get("changed", []), shown.get("new", [])
    read = register.read([*changed, *new])
    told = SentLine.objects.filter(pk__in=[found.gone[pk] for pk in shown.get("gone", [])])
    lines = {line.subject: line for line in told}
    numbers, why = numbers_of(twin, [*changed, *lines]), why_gone(twin, [*lines])
    for what, pks in (("changed", changed), ("gone", [*lines]), ("new", new)):
        for pk in pks:
            subject = read.get(pk)
            why_here = (
                "、".join(headings[code] for code in found.changed[pk])
                if pk in found.changed
                else why.get(pk, "")
            )
            rows.append({
                "what": SORTS[what], "name": subject.name if subject else lines[pk].name, "told": why_here,
                "union": subject.union if subject else "", "number": numbers.get(pk, ""),
            })  # fmt: skip
    return rows


@require_http_methods(["GET", "HEAD", "POST"])
def layout(request: PageRequest, code: str) -> HttpResponse:
    """The columns of one system: their order, headings and codes, put right by a union without a programmer."""
    _admit(request)
    twin, may = _twin(code), request.seat.office in OFFICERS
    laid = in_force_for(twin, request.seat.union_id)
    own = laid.row if laid.row and laid.row.union_id == request.seat.union_id else None
    form = LayoutForm(twin, laid, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not may:
            raise NotAllowed("版式由工会主席、副主席和干事来改。需要改的，请告诉他们。")
        key = request.POST.get("key")
        if request.POST.get("do") == "drop" and own:
            actions.drop_layout(own, by=request.seat, key=key)
            say(request, "已恢复原样。")
            return redirect("twins:layout", code)
        if form.is_valid():
            try:
                form.save(own, by=request.seat, key=key)
            except Unfit as unfit:
                refuse(form.head, unfit.fields or {"": unfit.sentence})
            else:
                say(request, f"版式已改好，本会和下级以后都按它导出“{twin.title}”。")
                return redirect("twins:one", code)
    context = {"twin": twin, "laid": laid, "own": own, "form": form, "may": may, "place": request.page_scope}
    return render(request, "twins/layout.html", context, status=422 if form.faulty else 200)
