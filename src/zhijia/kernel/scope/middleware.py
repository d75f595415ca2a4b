"""Seats a signed-in account, opens its scope around the whole response and turns refusals into pages."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from django.core.exceptions import BadRequest
from django.db import OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from psycopg.errors import DiskFull

from zhijia.kernel import trail
from zhijia.kernel.actions import NotAllowed, Refused
from zhijia.kernel.scope.reach import seats_of
from zhijia.kernel.scope.seat import Seat, scope
from zhijia.kernel.ui import repairs

SAFE = ("GET", "HEAD", "OPTIONS")
log = logging.getLogger(__name__)


class SeatedRequest(HttpRequest):
    """What views get: the seat one works in (None before one has any), and all one may choose from."""

    seat: Seat | None
    seats: list[Seat]
    denied: str


class PageRequest(SeatedRequest):
    """What a page behind the sign-in gets: there is a seat."""

    seat: Seat
    page_scope: Any
    htmx: Any


@contextmanager
def reading() -> Iterator[None]:
    """One transaction for all that a page reads, in which nothing can be written."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION READ ONLY")
        yield


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
        with reading() if request.method in SAFE else nullcontext():
            return self.get_response(request)

    def process_view(self, request: SeatedRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Refuse what no page has to look at: a NUL, which PostgreSQL does not keep, and a form of another seat."""
        sent = [request.path, *_words(request.GET), *_words(request.POST)]
        if any("\0" in text for text in sent):
            raise BadRequest("a NUL among what was sent")
        drawn_as = request.POST.get("drawn_as")
        if drawn_as and request.seat and drawn_as != request.seat.key:
            sentence = f"您现在的身份是“{request.seat.label}”，这张表单是用另一个身份打开的。请先换回原来的身份再交。"
            return render(request, "ui/refused.html", {"sentence": sentence}, status=409)
        return None

    def process_exception(self, request: SeatedRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, OperationalError):
            return _database_trouble(request, exception)
        if not isinstance(exception, Refused):
            return None
        context: dict[str, Any] = {"sentence": exception.sentence, "refusal": exception}
        if isinstance(exception, NotAllowed):
            request.denied = exception.sentence
            context["number"] = repairs.of(request)
            if request.method in SAFE:
                context["title"] = "这一页您打不开"
        return render(request, "ui/refused.html", context, status=exception.status)


def _words(sent: QueryDict) -> Iterator[str]:
    return (text for name, texts in sent.lists() for text in (name, *texts))


def _database_trouble(request: HttpRequest, exception: OperationalError) -> HttpResponse:
    """A full disk or a database that is starting again: nothing was kept, and the sentence says what to do."""
    log.error("database trouble: %s", type(exception.__cause__).__name__, extra={"request": request})
    connection.close()  # whatever transaction was open cannot go on
    if isinstance(exception.__cause__, DiskFull):
        title, status = "服务器的磁盘满了", 507
        sentence = "这一次没有存上。请找管理员清出空间，再回来存一次。"
    else:
        title, status = "数据库刚才断开了", 503
        sentence = "这一次没有存上。它会自己恢复，请过一会儿再试一次。"
    context = {"title": title, "sentence": sentence, "number": repairs.of(request)}
    return render(request, "ui/refused.html", context, status=status)
