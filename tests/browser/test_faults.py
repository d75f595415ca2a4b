"""What goes wrong between a browser and its server: the words stay, a sentence says what to do, one row is made."""

import re
from urllib.parse import urlsplit

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from benchmarks.soak.network import Wire
from zhijia.demo import cast
from zhijia.directives.models import Directive
from zhijia.directives.tests.sample import FIRST
from zhijia.kernel.scope import scope
from zhijia.plans.models import Trace

pytestmark = pytest.mark.django_db(transaction=True)
NEW, RECEIVE = "/plans/traces/new/", "/directives/receive/"
CUT = "网络断了，还不知道办成没有。您填的还在，再试一次不会重复。"


def write(page, title):
    page.goto(NEW)
    page.fill("#id_title", title)
    page.fill("#id_who", "各小组长，会议室")


def save(page):
    page.get_by_role("button", name="保存", exact=True).click()


def recorded(seat, title):
    with scope(seat):
        return Trace.objects.filter(title=title).count()


@pytest.mark.parametrize("size", ["page", "phone"])
def test_the_answer_is_lost_after_saving(request, enter, seat_of, size):
    """The row is made, the browser never hears of it: trying again must not make a second one."""
    page = enter(request.getfixturevalue(size), "officer")
    page.expected_complaints += ["net::ERR_", "htmx:sendError", "htmx:afterRequest"]

    def swallow(route):
        route.fetch()  # the server does its work
        route.abort("connectionreset")

    write(page, "开展安全隐患排查")
    page.route(
        f"**{NEW}", lambda route: swallow(route) if route.request.method == "POST" else route.continue_()
    )
    save(page)
    expect(page.get_by_text(CUT)).to_be_visible()
    assert page.locator("#id_title").input_value() == "开展安全隐患排查"
    page.unroute_all()
    page.get_by_role("button", name="再试一次").click()
    expect(page.get_by_role("heading", name=re.compile("开展安全隐患排查"))).to_be_visible()
    assert recorded(seat_of("officer"), "开展安全隐患排查") == 1
    page.goto(NEW)
    expect(page.get_by_text("没存完的内容")).to_have_count(0)


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
def test_the_answer_breaks_off_within_its_headers(page, enter, seat_of, live_server, part):
    """Over plain HTTP the browser takes the half for a success without words; it must not pass for one."""
    wire = Wire(urlsplit(live_server.url).port)
    page = enter(page, "officer")
    page.expected_complaints += ["net::ERR_", "htmx:"]
    page.goto(live_server.url.replace(str(wire.to), str(wire.port)) + NEW)
    page.fill("#id_title", "检查消防通道")
    page.fill("#id_who", "各小组长，会议室")
    wire.breaks("back", part)
    save(page)
    expect(page.get_by_text(CUT)).to_be_visible()
    assert recorded(seat_of("officer"), "检查消防通道") == 1
    wire.breaks("", 0)
    page.get_by_role("button", name="再试一次").click()
    expect(page.get_by_role("heading", name=re.compile("检查消防通道"))).to_be_visible()
    wire.close()
    assert recorded(seat_of("officer"), "检查消防通道") == 1


@pytest.mark.parametrize(("way", "part"), [("there", 0.5), ("back", 0), ("back", 0.5), ("back", 0.9)])
def test_a_plain_form_is_cut_off(page, enter, seat_of, live_server, way, part):
    """One that htmx does not send: the page stays with what was written, and pressing again does it once."""
    wire = Wire(urlsplit(live_server.url).port)
    page = enter(page, "town")
    page.expected_complaints += ["net::ERR_", "409"]
    page.goto(live_server.url.replace(str(wire.to), str(wire.port)) + RECEIVE)
    page.get_by_label("粘贴").fill(FIRST)
    wire.breaks(way, part, RECEIVE)
    page.get_by_role("button", name="读出来看看").click()
    expect(page.get_by_text(CUT)).to_be_visible()
    expect(page.get_by_label("粘贴")).to_have_value(FIRST)
    with scope(seat_of("town")):
        before = Directive.objects.filter(title__contains="走访摸底").count()
    assert before == (way == "back")
    wire.breaks("", 0)
    page.get_by_role("button", name="再试一次").click()
    expect(
        page.get_by_text("走访摸底工作的通知" if way == "there" else "已经收过，内容一字不差").first
    ).to_be_visible()
    wire.close()
    with scope(seat_of("town")):
        assert Directive.objects.filter(title__contains="走访摸底").count() == 1


