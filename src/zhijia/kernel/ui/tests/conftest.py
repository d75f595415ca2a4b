import datetime as dt
from types import SimpleNamespace

import pytest
from django.test import RequestFactory
from django.urls import resolve

from zhijia.kernel.ui import menu


@pytest.fixture(autouse=True)
def _day(settings):
    settings.TODAY = dt.date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _own_urls(settings):
    settings.ROOT_URLCONF = "zhijia.kernel.ui.tests.urls"


@pytest.fixture
def places(monkeypatch):
    """An empty menu, whatever the installed apps have registered."""
    for name in ("places", "personal", "recording"):
        monkeypatch.setattr(menu, name, [])
    return menu


@pytest.fixture
def visit():
    """A request for an address, seated unless told otherwise."""

    def make(address="/", office="officer", method="get", **data):
        request = getattr(RequestFactory(), method)(address, data)
        request.resolver_match = resolve(request.path)
        request.seat = SimpleNamespace(
            key="post-7", person_id=7, office=office, name="林秀芳", label="镇总 · 工会干事"
        )
        request.page_scope = None
        return request

    return make
