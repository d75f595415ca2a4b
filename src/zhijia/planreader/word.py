"""Word documents (.docx, .docm) to blocks.

The package is opened with zipfile and lxml themselves and not through python-docx: sizes must be
known before anything is unpacked, and text boxes, tracked changes and automatic numbers are
outside its interface. Macros are never looked into; headers, footers, comments are no text.
"""

from __future__ import annotations

import io
import re
import zipfile

from lxml import etree

from .lines import Block
from .model import Unreadable
from .word_numbering import Numbering, W, numbering_of

MAX_PART = 40_000_000
MAX_RATIO = 300
_SMALL = 5_000_000  # below this size a high ratio does no harm
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_BROKEN = "这个文件不完整或已经损坏。请用 Word 或 WPS 打开确认，另存一份再上传。"
_BOMB = "这个文件解开以后大得不正常，为了安全没有读。请用 Word 或 WPS 打开，另存一份再上传。"
_PASSWORD = "这个文件加了密码，读不出来。请在 Word 或 WPS 里输入密码打开，去掉密码后另存，再上传。"
_UNSAFE = "这个文件里有不该出现的声明，为了安全没有读。请用 Word 或 WPS 打开，另存一份再上传。"
_DROPPED = {W + name for name in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr", "sdtPr", "tblPr")}
_DROPPED.add(_MC + "Fallback")
_GAPS = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}


