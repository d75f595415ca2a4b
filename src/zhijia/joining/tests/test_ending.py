"""A union ends while transfers are under way: nobody is lost, nobody waits for a union that is gone."""

import datetime as dt

import pytest

from zhijia.joining import actions
from zhijia.joining.models import Transfer
from zhijia.kernel.actions import Blocked
from zhijia.kernel.scope import scope, system
from zhijia.org.actions import dissolve, found, merge
from zhijia.org.models import Union
from zhijia.people.actions import change_work
from zhijia.people.models import Membership

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 19)


def under_way(union):
    return Transfer._base_manager.filter(from_union=union, state="sent").select_related("membership").first()


def test_a_transfer_goes_on_with_the_union_hers_was_merged_into(town, seat_of):
    row = under_way(town.neighbour)  # on her way to the works
    merge(town.neighbour, by=seat_of("town"), into=town.school.name, on=DAY, reason="合并")
    row.refresh_from_db()
    assert (row.from_union_id, row.membership.union_id) == (town.school.pk, town.school.pk)
    actions.receive(row.pk, by=seat_of("officer"))
    with system("测试：现在在哪里"):
        now = Membership.objects.get(person=row.membership.person_id, left_on=None)
    assert now.union_id == town.works.pk


def test_one_to_the_union_it_is_merged_into_has_arrived(town, seat_of):
    row = under_way(town.neighbour)
    merge(town.neighbour, by=seat_of("town"), into=town.works.name, on=DAY, reason="合并")
    row.refresh_from_db()
    assert (row.state, row.done_on) == ("done", DAY)
    with system("测试：现在在哪里"):
        assert Membership.objects.get(person=row.membership.person_id, left_on=None).state == "member"


def test_a_union_does_not_end_while_somebody_is_on_her_way_to_it(town, seat_of):
    with system("测试：空的工会") as by:
        empty = Union(
            code="QXZ990", name="空厂工会", short_name="空厂", kind="single", founded_on=dt.date(2025, 1, 1)
        )
        found(empty, by=by, under={"QXZ990": town.union})
    member = Membership._base_manager.filter(union=town.works, left_on=None, state="member").select_related(
        "person"
    )
    one = member.exclude(person__identity_index="").first()
    with scope(seat_of("officer")):
        number = type(one.person)._meta.get_field("identity").opened(one.person)
    actions.send(Transfer(), by=seat_of("officer"), who=one.person.name, number=number, where="空厂工会")
    with pytest.raises(Blocked, match="接转"):
        dissolve(empty, by=seat_of("town"), on=DAY, reason="企业注销")


def test_work_may_change_while_a_transfer_is_under_way(town, seat_of):
    row = under_way(town.neighbour)
    change_work(
        row.membership_id, by=seat_of("town"), on=DAY, employer=None, department="仓库", position="", post_class="",
        employment="contract", migrant="no",
    )  # fmt: skip
    with system("测试：还在转出中"):
        on_her_way = Membership.objects.get(person=row.membership.person_id, left_on=None)
    assert on_her_way.standing == "转出中"
    assert actions.receive(row.pk, by=seat_of("officer")).state == "done"
