"""The page a slip leads to: code, own password twice, and one is in."""

from allauth.account.utils import perform_login
from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from zhijia.kernel import trail
from zhijia.kernel.ui.toast import say
from zhijia.people import invitations
from zhijia.people.forms import JoinForm

# One answer for all that can be wrong, so that a stranger learns nothing.
WRONG = "对不上：一次码不对，或者这张邀请单用过了、过期了、换过新的了。请对照单子再输一次；还不行，请给您邀请单的人另打一张。"
TOO_OFTEN = "试得太频繁了，先停 5 分钟。到时再试；要是单子旧了，请给您邀请单的人另打一张。"


@never_cache
@login_not_required
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, ref: str = "") -> HttpResponse:
    form = JoinForm(request.POST or None, by_ref=bool(ref), label_suffix="")
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, 422 if form.errors else 200)
    values = form.cleaned_data
    whose = values.get("login", "").strip()
    if not ratelimit.consume(request, action="slip", key=(ref or whose)[:40]):
        form.add_error(None, TOO_OFTEN)
        return _page(request, form, 429)
    account = invitations.found(values["code"], ref=ref, login=whose)
    if account is None:
        trail.note("people.account.slip_failed", by=None, subject=whose[:40])
        form.add_error(None, WRONG)
        return _page(request, form, 422)
    try:
        validate_password(values["password"], account)
    except ValidationError as weak:
        form.add_error("password", weak)
        return _page(request, form, 422)
    if not invitations.use(account, values["password"]):
        form.add_error(None, WRONG)
        return _page(request, form, 422)
    ratelimit.clear(request, action="slip", key=(ref or whose)[:40])
    say(request, f"密码已设好。以后登录：登录名 {account.login}，加上您刚设的密码。")
    return perform_login(
        request, account
    )  # by the road of every sign-in: a slip does not lead around a second step


def _page(request: HttpRequest, form: JoinForm, status: int) -> HttpResponse:
    return render(request, "people/join.html", {"form": form}, status=status)
