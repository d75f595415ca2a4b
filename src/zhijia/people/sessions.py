"""Sessions end after 30 idle minutes and after 8 hours at most; words in a form outlive them in the browser."""

import datetime as dt
from collections.abc import Callable

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

IDLE = dt.timedelta(minutes=30)
LONGEST = dt.timedelta(hours=8)
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
        if moment - since > LONGEST or moment - seen > IDLE:
            logout(request)
            request.session_ended = True
            return
        if "since" not in request.session or moment - seen > NOTED_EVERY:
            request.session["since"] = since.isoformat()
            request.session["seen"] = moment.isoformat()


def _read(request: HttpRequest, name: str) -> dt.datetime | None:
    stored = request.session.get(name)
    return dt.datetime.fromisoformat(stored) if stored else None
