"""A number that stands still remembers who set it, what stood there before, and which unions had entered anything."""

from decimal import Decimal

import pytest

from zhijia.kernel.scope import scope
from zhijia.plans import sheet
from zhijia.plans.actions import summaries as verbs
from zhijia.plans.models import SummaryNumber

pytestmark = pytest.mark.django_db


@pytest.fixture
def number(summary, officer):
    with scope(officer):
        return SummaryNumber.objects.filter(summary=summary, figure="people.members").first()


def read_again(number, officer):
    with scope(officer):
        return sheet.Sheet(number.summary).numbers[number.token]


def test_a_frozen_number_knows_of_how_many_unions_it_speaks(number, officer):
    verbs.freeze(number, by=officer)
    again = read_again(number, officer)
    assert again.row.of_unions >= again.row.told_by > 0
    assert again.coverage == f"{again.row.of_unions} 个基层工会中 {again.row.told_by} 个有数"
    assert again.row.set_by_id == officer.person_id


def test_a_typed_number_keeps_the_one_it_took_the_place_of(number, officer, client_as):
    before = number.shown
    first = verbs.type_in(number, by=officer, value=Decimal(132), reason="县里统计")
    verbs.type_in(first, by=officer, value=Decimal(140), reason="县里更正")
    again = read_again(number, officer)
    assert (again.row.was, again.row.shown) == (before, 140)
    page = client_as("town").get(f"/plans/summary/{number.summary_id}/", {"n": number.token}).content.decode()
    assert f"原来是 <b>{again.told_before}</b>" in page
    assert "个基层工会中" in page
    assert f"原来是 {again.told_before}" in sheet._source(again)


def test_taken_anew_it_follows_again_and_remembers_nothing(number, officer):
    typed = verbs.type_in(number, by=officer, value=Decimal(132), reason="县里统计")
    verbs.renew(typed, by=officer)
    row = read_again(number, officer).row
    assert (row.was, row.set_by, row.of_unions, row.silent) == (None, None, None, [])


def test_sent_every_number_remembers_its_coverage(summary, number, officer):
    verbs.send(summary, by=officer)
    assert read_again(number, officer).coverage
