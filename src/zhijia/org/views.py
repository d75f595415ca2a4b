"""The registers of unions and employers as lists; every count of them on other pages opens here."""

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhijia.kernel.actions import NotAllowed
from zhijia.kernel.ui.chips import chips
from zhijia.org import figures, queries
from zhijia.org.forms import EmployerFilter, UnionFilter
from zhijia.org.models import Coverage, EmployerAlias, Post
from zhijia.org.policy import CADRES
from zhijia.org.tree import in_force

PER_PAGE = 50


def _for_cadres(request: HttpRequest) -> None:
    if request.seat.office not in CADRES:
        raise NotAllowed("组织台账由工会干部查看。需要核对本单位信息，请找本单位工会干事。")


@require_safe
def unions(request: HttpRequest) -> HttpResponse:
    _for_cadres(request)
    place = request.page_scope
    form = UnionFilter(request.GET)
    rows = form.narrow(queries.grassroots(place.ask, place.period.end), place).order_by("code")
    page = Paginator(figures.with_counts(rows, place.period.end), PER_PAGE).get_page(request.GET.get("page"))
    shown = list(page)
    chairs = Post.objects.filter(Post.on(place.period.end), union__in=shown, office="chair")
    chair_of = {post.union_id: post.person.name for post in chairs.select_related("person")}
    for union in shown:
        union.chair = chair_of.get(union.pk, "")
    context = {
        "page": page,
        "rows": shown,
        "form": form,
        "chips": chips(form, skip=form.HIDDEN),
        "place": place,
    }
    return render(request, "org/unions.html", context)


@require_safe
def employers(request: HttpRequest) -> HttpResponse:
    _for_cadres(request)
    place = request.page_scope
    form = EmployerFilter(request.GET)
    day = place.period.end
    rows = form.narrow(figures.with_heads(queries.covered(place.ask, day), day), place)
    rows = rows.order_by("name", "pk").prefetch_related(
        Prefetch("aliases", EmployerAlias.objects.order_by("pk")),
        Prefetch("coverages", Coverage.objects.filter(in_force(day)).select_related("union")),
    )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "form": form, "chips": chips(form, skip=form.HIDDEN), "place": place}
    return render(request, "org/employers.html", context)
