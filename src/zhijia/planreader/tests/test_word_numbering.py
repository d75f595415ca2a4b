"""Automatic numbers: what Word shows and does not store."""

import pytest

from zhijia.planreader.numerals import numeral
from zhijia.planreader.tests.docx_parts import abstract, level, listed, num, p, package, style, styled
from zhijia.planreader.word import blocks_of_docx

CHINESE = (
    level("chineseCountingThousand", "%1、"),
    level("chineseCounting", "（%2）"),
    level("decimal", "%3."),
)


def texts(body: str, **parts: str) -> list[str]:
    return [block.text for block in blocks_of_docx(package(body, **parts), print)]


def labels(depths: list[int], numbering: str, list_id: int = 7) -> list[str]:
    body = "".join(listed("文", depth, list_id) for depth in depths)
    return [text.removesuffix("文") for text in texts(body, numbering=numbering)]


def test_three_levels_of_a_chinese_paper():
    numbering = abstract(3, *CHINESE) + num(7, 3)
    shown = labels([0, 1, 2, 2, 1, 2, 0, 1], numbering)
    assert shown == ["一、", "（一）", "1. ", "2. ", "（二）", "1. ", "二、", "（一）"]


def test_a_number_of_several_levels():
    numbering = abstract(3, level("decimal", "%1"), level("decimal", "%1.%2"), level("decimal", "%1.%2.%3"))
    shown = labels([0, 1, 1, 2, 0, 1], numbering + num(7, 3))
    assert shown == ["1 ", "1.1 ", "1.2 ", "1.2.1 ", "2 ", "2.1 "]


def test_a_chapter_numbered_in_chinese_and_its_sections_in_arabic():
    legal = level("decimal", "%1.%2", more="<w:isLgl/>")
    numbering = abstract(3, level("chineseCounting", "第%1章"), legal) + num(7, 3)
    assert labels([0, 1, 0, 1], numbering) == ["第一章 ", "1.1 ", "第二章 ", "2.1 "]


def test_lists_of_one_abstract_list_count_on_and_an_override_starts_anew():
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbering = abstract(3, level("decimal", "%1.")) + num(7, 3) + num(8, 3) + num(9, 3, again)
    body = "".join(listed("文", 0, list_id) for list_id in (7, 7, 8, 9, 9, 7))
    assert texts(body, numbering=numbering) == ["1. 文", "2. 文", "3. 文", "1. 文", "2. 文", "3. 文"]


def test_an_override_can_replace_a_level():
    other = f'<w:lvlOverride w:ilvl="0"><w:lvl w:ilvl="0">{level("upperLetter", "%1、", 3)}</w:lvl></w:lvlOverride>'
    numbering = abstract(3, level("decimal", "%1.")) + num(7, 3, other)
    assert labels([0, 0], numbering) == ["C、", "D、"]


def test_a_level_that_never_starts_again():
    going_on = level("decimal", "%2.", more='<w:lvlRestart w:val="0"/>')
    numbering = abstract(3, level("chineseCounting", "%1、"), going_on) + num(7, 3)
    assert labels([0, 1, 1, 0, 1], numbering) == ["一、", "1. ", "2. ", "二、", "3. "]


def test_a_number_comes_from_the_style_and_its_level_from_the_link():
    in_list = '<w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr>'
    styles = (
        style("H1", "heading 1", in_list) + style("H2", "heading 2", in_list) + style("Own", "我的", "", "H2")
    )
    numbering = abstract(
        3,
        level("chineseCounting", "%1、", more='<w:pStyle w:val="H1"/>'),
        level("chineseCounting", "（%2）", more='<w:pStyle w:val="H2"/>'),
    ) + num(7, 3)
    body = styled("目标", "H1") + styled("组织", "H2") + styled("维权", "Own") + styled("要求", "H1")
    assert texts(body, styles=styles, numbering=numbering) == [
        "一、目标",
        "（一）组织",
        "（二）维权",
        "二、要求",
    ]


