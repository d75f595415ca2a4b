"""The paper of each kind: head, addressee, sign-off, note, imprint; and what a letter still lacks."""

import datetime as dt
import io

import pytest
from docx import Document

from zhijia import papers
from zhijia.letters import rules
from zhijia.letters.kinds import BY_CODE, KINDS
from zhijia.letters.models import Letter
from zhijia.letters.paper import paper_of
from zhijia.letters.preview import Preview
from zhijia.letters.queries import Style
from zhijia.letters.sample import sample_letter

STYLE = Style("青工发", "青溪镇总工会", is_set=True)


def letter(code, **values):
    row, _ = sample_letter(code)
    for name, value in {"series": STYLE.series(row.kind_of), **values}.items():
        setattr(row, name, value)
    return row


# mark, number, signer, sealed, addressee, note
HEADS = {
    "notice": ("青溪镇总工会文件", "青工发〔2026〕12号", "", True, "示范单位工会", ""),
    "request": (
        "青溪镇总工会文件",
        "青工发〔2026〕12号",
        "张三",
        True,
        "示范单位工会",
        "联系人：李四，63000000",
    ),
    "reply": ("青溪镇总工会文件", "青工发〔2026〕12号", "", True, "示范单位工会", ""),
    "report": ("青溪镇总工会文件", "青工发〔2026〕12号", "张三", True, "示范单位工会", ""),
    "summary": ("青溪镇总工会文件", "青工发〔2026〕12号", "", True, None, ""),
    "plan": ("青溪镇总工会文件", "青工发〔2026〕12号", "", True, None, ""),
    "minutes": ("青溪镇总工会会议纪要", "青工纪要〔2026〕12号", "", False, None, ""),
    "letter": ("青溪镇总工会", "青工函〔2026〕12号", "", True, "示范单位工会", ""),
}


@pytest.mark.parametrize("code", BY_CODE)
def test_the_paper_of_a_kind(code):
    row = letter(code)
    if BY_CODE[code].addressee == "none":
        row.addressee = ""
    paper = paper_of(row, STYLE)
    head = paper.head
    assert HEADS[code] == (head.mark, head.number, head.signer, paper.sealed, paper.addressee, paper.note)
    assert paper.imprint.printed_on == dt.date(2026, 6, 3)
    lines = [one.text for one in Document(io.BytesIO(papers.to_docx(paper))).paragraphs]
    assert ("2026年6月3日" in lines) == (code != "minutes")
    if closing := BY_CODE[code].closing:
        assert lines[lines.index("附件：报名表") - 2] == closing


def test_without_red_head_there_is_neither_number_nor_imprint_nor_seal():
    paper = paper_of(letter("plan", red_head=False, number=None), STYLE)
    assert (paper.head, paper.imprint, paper.sealed) == (None, None, False)


def test_a_blank_in_a_title_is_where_it_breaks():
    page = Preview(paper_of(letter("notice", title="关于做好2026年春节 送温暖走访慰问工作的通知"), STYLE))
    assert page.titles == ["关于做好2026年春节", "送温暖走访慰问工作的通知"]
    assert Preview(paper_of(letter("notice", title="关于A B 两区的通知"), STYLE)).titles == [
        "关于A B 两区的通知"
    ]


def test_a_draft_shows_the_number_it_would_get():
    assert paper_of(letter("notice", number=None), STYLE, proposed=7).head.number == "青工发〔2026〕7号"


def test_those_present_are_told_by_lines():
    paper = paper_of(letter("minutes", attended="张三、李四\n列席:王五\n\n"), STYLE)
    assert paper.attended == [("出席", "张三、李四"), ("列席", "王五")]
    assert not Preview(paper).is_signed


def test_the_page_draws_what_the_word_file_holds():
    page = Preview(paper_of(letter("notice"), STYLE))
    assert [part.level for part in page.parts] == [0, 1, 2, 2, 1, 0, 0, 0]
    assert page.listed == ["报名表"]
    assert page.pages[0].parts[0].table.header == ["姓名", "班组"]
    assert page.indents == ("4", "4")


def fields(row):
    return {one.field: one.stops for one in rules.lacks(row, row.kind_of)}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_a_full_letter_lacks_nothing(kind):
    row = letter(kind.code, answers_title="关于成立工会的请示", answers_number="示工〔2026〕1号")
    assert fields(row) == {}


@pytest.mark.parametrize(
    ("code", "values", "lacking"),
    [
        ("request", {"addressee": "县总工会，镇党委"}, {"addressee": True}),
        ("request", {"signer": " "}, {"signer": True}),
        ("request", {"contact": ""}, {"contact": False}),
        ("request", {"contact": "林秀芳，____"}, {"contact": True}),
        ("reply", {}, {"answers_title": True}),
        ("reply", {"answers_title": "关于成立工会的请示"}, {"answers_number": False}),
        ("minutes", {"attended": ""}, {"attended": False}),
        ("notice", {"addressee": ""}, {"addressee": False}),
        ("letter", {"addressee": ""}, {"addressee": True}),
        ("notice", {"body": "____（哪天起）开展活动。"}, {"body": True}),
        ("notice", {"body": "\n"}, {"body": True}),
        ("notice", {"attachments": [{"title": "", "text": "名单"}]}, {"attachments": True}),
        ("notice", {"attachments": [{"title": "名单", "text": ""}]}, {"attachments": False}),
        ("plan", {"red_head": False}, {}),
    ],
)
def test_what_a_letter_lacks_and_whether_it_stops_the_issue(code, values, lacking):
    assert fields(letter(code, **values)) == lacking


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_a_kinds_own_opening_cannot_go_out_as_it_stands(kind):
    assert fields(Letter(kind=kind.code, title="关于放假", body=kind.opening))["body"]
