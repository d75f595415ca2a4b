"""The roll-up of members says what counting says, whatever was done and whatever day is asked."""

import datetime as dt
from random import Random
from urllib.parse import urlencode

import pytest
from django.http import QueryDict

from zhijia.demo.dice import TODAY
from zhijia.kernel.actions import opened
from zhijia.kernel.ledger import ledgers
from zhijia.kernel.ledger.look import Look
from zhijia.kernel.scope import scope, system
from zhijia.org.models import Union
from zhijia.org.page_scope import PageScope
from zhijia.people import actions, tally
from zhijia.people.ledgers import CELL_OF
from zhijia.people.models import Membership, Person, Tally

pytestmark = pytest.mark.django_db
DAYS = ("2026", "2025", "2026Q1")


def looks(seat_of):
    """Counts of the register for two seats, three days: from the roll-up, and without it."""
    members = ledgers()["people.members"]
    for login, code in (("town", "QXZ"), ("officer", "QXZ001")):
        seat = seat_of(login)
        with scope(seat):
            union = Union.objects.get(code=code)
            for period in DAYS:
                place = PageScope(union, True, int(period[:4]), seat.union_id, period)
                look = Look(members, QueryDict(""), place, seat)
                yield look, members.kept_counts(place, look.form, seat)


def agrees(seat_of):
    for look, kept in looks(seat_of):
        counted = {tab.code: look.base.filter(tab.q).count() for tab in look.ledger.tabs}
        counted[""] = counted["found"] = look.base.count()
        assert kept
        assert kept == {code: counted[code] for code in kept}
        for given in CELL_OF:
            narrowed = Look(look.ledger, QueryDict(urlencode([*given])), look.place, look.seat)
            assert "found" in narrowed.ledger.kept_counts(look.place, narrowed.form, look.seat)
            assert narrowed.counts()[0] == narrowed.narrowed().count(), given
        total, tabs, _ = look.counts()
        assert total == counted[""]
        assert {tab.code if tab else "": number for tab, number in tabs} | {"found": total} == counted


def test_it_follows_forty_steps_of_all_kinds(seat_of):
    dice = Random(6)
    agrees(seat_of)
    with system("测试：会籍变动") as by:
        unions = list(Union.objects.filter(kind__in=Union.GRASSROOTS))
        for _ in range(40):
            open_ones = Membership.objects.filter(left_on=None, state="member").select_related("person")
            one = dice.choice(open_ones)
            on = max(one.since, TODAY + dt.timedelta(dice.randrange(-400, 30)))
            step = dice.randrange(6)
            if step == 0:
                actions.leave(one, by=by, left_on=on, reason="测试")
            elif step == 1 and one.kind != "retained":
                actions.retain(one, by=by, on=on, cause="retired")
            elif step == 2:
                other = dice.choice([union for union in unions if union.pk != one.union_id])
                actions.transfer(one, by=by, to=other, on=on)
            elif step == 3:
                actions.change_work(one, by=by, on=on, employment="agency", migrant="yes")
            elif step == 4:
                gender = "male" if one.person.gender == "female" else "female"
                actions.change_details(one.person, by=by, gender=gender, phone="", reason="测试")
            else:
                new = [Person(name=f"新{n}", gender="female") for n in range(3)]
                there = [Membership(person=p, union=dice.choice(unions), joined_on=on) for p in new]
                actions.enter.all(new, by=by, memberships=there)
    agrees(seat_of)


def test_rows_that_are_deleted_leave_it_and_the_night_makes_one_row_a_union_of_it(seat_of):
    with system("测试：撤回导入") as by:
        one = Membership.objects.filter(left_on=None).first()
        with opened("people.membership.test", by=by):
            Membership.objects.filter(pk=one.pk).delete()
        agrees(seat_of)
        tally.recount(TODAY, by)
    agrees(seat_of)
    unions = list(Tally.objects.values_list("union_id", flat=True))
    assert len(unions) == len(set(unions))


def test_what_changes_nothing_writes_nothing():
    before = Tally.objects.count()
    with system("测试：部门") as by:
        one = Membership.objects.filter(left_on=None).first()
        actions.correct(one, by=by, department="新部门")
    assert Tally.objects.count() == before
