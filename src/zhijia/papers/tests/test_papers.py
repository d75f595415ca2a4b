"""The facts of GB/T 9704-2012 as they stand in the file, and that the file opens again."""

import datetime as dt
import io
import zipfile

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from zhijia.papers import (
    Attachment,
    Heading,
    PageBreak,
    Paper,
    Paragraph,
    Run,
    Table,
    ordinal,
    to_docx,
)
from zhijia.papers.content import Block, title_lines

SOURCES = Table(
    ["序号", "项目", "数值", "怎么算"],
    [["1", "慰问职工", "412 人次", "台账人次之和"], ["2", "发放慰问金", "126,300 元", "台账金额之和"]],
    widths=[1, 3, 2, 6],
)
PAPER = Paper(
    title="青溪镇总工会2026年上半年工作总结",
    issuer="青溪镇总工会",
    date=dt.date(2026, 7, 3),
    addressee="云川县总工会",
    blocks=[
        Heading(1, ordinal(1, 1) + "帮扶慰问"),
        Heading(2, ordinal(2, 1) + "走访"),
        Heading(3, ordinal(3, 1) + "夏送清凉"),
        Heading(4, ordinal(4, 1) + "物资"),
        Paragraph([Run("一是走访。", bold=True), Run("走访企业86家，送去“清凉”。")]),
    ],
    attachments=[Attachment("数据来源表", [SOURCES])],
)
MM = 36000


@pytest.fixture(scope="module")
def document():
    return Document(io.BytesIO(to_docx(PAPER)))


def paragraph(document, text):
    return next(one for one in document.paragraphs if one.text == text)


def attributes(element):
    return {name.split("}")[1]: value for name, value in element.attrib.items()}


def east_asian_font(document, style):
    return document.styles[style].element.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia"))


def test_page_is_a4_with_the_margins_and_lines_of_the_standard(document):
    section = document.sections[0]
    assert [round(side / MM) for side in (section.page_width, section.page_height)] == [210, 297]
    margins = (section.top_margin, section.right_margin, section.bottom_margin, section.left_margin)
    assert [round(side / MM) for side in margins] == [37, 26, 35, 28]
    grid = document.element.body.sectPr.find(qn("w:docGrid"))
    assert attributes(grid) == {"type": "lines", "linePitch": "579"}
    assert document.styles["Normal"].paragraph_format.line_spacing.pt == 28


def test_twenty_two_lines_and_twenty_eight_characters_fit(document):
    assert 22 * 28 <= 225 / 25.4 * 72
    normal = document.styles["Normal"]
    closer = int(normal.element.rPr.find(qn("w:spacing")).get(qn("w:val"))) / 20
    assert 28 * (normal.font.size.pt + closer) <= 156 / 25.4 * 72 < 29 * (normal.font.size.pt + closer)


@pytest.mark.parametrize(
    ("style", "font", "size"),
    [
        ("Title", "方正小标宋简体", 22),
        ("Normal", "仿宋", 16),
        ("Heading 1", "黑体", None),
        ("Heading 2", "楷体", None),
        ("Heading 3", "仿宋", None),
        ("Heading 4", "仿宋", None),
        ("footer", "宋体", 14),
    ],
)
def test_fonts_and_sizes(document, style, font, size):
    assert east_asian_font(document, style) == font
    assert document.styles[style].font.size == (size and size * 12700)
    if style != "footer":
        assert document.styles[style].font.name == "Times New Roman"


def test_a_missing_font_has_another_name():
    fonts = zipfile.ZipFile(io.BytesIO(to_docx(PAPER))).read("word/fontTable.xml").decode()
    assert '<w:font w:name="方正小标宋简体"><w:altName w:val="华文中宋"/>' in fonts
    assert '<w:font w:name="仿宋"><w:altName w:val="仿宋_GB2312"/>' in fonts


def test_body_and_headings_are_indented_by_two_characters(document):
    for style in ("Body Text", "Heading 1", "Heading 2", "Heading 3", "Heading 4"):
        indent = document.styles[style].element.pPr.find(qn("w:ind"))
        assert attributes(indent) == {"firstLineChars": "200", "firstLine": "640"}


def test_order_of_the_paper(document):
    assert [one.text for one in document.paragraphs if one.text] == [
        "青溪镇总工会2026年上半年工作总结",
        "云川县总工会：",
        "一、帮扶慰问",
        "（一）走访",
        "1.夏送清凉",
        "（1）物资",
        "一是走访。走访企业86家，送去“清凉”。",
        "附件：数据来源表",
        "青溪镇总工会",
        "2026年7月3日",
        "附件",
        "数据来源表",
    ]
    assert document.core_properties.title == PAPER.title
    assert document.core_properties.author == "青溪镇总工会"


def test_runs_keep_bold_and_take_chinese_quotation_marks(document):
    first, second = paragraph(document, "一是走访。走访企业86家，送去“清凉”。").runs
    assert (first.bold, second.bold) == (True, None)
    assert second._r.rPr.rFonts.get(qn("w:hint")) == "eastAsia"


def right_indent(document, text):
    indent = attributes(paragraph(document, text)._p.pPr.find(qn("w:ind")))
    assert int(indent["right"]) == pytest.approx(int(indent["rightChars"]) * 3.2, abs=1)
    return int(indent["rightChars"]) / 100


