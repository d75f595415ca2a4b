"""Reading a plan through its door, as the officer at the desk meets it."""

import io
import re
import uuid
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from zhijia.demo.plan_files import docx
from zhijia.kernel.files.models import Attachment
from zhijia.kernel.scope import scope, system
from zhijia.kernel.testing.queries import settled_queries
from zhijia.planreader import convert, fenced
from zhijia.planreader.tests.pdf_parts import pdf
from zhijia.planreader.tests.pdf_parts import text as line_at
from zhijia.plans import corrections
from zhijia.plans.models import Occurrence, Plan, Reading, Section, Task
from zhijia.plans.reading_intake import Document, take_in

READ = "/plans/read/"
TEXT = """青溪顺达机械有限公司工会2026年工作计划
一、帮扶慰问
1．3月走访困难职工10户。（责任人：王建平）
2．春节前慰问一线职工。（责任人：财务）
二、文体活动
1．5月20日前举办职工运动会。
2．丰富职工文化生活，开展读书活动。
"""
MASKED = TEXT.replace("2026年", "20__年")

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client_as):
    return client_as("officer")


def key():
    return uuid.uuid4().hex


def upload(client, data, name="计划.txt", **more):
    return client.post(READ, {"key": key(), "file": SimpleUploadedFile(name, data), **more})


def paste(client, text=TEXT, **more):
    return client.post(READ, {"key": key(), "text": text, **more})


def only_reading():
    with system("测试"):
        return Reading.objects.latest("pk")


def task_of(row, word):
    return next(task for task in row.content["tasks"] if word in task["title"])


def change(client, row, task, htmx=False, **data):
    headers = {"HX-Request": "true"} if htmx else {}
    address = reverse("plans:reading_task", args=[row.pk, task["key"]])
    return client.post(address, data, headers=headers)


def form_of(task, **values):
    row = {
        "do": "save", "mark": corrections.mark(task), "title": task["title"], "months": task["months"],
        "deadline": "", "recurrence": task["recurrence"], "quantity": task["quantity"] or "", "unit": task["unit"],
        "owner": task["owner"], "match": "", "section": task["section"], "kind": task["kind"],
    }  # fmt: skip
    return row | values


def said(response):
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", response.content.decode()))


# --- what comes in


def test_a_pasted_plan_is_read_and_kept_with_its_text_as_a_file(officer, seat_of):
    answer = paste(officer)
    row = only_reading()
    assert answer.url == reverse("plans:reading", args=[row.pk])
    assert (row.year, row.title, row.state) == (2026, "青溪顺达机械有限公司工会2026年工作计划", "open")
    with scope(seat_of("officer")):
        file = Attachment.objects.get(kind="plans_reading", row_id=row.pk)
    assert (file.name, file.size) == ("粘贴的计划.txt", len(TEXT.strip().encode()))


def test_an_owner_who_is_one_person_is_matched_and_words_are_suggested(officer):
    paste(officer)
    row = only_reading()
    assert task_of(row, "困难")["owner_post"]
    assert task_of(row, "一线")["owner_post"] is None
    assert "对应到许文静" in said(officer.get(f"{READ}{row.pk}/"))


def test_nothing_of_the_plan_is_written_before_it_is_accepted(officer):
    with system("测试"):
        before = [model.objects.count() for model in (Plan, Section, Task, Occurrence)]
    paste(officer)
    with system("测试"):
        assert [model.objects.count() for model in (Plan, Section, Task, Occurrence)] == before


def test_the_demo_plan_is_read_from_word(officer):
    assert upload(officer, docx("works-2026"), "工作安排.docx").status_code == 302
    assert len(only_reading().content["tasks"]) > 20


def truncated():
    return docx("works-2026")[:5000]


def encrypted():
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\0" * 600
        + "EncryptedPackage".encode("utf-16-le")
        + b"\0" * 600
    )


def renamed_picture():
    return b"\x89PNG\r\n\x1a\n" + b"\0" * 100


