"""Word files: what Word shows is what is read."""

import io
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from zhijia.planreader import Unreadable, read_file
from zhijia.planreader.word_numbering import Level, Numbering, chinese, numeral

NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def saved(document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def package(body: str, **more: str) -> bytes:
    """A minimal Word package with this body."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("word/document.xml", f"<w:document {NS}><w:body>{body}</w:body></w:document>")
        for name, content in more.items():
            parts.writestr(f"word/{name}", content)
    return out.getvalue()


def paragraph(text: str, extra: str = "") -> str:
    return f"<w:p>{extra}<w:r><w:t>{text}</w:t></w:r></w:p>"


def numbered(text: str, depth: int) -> str:
    return paragraph(text, f'<w:pPr><w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="7"/></w:numPr></w:pPr>')


NUMBERING = f"""<w:numbering {NS}><w:abstractNum w:abstractNumId="3">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="3"/></w:num></w:numbering>"""


def test_automatic_numbers_become_text():
    body = "".join(
        numbered(t, d)
        for t, d in [
            ("主要工作", 0),
            ("抓学习", 1),
            ("3月办讲座", 2),
            ("4月读书", 2),
            ("抓竞赛", 1),
            ("5月比武", 2),
            ("要求", 0),
        ]
    )
    plan = read_file(package(body, **{"numbering.xml": NUMBERING}))
    assert plan.text.split("\n") == [
        "一、主要工作",
        "（一）抓学习",
        "1.3月办讲座",
        "2.4月读书",
        "（二）抓竞赛",
        "1.5月比武",
        "二、要求",
    ]
    assert [(h.level, h.title) for h in plan.outline][:2] == [(1, "主要工作"), (2, "抓学习")]
    assert [t.months for t in plan.tasks] == [(3,), (4,), (5,)]


def test_tables_with_merged_cells():
    document = docx.Document()
    table = document.add_table(rows=4, cols=3)
    rows = [
        ["时间", "内容", "责任人"],
        ["三月", "登山", "王芳"],
        ["", "拔河", "李明"],
        ["6月", "讲座", "工会"],
    ]
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    plan = read_file(saved(document))
    assert [(t.months, t.title, t.owner) for t in plan.tasks] == [
        ((3,), "登山", "王芳"),
        ((3,), "拔河", "李明"),
        ((6,), "讲座", "工会"),
    ]


def test_heading_styles():
    document = docx.Document()
    document.add_heading("某厂工会2024年工作计划", 0)
    for title in ("工作目标", "重点工作"):
        document.add_heading(title, 1)
        document.add_heading(title + "之一", 2)
        document.add_paragraph("认真组织职工学习。")
    plan = read_file(saved(document))
    assert [(h.level, h.title) for h in plan.outline] == [
        (1, "工作目标"),
        (2, "工作目标之一"),
        (1, "重点工作"),
        (2, "重点工作之一"),
    ]


def test_tracked_changes_are_read_as_accepted():
    changes = (
        "<w:ins><w:r><w:t>走访职工</w:t></w:r></w:ins><w:del><w:r><w:delText>登山</w:delText></w:r></w:del>"
    )
    body = f"<w:p><w:r><w:t>3月</w:t></w:r>{changes}</w:p>{paragraph('完')}"
    assert read_file(package(body)).text.startswith("3月走访职工\n")


def test_text_boxes_are_read_once_and_headers_and_comments_not():
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "页眉文字"
    holder = document.add_paragraph("正文")
    box = "<mc:{0}><w:pict><w:txbxContent><w:p><w:r><w:t>框内文字</w:t></w:r></w:p></w:txbxContent></w:pict></mc:{0}>"
    run = parse_xml(
        f"<w:r {nsdecls('w')} "
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:AlternateContent>'
        f"{box.format('Choice')}{box.format('Fallback')}</mc:AlternateContent></w:r>"
    )
    holder._p.append(run)
    text = read_file(saved(document)).text
    assert text.count("框内文字") == 1
    assert "页眉" not in text


def test_content_decides_and_not_the_name():
    document = docx.Document()
    document.add_paragraph("3月走访职工。")
    assert [t.months for t in read_file(saved(document), "计划.txt").tasks] == [(3,)]


def test_macros_are_left_alone_with_a_warning():
    plan = read_file(package(paragraph("3月走访职工。"), **{"vbaProject.bin": "x"}), "计划.docm")
    assert plan.tasks
    assert any("宏" in warning for warning in plan.warnings)


def test_a_one_column_table_is_only_layout():
    document = docx.Document()
    cell = document.add_table(rows=1, cols=1).cell(0, 0)
    cell.text = "一、主要工作"
    cell.add_paragraph("1、3月走访职工。")
    plan = read_file(saved(document))
    assert [h.title for h in plan.outline] == ["主要工作"]
    assert plan.tasks[0].section == "一、主要工作"


def refused(data: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        read_file(data, "计划.docx")
    return str(caught.value)


def test_entities_are_refused():
    bomb = (
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b '
        '"&a;&a;">]><w:document xmlns:w="x">&b;</w:document>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        parts.writestr("word/document.xml", bomb)
    assert "为了安全" in refused(out.getvalue())


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    assert "大得不正常" in refused(package(paragraph("工" * 20_000_000)))


def test_a_truncated_file_is_refused():
    document = docx.Document()
    document.add_paragraph("3月走访职工。")
    whole = saved(document)
    assert "损坏" in refused(whole[: len(whole) // 2])
    damaged = bytearray(whole)
    place = whole.index(b"word/document.xml") + 60
    damaged[place : place + 200] = b"\0" * 200
    assert "损坏" in refused(bytes(damaged))


def test_an_empty_document_is_refused():
    assert "没有文字" in refused(saved(docx.Document()))


@pytest.mark.parametrize(
    ("value", "word"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (35, "三十五")]
)
def test_chinese_numerals(value, word):
    assert chinese(value) == word


def test_other_numerals():
    assert [numeral(4, f) for f in ("decimalEnclosedCircle", "lowerLetter", "upperRoman", "decimalZero")] == [
        "④",
        "d",
        "IV",
        "04",
    ]


def test_labels_of_several_levels():
    numbering = Numbering({"a": {0: Level("decimal", "%1."), 1: Level("decimal", "%1.%2")}}, {"1": ("a", {})})
    assert [numbering.label("1", d) for d in (0, 1, 1, 0, 1)] == ["1.", "1.1", "1.2", "2.", "2.1"]
    assert numbering.label("unknown", 0) == ""


def test_qualified_names_agree_with_python_docx():
    from zhijia.planreader.word_numbering import W

    assert qn("w:p") == W + "p"
