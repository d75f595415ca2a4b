"""发邮件的设置: which server mails leave through, and a test that says in plain words what is wrong."""

from typing import Any

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from zhijia.house.forms import MailForm, TestMailForm
from zhijia.house.health import NOT_YOURS, may_keep
from zhijia.kernel import mail, trail
from zhijia.kernel.actions import NotAllowed
from zhijia.kernel.mail.models import MailServer
from zhijia.kernel.mail.trouble import told
from zhijia.kernel.ui.toast import say

ASKED = ("host", "port", "security", "login", "sender")
TEST = "这是职家发的测试邮件。您收到了，就说明发邮件设好了。"


def _keeper_only(request: HttpRequest) -> None:
    if not may_keep(request.seat):
        raise NotAllowed(NOT_YOURS)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    _keeper_only(request)
    server = mail.server()
    start = {name: getattr(server, name) for name in ASKED} if server else {"port": 465, "security": "ssl"}
    form = MailForm(request.POST if request.method == "POST" else None, initial=start, server=server)
    if not form.is_bound or not form.is_valid():
        return _page(request, server, form=form)
    server = server or MailServer()
    for name in ASKED:
        setattr(server, name, form.cleaned_data[name])
    if form.cleaned_data["password"] or not form.cleaned_data["login"]:
        server.password = form.cleaned_data["password"]
    server.save()
    MailServer.objects.exclude(pk=server.pk).delete()  # of two who set it up at once, the later
    trail.note("house.mail_set", by=request.seat, subject=f"{server.host}:{server.port}")
    say(request, "已存好。请在右边发一封试试。")
    return redirect("house:mail")


@require_POST
def test(request: HttpRequest) -> HttpResponse:
    """One mail, now, and what came of it."""
    _keeper_only(request)
    server = mail.server()
    form = TestMailForm(request.POST)
    if server is None or not form.is_valid():
        return _page(request, server, trial=form)
    if not ratelimit.consume(request, action="mail_test", key=str(request.user.pk)):
        form.add_error(None, "试得太频繁了，请过几分钟再发。")
        return _page(request, server, trial=form, status=429)
    trail.note("house.mail_tested", by=request.seat, subject=server.host)
    try:
        mail.send(server, form.cleaned_data["to"], "职家测试邮件", TEST)
    except (OSError, UnicodeError) as error:  # smtplib's and ssl's errors are OSErrors
        form.add_error(None, f"没有发成。{told(error, server.host, server.port)}")
        return _page(request, server, trial=form)
    say(request, f"已发到 {form.cleaned_data['to']}，请去看看收到没有，也看看垃圾邮件里有没有。")
    return redirect("house:mail")


@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """Mails are sent no more."""
    _keeper_only(request)
    MailServer.objects.all().delete()
    trail.note("house.mail_forgotten", by=request.seat)
    say(request, "已停用，职家不再发邮件。")
    return redirect("house:mail")


def _page(request: HttpRequest, server: MailServer | None, status: int = 0, **forms: Any) -> HttpResponse:
    start = {name: getattr(server, name) for name in ASKED} if server else {}
    context = {
        "server": server,
        "form": forms.get("form") or MailForm(initial=start, server=server),
        "trial": forms.get("trial") or TestMailForm(initial={"to": request.user.email}),
    }
    wrong = any(form.errors for form in forms.values())
    return render(request, "house/mail.html", context, status=status or (422 if wrong else 200))


urlpatterns = [
    path("house/mail/", settings, name="mail"),
    path("house/mail/test/", test, name="mail-test"),
    path("house/mail/forget/", forget, name="mail-forget"),
]
