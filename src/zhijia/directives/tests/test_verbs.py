"""What the verbs of directives refuse and keep: wrong days, double numbers, shared tasks, two officers, supplements."""

import datetime as dt

import pytest

from zhijia.directives.actions import demands as part
from zhijia.directives.actions import directives as verbs
from zhijia.directives.comparison import Comparison
from zhijia.directives.models import Demand, Directive
from zhijia.directives.pages import Sheet
from zhijia.directives.queries import due_soon
from zhijia.directives.spoken import when
from zhijia.directives.tests.sample import FIRST, SECOND, SUPPLEMENT, compared, received
from zhijia.kernel import clock
from zhijia.kernel.actions import Blocked, MoveRefused, NotAllowed, Stale, Unfit
from zhijia.kernel.scope import scope, system
from zhijia.kernel.testing import page_queries
from zhijia.plans.actions import plans as plan_verbs
from zhijia.plans.models import Plan, Task

pytestmark = pytest.mark.django_db
D = dt.date


@pytest.fixture
def officer(seat_of):
    with scope(seat_of("town")) as seat:
        yield seat


@pytest.fixture
def paper(officer):
    return received(officer)


def by_hand(by, **values):
    row = Directive(
        **{"title": "关于上报名册的通知", "issuer": "云川县总工会", "received_on": D(2026, 11, 16)} | values
    )
    return verbs.receive(row, by=by)


def rows(directive):
    return list(Demand.objects.filter(directive=directive).select_related("directive", "task"))


def follow(directive, by):
    sheet = Sheet(directive, by)
    choices = {row.demand.pk: row.proposal.choice for row in sheet.undecided}
    return verbs.follow(directive, by=by, choices=choices)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"received_on": D(2026, 11, 21)}, "received_on"),
        ({"dated": D(2026, 11, 17)}, "dated"),
        ({"dated": D(2026, 11, 10), "answer_due": D(2026, 11, 9)}, "answer_due"),
    ],
)
def test_days_that_cannot_be_are_refused(officer, wrong, field):
    with pytest.raises(Unfit) as refusal:
        by_hand(officer, **wrong)
    assert field in refusal.value.fields


def test_one_number_stands_for_one_paper_until_it_is_withdrawn(officer, paper):
    with pytest.raises(Blocked):
        by_hand(officer, number=paper.number)
    verbs.withdraw(paper, by=officer, reason="收重了")
    assert by_hand(officer, number=paper.number).state == "received"
    with pytest.raises(Blocked):
        verbs.describe(paper.pk, by=officer, title="别的")


def test_what_is_undecided_stands_in_the_way_and_what_is_put_aside_does_not(officer, paper):
    with pytest.raises(Blocked, match="还有 3 条"):
        verbs.assign(paper, by=officer)
    first, second, third = rows(paper)
    part.shelve(first, by=officer)
    part.decline(second, by=officer, reason="县里统一办")
    part.take_on(third, by=officer)
    assert verbs.assign(paper, by=officer).state == "assigned"
    with pytest.raises(Blocked, match="第3条"):
        verbs.finish(paper, by=officer)
    part.complete(third, by=officer, on=D(2026, 11, 19))
    assert verbs.finish(paper, by=officer).state == "done"
    with pytest.raises(MoveRefused):
        verbs.confirm(paper, by=officer)


def test_why_it_is_not_ours_must_be_said(officer, paper):
    with pytest.raises(Blocked, match="写明原因"):
        part.decline(rows(paper)[0], by=officer, reason="  ")


def test_a_click_repeated_adds_one_task(officer, paper):
    demand = rows(paper)[2]
    before = Task.objects.count()
    for _ in range(2):
        part.add_task(demand, by=officer, key="twice")
    assert Task.objects.count() == before + 1


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ({"quantity": 30, "unit": "户"}, (30, "户")),
        ({"quantity": 95, "unit": "%"}, (None, "")),
        ({"quantity": 2, "unit": "次", "recurrence": "monthly"}, (None, "")),
        ({"quantity": 1, "unit": "次", "each": "每个基层工会"}, (None, "")),
        ({}, (None, "")),
    ],
)
def test_only_a_number_that_records_add_up_to_becomes_the_tasks(officer, asked, number):
    made = part.task_values(Demand(title="走访", **asked), officer)
    assert (made.get("quantity"), made.get("unit", "")) == number


@pytest.mark.parametrize(
    ("days", "said", "words"),
    [
        (("2026-09-01", "2026-09-30"), "9月", "9月"),
        (("2026-09-01", "2026-09-30"), "9月底前", "9月底前"),
        (("2026-12-01", "2026-12-31"), "12月31日前", "12月31日前"),
        (("2026-11-01", "2026-11-27"), "11月27日前", "11月27日前"),
        (("2027-01-01", "2027-01-15"), "1月15日前", "2027年1月15日前"),
    ],
)
def test_days_are_said_as_the_paper_has_them(days, said, words):
    spans = [tuple(dt.date.fromisoformat(day) for day in days)]
    assert when(spans, "", 2026, said) == words


