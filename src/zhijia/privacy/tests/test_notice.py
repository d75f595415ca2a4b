"""Everybody meets the notice once, and again when its text has changed; nobody is locked out of reading it."""

import hashlib
import re

import pytest
from django.db import transaction
from django.template.loader import render_to_string
from django.test import Client

from zhijia.kernel.actions import NotAllowed
from zhijia.kernel.scope import scope, system
from zhijia.kernel.trail.models import Event
from zhijia.privacy import actions, notice
from zhijia.privacy.models import Consent

pytestmark = pytest.mark.django_db
BROWSER = {"accept": "text/html,application/xhtml+xml"}


def look(client: Client, path: str):
    return client.get(path, headers=BROWSER)


@pytest.fixture
def another_text(monkeypatch):
    monkeypatch.setattr(notice, "EDITION", "2027-01-01")


def test_a_changed_text_is_another_edition():
    text = render_to_string(notice.TEXT)
    found = hashlib.sha256(text.encode()).hexdigest()[:16]
    assert notice.DIGESTS[notice.EDITION] == found, "Give the new text a new EDITION with this digest."
    assert "{{" not in text


@pytest.mark.parametrize("login", ["member", "officer"])
def test_a_member_and_an_officer_meet_it_once(client_as, seat_of, login, another_text):
    client = client_as(login)
    asked = look(client, "/plans/?year=2026")
    assert asked.url == "/privacy/?next=%2Fplans%2F%3Fyear%3D2026"
    page = look(client, asked.url).content.decode()
    assert "我看过了，同意" in page
    key = re.search(r'name="key" value="([^"]+)"', page)[1]
    for _ in range(2):  # a double click
        assert (
            client.post("/privacy/agree/", {"key": key, "next": "/plans/?year=2026"}).url
            == "/plans/?year=2026"
        )
    assert look(client, "/plans/?year=2026").status_code == 200
    seat = seat_of(login)
    with scope(seat):
        row = Consent.objects.get(person_id=seat.person_id, edition="2027-01-01")
    assert (row.state, row.seat) == ("agreed", seat.label)
    again = client_as(login)  # another day, another session
    assert look(again, "/").status_code == 200
    assert "同意了这一版" in look(again, "/privacy/").content.decode()


def test_it_holds_up_pages_alone(client_as, another_text):
    client = client_as("officer")
    assert client.get("/plans/traces/new/part/", headers={"HX-Request": "true"}).status_code != 302
    assert look(client, "/help/plans/").status_code == 200
    assert look(client, "/password/").status_code == 200
    assert look(client, "/seat/").status_code == 200


def test_it_is_always_readable(client_as, another_text):
    for client in (Client(), client_as("member")):
        page = look(client, "/privacy/")
        assert page.status_code == 200
        assert "谁看得到" in page.content.decode()
    assert 'href="/privacy/"' in Client().get("/sign-in/").content.decode()


def test_nobody_is_led_elsewhere_by_it(client_as, another_text):
    client = client_as("member")
    assert client.post("/privacy/agree/", {"next": "https://elsewhere.example/"}).url == "/"


def test_withdrawing_signs_out_and_is_asked_anew(client_as, seat_of):
    client = client_as("member")
    assert look(client, "/").status_code == 200
    assert client.post("/privacy/withdraw/").url == "/privacy/"
    assert look(client, "/").url.startswith("/sign-in/")
    client = client_as("member")
    assert look(client, "/").url.startswith("/privacy/")
    assert client.post("/privacy/agree/").url == "/"
    with scope(seat_of("member")):
        assert sorted(Consent.objects.values_list("state", flat=True)) == ["agreed", "withdrawn"]
    verbs = (
        Event.objects.filter(person_id=seat_of("member").person_id, verb__startswith="privacy.")
        .order_by("-pk")
        .values_list("verb", flat=True)
    )
    assert list(verbs[:2]) == ["privacy.consent.agree", "privacy.consent.withdraw"]


def test_nobody_withdraws_for_somebody_else(seat_of):
    with system("测试"):
        row = Consent.objects.get(person_id=seat_of("member").person_id)
    with transaction.atomic(), pytest.raises(NotAllowed):
        actions.withdraw(row.pk, by=seat_of("chair"))


def test_the_log_is_for_officers_and_shows_those_in_reach(client_as):
    for login in ("member", "leader", "accountant"):
        assert client_as(login).get("/privacy/log/").status_code == 403
    page = client_as("chair").get("/privacy/log/").content.decode()
    assert "已同意" in page
    with system("测试"):
        names = set(Consent.objects.values_list("person__name", flat=True))
    shown = {name for name in names if f">{name}<" in page}
    assert shown < names  # the county and the neighbour are out of the works' reach
