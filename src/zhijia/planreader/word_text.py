"""The text of Word's paragraphs, as Word shows it with every tracked change accepted."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .word_package import W
from .word_styles import Styles, switch

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_VML = "{urn:schemas-microsoft-com:vml}"
_OFFICE = "{urn:schemas-microsoft-com:office:office}"

DELETED = {W + "del", W + "moveFrom"}
PROPERTIES = {W + name for name in ("pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "tblGrid", "trPr", "tcPr")}
_UNSHOWN = DELETED | PROPERTIES | {W + "delText", W + "delInstrText", W + "rt", W + "rubyPr", _WP + "docPr"}
_GAPS = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "br": "\n",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
}
# fields whose result is not the writer's text
_GENERATED = {"TOC", "TOA", "INDEX", "PAGE", "NUMPAGES", "SECTIONPAGES", "SECTION"}
_CIRCLED = re.compile(r"\\o\\ac\([^,，]{1,2}[,，]\s*(.{1,4})\)")
_READING_ABOVE = re.compile(r"\\o\\a[a-z]\(\\s\\up\s?\d+\([^()]*\)[,，](.*)\)")
# signs of the symbol fonts by the low byte of their place; what is not here is some bullet
_SYMBOLS = {0xFC: "√", 0xFE: "☑", 0x52: "☑", 0xFB: "×", 0xFD: "☒", 0xA8: "□", 0xA3: "□", 0x6F: "□", 0x71: "□"}
_SYMBOLS |= {0x6E: "■", 0x75: "◆", 0x76: "◇", 0xD8: "➢", 0xE0: "→", 0xAB: "★", 0x2D: "-", 0x20: " "}
_PRIVATE = re.compile("[\uf000-\uf0ff]")
WIDE_PICTURE, HIGH_PICTURE = 3_600_000, 2_500_000  # 10 cm × 7 cm in EMU: larger than any logo or seal


class Words:
    """Turns runs into text. Fields reach over paragraphs, so one of these reads one story."""

    def __init__(self, root, styles: Styles, warn):
        self.styles, self.warn = styles, warn
        self.has_pictures = False
        self._open: list[_Field] = []
        self._broken = _unpaired(root)

    def text(self, paragraph, boxes: list) -> str:
        """A paragraph's text; text boxes met on the way are put aside."""
        # only contents and indexes reach over paragraphs
        self._open = [field for field in self._open if field.has_result and field.is_silent]
        return "".join(self._pieces(paragraph, boxes))

    def _pieces(self, element, boxes: list) -> Iterator[str]:
        for child in element:
            tag = child.tag
            if tag == W + "t" or tag == _MATH + "t":
                if not self._silent and child.text:
                    yield _PRIVATE.sub(_symbol, child.text)
            elif tag == W + "r":
                if not self._hidden(child):
                    yield from self._pieces(child, boxes)
            elif tag in _UNSHOWN or not isinstance(tag, str):
                continue
            elif tag in _GAPS:
                if not self._silent:
                    yield _GAPS[tag]
            elif tag == W + "sym":
                if not self._silent:
                    yield _sign(child.get(W + "char", ""))
            elif tag == W + "fldChar":
                yield from self._mark(child)
            elif tag == W + "instrText":
                if self._open:
                    self._open[-1].instruction += child.text or ""
            elif tag == W + "fldSimple":
                if _verb(child.get(W + "instr", "")) not in _GENERATED:
                    yield from self._pieces(child, boxes)
            elif tag == MC + "AlternateContent":
                yield from self._one_of(child, boxes)
            elif tag == W + "txbxContent":
                boxes.append(child)
            elif tag == _VML + "textpath":  # the issuer's name is often set as WordArt
                yield child.get("string", "")
            elif tag == W + "sdt":
                content = child.find(W + "sdtContent")
                if content is not None and not is_generated(child):
                    yield from self._pieces(content, boxes)
            else:
                self._look_at(child)
                yield from self._pieces(child, boxes)

    @property
    def _silent(self) -> bool:
        return any(field.is_silent for field in self._open)

    def _hidden(self, run) -> bool:
        properties = run.find(W + "rPr")
        if properties is None:
            return False
        hidden = switch(properties, "vanish")
        if hidden is None:
            style = properties.find(W + "rStyle")
            hidden = style is not None and self.styles.hides(style.get(W + "val", ""))
        return hidden

    def _mark(self, mark) -> Iterator[str]:
        """A field's begin, separate or end."""
        kind = mark.get(W + "fldCharType")
        if mark in self._broken:
            return
        if kind == "begin":
            self._open.append(_Field())
        elif self._open and kind == "separate":
            self._open[-1].has_result = True
        elif self._open and kind == "end":
            field = self._open.pop()
            if not field.has_result and not self._silent:
                yield _equation(field.instruction)

    def _one_of(self, alternatives, boxes: list) -> Iterator[str]:
        """The first branch that says something: all branches show the same in different ways."""
        for branch in alternatives:
            before, text = len(boxes), []
            if branch.tag in (MC + "Choice", MC + "Fallback"):
                text = list(self._pieces(branch, boxes))
            if "".join(text).strip() or len(boxes) > before:
                yield from text
                return

    def _look_at(self, child) -> None:
        """What is on the page but not in the text is told, not passed over."""
        if child.tag in (_DIAGRAM + "relIds", _A + "t"):
            self.warn(
                "文件里有组织图之类的图形，图形里的文字没有读。要用的话，请把文字写进正文，再上传一次。"
            )
        elif child.tag == _OFFICE + "OLEObject" and child.get("ProgID", "").startswith("Excel"):
            self.warn("文件里嵌着 Excel 表格，表格里的内容没有读。请把它转成 Word 表格，再上传一次。")
        elif child.tag in (_A + "blip", _VML + "imagedata"):
            self.has_pictures = True
        elif child.tag in (_WP + "inline", _WP + "anchor") and _is_large(child):
            self.warn("文件里有大幅图片，图片里的文字没有读。里面有要做的事，请另外补上。")


