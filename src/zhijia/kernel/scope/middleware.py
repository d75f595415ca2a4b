"""Seats a signed-in account, opens its scope around the whole response and turns refusals into pages."""

from collections.abc import Callable

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhijia.kernel import trail
from zhijia.kernel.actions import NotAllowed, Refused
from zhijia.kernel.scope.reach import seats_of
from zhijia.kernel.scope.seat import Seat, scope

SAFE = ("GET", "HEAD", "OPTIONS")


class SeatedRequest(HttpRequest):
    """What views get: the seat one works in (None before one has any), and all one may choose from."""

    seat: Seat | None
    seats: list[Seat]
    denied: str


class SeatMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: SeatedRequest) -> HttpResponse:
        request.seat, request.seats = None, []
        if not request.user.is_authenticated:
            return self.get_response(request)
        request.seats = seats_of(request.user)
        if not request.seats:
            return self.get_response(request)
        remembered = request.session.get("seat")
        request.seat = next((s for s in request.seats if s.key == remembered), request.seats[0])
        with scope(request.seat):
            response = self._answer(request)
        denied = getattr(request, "denied", None)
        if denied:
            # After the page's transaction has closed, so that no roll-back takes the record away.
            trail.note("denied", by=request.seat, subject=request.path, reason=denied)
        return response

    def _answer(self, request: HttpRequest) -> HttpResponse:
        if request.method not in SAFE or connection.in_atomic_block:
            return self.get_response(request)
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION READ ONLY")
            return self.get_response(request)

    def process_exception(self, request: SeatedRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        if isinstance(exception, NotAllowed):
            request.denied = exception.sentence
        context = {"sentence": exception.sentence, "refusal": exception}
        return render(request, "ui/refused.html", context, status=exception.status)
