"""The page behind a union's QR code, for people who are nobody here yet; and the page that shows the code."""

from typing import Any

import segno
from allauth.core import ratelimit
from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from zhijia.joining import actions
from zhijia.joining.models import Application, Door
from zhijia.kernel.actions import Blocked, NotAllowed, Unfit
from zhijia.kernel.forms import Fields, refuse
from zhijia.kernel.scope import system
from zhijia.kernel.scope.middleware import PageRequest
from zhijia.kernel.ui.toast import say
from zhijia.org.models import Union
from zhijia.org.policy import OFFICERS
from zhijia.privacy import notice

FORM = Fields(
    "name", "identity", "phone", "workplace", "department", "employment", optional="workplace department employment",
    agreed=forms.BooleanField(
        label="我自愿申请加入工会，看过隐私说明，同意工会登记以上信息。", error_messages={"required": "请先勾选同意，再提交。"}
    ),
)  # fmt: skip
CLOSED = "这个二维码已经停用。请向您单位工会要新的。"
TOO_OFTEN = "提交得太频繁了。请过一会儿再试，或者直接找本单位工会登记。"


@never_cache
@login_not_required
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest, ref: str) -> HttpResponse:
    """Write an application; whoever she is and whatever is known of her, the answer is the same."""
    with system("本人扫码申请入会") as by:
        door = Door.objects.filter(ref=ref, state=Door.State.OPEN).select_related("union").first()
        if door is None:
            return render(request, "joining/closed.html", {"sentence": CLOSED}, status=404)
        form = FORM(Application, request.POST if request.method == "POST" else None)
        if request.method != "POST":
            return _page(request, form, door)
        fits = form.is_valid()
        if not ratelimit.consume(request, action="apply", key=ref):
            form.add_error(None, TOO_OFTEN)
            return _page(request, form, door, 429)
        if not fits:
            return _page(request, form, door, 422)
        values = {name: value for name, value in form.cleaned_data.items() if name != "agreed"}
        row = Application(union=door.union, source=Application.Source.PHONE)
        try:
            actions.apply(row, by=by, key=request.POST.get("key"), **values)
        except Unfit as unfit:
            refuse(form, unfit.fields)
            return _page(request, form, door, 422)
        except Blocked:
            pass  # she has applied before: to say so would tell a stranger
    return redirect("joining:received")


def _page(request: HttpRequest, form: forms.Form, door: Door, status: int = 200) -> HttpResponse:
    context = {"form": form, "union": door.union, "edition": notice.EDITION}
    return render(request, "joining/apply.html", context, status=status)


@never_cache
@login_not_required
@require_safe
def received(request: HttpRequest) -> HttpResponse:
    return render(request, "joining/received.html")


@require_http_methods(["GET", "HEAD", "POST"])
def code(request: PageRequest) -> HttpResponse:
    """The own union's QR code: open it, print it, close it."""
    if request.seat.office not in OFFICERS:
        raise NotAllowed("入会二维码由工会主席、副主席和干事打开、打印。")
    union = Union.objects.get(pk=request.seat.union_id)
    door = Door.objects.filter(union=union, state=Door.State.OPEN).first()
    if request.method == "POST":
        return _turned(request, door)
    context: dict[str, Any] = {"door": door, "union": union, "may": union.kind in Union.GRASSROOTS}
    if door:
        address = request.build_absolute_uri(reverse("joining:apply", args=[door.ref]))
        drawing = segno.make(address, error="m", micro=False).svg_inline(scale=6, border=2)
        context |= {"address": address, "drawing": drawing}
    return render(request, "joining/code.html", context)


def _turned(request: PageRequest, door: Door | None) -> HttpResponse:
    key = request.POST.get("key")
    if "close" in request.POST and door:
        actions.close(door.pk, by=request.seat, key=key)
        say(request, "二维码已关掉，印出去的码打不开了。")
    elif door is None:
        actions.open_door(Door(), by=request.seat, key=key)
        say(request, "二维码已打开。打印出来贴在公告栏，职工扫码就能申请。")
    return redirect("joining:code")
