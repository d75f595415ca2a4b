"""Lines of plain text as the parts of a paper."""

from hypothesis import given
from hypothesis import strategies as st

from zhijia.letters.body import blocks, level_of, text_of
from zhijia.papers import Heading, Paragraph, Run, Table


def test_marks_at_the_beginning_of_a_line_make_headings():
    text = "现将有关事项通知如下。\n\n一、时间\n(二)地点\n3、参加人员\n（4）经费\n2026年7月6日出发。"
    assert blocks(text) == [
        Paragraph("现将有关事项通知如下。"),
        Heading(1, "一、时间"),
        Heading(2, "（二）地点"),
        Heading(3, "3.参加人员"),
        Heading(4, "（4）经费"),
        Paragraph("2026年7月6日出发。"),
    ]


def test_a_heading_that_runs_into_its_paragraph_keeps_its_face_to_itself():
    (first, second, third) = blocks(
        "一、加强组织。发展会员20人。\n（一）时间：每周三。\n1.提前报名。书看完放回。"
    )
    assert first == Paragraph([Run("一、加强组织。", level=1), Run("发展会员20人。")])
    assert second == Paragraph([Run("（一）时间：", level=2), Run("每周三。")])
    assert third == Paragraph("1.提前报名。书看完放回。")
    assert list(map(level_of, (first, second, third))) == [1, 2, 0]


def test_lines_from_a_spreadsheet_become_a_table():
    before, table, after = blocks("名单如下。\n姓名\t班组\n张三\t一组\n李四\t\n完。")
    assert (before.runs, after.runs) == ("名单如下。", "完。")
    assert isinstance(table, Table)
    assert (table.header, table.rows) == (["姓名", "班组"], [["张三", "一组"], ["李四", ""]])
    assert text_of(table) == "姓名\t班组\n张三\t一组\n李四\t"


def test_a_single_tab_makes_no_table():
    assert blocks("联系人\t林秀芳") == [Paragraph("联系人　林秀芳")]


@given(st.text(alphabet="一二（）()1２、.． \t\n会议通知。：①第", max_size=60))
def test_no_word_of_a_text_is_lost(text):
    def words(some):
        return "".join(sign for sign in some if sign in "会议通知第")

    assert words("\n".join(map(text_of, blocks(text)))) == words(text)
