"""A summary written by hand comes in at the town, is checked, worked on, checked again and thrown away."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from zhijia.kernel import clock
from zhijia.kernel.figures import Ask, Period, read
from zhijia.kernel.scope import system
from zhijia.kernel.trail.models import EventRow
from zhijia.plans.actions.traces import record
from zhijia.plans.models import Kind, Trace
from zhijia.reports import sample
from zhijia.reports.models import Check

pytestmark = pytest.mark.django_db


def visits(town):
    with system("测试：走访慰问"):
        asked = Ask(town.union.pk, True, Period("2026").clipped(clock.today()), town.union.code)
        return int(read(["relief.all.visit.count"], asked)["relief.all.visit.count"].value)


def bring(client, text, **more):
    answer = client.post("/reports/", {"text": text, "key": "first", **more})
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


def test_from_the_upload_to_the_waste_paper_basket(client_as, town, seat_of):
    officer = client_as("town")
    count = visits(town)
    text = f"青溪镇总工会2026年工作总结\n王大妈说好。全年开展走访慰问{count + 1}次，职工满意率达到120%，看望了5户。"
    at = bring(officer, text)
    page = officer.get(at).content.decode()
    assert re.search(r"不符 <span class=\"n\">1", page)
    assert re.search(r"不可能 <span class=\"n\">1", page)
    assert bring(officer, text) == at  # the same form sent twice is one check

    panel = officer.get(f"{at}panel/?n=0").content.decode()
    assert f"走访慰问·走访次数是 {count}次" in panel
    assert "u=QXZ" in panel

    # One more visit is recorded: the second check says what changed.
    with system("测试：补记一条") as by:
        trace = Trace(
            on=clock.today(), title="走访", who="两户", union=town.union, kind=Kind.objects.get(code="visit")
        )
        trace.recorded_by_id = town.seat("town").person_id
        record.all([trace], by=by)
    told = officer.post(f"{at}again/", {"key": "again"}, follow=True).content.decode()
    assert "由“不符”变成“相符”" in told

    # 看望了5户: another figure is looked for and chosen, then it is said that no register has it.
    found = officer.get(f"{at}?n=2&q=送温暖").content.decode()
    assert "节日慰问与送温暖·走访困难职工家庭" in found
    chosen = {"n": 2, "do": "choose", "figure": "plans.festival_visit.households", "key": "choose"}
    assert officer.post(f"{at}number/", chosen).status_code == 302
    assert Check._base_manager.get().findings[2]["figure"] == "plans.festival_visit.households"
    said = {"n": 2, "do": "outside", "note": "民政办给的数", "key": "outside"}
    officer.post(f"{at}number/", said)
    row = Check._base_manager.get()
    assert (row.findings[2]["verdict"], row.findings[2]["figure"]) == ("unknown", None)
    assert "民政办给的数" in officer.get(f"{at}?n=2").content.decode()
    officer.post(f"{at}number/", {"n": 1, "do": "seen", "key": "seen"})
    assert "看过" in officer.get(at).content.decode()

    # Another period than the title says.
    half = officer.post(f"{at}about/", {"about": "QXZ", "period": "2026H1", "key": "about"}, follow=True)
    assert "2026年上半年" in half.content.decode()
    wrong = officer.post(f"{at}about/", {"about": "没有这个工会", "period": "2026", "key": "x"})
    assert wrong.status_code == 422
    assert "没有找到" in wrong.content.decode()

    # Thrown away, nothing of the text is left, not in the trail either.
    assert officer.post(f"{at}drop/", {"key": "drop"}).status_code == 302
    row = Check._base_manager.get()
    assert (row.state, row.text, row.findings, row.choices) == ("dropped", "", [], {})
    assert officer.get(at).status_code == 403
    assert "王大妈" not in "".join(
        str(change) for change in EventRow.objects.values_list("changes", flat=True)
    )


def test_a_check_stays_with_the_officers_of_its_union(client_as):
    at = bring(client_as("officer"), "2026年上半年工作总结\n现有会员3人。")
    for login, status in [
        ("officer", 200),
        ("chair", 200),
        ("accountant", 403),
        ("member", 403),
        ("town", 403),
        ("county", 403),
    ]:
        assert client_as(login).get(at).status_code == status, login
        assert client_as(login).get(f"{at}docx/").status_code == status, login


def test_the_sample_shows_every_verdict_and_goes_out_as_word(client_as):
    town = client_as("town")
    page = town.get("/reports/").content.decode()
    assert "用示例试一试" in page
    assert "用示例试一试" not in client_as("officer").get("/reports/").content.decode()
    assert town.get("/reports/sample/").status_code == 200
    at = town.post("/reports/", {"sample": "1", "key": "sample"})["Location"]
    counts = {finding["verdict"] for finding in Check._base_manager.get().findings}
    assert counts >= {"impossible", "differs", "unknown"}
    made = Document(io.BytesIO(town.get(f"{at}docx/").content))
    assert [p.text for p in made.paragraphs] == sample.TEXT.read_text(encoding="utf-8").strip().split("\n")
    assert len(list(made.comments)) >= 3


def test_an_uploaded_word_file_is_kept_and_leaves_with_the_check(client_as):
    town = client_as("town")
    file = SimpleUploadedFile("上半年总结.docx", sample.docx())
    at = town.post("/reports/", {"file": file, "key": "file"})["Location"]
    answer = town.get(f"{at}docx/")
    assert "%E4%B8%8A%E5%8D%8A%E5%B9%B4%E6%80%BB%E7%BB%93" in answer["Content-Disposition"]
    assert town.post(f"{at}drop/", {"key": "drop"}).status_code == 302


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "请选一个文件，或者粘贴总结的文字"),
        ("工作总结\n走访12户。", "看不出是哪段时间"),
        ("2031年工作总结\n走访12户。", "还没有开始"),
    ],
)
def test_what_cannot_be_checked_gets_a_sentence_and_keeps_the_text(client_as, text, words):
    answer = client_as("town").post("/reports/", {"text": text})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page
    assert text in page
