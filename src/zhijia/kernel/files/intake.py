"""What comes in from outside is looked at before it is kept: by content, never by name. Pure; no database.

`checked` decides whether a file is taken and under which name, `photo` makes of an image what is kept of it. Both
raise `Unfit` and nothing else for whatever bytes they are given.
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from typing import IO

from zhijia.kernel.files import office
from zhijia.kernel.files.photos import Photo, content_type_of_image, photo
from zhijia.kernel.files.unfit import ARCHIVE, BROKEN, SAVE_AS_DOCX, Unfit

__all__ = ["Checked", "Photo", "Unfit", "checked", "digest", "named", "photo"]

LIMIT = 20 * 1024 * 1024
LONGEST_NAME = 80

OFFICE = "application/vnd.openxmlformats-officedocument"
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": f"{OFFICE}.wordprocessingml.document",
    "dotx": f"{OFFICE}.wordprocessingml.template",
    "xlsx": f"{OFFICE}.spreadsheetml.sheet",
    "pptx": f"{OFFICE}.presentationml.presentation",
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
    "odt": "application/vnd.oasis.opendocument.text",
    "rtf": "application/rtf",
    "txt": "text/plain",
    "mp4": "video/mp4",
}
ENDINGS = {
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    "image/webp": (".webp",),
    **{content_type: (f".{kind}",) for kind, content_type in CONTENT_TYPES.items()},
    CONTENT_TYPES["doc"]: (".doc", ".wps"),
    CONTENT_TYPES["xls"]: (".xls", ".et"),
    CONTENT_TYPES["ppt"]: (".ppt", ".dps"),
    CONTENT_TYPES["txt"]: (".txt", ".csv"),
}
KNOWN_ENDINGS = {ending for endings in ENDINGS.values() for ending in endings}
# Text is text, whatever it does when started; here alone the name is asked, and only in order to refuse.
STARTED_BY_NAME = (".bat", ".cmd", ".hta", ".js", ".ps1", ".py", ".reg", ".sh", ".url", ".vbs", ".wsf")

EMPTY = "这个文件是空的。请打开看看内容在不在，再重新选。"
UNKNOWN = (
    "认不出这是什么文件。可以传照片（JPG、PNG）、PDF、Word、Excel、PPT、文本（TXT）和 MP4 视频，"
    "别的文件请先另存为其中一种。"
)
PROGRAM = "这是程序或脚本，为了安全不收。请传照片、PDF、Word 或 Excel 文件。"
PACKED = "文件里插着别的文件，为了安全不收。请用 Word 或 WPS 打开，另存为 docx 再传。"
WEB_PAGE = "这是网页或 SVG 图，为了安全不收。请用浏览器打开，打印成 PDF 或截图再传。"
HEIC = (
    "这是苹果手机的 HEIC 照片，还收不了。请把照片截图后传；"
    "以后拍照前在“设置”的“相机”“格式”里选“兼容性最佳”，拍出来就是 JPG。"
)
OTHER_IMAGE = "这种图片还收不了。请用看图软件打开，另存为 JPG 再传。"
OTHER_VIDEO = "这种视频还收不了。请先转成 MP4 再传。"

HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
REFUSED = {
    b"GIF8": OTHER_IMAGE,
    b"BM": OTHER_IMAGE,
    b"II*\0": OTHER_IMAGE,
    b"MM\0*": OTHER_IMAGE,
    b"Rar!\x1a\x07": ARCHIVE,
    b"7z\xbc\xaf\x27\x1c": ARCHIVE,
    b"\x1f\x8b": ARCHIVE,
    b"BZh": ARCHIVE,
    b"\xfd7zXZ": ARCHIVE,
    b"MZ": PROGRAM,
    b"\x7fELF": PROGRAM,
    b"\xca\xfe\xba\xbe": PROGRAM,
    b"L\0\0\0\x01\x14\x02\0": PROGRAM,
    b"\x1a\x45\xdf\xa3": OTHER_VIDEO,
    b"FLV": OTHER_VIDEO,
}
MARKUP = re.compile(r"\A\s*<[a-z!?]|<(script|html|svg|iframe|object|embed)\b", re.IGNORECASE)
CONTROL = re.compile("[\0-\x08\x0b\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class Checked:
    """A file that may be kept. A `photo` is kept as `photo(bytes)` gives it back, not as it came."""

    kind: str  # photo, or a key of CONTENT_TYPES
    content_type: str
    name: str
    size: int
    sha256: str
    bytes: bytes


def checked(stream: IO[bytes], name: str) -> Checked:
    """Take a file in, or raise `Unfit` with the sentence that says what to do instead."""
    data = stream.read(LIMIT + 1)
    if len(data) > LIMIT:
        raise Unfit(_too_large(data))
    if not data:
        raise Unfit(EMPTY)
    if _is_image(data):
        kind, content_type = "photo", content_type_of_image(data)
    else:
        kind = _kind(data, name)
        content_type = CONTENT_TYPES[kind]
    return Checked(kind, content_type, named(name, content_type), len(data), digest(data), data)


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def named(name: str, content_type: str) -> str:
    """The name to keep: no folders, nothing invisible, not too long, and an ending that tells the truth."""
    name = unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1])
    # Control signs, and those that turn the reading direction: with them "fdp.exe" reads "exe.pdf".
    name = "".join(sign for sign in name if unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Zl", "Zp"))
    name = re.sub(r'[<>:"|?*]', "_", name).rstrip(" .")
    stem, dot, ending = name.rpartition(".")
    ending = dot + ending.lower()
    if not dot or ending not in KNOWN_ENDINGS:
        stem, ending = name, ""
    if ending not in ENDINGS[content_type]:
        ending = ENDINGS[content_type][0]
    return (stem[: LONGEST_NAME - len(ending)].strip(" .") or "未命名") + ending


def _is_image(data: bytes) -> bool:
    return data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or _is_webp(data)


def _is_webp(data: bytes) -> bool:
    return data.startswith(b"RIFF") and data[8:12] == b"WEBP"


def _too_large(data: bytes) -> str:
    if _is_image(data):
        return "照片超过 20 MB，压缩后再传。"
    if data[4:8] == b"ftyp":
        return "视频超过 20 MB，截短后再传。"
    return "文件超过 20 MB，分成几份再传。"


def _kind(data: bytes, name: str) -> str:
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"%PDF-"):
        if b"%%EOF" not in data[-2048:]:
            raise Unfit(BROKEN)
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return office.kind_of_zip(data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return office.kind_of_ole(data)
    if data[4:8] == b"ftyp":
        return _mp4(data)
    text = _text(data)
    if text is not None:
        return _plain_text(text, name)
    for mark, sentence in REFUSED.items():
        if data.startswith(mark):
            raise Unfit(sentence)
    raise Unfit(ARCHIVE if data[257:262] == b"ustar" else UNKNOWN)


def _text(data: bytes) -> str | None:
    encodings = ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if CONTROL.search(text) else text
    return None


def _plain_text(text: str, name: str) -> str:
    if text.startswith("{\\rtf"):
        return _rtf(text)
    if text.startswith("MIME-Version:") or "urn:schemas-microsoft-com:office" in text[:2000]:
        raise Unfit(SAVE_AS_DOCX)
    if MARKUP.search(text):
        raise Unfit(WEB_PAGE)
    if text.startswith("#!") or name.lower().rstrip(" .").endswith(STARTED_BY_NAME):
        raise Unfit(PROGRAM)
    return "txt"


def _rtf(text: str) -> str:
    """A text with its layout. What is packed into one can be a program that starts when it is opened."""
    if "\\objdata" in text or "\\object" in text:
        raise Unfit(PACKED)
    return "rtf"


def _mp4(data: bytes) -> str:
    """Whole when its boxes fill the file and one of them (moov) tells how to play it."""
    brand = data[8:12]
    if brand in HEIC_BRANDS:
        raise Unfit(HEIC)
    if brand in (b"avif", b"avis"):
        raise Unfit(OTHER_IMAGE)
    if brand == b"qt  ":
        raise Unfit(OTHER_VIDEO)
    at, boxes = 0, set()
    while at + 8 <= len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        boxes.add(data[at + 4 : at + 8])
        if size == 1:
            size = int.from_bytes(data[at + 8 : at + 16], "big")
        elif size == 0:
            size = len(data) - at
        at += max(size, 8)
    if at > len(data) or b"moov" not in boxes:
        raise Unfit("视频不完整，可能没有下载完。请打开看看，能从头放到尾再传。")
    return "mp4"
