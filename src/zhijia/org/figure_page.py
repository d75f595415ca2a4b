"""One figure union by union: where a number comes from when rows are not the viewer's to see, or too many to compare."""

from dataclasses import replace
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhijia.kernel.actions import NotAllowed
from zhijia.kernel.figures import Ask, Value, known, read, read_by_union
from zhijia.kernel.figures import figure as figure_called
from zhijia.kernel.figures.registry import parts
from zhijia.kernel.scope import below, system
from zhijia.kernel.scope.middleware import PageRequest
from zhijia.org.models import Union
from zhijia.org.policy import CADRES
from zhijia.org.tally import Tally

PER_PAGE = 100


@require_safe
def figure(request: PageRequest) -> HttpResponse:
    """`?figure=CODE`: the unions of the page's scope that have any of it, the largest first; they add up to the whole."""
    if request.seat.office not in CADRES:
        raise NotAllowed("各单位的数由工会干部查看。")
    place, code = request.page_scope, request.GET.get("figure", "org.unions")
    if not known(code):
        raise NotAllowed("没有这个指标。请从数据看板里点数字进来。")
    found = {pk: values[code] for pk, values in read_by_union([code], place.ask).items()}
    order = sorted(found, key=lambda pk: (found[pk].value is None, -(found[pk].value or 0), pk))
    page = Paginator(order, PER_PAGE).get_page(request.GET.get("page"))
    lines = _lines(list(page), found, place.ask, listed=not _crosses_edge(code))
    context = {"place": place, "value": read([code], place.ask)[code], "page": page, "lines": lines}
    return render(request, "org/figure.html", context)


def _crosses_edge(code: str) -> bool:
    """Does it count what comes into the whole or leaves it? A union's own list holds also who came from its sisters."""
    sheets = [(part, figure_called(part).sheet) for part in parts(figure_called(code))]
    return any(isinstance(sheet, Tally) and sheet.cuts[part].crosses_edge for part, sheet in sheets)


def _lines(pks: list[int], found: dict[int, Value], ask: Ask, *, listed: bool) -> list[dict[str, Any]]:
    """Names of unions are no secret above them, wherever they stand today; their rows are for whoever reaches them."""
    reached = set(
        Union.objects.filter(pk__in=pks).filter(pk__in=below(ask.union_id)).values_list("pk", flat=True)
    )
    with system("写出各单位的名称"):
        unions = Union.objects.in_bulk(pks)
    lines = []
    for pk in pks:
        value = replace(found[pk], ask=replace(found[pk].ask, union_code=unions[pk].code, line="territorial"))
        lines.append({"union": unions[pk], "value": value, "opens": listed and pk in reached})
    return lines
