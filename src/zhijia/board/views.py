"""The board's pages: indicators, ranking and charts fetched after, the same tables as Excel, targets."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from zhijia.board import charts, excel, reading
from zhijia.board.actions import aim, change
from zhijia.board.indicators import CODES, GROUPS, TILES
from zhijia.board.models import Target
from zhijia.kernel import clock
from zhijia.kernel.actions import NotAllowed, Stale, Unfit
from zhijia.kernel.figures import figure
from zhijia.kernel.forms import refuse
from zhijia.kernel.scope import Seat
from zhijia.kernel.scope.middleware import PageRequest
from zhijia.kernel.ui.toast import say
from zhijia.org.models import Union
from zhijia.org.policy import CADRES, OFFICERS

LIKE: dict[str, tuple[str, Callable[[Any], bool]]] = {
    "single": ("单独建会", lambda union: union.kind == "single" and union.nature == "enterprise"),
    "joint": ("联合工会", lambda union: union.kind == "joint"),
    "units": (
        "机关、学校、医院和社区",
        lambda union: union.kind == "single" and union.nature != "enterprise",
    ),
    "all": ("全部", lambda union: True),
}
SHOWN = 10
PER_PAGE = 50


def _for_cadres(request: PageRequest) -> None:
    if request.seat.office not in CADRES:
        raise NotAllowed("数据看板由工会干部查看。您自己的会籍和任务在工作台上。")


@require_safe
def board(request: PageRequest) -> HttpResponse:
    _for_cadres(request)
    place = request.page_scope
    lines = reading.lines(place.ask, place.year)
    context = {
        "place": place, "groups": {name: [lines[code] for code in codes] for name, codes in GROUPS.items()},
        "tiles": [_tile(lines[code]) for code in TILES], "spans": _spans(place), "now": clock.now(),
        "may_aim": request.seat.office in OFFICERS, "charts": f"{reverse('board:charts')}?{request.GET.urlencode()}",
        "ranking": f"{reverse('board:ranking')}?{request.GET.urlencode()}" if _has_below(place) else "",
    }  # fmt: skip
    return render(request, "board/board.html", context)


def board_of(union: Union, seat: Seat) -> str:
    """Where a union's page leads: its own board, for cadres; its parts have none."""
    if seat.office not in CADRES or union.kind in Union.INNER:
        return ""
    return f"{reverse('board:board')}?u={union.code}&sub={int(union.kind in Union.UPPER)}"


def _has_below(place: Any) -> bool:
    return place.union.kind in Union.UPPER and place.subtree


def _tile(line: Any) -> dict[str, Any]:
    value = line.value
    tile = {
        "label": value.figure.name, "url": value.rows_url, "value": value.value, "unit": value.figure.unit,
        "gap": line.gap, "state": "" if line.reached is None else "ok" if line.reached else "warn",
        "percent": line.share, "target_percent": line.aimed if line.is_rate else 100,
        "right": f"同比 {line.change}" if line.change else "",
        "doubt": "超过 100%，请核对，原因见“全部指标”" if value.doubt else "",
    }  # fmt: skip
    if value.denominator is not None:
        unit = figure(value.figure.rate[0]).unit
        tile["left"] = f"{value.numerator:,}/{value.denominator:,} {unit}"
    elif line.aimed is not None:
        tile["left"] = f"目标 {line.aimed.normalize():,f}{value.figure.unit}"
    return tile


def _spans(place: Any) -> list[tuple[str, str, bool]]:
    """The usual spans of the year, each with its address and whether it is the one looked at."""
    today = clock.today()
    codes = [("全年", "")]
    if place.year == today.year:
        quarter = (today.month + 2) // 3
        codes = [
            (f"{today.month}月", f"{today.year}-{today.month:02d}"),
            (f"第{'一二三四'[quarter - 1]}季度", f"{today.year}Q{quarter}"),
            ("今年至今", ""),
        ]
    return [(label, code, place.period_code == code) for label, code in codes]


