"""What was given up stands still: tasks of a withdrawn plan, times of a cancelled task."""

import datetime as dt

import pytest

from zhijia.kernel.actions import Blocked
from zhijia.kernel.scope import scope
from zhijia.plans.actions import plans as verbs
from zhijia.plans.models import Occurrence, Plan

pytestmark = pytest.mark.django_db
NEW = {"starts_on": dt.date(2026, 12, 1), "ends_on": dt.date(2026, 12, 5), "reason": "推迟"}


@pytest.fixture
def due(town, seat_of):
    with scope(seat_of("town")):
        running = Plan.objects.filter(union=town.union, state__in=Plan.LIVE).latest("pk")
        return Occurrence.objects.filter(task__plan=running, task__state="active").first()


def test_a_withdrawn_plan_keeps_its_tasks_and_times_as_they_were(due, seat_of):
    chair = seat_of("townchair")
    with scope(chair):
        plan, task = due.task.plan, due.task
    verbs.withdraw(plan, by=chair, reason="重新拟定")
    for change in (
        lambda: verbs.edit(task.pk, by=chair, title="别的"),
        lambda: verbs.cancel(task.pk, by=chair, reason="不做了"),
        lambda: verbs.shift(due, by=chair, **NEW),
    ):
        with pytest.raises(Blocked, match="撤回"):
            change()


def test_a_cancelled_task_keeps_its_times(due, seat_of):
    officer = seat_of("town")
    verbs.cancel(due.task_id, by=officer, reason="不做了")
    with pytest.raises(Blocked, match="已经取消"):
        verbs.shift(due, by=officer, **NEW)
