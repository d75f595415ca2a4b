"""A certificate of a legal person that is to be renewed stands on my day of whoever renews it (A11)."""

import datetime as dt

import pytest

from zhijia.kernel import clock
from zhijia.kernel.scope import scope, system
from zhijia.org.actions import certify
from zhijia.org.models import Union
from zhijia.org.radar import alerts

pytestmark = pytest.mark.django_db


def certified(union, days):
    """The union's certificate ends in so many days, every other one far ahead."""
    far = clock.today() + dt.timedelta(days=900)
    with system("测试：证书的日子") as by:
        for other in Union.objects.filter(certificate_to__lte=far).exclude(pk=union.pk):
            certify(other.pk, by=by, credit_code=other.credit_code, certificate_to=far)
        row = Union.objects.get(pk=union.pk)
        certify(
            row.pk, by=by, credit_code=row.credit_code, certificate_to=clock.today() + dt.timedelta(days=days)
        )


def told(seat):
    with scope(seat):
        return [one for one in alerts(seat) if "法人资格证书" in one.sentence]


@pytest.mark.parametrize(("days", "due"), [(31, False), (30, True), (0, True), (-5, True)])
def test_from_thirty_days_before_its_end_until_it_is_renewed(days, due, town, seat_of):
    certified(town.works, days)
    own, above = told(seat_of("officer")), told(seat_of("town"))
    assert bool(own) is bool(above) is due
    if due:
        assert own[0].sentence.startswith("本会的法人资格证书")
        assert above[0].sentence.startswith("1 个工会")
    assert not told(seat_of("auditor"))
    assert not told(seat_of("neighbour"))


def test_the_number_opens_to_its_unions(town, client_as, seat_of):
    certified(town.works, 10)
    (alert,) = told(seat_of("town"))
    page = client_as("town").get(alert.url).content.decode()
    assert town.works.name in page
    assert town.neighbour.name not in page
