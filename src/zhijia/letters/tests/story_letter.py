"""A paper's life: written from an opening, corrected by two, issued by the chair, withdrawn, written again."""

import datetime as dt
import io

import pytest
from docx import Document

from zhijia.kernel.scope import scope
from zhijia.letters import actions, starts
from zhijia.letters.kinds import BLANK
from zhijia.letters.models import Letter
from zhijia.plans.actions import summaries as summary_verbs
from zhijia.plans.models import Plan, Summary

pytestmark = pytest.mark.django_db
LIST = "/letters/"
NOTICE = {
    "title": "开展“送清凉”活动", "addressee": "各分工会，各工会小组", "closing": "特此通知。", "red_head": "on",
    "body": "7月6日起给高温岗位送清凉。\n一、时间\n7月6日至10日。\n二、要求\n提前报人数。",
    "attachment_title": ["送清凉日程", ""], "attachment_text": ["日期\t车间\n7月6日\t金工\n7月7日\t装配", ""],
}  # fmt: skip


def pk_of(answer):
    assert answer.status_code == 302, answer.content.decode()
    return int(answer.url.rstrip("/").rpartition("/")[2])


def form_of(client, address):
    page = client.get(address).context
    return {"version": page["version"]} if page.get("version") else {}


def test_from_draft_to_withdrawal(client_as, seat_of):
    officer, chair = client_as("officer"), client_as("chair")

    page = officer.get(f"{LIST}new/notice/")
    assert BLANK in page.context["form"].initial["body"]
    assert any("画线的空" in one.sentence for one in page.context["lacks"])

    pk = pk_of(officer.post(f"{LIST}new/notice/", {**NOTICE, "key": "letter-1"}))
    assert pk_of(officer.post(f"{LIST}new/notice/", {**NOTICE, "key": "letter-1"})) == pk  # a double click
    page = officer.get(f"{LIST}{pk}/")
    text = page.content.decode()
    assert page.context["letter"].title == "关于开展“送清凉”活动的通知"
    assert "轮到主席签发" in text
    assert "拟用 顺工〔2026〕1号" in text
    assert page.context["lacks"] == []

    assert officer.get(f"{LIST}{pk}/issue/").status_code == 403
    drawn = chair.get(f"{LIST}{pk}/issue/").context
    given = {
        "on": "2026-11-03",
        "number": "1",
        "proposed": drawn["proposed"],
        "version": drawn["letter"].version,
    }
    late = chair.post(f"{LIST}{pk}/issue/", {**given, "on": "2030-01-01"})
    assert "成文日期在今天之后" in late.content.decode()
    assert chair.post(f"{LIST}{pk}/issue/", given).status_code == 302

    page = officer.get(f"{LIST}{pk}/")
    letter, file = page.context["letter"], page.context["file"]
    assert (letter.state, letter.full_number, letter.on) == (
        "issued",
        "顺工〔2026〕1号",
        dt.date(2026, 11, 3),
    )
    kept = Document(io.BytesIO(b"".join(officer.get(f"/files/{file.pk}/").streaming_content)))
    assert "顺工〔2026〕1号" in [one.text for one in kept.paragraphs]
    assert [cell.text for cell in kept.tables[0].rows[1].cells] == ["7月6日", "金工"]

    assert officer.get(f"{LIST}{pk}/edit/").status_code == 409  # the text stands still
    refused = chair.post(f"{LIST}{pk}/withdraw/", {"reason": " "})
    assert "要写明原因" in refused.content.decode()
    chair.post(f"{LIST}{pk}/withdraw/", {"reason": "日程改了"})
    page = officer.get(f"{LIST}{pk}/").content.decode()
    assert "已撤回，不再有效" in page
    assert "日程改了" in page

    copied = officer.get(f"{LIST}new/notice/?copy={pk}").context["form"].initial
    assert copied["attachments"] == letter.attachments
    again = pk_of(officer.post(f"{LIST}new/notice/", {**NOTICE, "key": "letter-2"}))
    chair.post(f"{LIST}{again}/issue/", given)  # still the proposal of then: the next one is taken, and told
    with scope(seat_of("officer")):
        assert Letter.objects.get(pk=again).full_number == "顺工〔2026〕2号"


def test_two_who_change_one_draft_see_both_texts(client_as):
    officer, chair = client_as("officer"), client_as("chair")
    pk = pk_of(officer.post(f"{LIST}new/notice/", NOTICE))
    mine, theirs = form_of(officer, f"{LIST}{pk}/edit/"), form_of(chair, f"{LIST}{pk}/edit/")
    chair.post(f"{LIST}{pk}/edit/", {**NOTICE, **theirs, "copies": "镇党委"})
    answer = officer.post(f"{LIST}{pk}/edit/", {**NOTICE, **mine, "copies": "县总工会"})
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "先改过这一条" in text
    assert [row["theirs"] for row in answer.context["conflict"]["rows"]] == ["镇党委"]
    answer = officer.post(
        f"{LIST}{pk}/edit/", {**NOTICE, "version": answer.context["version"], "copies": "县总工会"}
    )
    assert answer.status_code == 302


def test_a_request_that_lacks_something_does_not_go_out(client_as):
    chair = client_as("chair")
    initial = chair.get(f"{LIST}new/request/").context["form"].initial
    assert (initial["addressee"], initial["signer"]) == ("青溪镇总工会", "方德明")
    given = {
        "title": "换届",
        "body": "任期已满。",
        "signer": "方德明",
        "contact": "王建平，63001234",
        "red_head": "on",
    }
    pk = pk_of(chair.post(f"{LIST}new/request/", {**given, "addressee": "青溪镇总工会，县总工会"}))
    answer = chair.post(f"{LIST}{pk}/issue/", {"on": "2026-11-03"})
    assert answer.status_code == 409
    assert "请示只主送一个单位，这里写了 2 个" in answer.content.decode()
    chair.post(f"{LIST}{pk}/edit/", {**given, "addressee": "青溪镇总工会"})
    assert chair.post(f"{LIST}{pk}/issue/", {"on": "2026-11-03"}).status_code == 302


