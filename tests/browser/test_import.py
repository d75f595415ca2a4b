"""An import by hand: a file chosen, its columns looked at, what the check found, written and undone; the phone shows it too."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from zhijia.demo import member_book
from zhijia.kernel.scope import scope
from zhijia.kernel.testing import work_off

pytestmark = pytest.mark.django_db(transaction=True)
SHOTS = os.environ.get("ZHIJIA_SHOTS", "")


def shot(page, name):
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


def test_a_roll_comes_in_by_hand(page, phone, enter, seat_of, tmp_path):
    by = seat_of("town")
    file = Path(tmp_path) / "2026会员实名册.xlsx"
    with scope(by):
        spoilt = member_book.write(str(file), member_book.places_of(by), 600)
    enter(page, "town").goto("/members/")
    page.get_by_role("link", name="导入").click()
    shot(page, "begin")
    page.get_by_label("Excel 或 CSV 文件").set_input_files(str(file))
    page.get_by_role("button", name="上传，看看各列").click()
    expect(page.get_by_role("heading", name="您的表里哪一列，对应台账里哪一项")).to_be_visible()
    expect(page.get_by_label("身份证号码 对应")).to_have_value("identity")
    shot(page, "columns")
    page.get_by_role("button", name="开始检查").click()
    good = 600 - len(spoilt)
    expect(page.get_by_text(f"新增 {good}，更新 0，不变 0，不能导入 {len(spoilt)}")).to_be_visible()
    shot(page, "check")
    page.get_by_role("link", name=re.compile("^证件号校验不通过")).click()
    expect(page.get_by_text("最后一位和前 17 位对不上").first).to_be_visible()
    shot(page, "check-one")
    page.get_by_role("link", name=re.compile("^入会日期写法不对")).click()
    page.locator("input[name=value]").first.fill("2020-03-01")
    page.get_by_role("button", name="改为这个").first.click()
    expect(page.get_by_text("已改为 2020-03-01").first).to_be_visible()
    shot(page, "check-mended")
    enter(phone, "town").goto(page.url)
    assert phone.evaluate("document.documentElement.scrollWidth") == 390
    shot(phone, "phone-check")
    good += 1
    page.get_by_role("button", name="重新检查并继续").click()
    expect(page.get_by_text(f"新增 {good}，更新 0，不变 0，不能导入 {len(spoilt) - 1}")).to_be_visible()
    page.get_by_role("button", name=f"先导入 {good} 行").click()
    expect(page.get_by_text("排队中", exact=True)).to_be_visible()
    shot(page, "working")
    work_off()
    expect(page.get_by_text(f"已导入：新增 {good}，更新 0").first).to_be_visible()
    shot(page, "done")
    enter(phone, "town").goto(page.url)
    expect(phone.get_by_text(f"已导入：新增 {good}").first).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") == 390
    shot(phone, "phone")
    page.get_by_role("button", name="撤销这次导入").click()
    expect(page.get_by_role("heading", name="这次导入已经撤销")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 1366