def test_a_form_without_a_request_key_promises_less(page, enter):
    enter(page, "town").goto("/account/second-step/")
    page.expected_complaints.append("net::ERR_")
    page.route(
        "**/account/second-step/",
        lambda route: route.abort() if route.request.method == "POST" else route.continue_(),
    )
    page.get_by_label("密码").fill("一句话")
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_text("网络断了，还不知道办成没有。您填的还在，可以再试一次。")).to_be_visible()


def test_a_plain_form_that_comes_back_with_its_mistakes_is_as_alive_as_before(page, enter):
    """The script puts the server's page in place of this one; its scripts run, and going back leads to neither twice."""
    enter(page, "town").goto("/directives/")
    page.expected_complaints.append("422")
    page.goto("/directives/receive/")
    page.get_by_role("button", name="读出来看看").click()
    expect(page.locator(".is-invalid, [role=alert]").first).to_be_visible()
    page.get_by_label("粘贴").fill(FIRST)
    page.get_by_role("button", name="读出来看看").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("走访摸底工作的通知")
    page.go_back()
    page.wait_for_url("**/directives/receive/")
    page.go_back()
    page.wait_for_url("**/directives/")


def test_a_part_of_a_page_breaks_off(page, enter):
    """What stands on the page is not replaced by nothing."""
    enter(page, "officer").goto("/plans/traces/")
    before = page.locator("#list").inner_text()
    page.route(re.compile(r"/plans/traces/\?"), lambda route: route.fulfill(status=200, body=""), times=1)
    page.get_by_role("searchbox").fill("安全")
    page.get_by_role("searchbox").press("Enter")
    expect(page.get_by_text("网络断了，没有取到。")).to_be_visible()
    assert page.locator("#list").inner_text() == before


def test_the_session_ends_in_the_middle_of_a_form(page, enter, seat_of):
    enter(page, "officer")
    page.expected_complaints.append("401")
    write(page, "走访新入会职工")
    Session.objects.all().delete()
    save(page)
    page.wait_for_url("**/sign-in/**")
    assert recorded(seat_of("officer"), "走访新入会职工") == 0
    page.get_by_label("登录名").fill("officer")
    page.get_by_label("密码").fill(cast.PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_text(re.compile("已找回.*没存完的内容"))).to_be_visible()
    expect(page.locator("#id_title")).to_have_value("走访新入会职工")
    save(page)
    expect(page.get_by_role("heading", name=re.compile("走访新入会职工"))).to_be_visible()
    assert recorded(seat_of("officer"), "走访新入会职工") == 1


def test_someone_else_signs_in_on_the_same_computer(page, enter):
    """A draft belongs to whoever wrote it."""
    enter(page, "officer")
    page.expected_complaints.append("403")  # what the first one's page still asks for
    write(page, "谈话记录，不给别人看")
    page.wait_for_function("Object.keys(localStorage).some((name) => name.startsWith('zj:draft:'))")
    enter(page, "leader").goto(NEW)
    expect(page.locator("#id_title")).to_have_value("")
    expect(page.get_by_text("没存完的内容")).to_have_count(0)


def test_the_server_breaks(page, enter, monkeypatch):
    """An error page that says whose fault it is, what became of the words, and a number for the repair."""
    from zhijia.plans.views import trace_list

    def broken(*_):
        raise RuntimeError("on purpose")

    enter(page, "officer")
    page.expected_complaints.append("500")
    monkeypatch.setattr(trace_list, "_totals", broken)
    page.goto("/plans/traces/")
    expect(page.get_by_role("heading", name="系统出错了，不是您操作的问题")).to_be_visible()
    expect(page.get_by_text(re.compile(r"报修时请说这个号：E-\d{4}"))).to_be_visible()
