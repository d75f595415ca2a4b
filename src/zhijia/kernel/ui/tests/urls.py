"""A small town of pages for the frame's own tests."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def page(request: HttpRequest, **_: object) -> HttpResponse:
    return HttpResponse("")


work = [
    path("year/", page, name="year"),
    path("task/<int:id>/", page, name="task"),
    path("record/", page, name="record"),
    path("odd/", page, name="odd"),
]
urlpatterns = [
    path("", page, name="home"),
    path("tasks/", include((work, "work"))),
    path("", include("zhijia.kernel.ui.urls")),
]