def test_a_list_that_points_at_a_numbering_style():
    styles = style("L", "列表", '<w:pPr><w:numPr><w:numId w:val="8"/></w:numPr></w:pPr>', kind="numbering")
    numbering = (
        abstract(3, more='<w:numStyleLink w:val="L"/>')
        + abstract(4, level("decimal", "（%1）"), more='<w:styleLink w:val="L"/>')
        + num(7, 3)
        + num(8, 4)
    )
    body = listed("文") + listed("文")
    assert texts(body, styles=styles, numbering=numbering) == ["（1）文", "（2）文"]


def test_a_paragraph_can_take_itself_out_of_its_style_s_list():
    styles = style("H1", "heading 1", '<w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr>')
    out = '<w:pStyle w:val="H1"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    body = styled("一", "H1") + p("前言", properties=out) + styled("二", "H1")
    numbering = abstract(3, level("decimal", "%1、")) + num(7, 3)
    assert texts(body, styles=styles, numbering=numbering) == ["1、一", "前言", "2、二"]


def test_an_empty_item_counts_as_it_does_in_word():
    numbering = abstract(3, level("decimal", "%1、")) + num(7, 3)
    assert texts(listed("甲") + listed("") + listed("乙"), numbering=numbering) == ["1、甲", "", "3、乙"]


def test_bullets_are_one_sign_whatever_their_font():
    numbering = abstract(3, level("bullet", "\uf06c"), level("bullet", "附件：")) + num(7, 3)
    assert labels([0, 1], numbering) == ["●", "附件："]


def test_a_custom_format_has_a_plain_one_beside_it():
    both = (
        '<w:start w:val="1"/><mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom"/></mc:Choice>'
        '<mc:Fallback><w:numFmt w:val="decimalZero"/></mc:Fallback></mc:AlternateContent><w:lvlText w:val="%1、"/>'
    )
    assert labels([0, 0], abstract(3, both) + num(7, 3)) == ["01、", "02、"]


def test_lists_that_point_at_each_other_have_no_number():
    styles = style("L", "列表", '<w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr>', kind="numbering")
    numbering = abstract(3, more='<w:numStyleLink w:val="L"/>') + num(7, 3)
    assert texts(listed("文"), styles=styles, numbering=numbering) == ["文"]


@pytest.mark.parametrize(
    ("form", "value", "shown"),
    [
        ("chineseCounting", 10, "十"),
        ("chineseCountingThousand", 12, "十二"),
        ("chineseCounting", 20, "二十"),
        ("chineseCountingThousand", 105, "一百零五"),
        ("chineseCountingThousand", 110, "一百一十"),
        ("taiwaneseCountingThousand", 35, "三十五"),
        ("chineseLegalSimplified", 3, "叁"),
        ("ideographDigital", 20, "二〇"),
        ("ideographTraditional", 3, "丙"),
        ("ideographZodiac", 12, "亥"),
        ("ideographZodiacTraditional", 13, "丙子"),
        ("decimalEnclosedCircle", 4, "④"),
        ("decimalEnclosedCircleChinese", 20, "⑳"),
        ("decimalEnclosedCircle", 21, "21"),
        ("decimalEnclosedParen", 2, "⑵"),
        ("decimalEnclosedFullstop", 3, "⒊"),
        ("ideographEnclosedCircle", 5, "㊄"),
        ("decimalFullWidth", 12, "１２"),
        ("decimalZero", 4, "04"),
        ("numberInDash", 4, "- 4 -"),
        ("lowerLetter", 28, "bb"),
        ("upperLetter", 4, "D"),
        ("upperRoman", 44, "XLIV"),
        ("lowerRoman", 400_000, "400000"),
        ("klingon", 7, "7"),
        ("decimal", 0, "0"),
    ],
)
def test_numerals(form, value, shown):
    assert numeral(value, form) == shown
