"""我的账号: where one is signed in, and the second step of one's own sign-in."""

from textwrap import wrap
from typing import Any

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhijia.kernel import clock, trail
from zhijia.kernel.ui.toast import say
from zhijia.people import devices, second_step
from zhijia.people.account_forms import CodeForm, OwnPasswordForm
from zhijia.people.models import Device, SecondFactor
from zhijia.people.qr import qr


@never_cache
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    context = {
        "devices": [(device, devices.told(device.agent)) for device in devices.of(request.user)],
        "here": request.session.get("device"),
        "factor": second_step.factor_of(request.user),
    }
    return render(request, "people/account.html", context)


@require_POST
def end_device(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign out one of one's own browsers; one that is out already is out."""
    rows = Device.objects.filter(account=request.user, pk=pk)
    if pk == request.session.get("device"):
        return redirect("account_logout")
    if devices.end(rows):
        trail.note("people.account.device_ended", by=request.seat, subject=request.user.login)
    say(request, "那台设备已经退出登录。")
    return redirect("people:account")


@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    ended = devices.end_others(request, request.user)
    trail.note("people.account.devices_ended", by=request.seat, subject=request.user.login)
    say(request, f"其他 {ended} 台设备都已退出登录。" if ended else "没有别的设备登录着。")
    return redirect("people:account")


# --- the second step -------------------------------------------------------------------------------------


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def second_step_of_mine(request: HttpRequest) -> HttpResponse:
    """Switch it on (password, QR code, first code), print recovery codes anew, switch it off."""
    factor = second_step.factor_of(request.user)
    do = request.POST.get("do", "")
    if do == "on" and "begun" in request.session:
        return _switch_on(request)
    if request.method == "POST" and do not in (("codes", "off") if factor else ("begin",)):
        say(request, "这一步已经办过了，下面是现在的情况。")
        return redirect("people:second-step-of-mine")
    form = OwnPasswordForm(request)
    if not form.is_bound or not form.is_valid():
        if not form.is_bound and not factor and (begun := _begun(request)):
            return _page(request, begun=begun, code=CodeForm(label_suffix=""))
        return _page(request, factor=factor, form=form)
    if do == "codes":
        return _sheet(request, second_step.renew_codes(request.user, by=request.seat), renewed=True)
    if do == "off":
        second_step.switch_off(request.user, by=request.seat)
        say(request, "两步验证已关掉，以后登录只用密码。")
        return redirect("people:account")
    second_step.begin(request.user)
    request.session["begun"] = True  # the secret is shown in this session only
    return redirect("people:second-step-of-mine")


def _begun(request: HttpRequest) -> SecondFactor | None:
    return second_step.begun(request.user) if "begun" in request.session else None


def _switch_on(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.POST, label_suffix="")
    begun = _begun(request)
    if begun is None:
        say(request, "两步验证已经开着。恢复码只显示一次，没有打印下来的，请换一批。")
        return redirect("people:second-step-of-mine")
    if form.is_valid():
        limit = {"action": "second_step", "key": str(request.user.pk)}
        if not ratelimit.consume(request, **limit):
            form.add_error("code", "连续输错太多次，先停 5 分钟，到时再试。")
        elif codes := second_step.switch_on(request.user, form.cleaned_data["code"], by=request.seat):
            ratelimit.clear(request, **limit)
            return _sheet(request, codes)
        else:
            form.add_error("code", "这个码不对。请等手机上换了下一个再输；还不对，请核对手机的时间准不准。")
    return _page(request, begun=begun, code=form)


def _page(request: HttpRequest, **context: Any) -> HttpResponse:
    if begun := context.get("begun"):
        secret, address = second_step.shown(begun)
        context |= {"secret": " ".join(wrap(secret, 4)), "picture": qr(address)}
    wrong = any(context.get(name) and context[name].errors for name in ("form", "code"))
    return render(request, "people/second_step_of_mine.html", context, status=422 if wrong else 200)


def _sheet(request: HttpRequest, codes: list[str], *, renewed: bool = False) -> HttpResponse:
    context = {"codes": codes, "today": clock.today(), "renewed": renewed}
    return render(request, "people/recovery_codes.html", context)


urlpatterns = [
    path("account/", account, name="account"),
    path("account/devices/<int:pk>/end/", end_device, name="end-device"),
    path("account/devices/end-others/", end_others, name="end-others"),
    path("account/second-step/", second_step_of_mine, name="second-step-of-mine"),
]
