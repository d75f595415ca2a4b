"""No answer to a part of a page is empty, so that an empty one is known as cut off on its way (zhijia.js).

A connection that breaks within the headers of an answer over plain HTTP leaves Chromium with a success and no words:
it ends the headers where they broke. Only a body that has to arrive tells the two apart.

A plain form that the script sends (`Zhijia-Form`) is told where to go on: the browser would follow a redirect by itself
and spend there what the next page has to say.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

ARRIVED = b"<!---->"  # swapped in, it is nothing


class WholeAnswers:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        response = self.get_response(request)
        if "Zhijia-Form" in request.headers and 300 <= response.status_code < 400:
            response.status_code, response.content = 200, ARRIVED
            response["Zhijia-Onward"] = response["Location"]
            del response["Location"]
        if request.htmx and response.status_code < 300 and not response.streaming and not response.content:
            if response.status_code == 204:  # which may have no body, and means that nothing is to be swapped
                response.status_code = 200
                response["HX-Reswap"] = "none"
            response.content = ARRIVED
        return response
