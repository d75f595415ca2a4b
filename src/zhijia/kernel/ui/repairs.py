"""Every answer has a repair number (报修号): an error page shows it, and `zhijia log` finds its line by it."""

import secrets
import sys
from collections.abc import Callable

from django.core.exceptions import DisallowedHost, RequestDataTooBig
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from psycopg.errors import DiskFull

from zhijia.kernel import clock

HEADER = "X-Repair-Number"  # for the line that a part of a page gets instead of an error page


def new() -> str:
    """Short enough for the telephone: E, day, time, four signs."""
    return f"E-{clock.now():%m%d-%H%M}-{secrets.token_hex(2).upper()}"


def of(request: HttpRequest) -> str:
    return getattr(request, "repair_number", "")


class RepairNumbers:
    """Outermost, so that whatever breaks further in has its number already."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.repair_number = new()  # type: ignore[attr-defined]
        response = self.get_response(request)
        if response.status_code == 405 and not response.content:
            response.content = _page("405.html", request)
            response["Content-Type"] = "text/html; charset=utf-8"
            response["Content-Length"] = str(len(response.content))  # CommonMiddleware counted nothing
        if response.status_code >= 400:
            response[HEADER] = of(request)
        return response


# The pages below are drawn without the request: whatever broke may break again in a context processor.


def _page(template: str, request: HttpRequest, **more: str) -> str:
    return render_to_string(template, {"number": of(request), **more})


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler400: too many words, a name of the machine that it does not know itself by, or nothing we understand."""
    if isinstance(exception, RequestDataTooBig):
        return HttpResponse(_page("413.html", request), status=413)
    if isinstance(exception, DisallowedHost):
        host = request.META.get("HTTP_HOST", "")
        return HttpResponse(_page("400_host.html", request, host=host), status=400)
    return HttpResponse(_page("400.html", request), status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    """handler500. A database that is starting again is no fault of the program, and passes by itself."""
    broken = sys.exc_info()[1]
    if isinstance(broken, OperationalError):
        full = "yes" if isinstance(broken.__cause__, DiskFull) else ""
        return HttpResponse(_page("503.html", request, full=full), status=503)
    return HttpResponse(_page("500.html", request), status=500)
