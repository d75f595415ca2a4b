"""Recording work with a telephone in the hand and at a desk: photos, a lost connection, no script."""

import io
import re

import pytest
from django.test import Client
from PIL import Image
from playwright.sync_api import expect

from zhijia.kernel.scope import scope, seats_of
from zhijia.people.models import Account
from zhijia.plans.models import Trace

pytestmark = pytest.mark.django_db(transaction=True)
NEW = "/plans/traces/new/"


def enter(page, server, login):
    """Sign in beforehand, so that the test begins where the work begins."""
    page.expected_complaints += ["new/part/: net::ERR_ABORTED"]  # a suggestion that was no longer waited for
    client = Client()
    client.force_login(Account.objects.get(login=login))
    cookie = client.cookies["sessionid"]
    page.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": server.url}])


def newest(login):
    with scope(seats_of(Account.objects.get(login=login))[0]):
        return Trace.objects.select_related("kind").order_by("-pk").first()


def jpeg(name, size=(1600, 1200)):
    stream = io.BytesIO()
    Image.new("RGB", size, "seagreen").save(stream, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": stream.getvalue()}


def write(page, title, who="车间主任，食堂"):
    page.fill("#id_title", title)
    page.fill("#id_who", who)


def choose_files(page, *files):
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name=re.compile("^选照片")).click()
    chooser.value.set_files(list(files))


def no_sideways_scrolling(page):
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def test_a_visit_with_photos_in_the_hand(phone, live_server):
    enter(phone, live_server, "officer")
    phone.goto(NEW)
    expect(phone.locator("#id_title")).to_be_focused()
    write(phone, "看望住院职工")
    phone.get_by_role("button", name="走访慰问").click()
    phone.fill("#id_m_money", "600")
    expect(phone.get_by_text("没有也可以先记，不影响保存")).to_be_visible()
    choose_files(
        phone, jpeg("病房.jpg"), {"name": "签收单.pdf", "mimeType": "application/pdf", "buffer": b"\x7fELF"}
    )
    expect(phone.locator("#record-files img")).to_be_visible()
    no_sideways_scrolling(phone)
    phone.get_by_role("button", name="保存", exact=True).click()
    expect(phone.get_by_role("heading", name=re.compile("看望住院职工"))).to_be_visible()
    expect(phone.get_by_text("“签收单.pdf”没有存上")).to_be_visible()
    expect(phone.locator("#trace-files img")).to_be_visible()
    no_sideways_scrolling(phone)
    trace = newest("officer")
    assert (trace.kind.code, int(trace.money), trace.evidence) == ("visit", 600, 1)
    phone.expected_complaints.append("422")


def test_one_after_another_with_the_keyboard(page, live_server):
    enter(page, live_server, "officer")
    page.goto(NEW)
    page.fill("#id_on", "2026-11-17")
    for n, title in enumerate(("第一件：小组长碰头会", "第二件：更新公开栏")):
        write(page, title)
        page.get_by_role("button", name="保存并再记一条").click()
        expect(page.get_by_text(f"已记下：{title}")).to_be_visible()
        expect(page.locator("#id_title")).to_be_focused()
        expect(page.locator("#id_title")).to_have_value("")
        expect(page.locator("#id_on")).to_have_value("2026-11-17")
        assert newest("officer").title == title, n
    page.get_by_role("button", name="撤销").click()
    expect(page.get_by_text("已撤销，这一条不再计数")).to_be_visible()


def test_what_was_wrong_is_said_and_the_photo_need_not_be_chosen_again(page, live_server):
    enter(page, live_server, "officer")
    page.expected_complaints.append("422")
    page.goto(NEW)
    page.locator("#record-more summary").first.click()
    choose_files(page, jpeg("现场.jpg"))
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("还有 2 处要改")).to_be_visible()
    expect(page.locator("#record-files img")).to_be_visible()
    write(page, "车间安全检查")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator("#trace-files img")).to_be_visible()
    assert newest("officer").evidence == 1


