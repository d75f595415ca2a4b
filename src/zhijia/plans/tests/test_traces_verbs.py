"""What the verbs of traces promise, asked of the small town."""

import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from zhijia.kernel.actions import Blocked, NotAllowed, Stale, Unfit
from zhijia.kernel.files.models import Attachment
from zhijia.kernel.scope import scope, system
from zhijia.people.models import Membership
from zhijia.plans.actions import traces as actions
from zhijia.plans.models import Kind, Trace, TraceUnit

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 18)


def written(seat, **values):
    given = {"on": DAY, "title": "车间安全检查", "who": "安全员和各班组长"} | values
    return actions.record(Trace(), by=seat, **given)


def picture(colour="green", size=(640, 480)):
    stream = io.BytesIO()
    Image.new("RGB", size, colour).save(stream, "JPEG")
    return SimpleUploadedFile("现场.jpg", stream.getvalue())


def member_name(union):
    with system("测试：找一名会员"):
        return Membership.objects.filter(union=union, person__name__regex="^...$").first().person.name


class TestRecording:
    def test_three_fields_are_enough(self, seat_of):
        trace = written(seat_of("officer"))
        assert (trace.state, trace.union_id) == ("recorded", seat_of("officer").union_id)

    @pytest.mark.parametrize("missing", ["on", "title", "who"])
    def test_each_of_the_three_is_asked_for(self, seat_of, missing):
        with pytest.raises(Unfit) as unfit:
            written(seat_of("officer"), **{missing: None if missing == "on" else " "})
        assert missing in unfit.value.fields

    def test_work_of_tomorrow_is_not_yet_done(self, seat_of):
        with pytest.raises(Unfit) as unfit:
            written(seat_of("officer"), on=dt.date(2026, 11, 21))
        assert "今天之后" in unfit.value.fields["on"]

    def test_person_times_are_never_fewer_than_persons(self, seat_of):
        with pytest.raises(Unfit) as unfit:
            written(seat_of("officer"), persons=30, person_times=3)
        assert "填反" in unfit.value.fields["person_times"]

    def test_numbers_are_never_negative(self, seat_of):
        with pytest.raises(Unfit) as unfit:
            written(seat_of("officer"), persons=-1, measures={"units": -2})
        assert set(unfit.value.fields) == {"persons", "units"}

    def test_a_member_records_nothing(self, seat_of):
        with pytest.raises(NotAllowed):
            written(seat_of("member"))

    def test_the_same_request_twice_is_one_record(self, seat_of):
        seat = seat_of("officer")
        first, second = written(seat, key="double-click"), written(seat, key="double-click")
        assert first.pk == second.pk

    def test_units_out_of_reach_do_not_take_part(self, seat_of, town):
        with pytest.raises(Unfit) as unfit:
            written(seat_of("officer"), unit_ids=[town.neighbour.pk])
        assert "units" in unfit.value.fields


class TestMasking:
    def test_names_of_members_are_masked_upward(self, seat_of, town):
        name = member_name(town.works)
        trace = written(seat_of("officer"), title=f"走访生病的{name}")
        assert name not in trace.open_title
        assert trace.open_title.startswith(f"走访生病的{name[0]}")

    def test_a_leader_masks_names_she_cannot_list_herself(self, seat_of, town):
        leader = seat_of("leader")
        with system("测试：找别的小组的会员"):
            others = Membership.objects.filter(union=town.works).exclude(group_id=leader.group_id)
            name = others.select_related("person").first().person.name
        trace = written(leader, title=f"和{name}一起打扫车间")
        assert name not in trace.open_title

    def test_a_mask_put_right_by_hand_stands_until_the_title_changes(self, seat_of):
        seat = seat_of("officer")
        trace = written(seat)
        actions.correct(trace, by=seat, open_title="车间检查")
        actions.correct(trace.pk, by=seat, notes="查了三个车间")
        with scope(seat):
            assert Trace.objects.get(pk=trace.pk).open_title == "车间检查"
        actions.correct(trace.pk, by=seat, title="车间消防检查")
        with scope(seat):
            assert Trace.objects.get(pk=trace.pk).open_title == "车间消防检查"


