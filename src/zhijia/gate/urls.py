from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.urls import path

from zhijia.gate import tokens
from zhijia.gate.api import api

app_name = "gate"


def _opened(routes: list[Any]) -> list[Any]:
    """A program brings its token, not a session: the sign-in page is not for it."""
    for route in routes:
        route.callback = login_not_required(route.callback)
    return routes


urlpatterns = [
    path("tokens/", tokens.page, name="tokens"),
    path("tokens/<int:pk>/revoke/", tokens.take_back, name="revoke"),
]
api_urls = (_opened(api.urls[0]), "ninja", "api-1")
