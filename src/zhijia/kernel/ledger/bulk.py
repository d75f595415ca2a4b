"""One verb over many rows: each through the same door as a single one, each with its own line of result."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from zhijia.kernel.actions import Action, NotAllowed, Refused
from zhijia.kernel.jobs import Progress, Result, job, start
from zhijia.kernel.jobs.models import Job
from zhijia.kernel.ledger.declaration import Ledger, ledgers
from zhijia.kernel.ledger.listing import back_to_list, look_of
from zhijia.kernel.ledger.record import open_to
from zhijia.kernel.scope import Seat
from zhijia.kernel.scope.middleware import PageRequest
from zhijia.kernel.typed import whole
from zhijia.kernel.ui.toast import say

AT_ONCE = 200  # rows while one waits; more become a job
MOST = 20_000

Chosen = list[tuple[int, int]]
"""Ids with the version each row had when it was chosen."""


@require_POST
def run(request: PageRequest, ledger: Ledger) -> HttpResponse:
    """First asks what the verb wants to know, then runs it row by row and tells of each."""
    look = look_of(request, ledger)
    act = _named(ledger, request.POST.get("verb", ""))
    if act is None:
        raise NotAllowed("没有选要办什么，或者这件事不能成批办。请回列表重新选。")
    open_to(request.seat, act)
    if "chosen" in request.POST:
        chosen = _read(request.POST["chosen"])
    else:
        ids = [pk for pk in map(whole, request.POST.getlist("ids")) if pk]
        rows = look.rows if request.POST.get("all") else look.only(ids)
        chosen = list(rows.values_list("pk", "version")[: MOST + 1])
    if not chosen:
        say(request, "还没有选行。请先在列表里勾选，再按要办的事。", bad=True)
        return back_to_list(request, ledger)
    if len(chosen) > MOST:
        say(request, f"一次最多办 {MOST:,} {ledger.unit}。请加条件分几次办，办过的不会重复。", bad=True)
        return back_to_list(request, ledger)
    form = act.form(ledger.model, request.POST if "go" in request.POST else None) if act.form else None
    context = {"ledger": ledger, "verb": act, "form": form, "query": request.GET.urlencode()}
    unsaid = act.needs_reason and not request.POST.get("reason", "").strip()
    if "go" not in request.POST or unsaid or (form and not form.is_valid()):
        first = ledger.model.objects.in_bulk([pk for pk, _ in chosen[:AT_ONCE]])
        text = ",".join(f"{pk}.{version}" for pk, version in chosen)
        context |= {
            "rows": [first[pk] for pk, _ in chosen[:AT_ONCE] if pk in first],  # as they stood on the list
            "count": len(chosen),
            "chosen": text,
            "long": len(chosen) > AT_ONCE,
            "unsaid": unsaid and "go" in request.POST,
        }
        return render(request, "ledger/bulk.html", context, status=422 if "go" in request.POST else 200)
    key = request.POST.get("key", "")[:40]
    if len(chosen) > AT_ONCE:
        title = f"{act.label}：{ledger.title}，{len(chosen):,} {ledger.unit}"
        typed = {name: request.POST.getlist(name) for name in (*(form.fields if form else ()), "reason")}
        asked = start(
            run_over, by=request.seat, key=key, title=title, words=typed, ledger=ledger.key, verb=act.name,
            rows=[pk for pk, _ in chosen], versions=[version for _, version in chosen],
        )  # fmt: skip
        return redirect(ledger.url("bulk_done", asked.pk))
    results = list(_each(act, chosen, key, _values(form, request.POST), request.seat))
    return _told(request, ledger, act, results)


@require_safe
def done(request: PageRequest, ledger: Ledger, pk: int) -> HttpResponse:
    """How far the job is, then its lines."""
    ledger.admit(request.seat)
    asked = Job.objects.filter(pk=pk, kind=run_over.name, args__ledger=ledger.key).first()
    act = _named(ledger, asked.args["verb"]) if asked else None
    if asked is None or act is None:
        raise NotAllowed("没有找到这次办理的结果。结果只有办的人看得到，留三十天。")
    return _told(request, ledger, act, asked.lines, asked)


@job("成批办理", whole=False)
def run_over(
    progress: Progress, *, by: Seat, ledger: str, verb: str, rows: list[int], versions: list[int]
) -> Result:
    """Row by row, each in its own transaction, so that nobody waits for the whole.

    Idempotent: each row's request key is made of the job and the row, and a repeat gives the first result.
    """
    register = ledgers()[ledger]
    register.admit(by)
    act = _named(register, verb)
    assert act is not None
    typed = QueryDict(mutable=True)
    for name, values in progress.words.items():
        typed.setlist(name, values)
    form = act.form(register.model, typed) if act.form else None
    if form and not form.is_valid():
        raise NotAllowed("填的内容现在不合适了，一条都没有办。请回列表重新选，再办一次。")
    chosen = progress.over(list(zip(rows, versions, strict=True)))
    lines = progress.lines
    for line in _each(act, chosen, f"job-{progress.job.pk}", _values(form, typed), by):
        lines.append(line)
    missed = sum(1 for _, why in lines if why)
    told = f"办成 {len(lines) - missed:,} {register.unit}" + (
        f"，{missed:,} {register.unit}没有办。" if missed else "。"
    )
    return Result(told, url=register.url("bulk_done", progress.job.pk), label="逐条看结果", lines=lines)


def _named(ledger: Ledger, verb: str) -> Action | None:
    return next((one for one in ledger.bulk if one.name == verb), None)


def _read(text: str) -> Chosen:
    """What the form carried back: `7.1,9.3`; whatever is none of that is left out."""
    pairs = (one.split(".") for one in text.split(",")[: MOST + 1])
    numbers = ((whole(pair[0]), whole(pair[1])) for pair in pairs if len(pair) == 2)
    return [(pk, version) for pk, version in numbers if pk and version]


def _values(form: Any, typed: Any) -> dict[str, Any]:
    values = dict(form.cleaned_data) if form else {}
    return {**values, "reason": str(values.pop("reason", "") or typed.get("reason", ""))[:200]}


def _each(
    act: Action, chosen: Iterable[tuple[int, int]], key: str, values: dict[str, Any], by: Seat
) -> Iterator[tuple[int, str]]:
    """Each row's id and why it was not done: nothing where it was."""
    for pk, version in chosen:
        try:
            act(pk, by=by, key=f"{key}-{pk}" if key else None, version=version, **values)
        except Refused as refused:
            yield pk, refused.sentence
        else:
            yield pk, ""


def _told(
    request: PageRequest, ledger: Ledger, act: Action, results: Any, asked: Job | None = None
) -> HttpResponse:
    """A line for each row, what was not done first; the rows' own names are looked up in scope."""
    in_order = sorted(results, key=lambda line: not line[1])
    page = Paginator(in_order, AT_ONCE).get_page(request.GET.get("page"))
    names = ledger.model.objects.in_bulk([pk for pk, _ in page])
    context = {
        "ledger": ledger, "verb": act, "job": asked, "page": page, "count": len(results),
        "done": sum(not why for _, why in results), "lines": [(names.get(pk), why) for pk, why in page],
        "query": "" if asked else request.GET.urlencode(),
    }  # fmt: skip
    return render(request, "ledger/bulk_done.html", context)