def test_the_issuer_stands_centred_above_the_date_and_is_never_left_alone(document):
    # 2026年7月3日 is six characters wide, like 青溪镇总工会.
    assert right_indent(document, "2026年7月3日") == 4
    assert right_indent(document, "青溪镇总工会") == 4
    body = document.paragraphs
    issuer = next(n for n, one in enumerate(body) if one.text == "青溪镇总工会")
    assert all(one.paragraph_format.keep_with_next for one in body[issuer - 3 : issuer + 1])
    assert [one.text for one in body[issuer - 2 : issuer]] == ["", ""]


def test_a_long_issuer_keeps_two_characters_from_the_edge():
    issuer = "云川县青溪镇顺达机械有限公司工会委员会"
    document = Document(io.BytesIO(to_docx(Paper("工作总结", issuer, dt.date(2026, 11, 20)))))
    assert right_indent(document, issuer) == 2
    assert right_indent(document, "2026年11月20日") == 2 + (19 - 7) / 2


def test_page_numbers_odd_right_even_left(document):
    assert document.settings.odd_and_even_pages_header_footer
    section = document.sections[0]
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        (line,) = footer.paragraphs
        assert line._p.find(qn("w:fldSimple")).get(qn("w:instr")).strip() == "PAGE"
        assert [run.text for run in line.runs] == ["— ", " —"]
        assert line.style.name.lower() == "footer"
        assert line._p.pPr.find(qn("w:jc")).get(qn("w:val")) == side
        assert line._p.pPr.find(qn("w:ind")).get(qn(f"w:{side}Chars")) == "100"


def test_the_table_of_sources_has_a_page_of_its_own_and_its_header_repeats(document):
    assert paragraph(document, "附件").paragraph_format.page_break_before
    (table,) = document.tables
    marks = [[mark.tag.split("}")[1] for mark in row._tr.trPr] for row in table.rows]
    assert marks == [["cantSplit", "tblHeader"], ["cantSplit"], ["cantSplit"]]
    widths = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid]
    assert sum(widths) == pytest.approx(156 / 25.4 * 1440, abs=3)
    assert widths[3] == 2 * widths[1]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [SOURCES.header, *SOURCES.rows]
    # Numbers stand right, so that digits stand under digits; words do not.
    alignments = [cell.paragraphs[0]._p.pPr.find(qn("w:jc")) is not None for cell in table.rows[1].cells]
    assert alignments == [True, False, True, False]
    assert table._tbl.getnext().tag == qn("w:p")


def test_a_page_break_belongs_to_what_follows():
    blocks: list[Block] = [
        Paragraph("前"),
        PageBreak(),
        Paragraph("后"),
        PageBreak(),
        Table(["甲"], [["1"]], caption="表一"),
    ]
    document = Document(io.BytesIO(to_docx(Paper("通知", "工会", dt.date(2026, 1, 1), blocks=blocks))))
    breaks = {one.text: one.paragraph_format.page_break_before for one in document.paragraphs}
    assert (breaks["前"], breaks["后"], breaks["表一"]) == (None, True, True)


def test_several_attachments_are_numbered():
    attachments = [Attachment("数据来源表", [SOURCES]), Attachment("获奖名单", [Paragraph("略")])]
    paper = Paper("通知", "工会", dt.date(2026, 1, 1), attachments=attachments)
    texts = [one.text for one in Document(io.BytesIO(to_docx(paper))).paragraphs]
    assert {"附件：1.数据来源表", "2.获奖名单", "附件1", "附件2"} <= set(texts)


def test_nothing_of_the_english_template_is_left():
    written = zipfile.ZipFile(io.BytesIO(to_docx(PAPER)))
    assert not [name for name in written.namelist() if "thumbnail" in name or "customXml" in name]
    assert b"ja-JP" not in written.read("word/settings.xml")
    assert b"python-docx" not in written.read("docProps/core.xml")


@pytest.mark.parametrize(
    ("title", "issuer", "lines"),
    [
        ("青溪镇总工会工作总结", "青溪镇总工会", ["青溪镇总工会工作总结"]),
        ("第一行\n第二行", "", ["第一行", "第二行"]),
        (
            "云川县顺达机械有限公司工会委员会2026年工作总结",
            "云川县顺达机械有限公司工会委员会",
            ["云川县顺达机械有限公司工会委员会", "2026年工作总结"],
        ),
        (
            "关于进一步做好二〇二六年夏季高温期间劳动保护工作的通知",
            "",
            ["关于进一步做好二〇二六年夏季", "高温期间劳动保护工作的通知"],
        ),
    ],
)
def test_long_titles_are_broken_after_the_issuer_or_evenly(title, issuer, lines):
    assert title_lines(title, issuer) == lines


@pytest.mark.parametrize(
    ("level", "number", "text"),
    [
        (1, 1, "一、"),
        (1, 10, "十、"),
        (1, 11, "十一、"),
        (2, 20, "（二十）"),
        (2, 35, "（三十五）"),
        (3, 3, "3."),
        (4, 2, "（2）"),
    ],
)
def test_ordinals(level, number, text):
    assert ordinal(level, number) == text


def test_mistakes_of_the_caller_are_named():
    with pytest.raises(ValueError, match="zip"):
        to_docx(Paper("通知", "工会", dt.date(2026, 1, 1), blocks=[Table(["甲", "乙"], [["1", "2"], ["3"]])]))
    with pytest.raises(ValueError, match="levels 1 to 4"):
        Heading(5, "太深")


@given(st.text(), st.text(min_size=1))
def test_any_text_from_a_form_makes_a_file_that_opens(title, text):
    blocks: list[Block] = [Heading(1, text), Paragraph(text), Table([text], [[text]], caption=text)]
    Document(io.BytesIO(to_docx(Paper(title, text, dt.date(2026, 2, 3), text, blocks))))
