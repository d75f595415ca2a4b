"""From what was recorded to the paper: draft, open a number, freeze, type, name an example, Word, send."""

import io
import re

import pytest
from docx import Document
from playwright.sync_api import expect

pytestmark = pytest.mark.django_db(transaction=True)


def draft(page, enter):
    enter(page, "town").goto("/plans/summaries/")
    page.get_by_role("link", name=re.compile("起草")).first.click()
    page.get_by_label("总结哪段时间").select_option("2026")
    page.get_by_role("button", name="写出初稿").click()
    # The facts beside 问题与不足 load by themselves; whoever goes on at once does not wait for them.
    page.expected_complaints.append("/facts/: net::ERR_ABORTED")
    expect(page.get_by_role("heading", level=1).first).to_contain_text("2026年")


def opened(page):
    return page.locator("#panel .card")


def open_number(page, number):
    page.locator(f".zj-sheet .zj-live[title^='{number}']").first.click()
    expect(opened(page).get_by_role("heading", name=number)).to_be_visible()


def test_the_town_writes_its_year(page, enter):
    draft(page, enter)
    sections = page.locator(".zj-sheet h2").all_inner_texts()
    assert "问题与不足" in " ".join(sections)
    assert "做实帮扶服务，传递组织温暖" in " ".join(sections)  # the plan's own headings
    open_number(page, "走访慰问·慰问职工")
    said = opened(page).locator(".big b").inner_text()
    expect(opened(page).get_by_text("怎么算的")).to_be_visible()
    expect(opened(page).get_by_text("去年", exact=True)).to_be_visible()
    freeze(page)
    typed = type_in(page)
    example = name_an_example(page)
    paper = exported(page)
    text = "\n".join(paragraph.text for paragraph in paper.paragraphs)
    assert paper.paragraphs[0].text or "工作总结" in text
    assert "青溪镇总工会2026年" in text
    assert said in text
    assert typed in text
    assert example in text
    rows = [[cell.text for cell in row.cells] for row in paper.tables[-1].rows]
    assert rows[0] == ["指标", "正文中的数", "怎么算的", "台账行数"]
    sources = {row[0]: row for row in rows[1:]}
    assert sources["走访慰问·慰问职工"][1] == said
    assert "已定住" in sources["走访慰问·慰问职工"][2]
    assert "手工填写，依据：医院提供的体检名单" in sources["会员"][2]
    assert all(row[3].isdigit() for row in rows[1:])
    send(page)


def freeze(page):
    opened(page).get_by_role("button", name="定住这个数").click()
    expect(opened(page).get_by_text("已定住")).to_be_visible()


def type_in(page):
    open_number(page, "会员")
    opened(page).get_by_text("改为手工填").click()
    opened(page).get_by_label("改成多少").fill("13250")
    opened(page).get_by_role("button", name="用手工填的数").click()
    expect(opened(page).get_by_label("依据")).to_be_focused()  # a number without a source is not taken
    opened(page).get_by_label("依据").fill("医院提供的体检名单")
    opened(page).get_by_role("button", name="用手工填的数").click()
    expect(page.locator(".zj-sheet .zj-live.man")).to_have_text(re.compile("13,?250人"))
    return page.locator(".zj-sheet .zj-live.man").inner_text()


def name_an_example(page):
    section = page.locator(".zj-sheet section", has_text="做实帮扶服务")
    section.get_by_role("link", name="改这一节").click()
    offered = page.locator(".pins li").filter(has=page.get_by_role("button", name="写进正文")).first
    title = offered.get_by_role("link").inner_text()
    offered.get_by_role("button", name="写进正文").click()
    chosen = page.locator(".pins li").filter(has=page.get_by_role("button", name="不写这一件"))
    expect(chosen.get_by_text(title).first).to_be_visible()
    page.get_by_role("link", name="不改了").click()
    expect(page.locator(".zj-sheet .told", has_text=title).first).to_be_visible()
    return title


def exported(page):
    page.expected_complaints.append("/docx/: net::ERR_ABORTED")  # how a browser calls a download
    with page.expect_download() as download:
        page.get_by_role("link", name="导出 Word").click()
    assert download.value.suggested_filename.endswith(".docx")
    return Document(io.BytesIO(download.value.path().read_bytes()))


def send(page):
    page.get_by_role("button", name="送审").click()
    page.get_by_role("button", name="送审，数字定住").click()
    expect(page.get_by_text("已送审").first).to_be_visible()
    expect(page.get_by_role("link", name="改这一节")).to_have_count(0)


def test_a_number_that_changed_is_flagged_and_opens_on_a_telephone(phone, enter):
    draft(phone, enter)
    address = phone.url
    phone.goto("/plans/traces/new/")
    phone.fill("#id_title", "走访慰问困难职工")
    phone.fill("#id_who", "老街商圈，两户")
    phone.get_by_role("button", name="走访慰问", exact=True).click()
    phone.fill("#id_m_person_times", "7")
    phone.get_by_role("button", name="保存", exact=True).click()
    expect(phone.get_by_role("heading", name="走访慰问困难职工")).to_be_visible()
    phone.goto(address)
    expect(phone.get_by_text("个数变了")).to_be_visible()
    open_number(phone, "走访慰问·慰问职工")
    before = opened(phone).locator(".big b").inner_text()
    opened(phone).get_by_role("button", name="按台账更新").click()
    expect(opened(phone).locator(".big b")).not_to_have_text(before)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
