"""Text intake: bytes of any file, decided by their content and not by their name, to blocks."""

from __future__ import annotations

from .lines import Block, without_pinyin
from .model import Unreadable
from .patterns import late

MAX_BYTES = 30_000_000
MAX_CHARACTERS = 1_000_000
SAVE_AS_DOCX = "请在 Word 或 WPS 里点“文件—另存为”，类型选“Word 文档(.docx)”，再上传。"
_EMPTY = "这个文件里没有文字。请打开看一看是不是选错了文件，再上传。"
_BROKEN = "这个文件不完整，可能没有传完。请重新复制一份，确认能用 Word 或 WPS 打开，再上传。"
_NOT_TEXT = "这个文件不是文字，读不出来。请把计划存成 Word 文档(.docx)或纯文本(.txt)，再上传。"
_TOO_LONG = f"这份文件太长（超过 {MAX_CHARACTERS // 10_000} 万字）。请只上传计划本身，或分成几份上传。"
_PICTURE = "这是一张图片，不是文字。请上传计划的 Word 文档(.docx)，或把文字录入后再上传。"

_REFUSED = [
    (b"%PDF", "这是 PDF 文件，里面的文字次序靠不住。请找到原来的 Word 文件上传；没有的话，" + SAVE_AS_DOCX),
    (b"{\\rtf", "这是 RTF 文件。" + SAVE_AS_DOCX),
    (b"\xff\xd8\xff", _PICTURE),
    (b"\x89PNG", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"II*\x00", _PICTURE),
    (b"MM\x00*", _PICTURE),
    (b"BM", _PICTURE),
    (b"Rar!", "这是压缩包。请先解压，再上传里面的 Word 文档。"),
    (b"7z\xbc\xaf", "这是压缩包。请先解压，再上传里面的 Word 文档。"),
    (b"\x1f\x8b", "这是压缩包。请先解压，再上传里面的 Word 文档。"),
]
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LINE_ENDS = late(r"\r\n?|[\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_NOISE = late("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def blocks_of_bytes(data: bytes, warn) -> list[Block]:
    """The blocks of a file's content; Unreadable with a sentence when there are none."""
    if not data.strip(b"\x00\t\r\n \xef\xbb\xbf"):
        raise Unreadable(_EMPTY)
    if len(data) > MAX_BYTES:
        raise Unreadable(
            f"这个文件太大（超过 {MAX_BYTES // 1_000_000} MB）。请去掉里面的图片，另存一份再上传。"
        )
    if data.startswith(_OLE):
        raise Unreadable(_sentence_on_ole(data))
    if data.startswith(b"PK"):
        from .word import blocks_of_docx  # lxml is slow to import and only needed here

        blocks = blocks_of_docx(data, warn)
    else:
        for signature, sentence in _REFUSED:
            if data.startswith(signature) and not (signature == b"BM" and _is_text(data)):
                raise Unreadable(sentence)
        blocks = blocks_of_text(_decoded(data))
    if not any(block.text.strip() for block in blocks):
        raise Unreadable(_EMPTY)
    if sum(len(block.text) for block in blocks) > MAX_CHARACTERS:
        raise Unreadable(_TOO_LONG)
    return blocks


def blocks_of_text(text: str) -> list[Block]:
    """Plain text to one block a line, without signs no text has."""
    if len(text) > 2 * MAX_CHARACTERS:
        raise Unreadable(_TOO_LONG)
    text = without_pinyin(_NOISE.sub("", _LINE_ENDS.sub("\n", text)))
    if not text.strip():
        raise Unreadable(_EMPTY)
    if len(text) > MAX_CHARACTERS:
        raise Unreadable(_TOO_LONG)
    return [Block(line) for line in text.split("\n")]


def _sentence_on_ole(data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "这个文件加了密码，读不出来。请在 Word 或 WPS 里输入密码打开，去掉密码后另存，再上传。"
    if "Workbook".encode("utf-16-le") in data or "Book\0".encode("utf-16-le") in data:
        return "这是 Excel 表格(.xls)，不是计划文档。请上传计划的 Word 文档(.docx)。"
    return "这是旧格式的文档(.doc 或 .wps)。" + SAVE_AS_DOCX


def _is_text(data: bytes) -> bool:
    try:
        _decoded(data)
    except Unreadable:
        return False
    return True


def _decoded(data: bytes) -> str:
    """Text of unknown encoding. Chinese offices still write gb18030; Notepad writes utf-16."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif data.count(b"\x00") > len(data) // 8:
        odd = data[1::2].count(b"\x00")
        encodings = ["utf-16-le" if odd > data[::2].count(b"\x00") else "utf-16-be"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _looks_written(text):
            return text
    raise Unreadable(_NOT_TEXT)


def _looks_written(text: str) -> bool:
    """Bytes of a program or a picture also decode as gb18030; then few signs are Chinese or ASCII text."""
    sample = text[:20_000]
    odd = sum(
        1
        for c in sample
        if not (
            c in "\t\r\n\x00"
            or " " <= c <= "~"
            or "\u3000" <= c <= "\u9fff"
            or "\uff00" <= c <= "\uffef"
            or "\u2010" <= c <= "\u27ff"
        )
    )
    return odd * 5 <= len(sample)
