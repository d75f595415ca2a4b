"""Word files: what Word shows, with every change accepted, is what is read."""

import io

import docx
import pytest
from docx.oxml.ns import qn

from zhijia.planreader import Unreadable, read_file
from zhijia.planreader.lines import Block
from zhijia.planreader.tests.docx_parts import (
    NS,
    cell,
    p,
    package,
    relations,
    run,
    style,
    styled,
    table,
    zipped,
)
from zhijia.planreader.word import blocks_of_docx
from zhijia.planreader.word_package import W

BOX = "<w:txbxContent><w:p><w:r><w:t>框内文字</w:t></w:r></w:p></w:txbxContent>"
PIXEL = '<a:graphic><a:graphicData><a:blip r:embed="rId9"/></a:graphicData></a:graphic>'


def saved(document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def texts(body: str, **parts) -> list[str]:
    return [block.text for block in blocks_of_docx(package(body, **parts), lambda _: None)]


def headings(body: str, styles: str) -> list[int]:
    return [block.style for block in blocks_of_docx(package(body, styles=styles), lambda _: None)]


def warnings(body: str, **parts) -> str:
    said: list[str] = []
    blocks_of_docx(package(body, **parts), said.append)
    return "".join(said)


def test_qualified_names_agree_with_python_docx():
    assert qn("w:p") == W + "p"


def test_content_decides_and_not_the_name():
    document = docx.Document()
    document.add_paragraph("3月走访职工。")
    assert [t.months for t in read_file(saved(document), "计划.txt").tasks] == [(3,)]


# --- heading styles


def test_headings_of_word_itself():
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


@pytest.mark.parametrize(
    "name", ["heading 2", "Heading 2", "标题 2", "标题2", "標題 2", "二级标题", "2级标题"]
)
def test_a_heading_style_by_its_name(name):
    assert headings(styled("抓学习", "X"), style("X", name)) == [2]


def test_a_style_based_on_a_heading_is_one():
    styles = style("1", "heading 1") + style("A", "黑体小标", based_on="1") + style("B", "更小", based_on="A")
    assert headings(styled("抓学习", "A") + styled("抓竞赛", "B"), styles) == [1, 1]


def test_an_outline_level_says_more_than_a_name():
    deep = '<w:pPr><w:outlineLvl w:val="2"/></w:pPr>'
    body_text = '<w:pPr><w:outlineLvl w:val="9"/></w:pPr>'
    styles = (
        style("1", "heading 1")
        + style("A", "小标", deep, based_on="1")
        + style("B", "正文", body_text, based_on="1")
    )
    own = p("抓学习", properties='<w:outlineLvl w:val="0"/>')
    assert headings(styled("甲", "A") + styled("乙", "B") + own, styles) == [3, 0, 1]


def test_styles_in_a_circle_are_no_headings():
    styles = style("A", "甲", based_on="B") + style("B", "乙", based_on="A")
    assert headings(styled("抓学习", "A"), styles) == [0]


def test_a_heading_broken_by_hand_is_one_and_a_heading_with_its_text_is_not():
    styles = style("1", "heading 1")
    line_break = "<w:r><w:br/></w:r>"
    broken = p(run("一、加强思想"), line_break, run("政治引领"), properties='<w:pStyle w:val="1"/>')
    two = p(run("二、组织"), line_break, run("三、维权"), properties='<w:pStyle w:val="1"/>')
    assert texts(broken + two, styles=styles) == ["一、加强思想政治引领", "二、组织", "三、维权"]


# --- tracked changes and hidden text


def test_insertions_are_in_and_deletions_out():
    changes = (
        "<w:ins><w:r><w:t>走访职工</w:t></w:r></w:ins><w:del><w:r><w:delText>登山</w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>旧处</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>新处</w:t></w:r></w:moveTo>"
    )
    assert texts(p(run("3月"), changes)) == ["3月走访职工新处"]


def test_an_insertion_that_was_deleted_again_is_out():
    nested = "<w:ins><w:del><w:r><w:delText>删</w:delText></w:r></w:del><w:r><w:t>留</w:t></w:r></w:ins>"
    assert texts(p(nested)) == ["留"]


def test_a_deleted_paragraph_mark_joins_two_paragraphs():
    body = p("3月走访", properties="<w:rPr><w:del/></w:rPr>") + p("困难职工。") + p("4月")
    assert texts(body) == ["3月走访困难职工。", "4月"]


def test_a_paragraph_deleted_whole_leaves_nothing():
    gone = p("<w:del><w:r><w:delText>登山</w:delText></w:r></w:del>", properties="<w:rPr><w:del/></w:rPr>")
    assert texts(p("甲") + gone + gone + p("乙")) == ["甲", "乙"]


def test_earlier_formats_count_for_nothing():
    was = '<w:pPrChange><w:pPr><w:pStyle w:val="1"/><w:outlineLvl w:val="0"/></w:pPr></w:pPrChange>'
    hidden = run("3月", "<w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange>")
    blocks = blocks_of_docx(package(p(hidden, properties=was), styles=style("1", "heading 1")), print)
    assert blocks == [Block("3月")]


def test_hidden_text_is_out_also_by_its_style():
    styles = style("S", "隐", "<w:rPr><w:vanish/></w:rPr>", kind="character")
    body = p(
        run("3月"),
        run("密", "<w:vanish/>"),
        run("登", '<w:rStyle w:val="S"/>'),
        run("走访", '<w:vanish w:val="0"/>'),
        run("职工", '<w:rStyle w:val="S"/><w:vanish w:val="false"/>'),
    )
    assert texts(body, styles=styles) == ["3月走访职工"]


# --- fields


def field(instruction: str, result: str | None, begin: str = "begin") -> str:
    shown = "" if result is None else f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(result)}'
    return (
        f'<w:r><w:fldChar w:fldCharType="{begin}"/></w:r><w:r><w:instrText>{instruction}</w:instrText></w:r>'
        f'{shown}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def test_a_field_shows_its_result():
    body = p(
        run("于"),
        field(' DATE \\@ "M月" ', "6月"),
        '<w:fldSimple w:instr=" REF a ">' + run("底") + "</w:fldSimple>",
    )
    assert texts(body) == ["于6月底"]


def test_page_numbers_are_no_text():
    body = p(
        run("甲"), field(" PAGE ", "3"), '<w:fldSimple w:instr=" NUMPAGES ">' + run("9") + "</w:fldSimple>"
    )
    assert texts(body) == ["甲"]


def test_a_contents_page_is_left_out_by_its_field():
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o </w:instrText></w:r>'
    first = p(
        begin, '<w:r><w:fldChar w:fldCharType="separate"/></w:r>', run("一、目标"), field("PAGEREF x", "1")
    )
    last = p(run("二、要求"), field("PAGEREF y", "2"), '<w:r><w:fldChar w:fldCharType="end"/></w:r>')
    assert [text for text in texts(first + last + p("一、目标")) if text] == ["一、目标"]


def test_a_contents_page_is_left_out_by_its_styles():
    styles = style("T1", "toc 1") + style("TH", "TOC Heading") + style("M", "目录 2")
    body = styled("目录", "TH") + styled("一、目标\t1", "T1") + styled("（一）学习\t1", "M") + p("一、目标")
    assert texts(body, styles=styles) == ["一、目标"]


def test_a_contents_page_is_left_out_by_its_content_control():
    gallery = '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    body = f"<w:sdt>{gallery}<w:sdtContent>{p('一、目标 1')}</w:sdtContent></w:sdt>" + p("一、目标")
    assert texts(body) == ["一、目标"]


def test_a_field_without_an_end_swallows_nothing():
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC </w:instrText></w:r>'
    assert texts(p(begin, run("3月走访")) + p("4月登山")) == ["3月走访", "4月登山"]


@pytest.mark.parametrize(
    ("instruction", "shown"),
    [
        ("eq \\o\\ac(○,3)", "③"),
        ("EQ \\o\\ac(○,印)", "印"),
        ('EQ \\* jc2 \\* "Font:宋体" \\* hps10 \\o\\ad(\\s\\up 9(gōng),工)', "工"),
        (" XE “走访” ", ""),
    ],
)
def test_signs_written_as_equations(instruction, shown):
    assert texts(p(run("甲"), field(instruction, None))) == ["甲" + shown]


# --- boxes, drawings, containers


def test_a_text_box_is_read_once_though_it_is_written_twice():
    both = (
        f'<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{BOX}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{BOX}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    assert texts(p("正文", f"<w:r>{both}</w:r>")) == ["正文", "框内文字"]


def test_the_older_branch_is_read_where_the_newer_says_nothing():
    both = (
        '<mc:AlternateContent><mc:Choice Requires="xyz"><w:drawing/></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{BOX}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    assert texts(p("正文", f"<w:r>{both}</w:r>")) == ["正文", "框内文字"]


def test_the_issuer_s_name_set_as_word_art_is_read():
    art = '<w:r><w:pict><v:shape><v:textpath string="青溪镇总工会文件"/></v:shape></w:pict></w:r>'
    assert texts(p(art)) == ["青溪镇总工会文件"]


def test_content_controls_links_and_smart_tags_are_transparent():
    inside = f"<w:hyperlink>{run('走访')}</w:hyperlink><w:smartTag>{run('职工')}</w:smartTag>"
    body = f"<w:sdt><w:sdtContent>{p(run('3月'), inside)}</w:sdtContent></w:sdt>"
    assert texts(f"<w:customXml>{body}</w:customXml>") == ["3月走访职工"]


def test_the_prompt_of_an_empty_content_control_is_no_text():
    prompt = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('单击此处输入')}</w:sdtContent></w:sdt>"
    assert texts(p(run("3月"), prompt)) == ["3月"]


def test_signs_breaks_and_readings():
    ruby = f"<w:r><w:ruby><w:rt>{run('gōng')}</w:rt><w:rubyBase>{run('工')}</w:rubyBase></w:ruby></w:r>"
    signs = (
        '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/><w:sym w:font="Wingdings" w:char="F06C"/>'
        '<w:sym w:font="宋体" w:char="2460"/><w:softHyphen/><w:noBreakHyphen/><w:tab/></w:r>'
    )
    body = p(ruby, signs, run("会\uf0fc")) + p(run("甲"), '<w:r><w:br w:type="page"/></w:r>', run("乙"))
    assert texts(body) == ["工√●①-\t会√", "甲", "乙"]


def test_signs_without_width_are_dropped():
    assert read_file(package(p("3月\u200b走\u00ad访职工。"))).text == "3月走访职工。"


def test_headers_notes_and_comments_are_no_text():
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "页眉文字"
    document.sections[0].footer.paragraphs[0].text = "第1页"
    document.add_paragraph("正文")
    data = package(
        p(run("正文"), '<w:r><w:footnoteReference w:id="2"/></w:r>', '<w:commentRangeStart w:id="0"/>'),
        footnotes__xml=f"<w:footnotes {NS}>{p('脚注')}</w:footnotes>",
        comments__xml=f"<w:comments {NS}>{p('批注')}</w:comments>",
    )
    assert read_file(saved(document)).text == "正文"
    assert read_file(data).text == "正文"


# --- official papers


def with_header(header: str, body: str, title_page: bool = True) -> bytes:
    kind = "first" if title_page else "default"
    section = (
        f'<w:sectPr><w:headerReference w:type="{kind}" r:id="rId5"/>{"<w:titlePg/>" * title_page}</w:sectPr>'
    )
    return package(
        body + section,
        header1__xml=f"<w:hdr {NS}>{header}</w:hdr>",
        links=[("rId5", "header", "header1.xml")],
    )


def test_a_red_head_in_the_header_comes_before_the_text():
    header = p("青溪镇总工会文件") + p("青工发〔2026〕3号") + p("机密")
    plan = read_file(with_header(header, p("关于印发2026年工作要点的通知") + p("3月走访职工。")))
    assert plan.text.split("\n")[:3] == [
        "青溪镇总工会文件",
        "青工发〔2026〕3号",
        "关于印发2026年工作要点的通知",
    ]
    assert [task.months for task in plan.tasks] == [(3,)]


def test_a_red_head_that_the_text_repeats_is_read_once():
    data = with_header(p("青溪镇总工会文件"), p("青溪镇总工会文件") + p("正文"), title_page=False)
    assert read_file(data).text == "青溪镇总工会文件\n正文"


def test_a_red_head_paper_line_by_line():
    body = (
        p("青溪镇总工会文件")
        + table(["青工发〔2026〕3号", "签发人：王芳"])
        + p("关于做好2026年上半年工作的通知")
        + p("各基层工会：")
        + p("一、6月底前走访困难职工。")
        + p("附件：1.困难职工登记表")
        + p("青溪镇总工会")
        + p("2026年1月5日")
        + table([cell("抄送：县总工会。", span=2)], ["青溪镇总工会办公室", "2026年1月5日印发"])
    )
    assert texts(body) == [
        "青溪镇总工会文件",
        "青工发〔2026〕3号\t签发人：王芳",
        "关于做好2026年上半年工作的通知",
        "各基层工会：",
        "一、6月底前走访困难职工。",
        "附件：1.困难职工登记表",
        "青溪镇总工会",
        "2026年1月5日",
        "抄送：县总工会。",
        "青溪镇总工会办公室\t2026年1月5日印发",
    ]


# --- what is on the page but not in the text


def test_macros_are_left_alone_with_a_warning():
    assert "宏" in warnings(p("3月"), vbaProject__bin="x")


def test_another_document_inside_is_told():
    assert "另一份文档" in warnings(p("3月") + '<w:altChunk r:id="rId3"/>')


def test_an_excel_table_inside_is_told():
    assert "Excel" in warnings(
        p(run("3月"), '<w:r><w:object><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r>')
    )


def test_a_large_picture_is_told_and_a_logo_not():
    def picture(width, height):
        return p(
            run("3月"),
            f'<w:r><w:drawing><wp:inline><wp:extent cx="{width}" cy="{height}"/>{PIXEL}</wp:inline></w:drawing></w:r>',
        )

    assert "图片" in warnings(picture(5_000_000, 4_000_000))
    assert warnings(picture(900_000, 900_000)) == ""


# --- other writers


def test_strict_open_xml_is_the_same_language():
    body = f"<w:document {NS}><w:body>{p('3月走访职工。')}</w:body></w:document>"
    body = body.replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    assert read_file(zipped({"word/document.xml": body})).text == "3月走访职工。"


def test_the_main_part_may_have_another_name_and_styles_another_place():
    parts = {
        "_rels/.rels": relations(("a", "officeDocument", "/word/document2.xml")),
        "word/_rels/document2.xml.rels": relations(("b", "styles", "/elsewhere/my.xml")),
        "word/document2.xml": f"<w:document {NS}><w:body>{styled('抓学习', 'X')}</w:body></w:document>",
        "elsewhere/my.xml": f"<w:styles {NS}>{style('X', 'heading 1')}</w:styles>",
    }
    assert blocks_of_docx(zipped(parts), print) == [Block("抓学习", 1)]


def test_names_with_backslashes_and_capitals():
    body = f"<w:document {NS}><w:body>{p('3月')}</w:body></w:document>"
    assert blocks_of_docx(zipped({"Word\\Document.xml": body}), print) == [Block("3月")]


# --- what cannot be read


def refused(data: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        read_file(data, "计划.docx")
    return str(caught.value)


@pytest.mark.parametrize("inside", ['<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">', ""])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_declarations_are_refused(inside, encoding):
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [{inside}]><w:document {NS}>&b;</w:document>'
    )
    assert "为了安全" in refused(
        zipped({"word/document.xml": text.replace("&b;" * (not inside), "").encode(encoding)})
    )


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    assert "大得不正常" in refused(package(p("工" * 20_000_000)))


def test_more_markup_than_any_plan_has_is_refused():
    assert "大得不正常" in refused(package("<w:p/>" * 1_100_000))


def test_merged_cells_cannot_say_more_than_is_read():
    rows = [[cell("工" * 30_000, merge="restart"), "甲"], *[[cell(merge="continue"), "甲"]] * 100]
    assert "太长" in refused(package(table(*rows)))


def test_tables_nested_without_end_are_refused():
    inside = p("底")
    for _ in range(90):
        inside = f"<w:tbl><w:tr><w:tc>{inside}{p('甲')}</w:tc></w:tr></w:tbl>"
    assert "损坏" in refused(package(inside + p("完")))


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


def test_pictures_only_is_told():
    picture = f"<w:r><w:drawing><wp:inline>{PIXEL}</wp:inline></w:drawing></w:r>"
    assert "只有图片，读不出文字，请把文字粘贴进来" in refused(package(p(picture)))