def bomb():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", b"0" * 400_000_000)
        file.writestr("[Content_Types].xml", b"<Types/>")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"", "空.docx", "这个文件是空的"),
        (b"  \n ", "空.txt", "没有文字"),
        (encrypted(), "加密.docx", "加了密码"),
        (truncated(), "断.docx", "不完整"),
        (renamed_picture(), "计划.docx", "这是图片，读不出文字，请把文字粘贴进来"),
        (b"%PDF-1.7 abc", "计划.docx", "这个PDF不完整"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "计划.wps", "已经损坏"),
        (bytes(range(256)) * 40, "乱.txt", "这个文件不是文字"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_what_to_do(officer, data, name, sentence):
    answer = upload(officer, data, name)
    assert answer.status_code == 422
    assert sentence in said(answer)


def test_a_pdf_with_text_is_read_and_kept_as_it_came(officer, seat_of):
    data = pdf("".join(line_at(90, 100 + 24 * n, line) for n, line in enumerate(TEXT.splitlines())))
    assert upload(officer, data, "计划.docx").status_code == 302
    row = only_reading()
    assert task_of(row, "困难职工")["months"] == [3]
    with scope(seat_of("officer")):
        file = Attachment.objects.get(kind="plans_reading", row_id=row.pk)
    assert (file.name, file.content_type, file.size) == ("计划.pdf", "application/pdf", len(data))


def test_an_older_file_is_read_through_libreoffice_and_kept_as_it_came(officer, seat_of, monkeypatch):
    monkeypatch.setattr(convert, "docx_of", lambda data, ending: docx("works-2026"))
    assert upload(officer, b"{\\rtf1 plan}", "工作安排.rtf").status_code == 302
    with scope(seat_of("officer")):
        file = Attachment.objects.get(kind="plans_reading", row_id=only_reading().pk)
    assert (file.name, file.content_type) == ("工作安排.rtf", "application/rtf")


def test_while_another_file_is_read_the_officer_is_asked_to_wait(officer, monkeypatch):
    monkeypatch.setattr(fenced, "PATIENCE", 0.01)
    data = pdf(line_at(90, 100, "一、3月走访"))
    with fenced.turn():
        answer = upload(officer, data, "计划.pdf")
    assert answer.status_code == 422
    assert "请过一分钟再上传一次" in said(answer)
    assert upload(officer, data, "计划.pdf").status_code == 302


@pytest.mark.parametrize(("program", "named"), [("/usr/bin/soffice", True), (None, False)])
def test_the_page_names_the_files_this_machine_reads(officer, monkeypatch, program, named):
    monkeypatch.setattr(convert, "office", lambda: program)
    page = officer.get(READ).content.decode()
    assert ('accept=".docx,.doc,.wps,.rtf,.odt,.pdf,.txt"' in page) is named
    assert ("旧格式（.doc、.wps）请先另存为 .docx。" in page) is not named


def test_a_zip_bomb_is_refused_and_not_unpacked(officer):
    answer = upload(officer, bomb(), "计划.docx")
    assert answer.status_code == 422


def test_nothing_chosen_is_told(officer):
    answer = officer.post(READ, {"key": key()})
    assert answer.status_code == 422
    assert "请选一个文件，或者粘贴计划的文字" in said(answer)


def test_the_encoding_of_chinese_windows_is_read(officer):
    assert upload(officer, TEXT.encode("gb18030")).status_code == 302
    assert only_reading().year == 2026


def test_a_document_of_two_hundred_pages_is_read_and_its_page_stays_small(officer):
    words = "职工开展安全生产知识学习和岗位练兵，不断提高技能水平。"
    lines = [
        f"{n}．{n}月组织第{part}车间{words}" if n else f"（{part}）第{part}车间"
        for part in range(160)
        for n in range(13)
    ]
    paste(officer, "顺达机械工会2026年工作计划\n一、重点工作\n" + "\n".join(lines))
    row = only_reading()
    assert len(row.content["tasks"]) >= 1500
    page = officer.get(f"{READ}{row.pk}/")
    assert page.content.count(b"data-row=") <= 150
    assert len(page.content) < 1_500_000


def test_month_thirteen_becomes_a_sentence(officer):
    paste(officer, "顺达机械工会2026年工作计划\n一、安排\n13月份：组织运动会。\n5月份：组织读书会。\n")
    page = officer.get(f"{READ}{only_reading().pk}/")
    assert "不是有效的月份" in said(page)


def test_the_same_file_again_leads_to_the_first_and_may_go_on(officer):
    paste(officer)
    first = only_reading()
    again = paste(officer)
    assert again.status_code == 409
    assert "已经读过" in said(again)
    assert f"{READ}{first.pk}/" in again.content.decode()
    assert officer.post(READ, {"key": key(), "again": first.pk}).status_code == 302
    assert only_reading().pk != first.pk
    assert only_reading().content == first.content


def test_a_double_click_reads_once(officer):
    same = {"key": key(), "text": TEXT}
    first, second = officer.post(READ, same), officer.post(READ, same)
    assert first.status_code == 302
    with system("测试"):
        assert Reading.objects.count() == 1 + Reading.objects.exclude(name="粘贴的计划.txt").count()
    assert second.status_code in (302, 409)


def test_another_unions_paper_is_told(officer):
    paste(officer, TEXT.replace("青溪顺达机械有限公司", "青溪镇中心小学").replace("职工", "教职工"))
    assert "像是学校工会的" in said(officer.get(f"{READ}{only_reading().pk}/"))


@pytest.mark.parametrize("login", ["member", "leader", "accountant", "auditor"])
def test_who_may_not_plan_is_refused_with_whom_to_ask(client_as, login):
    answer = client_as(login).get(READ)
    assert answer.status_code == 403
    assert "主席、副主席或工会干事" in said(answer)


def test_a_reading_is_seen_by_its_own_union_alone(officer, client_as):
    paste(officer)
    for login in ("neighbour", "town", "county"):
        assert client_as(login).get(f"{READ}{only_reading().pk}/").status_code == 403


# --- corrections


def test_months_are_saved_at_once_and_the_row_comes_back_with_the_foot(officer):
    paste(officer)
    row = only_reading()
    answer = change(officer, row, task_of(row, "困难"), htmx=True, do="turn:4,-3")
    assert task_of(only_reading(), "困难")["months"] == [4]
    assert "已存草稿" in said(answer)
    assert "reading-foot" in answer.content.decode()


def test_pressing_twice_leaves_the_version_alone(officer):
    paste(officer)
    row = only_reading()
    change(officer, row, task_of(row, "困难"), do="drop")
    version = only_reading().version
    change(officer, row, task_of(row, "困难"), do="drop")
    assert only_reading().version == version


def test_without_script_a_button_leads_back_to_its_row(officer):
    paste(officer)
    row = only_reading()
    task = task_of(row, "困难")
    answer = change(officer, row, task, do="drop")
    assert answer.url == f"{READ}{row.pk}/#{task['key']}"
    assert f'id="{task["key"]}"' in officer.get(f"{READ}{row.pk}/?show=out").content.decode()


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"title": ""}, "请写要做什么"),
        ({"deadline": "13月5日"}, "没有13月"),
        ({"deadline": "2月30日"}, "2月没有30日"),
        ({"deadline": "下周"}, "看不懂这个日期"),
        ({"deadline": "1月5日"}, "早于开始的月份"),
        ({"months": ["13"]}, "没有13月"),
        ({"quantity": "十", "unit": "户"}, "请填整数"),
        ({"quantity": "5", "unit": ""}, "请写单位"),
    ],
)
def test_a_wrong_correction_is_told_beside_its_field(officer, values, sentence):
    paste(officer)
    row = only_reading()
    task = task_of(row, "困难")
    answer = change(officer, row, task, htmx=True, **form_of(task, **values))
    assert answer.status_code == 422
    assert sentence in said(answer)
    assert only_reading().content == row.content


