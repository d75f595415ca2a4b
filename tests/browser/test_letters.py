"""A paper from the kind to its number: written with the page beside it, kept, issued, taken out as Word."""

import io
import re

import pytest
from docx import Document
from playwright.sync_api import expect

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_officer_writes_and_the_chair_issues(page, phone, enter):
    enter(page, "officer").goto("/letters/")
    page.get_by_role("link", name="写公文").click()
    page.get_by_role("link", name=re.compile("通知")).click()
    paper = page.locator(".zj-paper")
    expect(page.get_by_text("请填标题。")).to_be_visible()
    page.get_by_label("标题", exact=True).fill("开展“送清凉”活动")
    page.get_by_label("主送").fill("各工会小组")
    page.get_by_label("正文").fill("下周给高温岗位送清凉。\n一、时间\n7月6日至10日。")
    expect(paper.get_by_text("关于开展“送清凉”活动的通知")).to_be_visible()  # drawn while one writes
    expect(paper.locator(".l1").first).to_have_text("一、时间")
    expect(page.get_by_text("没填好")).to_have_count(0)
    page.get_by_text("附件", exact=True).click()
    page.get_by_label("附件 1 的名称").fill("日程")
    page.get_by_label("附件 1 的内容").fill("日期\t车间\n7月6日\t金工")
    expect(paper.locator("td").first).to_have_text("7月6日")

    page.reload()  # as after a cut: what was typed is found again
    expect(page.get_by_text(re.compile("已找回"))).to_be_visible()
    expect(paper.locator("td").first).to_have_text("7月6日")
    page.get_by_role("button", name="存草稿").click()
    expect(page.get_by_text("轮到主席签发")).to_be_visible()
    address = page.url

    enter(phone, "chair").goto(address)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    phone.get_by_role("link", name="签发").click()
    phone.get_by_role("button", name="签发").click()
    expect(phone.get_by_text("已发文，文号 顺工〔2026〕1号。")).to_be_visible()

    page.reload()
    expect(paper.get_by_text("顺工〔2026〕1号").first).to_be_visible()
    page.expected_complaints.append("net::ERR_ABORTED")  # how a browser calls a download
    with page.expect_download() as download:
        page.get_by_role("link", name="下载 Word").click()
    kept = Document(io.BytesIO(download.value.path().read_bytes()))
    assert "顺工〔2026〕1号" in [one.text for one in kept.paragraphs]
