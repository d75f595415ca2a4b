"""Text intake: bytes of any file, decided by their content and not by their name, to blocks."""

from __future__ import annotations

import re

from . import refusals
from .lines import Block
from .mending import without_pinyin
from .model import Unreadable
from .ole import OLE
from .patterns import late

MAX_CHARACTERS = refusals.MAX_CHARACTERS
_SIGNATURES = [
    (b"\xff\xd8\xff", refusals.PICTURE),
    (b"\x89PNG", refusals.PICTURE),
    (b"GIF8", refusals.PICTURE),
    (b"II*\x00", refusals.PICTURE),
    (b"MM\x00*", refusals.PICTURE),
    (b"BM", refusals.PICTURE),
    (b"\x00\x00\x00\x0cJXL ", refusals.PICTURE),
    (b"8BPS", refusals.PICTURE),
    (b"Rar!", refusals.ARCHIVE),
    (b"7z\xbc\xaf", refusals.ARCHIVE),
    (b"\x1f\x8b", refusals.ARCHIVE),
    (b"ID3", refusals.VIDEO),
]
_IMAGE_BRANDS = {
    b"heic",
    b"heix",
    b"heim",
    b"heis",
    b"hevc",
    b"hevx",
    b"mif1",
    b"msf1",
    b"avif",
    b"avis",
    b"WEBP",
}
_ODF = b"mimetypeapplication/vnd.oasis.opendocument."
_MARKUP = late(r"\s*(?:<\?xml|<!doctype|<html|<\w+:|mime-version:)", re.IGNORECASE)
_LINE_ENDS = late(r"\r\n?|[\n\v\f\x1c-\x1e\x85\u2028\u2029]")
# control signs, signs without width, those that turn the reading direction, halves of pairs
_NOISE = late(
    "[\x00-\x08\x0e-\x1f\x7f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff]"
)


def blocks_of_bytes(data: bytes, warn) -> list[Block]:
    """The blocks of a file's content; Unreadable with a sentence when there are none."""
    if not data.strip(b"\x00\t\r\n \xef\xbb\xbf"):
        raise Unreadable(refusals.EMPTY)
    if len(data) > refusals.MAX_BYTES:
        raise Unreadable(refusals.TOO_BIG)
    blocks = _read(data, warn)
    if not any(block.text.strip() for block in blocks):
        raise Unreadable(refusals.EMPTY)
    if sum(len(block.text) for block in blocks) > MAX_CHARACTERS:
        raise Unreadable(refusals.TOO_LONG)
    return blocks


def endings() -> list[str]:
    """Of the files that this machine reads; the older ones need LibreOffice."""
    from .convert import office

    return [".docx", *([".doc", ".wps", ".rtf", ".odt"] if office() else []), ".pdf", ".txt"]


def _read(data: bytes, warn) -> list[Block]:
    """By what the content is. What only some files need is imported there: lxml alone is slow to import."""
    if data.startswith(OLE):
        from .convert import docx_of_ole

        return _of_word(docx_of_ole(data), warn)
    if data.startswith(b"{\\rtf"):
        from .convert import docx_of

        return _of_word(docx_of(data, "rtf"), warn)
    if data.startswith(b"PK"):
        if data[30:].startswith(_ODF + b"text"):
            from .convert import docx_of

            data = docx_of(data, "odt")
        return _of_word(data, warn)
    if b"%PDF-" in data[:1024]:
        from .pdf import blocks_of_pdf

        return _cleaned(blocks_of_pdf(data, warn))
    for signature, sentence in _SIGNATURES:
        if data.startswith(signature) and not (signature.isalpha() and _is_text(data)):
            raise Unreadable(sentence)
    if data[4:8] == b"ftyp" or data.startswith(b"RIFF"):
        raise Unreadable(refusals.PICTURE if data[8:12] in _IMAGE_BRANDS else refusals.VIDEO)
    text = _decoded(data)
    if _MARKUP.match(text):
        raise Unreadable(refusals.WEB_PAGE)
    return blocks_of_text(text)


def _of_word(data: bytes, warn) -> list[Block]:
    from .word import blocks_of_docx

    return _cleaned(blocks_of_docx(data, warn))


def _cleaned(blocks: list[Block]) -> list[Block]:
    return [block._replace(text=_NOISE.sub("", block.text)) for block in blocks]


def blocks_of_text(text: str) -> list[Block]:
    """Plain text to one block a line, without signs no text has."""
    if len(text) > 2 * MAX_CHARACTERS:
        raise Unreadable(refusals.TOO_LONG)
    text = without_pinyin(_NOISE.sub("", _LINE_ENDS.sub("\n", text)))
    if not text.strip():
        raise Unreadable(refusals.EMPTY)
    if len(text) > MAX_CHARACTERS:
        raise Unreadable(refusals.TOO_LONG)
    return [Block(line) for line in text.split("\n")]


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
    raise Unreadable(refusals.NOT_TEXT)


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
