"""One's own e-mail address: it counts once a code that was mailed there has come back."""

import datetime as dt
import secrets
from typing import Any

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from zhijia.kernel import mail, trail
from zhijia.kernel.mail.trouble import told
from zhijia.kernel.secrets import whole
from zhijia.kernel.ui.toast import say
from zhijia.people.account_forms import MailCodeForm, OwnMailForm, OwnPasswordForm

REMOVAL = "removal_%s"  # the ids of the second form on the page
VALID = dt.timedelta(minutes=30)
CODE = "您在职家填了这个邮箱。验证码：{code}，30 分钟内有效。\n不是您填的，不用理会这封信。"
MOVED = "职家登录名 {login} 的邮箱刚刚换成了别的。不是您换的，请马上联系本单位工会主席。"


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def own_mail(request: HttpRequest) -> HttpResponse:
    do, server = request.POST.get("do", ""), mail.server()
    if do == "again":
        request.session.pop("own_mail", None)
        return redirect("people:own-mail")
    if do == "code":
        return _confirm(request)
    if do == "remove":
        return _remove(request)
    form = OwnMailForm(request)
    if server and form.is_bound and form.is_valid() and _sent(request, form, server):
        return redirect("people:own-mail")
    return _page(request, form=form)


def _sent(request: HttpRequest, form: OwnMailForm, server: Any) -> bool:
    """Mail a code to the new address; what went wrong stands in the form."""
    to, code = form.cleaned_data["email"], f"{secrets.randbelow(10**6):06}"
    if not ratelimit.consume(request, action="own_mail", key=str(request.user.pk)):
        form.add_error("email", "一小时里发得太多了，请过一会儿再来。")
        return False
    try:
        mail.send(server, to, "职家验证码", CODE.format(code=code))
    except (OSError, UnicodeError) as error:
        form.add_error(
            "email", f"验证码没有发出去。{told(error, server.host, server.port)}请告诉管系统的同志。"
        )
        return False
    request.session["own_mail"] = {
        "to": to,
        "code": _index(request, to, code),
        "until": (timezone.now() + VALID).isoformat(),
    }
    return True


def _index(request: HttpRequest, to: str, code: str) -> str:
    return whole(code, of=f"mail code {request.user.pk} {to}")


def _pending(request: HttpRequest) -> dict[str, str] | None:
    found = request.session.get("own_mail")
    return found if found and timezone.now() < dt.datetime.fromisoformat(found["until"]) else None


def _confirm(request: HttpRequest) -> HttpResponse:
    pending, form = _pending(request), MailCodeForm(request.POST, label_suffix="")
    if pending is None:
        say(request, "这个验证码过期了，或者已经用过。邮箱没有换的，请再发一次。")
        return redirect("people:own-mail")
    if form.is_valid():
        limit = {"action": "own_mail_code", "key": str(request.user.pk)}
        if not ratelimit.consume(request, **limit):
            form.add_error("code", "连续输错太多次，先停 5 分钟，到时再试。")
        elif not secrets.compare_digest(
            _index(request, pending["to"], form.cleaned_data["code"]), pending["code"]
        ):
            form.add_error("code", "验证码不对。请看看邮件里的 6 位数，再输一次。")
        else:
            ratelimit.clear(request, **limit)
            del request.session["own_mail"]
            _keep(request, pending["to"])
            say(request, "邮箱已确认。以后忘了密码，可以用它自己重设。")
            return redirect("people:account")
    return _page(request, code=form)


def _remove(request: HttpRequest) -> HttpResponse:
    form = OwnPasswordForm(request, auto_id=REMOVAL)
    if not form.is_valid():
        return _page(request, removal=form)
    _keep(request, "")
    say(request, "邮箱已去掉。以后忘了密码，请找主席重打邀请单。")
    return redirect("people:account")


def _keep(request: HttpRequest, to: str) -> None:
    account, before = request.user, request.user.email
    account.email = to
    account.save(update_fields=["email"])
    trail.note("people.account.mail", by=request.seat, subject=account.login)
    if before and before != to and (server := mail.server()):
        mail.post(server, before, "职家邮箱已更换", MOVED.format(login=account.login))


def _page(request: HttpRequest, **forms: Any) -> HttpResponse:
    wrong = any(form.errors for form in forms.values())
    context = {
        "server": mail.server(),
        "pending": _pending(request),
        "form": forms.get("form") or OwnMailForm(),
        "code": forms.get("code") or MailCodeForm(label_suffix=""),
        "removal": forms.get("removal") or OwnPasswordForm(auto_id=REMOVAL),
    }
    return render(request, "people/own_mail.html", context, status=422 if wrong else 200)


urlpatterns = [path("account/mail/", own_mail, name="own-mail")]