def test_a_lost_connection_loses_no_word_and_saves_once(page, live_server):
    enter(page, live_server, "officer")
    page.expected_complaints += ["ERR_INTERNET_DISCONNECTED", "htmx:afterRequest", "htmx:sendError"]
    page.goto(NEW)
    write(page, "走访慰问退休职工")
    page.get_by_role("button", name="走访慰问").click()
    page.fill("#id_m_money", "300")
    before = newest("officer").pk
    page.context.set_offline(True)
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("网络断了")).to_be_visible()
    page.context.set_offline(False)
    page.reload()  # as after a crash, or a day later
    expect(page.get_by_text("没存完的内容")).to_be_visible()
    expect(page.locator("#id_title")).to_have_value("走访慰问退休职工")
    expect(page.locator("#id_m_money")).to_have_value("300")
    expect(page.locator("#id_kind")).to_have_value("visit")
    page.get_by_role("button", name="保存", exact=True).dblclick()
    expect(page.get_by_role("heading", name=re.compile("走访慰问退休职工"))).to_be_visible()
    with scope(seats_of(Account.objects.get(login="officer"))[0]):
        assert Trace.objects.filter(pk__gt=before).count() == 1
    page.goto(NEW)
    expect(page.get_by_text("没存完的内容")).to_have_count(0)


def test_an_answer_lost_on_the_way_doubles_nothing(page, live_server):
    enter(page, live_server, "officer")
    page.expected_complaints += ["ERR_FAILED", "htmx:afterRequest", "htmx:sendError"]
    before = newest("officer").pk

    def swallow(route):
        route.fetch(max_redirects=0)  # the server has saved it
        route.abort()

    page.goto(NEW)
    write(page, "看望工伤休养职工")
    page.route(f"**{NEW}", swallow, times=1)
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("网络断了")).to_be_visible()
    page.get_by_role("button", name="再试一次").click()  # the same request key: the first record comes back
    expect(page.get_by_role("heading", name=re.compile("看望工伤休养职工"))).to_be_visible()
    with scope(seats_of(Account.objects.get(login="officer"))[0]):
        assert Trace.objects.filter(pk__gt=before).count() == 1
    page.goto(NEW)
    expect(page.locator("#id_title")).to_have_value("")


def test_many_units_are_found_and_taken(page, live_server):
    enter(page, live_server, "town")
    page.goto(NEW)
    write(page, "举办工会干部培训班")
    page.locator("#record-more summary").first.click()
    page.get_by_label("按名称找单位").fill("青溪")
    page.get_by_role("button", name="含“青溪”的都选上").click()
    expect(page.locator("#record-units [name=units]:checked").first).to_be_visible()
    chosen = page.locator("#record-units [name=units]:checked").count()
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("heading", name=re.compile("举办工会干部培训班"))).to_be_visible()
    trace = newest("town")
    with scope(seats_of(Account.objects.get(login="town"))[0]):
        assert trace.units.count() == chosen > 1


def test_two_correct_at_once(page, live_server):
    from zhijia.plans.actions import traces as actions

    enter(page, live_server, "officer")
    page.expected_complaints.append("409")
    trace = newest("officer")
    page.goto(f"/plans/traces/{trace.pk}/correct/")
    page.fill("#id_notes", "干事补的备注")
    actions.correct(trace.pk, by=seats_of(Account.objects.get(login="chair"))[0], notes="主席补的备注")
    page.get_by_role("button", name="保存更正").click()
    expect(page.get_by_text("先改过这一条")).to_be_visible()
    expect(page.get_by_role("cell", name="主席补的备注")).to_be_visible()
    expect(page.locator("#id_notes")).to_have_value("干事补的备注")
    page.fill("#id_reason", "两人补的合在一起")
    page.get_by_role("button", name="保存更正").click()
    expect(page.get_by_text("已更正")).to_be_visible()


def test_the_list_narrows_sorts_and_opens_without_reloading(page, live_server):
    enter(page, live_server, "town")
    page.goto("/plans/traces/")
    page.get_by_role("searchbox").fill("会议")
    page.get_by_role("searchbox").press("Enter")
    expect(page).to_have_url(re.compile("q=%E4%BC%9A%E8%AE%AE"))
    page.get_by_role("link", name="人次").click()
    expect(page.locator("th[aria-sort=descending]")).to_contain_text("人次")
    first = page.locator("tbody a").first
    name = first.inner_text()
    first.click()
    expect(page.locator("h1")).to_contain_text(name.rstrip("…"))


def test_it_works_without_script(browser, live_server):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.expected_complaints = []
    enter(page, live_server, "officer")
    page.goto(NEW)
    write(page, "走访慰问夜班职工")
    page.locator("#record-more summary").first.click()
    page.locator("#id_kind").select_option("visit")
    page.get_by_role("button", name="看这一种要填的数").click()
    page.fill("#id_m_money", "450")
    page.set_input_files("#record-file", [jpeg("夜班.jpg")])
    page.get_by_role("button", name="保存", exact=True).last.click()
    expect(page.locator("#trace-files img")).to_be_visible()
    trace = newest("officer")
    assert (trace.kind.code, int(trace.money), trace.evidence) == ("visit", 450, 1)
    context.close()
