"""Until somebody has an account there is one page: the first run."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from zhijia.house.folder import data_folder
from zhijia.server.serve import TOKEN_FILE


class FirstRunOnly:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        folder, place = data_folder(), reverse("house:first-run")
        open_pages = (place, reverse("house:network"))
        if folder and (folder / TOKEN_FILE).exists() and request.path not in open_pages:
            return redirect(place)
        return self.get_response(request)