def blocks_of_docx(data: bytes, warn) -> list[Block]:
    """The blocks of a Word package: paragraphs with their shown numbers, and table rows."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist())
            main = _main_part(package, names)
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                warn("这个文件带有宏。这里只读了文字，宏没有运行。")
            folder = main.rsplit("/", 1)[0] + "/" if "/" in main else ""
            root = _parsed(package, main)
            numbering = numbering_of(_optional(package, names, folder + "numbering.xml"))
            styles = _Styles(_optional(package, names, folder + "styles.xml"))
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        EOFError,
        OSError,
        NotImplementedError,
        ValueError,
    ) as error:
        raise Unreadable(_BROKEN) from error
    body = root.find(W + "body")
    if body is None:
        raise Unreadable(_BROKEN)
    return _Body(numbering, styles).blocks(body)


def _main_part(package: zipfile.ZipFile, names: set[str]) -> str:
    if "word/document.xml" in names:
        return "word/document.xml"
    if any(name.startswith("xl/") for name in names):
        raise Unreadable("这是 Excel 表格，不是计划文档。请上传计划的 Word 文档(.docx)。")
    if any(name.startswith("ppt/") for name in names):
        raise Unreadable("这是演示文稿，不是计划文档。请上传计划的 Word 文档(.docx)。")
    if "content.xml" in names and "mimetype" in names:
        raise Unreadable("这是 ODF 文档。请点“文件—另存为”，类型选“Word 文档(.docx)”，再上传。")
    if "_rels/.rels" in names:
        for relation in _parsed(package, "_rels/.rels"):
            if relation.get("Type", "").endswith("/officeDocument"):
                target = relation.get("Target", "").lstrip("/")
                if target in names and target.endswith(".xml"):
                    return target
    raise Unreadable("这是压缩包，不是 Word 文档。请先解压，再上传里面的 Word 文档(.docx)。")


def _optional(package: zipfile.ZipFile, names: set[str], name: str):
    return _parsed(package, name) if name in names else None


def _parsed(package: zipfile.ZipFile, name: str):
    info = package.getinfo(name)
    if info.flag_bits & 1:
        raise Unreadable(_PASSWORD)
    ratio = info.file_size / max(1, info.compress_size)
    if info.file_size > MAX_PART or (info.file_size > _SMALL and ratio > MAX_RATIO):
        raise Unreadable(_BOMB)
    try:
        with package.open(info) as part:
            content = part.read(MAX_PART + 1)
    except Exception as error:  # zlib, CRC, unsupported methods: all mean a damaged part
        raise Unreadable(_BROKEN) from error
    if len(content) > MAX_PART:
        raise Unreadable(_BOMB)  # the directory of the archive lied about the size
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content or "<!DOCTYPE".encode("utf-16-le") in content:
        raise Unreadable(_UNSAFE)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable(_BROKEN) from error


class _Styles:
    """What paragraph styles say about headings and numbers."""

    def __init__(self, root):
        self.headings: dict[str, int] = {}
        self.lists: dict[str, tuple[str, int]] = {}
        for style in [] if root is None else root.iter(W + "style"):
            key = style.get(W + "styleId", "")
            name = style.find(W + "name")
            heading = re.fullmatch(
                r"(?:heading|标题)\s?([1-9])", (name.get(W + "val", "") if name is not None else "").lower()
            )
            outline = style.find(f"{W}pPr/{W}outlineLvl")
            if heading:
                self.headings[key] = int(heading[1])
            elif (
                outline is not None
                and outline.get(W + "val", "9").isdigit()
                and int(outline.get(W + "val", "9")) < 9
            ):
                self.headings[key] = int(outline.get(W + "val")) + 1
            number = _list_of(style.find(W + "pPr"))
            if number:
                self.lists[key] = number


def _list_of(properties) -> tuple[str, int] | None:
    if properties is None or (number := properties.find(W + "numPr")) is None:
        return None
    list_id, depth = number.find(W + "numId"), number.find(W + "ilvl")
    if list_id is None:
        return None
    level = depth.get(W + "val", "0") if depth is not None else "0"
    return list_id.get(W + "val", ""), int(level) if level.isdigit() else 0


class _Body:
    """Walks the body in reading order."""

    def __init__(self, numbering: Numbering, styles: _Styles):
        self.numbering, self.styles = numbering, styles

    def blocks(self, parent) -> list[Block]:
        out: list[Block] = []
        for child in parent:
            if child.tag in _DROPPED:
                continue
            if child.tag == W + "p":
                out += self.paragraph(child)
            elif child.tag == W + "tbl":
                out += self.table(child)
            elif isinstance(child.tag, str):
                out += self.blocks(child)  # sdt, ins, customXml: their content counts
        return out

    def paragraph(self, paragraph) -> list[Block]:
        boxes: list[Block] = []
        text = "".join(self._pieces(paragraph, boxes)).strip("\t ")
        properties = paragraph.find(W + "pPr")
        style = properties.find(W + "pStyle") if properties is not None else None
        style_id = style.get(W + "val", "") if style is not None else ""
        heading = self.styles.headings.get(style_id, 0)
        own = properties.find(W + "outlineLvl") if properties is not None else None
        if own is not None and own.get(W + "val", "9") in "012345678":
            heading = int(own.get(W + "val")) + 1
        number = _list_of(properties) or self.styles.lists.get(style_id)
        if number and text.strip():
            label = self.numbering.label(*number)
            text = label + (" " if label and label[-1].isalnum() else "") + text
        pieces = text.split("\n")
        if len(text) > 60:
            heading = 0
        return [Block(piece, heading) for piece in pieces] + boxes

    def _pieces(self, element, boxes: list[Block]):
        for child in element:
            tag = child.tag
            if tag in _DROPPED or not isinstance(tag, str):
                continue
            if tag == W + "t":
                yield child.text or ""
            elif tag in _GAPS:
                yield _GAPS[tag]
            elif tag == W + "txbxContent":
                boxes += self.blocks(child)
            elif tag == W + "r" and child.find(f"{W}rPr/{W}vanish") is not None:
                continue
            else:
                yield from self._pieces(child, boxes)

    def table(self, table) -> list[Block]:
        rows: list[list[str]] = []
        flowing: dict[int, list[Block]] = {}
        above: dict[int, str] = {}
        for row in table.iter(W + "tr"):
            if (
                next((a for a in row.iterancestors(W + "tbl")), None) is not table
                or row.find(f"{W}trPr/{W}del") is not None
            ):
                continue
            cells: list[str] = []
            column = 0
            for cell in row.iter(W + "tc"):
                if next(cell.iterancestors(W + "tr")) is not row:
                    continue
                blocks = [b for b in self.blocks(cell) if b.text.strip()]
                if len(blocks) >= 4 and sum(len(b.text) for b in blocks) > 150:
                    flowing.setdefault(len(rows), []).extend(blocks)  # a form with the whole plan in one cell
                else:
                    flowing.setdefault(len(rows), []).extend(Block(b.text) for b in blocks)
                text = self._cell_text(blocks)
                merge = cell.find(f"{W}tcPr/{W}vMerge")
                if merge is not None and merge.get(W + "val", "continue") == "continue":
                    text = above.get(column, "")
                above[column] = text
                span = cell.find(f"{W}tcPr/{W}gridSpan")
                cells.append(text)
                width = span.get(W + "val", "1") if span is not None else "1"
                column += int(width) if width.isdigit() and len(width) < 4 else 1
            rows.append(cells)
        return self._laid_out(rows, flowing)

    def _cell_text(self, blocks: list[Block]) -> str:
        out = ""
        for block in blocks:
            text = re.sub(r"\s+", " ", block.text).strip()
            out += ("；" if out and out[-1] not in "。；;，,、：:" else "") + text
        return out

    def _laid_out(self, rows: list[list[str]], flowing: dict[int, list[Block]]) -> list[Block]:
        """A table that only lays out text (one column, or a whole plan in a cell) is text."""
        if not rows:
            return []
        if max(map(len, rows)) <= 1:
            return [block for n in sorted(flowing) for block in flowing[n]]
        out: list[Block] = []
        for n, cells in enumerate(rows):
            if len(flowing.get(n, [])) >= 6 and max(map(len, cells), default=0) > 150:
                out += flowing[n]
            elif any(cell.strip() for cell in cells):
                out.append(Block("\t".join(cells), 0, True))
        return out
