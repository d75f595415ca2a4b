"""The town in the database: built through the verbs, the same twice, and standing where its plans say."""

from collections import Counter

import pytest

from zhijia.demo import cast, town
from zhijia.kernel.files.models import Attachment
from zhijia.kernel.scope import system
from zhijia.letters import queries, rules
from zhijia.letters.models import Letter
from zhijia.org.models import Closure, HeadCount, Union
from zhijia.people import seats
from zhijia.people.models import Account, Membership
from zhijia.plans import progress
from zhijia.plans.models import Occurrence, Plan, Task, Trace

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def looking():
    with system("测试：看示范数据"):
        yield


def test_the_cast_can_sit_down():
    """Every log-in of the cast leads to the seat it is named after."""
    for role in cast.CAST:
        account = Account.objects.get(login=role.login)
        found = seats.of(account)
        assert role.office in {seat.office for seat in found}, role.login
        assert found[0].name == role.name
    leader = seats.of(Account.objects.get(login="leader"))[0]
    member = seats.of(Account.objects.get(login="member"))[0]
    assert leader.group_id == member.group_id


def test_branches_and_groups_live_in_their_union():
    works = Union.objects.get(code=cast.WORKS)
    inner = Union.objects.filter(kind__in=Union.INNER)
    assert inner.count() >= 6
    assert set(inner.values_list("home", flat=True)) == {works.pk}
    below = Closure.objects.filter(ancestor=works, line="territorial", depth__gt=0)
    assert below.count() == inner.count()


def test_the_plan_was_read_and_issued_through_the_bodies():
    plan = Plan.objects.get()
    assert plan.state == "issued"
    assert plan.accepted_on < plan.committee_on < plan.party_on < plan.issued_on
    assert Task.objects.filter(plan=plan, owner_post__isnull=False).count() >= 40
    assert Occurrence.objects.filter(task__plan=plan).count() >= 80
    standing = progress.of(list(Task.objects.filter(plan=plan).select_related("kind")))
    assert Counter(row.state for row in standing.values())["done"] >= 3


def test_records_are_written_after_the_work_and_before_today(settings):
    rows = list(Trace.objects.all())
    assert 140 <= len(rows) <= 170
    assert all(row.on <= row.recorded_at.date() for row in rows)
    assert Trace.objects.filter(union__code=cast.WORKS, recorded_by__name="王建平").exists()


def test_evidence_counts_are_those_of_the_files():
    files = Counter(Attachment.objects.filter(kind=Trace._meta.db_table).values_list("row_id", flat=True))
    rows = dict(Trace.objects.values_list("pk", "evidence"))
    assert {pk: n for pk, n in rows.items() if n} == dict(files)


def test_members_who_left_are_left():
    gone = Membership.objects.exclude(left_on=None)
    assert set(gone.values_list("state", flat=True)) <= {"left"}
    assert Membership.objects.filter(left_on=None, state="left").count() == 0
    assert HeadCount.objects.exists()


def test_an_upper_union_reads_no_names_in_titles():
    names = set(Membership.objects.values_list("person__name", flat=True))
    titles = Trace.objects.values_list("open_title", flat=True)
    assert not [(name, title) for title in titles for name in names if name in title]


def test_log_ins_are_listed_for_the_welcome():
    assert [login for login, _ in town.LOGINS] == list(cast.LOGIN_NAMES)
    assert len(town.PASSWORD) >= 10


def test_the_towns_papers_are_numbered_without_a_gap_and_one_was_withdrawn():
    rows = list(Letter.objects.filter(union__code=cast.TOWN).order_by("on", "pk"))
    assert queries.gaps_of_year(rows[0].union_id, 2026) == []
    numbers = [row.number for row in rows if row.series == "青总工"]
    assert numbers == list(range(1, len(numbers) + 1))
    assert {row.state for row in rows} == {"draft", "issued", "withdrawn"}
    assert not [one for row in rows if row.state != "draft" for one in rules.lacks(row, row.kind_of)]
