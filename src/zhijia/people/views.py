"""The members' register as a list; every count of members on other pages opens here."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhijia.kernel.actions import NotAllowed
from zhijia.kernel.ui.chips import chips
from zhijia.org.policy import CADRES
from zhijia.people.figures import shown
from zhijia.people.forms import MemberFilter
from zhijia.people.models import Membership

PER_PAGE = 50


@require_safe
def members(request: HttpRequest) -> HttpResponse:
    if request.seat.office not in (*CADRES, "leader"):
        raise NotAllowed("会员名册由工会干部查看。您自己的会籍在工作台上。")
    place = request.page_scope
    form = MemberFilter(request.GET)
    rows = Membership.objects.filter(shown(form.shown, place.ask))
    rows = (
        form.narrow(rows)
        .select_related("person", "union", "group")
        .order_by("union__code", "group__code", "pk")
    )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "form": form, "chips": chips(form, skip=form.HIDDEN), "place": place}
    context["total"] = page.paginator.count
    return render(request, "people/members.html", context)
