"""A committee's re-election from the request to the new term, and a union's founding from the application to its row."""

import datetime as dt

import pytest

from zhijia.kernel import clock
from zhijia.kernel.actions import Blocked, MoveRefused, Unfit
from zhijia.kernel.scope import scope, system
from zhijia.org import actions as org
from zhijia.org.models import Body, Canvass, Coverage, Employer, Founding, Reelection, Union

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 20)


@pytest.fixture
def term_ends(town):
    """The works' committee ends its term on 10 January."""
    with system("测试：快到期的委员会") as by:
        body = Body.objects.filter(union=town.works, kind="committee").latest("term_to")
        org.correct_term(body, by=by, reason="测试", term_to=dt.date(2027, 1, 10))
    return body


def asked(seat, planned=dt.date(2027, 1, 8), **values):
    return org.ask(Reelection(), by=seat, planned_on=planned, seats=7, term_years=5, **values)


def living_on(monkeypatch, day):
    monkeypatch.setattr(clock, "today", lambda: day)


def test_a_committee_is_re_elected(town, seat_of, term_ends, monkeypatch, client_as):
    works, town_officer = seat_of("chair"), seat_of("town")
    row = asked(works, request_no="顺工〔2026〕5号")
    assert "写请示" in client_as("chair").get(f"/org/reelections/{row.pk}/").content.decode()
    with pytest.raises(Blocked, match="由上级工会办"):
        org.allow(row, by=works, allowed_on=TODAY)
    with pytest.raises(MoveRefused):
        org.report(row, by=works, held_on=TODAY, expected=60, attended=50, elected="方德明")
    org.allow(row, by=town_officer, allowed_on=TODAY, allowed_no="青工〔2026〕41号")
    living_on(monkeypatch, dt.date(2027, 1, 9))
    with pytest.raises(Unfit, match="三分之二"):
        org.report(row, by=works, held_on=dt.date(2027, 1, 8), expected=60, attended=39, elected="方德明")
    org.report(row, by=works, held_on=dt.date(2027, 1, 8), expected=60, attended=40, elected="主席方德明")
    org.confirm(row, by=town_officer, confirmed_on=dt.date(2027, 1, 9))
    with scope(town_officer):
        new = Body.objects.filter(union=town.works, kind="committee").latest("term_to")
    assert (new.session_no, new.term_from, new.term_to) == (5, dt.date(2027, 1, 8), dt.date(2032, 1, 8))


def test_a_late_one_needs_a_reason_and_the_leave_of_the_union_above(seat_of, term_ends, monkeypatch):
    works = seat_of("chair")
    with pytest.raises(Unfit, match="延期原因"):
        asked(works, dt.date(2027, 3, 1))
    with pytest.raises(Unfit, match="延期最多 6 个月"):
        asked(works, dt.date(2027, 8, 1), late_reason="搬迁")
    row = asked(works)
    org.allow(row, by=seat_of("town"), allowed_on=TODAY)
    living_on(monkeypatch, dt.date(2027, 2, 1))
    with pytest.raises(Blocked, match="写明延期原因重新请示"):
        org.report(row, by=works, held_on=dt.date(2027, 1, 20), expected=60, attended=50, elected="方德明")


def test_the_union_above_writes_down_what_a_union_without_officers_asks(town, seat_of, term_ends, client_as):
    page = client_as("town").get(f"/org/bodies/{term_ends.pk}/")
    [link] = [one for one in page.context["beside"] if one.label == "替它登记换届请示"]
    form = client_as("town").get(link.url).context["form"]
    assert form["holder"].value() == town.works.name
    sent = {"holder": town.works.name, "planned_on": "2027-01-08", "seats": 7, "term_years": 5}
    assert client_as("town").post("/org/reelections/ask/", sent).status_code == 302
    with scope(seat_of("officer")):
        row = Reelection.objects.get(union=town.works)
    assert (row.state, row.due_on) == ("asked", dt.date(2027, 1, 10))
    told = client_as("officer").get(f"/org/reelections/{row.pk}/").content.decode()
    assert seat_of("town").name in told, "the trail says who"
    with pytest.raises(Unfit, match="管理范围"):
        asked(seat_of("neighbour"), holder=town.works.name)


def test_only_one_at_a_time_is_under_way(seat_of, term_ends):
    asked(seat_of("chair"))
    with pytest.raises(Blocked, match="还在办"):
        asked(seat_of("officer"))


def test_a_union_is_founded_with_its_employer_and_first_term(town, seat_of):
    seat = seat_of("town")
    row = org.apply(Founding(), by=seat, name="青溪新光灯具厂工会委员会", kind="single", nature="enterprise",
                    employer_name="青溪新光灯具厂", members=30, applied_on=dt.date(2026, 10, 8))  # fmt: skip
    org.approve_founding(row, by=seat, approved_on=dt.date(2026, 10, 12))
    with pytest.raises(Unfit, match="选举日期要在批准筹建以后"):
        org.hold(row, by=seat, held_on=dt.date(2026, 10, 9), attended=28, chair="李新")
    org.hold(row, by=seat, held_on=dt.date(2026, 11, 2), attended=28, seats=5, chair="李新")
    row = org.conclude(row, by=seat, founded_on=dt.date(2026, 11, 5), result_no="青工〔2026〕50号")
    with scope(seat):
        union = Union.objects.get(pk=row.made_id)
        assert Coverage.objects.get(union=union).employer.name == "青溪新光灯具厂"
        assert Body.objects.get(union=union).term_to == dt.date(2031, 11, 2)
    org.tick(union, by=seat, item="经审", done_on=dt.date(2026, 11, 5))


def test_at_the_door_a_plant_is_found_by_any_of_its_names(town, seat_of):
    seat = seat_of("town")
    values = {"found": "must", "on": TODAY, "employees": 33}
    first = org.canvass(Canvass(), by=seat, name="青溪新光灯具厂", **values)
    org.name_also(first.employer, by=seat, alias="新光商贸有限公司")
    again = org.canvass(Canvass(), by=seat, name="新光商贸有限公司", **values | {"employees": 35})
    assert again.employer_id == first.employer_id
    with scope(seat):
        assert Employer.objects.filter(name__contains="新光").count() == 1
    with pytest.raises(Unfit, match="为什么"):
        org.canvass(Canvass(), by=seat, name="别家", found="refused", on=TODAY)
    told = org.canvass(Canvass(), by=seat, name="别家", found="refused", on=TODAY, reason="老板想再看看")
    assert told.reason == "老板想再看看"
