"""Two people, two clicks, a cut: with real connections and real commits."""

import threading
import uuid

import psycopg
import pytest
from django.db import OperationalError, connection

from zhijia.kernel import clock
from zhijia.kernel.actions import MoveRefused, Stale
from zhijia.kernel.scope import scope
from zhijia.kernel.trail.models import Event, EventRow
from zhijia.plans.actions import traces as verbs
from zhijia.plans.models import Trace
from zhijia.server.private_postgres import OWNER

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*jobs):
    """Run every job in a thread of its own, all starting together; what each returned or raised."""
    start, results = threading.Barrier(len(jobs)), [None] * len(jobs)

    def run(n, job):
        try:
            start.wait(10)
            results[n] = job()
        except Exception as error:  # noqa: BLE001 (the test looks at it)
            results[n] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


def trace():
    return Trace(on=clock.today(), title="走访困难职工", who="王建平，金工车间")


def counts():
    return Trace._base_manager.count(), Event.objects.count(), EventRow.objects.count()


@pytest.fixture
def officer(seat_of):
    return seat_of("officer")


def test_one_form_sent_six_times_at_once_makes_one_row(officer):
    key, (traces, events, _) = str(uuid.uuid4()), counts()
    results = at_once(*[lambda: verbs.record(trace(), by=officer, key=key)] * 6)
    assert len({row.pk for row in results}) == 1
    assert counts()[:2] == (traces + 1, events + 1)


def test_two_people_correct_one_row_and_the_later_one_is_told(officer, seat_of):
    row = verbs.record(trace(), by=officer)
    results = at_once(
        lambda: verbs.correct(row.pk, by=officer, version=1, notes="王建平记"),
        lambda: verbs.correct(row.pk, by=seat_of("chair"), version=1, notes="方德明记"),
    )
    stale = [one for one in results if isinstance(one, Stale)]
    assert len(stale) == 1
    assert stale[0].row.version == 2
    with scope(officer):
        assert Trace.objects.get(pk=row.pk).notes == stale[0].row.notes


def test_two_people_withdraw_one_row_and_it_happens_once(officer, seat_of):
    row = verbs.record(trace(), by=officer)
    results = at_once(
        *[
            lambda seat=seat: verbs.withdraw(row.pk, by=seat, reason="记重了")
            for seat in (officer, seat_of("chair"))
        ]
    )
    assert [type(one) for one in results].count(MoveRefused) == 1
    assert (
        EventRow.objects.filter(kind="plans_trace", row_id=row.pk, event__verb="plans.trace.withdraw").count()
        == 1
    )


def test_without_versions_both_changes_are_kept_one_after_the_other(officer, seat_of):
    row = verbs.record(trace(), by=officer)
    at_once(
        lambda: verbs.correct(row.pk, by=officer, persons=5, person_times=9),
        lambda: verbs.correct(row.pk, by=seat_of("chair"), notes="补记"),
    )
    with scope(officer):
        now = Trace.objects.get(pk=row.pk)
    assert (now.persons, now.notes, now.version) == (5, "补记", 3)


def test_a_database_killed_in_the_middle_of_a_verb_leaves_nothing(officer, test_postgres, monkeypatch):
    before, settle = counts(), verbs.record.then

    def then(rows, **values):
        settle(rows, **values)
        with psycopg.connect(test_postgres.url(OWNER, "postgres"), autocommit=True) as other:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                mine = cursor.fetchone()[0]
            other.execute("SELECT pg_terminate_backend(%s, 5000)", [mine])

    monkeypatch.setattr(verbs.record, "then", then)
    key = str(uuid.uuid4())
    with pytest.raises(OperationalError):
        verbs.record(trace(), by=officer, key=key)
    connection.close()
    monkeypatch.undo()
    assert counts() == before
    assert verbs.record(trace(), by=officer, key=key).pk  # the form sent again succeeds


def test_a_refused_look_is_recorded_although_the_page_may_not_write(client_as):
    answer = client_as("member").get("/members/")
    assert answer.status_code == 403
    event = Event.objects.filter(verb="denied").latest("pk")
    assert (event.subject, event.name) == ("/members/", "陈海燕")
    assert "会员名册" in event.reason


def test_a_failed_sign_in_is_recorded_without_the_password(client):
    client.post("/sign-in/", {"login": "chair", "password": "Wrong-Password-1"})
    event = Event.objects.filter(verb="people.account.sign_in_failed").latest("pk")
    assert (event.subject, event.person_id) == ("chair", None)
    assert not Event.objects.filter(reason__contains="Wrong").exists()


def test_a_page_that_is_looked_at_cannot_write(client_as, officer, monkeypatch):
    """Also when a view forgets itself: the transaction is read-only."""

    def forgetful(*_):
        verbs.record(trace(), by=officer)

    monkeypatch.setattr("zhijia.people.ledgers.shown", forgetful)
    before = counts()[0]
    with pytest.raises(Exception, match="read-only transaction"):
        client_as("officer").get("/members/")
    assert counts()[0] == before


def test_a_refused_form_is_recorded_and_changes_nothing(client_as, officer):
    row = verbs.record(trace(), by=officer)
    answer = client_as("neighbour").post(
        f"/plans/traces/{row.pk}/withdraw/", {"reason": "试试", "version": 1}
    )
    assert answer.status_code == 403
    assert (
        Event.objects.filter(verb="denied", name="沈玉良").latest("pk").subject
        == f"/plans/traces/{row.pk}/withdraw/"
    )
    with scope(officer):
        assert Trace.objects.get(pk=row.pk).state == "recorded"
