"""The second step in a browser: switched on with a telephone, asked for at the next sign-in, opened by paper too."""

import time

import pyotp
import pytest
from playwright.sync_api import expect

from zhijia.demo.cast import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)


def sign_in(page, code):
    page.goto("/sign-in/")
    page.get_by_label("登录名").fill("chair")
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.get_by_label("验证码").fill(code)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_label("验证码")).to_have_count(0)


def test_on_out_in_with_the_telephone_and_in_with_paper(page, phone, enter):
    enter(page, "chair")
    page.expected_complaints.append("422")
    page.goto("/account/")
    page.get_by_role("link", name="去开").click()
    page.get_by_label("您现在的密码").fill(PASSWORD)
    page.get_by_role("button", name="下一步，手机扫码").click()
    expect(page.get_by_alt_text("两步验证的二维码")).to_be_visible()
    telephone = pyotp.TOTP(page.locator(".zj-three .zj-code").inner_text().replace(" ", ""))
    page.get_by_label("验证码").fill("12 34 56")
    page.get_by_role("button", name="开启两步验证").click()
    expect(page.get_by_text("这个码不对").first).to_be_visible()
    page.get_by_label("验证码").fill(telephone.now())
    page.get_by_role("button", name="开启两步验证").click()
    expect(page.locator(".zj-codes li")).to_have_count(10)
    paper = page.locator(".zj-codes .zj-code").all_inner_texts()

    page.context.clear_cookies()
    sign_in(page, telephone.at(time.time() + 30))  # the code after the one that was used already
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.goto("/account/")
    expect(page.get_by_text("还剩 10个")).to_be_visible()

    sign_in(phone, paper[0])
    phone.goto("/account/")
    expect(phone.get_by_text("还剩 9个")).to_be_visible()
    phone.get_by_role("button", name="退出其他所有设备").click()
    expect(phone.get_by_text("台设备都已退出登录")).to_be_visible()
    page.goto("/members/")
    expect(page.get_by_label("登录名")).to_be_visible()
