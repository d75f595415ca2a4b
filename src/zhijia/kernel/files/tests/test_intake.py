"""Every file here is made by the test itself; what is refused is refused with a sentence that says what to do."""

import gzip
import io
import struct
import zipfile
import zlib
from contextlib import suppress

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from zhijia.kernel.files.intake import LIMIT, Checked, Unfit, checked, digest, named, photo

JPEG, PNG = "image/jpeg", "image/png"
MAIN = "application/vnd.openxmlformats-officedocument.{}.main+xml"


def take(data: bytes, name: str = "文件") -> Checked:
    return checked(io.BytesIO(data), name)


def refusal(data: bytes, name: str = "文件") -> str:
    with pytest.raises(Unfit) as refused:
        take(data, name)
    assert refused.value.sentence == str(refused.value)
    assert refused.value.sentence.endswith("。")
    return refused.value.sentence


def image(form="JPEG", size=(64, 48), **how) -> bytes:
    saved = io.BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(saved, form, **how)
    return saved.getvalue()


def package(main: str = MAIN.format("wordprocessingml.document"), **parts: str | bytes) -> bytes:
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as written:
        if main:
            written.writestr("[Content_Types].xml", f'<Types><Override ContentType="{main}"/></Types>')
        for name, content in parts.items():
            written.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return saved.getvalue()


