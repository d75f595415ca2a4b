"""A union corrects single days of the official calendar, for itself and those below."""

import datetime as dt

import pytest

from zhijia.kernel import clock
from zhijia.kernel.actions import Blocked, NotAllowed, Unfit, undoable
from zhijia.kernel.scope import scope
from zhijia.org.actions import (
    canvass,
    correct_day,
    drop_day,
    set_target,
    undo_canvass,
    undo_day,
    undo_target,
    withdraw_canvass,
    withdraw_target,
)
from zhijia.org.models import BuildTarget, Canvass, DayCorrection
from zhijia.org.queries import calendar_of

pytestmark = pytest.mark.django_db
REST, WORK = dt.date(2026, 12, 28), dt.date(2026, 12, 26)


def corrected(seat, day=REST, works="no"):
    return correct_day(DayCorrection(), by=seat, day=day, works=works, note="厂休")


def test_what_the_town_decides_counts_below_and_the_nearer_word_wins(town, seat_of):
    corrected(seat_of("town"))
    with scope(seat_of("officer")) as seat:
        assert not calendar_of(seat.union_id).works(REST)
        corrected(seat, WORK, "yes")
        assert calendar_of(seat.union_id).works(WORK)
    with scope(seat_of("neighbour")) as seat:
        assert not calendar_of(seat.union_id).works(WORK)
        assert not calendar_of(seat.union_id).works(REST)


def test_a_correction_is_taken_back(seat_of):
    row = corrected(seat_of("officer"))
    drop_day(row.pk, by=seat_of("officer"))
    with scope(seat_of("officer")) as seat:
        assert calendar_of(seat.union_id).works(REST)
    corrected(seat_of("officer"))


def test_a_day_a_visit_and_a_target_are_taken_back_at_once_or_withdrawn_later(seat_of, monkeypatch):
    by = seat_of("town")
    day = corrected(by)
    visit = canvass(Canvass(), by=by, name="门口新店", found="must", on=clock.today())
    target = set_target(BuildTarget(), by=by, holder="顺达机械", year=2024, wanted=1)
    with scope(by):
        assert [undoable(row, by) for row in (day, visit, target)] == [undo_day, undo_canvass, undo_target]
    later = clock.now() + dt.timedelta(minutes=11)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert drop_day(day, by=by).state == "gone"
    assert withdraw_canvass(visit, by=by, reason="记错了").state == "withdrawn"
    assert withdraw_target(target, by=by, reason="记错了").state == "withdrawn"


def test_two_words_on_one_day_and_what_is_so_anyway_are_refused(seat_of):
    corrected(seat_of("officer"))
    with pytest.raises(Blocked, match="已经有一条"):
        corrected(seat_of("officer"))
    with pytest.raises(Unfit, match="国庆节放假"):
        corrected(seat_of("officer"), dt.date(2026, 10, 1))


def test_nobody_decides_for_the_union_above_or_beside(seat_of):
    row = corrected(seat_of("town"))
    for login in ("officer", "neighbour", "member"):
        with pytest.raises(NotAllowed):
            drop_day(row.pk, by=seat_of(login))
