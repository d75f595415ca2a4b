"""A superior's paper in a browser: pasted, put right, divided by one click, compared with its second edition."""

import re

import pytest
from playwright.sync_api import expect

from zhijia.directives.models import Demand, Directive
from zhijia.directives.tests.sample import FIRST, SECOND
from zhijia.kernel.scope import scope

pytestmark = pytest.mark.django_db(transaction=True)


SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def button(page, name):
    return page.get_by_role("button", name=name)


def receive(page, text):
    page.goto("/directives/receive/")
    page.get_by_label("粘贴").fill(text)
    button(page, "读出来看看").click()


def row(page, order):
    return page.locator("article.zj-found").nth(order - 1)


def test_a_paper_is_divided_and_its_second_edition_compared(page, phone, enter, seat_of):
    enter(page, "town")
    receive(page, FIRST)
    expect(page.get_by_role("heading", level=1)).to_contain_text("走访摸底工作的通知")

    # The second demand is put right in its row; the third is not the town's.
    row(page, 2).get_by_role("link", name="改", exact=True).click()
    row(page, 2).get_by_label("要办什么").fill("送温暖政策宣讲")
    row(page, 2).get_by_role("button", name="存下这一条").click()
    expect(row(page, 2).get_by_role("heading")).to_contain_text("送温暖政策宣讲")
    row(page, 3).get_by_text("不归我们办").first.click()
    row(page, 3).get_by_label("为什么不归我们办").fill("县总统一慰问")
    row(page, 3).get_by_role("button", name="不归我们办").click()
    expect(row(page, 3)).to_contain_text("不归我们办：县总统一慰问")
    everything = button(page, re.compile("^全部按建议办（2 条）"))
    expect(everything).to_be_visible()
    everything.click()
    expect(page.get_by_text("轮到您回复县总工会权益保障部")).to_be_visible()

    # A second edition: what changed stands side by side, nothing moves before it is said.
    receive(page, SECOND)
    expect(page.get_by_role("heading", name="这份新版改了什么")).to_be_visible()
    enter(phone, "town")
    for address in (page.url, "/directives/?tab=all"):
        phone.goto(address)
        assert phone.evaluate(SIDEWAYS) == 0
    button(page, "按新版办").click()
    page.wait_for_url("**/check/")
    with scope(seat_of("town")):
        directive = Directive.objects.latest("pk")
        first = Demand.objects.select_related("task").get(directive=directive, order=1)
    assert (first.quantity, first.task.quantity) == (90, 90)
    for address in (
        f"/directives/{directive.pk}/check/",
        f"/directives/{directive.pk}/",
        f"/directives/{directive.pk}/answer/",
    ):
        phone.goto(address)
        assert phone.evaluate(SIDEWAYS) == 0, address