class TestCorrecting:
    def test_filling_in_a_blank_asks_no_reason(self, seat_of):
        officer, chair = seat_of("officer"), seat_of("chair")
        trace = written(officer)
        actions.correct(trace, by=chair, persons=12, notes="补记人数")
        with scope(officer):
            assert Trace.objects.get(pk=trace.pk).persons == 12

    def test_changing_what_stood_there_asks_why(self, seat_of):
        trace = written(seat_of("officer"), persons=12)
        with pytest.raises(Unfit) as unfit:
            actions.correct(trace, by=seat_of("chair"), persons=21)
        assert "reason" in unfit.value.fields
        actions.correct(trace, by=seat_of("chair"), persons=21, reason="签到表上是 21 人")

    def test_ones_own_slip_within_ten_minutes_asks_nothing(self, seat_of):
        seat = seat_of("officer")
        trace = written(seat, persons=12)
        actions.correct(trace, by=seat, persons=13)

    def test_after_ten_minutes_it_asks_even_oneself(self, seat_of, monkeypatch):
        seat = seat_of("officer")
        trace = written(seat, persons=12)
        later = timezone.localtime(trace.recorded_at) + dt.timedelta(minutes=11)
        monkeypatch.setattr("zhijia.kernel.clock.now", lambda: later)
        with pytest.raises(Unfit):
            actions.correct(trace, by=seat, persons=13)

    def test_a_stale_form_is_refused_with_the_present_row(self, seat_of):
        trace = written(seat_of("officer"))
        old = trace.version
        actions.correct(trace.pk, by=seat_of("chair"), notes="主席补的")
        with pytest.raises(Stale) as stale:
            actions.correct(trace.pk, by=seat_of("officer"), version=old, notes="干事补的")
        assert stale.value.row.notes == "主席补的"

    def test_a_colleague_who_is_no_officer_corrects_only_her_own(self, seat_of):
        trace = written(seat_of("officer"))
        with pytest.raises(NotAllowed):
            actions.correct(trace, by=seat_of("women"), notes="我来补")

    def test_units_change_by_their_difference(self, seat_of):
        seat = seat_of("town")
        with scope(seat):
            from zhijia.plans.offers import units

            first, second, third = units(seat)[:3]
        trace = written(seat, unit_ids=[first.pk, second.pk])
        with scope(seat):
            before = set(TraceUnit.objects.filter(trace=trace).values_list("pk", "union_id"))
        actions.correct(trace.pk, by=seat, unit_ids=[second.pk, third.pk])
        with scope(seat):
            after = set(TraceUnit.objects.filter(trace=trace).values_list("pk", "union_id"))
        assert {union for _, union in after} == {second.pk, third.pk}
        assert len(before & after) == 1


class TestTakingBack:
    def test_undo_needs_no_reason_and_withdraw_does(self, seat_of):
        seat = seat_of("officer")
        actions.undo_record(written(seat), by=seat)
        with pytest.raises(Blocked):
            actions.withdraw(written(seat), by=seat)
        gone = actions.withdraw(written(seat), by=seat, reason="重复登记")
        assert gone.state == "withdrawn"

    def test_undo_is_for_the_one_who_recorded(self, seat_of):
        with pytest.raises(Blocked):
            actions.undo_record(written(seat_of("officer")), by=seat_of("chair"))

    def test_a_photo_added_meanwhile_does_not_hinder_undoing(self, seat_of):
        seat = seat_of("officer")
        trace = written(seat)
        actions.add_file(trace, picture(), by=seat)
        assert actions.undo_record(trace, by=seat).state == "undone"

    def test_what_was_taken_back_does_not_go_up(self, seat_of):
        trace = written(seat_of("officer"))
        with scope(seat_of("town")):
            assert Trace.objects.filter(pk=trace.pk).exists()
        actions.withdraw(trace, by=seat_of("officer"), reason="写错了单位")
        with scope(seat_of("town")):
            assert not Trace.objects.filter(pk=trace.pk).exists()
        with scope(seat_of("chair")):
            assert Trace.objects.filter(pk=trace.pk).exists()


class TestFiles:
    def test_the_same_file_twice_is_kept_once(self, seat_of):
        seat = seat_of("officer")
        trace = written(seat)
        first = actions.add_file(trace, picture(), by=seat)
        second = actions.add_file(trace, picture(), by=seat)
        with scope(seat):
            assert (first.pk, Trace.objects.get(pk=trace.pk).evidence) == (second.pk, 1)

    def test_a_file_is_not_kept_on_a_record_one_may_not_correct(self, seat_of):
        trace = written(seat_of("officer"))
        with pytest.raises(NotAllowed):
            actions.add_file(trace, picture("red"), by=seat_of("women"))
        with scope(seat_of("officer")):
            assert not Attachment.objects.filter(row_id=trace.pk, kind=Trace._meta.db_table).exists()

    def test_taking_a_file_down_says_why_and_is_counted(self, seat_of):
        seat = seat_of("officer")
        trace = written(seat)
        kept = actions.add_file(trace, picture("blue"), by=seat)
        with pytest.raises(Blocked):
            actions.remove_file(kept, by=seat, reason="")
        actions.remove_file(kept, by=seat, reason="传错了")
        with scope(seat):
            assert Trace.objects.get(pk=trace.pk).evidence == 0


def test_who_took_part_stays_in_the_union(seat_of, town):
    officer = seat_of("officer")
    with scope(officer):
        from zhijia.plans.offers import units

        group = units(officer).first()
    trace = written(officer, unit_ids=[group.pk], kind=Kind.objects.get(code="safety_check"))
    with scope(officer):
        assert TraceUnit.objects.filter(trace=trace).count() == 1
    with scope(seat_of("town")):
        assert TraceUnit.objects.filter(trace=trace).count() == 0
