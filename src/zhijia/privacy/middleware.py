"""Before the first page: the notice, once, and again when its text has changed."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from zhijia.privacy import actions, notice

KNOWN = "notice"  # in the session: the edition agreed to, so that only its first page asks the database
WITHOUT = ("privacy:", "account_", "people:seat", "ui:help")


class NoticeFirst:
    """Stands after the seat. Only what a person looks at is held up: parts, files and forms under way are not."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view_func, view_args, view_kwargs
    ) -> HttpResponseBase | None:
        seat = getattr(request, "seat", None)
        if seat is None or request.method != "GET" or not _a_page(request):
            return None
        if request.session.get(KNOWN) == notice.EDITION:
            return None
        if request.resolver_match.view_name.startswith(WITHOUT):
            return None
        if actions.given(seat):
            request.session[KNOWN] = notice.EDITION
            return None
        return redirect(f"{reverse('privacy:notice')}?{urlencode({'next': request.get_full_path()})}")


def _a_page(request: HttpRequest) -> bool:
    return "text/html" in request.headers.get("Accept", "") and not request.headers.get("HX-Request")
