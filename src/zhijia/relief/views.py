"""What visits are counted upward, union by union: the rows themselves stay in their unions."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhijia.kernel.actions import NotAllowed
from zhijia.kernel.figures import known, read
from zhijia.org.models import Union
from zhijia.org.policy import CADRES
from zhijia.relief.figures import by_union


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """What is counted, union by union: the rows themselves stay in their unions."""
    if request.seat.office not in CADRES:
        raise NotAllowed("走访的数由工会干部查看。")
    place, code = request.page_scope, request.GET.get("figure", "")
    if not code.startswith("relief.") or not known(code):
        code = "relief.visits_done"
    value = read([code], place.ask)[code]
    found = by_union(code, place.ask)
    unions = Union.objects.filter(pk__in=found).order_by("code")
    lines = [{"union": union, **found[union.pk]} for union in unions]
    context = {"place": place, "value": value, "lines": lines, "rows_behind": value.rows}
    return render(request, "relief/figures.html", context)