def test_two_officers_at_once_are_told_of_each_other(officer, paper, seat_of):
    demand = rows(paper)[0]
    part.shelve(demand, by=seat_of("townchair"), version=demand.version)
    with pytest.raises(Stale):
        part.decline(demand, by=officer, version=demand.version, reason="不归我们")


def test_only_the_own_task_that_still_stands_covers(officer, paper, seat_of):
    demand, task = rows(paper)[0], Task.objects.filter(plan__union_id=officer.union_id).first()
    plan_verbs.cancel(task, by=officer, reason="不办了")
    with pytest.raises(Unfit):
        part.cover(demand, by=officer, task=task)
    with pytest.raises(NotAllowed):
        part.cover(demand, by=seat_of("officer"), task=task)
    with pytest.raises(NotAllowed):
        part.shelve(demand, by=seat_of("county"))


def test_a_cancelled_task_and_a_withdrawn_plan_leave_demands_uncovered(officer, paper, seat_of):
    follow(paper, officer)
    first, _, third = rows(paper)
    plan_verbs.cancel(third.task, by=officer, reason="不办了")
    states = [one.state for one in Sheet(paper, officer).standings]
    assert states[2] == "uncovered"
    plan_verbs.withdraw(Plan.objects.get(pk=first.task.plan_id), by=seat_of("townchair"), reason="重新制定")
    assert {one.state for one in Sheet(paper, officer).standings} == {"uncovered"}
    sheet = Sheet(paper, officer)
    assert {row.proposal.choice for row in sheet.undecided} == {"own"}  # there is no plan to put it into


def test_without_a_plan_a_demand_is_seen_to_by_itself(seat_of):
    neighbour = seat_of("neighbour")
    paper = received(neighbour)
    with scope(neighbour):
        follow(paper, neighbour)
        assert {row.state for row in rows(paper)} == {"own"}
        with pytest.raises(Blocked, match="单独办"):
            part.add_task(rows(paper)[0], by=neighbour)
        [answer, *own] = due_soon(neighbour, D(2026, 11, 24))
        assert answer.words == "回复走访对象汇总表给县总工会权益保障部"
        assert [one.paper for one in own] == ["云工办〔2026〕18号第1条"]
        part.complete(rows(paper)[0], by=neighbour, on=D(2026, 11, 20), note="摸底 84 户")
        assert rows(paper)[0].done_note == "摸底 84 户"
        assert len(due_soon(neighbour, D(2026, 11, 24))) == 1


def revise(edition, by, **rest):
    seen = Comparison(edition, by)
    verbs.revise(
        edition.directive, by=by, edition=edition, pairs=seen.pairs, values=seen.values, gone={}, **rest
    )


def test_a_later_edition_keeps_the_task_and_says_what_changed_until_it_is_looked_at(officer, paper):
    follow(paper, officer)
    edition = compared(paper, officer, SECOND)
    first = rows(paper)[0]
    quantity = first.task.quantity
    revise(edition, officer)  # nothing is to follow, nothing goes
    first, second, *_ = rows(paper)
    assert (first.quantity, first.task.quantity) == (90, quantity)
    assert [told[0] for told in first.changes] == ["数量", "时间"]
    assert second.state == "covered"  # gone from the paper, and kept as asked
    part.fit_task(first, by=officer)
    first = rows(paper)[0]
    assert (first.task.quantity, first.changes) == (90, [])
    assert str(first.task.occurrences.get().ends_on) == "2026-12-05"


def test_a_task_that_serves_another_demand_is_not_cancelled_with_one(officer, paper):
    first, second, _ = rows(paper)
    task = Task.objects.filter(plan__union_id=officer.union_id, state="active").first()
    part.cover(first, by=officer, task=task)
    part.cover(second, by=officer, task=task)
    edition = compared(paper, officer, SECOND)
    seen = Comparison(edition, officer)
    with pytest.raises(Blocked, match="还落实着别的条"):
        verbs.revise(
            paper,
            by=officer,
            edition=edition,
            pairs=seen.pairs,
            values=seen.values,
            gone={second.pk: "cancel"},
        )
    assert Task.objects.get(pk=task.pk).state == "active"
    assert rows(paper)[1].state == "covered"


def test_a_supplement_of_another_number_finds_its_paper_and_leaves_the_rest(officer, paper):
    follow(paper, officer)
    edition = compared(paper, officer, SUPPLEMENT)
    assert edition.partial
    revise(edition, officer)
    assert [row.state for row in rows(paper)] == ["covered", "covered", "covered", "open"]
    assert rows(paper)[0].quantity == 100
    assert [one.state for one in paper.editions.order_by("pk")] == ["in_force", "in_force"]


