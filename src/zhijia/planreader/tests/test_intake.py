"""Bad input: each kind is refused with its own sentence, whatever the file is called."""

import io
import zipfile

import pytest

from zhijia.planreader import Unreadable, read_file, read_text
from zhijia.planreader.intake import MAX_CHARACTERS
from zhijia.planreader.refusals import MAX_BYTES

PLAN = "某厂工会2024年工作计划\n一、主要工作\n1、3月走访职工。\n"


def zipped(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


def refusal(data, name="计划.docx"):
    with pytest.raises(Unreadable) as caught:
        read_file(data, name)
    return str(caught.value)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "没有文字"),
        (b" \r\n\t\n", "没有文字"),
        (b"\xef\xbb\xbf\n", "没有文字"),
        (b"\xff\xd8\xff\xe0" + b"x" * 99, "这是图片，读不出文字，请把文字粘贴进来。"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 99, "这是图片，读不出文字，请把文字粘贴进来。"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "这是图片"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "这是图片"),
        (b"\x00\x00\x00\x18ftypavif\x00\x00\x00\x00", "这是图片"),
        (b"\x00\x00\x00\x18ftypisom\x00\x00\x00\x00", "这是视频"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "这是视频"),
        (b"x" * (MAX_BYTES + 1), "超过 20 MB"),
        (b"<html><body>3\xe6\x9c\x88</body></html>", "网页"),
        (b'<?xml version="1.0"?><w:wordDocument xmlns:w="x"/>', "网页"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related", "网页"),
        (b"Rar!\x1a\x07", "解压"),
        (zipped(xl__workbook_xml="<a/>"), "Excel"),
        (zipped(ppt__presentation_xml="<a/>"), "演示文稿"),
        (zipped(readme="hello"), "解压"),
        (zipped(OFD_xml="<a/>"), "OFD"),
        (zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet", content_xml="<a/>"), "ODF"),
        (b"PK\x03\x04 broken", "损坏"),
        (bytes(range(128, 256)) * 40, "不是文字"),
    ],
)
def test_refused(data, words):
    assert words in refusal(data)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings(encoding):
    plan = read_file(PLAN.encode(encoding), "计划.txt")
    assert plan.year == 2024
    assert [t.title for t in plan.tasks] == ["走访职工"]


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(Unreadable, match="打不开"):
        read_file(tmp_path / "没有.docx")


def test_signs_no_text_has_are_dropped():
    plan = read_text("某厂\x00工会\ud800计划\n一、主要\x07工作\n1、3月走访。")
    assert "\x00" not in plan.text
    assert "\ud800" not in plan.text
    assert [t.months for t in plan.tasks] == [(3,)]
    plan.text.encode("utf-8")


def test_romanised_readings_are_dropped():
    plan = read_text("三(sān)月(yuè)份(fèn)\n1、學(xué)習(xí)講(jiǎng)座(zuò)")
    assert [(t.months, t.title) for t in plan.tasks] == [((3,), "學習講座")]


def test_too_long_is_a_sentence():
    with pytest.raises(Unreadable, match="太长"):
        read_text("工" * (MAX_CHARACTERS + 1))


def test_two_hundred_pages_take_linear_time():
    import time

    page = "一、主要工作\n" + "".join(
        f"{n}、{n % 12 + 1}月组织职工开展第{n}场技能比武,提高职工业务水平。\n" for n in range(1, 20)
    )
    started = time.perf_counter()
    read_text(page * 25)
    short = time.perf_counter() - started
    started = time.perf_counter()
    plan = read_text(page * 200)
    assert len(plan.tasks) == 3800
    assert time.perf_counter() - started < 20 * short + 1


def test_one_very_long_line():
    plan = read_text("组织职工开展活动,3月走访职工," * 8000)
    assert plan.tasks


def test_month_13_warns():
    plan = read_text("一、安排\n1、13月召开大会。\n2、3月走访。")
    assert [t.months for t in plan.tasks] == [(3,)]
    assert any("13月" in warning for warning in plan.warnings)


def test_an_end_before_its_start_warns():
    plan = read_text("一、安排\n1、6月20日至5月10日开展安全竞赛。")
    assert any("开始时间之前" in warning for warning in plan.warnings)