class _Field:
    __slots__ = ("has_result", "instruction")

    def __init__(self) -> None:
        self.instruction, self.has_result = "", False

    @property
    def is_silent(self) -> bool:
        return not self.has_result or _verb(self.instruction) in _GENERATED


def _verb(instruction: str) -> str:
    return (instruction.split(None, 1) or [""])[0].upper()


def _unpaired(root) -> set:
    """Field marks without their other end: such a field must not swallow the rest of the document."""
    open_: list = []
    broken: set = set()
    for mark in root.iter(W + "fldChar"):
        if any(parent.tag in DELETED for parent in mark.iterancestors()):
            continue
        kind = mark.get(W + "fldCharType")
        if kind == "begin":
            open_.append([mark])
        elif open_:
            open_[-1].append(mark)
            if kind == "end":
                open_.pop()
    return broken.union(*open_)


def is_generated(sdt) -> bool:
    """Is this content control a contents page, or the prompt (单击此处输入文字) of one nobody filled in?"""
    properties = sdt.find(W + "sdtPr")
    if properties is None:
        return False
    gallery = properties.find(f"{W}docPartObj/{W}docPartGallery")
    return bool(switch(properties, "showingPlcHdr")) or (
        gallery is not None and gallery.get(W + "val") == "Table of Contents"
    )


def _equation(instruction: str) -> str:
    """Signs in a circle and readings above characters are written as equations, without a result."""
    plain = re.sub(r"\\\*\s*(?:jc\d|hps\d+|\"Font:[^\"]*\")\s*", "", instruction)
    circled = _CIRCLED.search(plain)
    if circled and _verb(instruction) == "EQ":
        sign = circled[1].strip()
        return chr(0x2460 + int(sign) - 1) if sign.isdecimal() and 1 <= int(sign) <= 20 else sign
    above = _READING_ABOVE.search(plain)
    return above[1] if above and _verb(instruction) == "EQ" else ""


def _sign(place: str) -> str:
    try:
        code = int(place, 16)
    except ValueError:
        return ""
    if 0xF000 <= code <= 0xF0FF:
        return _SYMBOLS.get(code & 0xFF, "●")
    return chr(code) if 0x20 <= code < 0xD800 else ""


def _symbol(match: re.Match[str]) -> str:
    return _SYMBOLS.get(ord(match[0]) & 0xFF, "●")


def _is_large(drawing) -> bool:
    """A picture larger than any logo or seal."""
    extent = drawing.find(_WP + "extent")
    return (
        extent is not None
        and drawing.find(f".//{_A}blip") is not None
        and _emu(extent.get("cx")) >= WIDE_PICTURE
        and _emu(extent.get("cy")) >= HIGH_PICTURE
    )


def _emu(length: str | None) -> int:
    return int(length) if length and length.isascii() and length.isdigit() and len(length) < 12 else 0
