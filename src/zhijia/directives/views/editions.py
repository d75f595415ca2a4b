"""A later text of a paper beside the one in force: what changed, and what is to follow it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods

from zhijia.directives import intake
from zhijia.directives.actions import demands as part
from zhijia.directives.actions import directives as verbs
from zhijia.directives.comparison import Comparison
from zhijia.directives.models import Edition
from zhijia.directives.views.directives import mine
from zhijia.kernel.actions import Blocked, MoveRefused, NotAllowed, Stale, Unfit
from zhijia.kernel.typed import whole
from zhijia.kernel.ui import toast

GONE = "没有找到这份新版，可能已经办过或者放弃了。请从“上级文件”里再打开看看。"


@require_http_methods(["GET", "HEAD", "POST"])
def edition(request: HttpRequest, pk: int) -> HttpResponse:
    """Side by side (GET); take it over, receive it as a paper of its own, or put it away (POST)."""
    row = Edition.objects.filter(pk=pk).select_related("directive__union").first()
    if row is None:
        raise NotAllowed(GONE)
    directive = mine(request, row.directive_id)
    if row.state != "pending":
        return redirect("directives:directive", directive.pk)
    if request.method != "POST":
        return _page(request, row)
    do, key = request.POST.get("do", ""), request.POST.get("key")
    try:
        if do == "drop":
            part.drop(row, by=request.seat, key=key)
            toast.say(request, "没有采用这份新版，原来的都没有动。")
            return redirect("directives:directive", directive.pk)
        if do == "alone":
            made = intake.stand_alone(row, by=request.seat, key=key)
            toast.say(request, "已另外收为一份文件。")
            return redirect("directives:check", made.pk)
        if do == "revise":
            return _revise(request, row, key)
    except Stale:
        sentence = "您打开这一页以后，这份文件又有改动（也可能是别人改的）。请再看一眼，没有问题就再按一次。"
        return _page(request, Edition.objects.select_related("directive__union").get(pk=pk), 409, sentence)
    except (Unfit, Blocked, MoveRefused) as refusal:
        return _page(request, row, 422, refusal.sentence)
    return _page(request, row, 422, "没有选怎么办。按新版办，或者另外收文，或者不采用。")


def _revise(request: HttpRequest, row: Edition, key: str | None) -> HttpResponse:
    seen = Comparison(row, request.seat)
    fits = [pk for value in request.POST.getlist("fit") if (pk := whole(value)) is not None]
    ways = {pk: request.POST.get(f"gone{pk}", "keep") for pk in seen.gone_ids}
    verbs.revise(
        row.directive, by=request.seat, key=key, version=whole(request.POST.get("version")), edition=row,
        pairs=seen.pairs, values=seen.values, fits=fits, gone=ways,
    )  # fmt: skip
    new = sum(pair.kind == "new" for pair in seen.pairs)
    toast.say(request, "已按新版办。" + (f"新增的 {new} 条还没分办。" if new else "没变的各条都没有动。"))
    return redirect(reverse("directives:check" if new else "directives:directive", args=[row.directive_id]))


def _page(request: HttpRequest, row: Edition, status: int = 200, sentence: str = "") -> HttpResponse:
    context: dict[str, Any] = {"seen": Comparison(row, request.seat), "edition": row, "sentence": sentence}
    return render(request, "directives/edition.html", context | {"directive": row.directive}, status=status)


urlpatterns = [path("editions/<int:pk>/", edition, name="edition")]
