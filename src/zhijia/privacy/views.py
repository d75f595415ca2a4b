"""The notice, readable by anybody at any time; agreeing, withdrawing, and the log of both."""

from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from zhijia.kernel.actions import NotAllowed
from zhijia.org.policy import OFFICERS
from zhijia.privacy import actions, notice
from zhijia.privacy.middleware import KNOWN
from zhijia.privacy.models import Consent

PER_PAGE = 50


@login_not_required
@never_cache
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The text in force; whoever is signed in and has not agreed is asked below it."""
    context = {
        "text": notice.TEXT,
        "edition": notice.EDITION,
        "consent": actions.given(request.seat) if request.seat else None,
        "next": _safe(request, request.GET.get("next", "")),
        "may_look": request.seat is not None and request.seat.office in OFFICERS,
    }
    return render(request, "privacy/notice.html", context)


@require_POST
def agree(request: HttpRequest) -> HttpResponse:
    """Agree to the notice in force; a second press finds it done."""
    if actions.given(request.seat) is None:
        actions.agree(Consent(), by=request.seat, key=request.POST.get("key"))
    request.session[KNOWN] = notice.EDITION
    return redirect(_safe(request, request.POST.get("next", "")))


@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    """Take the consent back and go out; the next sign-in asks anew."""
    if consent := actions.given(request.seat):
        actions.withdraw(consent.pk, by=request.seat, key=request.POST.get("key"))
    logout(request)
    return redirect("privacy:notice")


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """Who has agreed to which edition, and when; newest first."""
    if request.seat.office not in OFFICERS:
        raise NotAllowed("谁同意了隐私说明，由本单位主席、副主席和工会干事查看。")
    rows = Consent.objects.select_related("person").order_by("-at", "-pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "privacy/log.html", {"page": page, "rows": page.object_list})


def _safe(request: HttpRequest, address: str) -> str:
    # A word without a slash would be taken for the name of a page.
    mine = address.startswith("/") and url_has_allowed_host_and_scheme(
        address, {request.get_host()}, require_https=request.is_secure()
    )
    return address if mine else "/"


urlpatterns = [
    path("privacy/", show, name="notice"),
    path("privacy/agree/", agree, name="agree"),
    path("privacy/withdraw/", withdraw, name="withdraw"),
    path("privacy/log/", log, name="log"),
]
