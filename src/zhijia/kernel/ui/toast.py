"""Saying that something was done, with its undo: bottom left, ten seconds, read aloud."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse


def say(
    request: HttpRequest, sentence: str, *, undo: str = "", version: int | None = None, bad: bool = False
) -> None:
    """Show `sentence` on the next page. `undo` is the address that takes it back (POST, row's version).

    After a POST the sentence also carries that form's request key, and the browser throws away the draft it
    kept under that key: only what the server answers for is forgotten.
    """
    level = messages.ERROR if bad else messages.SUCCESS
    messages.add_message(request, level, sentence, extra_tags=json.dumps(_extra(request, undo, version, bad)))


def say_now(
    request: HttpRequest,
    response: HttpResponse,
    sentence: str,
    *,
    undo: str = "",
    version: int | None = None,
    bad: bool = False,
) -> HttpResponse:
    """The same for an htmx answer, which draws no new page."""
    said = {"sentence": sentence, **_extra(request, undo, version, bad)}
    response.headers["HX-Trigger"] = json.dumps({"zj:say": said})
    return response


def _extra(request: HttpRequest, undo: str, version: int | None, bad: bool) -> dict[str, Any]:
    extra: dict[str, Any] = {}
    if undo:
        extra["undo"] = undo
    if version is not None:
        extra["version"] = version
    if bad:
        extra["bad"] = True
    elif request.method == "POST" and (key := request.POST.get("key", "")):
        extra["saved"] = key[:64]
    return extra
