"""From a day to a day: picked as two dates, kept as one word in the address."""

import datetime as dt
from urllib.parse import quote

import pytest
from django.http import QueryDict

from zhijia.kernel.ledger.spans import SpanField, SpanInput, span_of

A, B = dt.date(2026, 3, 1), dt.date(2026, 3, 31)


@pytest.mark.parametrize(
    ("word", "days", "told"),
    [
        ("2026-03-01..2026-03-31", (A, B), "2026-03-01 至 2026-03-31"),
        ("2026-03-01", (A, A), "2026-03-01"),
        ("2026-03-01..2026-03-01", (A, A), "2026-03-01"),
        ("2026-03-01..", (A, dt.date.max), "2026-03-01 起"),
        ("..2026-03-31", (dt.date.min, B), "到 2026-03-31"),
    ],
)
def test_a_word_is_two_days(word, days, told):
    assert (span_of(word), SpanField.told(word)) == (days, told)


@pytest.mark.parametrize("word", ["", "..", "2026-02-30..x", "x", "2026-03-01...2026-03-31", "'; --"])
def test_anything_else_is_none(word):
    assert span_of(word) is None


@pytest.mark.parametrize(
    ("sent", "word"),
    [
        ("on_from=2026-03-01&on_to=2026-03-31", "2026-03-01..2026-03-31"),
        ("on_from=2026-03-31&on_to=2026-03-01", "2026-03-01..2026-03-31"),
        ("on_from=2026-03-01&on_to=", "2026-03-01.."),
        ("on_from=&on_to=", ""),
        ("on=2026-03-01..2026-03-31", "2026-03-01..2026-03-31"),
    ],
)
def test_two_dates_are_one_word(sent, word):
    assert SpanInput().value_from_datadict(QueryDict(sent), None, "on") == word


@pytest.mark.django_db
def test_the_address_of_a_list_keeps_the_word(client_as):
    officer = client_as("town")
    sent = officer.get("/org/canvass/?found=must&on=&on_from=2026-03-31&on_to=2026-03-01&year=2026")
    assert sent.url == f"/org/canvass/?found=must&year=2026&on={quote('2026-03-01..2026-03-31')}"
    page = officer.get(sent.url)
    [chip] = [chip for chip in page.context["chips"] if chip.name == "on"]
    assert chip.text == "2026-03-01 至 2026-03-31"
    words = page.content.decode()
    assert 'name="on_from" id="id_on" value="2026-03-01"' in words
    assert "on=2026-11-01..2026-11-30" in words
    assert "上年" in words
    assert officer.get("/org/canvass/?on_from=&on_to=&found=must").url == "/org/canvass/?found=must"
    assert "日期要写成" in officer.get("/org/canvass/?on=2026-02-30..x").content.decode()
