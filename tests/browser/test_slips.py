"""From a pasted list to a slip of paper, and from the slip to a telephone that is signed in."""

import pytest
from playwright.sync_api import expect

from zhijia.people.models import Invitation

pytestmark = [pytest.mark.django_db(transaction=True)]


def test_a_slip_brings_an_officer_in_on_the_telephone(page, phone, enter):
    enter(page, "town").goto("/officers/")
    page.get_by_role("link", name="请干部").click()
    page.get_by_label("干部名单").fill("沈梅，青溪印染，副主席，13800001111\n孙丽，青溪卫生院，组织委员")
    page.get_by_role("button", name="看看每一行会怎样").click()
    page.get_by_role("button", name="登记 2 个职务").click()
    page.get_by_role("button", name="给选中的人打印邀请单").click()
    slip = page.locator(".zj-slip").filter(has_text="沈梅")
    expect(slip.get_by_role("img")).to_be_visible()
    code = slip.locator(".code").inner_text()

    phone.goto(f"/join/{Invitation.objects.get(account__login='沈梅').ref}/")
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    phone.get_by_label("一次码").fill(code)
    phone.get_by_label("您自己的新密码").fill("Qingxi-2027-lu")
    phone.get_by_label("新密码再输一遍").fill("Qingxi-2027-lu")
    phone.get_by_role("button", name="设好密码，进去").click()
    phone.get_by_role("button", name="我看过了，同意").click()
    expect(phone.get_by_text("以后登录：登录名 沈梅")).to_be_visible()
