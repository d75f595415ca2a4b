"""What a post is worth as a seat: where it is held decides how far it reaches."""

import datetime as dt

import pytest

from zhijia.kernel.actions import NotAllowed
from zhijia.kernel.scope import Seat, scope, seats_of, system
from zhijia.org.actions import answer_to, appoint, found
from zhijia.org.models import ParentEdge, Post, Union
from zhijia.people.models import Account, Membership
from zhijia.plans.actions import traces
from zhijia.plans.models import Plan, Trace
from zhijia.plans.policy import may_plan

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 1, 5)


@pytest.fixture
def branch_chair(town, seat_of):
    """The member's log-in, who has also become the chair of a new branch of the works."""
    with system("测试：一个分工会") as by:
        branch = found(
            Union(
                code="QXZ001-FX",
                name="新分工会",
                short_name="新分会",
                kind="branch",
                home=town.works,
                founded_on=DAY,
            ),
            by=by,
        )
        answer_to(ParentEdge(union=branch, parent=town.works, valid_from=DAY), by=by)
        account = Account.objects.get(login="member")
        appoint(Post(person_id=account.person_id, union=branch, office="chair", held_from=DAY), by=by)
        return next(seat for seat in seats_of(account) if seat.group_id == branch.pk)


def test_the_chair_of_a_branch_leads_that_part_only(branch_chair, town):
    with scope(branch_chair):
        assert not Membership.objects.exclude(person_id=branch_chair.person_id).exists()
        assert not Trace.objects.exclude(group_id=branch_chair.group_id).exists()
        assert not Plan.objects.filter(may_plan(branch_chair)).exists()


def test_the_chair_of_a_branch_records_its_work(branch_chair):
    row = traces.record(Trace(), by=branch_chair, on=DAY, title="开会", who="分工会委员")
    assert row.group_id == branch_chair.group_id


def test_a_leader_of_no_part_reaches_nobody(town):
    seat = Seat("post-0", None, town.works.pk, "leader")
    with scope(seat):
        assert not Membership.objects.exists()
        assert not Trace.objects.exists()
        with pytest.raises(NotAllowed):
            traces.record(Trace(), by=seat, on=DAY, title="开会", who="全体")
