"""The service card (B05): an explicit target, each member ticked off, and a rate that is never against what came in."""

import datetime as dt

import pytest
from django.urls import reverse

from zhijia.kernel import clock
from zhijia.kernel.actions import Blocked, NotAllowed, Unfit, opened
from zhijia.kernel.figures import Ask, Period, read
from zhijia.kernel.imports import importers
from zhijia.kernel.imports.checking import judge, plan
from zhijia.kernel.ledger import ledgers
from zhijia.kernel.scope import scope, system
from zhijia.kernel.trail.models import EventRow
from zhijia.people import actions, rules
from zhijia.people.models import CardTarget, Membership, Person
from zhijia.sheetreader import read as read_book
from zhijia.sheetreader.tests.books import xlsx

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("part", "whole", "told"),
    [
        (7400, 13200, "7,400 ÷ 13,200 = 56.1%"),
        (0, 100, "0 ÷ 100 = 0.0%"),
        (1, 3, "1 ÷ 3 = 33.3%"),
        (1, 2000, "1 ÷ 2,000 = 0.1%"),
        (5, 0, "没有目标"),
        (120, 100, "120 ÷ 100 = 120.0%，比目标多，请核对目标"),
    ],
)
def test_a_rate_travels_with_both_numbers(part, whole, told):
    assert rules.rate_told(part, whole) == told


@pytest.fixture
def no_targets(db):
    with system("测试：还没有定目标") as by, opened("test.no_targets", by=by):
        CardTarget.objects.all().delete()


def aim(by, holder, wanted):
    day = dt.date(2026, 10, 8)
    return actions.set_card_target(
        CardTarget(), by=by, holder=holder, wanted=wanted, source="县总通知", set_on=day, due_on=None
    )


def member(town, state, n=0):
    rows = Membership._base_manager.filter(
        union=town.works, left_on=None, kind="ordinary", person__card_state=state
    )
    return rows.select_related("person").order_by("pk")[n]


def figures(town, seat):
    codes = [
        "people.card_collected",
        "people.card_target",
        "people.card_rate",
        "people.card_refused",
        "people.card_issued",
    ]
    with scope(seat):
        found = read(
            codes, Ask(town.union.pk, True, Period.parse("2026").clipped(clock.today()), town.union.code)
        )
    return {code: value.value for code, value in found.items()}


def test_the_target_is_the_denominator_whatever_comes_in(town, seat_of, no_targets):
    by = seat_of("town")
    row = aim(by, town.union.name, 13200)
    aim(by, town.works.name, 120)
    before = figures(town, by)
    assert before["people.card_target"] == 13200  # the part is inside it
    actions.collect(member(town, "").pk, by=by)
    after = figures(town, by)
    assert after["people.card_collected"] == before["people.card_collected"] + 1
    assert after["people.card_target"] == 13200
    assert after["people.card_rate"] < 5
    ledger = ledgers()["people.card-targets"]
    with scope(by):
        shown = ledger.found(row.pk)
        assert shown.rate == f"{shown.collected} ÷ 13,200 = {after['people.card_rate']}%"
        assert shown.sum_told == "分解少 13,080 人"
        assert EventRow.objects.filter(kind="people_cardtarget", row_id=row.pk).exists()


def test_one_target_for_a_union_and_a_reason_for_another_number(town, seat_of, no_targets):
    by = seat_of("town")
    row = aim(by, town.union.name, 13200)
    with pytest.raises(Blocked, match="改目标"):
        aim(by, town.union.name, 12000)
    given = {"wanted": 12000, "source": "县总改了", "set_on": dt.date(2026, 11, 1), "due_on": None}
    with pytest.raises(Blocked, match="原因"):
        actions.change_card_target(row, by=by, **given)
    assert actions.change_card_target(row, by=by, reason="任务调减", **given).wanted == 12000
    with pytest.raises(Unfit, match="大于 0"):
        aim(by, town.school.name, 0)
    with pytest.raises(NotAllowed):
        aim(seat_of("accountant"), town.works.name, 5)


def test_a_member_is_ticked_off_step_by_step(town, seat_of):
    by, row = seat_of("officer"), member(town, "")
    actions.collect(row.pk, by=by, on=dt.date(2026, 11, 2))
    actions.make_card(row.pk, by=by, on=dt.date(2026, 11, 9))
    actions.issue_card(row.pk, by=by, on=dt.date(2026, 11, 16))
    with scope(by):
        person = Person.objects.get(pk=row.person_id)
    assert (person.card_state, person.collected_on, person.issued_on) == (
        "issued", dt.date(2026, 11, 2), dt.date(2026, 11, 16),
    )  # fmt: skip
    for step in (actions.refuse_card, actions.collect):
        with pytest.raises(Blocked, match=r"已发卡.*更正个人信息"):
            step(row.pk, by=by)
    actions.change_details(person, by=by, card_state="collected", issued_on=None)  # the step was a mistake
    assert actions.collect(row.pk, by=by).person_id == person.pk
    with pytest.raises(Unfit, match="今天之后"):
        actions.collect(member(town, "").pk, by=by, on=dt.date(2027, 1, 1))
    other = member(town, "")
    actions.refuse_card(other.pk, by=by)
    actions.collect(other.pk, by=by)  # she has changed her mind
    with scope(by):
        person = Person.objects.get(pk=other.person_id)
    assert (person.card_state, person.refused_on) == ("collected", None)