def _ranking(request: PageRequest) -> dict[str, Any]:
    """Like ranks with like; the one picked stands beside the average of its sort."""
    asked = request.GET.get("like")
    sort = request.GET.get("by")
    sort = sort if sort in reading.SORTS else "rate"
    places = reading.places(request.page_scope.ask)
    for like in [asked] if asked in LIKE else [*LIKE]:  # the first sort that there is any of
        rows = reading.ranked((one for one in places if LIKE[like][1](one.union)), sort)
        if rows:
            break
    average, blank = reading.average(rows), sum(bool(one.blanks) for one in rows)
    only_blank = request.GET.get("blank") == "1"
    if only_blank:
        rows = [one for one in rows if one.blanks]
    picked = next(
        (one for one in rows if one.union.code == request.GET.get("pick")), rows[0] if rows else None
    )
    return {
        "rows": rows[:SHOWN], "count": len(rows), "like": like, "likes": [(k, v[0]) for k, v in LIKE.items()],
        "by": sort, "sorts": [(k, v[0]) for k, v in reading.SORTS.items()], "picked": picked,
        "average": average, "blank": blank, "only_blank": only_blank, "ranked": rows,
        "aims": reading.aims(picked, request.page_scope.year) if picked else [],
    }  # fmt: skip


@require_safe
def ranking(request: PageRequest) -> HttpResponse:
    """All unions of one sort, fifty to a page; for the board, which fetches it once its numbers stand, the first of them."""
    _for_cadres(request)
    context = _ranking(request)
    if request.htmx:
        return render(
            request, "board/rank_part.html", {**context, "place": request.page_scope, "in_board": True}
        )
    page = Paginator(context["ranked"], PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request, "board/ranking.html", {**context, "page": page, "rows": page, "place": request.page_scope}
    )


@require_safe
def charts_part(request: PageRequest) -> HttpResponse:
    """The charts and the tables behind them, fetched once the numbers stand."""
    _for_cadres(request)
    place = request.page_scope
    aimed = Target.objects.filter(union=place.union, year=place.year, code="people.joining_rate").first()
    found = charts.of(place.ask, aimed.value if aimed else None, upper=_has_below(place))
    template = "board/charts.html" if request.htmx else "board/charts_page.html"
    return render(request, template, {"charts": found, "place": place})


@require_safe
def as_excel(request: PageRequest) -> HttpResponseBase:
    """The tables of the board as one workbook."""
    _for_cadres(request)
    place = request.page_scope
    rows = reading.ranked(reading.places(place.ask), "rate") if _has_below(place) else []
    content = excel.workbook(place, reading.lines(place.ask, place.year), reading.months(place.ask), rows)
    name = f"{place.union.short_name}数据看板{clock.today():%Y%m%d}.xlsx"
    return FileResponse(BytesIO(content), as_attachment=True, filename=name, content_type=excel.TYPE)


@require_safe
def targets(request: PageRequest) -> HttpResponse:
    """The year's targets of the page's union, and where they come from."""
    _for_cadres(request)
    place = request.page_scope
    known = {row.code: row for row in Target.objects.filter(union=place.union, year=place.year)}
    groups = {name: [(figure(code), known.get(code)) for code in codes] for name, codes in GROUPS.items()}
    context = {"place": place, "groups": groups, "may_aim": request.seat.office in OFFICERS}
    return render(request, "board/targets.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def target(request: PageRequest, code: str) -> HttpResponse:
    """Set or change one target."""
    _for_cadres(request)
    place = request.page_scope
    if code not in CODES:
        raise NotAllowed("没有这个指标。请从“指标与目标”里选。")
    row = Target.objects.filter(union=place.union, year=place.year, code=code).first()
    verb = change if row else aim
    given = {"value": row.value.normalize(), "source": row.source} if row else None
    form = verb.form(Target, request.POST or None, initial=given)
    context, status = {"form": form, "figure": figure(code), "place": place, "row": row}, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                verb(
                    row or Target(union=place.union, year=place.year, code=code), by=request.seat,
                    key=request.POST.get("key"), version=request.POST.get("version") or None, **form.cleaned_data,
                )  # fmt: skip
            except Unfit as unfit:
                refuse(form, unfit.fields)
            except Stale as stale:
                form.add_error(
                    None,
                    f"{stale.sentence}现在是 {stale.row.value.normalize():,f}，依据：{stale.row.source}。",
                )
                context["row"], status = stale.row, 409
            else:
                say(request, f"已定目标：{figure(code).name}。")
                return redirect(f"{reverse('board:targets')}?{place.query}")
    return render(request, "board/target.html", context, status=status)
