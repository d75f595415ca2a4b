"""A hand-written summary in a real browser: the sample is checked, numbers are opened, chosen and gone through."""

import io
import re

import pytest
from docx import Document
from playwright.sync_api import expect

pytestmark = pytest.mark.django_db(transaction=True)


def try_the_sample(page, enter):
    enter(page, "town").goto("/reports/")
    page.get_by_role("button", name="用示例试一试").click()
    expect(page.get_by_role("heading", name="青溪镇总工会2026年上半年工作总结").first).to_be_visible()


def panel(page):
    return page.locator("#panel")


def test_the_officer_goes_through_what_does_not_fit(page, enter):
    try_the_sample(page, enter)
    page.get_by_role("link", name=re.compile("不可能")).first.click()
    expect(page).to_have_url(re.compile("show=impossible"))
    listed = page.locator(".rp-list a b")
    expect(listed.last).to_have_text("102%")
    page.keyboard.press("j")
    expect(panel(page).get_by_role("heading", name=listed.first.inner_text())).to_be_visible()
    listed.last.click()
    expect(panel(page).get_by_role("heading", name="102%")).to_be_visible()
    expect(page.locator(".rp-sheet .zj-live.sel")).to_have_text(re.compile("102%"))
    expect(panel(page).get_by_text("不可能", exact=True)).to_be_visible()

    page.get_by_role("link", name=re.compile("台账里没有")).first.click()
    page.locator(".rp-list a", has_text="310元").click()
    expect(
        panel(page).get_by_role("heading", name="310元")
    ).to_be_visible()  # not the panel of the number before
    panel(page).get_by_text("换一个指标对照").click()
    panel(page).get_by_label("按名称找指标").fill("体检")
    panel(page).get_by_role("button", name="找一找").click()
    expect(panel(page).get_by_text("职工体检·参加体检")).to_be_visible()
    panel(page).get_by_text("就是这个数，台账没记").click()
    panel(page).get_by_label("说明").fill("医院结算单")
    panel(page).get_by_role("button", name="记下说明").click()
    expect(panel(page).get_by_text("您说明过：医院结算单")).to_be_visible()
    page.expected_complaints.append("/docx/: net::ERR_ABORTED")  # how a browser calls a download
    with page.expect_download() as download:
        page.get_by_role("link", name="导出带批注的 Word").click()
    made = Document(io.BytesIO(download.value.path().read_bytes()))
    assert any("102%" in comment.text for comment in made.comments)


def test_on_a_telephone_the_list_leads_to_each_number(phone, enter):
    try_the_sample(phone, enter)
    phone.locator(".rp-list a", has_text="102%").click()
    expect(panel(phone).get_by_role("heading", name="102%")).to_be_visible()
    expect(phone.locator(".rp-sheet .zj-live.sel")).to_be_in_viewport()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
