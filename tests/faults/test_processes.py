"""Real processes: `kill -9` while a trace is being saved, and two requests at the very same moment.

Nothing half, nothing twice; and the same form saves it afterwards. Then one point of `run.py soak` for each act.
"""

import re

import pytest

from benchmarks.soak.acts import Bulk, Save, Upload
from benchmarks.soak.commands import Backup, Restore, Upgrade
from benchmarks.soak.installation import until
from benchmarks.soak.matrix import strike

NEW = "/plans/traces/new/"
NO_ROW_YET = "LOCK TABLE plans_trace IN SHARE MODE"  # the request's own row has to wait for this


def filled_in(person, title):
    """The form as it stands in the browser; the draft keeps it, its request key included."""
    return person.get(NEW).hidden | {"on": "2026-11-20", "title": title, "who": "工会小组长，会议室"}


def rows(demo, title):
    return demo.count("plans_trace", f"title = '{title}'")


@pytest.fixture
def town(demo):
    return demo.person("town")


@pytest.fixture
def officer(demo):
    return demo.person("officer")


def test_the_web_worker_is_killed_while_saving(demo, officer):
    title = "检查配电房"
    form = filled_in(officer, title)
    with demo.holding(NO_ROW_YET):
        posting = officer.post_soon(NEW, form)
        until(demo.is_waited_for)
        demo.web_worker.kill()
        assert posting.result() is None
    until(demo.is_up)
    assert rows(demo, title) == 0
    assert officer.post(NEW, form).status == 302
    assert officer.post(NEW, form).status == 302  # and once more, as one does after a fright
    assert rows(demo, title) == 1


def test_the_database_is_killed_while_saving(demo, officer):
    title = "走访困难职工两户"
    form = filled_in(officer, title)
    with demo.holding(NO_ROW_YET) as lock:
        posting = officer.post_soon(NEW, form)
        until(demo.is_waited_for)
        demo.database_server.kill()
        answer = posting.result()
        lock.close()
    # The page itself says so where it still could; behind it the session could not be kept either.
    assert answer is None or answer.status in (500, 503)
    if answer and answer.status == 503:
        assert "数据库刚才断开了" in answer.text
        assert "过一会儿再试一次" in answer.text
    elif answer:
        assert "系统出错了，不是您操作的问题" in answer.text
        assert "没有存下一半" in answer.text
    until(lambda: demo.postgres.find_running() and officer.get("/").status == 200)
    assert rows(demo, title) == 0
    assert officer.post(NEW, form).status == 302
    assert rows(demo, title) == 1
    assert title in officer.get("/plans/traces/").text


def test_a_form_sent_while_the_database_is_away_is_not_lost(demo, officer):
    title = "组织职工体检"
    form = filled_in(officer, title)
    demo.database_server.kill()
    answer = officer.post_soon(NEW, form).result()
    until(lambda: demo.postgres.find_running() and officer.get("/").status == 200)
    if (
        answer is None or answer.status != 302
    ):  # not when the database was back before the request's patience ended
        assert officer.post(NEW, form).status == 302
    assert rows(demo, title) == 1


def test_a_double_click_on_save_records_once(demo, town):
    title = "碰头会，排年底的事"
    form = filled_in(town, title)
    with demo.holding("LOCK TABLE trail_event IN SHARE MODE"):
        clicks = [town.post_soon(NEW, form) for _ in range(2)]
        until(lambda: demo.is_waited_for(by=2))
    answers = [click.result() for click in clicks]
    assert [answer.status for answer in answers] == [302, 302]
    assert answers[0].location == answers[1].location
    assert demo.count("plans_trace", f"title = '{title}'") == 1


def test_two_officers_change_one_task_at_once(demo, town):
    chair = demo.person("townchair")
    with demo.connect() as connection:
        sql = "SELECT t.id, t.title FROM plans_task t JOIN plans_plan p ON p.id = t.plan_id"
        task, before = connection.execute(f"{sql} WHERE p.state = 'issued' ORDER BY t.id LIMIT 1").fetchone()
    address = f"/plans/tasks/{task}/edit/"
    drafts = {"town": f"{before}，先摸底", "townchair": f"{before}，分两批办"}
    forms = {}
    for person, login in ((town, "town"), (chair, "townchair")):
        page = person.get(address)
        forms[login] = page.hidden | chosen(page.text) | {"title": drafts[login]}
    with demo.holding(f"SELECT FROM plans_task WHERE id = {task} FOR UPDATE"):
        postings = {"town": town.post_soon(address, forms["town"])}
        postings["townchair"] = chair.post_soon(address, forms["townchair"])
        until(lambda: demo.is_waited_for(by=2))
    answers = {login: posting.result() for login, posting in postings.items()}
    (late,) = [login for login, answer in answers.items() if answer.status == 409]
    (first,) = set(drafts) - {late}
    assert answers[first].status == 302
    refused = answers[late].text
    assert "先改过这一条，您的还没存" in refused
    assert drafts[first] in refused
    assert drafts[late] in refused
    assert demo.count("plans_task", f"id = {task} AND title = '{drafts[first]}'") == 1
    # Having compared, the other one saves; the form now carries the present version.
    again = answers[late].text[answers[late].text.find("<main") :]
    version = re.search(r'name="version" value="(\d+)"', again)[1]
    person = town if late == "town" else chair
    assert person.post(address, forms[late] | {"version": version, "key": "after-comparing"}).status == 302
    assert demo.count("plans_task", f"id = {task} AND title = '{drafts[late]}'") == 1


def chosen(page):
    """What the form's own fields hold: inputs with a value, and the option that is selected."""
    values = dict(re.findall(r'<input type="(?:text|number)" name="(\w+)" value="([^"]*)"', page))
    for name, options in re.findall(r'<select name="(\w+)"[^>]*>(.*?)</select>', page, re.S):
        selected = re.search(r'<option value="([^"]*)" selected', options)
        values[name] = selected[1] if selected else ""
    return values


# --- one point of the kill matrix for each act --------------------------------------------------------------


@pytest.mark.parametrize(
    ("act", "victim", "after"), [(Save, "database", 0.03), (Upload, "web", 0.15), (Bulk, "worker", 1), (Backup, "command", 1.5)]
)  # fmt: skip
def test_an_act_killed_beside_the_pages(demo, act, victim, after):
    doing = act(demo)
    assert strike(doing, doing.victims()[victim], after)[0] == []


@pytest.fixture(scope="module")
def restore(demo, tmp_path_factory):
    """Elsewhere, from one backup of the town; what came back is what the upgrade begins with."""
    doing = Restore(demo, tmp_path_factory.mktemp("elsewhere") / "data")
    yield doing
    doing.at.erase()


def test_a_killed_restore_can_be_repeated(restore):
    assert strike(restore, restore.victims()["command"], 1.5)[0] == []


def test_a_killed_upgrade_is_before_or_after(restore):
    doing = Upgrade(restore)
    assert strike(doing, doing.victims()["step"], 2.5)[0] == []
