"""Once a date, whatever the number of tries, also of two processes at once."""

import datetime as dt
import threading

import pytest
from django.db import connection

from zhijia.kernel import clock
from zhijia.kernel.clock import daily
from zhijia.kernel.trail.models import Event


@pytest.fixture
def ran(monkeypatch):
    """The only chore of this test, and the days it ran on."""
    days = []
    monkeypatch.setattr(daily, "_chores", {})
    daily.register("count", "测试：每天数一遍", lambda day, by: days.append((day, by.is_system)))
    return days


@pytest.mark.django_db
class TestAChore:
    def test_runs_once_a_date_and_again_on_the_next(self, ran, monkeypatch):
        assert [daily.run()["count"] for _ in range(3)] == ["done", "before", "before"]
        tomorrow = clock.today() + dt.timedelta(1)
        monkeypatch.setattr(clock, "today", lambda: tomorrow)
        assert daily.run() == {"count": "done"}
        assert ran == [(tomorrow - dt.timedelta(1), True), (tomorrow, True)]
        assert Event.objects.filter(verb="daily.count", reason="测试：每天数一遍").count() == 2

    def test_that_fails_holds_up_no_other_and_is_tried_again(self, ran, monkeypatch, caplog):
        def breaks(day, by):
            raise KeyError("x")

        monkeypatch.setattr(daily, "_chores", {"broken": ("测试：坏的", breaks), **daily._chores})
        assert daily.run() == {"broken": "failed", "count": "done"}
        daily.register("broken", "测试：修好了", lambda day, by: None)
        assert daily.run() == {"broken": "done", "count": "before"}


@pytest.mark.django_db(transaction=True)
def test_two_that_try_at_once_do_it_once(ran):
    start, results = threading.Barrier(2), []

    def work():
        try:
            start.wait(10)
            results.append(daily.run()["count"])
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(results) == ["before", "done"]