def test_an_answered_paper_that_asks_for_more_is_under_way_again(officer, paper):
    follow(paper, officer)
    verbs.answer(paper, by=officer, on=clock.today(), what="汇总表")
    revise(compared(paper, officer, SECOND), officer)
    paper.refresh_from_db()
    assert (paper.state, paper.answered_on) == ("assigned", None)


@pytest.mark.parametrize(("on", "field"), [(D(2026, 11, 21), "on"), (D(2026, 11, 15), "on")])
def test_an_answer_is_given_between_coming_and_today(officer, paper, on, field):
    follow(paper, officer)
    with pytest.raises(Unfit) as refusal:
        verbs.answer(paper, by=officer, on=on, what="汇总表")
    assert field in refusal.value.fields


# --- pages ------------------------------------------------------------------------------------------------


def test_pages_ask_no_more_for_more_demands_and_papers(client_as, officer, paper):
    follow(paper, officer)
    client = client_as("town")

    def grow():
        for n in range(4):
            other = received(
                officer, FIRST.replace("18号", f"{50 + n}号").replace("走访摸底", f"第{n}次摸底")
            )
            follow(other, officer)
        with scope(officer):
            extra = [Demand(directive=paper, order=9 + n, title=f"第{n}件事") for n in range(40)]
            part.note.all(extra, by=officer)

    addresses = ["/directives/?tab=all", f"/directives/{paper.pk}/", f"/directives/{paper.pk}/check/", "/"]
    few = {at: asked(client, at) for at in addresses}
    grow()
    assert {at: asked(client, at) for at in addresses} == few
    assert few.pop("/") <= 15  # my day asks for much else
    assert max(few.values()) <= 12, few


def asked(client, address):
    """How many questions the page asks within its own scope."""
    client.get(address)
    with system("测试：数一数"), page_queries() as statements:
        client.get(address)
    return len(statements)


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"received_on": "2026-11-16"}, "请选一个文件，或者粘贴"),
        ({"text": FIRST, "received_on": "2026-12-01"}, "收到日期在今天之后"),
        ({"text": FIRST, "received_on": "0026-11-01"}, "年份不对"),
        ({"text": FIRST, "received_on": "昨天"}, "年月日之间要用横线"),
        ({"text": "   ", "received_on": "2026-11-16"}, "请选一个文件，或者粘贴"),
    ],
)
def test_what_cannot_be_received_is_told_in_a_sentence(client_as, form, said):
    answer = client_as("town").post("/directives/receive/", {"key": "bad", **form})
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_what_is_no_paper_is_received_with_a_warning(client_as, officer):
    answer = client_as("town").post(
        "/directives/receive/", {"key": "odd", "text": "明天下午三点开会，带好本子。", "received_on": "2026-11-16"}, follow=True
    )  # fmt: skip
    shown = answer.content.decode()
    assert "不像上级来文" in shown
    assert "没有读出要办的事" in shown


def test_one_self_sent_paper_is_asked_about(client_as):
    own = FIRST.replace("云川县总工会办公室", "青溪镇总工会")
    answer = client_as("town").post(
        "/directives/receive/", {"key": "own", "text": own, "received_on": "2026-11-16"}, follow=True
    )
    assert "像是本单位自己发的文件" in answer.content.decode()


def test_a_later_text_that_is_another_paper_is_received_alone(client_as, officer, paper):
    edition = compared(paper, officer, SECOND)
    answer = client_as("town").post(f"/directives/editions/{edition.pk}/", {"key": "alone", "do": "alone"})
    other = Directive.objects.latest("pk")
    assert answer["Location"] == f"/directives/{other.pk}/check/"
    assert (other.number, other.demands.count()) == ("", 3)
    assert not paper.editions.filter(state="pending").exists()
    assert paper.demands.filter(changes=[]).count() == 3


def test_a_stale_row_shows_what_stands_now(client_as, officer, paper, seat_of):
    demand = rows(paper)[0]
    part.decline(demand, by=seat_of("townchair"), reason="县里统一办")
    answer = client_as("town").post(
        f"/directives/demands/{demand.pk}/", {"key": "late", "do": "shelve", "version": demand.version},
        headers={"hx-request": "true"},
    )  # fmt: skip
    assert answer.status_code == 409
    shown = answer.content.decode()
    assert "别人先改过这一条" in shown
    assert "县里统一办" in shown


def test_facts_changed_by_two_are_set_side_by_side(client_as, officer, paper, seat_of):
    verbs.describe(paper, by=seat_of("townchair"), answer_whom="县总工会办公室")
    form = {
        "key": "both", "title": paper.title, "issuer": paper.issuer, "received_on": "2026-11-16", "number": paper.number,
        "answer_whom": "县总工会保障部", "version": paper.version,
    }  # fmt: skip
    answer = client_as("town").post(f"/directives/{paper.pk}/facts/", form)
    assert answer.status_code == 409
    shown = answer.content.decode()
    assert "县总工会办公室" in shown
    assert "县总工会保障部" in shown
