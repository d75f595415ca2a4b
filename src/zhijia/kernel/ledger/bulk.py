"""One verb over many rows: each through the same door as a single one, each with its own line of result."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from zhijia.kernel.actions import NotAllowed, Refused
from zhijia.kernel.ledger.declaration import Ledger
from zhijia.kernel.ledger.listing import back_to_list, look_of
from zhijia.kernel.scope.middleware import PageRequest
from zhijia.kernel.typed import whole
from zhijia.kernel.ui.toast import say

MOST = 200  # in one request; more is work for the queue, which joins with its worker (decision 0002)


@require_POST
def run(request: PageRequest, ledger: Ledger) -> HttpResponse:
    """First asks what the verb wants to know, then runs it row by row and tells of each."""
    look = look_of(request, ledger)
    act = next((verb for verb in ledger.bulk if verb.name == request.POST.get("verb")), None)
    if act is None:
        raise NotAllowed("没有选要办什么，或者这件事不能成批办。请回列表重新选。")
    ids = [pk for pk in map(whole, request.POST.getlist("ids")) if pk]
    rows = list((look.rows if request.POST.get("all") else look.only(ids))[: MOST + 1])
    if not rows:
        say(request, "还没有选行。请先在列表里勾选，再按要办的事。", bad=True)
        return back_to_list(request, ledger)
    if len(rows) > MOST:
        say(request, f"一次最多办 {MOST} {ledger.unit}。请加条件分几次办，办过的不会重复。", bad=True)
        return back_to_list(request, ledger)
    form = act.form(ledger.model, request.POST if "go" in request.POST else None) if act.form else None
    context = {"ledger": ledger, "verb": act, "rows": rows, "form": form, "query": request.GET.urlencode()}
    if "go" not in request.POST or (form and not form.is_valid()):
        return render(request, "ledger/bulk.html", context, status=422 if "go" in request.POST else 200)
    values = dict(form.cleaned_data) if form else {}
    values["reason"] = str(values.pop("reason", "") or request.POST.get("reason", ""))[:200]
    results = [_one(request, act, row, values) for row in rows]
    context |= {"results": results, "done": sum(not why for _, why in results)}
    return render(request, "ledger/bulk_done.html", context)


def _one(request: PageRequest, act: Any, row: Any, values: dict[str, Any]) -> tuple[Any, str]:
    """The row, and why it was not done: nothing where it was."""
    key = request.POST.get("key", "")[:40]
    try:
        act(
            row.pk,
            by=request.seat,
            key=f"{key}-{row.pk}" if key else None,
            version=request.POST.get(f"v{row.pk}"),
            **values,
        )
    except Refused as refused:
        return row, refused.sentence
    return row, ""
