"""A long export as she sees it: it waits, it moves by itself, it can be left and found again."""

import re

from playwright.sync_api import expect

from zhijia.kernel import clock
from zhijia.kernel.jobs import start
from zhijia.kernel.jobs.models import Job
from zhijia.kernel.ledger import export
from zhijia.kernel.scope import system
from zhijia.kernel.testing import work_off


def test_a_long_export_is_left_and_found_again(page, enter, monkeypatch):
    monkeypatch.setattr(export, "AT_ONCE", 0)
    enter(page, "officer").goto("/members/?year=2026")
    page.locator("summary", has_text="导出").click()
    page.get_by_role("button", name=re.compile("Excel")).click()
    expect(page.get_by_text("排队中，前面的做完就开始")).to_be_visible()
    with system("测试：做到一半"):
        Job.objects.update(state="running", started_at=clock.now(), done=3000, total=8012)
    expect(page.get_by_text("已做 3,000 / 8,012")).to_be_visible()  # nobody touched the page
    page.goto("/")
    page.locator(".zj-me").click()
    page.get_by_role("link", name="后台任务").click()
    expect(page.get_by_text("正在做")).to_be_visible()
    with system("测试：再从头做"):
        Job.objects.update(state="waiting")
    work_off()
    expect(page.get_by_text("做好了", exact=True)).to_be_visible()
    page.get_by_role("link", name="去下载").click()
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("^下载 会员")).click()
    assert download.value.suggested_filename.endswith(".xlsx")


def test_a_job_is_stopped_from_its_page(phone, enter, seat_of):
    job = start(export.write_file, by=seat_of("officer"), title="导出会员，8,012 人", made=1)
    enter(phone, "officer").goto(f"/jobs/{job.pk}/")
    phone.get_by_role("button", name="停下").click()
    expect(phone.get_by_text("还没开始就停下了，什么都没有改")).to_be_visible()
