"""The year of a plan through its doors: counts that open, moves that ask, and what the town sees of others."""

import datetime as dt
import re
import uuid

import pytest
from django.urls import reverse

from zhijia.kernel.scope import scope
from zhijia.kernel.testing.queries import settled_queries
from zhijia.plans import queries_year
from zhijia.plans.actions import plans as verbs
from zhijia.plans.actions import traces as trace_verbs
from zhijia.plans.models import Kind, Occurrence, Plan, Task, Trace
from zhijia.plans.reading_intake import Document, take_in

YEAR = "/plans/"
D = dt.date
TEXT = """顺达机械工会2026年工作计划
一、帮扶慰问
1．3月走访困难职工10户。（责任人：王建平）
2．每月开展谈心服务。
3．9月慰问退休职工。
二、文体活动
1．12月举办迎新晚会。
2．丰富职工文化生活，开展读书活动。
"""

pytestmark = pytest.mark.django_db


def key():
    return uuid.uuid4().hex


def said(response):
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", response.content.decode()))


def made_plan(by, text=TEXT, title="顺达机械工会2026年工作计划"):
    with scope(by):
        row = take_in(Document("计划.txt", text.encode()), by=by, key=None)
        row = verbs.correct(row, by=by, content=row.content, title=title, year=2026, shape=row.shape)
        return verbs.accept(Plan(reading=row), by=by)


@pytest.fixture
def plan(seat_of):
    return made_plan(seat_of("officer"))


@pytest.fixture
def officer(client_as):
    return client_as("officer")


def issued(plan, seat_of):
    day = D(2026, 1, 9)
    verbs.committee_opinion(plan, by=seat_of("officer"), on=day)
    verbs.party_opinion(plan, by=seat_of("officer"), on=day)
    verbs.issue(plan, by=seat_of("chair"), on=day)


def task_of(plan, word):
    return Task._base_manager.get(plan=plan, title__contains=word)


def due_of(task):
    return Occurrence._base_manager.get(task=task)


def record(by, task, on, **values):
    trace = Trace(on=on, title=f"{task.title}记录", who="工会", task=task)
    with scope(by):
        kind = Kind.objects.filter(code=values.pop("kind", "")).first()
        return trace_verbs.record(trace, by=by, kind=kind, **values)


def page(client, plan, **query):
    return client.get(YEAR, {"plan": plan.pk} | query)


def rows_in(response):
    """Task rows, wherever they are drawn: on the months, in the list, in the tray."""
    return len(set(re.findall(r'id="t-(\d+)"', response.content.decode())))


# --- what it shows


def test_every_count_opens_to_exactly_that_many_tasks(officer, plan, seat_of):
    by = seat_of("officer")
    record(by, task_of(plan, "困难"), D(2026, 3, 12), kind="visit", finishes=due_of(task_of(plan, "困难")))
    tab = r'class="f" href="([^"]*)"[^>]*>(?:<span[^>]*>)?(?:<svg.*?</svg>)? ?(\S+) (\d+)'
    tabs = re.findall(tab, page(officer, plan).content.decode())
    assert {name for _, name, _ in tabs} >= {"全部", "逾期", "完成", "未定时间", "缺证据"}
    for address, name, number in tabs:
        shown = officer.get(YEAR + address.replace("&amp;", "&"))
        assert rows_in(shown) == int(number), name
        state = re.search(r"state=(\w+)", address)
        listed = officer.get("/plans/tasks/", {"plan": plan.pk, "state": state[1] if state else ""})
        assert f"共{number}项" in said(listed), name


def test_states_of_a_plan_add_up(officer, plan, seat_of):
    with scope(seat_of("officer")):
        counts = queries_year.counts(queries_year.lines(queries_year.tasks_of(plan=plan)))
    states = ("late", "doing", "todo", "done", "undated")
    assert sum(counts.by_state[state] for state in states) == counts.total == 5
    assert (counts.late, counts.todo, counts.undated) == (3, 1, 1)


