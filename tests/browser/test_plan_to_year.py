"""From a Word file to a year under way: upload, correct, accept, opinions, issue, months, tray."""

import datetime as dt
import io
import re

import pytest
from docx import Document
from playwright.sync_api import expect

from zhijia.demo import cast
from zhijia.kernel.scope import scope
from zhijia.plans.models import Plan, Task

pytestmark = pytest.mark.django_db(transaction=True)

LINES = (
    "顺达机械工会工作计划",
    "一、组织建设",
    "1．3月召开会员代表大会，选举新一届委员会，由王建平负责。",
    "2．5月至6月发展新会员30人，由组织委员负责。",
    "3．加强小组长培训，提高服务本领。",
    "二、帮扶慰问",
    "1．12月底前走访慰问困难职工12户。",
    "2．每季度开展一次谈心活动。",
    "3．年底前走访困难职工家庭。",
)


def word_file(*lines):
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    name = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return {"name": "工会计划.docx", "mimeType": name, "buffer": stream.getvalue()}


def button(page, name):
    return page.get_by_role("button", name=name)


def row(page, title):
    return page.locator("article.zj-found").filter(has=page.get_by_role("heading", name=title))


def test_sign_in_tells_what_is_wrong_and_lets_in(page):
    page.goto("/plans/")
    expect(page.get_by_role("heading", name="登录")).to_be_visible()
    page.get_by_label("登录名").fill("officer")
    page.get_by_label("密码").fill("not this one")
    button(page, "登录").click()
    expect(page.get_by_text("登录名或密码不对")).to_be_visible()
    page.get_by_label("密码").fill(cast.PASSWORD)
    button(page, "登录").click()
    expect(page.get_by_role("heading", name="这一年还没有计划")).to_be_visible()
    expect(page).to_have_url(re.compile("/plans/$"))


def test_a_word_file_becomes_a_plan_that_is_issued(page, enter, seat_of):
    enter(page, "officer").goto("/plans/read/")
    page.get_by_label("计划文件").set_input_files(word_file(*LINES))
    button(page, "读出来看看").click()
    expect(page.get_by_role("heading", name="顺达机械工会工作计划", level=1)).to_be_visible()
    correct(page)
    year = page.get_by_label("年份")
    expect(year).to_have_value("")  # the document names none: it is asked, not guessed
    page.expected_complaints.append("422")
    button(page, re.compile("^采用，生成计划草案")).click()
    expect(page.get_by_role("alert").first).to_be_visible()
    year.select_option("2026")
    button(page, "改好，存下").click()
    page.wait_for_url(re.compile(r"/read/\d+/$"))
    expect(year).to_have_value("2026")
    with scope(seat_of("officer")):
        assert not Plan.objects.filter(union__code=cast.WORKS).exists()
    button(page, re.compile("^采用，生成计划草案")).click()
    expect(page.get_by_text("草案").first).to_be_visible()
    opinions(page)
    enter(page, "chair").goto("/plans/")
    page.get_by_role("link", name="印发，开始执行").click()
    button(page, "印发，开始执行").click()
    expect(page.get_by_text("执行中")).to_be_visible()
    with scope(seat_of("officer")):
        plan = Plan.objects.get(union__code=cast.WORKS)
        titles = list(plan.tasks.values_list("title", flat=True))
    assert plan.state == "issued"
    assert "组织职工运动会" in titles
    assert not [title for title in titles if "谈心" in title]
    assert "发展新会员30人，分两批" in titles
    assert len([title for title in titles if "走访" in title]) == 1
    with page.expect_download() as download:
        page.get_by_role("link", name="《").click(modifiers=["Alt"])
    assert download.value.suggested_filename == "工会计划.docx"


