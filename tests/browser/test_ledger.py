"""A register in the hand: a visit written down on a phone, rows picked by keys, counts that come after the rows."""

import re

import pytest
from playwright.sync_api import expect

from zhijia.kernel.scope import system
from zhijia.relief.models import Visit

pytestmark = pytest.mark.django_db(transaction=True)
LIST = "/relief/visits/"


def test_a_late_visit_is_settled_on_a_phone(phone, enter):
    enter(phone, "officer").goto(f"{LIST}?tab=late")
    phone.locator("[data-rows] tbody tr a").first.tap()
    phone.get_by_role("link", name="登记走访结果").tap()
    phone.get_by_label("同行人").fill("方德明")
    phone.get_by_label("慰问金", exact=True).check()
    phone.get_by_label(re.compile("^金额")).fill("500")
    phone.get_by_role("button", name="登记走访结果").last.tap()
    expect(phone.get_by_role("heading", name=re.compile("已走访"))).to_be_visible()
    expect(phone.get_by_role("status").get_by_text("已存")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") == 390


def test_rows_are_picked_by_keys_and_withdrawn_together(page, enter):
    enter(page, "officer").goto(LIST)
    expect(page.locator("#list-total")).to_have_text(re.compile(r"共 \d+ 次"))
    expect(page.locator("#bulk")).to_be_hidden()
    for key in "jxjx":
        page.keyboard.press(key)
    expect(page.locator("[data-picked]")).to_have_text("2")
    page.locator("#bulk").get_by_role("button", name="作废").click()
    page.get_by_label("原因").fill("登记重复")
    page.get_by_role("button", name="作废这 2 次").click()
    expect(page.get_by_role("heading", name="作废：办成 2 次，共 2 次")).to_be_visible()
    assert page.locator(".zj-s.done").count() == 2
    page.goto(LIST)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/relief/visits/\d+/"))
    page.goto(LIST)
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("?")
    expect(page.get_by_role("heading", name="快捷键")).to_be_visible()


def test_a_visit_is_withdrawn_without_script(browser, live_server, enter):
    """No script opens the question: its form stands on the page."""
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False, locale="zh-CN")
    page = enter(context.new_page(), "officer")
    page.goto(f"{LIST}?tab=done")
    page.locator("[data-rows] tbody tr a").first.click()
    question = page.get_by_role("alertdialog").filter(has_text="作废")
    question.get_by_label("原因").fill("登记重复")
    question.get_by_role("button", name="作废这一条").click()
    expect(page.get_by_role("heading", name=re.compile("已作废"))).to_be_visible()
    context.close()


def test_a_filter_changes_the_address_and_back_leads_back(page, enter):
    enter(page, "officer").goto(LIST)
    with system("测试：有几次"):
        everything = Visit.objects.filter(union__code="QXZ001").count()
    expect(page.locator("#list-total")).to_contain_text(str(everything))
    page.get_by_role("link", name=re.compile("^未走访")).click()
    expect(page).to_have_url(re.compile("tab=missed"))
    expect(page.locator("#list-total")).to_contain_text("2")
    page.goto(f"{LIST}?q=没有人叫这个")
    expect(page.locator("#list-total")).to_contain_text("共 0")
    expect(page.get_by_role("link", name=re.compile("^去掉“没有人叫这个”"))).to_be_visible()
    page.go_back()
    page.go_back()
    expect(page.locator("#list-total")).to_contain_text(str(everything))


def test_a_sealed_note_is_opened_in_its_place(page, enter):
    with system("测试：有情况的一次"):
        visit = next(v for v in Visit.objects.filter(union__code="QXZ001", kind="bereavement") if v.note)
    enter(page, "officer").goto(f"{LIST}{visit.pk}/")
    page.locator(".zj-reveal").click()
    page.get_by_role("button", name="查看 60 秒").click()  # nothing is opened before a purpose is chosen
    page.get_by_label("办理这一件").check()
    page.get_by_role("button", name="查看 60 秒").click()
    expect(page.locator("#sealed-note")).to_contain_text("父亲去世")
    page.reload()
    expect(page.locator("#sealed-note")).not_to_contain_text("父亲去世")
    expect(page.locator(".zj-tl")).to_contain_text("查看了情况")
