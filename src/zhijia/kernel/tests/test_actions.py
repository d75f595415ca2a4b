"""What a verb always does around its body, in this order, and what it answers when it will not."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Q

from zhijia.kernel import clock
from zhijia.kernel.actions import (
    Action,
    Blocked,
    MoveRefused,
    NotAllowed,
    Stale,
    Unfit,
    block,
    opened,
    undoable,
)
from zhijia.kernel.scope import current_seat, scope, system
from zhijia.kernel.trail import history
from zhijia.kernel.trail.models import Event, EventRow
from zhijia.org.models import Union
from zhijia.plans.actions import traces as verbs
from zhijia.plans.models import Trace

pytestmark = pytest.mark.django_db


def trace(**values):
    return Trace(**{"on": clock.today(), "title": "走访困难职工", "who": "王建平，金工车间", **values})


def counts():
    return Trace._base_manager.count(), Event.objects.count(), EventRow.objects.count()


@pytest.fixture
def officer(seat_of):
    return seat_of("officer")


@pytest.fixture
def row(officer):
    return verbs.record(trace(), by=officer)


class TestTheOrder:
    """open, lock, allowed, blocked, may it move, change, save, still in reach, recorded"""

    @pytest.fixture
    def steps(self):
        return []

    @pytest.fixture
    def verb(self, steps):
        """A verb on traces that notes each question it is asked; taken off the list of verbs afterwards."""
        from zhijia.kernel.actions import action

        def allowed(seat):
            steps.append("allowed")
            return Q(union_id=seat.union_id)

        @block("不行")
        def blocked(seat):
            steps.append("blocked")
            return Q(title="有人拦着")

        def observe(trace, *, by):
            steps.append("body")
            assert current_seat() == by
            with connection.cursor() as cursor:
                cursor.execute("SELECT current_setting('zhijia.event', true)")
                assert Event.objects.get(pk=cursor.fetchone()[0]).verb == "plans.trace.observe"
            trace.persons = 7

        made: Action = action(
            Trace,
            allowed=allowed,
            blocks=[blocked],
            label="看一看",
            then=lambda rows, by: steps.append(f"then {rows[0].persons}"),
        )(observe)
        yield made
        from zhijia.kernel.actions.action import _verbs

        del _verbs[made.verb]

    def test_is_kept(self, verb, steps, row, officer):
        verb(row, by=officer)
        assert steps == ["allowed", "blocked", "body", "then 7"]

    def test_no_right_stops_before_the_body(self, verb, steps, row, seat_of):
        with pytest.raises(NotAllowed):
            verb(row, by=seat_of("neighbour"))
        assert "body" not in steps

    def test_an_old_version_stops_before_any_question(self, verb, steps, row, officer):
        with pytest.raises(Stale) as stale:
            verb(row, by=officer, version=row.version - 1)
        assert steps == []
        assert stale.value.row.title == row.title

    def test_a_block_stops_before_the_body_with_its_sentence(self, verb, steps, row, officer):
        with scope(officer):
            stopped = verbs.correct(row, by=officer, title="有人拦着", reason="")
        with pytest.raises(Blocked, match="不行"):
            verb(stopped, by=officer)
        assert "body" not in steps

    def test_the_row_is_locked_while_the_body_runs(self, verb, row, officer, django_assert_num_queries):
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as asked:
            verb(row, by=officer)
        assert any("FOR UPDATE" in query["sql"] for query in asked)


class TestRefusals:
    def test_who_may_not_see_a_row_and_who_may_not_touch_it_hear_the_same(self, row, seat_of):
        sentences = set()
        for login in ("neighbour", "county", "accountant", "member"):
            with pytest.raises(NotAllowed) as refused:
                verbs.withdraw(row.pk, by=seat_of(login), reason="试试")
            sentences.add(refused.value.sentence)
        with pytest.raises(NotAllowed) as refused:
            verbs.withdraw(10**12, by=seat_of("chair"), reason="试试")
        assert sentences | {refused.value.sentence} == sentences

    def test_a_move_from_the_wrong_state_is_refused_aloud(self, row, officer):
        verbs.withdraw(row, by=officer, reason="记重了")
        with pytest.raises(MoveRefused, match="已作废"):
            verbs.withdraw(row, by=officer, reason="再来一次")

    def test_a_verb_that_needs_a_reason_asks_whoever_may_use_it(self, row, officer, seat_of):
        with pytest.raises(Blocked, match="写明原因"):
            verbs.withdraw(row, by=officer, reason="  ")
        with pytest.raises(NotAllowed):
            verbs.withdraw(row, by=seat_of("accountant"), reason="")

    def test_somebody_elses_change_is_answered_with_the_row_as_it_stands(self, row, officer, seat_of):
        verbs.correct(row, by=officer, notes="补记", version=row.version)
        with pytest.raises(Stale) as stale:
            verbs.correct(row, by=seat_of("chair"), notes="另一句", version=row.version)
        assert stale.value.row.version == row.version + 1

    def test_a_version_that_is_no_number_is_an_old_one(self, row, officer):
        assert verbs.correct(row, by=officer, notes="补记", version="1").version == 2
        for nonsense in ("", "新的", "1.0"):
            with pytest.raises(Stale):
                verbs.correct(row, by=officer, notes="再记", version=nonsense)

    def test_refusals_change_nothing_and_record_nothing(self, row, officer, seat_of):
        before = counts()
        for verb, by, values in (
            (verbs.withdraw, seat_of("neighbour"), {"reason": "试试"}),
            (verbs.withdraw, officer, {"reason": ""}),
            (verbs.correct, officer, {"notes": "补", "version": 99}),
            (verbs.correct, officer, {"title": " "}),
        ):
            with pytest.raises((NotAllowed, Blocked, Stale, Unfit)):
                verb(row, by=by, **values)
        assert counts() == before

    def test_values_that_do_not_fit_roll_everything_back(self, officer):
        before = counts()
        with pytest.raises(Unfit) as unfit:
            verbs.record(trace(title=" ", who="", money=Decimal(-1)), by=officer)
        assert set(unfit.value.fields) == {"title", "who", "money"}
        assert counts() == before

    def test_the_database_has_the_last_word(self, officer, monkeypatch):
        """A rule that the body forgot ends in the constraint, and nothing stays."""
        monkeypatch.setattr("zhijia.plans.actions.traces._fit", lambda trace, by: None)
        before = counts()
        with pytest.raises(IntegrityError):
            verbs.record(trace(money=Decimal(-1)), by=officer)
        assert counts() == before

    def test_nobody_writes_a_row_into_another_union(self, town, seat_of, monkeypatch):
        from zhijia.org import actions as org
        from zhijia.org.models import Body

        body = Body(
            union=town.neighbour, kind="women", session_no=77,
            term_from=dt.date(2026, 1, 1), term_to=dt.date(2029, 1, 1),
        )  # fmt: skip
        with pytest.raises(NotAllowed):
            org.elect(body, by=seat_of("chair"))
        with pytest.raises(NotAllowed):
            org.elect.all([body], by=seat_of("chair"))
        with system("测试：没有留下"):
            assert not Body.objects.filter(session_no=77).exists()

    def test_nobody_moves_a_row_out_of_his_own_reach(self, row, town, officer, monkeypatch):
        monkeypatch.setattr(
            verbs.correct, "body", lambda trace, by: setattr(trace, "union_id", town.neighbour.pk)
        )
        with pytest.raises(NotAllowed, match="离开您的管理范围"):
            verbs.correct(row, by=officer)


class TestTheSameKeyTwice:
    def test_gives_the_first_row_again(self, officer):
        key = str(uuid.uuid4())
        first = verbs.record(trace(), by=officer, key=key)
        before = counts()
        assert verbs.record(trace(), by=officer, key=key) == first
        assert counts() == before

    def test_changes_an_existing_row_once(self, row, officer):
        key = str(uuid.uuid4())
        first = verbs.correct(row, by=officer, key=key, notes="补记", version=row.version)
        again = verbs.correct(row, by=officer, key=key, notes="补记", version=row.version)
        assert (again.pk, again.version) == (first.pk, first.version)

    def test_a_row_named_by_the_text_of_its_id_is_found_again(self, row, officer):
        key = str(uuid.uuid4())
        verbs.correct(str(row.pk), by=officer, key=key, notes="补记")
        assert verbs.correct(str(row.pk), by=officer, key=key, notes="补记").pk == row.pk

    def test_is_no_way_into_somebody_elses_row(self, row, officer, seat_of):
        key = str(uuid.uuid4())
        verbs.record(trace(), by=officer, key=key)
        with pytest.raises(Blocked, match="已经交过"):
            verbs.record(trace(), by=seat_of("chair"), key=key)
        with pytest.raises(Blocked, match="已经交过"):
            verbs.withdraw(row, by=officer, key=key, reason="别的动作")

    def test_after_a_refusal_the_key_is_still_good(self, officer):
        key = str(uuid.uuid4())
        with pytest.raises(Unfit):
            verbs.record(trace(title=""), by=officer, key=key)
        assert verbs.record(trace(), by=officer, key=key).pk


class TestUndo:
    def at(self, monkeypatch, minutes):
        moment = clock.now() + dt.timedelta(minutes=minutes)
        monkeypatch.setattr(clock, "now", lambda: moment)

    def test_takes_back_what_one_has_just_done(self, row, officer):
        assert undoable(row, officer) is verbs.undo_record
        with scope(officer):
            assert verbs.undo_record.may(row, officer)
        assert verbs.undo_record(row, by=officer).state == "undone"

    @pytest.mark.parametrize(("minutes", "works"), [(9, True), (11, False)])
    def test_works_for_ten_minutes(self, row, officer, monkeypatch, minutes, works):
        self.at(monkeypatch, minutes)
        assert (undoable(row, officer) is verbs.undo_record) is works
        if not works:
            with pytest.raises(Blocked, match="十分钟"):
                verbs.undo_record(row, by=officer)

    def test_is_for_the_same_person_only(self, row, seat_of):
        chair = seat_of("chair")
        with scope(chair):
            assert not verbs.undo_record.may(row, chair)
        with pytest.raises(Blocked):
            verbs.undo_record(row, by=chair)

    def test_ends_with_the_next_change(self, row, officer):
        verbs.correct(row, by=officer, notes="补记")
        with pytest.raises(Blocked):
            verbs.undo_record(row, by=officer)

    def test_is_not_stopped_by_bookkeeping(self, row, officer):
        verbs.count_evidence(row, by=officer)
        assert verbs.undo_record(row, by=officer).state == "undone"

    def test_is_not_done_twice(self, row, officer):
        verbs.undo_record(row, by=officer)
        with pytest.raises((Blocked, MoveRefused)):
            verbs.undo_record(row, by=officer)


class TestWhatAVerbLeaves:
    def test_its_event_stands_in_the_same_transaction(self, officer):
        with transaction.atomic():
            made = verbs.record(trace(), by=officer)
            assert EventRow.objects.filter(kind="plans_trace", row_id=made.pk).exists()
            transaction.set_rollback(True)
        assert not EventRow.objects.filter(kind="plans_trace", row_id=made.pk).exists()

    def test_its_event_names_person_seat_union_and_reason(self, row, officer):
        verbs.withdraw(row, by=officer, reason="记重了")
        event = history(row)[0].event
        assert (event.verb, event.person_id, event.seat) == (
            "plans.trace.withdraw", officer.person_id, officer.key,
        )  # fmt: skip
        assert (event.union_id, event.name, event.reason, event.row_id) == (
            officer.union_id, "王建平", "记重了", row.pk,
        )  # fmt: skip

    def test_only_changed_fields_are_saved(self, row, officer, django_assert_num_queries):
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as asked:
            verbs.withdraw(row, by=officer, reason="记重了")
        update = next(query["sql"] for query in asked if query["sql"].startswith("UPDATE"))
        assert '"title"' not in update.split("WHERE")[0]

    def test_a_value_changed_in_place_is_saved_too(self, row, officer, monkeypatch):
        """Lists and mappings are compared with what they were, not with themselves."""

        def body(trace, by):
            trace.measures["contracts"] = 3

        monkeypatch.setattr(verbs.correct, "body", body)
        monkeypatch.setattr(verbs.correct, "then", None)
        verbs.correct(row, by=officer)
        with scope(officer):
            assert Trace.objects.get(pk=row.pk).measures == {"contracts": 3}

    def test_every_change_counts_the_version_up(self, row, officer):
        assert row.version == 1
        assert verbs.correct(row, by=officer, notes="补记").version == 2

    def test_verbs_inside_verbs_keep_their_own_events(self, row, officer, monkeypatch):
        def then(rows, by, **_):
            verbs.count_evidence(rows[0], by=by)
            Trace.objects.filter(pk=rows[0].pk).update(persons=5)

        monkeypatch.setattr(verbs.correct, "then", then)
        verbs.correct(row, by=officer, notes="补记")
        done = [(one.event.verb.rpartition(".")[2], sorted(one.changes)) for one in history(row)[:3]]
        assert done[0] == ("correct", ["persons"])
        assert done[1][0] == "count_evidence"
        assert done[2] == ("correct", ["notes"])

    def test_an_inner_refusal_that_is_caught_leaves_the_outer_event_open(
        self, row, officer, seat_of, monkeypatch
    ):
        def then(rows, by, **_):
            with pytest.raises(NotAllowed):
                verbs.withdraw(rows[0], by=seat_of("neighbour"), reason="试试")
            Trace.objects.filter(pk=rows[0].pk).update(persons=5)

        monkeypatch.setattr(verbs.correct, "then", then)
        verbs.correct(row, by=officer, notes="补记")
        assert history(row)[0].event.verb == "plans.trace.correct"

    def test_a_system_verb_needs_no_permission_and_says_why(self, row):
        with system("测试：归档") as by:
            verbs.withdraw(row, by=by, reason="过期")
        event = history(row)[0].event
        assert (event.person_id, event.name, event.reason) == (None, "系统", "测试：归档")


class TestButtons:
    """`may` asks what the verb asks, for drawing buttons."""

    def test_agrees_with_the_verb_over_the_whole_cast(self, row, seat_of, logins):
        for login in logins:
            seat = seat_of(login)
            with scope(seat):
                offered = verbs.withdraw.may(row, seat)
            try:
                with transaction.atomic():
                    verbs.withdraw(row.pk, by=seat, reason="试试")
                    transaction.set_rollback(True)
                done = True
            except NotAllowed:
                done = False
            assert offered is done, login

    def test_is_not_offered_from_the_wrong_state(self, row, officer):
        with scope(officer):
            assert not verbs.withdraw.may(verbs.withdraw(row, by=officer, reason="记重了"), officer)


def test_the_set_form_refuses_the_whole_set_when_one_row_is_out_of_reach(town, seat_of):
    before = counts()
    rows = [trace(), trace(title=" ")]
    with pytest.raises(Unfit):
        verbs.record.all(rows, by=seat_of("officer"))
    assert counts() == before


def test_an_action_opened_by_hand_closes_its_setting(officer):
    with opened("people.account.open", by=officer, subject="新人"):
        pass
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('zhijia.event', true)")
        assert not cursor.fetchone()[0]


def test_there_is_a_union_to_test_with():
    with system("测试"):
        assert Union.objects.exists()