def ole(*streams: str) -> bytes:
    """Header, then the directory in sector 0: as much of the format as tells what a file is."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(22) + struct.pack("<H", 9) + bytes(16) + bytes(4)
    entries = b""
    for name in ("Root Entry", *streams):
        coded = name.encode("utf-16-le") + b"\0\0"
        entries += coded.ljust(64, b"\0") + struct.pack("<H", len(coded)) + bytes(62)
    return header.ljust(512, b"\0") + entries.ljust(1024, b"\0")


def box(kind: bytes, content: bytes = b"") -> bytes:
    return struct.pack(">I", 8 + len(content)) + kind + content


ODT = "application/vnd.oasis.opendocument.text"
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
VIDEO = box(b"ftyp", b"isom\0\0\2\0") + box(b"moov", b"x" * 20) + box(b"mdat", b"y" * 200)


@pytest.mark.parametrize(
    ("data", "kind", "content_type", "ending"),
    [
        (image("JPEG"), "photo", JPEG, ".jpg"),
        (image("PNG"), "photo", PNG, ".png"),
        (image("WEBP"), "photo", "image/webp", ".webp"),
        (PDF, "pdf", "application/pdf", ".pdf"),
        (
            package(),
            "docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            ".docx",
        ),
        (
            package(MAIN.format("spreadsheetml.sheet")),
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            ".xlsx",
        ),
        (
            package(MAIN.format("presentationml.presentation")),
            "pptx",
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            ".pptx",
        ),
        (
            package(MAIN.format("wordprocessingml.template")),
            "dotx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.template",
            ".dotx",
        ),
        (package("", mimetype=ODT, content_xml="<a/>"), "odt", ODT, ".odt"),
        (b"{\\rtf1\\ansi}", "rtf", "application/rtf", ".rtf"),
        (ole("1Table", "WordDocument"), "doc", "application/msword", ".doc"),
        (ole("Workbook"), "xls", "application/vnd.ms-excel", ".xls"),
        (ole("PowerPoint Document"), "ppt", "application/vnd.ms-powerpoint", ".ppt"),
        ("工会小组活动记录\r\n".encode(), "txt", "text/plain", ".txt"),
        ("工会小组活动记录".encode("gb18030"), "txt", "text/plain", ".txt"),
        ("工会小组活动记录".encode("utf-16"), "txt", "text/plain", ".txt"),
        (VIDEO, "mp4", "video/mp4", ".mp4"),
    ],
)
def test_the_content_decides_and_the_name_follows(data, kind, content_type, ending):
    taken = take(data, "材料.exe.pdf")
    assert (taken.kind, taken.content_type) == (kind, content_type)
    assert taken.name == f"材料.exe{ending}"
    assert (taken.size, taken.sha256, taken.bytes) == (len(data), digest(data), data)


def test_a_document_of_python_docx_is_taken():
    saved = io.BytesIO()
    Document().save(saved)
    assert take(saved.getvalue(), "总结.docx").kind == "docx"


@pytest.mark.parametrize(
    ("start", "sentence"),
    [
        (image(), "照片超过 20 MB，压缩后再传。"),
        (PDF, "文件超过 20 MB，分成几份再传。"),
        (VIDEO, "视频超过 20 MB，截短后再传。"),
    ],
)
def test_twenty_megabytes_are_the_limit(start, sentence):
    assert refusal(start.ljust(LIMIT + 1, b"\0")) == sentence


def test_exactly_twenty_megabytes_are_taken_and_no_more_is_read():
    assert take(b"a" * LIMIT).size == LIMIT
    endless = io.BytesIO(b"a" * (LIMIT + 1000))
    with pytest.raises(Unfit):
        checked(endless, "长.txt")
    assert endless.tell() == LIMIT + 1


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空的"),
        (image("JPEG")[:-300], "照片不完整"),
        (image("PNG")[:-300], "照片不完整"),
        (image("WEBP")[:-300], "照片不完整"),
        (b"\xff\xd8\xff\xe0", "照片不完整"),
        (PDF[:20], "文件不完整"),
        (package(word__document_xml="正文" * 50)[:-80], "文件不完整"),
        (ole("WordDocument")[:500], "文件不完整"),
        (VIDEO[:-50], "视频不完整"),
        (box(b"ftyp", b"isom") + box(b"mdat", b"z" * 9), "视频不完整"),
        (box(b"ftyp", b"heic\0\0\0\0"), "HEIC"),
        (box(b"ftyp", b"avif\0\0\0\0"), "另存为 JPG"),
        (box(b"ftyp", b"qt  \0\0\0\0"), "转成 MP4"),
        (b"GIF89a\0\0\0", "另存为 JPG"),
        (ole("EncryptedPackage"), "密码"),
        (ole("WordDocument", "Macros"), "宏"),
        (ole("Workbook", "_VBA_PROJECT_CUR"), "宏"),
        (ole("其他"), "另存为 docx"),
        (package("application/vnd.ms-word.document.macroEnabled.main+xml"), "宏"),
        (package("", a="甲"), "解压"),
        (package("", OFD_xml="<ofd/>"), "OFD"),
        (
            package("", mimetype="application/vnd.oasis.opendocument.graphics", content_xml="<a/>"),
            "另存为 docx",
        ),
        (package("", mimetype=ODT, content_xml="<a/>", Basic__Module1_xml="<a/>"), "宏"),
        (package("application/vnd.visio"), "另存为 docx"),
        (b"Rar!\x1a\x07\x01\0", "解压"),
        (gzip.compress(b"a", mtime=0), "解压"),
        (b"a".ljust(257, b"\0") + b"ustar\0", "解压"),
        (b"MZ\x90\0\x03\0\0\0", "程序"),
        (b"\x7fELF\2\1\1\0\0", "程序"),
        (b"#!/bin/sh\nrm -rf /\n", "程序或脚本"),
        (b"<!DOCTYPE html><html></html>", "网页"),
        (b"\n <?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", "网页"),
        ("通知 <script>alert(1)</script>".encode(), "网页"),
        ("<script>1</script>".encode("utf-16"), "网页"),
        (b"{\\rtf1\\ansi{\\object\\objdata 0105}}", "插着别的文件"),
        (bytes(range(256)), "认不出"),
    ],
)
def test_refusals(data, words):
    assert words in refusal(data, "材料.jpg")


@pytest.mark.parametrize(
    "name", ["word/vbaProject.bin", "xl/embeddings/Book1.xlsm", "word/embeddings/setup.EXE"]
)
def test_macros_and_programs_inside_a_document(name):
    saved = io.BytesIO(package())
    with zipfile.ZipFile(saved, "a") as more:
        more.writestr(name, b"x")
    assert "宏" in refusal(saved.getvalue())


def test_text_that_would_run_by_its_name():
    assert "程序或脚本" in refusal(b"@echo off\r\ndel *.*\r\n", "清理.BAT")
    assert take(b"@echo off\r\n", "清理.txt").name == "清理.txt"


def test_zip_bombs():
    assert "解开后太大" in refusal(package(word__document_xml=bytes(30 * 1024 * 1024)))
    many = io.BytesIO()
    with zipfile.ZipFile(many, "w") as written:
        for number in range(5001):
            written.writestr(str(number), b"")
    assert "解开后太大" in refusal(many.getvalue())


def test_a_part_that_lies_about_its_size():
    honest = package(word__document_xml=bytes(100_000))
    declared = struct.pack("<I", 100_000)
    assert honest.count(declared) == 2
    assert "文件不完整" in refusal(honest.replace(declared, struct.pack("<I", 10)))


def test_a_document_type_that_would_unfold():
    assert "文件不完整" in refusal(package(word__document_xml='<!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>'))


def test_a_password_inside_the_zip():
    data = bytearray(package(word__document_xml="正文"))
    at = data.rfind(b"PK\x01\x02")
    data[at + 8] |= 1
    assert "密码" in refusal(bytes(data))


def png_of(width: int, height: int) -> bytes:
    """A header that promises so many pixels, and almost no data."""
    small = bytearray(image("PNG", (1, 1)))
    head = b"IHDR" + struct.pack(">II", width, height) + small[24:29]
    small[12:33] = head + struct.pack(">I", zlib.crc32(head))
    return bytes(small)


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("side", [7_000, 10_000, 50_000])
def test_decompression_bombs_are_seen_in_the_header(side):
    assert "像素太多" in refusal(png_of(side, side))


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("走访照片.JPG", "走访照片.jpg"),
        ("走访照片.jpeg", "走访照片.jpeg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("C:\\用户\\桌面\\照片.jpg", "照片.jpg"),
        ("合同\u202egpj.exe", "合同gpj.exe.jpg"),
        ("a\x00b\r\nc\u200b.jpg", "abc.jpg"),
        ("2026.11.20 座谈会", "2026.11.20 座谈会.jpg"),
        ("照片.png", "照片.jpg"),
        ('<"a">?.jpg', "__a___.jpg"),
        ("", "未命名.jpg"),
        ("...", "未命名.jpg"),
        (".jpg", "未命名.jpg"),
        ("长" * 300 + ".jpg", "长" * 76 + ".jpg"),
    ],
)
def test_names_are_cleaned(name, kept):
    assert named(name, JPEG) == kept


def test_names_of_wps_stay():
    assert take(ole("WordDocument"), "计划.wps").name == "计划.wps"
    assert take(ole("Workbook"), "名册.et").name == "名册.et"


@given(st.text(), st.sampled_from([JPEG, "application/pdf", "text/plain"]))
def test_any_name_becomes_one_safe_part_of_a_path(name, content_type):
    kept = named(name, content_type)
    assert 5 <= len(kept) <= 80
    assert not set(kept) & set('/\\<>:"|?*\0\r\n\u202e')
    assert not kept.startswith((".", " "))
    assert named(kept, content_type) == kept


NOTES = Image.Exif()
NOTES[0x0112], NOTES[0x8825] = 6, {1: "N", 2: (30.0, 15.0, 20.0)}  # lying on its side, and a place
STARTS = [
    image("JPEG", exif=NOTES),
    image("PNG"),
    image("WEBP"),
    PDF,
    package(word__document_xml="正文"),
    ole("Book"),
    VIDEO,
]


@given(st.binary(), st.sampled_from([b"", *(start[:12] for start in STARTS)]), st.text())
def test_random_bytes_are_taken_or_refused_and_nothing_else(data, start, name):
    with suppress(Unfit):
        assert take(start + data, name).bytes == start + data


@pytest.mark.filterwarnings("ignore::UserWarning")
@given(st.data(), st.sampled_from(STARTS))
def test_damaged_files_are_taken_or_refused_and_nothing_else(draw, whole):
    data = bytearray(whole)
    for at in draw.draw(st.lists(st.integers(0, len(data) - 1), max_size=8)):
        data[at] = draw.draw(st.integers(0, 255))
    cut = draw.draw(st.integers(0, len(data)))
    with suppress(Unfit):
        taken = take(bytes(data[:cut]))
        if taken.kind == "photo":
            assert photo(taken.bytes).bytes
