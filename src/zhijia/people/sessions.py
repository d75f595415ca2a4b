"""Sessions end after 30 idle minutes and after 8 hours at most; words in a form outlive them in the browser."""

import datetime as dt
from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.utils import timezone

from zhijia.people import devices
from zhijia.people.devices import IDLE, LONGEST

NOTED_EVERY = dt.timedelta(minutes=1)  # a page does not write the session each time it is looked at


class SessionLimits:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            self._look_at_the_clock(request)
        return self.get_response(request)

    def _look_at_the_clock(self, request: HttpRequest) -> None:
        moment = timezone.now()
        since = _read(request, "since") or moment
        seen = _read(request, "seen") or moment
        # The other side of each: a clock set back far must not let a session live on for as long.
        if moment - since > LONGEST or abs(moment - seen) > IDLE:
            logout(request)
            request.session["ended"] = True  # the sign-in page says why, and where the words went
            return
        if "since" not in request.session or abs(moment - seen) > NOTED_EVERY:
            request.session["since"] = since.isoformat()
            request.session["seen"] = moment.isoformat()
            devices.see(request)


class SignInFirst(LoginRequiredMiddleware):
    """Every page asks for a sign-in and a seat, but those that lead to them."""

    WITHOUT_SEAT = ("people:seat", "account_logout", "account_change_password", "people:second-step")

    def process_view(
        self, request: HttpRequest, view_func, view_args, view_kwargs
    ) -> HttpResponseBase | None:
        refusal = super().process_view(request, view_func, view_args, view_kwargs)
        if refusal or not request.user.is_authenticated:
            return refusal
        if request.seat is None and request.resolver_match.view_name not in self.WITHOUT_SEAT:
            return redirect("people:seat")
        return None

    def handle_no_permission(self, request: HttpRequest, view_func) -> HttpResponseBase:
        if not request.headers.get("HX-Request"):
            return super().handle_no_permission(request, view_func)
        # A part of a page cannot hold the sign-in form: the whole page goes there and comes back.
        answer = HttpResponse(status=401)
        here = request.headers.get("HX-Current-URL", "/")
        answer["HX-Redirect"] = (
            f"{resolve_url('account_login')}?{urlencode({'next': '/' + here.split('/', 3)[-1]})}"
        )
        return answer


def _read(request: HttpRequest, name: str) -> dt.datetime | None:
    stored = request.session.get(name)
    return dt.datetime.fromisoformat(stored) if stored else None