def test_the_live_page_is_drawn_from_what_is_typed_and_keeps_nothing(client_as, seat_of):
    client = client_as("officer")
    answer = client.post(
        f"{LIST}preview/reply/", {"title": "成立工会", "body": "一、同意。", "red_head": "on"}
    )
    text = answer.content.decode()
    assert "关于成立工会的批复" in text
    assert "请填来文标题" in text
    with scope(seat_of("officer")):
        assert not Letter.objects.exists()


def test_a_plan_becomes_a_paper_and_the_notice_that_issues_it(client_as, seat_of, town):
    officer = seat_of("town")
    with scope(officer):
        plan = Plan.objects.filter(union=town.union, state="issued").latest("pk")
        notice = starts.notice_of_plan(plan, officer)
    client = client_as("town")
    assert notice in client.get(f"/plans/?plan={plan.pk}").content.decode().replace("&amp;", "&")
    initial = client.get(notice).context["form"].initial
    assert initial["title"] == f"关于印发《{plan.title}》的通知"
    (attached,) = initial["attachments"]
    assert attached["title"] == plan.title
    assert "一、" in attached["text"]
    assert "走访" in attached["text"]
    lines = attached["text"].splitlines()
    under = lines[lines.index("一、总体要求") + 1]
    assert under in plan.reading.text  # a heading without tasks keeps the words of the document
    assert not under.startswith("二、")
    paper = client.get(starts.paper_of_plan(plan, officer)).context
    assert paper["form"].initial["body"] == attached["text"]
    assert paper["lacks"] == []
    assert starts.notice_of_plan(plan, seat_of("officer")) == ""


def test_a_sent_summary_becomes_a_report_with_its_sources(client_as, seat_of, town):
    officer = seat_of("town")
    row = summary_verbs.draft(Summary(period_code="2026H1", about=town.union), by=officer)
    assert starts.report_of_summary(row, officer) == ""  # its numbers may still move
    row = summary_verbs.send(row, by=officer)
    client = client_as("town")
    page = client.get(starts.report_of_summary(row, officer)).context
    assert page["form"].initial["title"] == f"关于{row.title}的报告"
    assert page["form"].initial["addressee"] == "云川县总工会"
    (sources,) = page["preview"].pages
    assert sources.parts[0].table.header == ["指标", "正文中的数", "怎么算的", "台账行数"]
    assert "写成报告" in client.get(f"/plans/summary/{row.pk}/").content.decode()


def test_an_answer_begins_with_the_paper_it_answers(client_as, seat_of):
    by = seat_of("officer")
    to = starts.answer_to(
        by, title="关于报送半年工作的通知", number="青工〔2026〕9号", addressee="青溪镇总工会"
    )
    initial = client_as("officer").get(to).context["form"].initial
    assert "《关于报送半年工作的通知》（青工〔2026〕9号）要求" in initial["body"]
    assert initial["addressee"] == "青溪镇总工会"
    reply = starts.answer_to(by, kind="reply", title="《关于换届的请示》", number="顺工〔2026〕3号")
    initial = client_as("officer").get(reply).context["form"].initial
    assert initial["title"] == "关于换届的批复"
    assert initial["body"].startswith("你会《关于换届的请示》（顺工〔2026〕3号）收悉。")
    assert starts.answer_to(seat_of("accountant"), title="关于报送") == ""


def test_the_list_finds_by_number_and_shows_gaps(client_as, seat_of):
    chair, client = seat_of("chair"), client_as("accountant")
    for number, title in ((1, "关于放假的通知"), (4, "关于补班的通知")):
        row = actions.write(Letter(kind="notice", title=title, body="明天。"), by=chair)
        actions.issue(row, by=chair, on=dt.date(2026, 11, 3), number=number)
    page = client.get(LIST, {"q": "[2026]4号"})
    assert [row.title for row in page.context["page"]] == ["关于补班的通知"]
    assert page.context["gaps"] == ["顺工〔2026〕2至3号"]
    assert [n for _, _, n in page.context["tabs"]] == [0, 2, 0]
    assert not client.get(LIST, {"year": "2025"}).context["page"].object_list
    assert not client_as("town").get(LIST, {"u": "QXZ001"}).context["page"].object_list  # not upward


def test_the_house_style_is_set_once_and_issued_papers_stay(client_as, seat_of):
    chair, client = seat_of("chair"), client_as("chair")
    first = actions.issue(
        actions.write(Letter(kind="notice", title="关于放假的通知", body="明天放假。"), by=chair),
        by=chair, on=dt.date(2026, 11, 3),
    )  # fmt: skip
    page = client.get(f"{LIST}house/")
    assert page.context["form"].initial["prefix"] == "顺工"
    assert (
        "机关代字只写汉字"
        in client.post(f"{LIST}house/", {"prefix": "顺达工2026", "issuer": "顺达机械工会"}).content.decode()
    )
    assert client.post(f"{LIST}house/", {"prefix": "顺达工", "issuer": "顺达机械工会"}).status_code == 302
    draft = actions.write(Letter(kind="notice", title="关于补班的通知", body="周六补班。"), by=chair)
    second = actions.issue(draft, by=chair, on=dt.date(2026, 11, 4))
    assert (second.full_number, second.issuer) == ("顺达工〔2026〕1号", "顺达机械工会")
    assert client.get(f"{LIST}{first.pk}/").context["preview"].paper.head.number == "顺工〔2026〕1号"