def test_many_are_ticked_off_at_once_and_the_counts_open_to_their_rows(town, seat_of, client_as):
    client = client_as("officer")
    rows = [member(town, "", n) for n in range(3)]
    open_list = f"{reverse('people:cards')}?tab=open&year=2026"
    assert rows[0].person.name in client.get(open_list).content.decode()
    chosen = ",".join(f"{row.pk}.{row.version}" for row in rows)
    form = {"verb": "collect", "chosen": chosen, "go": "1", "key": "bulk1", "on": "2026-11-17"}
    answer = client.post(reverse("people:cards_bulk"), form)
    assert answer.status_code == 200, answer.content.decode()[:500]
    states = Person._base_manager.filter(pk__in=[row.person_id for row in rows]).values_list(
        "card_state", flat=True
    )
    assert set(states) == {"collected"}


def test_a_list_of_the_card_system_is_taken_in(town, seat_of):
    by, row, importer = seat_of("officer"), member(town, ""), importers()["cards"]
    identity = Person._meta.get_field("identity")
    known, late, gone = (member(town, "issued", n) for n in range(3))
    rows = [
        ["姓名", "身份证号", "办卡情况", "日期"],
        [row.person.name, identity.opened(row.person), "制卡中", "2026-11-10"],
        [known.person.name, identity.opened(known.person), "已发卡", ""],
        ["查无此人", "", "已采集", ""],
        [late.person.name, identity.opened(late.person), "是", "2026-11-10"],
        [gone.person.name, identity.opened(gone.person), "不愿办", ""],
    ]
    found = plan(importer, read_book(xlsx(("表", rows))))
    judge(importer, found.lines, by)
    assert [line.verdict for line in found.lines] == ["changed", "unchanged", "error", "unchanged", "error"]
    with scope(by):
        importer.change([found.lines[0]], by, lambda model, pks: None)
        person = Person.objects.get(pk=row.person_id)
    assert (person.card_state, person.collected_on) == ("making", dt.date(2026, 11, 10))


# --- members without an employer, groups ----------------------------------------------------------------------


def test_a_rider_is_a_temporary_member_until_an_employer_has_a_union(town, seat_of):
    from zhijia.people.enrolling import enrol

    by = seat_of("officer")
    with scope(by):
        rider = enrol(
            {
                "name": "骑手甲",
                "joined_on": dt.date(2026, 11, 2),
                "kind": "temporary",
                "employment": "flexible",
            },
            by=by,
        )
    assert rider.kind == "temporary"
    actions.make_ordinary(rider, by=by, on=dt.date(2026, 11, 16))
    with scope(by):
        spans = list(Membership.objects.filter(person=rider.person_id).order_by("since", "pk"))
    assert [(span.kind, span.left_on) for span in spans] == [
        ("temporary", dt.date(2026, 11, 16)), ("ordinary", None),
    ]  # fmt: skip
    with pytest.raises(Blocked, match="不是临时会员"):
        actions.make_ordinary(spans[-1], by=by, on=dt.date(2026, 11, 17))


def test_members_are_put_into_another_group_and_none_of_another_union(town, seat_of):
    by = seat_of("officer")
    row = Membership._base_manager.filter(union=town.works, left_on=None, group__isnull=False).first()
    groups = Membership._base_manager.filter(union=town.works, group__isnull=False).exclude(group=row.group)
    other = groups.select_related("group").first().group
    assert actions.regroup(row, by=by, part=other.name).group_id == other.pk
    assert actions.regroup(row, by=by, part="").group_id is None
    with pytest.raises(Unfit, match="没有找到"):
        actions.regroup(row, by=by, part="没有这个组")


def test_what_a_retained_membership_is_worth_stands_on_its_page(town, seat_of, client_as):
    by = seat_of("officer")
    row = member(town, "")
    actions.retain(row.pk, by=by, on=dt.date(2026, 11, 2), cause="retired")
    with scope(by):
        kept = Membership.objects.get(person=row.person_id, left_on=None)
    page = client_as("officer").get(reverse("people:members_row", args=[kept.pk])).content.decode()
    assert "不交会费，不参加选举和表决，不算在会员数里" in page