def test_two_officers_at_one_task_see_both_texts(officer, client_as):
    paste(officer)
    row = only_reading()
    task = task_of(row, "困难")
    change(client_as("chair"), row, task, **form_of(task, title="走访困难职工家庭"))
    answer = change(officer, row, task, htmx=True, **form_of(task, title="看望困难职工"))
    assert answer.status_code == 409
    assert "走访困难职工家庭" in said(answer)
    assert "看望困难职工" in said(answer)
    now = task_of(only_reading(), "困难")
    assert now["title"] == "走访困难职工家庭"
    assert change(officer, row, now, **form_of(now, title="看望困难职工")).status_code == 302


def test_two_officers_at_two_tasks_do_not_disturb_each_other(officer, client_as):
    paste(officer)
    row = only_reading()
    visit, sports = task_of(row, "困难"), task_of(row, "运动会")
    change(client_as("chair"), row, visit, **form_of(visit, title="走访困难职工家庭"))
    assert change(officer, row, sports, **form_of(sports, title="趣味运动会")).status_code == 302
    assert {"走访困难职工家庭", "趣味运动会"} <= {task["title"] for task in only_reading().content["tasks"]}


def test_a_post_of_another_union_is_no_owner(officer, town):
    from zhijia.org.models import Post

    paste(officer)
    row = only_reading()
    with system("测试"):
        stranger = Post.objects.filter(union=town.neighbour).first()
    answer = change(officer, row, task_of(row, "一线"), do=f"match:post:{stranger.pk}")
    assert answer.status_code == 403
    assert task_of(only_reading(), "一线")["owner_post"] is None


