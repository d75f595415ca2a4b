"""忘记密码: a link by mail, good for half an hour and once. A stranger learns nothing, nor from how long it takes.

The link's key is Django's: a keyed hash over the password it replaces, so that it dies with it. It travels
behind a question mark, which no log line holds, and is stored nowhere until it is opened, then in that session.
"""

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from zhijia.kernel import mail, trail
from zhijia.kernel.typed import whole
from zhijia.people import devices
from zhijia.people.account_forms import ForgottenForm, NewPasswordForm
from zhijia.people.models import Account

LETTER = """有人（多半是您自己）要重设职家登录名 {login} 的密码。30 分钟内打开下面的地址，设一个新密码，只能用一次：

{link}

不是您要的，不用理会，密码没有变。"""


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """The same page for a name that exists, one that does not, and one without an address."""
    server = mail.server()
    form = ForgottenForm(request.POST if request.method == "POST" else None, label_suffix="")
    context = {"form": form, "server": server}
    if server is None or not form.is_bound or not form.is_valid():
        return render(request, "people/forgotten.html", context, status=422 if form.errors else 200)
    login = form.cleaned_data["login"].strip()
    if not ratelimit.consume(request, action="forgotten", key=login):
        form.add_error("login", "要得太频繁了。请先看看邮箱里有没有信，一小时以后再来。")
        return render(request, "people/forgotten.html", context, status=429)
    trail.note("people.account.forgotten", by=None, subject=login)
    found = Account.objects.filter(login=login, is_active=True).exclude(email="").first()
    # All of it is done for a name that leads nowhere too; a letter to nobody is not sent.
    account = found or Account(pk=0, login=login)
    link = request.build_absolute_uri(
        f"{reverse('people:reset')}?k={account.pk}.{default_token_generator.make_token(account)}"
    )
    mail.post(server, account.email, "重设职家密码", LETTER.format(login=login, link=link))
    return render(request, "people/forgotten.html", {**context, "sent": True})


@never_cache
@login_not_required
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def reset(request: HttpRequest) -> HttpResponse:
    """The link leads here; its key goes into the session and out of the address at once."""
    if "k" in request.GET:
        request.session["reset"] = request.GET["k"][:200]
        return redirect("people:reset")
    key = request.session.get("reset", "")
    account = _opened_by(key)
    if account is None:
        return render(request, "people/reset.html", {"dead": True}, status=410)
    form = NewPasswordForm(request.POST if request.method == "POST" else None, account=account)
    if not form.is_bound or not form.is_valid():
        context = {"form": form, "login": account.login}
        return render(request, "people/reset.html", context, status=422 if form.errors else 200)
    if not _use(key, form.cleaned_data["password"]):
        return render(request, "people/reset.html", {"dead": True}, status=410)
    del request.session["reset"]
    return render(request, "people/reset.html", {"done": True})


def _opened_by(key: str, *, lock: bool = False) -> Account | None:
    """The account that this key opens today: not used, not older than half an hour, not stopped."""
    pk, _, token = key.partition(".")
    accounts = Account.objects.select_for_update() if lock else Account.objects
    account = accounts.filter(pk=whole(pk), is_active=True).first()
    return account if account and default_token_generator.check_token(account, token) else None


@transaction.atomic
def _use(key: str, password: str) -> bool:
    """Set the new password and end every sign-in; False where the key was used a moment ago."""
    account = _opened_by(key, lock=True)
    if account is None:
        return False
    account.set_password(password)
    account.save(update_fields=["password"])
    devices.end_all(Account.objects.filter(pk=account.pk))
    trail.note("people.account.password_reset", by=None, subject=account.login)
    return True


urlpatterns = [path("forgotten/", forgotten, name="forgotten"), path("reset/", reset, name="reset")]