def test_a_plan_of_a_term_has_its_own_months(officer, seat_of):
    text = "小学工会2026-2027学年第一学期工作计划\n一、安排\n9月召开教代会。\n1月慰问教师。\n"
    with scope(seat_of("officer")):
        row = take_in(Document("计划.txt", text.encode()), by=seat_of("officer"), key=None)
        row = verbs.correct(
            row, by=seat_of("officer"), content=row.content, title="学期计划", year=2026, shape="first_term"
        )
        term = verbs.accept(Plan(reading=row), by=seat_of("officer"))
    shown = page(officer, term)
    assert "--zj-n:5" in shown.content.decode()
    assert "1月2027年" in said(shown)
    assert due_of(task_of(term, "教师")).starts_on == D(2027, 1, 1)


def test_several_plans_of_a_year_can_be_changed_between(officer, plan, seat_of):
    other = made_plan(seat_of("officer"), TEXT.replace("迎新晚会", "趣味运动会"), "下半年补充计划")
    shown = page(officer, plan)
    assert f"plan={other.pk}" in shown.content.decode()
    assert "趣味运动会" in said(page(officer, other))


def test_the_owner_narrows_tasks_and_counts(officer, plan):
    shown = page(officer, plan, owner="王建平")
    assert rows_in(shown) == 1
    assert "全部1" in said(shown)


def test_a_year_without_a_plan_says_how_to_begin(client_as):
    shown = client_as("neighbour").get(YEAR, {"year": 2024})
    assert "这一年还没有计划" in said(shown)
    assert reverse("plans:read") in shown.content.decode()
    assert (
        reverse("plans:read")
        not in client_as("member").get(YEAR, {"year": 2024}).content.decode().split("<main")[1]
    )


