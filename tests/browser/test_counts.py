"""Every count is a link, and the list it opens holds exactly that many rows, counted one by one over its pages."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.django_db(transaction=True)


def number(text):
    return int(re.search(r"[\d,]+", text)[0].replace(",", ""))


def rows(page):
    """The rows of the list that is open, over all its pages; its own total must say the same."""
    total = number(page.locator("#list").get_by_text(re.compile(r"^共\s*[\d,]")).first.inner_text())
    found = 0
    while True:
        found += page.locator("#list tbody tr").count()
        onward = page.locator("#list .zj-pager").get_by_role("link", name="下一页")
        if not onward.count():
            break
        page.goto(page.evaluate("(link) => link.href", onward.element_handle()))
    assert found == total
    return found


def opens_to_its_rows(page, link):
    said = number(link.inner_text())
    page.goto(link.evaluate("(link) => link.href"))
    assert rows(page) == said
    return said


def test_the_state_of_the_organisation_on_my_day(page, enter):
    enter(page, "town")
    for label in ("基层工会", "覆盖企业", "会员"):
        page.goto("/")
        card = page.locator(".zj-ind").filter(has=page.get_by_text(label, exact=True)).first
        said = number(card.locator(".v").inner_text())
        link = card if card.get_attribute("href") else card.get_by_role("link").first
        page.goto(link.evaluate("(link) => link.href"))
        assert rows(page) == said > 0


def test_employers_of_each_union(page, enter):
    enter(page, "town").goto("/org/unions/")
    links = page.locator("#list tbody tr td.num a")
    addresses = links.evaluate_all("(all) => all.map((link) => [link.href, link.innerText])")
    assert len(addresses) > 3
    for address, said in addresses:
        page.goto(address)
        assert rows(page) == number(said)


@pytest.mark.parametrize("login", ["town", "officer"])
def test_traces_by_tab(page, enter, login):
    enter(page, login).goto("/plans/traces/")
    tabs = page.get_by_role("navigation", name="常用筛选").get_by_role("link")
    assert tabs.count() > 1
    for n in range(tabs.count()):
        page.goto("/plans/traces/")
        opens_to_its_rows(page, tabs.nth(n))


def test_tasks_of_the_year(page, enter):
    """The counts above the year open the year itself, narrowed to the tasks they counted."""
    enter(page, "town").goto("/plans/?u=QXZ")
    counts = page.locator(".zj-plan-sum .n a, .zj-plan-filter a.f")
    found = counts.evaluate_all("(all) => all.map((link) => [link.href, link.innerText])")
    assert len(found) > 5
    for address, said in found:
        page.goto(address)
        assert page.locator("#year [id^='t-']").count() == number(said), said


def test_traces_of_each_task(page, enter):
    enter(page, "town").goto("/plans/?u=QXZ")
    links = page.locator(".zj-plan .ec a")
    addresses = links.evaluate_all("(all) => all.map((link) => [link.href, link.innerText])")
    assert len(addresses) > 5
    for address, said in addresses[:12]:
        page.goto(address)
        assert rows(page) == number(said)


def test_tasks_by_state(page, enter):
    enter(page, "town").goto("/plans/tasks/")
    tabs = page.get_by_role("navigation", name="按进度看").get_by_role("link")
    for n in range(tabs.count()):
        page.goto("/plans/tasks/")
        said = number(tabs.nth(n).locator(".n").inner_text())
        page.goto(tabs.nth(n).evaluate("(link) => link.href"))
        if said:
            assert rows(page) == said
        else:
            expect(page.get_by_text("没有这样的任务")).to_be_visible()


def test_numbers_of_a_summary(page, enter):
    enter(page, "town").goto("/plans/summaries/new/")
    page.get_by_label("总结哪段时间").select_option("2026")
    page.get_by_role("button", name="写出初稿").click()
    page.expected_complaints.append("/facts/: net::ERR_ABORTED")
    expect(page.locator(".zj-sheet")).to_be_visible()
    numbers = page.locator(".zj-sheet .zj-live").evaluate_all("(all) => all.map((link) => link.href)")
    assert len(numbers) > 20
    for address in numbers[::9]:
        page.goto(address)
        opens_to_its_rows(page, page.get_by_role("link", name=re.compile("^打开全部")))
