"""Posts give rights; so who may give them?"""

import datetime as dt

import pytest

from zhijia.kernel.actions import Blocked, NotAllowed
from zhijia.kernel.scope import system
from zhijia.org.actions import appoint
from zhijia.org.models import Post
from zhijia.people.models import Membership

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague(town):
    with system("测试：一位会员"):
        held = Post.objects.values("person_id")
        return (
            Membership.objects.filter(union=town.works, left_on=None).exclude(person__in=held).first().person
        )


def post(person_id, union, office="committee"):
    return Post(person_id=person_id, union=union, office=office, held_from=dt.date(2026, 11, 20))


@pytest.mark.parametrize("login", ["officer", "chair", "town", "county"])
def test_the_officers_of_a_union_and_of_those_above_appoint(town, seat_of, colleague, login):
    assert appoint(post(colleague.pk, town.works), by=seat_of(login)).pk


@pytest.mark.parametrize("login", ["member", "leader", "accountant", "auditor", "women", "neighbour"])
def test_nobody_else_does(town, seat_of, colleague, login):
    with pytest.raises(NotAllowed):
        appoint(post(colleague.pk, town.works), by=seat_of(login))


def test_nobody_appoints_upward(town, seat_of, colleague):
    with pytest.raises(NotAllowed):
        appoint(post(colleague.pk, town.union), by=seat_of("chair"))


def test_nobody_gives_himself_a_post(town, seat_of):
    officer = seat_of("officer")
    with pytest.raises(Blocked, match="由别人登记"):
        appoint(post(officer.person_id, town.works, "chair"), by=officer)
