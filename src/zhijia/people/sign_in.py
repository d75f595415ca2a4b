"""Signing in, out, the own password, and the choice of seat. Accounts are opened by officers; nobody signs up."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter

# From `stages` itself it would be imported in a circle.
from allauth.account.internal.stagekit import LoginStage, LoginStageController
from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from zhijia.kernel import trail
from zhijia.kernel.ui.toast import say
from zhijia.people.account_forms import CodeForm
from zhijia.people.second_step import accept, factor_of


class OfficeAdapter(DefaultAccountAdapter):
    """allauth in the words of the office, with failed and successful sign-ins in the trail."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": "登录名或密码不对。请看看大小写锁有没有打开，再试一次。",
        "too_many_login_attempts": "连续输错太多次，这个登录名先锁 5 分钟。到时再试；忘了密码请找本单位工会主席重设。",
        "account_inactive": "这个登录名已停用。需要恢复请找本单位工会主席。",
        "incorrect_password": "现在用的密码不对，请再输一次。",
        "enter_current_password": "现在用的密码不对，请再输一次。",
        "rate_limited": "试得太频繁了。请过几分钟再来。",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        # The name that was tried is kept, the password never: a stranger's typing may hold either.
        trail.note(
            "people.account.sign_in_failed", by=None, subject=str(credentials.get("username", ""))[:40]
        )

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        """Only after the right password; a stranger hears the same as for any other name."""
        trail.note("people.account.sign_in_failed", by=None, subject=user.login, reason="登录名已停用")
        context = {
            "title": "登录名已停用",
            "sentence": self.error_messages["account_inactive"],
            "back": "/sign-in/",
        }
        return render(request, "ui/refused.html", context, status=403)

    def get_login_stages(self) -> list[str]:
        return [*super().get_login_stages(), "zhijia.people.sign_in.SecondStep"]

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return "/"

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return "/sign-in/"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return "/account/"

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        """A page that greets needs no second greeting; a changed password is told."""
        if message_template == "account/messages/password_changed.txt":
            say(request, "密码已改好，下次登录用新密码。其他设备上的登录已经退出。")

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: Any = None, email: Any = None
    ) -> None:
        """There is no mail yet; the trail holds what happened to an account."""


@require_http_methods(["GET", "POST"])
def choose_seat(request: HttpRequest) -> HttpResponse:
    """Somebody with two posts works in one at a time, and changing is a visible act."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    wanted = next((seat for seat in request.seats if seat.key == request.POST.get("seat")), None)
    if request.method == "POST" and wanted:
        request.session["seat"] = wanted.key
        trail.note("people.seat.enter", by=wanted, subject=wanted.label)
        back = request.POST.get("next", "/")
        safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
        return HttpResponseRedirect(back if safe else "/")
    return render(request, "people/choose_seat.html", {"seats": request.seats, "seat": request.seat})


class SecondStep(LoginStage):
    """allauth's road of a sign-in stops here until the code is right."""

    key = "second_step"
    urlname = "people:second-step"

    def handle(self) -> tuple[HttpResponse | None, bool]:
        return (redirect(self.urlname) if factor_of(self.login.user) else None), True


@never_cache
@login_not_required
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """After the right password: the code from the telephone, or one from the recovery sheet."""
    stage = LoginStageController.enter(request, SecondStep.key)
    if stage is None:  # nobody is on the way in, or it took longer than a quarter of an hour
        return redirect("account_login")
    account = stage.login.user
    form = CodeForm(request.POST if request.method == "POST" else None, label_suffix="")
    if not form.is_bound or not form.is_valid():
        return render(request, "people/second_step.html", {"form": form}, status=422 if form.errors else 200)
    if not ratelimit.consume(request, action="second_step", key=str(account.pk)):
        form.add_error("code", "连续输错太多次，先停 5 分钟。到时再试，或者用恢复单上的码。")
        return render(request, "people/second_step.html", {"form": form}, status=429)
    how = accept(account, form.cleaned_data["code"])
    if not how:
        trail.note("people.account.second_step_failed", by=None, subject=account.login)
        form.add_error("code", "这个码不对，或者已经用过了。手机上的码半分钟一换，请等下一个再输。")
        return render(request, "people/second_step.html", {"form": form}, status=422)
    ratelimit.clear(request, action="second_step", key=str(account.pk))
    if how == "paper":
        say(request, "用掉了一个恢复码，请在恢复单上划掉它。手机丢了的，请到“我的账号”里重设两步验证。")
    return stage.exit()
