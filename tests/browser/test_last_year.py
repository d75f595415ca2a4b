"""From last year's tasks to the next plan, and from one paper's corrections to the next, with the mouse."""

import re

import pytest
from playwright.sync_api import expect

from zhijia.kernel.scope import scope
from zhijia.plans.models import Plan

pytestmark = pytest.mark.django_db(transaction=True)

PAPER = "顺达机械工会{}年工作计划\n一、组织建设\n1．两会期间组织代表座谈。\n2．5月举办职工运动会。\n"


def row(page, title):
    return page.locator("article.zj-found").filter(has=page.get_by_role("heading", name=title))


def read(page, year):
    page.goto("/plans/read/")
    page.get_by_label("粘贴").fill(PAPER.format(year))
    page.get_by_role("button", name="读出来看看").click()
    expect(page.get_by_role("heading", name=f"顺达机械工会{year}年工作计划", level=1)).to_be_visible()


def accept(page):
    page.get_by_role("button", name=re.compile("^采用，生成计划草案")).click()
    expect(page.get_by_text("轮到委员会讨论")).to_be_visible()


def test_what_was_put_right_is_known_the_next_time_and_last_year_begins_the_next(page, enter, seat_of):
    enter(page, "officer")
    read(page, 2025)
    talk = row(page, "座谈")
    talk.get_by_role("button", name="3月").click()
    expect(row(page, "座谈").get_by_role("button", name="3月")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#reading-sum")).to_contain_text("其中 2 项有时间")
    accept(page)
    expect(page.locator(".zj-toast")).to_contain_text("记住了 1 处改法")

    read(page, 2026)
    used = row(page, "座谈").locator(".zj-use")
    expect(used).to_contain_text("按您上次的改法：“两会期间”是3月")
    used.get_by_role("button", name="改回读出的").click()
    expect(page.locator("#reading-sum")).to_contain_text("其中 1 项有时间")
    row(page, "座谈").get_by_role("button", name="还是照上次改").click()
    expect(page.locator("#reading-sum")).to_contain_text("其中 2 项有时间")
    accept(page)

    page.goto("/plans/read/lessons/")
    expect(page.get_by_role("row", name=re.compile("两会期间"))).to_contain_text("1次")
    page.get_by_role("button", name="停用").click()
    expect(page.get_by_role("row", name=re.compile("两会期间"))).to_contain_text("已停用")

    page.goto("/plans/?year=2027")
    page.get_by_role("link", name="从上年任务开始").click()
    page.get_by_role("row", name=re.compile("2027")).get_by_role("button", name="从这份开始").click()
    expect(page.get_by_role("heading", name="顺达机械工会2027年工作计划", level=1)).to_be_visible()
    expect(row(page, "运动会")).to_contain_text("上年没有做")
    row(page, "座谈").get_by_role("button", name="不要").click()
    expect(page.get_by_role("button", name="采用，生成计划草案（1 项）")).to_be_visible()
    accept(page)
    with scope(seat_of("officer")):
        made = Plan.objects.get(period_code="2027").tasks.get()
        assert made.continues.plan.period_code == "2026"