def test_an_opened_task_comes_as_a_part_and_as_a_page(officer, plan):
    task = task_of(plan, "困难")
    part = officer.get(reverse("plans:task", args=[task.pk]), headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    assert "还差10户，3月31日已到期" in said(part)
    whole = said(officer.get(reverse("plans:task", args=[task.pk])))
    assert "办理过程" in whole
    assert "采用为计划草案" in whole
    assert "还差10户" in said(page(officer, plan, task=task.pk))


# --- progress


def test_progress_follows_from_traces_and_is_typed_nowhere(officer, plan, seat_of):
    task = task_of(plan, "困难")
    record(seat_of("officer"), task, D(2026, 3, 10), kind="hardship_file", measures={"households": 6})
    assert "6/10户，逾期" in said(page(officer, plan, state="late"))
    record(seat_of("officer"), task, D(2026, 4, 2), kind="hardship_file", measures={"households": 4})
    assert "完成" in said(officer.get(reverse("plans:task", args=[task.pk])))
    assert rows_in(page(officer, plan, state="done")) == 1
    assert 'name="progress"' not in officer.get(reverse("plans:task_edit", args=[task.pk])).content.decode()


def test_evidence_is_missed_only_where_money_votes_or_visits_were_finished_without_a_file(
    officer, plan, seat_of
):
    by = seat_of("officer")
    visit, talk = task_of(plan, "困难"), task_of(plan, "退休")
    record(by, talk, D(2026, 9, 3), kind="retirees", finishes=due_of(talk))
    record(by, visit, D(2026, 3, 3), kind="visit")
    assert rows_in(page(officer, plan, state="missing")) == 0
    record(by, visit, D(2026, 3, 8), kind="visit", finishes=due_of(visit))
    assert rows_in(page(officer, plan, state="missing")) == 1


# --- times


def shift(client, due, start, end, **more):
    form = {"key": key(), "version": due.version, "starts_on": start, "ends_on": end} | more
    return client.post(reverse("plans:task_shift", args=[due.pk]), form)


def test_a_move_within_the_month_asks_nothing(officer, plan):
    due = due_of(task_of(plan, "迎新"))
    assert shift(officer, due, "2026-12-05", "2026-12-20").status_code == 302
    assert due_of(task_of(plan, "迎新")).first_ends_on is None


def test_a_move_to_another_month_asks_why_and_keeps_the_original(officer, plan):
    task = task_of(plan, "困难")
    asked = shift(officer, due_of(task), "2026-11-01", "2026-11-30")
    assert asked.status_code == 422
    assert "要写明原因" in said(asked)
    assert shift(officer, due_of(task), "2026-11-01", "2026-11-30", reason="等名单核对完").status_code == 302
    shown = said(officer.get(reverse("plans:task", args=[task.pk])))
    assert "原定3月" in shown
    assert "等名单核对完" in shown


def test_an_end_before_its_start_is_told(officer, plan):
    answer = shift(officer, due_of(task_of(plan, "迎新")), "2026-12-20", "2026-12-05")
    assert answer.status_code == 422
    assert "结束日期在开始日期之前" in said(answer)


def test_a_first_time_asks_no_reason_and_only_once(officer, plan):
    task = task_of(plan, "读书")
    address = reverse("plans:task_schedule", args=[task.pk])
    form = {"key": key(), "version": task.version, "starts_on": "2026-11-10", "ends_on": "2026-12-10"}
    assert "原因" not in said(officer.get(address)).split("定时间")[-1]
    assert officer.post(address, form).status_code == 302
    assert officer.post(address, form).status_code == 302
    assert due_of(task).ends_on == D(2026, 12, 10)


def test_two_officers_moving_one_task_see_both_times(officer, client_as, plan):
    due = due_of(task_of(plan, "迎新"))
    assert shift(client_as("chair"), due, "2026-12-01", "2026-12-10").status_code == 302
    answer = shift(officer, due, "2026-12-20", "2026-12-25")
    assert answer.status_code == 409
    assert "12月10日前" in said(answer)
    assert "12月20日至25日" in said(answer)


# --- changes


def edited(client, task, **values):
    form = {
        "key": key(), "version": task.version, "title": task.title, "quantity": task.quantity or "",
        "unit": task.unit, "owner_text": task.owner_text, "section": task.section_id or "", "match": "", "kind": "",
    } | values  # fmt: skip
    return client.post(reverse("plans:task_edit", args=[task.pk]), form)


def test_two_officers_editing_one_task_see_both_texts(officer, client_as, plan):
    task = task_of(plan, "困难")
    assert edited(client_as("chair"), task, title="走访困难职工家庭").status_code == 302
    answer = edited(officer, task, title="看望困难职工")
    assert answer.status_code == 409
    assert "走访困难职工家庭" in said(answer)
    assert "看望困难职工" in said(answer)
    assert task_of(plan, "困难").title == "走访困难职工家庭"


def test_a_double_click_changes_once(officer, plan):
    task, same = task_of(plan, "困难"), key()
    assert edited(officer, task, title="走访", key=same).status_code == 302
    assert edited(officer, task, title="走访", key=same).status_code == 302
    assert Task._base_manager.get(pk=task.pk).version == 2


def test_a_cancelled_task_leaves_the_counts_and_keeps_its_reason(officer, plan):
    task = task_of(plan, "迎新")
    address = reverse("plans:task_cancel", args=[task.pk])
    assert officer.post(address, {"key": key(), "version": task.version}).status_code == 422
    assert (
        officer.post(address, {"key": key(), "version": task.version, "reason": "并入镇里的活动"}).status_code
        == 302
    )
    shown = page(officer, plan)
    assert "已取消1项" in said(shown)
    assert rows_in(shown) == 4
    assert "并入镇里的活动" in said(officer.get(reverse("plans:task", args=[task.pk])))


def test_a_task_added_later_gets_the_next_number_of_its_heading(officer, plan):
    section = task_of(plan, "困难").section_id
    form = {
        "key": key(),
        "title": "办托管班",
        "section": section,
        "starts_on": "2026-07-06",
        "ends_on": "2026-08-21",
    }
    address = reverse("plans:task_add", args=[plan.pk])
    assert officer.post(address, form).status_code == 302
    assert officer.post(address, form).status_code == 302
    task = task_of(plan, "托管")
    assert (task.number, due_of(task).starts_on) == ("1.4", D(2026, 7, 6))


@pytest.mark.parametrize("login", ["neighbour", "town", "member", "auditor"])
def test_nobody_else_changes_a_task(client_as, plan, login):
    task = task_of(plan, "困难")
    assert edited(client_as(login), task, title="别的").status_code == 403


# --- from draft to issue, and who sees it


def step(client, plan, name, **form):
    row = Plan._base_manager.get(pk=plan.pk)
    address = reverse("plans:plan_step", args=[plan.pk, name])
    return client.post(address, {"key": key(), "version": row.version} | form)


def test_a_plan_goes_from_committee_to_party_to_issue(officer, client_as, plan):
    assert "轮到委员会讨论" in said(page(officer, plan))
    assert step(officer, plan, "committee", on="2026-01-09", note="同意").status_code == 302
    assert "轮到同级党组织" in said(page(officer, plan))
    assert step(officer, plan, "party", on="2026-01-12").status_code == 302
    assert "轮到主席印发" in said(page(officer, plan))
    assert step(officer, plan, "issue", on="2026-01-13").status_code == 403
    assert (
        step(client_as("chair"), plan, "issue", on="2026-01-13", document_no="顺工〔2026〕1号").status_code
        == 302
    )
    shown = said(page(officer, plan))
    assert "执行中" in shown
    assert "顺工〔2026〕1号" in shown


def test_a_meeting_of_tomorrow_is_no_meeting_yet(officer, plan):
    answer = step(officer, plan, "committee", on="2030-01-01")
    assert answer.status_code == 422
    assert "日期在今天之后" in said(answer)


def test_sending_back_and_withdrawing_ask_why(officer, client_as, plan, seat_of):
    verbs.committee_opinion(plan, by=seat_of("officer"), on=D(2026, 1, 9))
    assert step(officer, plan, "back").status_code == 422
    assert step(officer, plan, "back", reason="再压缩几项").status_code == 302
    assert Plan._base_manager.get(pk=plan.pk).state == "draft"
    assert step(client_as("chair"), plan, "withdraw", reason="与上级安排重复").status_code == 302
    assert "已撤回" in said(page(officer, plan))


def test_the_town_reads_an_issued_plan_and_nothing_that_stays_at_home(client_as, plan, seat_of, town):
    look = {"u": town.works.code, "plan": plan.pk}
    assert "走访困难" not in said(client_as("town").get(YEAR, look))
    issued(plan, seat_of)
    task = task_of(plan, "困难")
    record(seat_of("officer"), task, D(2026, 3, 8), kind="visit", finishes=due_of(task))
    shown = client_as("town").get(YEAR, look | {"task": task.pk})
    main = shown.content.decode().split("<main")[1]
    assert "走访困难" in main
    assert reverse("plans:task_edit", args=[task.pk]) not in main
    assert "登记</a>" not in main
    assert "/files/" not in main
    alone = said(client_as("town").get(reverse("plans:task", args=[task.pk])))
    assert "办理过程" not in alone
    assert client_as("neighbour").get(reverse("plans:task", args=[task.pk])).status_code == 403


def test_a_member_sees_the_whole_progress_of_her_unions_issued_plan(client_as, plan, seat_of):
    issued(plan, seat_of)
    task = task_of(plan, "困难")
    record(seat_of("officer"), task, D(2026, 3, 8), finishes=due_of(task))
    assert rows_in(page(client_as("member"), plan, state="done")) == 1


# --- cost


def test_the_year_runs_the_same_queries_for_ten_times_the_rows(officer, plan, seat_of):
    by = seat_of("officer")
    task = task_of(plan, "困难")

    def grow():
        with scope(by):
            rows = [
                Task(plan=plan, section=task.section, order=50 + n, number=f"1.{n + 9}", title=f"任务{n}")
                for n in range(50)
            ]
            for row in verbs.add.all(rows, by=by, times=[(D(2026, 5, 1), D(2026, 5, 31))]):
                row.plan = plan
                traces = [Trace(on=D(2026, 5, 6), title="记录", who="工会", task=row) for _ in range(4)]
                trace_verbs.record.all(traces, by=by)

    def open_page():
        assert page(officer, plan, task=task.pk).status_code == 200

    settled_queries(open_page, grow)


def test_the_task_list_runs_the_same_queries_for_more_plans(client_as, plan, seat_of):
    town = client_as("town")
    issued(plan, seat_of)

    def grow():
        for n in range(4):
            issued(made_plan(seat_of("officer"), title=f"计划{n}"), seat_of)

    settled_queries(lambda: town.get("/plans/tasks/"), grow)


def test_a_plan_that_has_begun_leads_to_its_summary(officer, plan, client_as):
    address = reverse("plans:summary_new")
    assert address not in page(officer, plan).content.decode()  # a draft is carried out by nobody yet
    for name, by in (("committee", officer), ("party", officer), ("issue", client_as("chair"))):
        step(by, plan, name, on="2026-01-13")
    assert address in page(officer, plan).content.decode()
    assert address not in page(client_as("member"), plan).content.decode()
