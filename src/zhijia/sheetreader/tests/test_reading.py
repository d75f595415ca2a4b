"""Workbooks as they come: what is in them is read as it stands, what is none is told apart with a sentence."""

import datetime as dt
import io
import zipfile
from pathlib import Path

import pytest

from zhijia.planreader.tests.ole_parts import ole
from zhijia.sheetreader import Unreadable, Wrong, read
from zhijia.sheetreader.tests import damage
from zhijia.sheetreader.tests.books import PEOPLE, xlsx


def test_cells_keep_their_kind_and_rows_their_number():
    rows = [["名册"], [], PEOPLE, ["王芳", "女", "330281199003120427", dt.date(2019, 3, 1)]]
    rows.append([("=1+1", 2), ("=A1", "文"), ("=NA()", "#N/A"), True])
    rows.append(["李娜", 330281199003120427, 43525, ("=VLOOKUP(1,A1,1)", "#REF!")])
    (sheet,) = read(xlsx(("会员", rows), filtered=[4]))
    assert sheet.name == "会员"
    assert not sheet.hidden
    assert sheet.rows[0] == ["名册"]
    assert sheet.rows[1] == []
    assert sheet.rows[3] == ["王芳", "女", "330281199003120427", dt.date(2019, 3, 1)]
    assert sheet.rows[4] == [2, "文", Wrong("#N/A"), True]
    assert isinstance(sheet.rows[4][2], Wrong)
    assert sheet.rows[5][1:3] == [3.302811990031204e17, 43525]
    assert isinstance(sheet.rows[5][3], Wrong)


def test_a_hidden_sheet_says_so():
    sheets = read(xlsx(("会员", [PEOPLE]), ("字典", [["男"], ["女"]]), hidden=["字典"]))
    assert [(one.name, one.hidden) for one in sheets] == [("会员", False), ("字典", True)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_text_tables_in_every_encoding(encoding, separator):
    text = f'姓名{separator}手机\n王芳{separator}="13800000001"\n"李{separator}娜"{separator}\'-1\n'
    (sheet,) = read(text.encode(encoding))
    assert sheet.rows == [["姓名", "手机"], ["王芳", "13800000001"], [f"李{separator}娜", "-1"]]


def test_text_that_looks_like_a_mark_of_ours_stays_text():
    (sheet,) = read(
        '姓名,备注\n王\0芳,"[""d"",""2019-03-01""]"\n李娜,\\u0000\n赵刚,没有别的话要说了\n'.encode()
    )
    assert sheet.rows[1:3] == [["王芳", '["d","2019-03-01"]'], ["李娜", "\\u0000"]]


def zipped(**parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name.replace("__", "/"), content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "空的"),
        (b"\xef\xbb\xbf\r\n", "空的"),
        (b"PK\x03\x04" + b"x" * 50, "打不开"),
        (zipped(word__document="<a/>"), "不是 Excel"),
        (zipped(xl__workbook="x" * 9_000_000), "太大"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 900, "打不开"),
        (b"<html><p>1</p></html>", "其实是网页"),
        (b"<?xml version='1.0'?><Workbook/>", "其实是网页"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 20, "不是 Excel"),
        (b"\x81\x20\xff\xff" * 50, "编码"),
    ],
)
def test_what_is_no_workbook_is_told_with_a_sentence(data, said):
    with pytest.raises(Unreadable, match=said):
        read(data)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_the_page_that_many_systems_call_xls_is_read_as_its_tables(encoding):
    page = (
        "<html><head><style>td {mso-number-format: '@'}</style></head><body><table><tr><td colspan=2>名册</td></tr>"
        "<tr><th>姓名<th>手机</tr><tr><td> 王&nbsp;芳<br></td><td>13800000001</td><td>1</td></tr></table>"
    )
    (sheet,) = read(page.encode(encoding))
    assert sheet.rows == [["名册"], ["姓名", "手机"], ["王 芳", "13800000001", "1"]]


def test_an_old_xls_is_read_as_it_stands():
    """Made with xlwt: a merged title, a date, a number that was a code, a hidden row, a formula, an empty second sheet."""
    sheet, empty = read((Path(__file__).parent / "files" / "old.xls").read_bytes())
    assert (sheet.name, empty.rows) == ("企业", [])
    assert sheet.rows[2] == ["甲厂", "企业", 30, dt.date(2019, 3, 1), 9.13302811234568e17]
    assert sheet.rows[3] == ["乙厂", "", 12, "2020年5月"]


def test_what_an_officer_sends_by_mistake_is_told_with_a_sentence():
    """A picture renamed, a sheet wider than any register, a file behind a password."""
    wide = [[f"列{n}" for n in range(450)], ["x"] * 450]
    protected = ole({"EncryptedPackage": b"", "EncryptionInfo": b""})
    pictures = (
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        b"\xff\xd8\xff\xe0" + bytes(range(256)),
        b"%PDF-1.7\n%\xe2\xe3",
    )
    told = [sentence_for(data) for data in (*pictures, xlsx(("宽", wide)), protected)]
    assert ["不是 Excel" in one for one in told[:3]] == [True] * 3
    assert "四百多列" in told[3]
    assert "密码" in told[4]
    (sheet,) = read(xlsx(("宽", [row[:300] for row in wide])))
    assert len(sheet.rows[0]) == 300


def test_damaged_workbooks_are_refused_or_read_and_nothing_else():
    """A few of the two thousand of `run.py bench fuzz_sheets`."""
    told = [sentence_for(damage.workbook(number)) for number in range(18)]
    assert any(told)
    assert all(sentence.endswith("。") for sentence in told if sentence)


def sentence_for(data):
    try:
        read(data)
    except Unreadable as unreadable:
        return unreadable.sentence
    return ""
