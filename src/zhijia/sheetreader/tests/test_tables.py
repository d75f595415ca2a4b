"""Where the table of a sheet is: real layouts, each drawn as it stands."""

import pytest

from zhijia.sheetreader import Field, Sheet
from zhijia.sheetreader.columns import matched
from zhijia.sheetreader.tables import table_of, tables_of

FIELDS = [
    Field("name", "姓名", ("会员姓名",), needed=True), Field("sex", "性别", looks="sex"),
    Field("identity", "证件号", ("身份证号", "身份证号码"), looks="identity"),
    Field("phone", "手机", ("手机号", "联系电话"), looks="phone"),
    Field("joined_on", "入会日期", ("入会时间",)), Field("union", "所在工会", ("单位", "工会名称")),
]  # fmt: skip
WORDS = [name for one in FIELDS for name in one.names]
A, B = ["1", "王芳", "女", "330281199003120427"], ["2", "赵刚", "男", "330281198807155518"]
HEAD = ["序号", "姓名", "性别", "身份证号"]


def test_title_notes_blank_total_and_signature_lines_are_no_rows():
    sheet = Sheet("会员", [
        ["顺达机械工会会员名册"], ["填报单位：顺达机械", None, "2026年3月"], [], HEAD, ["（1）", "（2）", "（3）", "（4）"],
        A, [], ["3"], ["合  计", "2"], HEAD, B, ["合计", None, "2人"], ["注：本表一式两份，由各工会填写。"],
        ["填表人：李娜", None, "审核人：", "2026年3月1日"], ["（盖章）"],
    ])  # fmt: skip
    table = table_of(sheet, WORDS)
    assert table.header_rows == (4,)
    assert [number for number, _ in table.rows] == [6, 11]
    assert table.title.startswith("顺达机械工会会员名册")
    assert table.passed == [
        (5, "列号行"), (9, "合计行"), (10, "重复的表头"), (12, "合计行"), (13, "说明行"), (14, "签字行"), (15, "签字行"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("upper", "lower", "headings"),
    [
        (["姓名", "性别", "联系方式", None], [None, None, "手机", "邮箱"],
         {0: "姓名", 1: "性别", 2: "手机", 3: "邮箱"}),
        (["基本情况", None, None, "工会"], ["姓名", "性别", "身份证号", "入会时间"],
         {0: "姓名", 1: "性别", 2: "身份证号", 3: "入会时间"}),
        (["本人", None, "配偶", None], ["姓名", "手机", "姓名", "手机"],
         {0: "本人 姓名", 1: "本人 手机", 2: "配偶 姓名", 3: "配偶 手机"}),
    ],
)  # fmt: skip
def test_headings_in_two_lines(upper, lower, headings):
    words = [*WORDS, "本人 姓名", "本人 手机", "邮箱"]
    table = table_of(Sheet("s", [["会员登记表"], upper, lower, ["王芳", "女", "13800000001", "x"]]), {w.upper() for w in
                     map(lambda word: "".join(word.split()), words)})  # fmt: skip
    assert table.headings == headings
    assert [number for number, _ in table.rows] == [4]


def test_the_first_person_is_not_taken_for_a_second_line_of_headings():
    table = table_of(Sheet("s", [["姓名", "性别", "备注"], ["王芳", "女", "主席"]]), WORDS)
    assert table.header_rows == (1,)
    assert len(table.rows) == 1


def test_a_row_with_a_name_alone_is_a_row():
    table = table_of(Sheet("s", [HEAD, A, [None, "孙丽"], ["4", "钱伟"]]), WORDS)
    assert [number for number, _ in table.rows] == [2, 3, 4]


def test_hidden_sheets_and_sheets_without_a_table_have_none():
    sheets = [Sheet("一车间", [HEAD, A]), Sheet("字典", [["男"], ["女"]], hidden=True), Sheet("空", []),
              Sheet("说明", [["请各工会认真填写，三月底前报来。"]]), Sheet("二车间", [HEAD, B])]  # fmt: skip
    assert [table.sheet for table in tables_of(sheets, WORDS)] == ["一车间", "二车间"]


def fields_of(headings, rows, remembered=None):
    table = table_of(Sheet("s", [headings, *rows]), WORDS)
    return {one.heading: (one.field, one.how) for one in matched(table, FIELDS, remembered)}


def test_columns_are_known_by_name_synonym_and_content():
    rows = [
        ["王芳", "女", "330281199003120427", "13800000001"],
        ["赵刚", "男", "330281198807155516", "13900000002"],
    ]
    found = fields_of(["姓  名*", "男女", "号码", "会员联系电话（必填）"], rows)
    assert found == {
        "姓 名*": ("name", "name"), "男女": ("sex", "content"), "号码": ("identity", "content"),
        "会员联系电话（必填）": ("phone", "name"),
    }  # fmt: skip


def test_a_second_column_of_one_field_is_not_imported():
    found = fields_of(["姓名", "手机", "联系电话"], [["王芳", "13800000001", "13800000001"]])
    assert found["联系电话"] == ("", "")


def test_what_the_sender_chose_before_wins():
    found = fields_of(["姓名", "编号", "单位"], [["王芳", "1", "顺达"]], {"编号": "phone", "单位": ""})
    assert found == {"姓名": ("name", "name"), "编号": ("phone", "remembered"), "单位": ("", "remembered")}