def correct(page):
    """Change one task, merge two, drop one, add one."""
    found = row(page, re.compile("发展新会员"))
    found.get_by_role("link", name="改").click()
    form = page.locator("article.is-open")
    form.get_by_label("任务").fill("发展新会员30人，分两批")
    form.get_by_role("button", name="存下这一项").click()
    expect(row(page, "发展新会员30人，分两批")).to_be_visible()
    double = row(page, re.compile("走访困难职工家庭"))
    double.get_by_role("link", name="改").click()
    page.get_by_text("和另一项是同一件事，并过去").click()
    into = page.get_by_label("并入哪一项")
    into.select_option(into.locator("option", has_text="走访慰问困难职工").get_attribute("value"))
    button(page, "并入这一项").click()
    expect(page.get_by_text("已并入")).to_be_visible()
    row(page, re.compile("谈心")).get_by_role("button", name="不要").click()
    expect(row(page, re.compile("谈心")).get_by_text("不要", exact=True)).to_be_visible()
    page.get_by_role("link", name="添加一项").first.click()
    page.get_by_label("任务").fill("组织职工运动会")
    button(page, "添加这一项").click()
    expect(row(page, "组织职工运动会")).to_be_visible()


def opinions(page):
    page.get_by_role("link", name="登记委员会意见").click()
    page.get_by_label(re.compile("意见")).fill("同意。")
    button(page, "登记委员会意见").click()
    page.get_by_role("link", name="登记党组织意见").click()
    page.get_by_label(re.compile("意见")).fill("原则同意，抓紧落实。")
    button(page, "登记党组织意见").click()
    expect(page.get_by_text("轮到主席印发")).to_be_visible()


def test_the_year_is_opened_a_month_moved_and_a_first_date_given(page, enter, seat_of):
    enter(page, "town").goto("/plans/?u=QXZ")
    with scope(seat_of("town")):
        task = Task.objects.filter(title__contains="入户摸底", plan__state="issued").first()
        due = task.occurrences.get()
        undated = Task.objects.filter(occurrences=None, plan__state="issued").first()
    page.get_by_role("link", name=task.title, exact=True).click()
    opened = page.locator(f"#x-{task.pk}")
    expect(opened.get_by_text("最近登记")).to_be_visible()
    move(page, opened, due.starts_on.replace(day=3), due.ends_on)  # within the month nothing is asked
    expect(page.locator(".zj-toast", has_text="改到11月3日")).to_be_visible()
    expect(opened.get_by_text("最近登记")).to_be_visible()
    page.expected_complaints.append("422")
    move(page, opened, dt.date(2026, 12, 1), dt.date(2026, 12, 28))
    expect(opened.get_by_label("改期原因")).to_have_attribute("aria-invalid", "true")
    opened.get_by_label("改期原因").fill("走访对象名单还在核对")
    opened.get_by_role("button", name="改到这段时间").click()
    expect(page.locator(".zj-toast", has_text="改到12月")).to_be_visible()
    page.goto(f"/plans/tasks/{task.pk}/")
    expect(page.get_by_text("走访对象名单还在核对").first).to_be_visible()
    expect(page.get_by_text("原定").first).to_be_visible()
    page.goto("/plans/?u=QXZ")
    tray = page.locator("#undated")
    tray.locator(f"#t-{undated.pk}").get_by_role("link", name="定时间").click()
    page.get_by_label("从", exact=True).fill("2026-12-10")
    page.get_by_label("到", exact=True).fill("2026-12-11")
    page.get_by_role("button", name="定在这段时间").click()
    expect(page.locator(".zj-toast", has_text="定在12月10日")).to_be_visible()
    page.goto("/plans/?u=QXZ")
    expect(page.locator(f"#undated #t-{undated.pk}")).to_have_count(0)
    page.get_by_role("link", name="清单", exact=True).click()
    expect(page.get_by_role("row", name=re.compile(re.escape(undated.title)))).to_contain_text("12月")


def move(page, opened, start, end):
    opened.get_by_role("link", name="改期").first.click()
    opened.get_by_label("从", exact=True).fill(start.isoformat())
    opened.get_by_label("到", exact=True).fill(end.isoformat())
    opened.get_by_role("button", name="改到这段时间").click()