def test_all_undated_ones_are_left_out_at_once_and_taken_back(officer):
    paste(officer)
    row = only_reading()
    address = reverse("plans:reading_undated", args=[row.pk])
    officer.post(address, {"do": "drop"})
    assert task_of(only_reading(), "读书")["dropped"]
    officer.post(address, {"do": "keep"})
    assert not task_of(only_reading(), "读书")["dropped"]


def test_a_task_added_by_hand_is_added_once(officer):
    paste(officer)
    row = only_reading()
    address = reverse("plans:reading_add", args=[row.pk])
    form = {"key": key(), "title": "办托管班", "months": ["7", "8"], "section": "s1"}
    officer.post(address, form)
    officer.post(address, form)
    assert [task["title"] for task in only_reading().content["tasks"]].count("办托管班") == 1


def test_areas_of_a_heading_are_changed(officer):
    paste(officer)
    row = only_reading()
    officer.post(reverse("plans:reading_heading", args=[row.pk, "s1"]), {"areas": ["J", "K"]})
    assert only_reading().content["sections"][1]["areas"] == ["J", "K"]


# --- accepting


def accept(client, row, **more):
    address = reverse("plans:reading_accept", args=[row.pk])
    return client.post(address, {"key": key(), "version": row.version} | more)


def test_accepting_makes_a_draft_plan_with_its_file_attached(officer, seat_of):
    paste(officer)
    answer = accept(officer, only_reading())
    with scope(seat_of("officer")):
        plan = Plan.objects.latest("pk")
        assert answer.url == reverse("plans:plan", args=[plan.pk])
        assert (plan.state, plan.tasks.count(), plan.period_code) == ("draft", 4, "2026")
        visit = plan.tasks.get(title__contains="困难")
        assert (visit.number, visit.owner_post.person.name, visit.occurrences.get().starts_on.month) == (
            "1.1",
            "王建平",
            3,
        )
    page = officer.get(officer.get(answer.url).url)
    file = Attachment._base_manager.get(kind="plans_reading", row_id=plan.reading_id)
    assert reverse("files:download", args=[file.pk]) in page.content.decode()


def test_a_masked_year_is_asked_before_accepting(officer):
    paste(officer, MASKED)
    row = only_reading()
    answer = accept(officer, row)
    assert answer.status_code == 422
    assert "请先选年份" in said(answer)
    about = {"about-title": "2026年计划", "about-year": "2026", "about-shape": "first_half"}
    officer.post(reverse("plans:reading_about", args=[row.pk]), about)
    assert accept(officer, only_reading()).status_code == 302
    with system("测试"):
        assert Plan.objects.latest("pk").period_code == "2026H1"


def test_a_draft_that_changed_meanwhile_is_looked_at_again(officer, client_as):
    paste(officer)
    row = only_reading()
    change(client_as("chair"), row, task_of(row, "困难"), do="drop")
    answer = accept(officer, row)
    assert answer.status_code == 409
    assert "请再看一眼" in said(answer)


def test_nothing_left_is_told(officer):
    paste(officer)
    for task in only_reading().content["tasks"]:
        change(officer, only_reading(), task, do="drop")
    answer = accept(officer, only_reading())
    assert answer.status_code == 422
    assert "一项任务也没有留下" in said(answer)


def test_accepting_twice_makes_one_plan(officer):
    paste(officer)
    row, same = only_reading(), {"key": key()}
    first, second = accept(officer, row, **same), accept(officer, row, **same)
    assert first.url == second.url
    with system("测试"):
        assert Plan.objects.filter(reading=row).count() == 1


def test_a_reading_thrown_away_leaves_no_plan_and_may_be_read_again(officer):
    paste(officer)
    row = only_reading()
    officer.post(reverse("plans:reading_drop", args=[row.pk]), {"key": key()})
    assert only_reading().state == "dropped"
    assert paste(officer).status_code == 302


def test_the_preview_runs_the_same_queries_for_ten_times_the_tasks(officer, seat_of):
    def plan_of(n):
        items = [f"{i}．{i % 12 + 1}月举办第{i}次读书会。" for i in range(1, n + 1)]
        return "顺达机械工会2026年计划\n一、安排\n" + "\n".join(items)

    by = seat_of("officer")
    with scope(by):
        rows = [take_in(Document("计划.txt", plan_of(n).encode()), by=by, key=None) for n in (10, 100)]
    waiting = iter(rows)
    settled_queries(lambda: officer.get(f"{READ}{next(waiting).pk}/"), lambda: None, most=12)
