"""The registers of unions and employers as lists; every count of them on other pages opens here."""

from django.core.paginator import Paginator
from django.db import IntegrityError
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from zhijia.kernel import clock
from zhijia.kernel.actions import NotAllowed, Refused
from zhijia.kernel.imports import import_page
from zhijia.kernel.ui.chips import chips
from zhijia.kernel.ui.toast import say
from zhijia.org import figures, founding, queries
from zhijia.org.forms import EmployerFilter, UnionFilter, UnionListForm
from zhijia.org.lists import still_open
from zhijia.org.models import Coverage, EmployerAlias, Post, Union
from zhijia.org.policy import CADRES, OFFICERS
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
        "imports": import_page(request.seat, "org:unions"),
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
    context["imports"] = import_page(request.seat, "org:employers")
    return render(request, "org/employers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def found_list(request: HttpRequest) -> HttpResponse:
    """Paste a list of unions, look at what each line would become, make them."""
    if request.seat.office not in OFFICERS:
        raise NotAllowed("建工会由主席、副主席和工会干事办。需要建的，请告诉他们。")
    own = Union.objects.get(pk=request.seat.union_id)
    form = UnionListForm(request.POST or None, initial={"since": own.founded_on}, label_suffix="")
    context = {"form": form, "own": own}
    if request.method != "POST" or not form.is_valid():
        return render(request, "org/found_list.html", context, status=422 if form.errors else 200)
    text, since = form.cleaned_data["text"], form.cleaned_data["since"]
    lines, made = founding.read(text, since=since, by=request.seat), 0
    if "make" in request.POST:
        try:
            lines, made = founding.make(text, since=since, by=request.seat, seen=request.POST["make"])
        except IntegrityError:
            raise Refused("另一位同志刚好也在建工会，这一次没有存上。请回到上一页再按一次。") from None
        context["changed"] = not made
    if made:
        say(request, f"已建 {made} 个工会，名单里还没弄清的 {len(still_open(lines))} 行留在下面。"
            if still_open(lines) else f"已建 {made} 个工会。下一步：请干部。")  # fmt: skip
        if not still_open(lines):
            return redirect("people:officers")
        form = UnionListForm(initial={"text": "\n".join(still_open(lines)), "since": since}, label_suffix="")
        return render(request, "org/found_list.html", {"form": form, "own": own})
    context |= {"lines": lines, "seen": founding.digest_of(lines), "today": clock.today()}
    context["new"] = sum(line.state == "new" for line in lines)
    context["open"] = len(still_open(lines))
    return render(request, "org/found_list.html", context)
