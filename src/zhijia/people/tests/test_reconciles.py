"""Opening + added − removed = closing, for any life of any members, in every union, above them and over any span."""

import datetime as dt

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhijia.kernel.actions import Refused
from zhijia.kernel.figures import Ask, Period, read
from zhijia.kernel.scope import system
from zhijia.people import actions
from zhijia.people.models import Membership, Person

pytestmark = pytest.mark.django_db
START = dt.date(2025, 1, 1)
NAMES = (
    "opening",
    "added",
    "joined",
    "transferred_in",
    "restored",
    "removed",
    "left",
    "transferred_out",
    "retained",
    "members",
)
STEP = st.tuples(
    st.sampled_from(["change_work", "transfer", "retain", "restore", "leave", "rejoin"]), st.integers(0, 200)
)
LIFE = st.tuples(st.booleans(), st.integers(0, 300), st.lists(STEP, max_size=6))


def lived(person, town, life, by):
    """One life, a step at a time; a step that does not fit where one stands is refused and skipped."""
    at_works, first, steps = life
    day = START + dt.timedelta(first)
    place = Membership(person=person, union=town.works if at_works else town.neighbour, joined_on=day)
    actions.join(place, by=by)
    for verb, later in steps:
        day += dt.timedelta(later)
        row = Membership.objects.filter(person=person).latest("since", "pk")
        other = town.neighbour if row.union_id == town.works.pk else town.works
        values = {
            "change_work": {"on": day, "employment": "agency"}, "transfer": {"on": day, "to": other},
            "retain": {"on": day, "cause": "unemployed"}, "restore": {"on": day},
            "leave": {"left_on": day, "reason": "离职"},
        }  # fmt: skip
        try:
            if verb == "rejoin":
                actions.rejoin(Membership(person=person, union=other, since=day), by=by)
            elif verb != "restore" or row.kind == "retained":
                getattr(actions, verb)(row, by=by, **values[verb])
        except Refused:
            continue


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(LIFE, min_size=1, max_size=4), st.integers(0, 700), st.integers(0, 400))
def test_for_any_lives(town, lives, start, days):
    first = START + dt.timedelta(start)
    period = Period(f"{first}..{first + dt.timedelta(days)}")
    with system("测试：任意的经历") as by, transaction.atomic():
        for n, life in enumerate(lives):
            lived(actions.enter(Person(name=f"第{n}位"), by=by), town, life, by)
        for union, subtree in ((town.works, False), (town.neighbour, False), (town.union, True)):
            values = read([f"people.{name}" for name in NAMES], Ask(union.pk, subtree, period))
            n = {name: int(values[f"people.{name}"].value) for name in NAMES}
            assert n["opening"] + n["added"] - n["removed"] == n["members"], n
            assert n["added"] == n["joined"] + n["transferred_in"] + n["restored"]
            assert n["removed"] == n["left"] + n["transferred_out"] + n["retained"]
            assert not subtree or n["transferred_in"] == n["transferred_out"] == 0, "nobody has left the town"
        open_now = Membership.objects.filter(person__name__startswith="第", left_on=None)
        assert open_now.count() == open_now.values("person").distinct().count(), "nobody is a member twice"
        transaction.set_rollback(True)
