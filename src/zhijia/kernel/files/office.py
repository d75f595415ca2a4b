"""What an office file is and whether it is safe to keep: .docx .xlsx .pptx .odt (zip), .doc .xls .ppt .wps .et (OLE).

Nothing is trusted that the file says about itself: each part is unpacked once, within limits, and its sum checked.
"""

import io
import zipfile

from zhijia.kernel.files.unfit import ARCHIVE, BROKEN, MACROS, PASSWORD, SAVE_AS_DOCX, Unfit

MOST_PARTS = 5_000
MOST_UNPACKED = 200 * 1024 * 1024
# Sheets of numbers shrink to a tenth or a thirtieth; a bomb to a thousandth. Small files may be emptier.
MOST_RATIO, RATIO_COUNTS_FROM = 100, 20 * 1024 * 1024
SWOLLEN = "文件解开后太大，不像正常的文档。请删去多余的图片和空白行列，另存一份再传。"
OFD = "OFD 文件还收不了。请用 OFD 阅读器打开，另存为 PDF 再传。"

MAIN_PARTS = {
    b"wordprocessingml.document.main+xml": "docx",
    b"wordprocessingml.template.main+xml": "dotx",
    b"spreadsheetml.sheet.main+xml": "xlsx",
    b"presentationml.presentation.main+xml": "pptx",
    b"presentationml.slideshow.main+xml": "pptx",
}
ODT = b"application/vnd.oasis.opendocument.text"
MACRO_PARTS = (
    "vbaproject.bin",
    ".docm",
    ".dotm",
    ".xlsm",
    ".xltm",
    ".xlsb",
    ".pptm",
    ".ppsm",
    ".exe",
    ".dll",
)
STREAMS = {"WordDocument": "doc", "Workbook": "xls", "Book": "xls", "PowerPoint Document": "ppt"}
MACRO_STREAMS = ("_VBA_PROJECT", "_VBA_PROJECT_CUR", "Macros")


def kind_of_zip(data: bytes) -> str:
    """docx, dotx, xlsx, pptx or odt."""
    if data.count(b"PK\x01\x02") > MOST_PARTS:
        raise Unfit(SWOLLEN)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return _kind_of_package(package, len(data))
    except Unfit:
        raise
    except Exception:  # noqa: BLE001 (a damaged archive makes zipfile raise whatever its parts stumble over)
        raise Unfit(BROKEN) from None


def _kind_of_package(package: zipfile.ZipFile, packed: int) -> str:
    parts = package.infolist()
    names = {part.filename for part in parts}
    if "OFD.xml" in names:
        raise Unfit(OFD)
    is_odf = {"mimetype", "content.xml"} <= names
    if not is_odf and "[Content_Types].xml" not in names:
        raise Unfit(ARCHIVE)
    if any(part.flag_bits & 1 for part in parts):
        raise Unfit(PASSWORD)
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MOST_UNPACKED or unpacked > max(RATIO_COUNTS_FROM, MOST_RATIO * packed):
        raise Unfit(SWOLLEN)
    types = package.read("mimetype" if is_odf else "[Content_Types].xml")
    if b"macroenabled" in types.lower() or any(map(_may_run, names)):
        raise Unfit(MACROS)
    for part in parts:
        _read_through(package, part)
    if is_odf and types.strip() == ODT:
        return "odt"
    kinds = {kind for mark, kind in MAIN_PARTS.items() if mark in types}
    if len(kinds) != 1:
        raise Unfit(SAVE_AS_DOCX)
    return kinds.pop()


def _may_run(name: str) -> bool:
    return name.lower().endswith(MACRO_PARTS) or name.startswith(("Basic/", "Scripts/"))


def _read_through(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """zipfile stops at the size a part declares and then compares its sum, so lies and cuts come to light."""
    with package.open(part) as content:
        head = content.read(4096)
        # Office never writes a DTD; one that unfolds into gigabytes is a bomb for whoever opens the file.
        if part.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in head.replace(b"\0", b""):
            raise Unfit(BROKEN)
        while content.read(1 << 20):
            pass


def kind_of_ole(data: bytes) -> str:
    """doc, xls or ppt; WPS writes its .wps, .et and .dps as these three."""
    sector = 1 << min(int.from_bytes(data[30:32], "little"), 20)
    directory = (int.from_bytes(data[48:52], "little") + 1) * sector
    if not data.startswith("Root Entry".encode("utf-16-le"), directory):
        raise Unfit(BROKEN)
    if _has_entry(data, "EncryptedPackage"):
        raise Unfit(PASSWORD)
    if any(_has_entry(data, name) for name in MACRO_STREAMS):
        raise Unfit(MACROS)
    for name, kind in STREAMS.items():
        if _has_entry(data, name):
            return kind
    raise Unfit(SAVE_AS_DOCX)


def _has_entry(data: bytes, name: str) -> bool:
    """Directory entries are 128 bytes, begin with their name, and say its length in byte 64."""
    wanted = name.encode("utf-16-le") + b"\0\0"
    at = data.find(wanted)
    while at >= 0:
        if at % 128 == 0 and int.from_bytes(data[at + 64 : at + 66], "little") == len(wanted):
            return True
        at = data.find(wanted, at + 1)
    return False
