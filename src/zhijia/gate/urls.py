"""The page of tokens, and the address under which the API's own are found once one of them is asked for."""

from django.urls import URLResolver, path
from django.urls.resolvers import RoutePattern

from zhijia.gate import tokens


class Later(URLResolver):
    """Addresses in a namespace of their own, made at the first call for one: an office starts without them.

    Django asks each part for its addresses when it writes its first link; those of a namespace it asks for again
    when a link leads there, so that nothing is missed here.
    """

    def _populate(self) -> None:
        pass


app_name = "gate"
urlpatterns = [
    path("tokens/", tokens.page, name="tokens"),
    path("tokens/<int:pk>/revoke/", tokens.take_back, name="revoke"),
]
api = Later(RoutePattern("api/v1/"), "zhijia.gate.api_urls", app_name="ninja", namespace="api-1")
