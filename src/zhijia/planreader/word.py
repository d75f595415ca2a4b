"""Word documents (.docx, .docm, .dotx) to blocks.

The package is read with zipfile and lxml themselves and not through python-docx: sizes must be
known before anything is unpacked, and text boxes, tracked changes and automatic numbers are
outside its interface. Macros are never looked into; notes and comments are no text of the plan.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from . import refusals
from .lines import Block
from .marks import mark_at
from .model import Unreadable
from .word_numbering import Numbering, numbering_of
from .word_package import Package, R, W
from .word_styles import Styles, number_of, outline_of, switch
from .word_tables import table_blocks
from .word_text import DELETED, MC, PROPERTIES, Words, is_generated

_LONGEST_HEADING = 60
_BROKEN_HEADING = 40
_ISSUE = re.compile(r"[〔\[［(（【]\s?20\d\d\s?[〕\]］)）】]\s?第?\s?\d{1,4}\s?号")
_MASTHEAD = re.compile(r".{2,40}(?:文件|简报|通报)")


def blocks_of_docx(data: bytes, warn) -> list[Block]:
    """The blocks of a Word package: paragraphs with their shown numbers, and table rows."""
    package = Package(data)
    if package.has_macros:
        warn("这个文件带有宏。这里只读了文字，宏没有运行。")
    root = package.part(package.main)
    body = root.find(W + "body")
    if body is None:
        raise Unreadable(refusals.DAMAGED)
    styles = Styles(package.related("styles"))
    story = _Story(body, numbering_of(package.related("numbering"), styles), styles, warn)
    try:
        blocks = story.blocks(body)
        if not any(block.text.strip() for block in blocks) and story.words.has_pictures:
            raise Unreadable(refusals.ONLY_PICTURES)
        return _red_head(package, body, styles, blocks) + blocks
    except RecursionError as error:  # tables in text boxes in tables, deeper than anybody writes
        raise Unreadable(refusals.DAMAGED) from error


class _Story:
    """Walks a body, or a header, in reading order."""

    def __init__(self, root, numbering: Numbering, styles: Styles, warn):
        self.numbering, self.styles, self.warn = numbering, styles, warn
        self.words = Words(root, styles, warn)
        self.characters = 0

    def blocks(self, parent) -> list[Block]:
        """The blocks of a body, a cell or a text box."""
        out: list[Block] = []
        begun, boxes = "", []  # type: tuple[str, list]
        for child in self._content(parent):
            if child.tag == W + "p":
                begun += self.words.text(child, boxes)
                if _runs_on(child):
                    continue  # its mark was deleted: the next paragraph goes on with it
            if begun or child.tag == W + "p":
                out += self._paragraph(child, begun)
            for box in boxes:
                out += self.blocks(box)
            begun, boxes = "", []
            if child.tag == W + "tbl":
                out += table_blocks(child, self.blocks, self.count)
        return out + (self._paragraph(None, begun) if begun.strip() else [])

    def _content(self, parent) -> Iterator:
        """The paragraphs and tables, also those inside content controls, custom XML and insertions."""
        for child in parent:
            tag = child.tag
            if tag in (W + "p", W + "tbl"):
                yield child
            elif tag in (W + "altChunk", W + "subDoc"):
                self.warn("文件里插着另一份文档，那一份没有读。请在 Word 里打开，另存一份再上传。")
            elif not isinstance(tag, str) or tag in DELETED | PROPERTIES or tag == W + "sectPr":
                continue
            elif tag == MC + "AlternateContent":
                yield from self._content(next(iter(child), ()))
            elif not (tag == W + "sdt" and is_generated(child)):
                yield from self._content(child)

    def _paragraph(self, paragraph, text: str) -> list[Block]:
        properties = paragraph.find(W + "pPr") if paragraph is not None else None
        style = properties.find(W + "pStyle") if properties is not None else None
        style_id = style.get(W + "val", "") if style is not None else self.styles.default
        if self.styles.is_contents(style_id) or self.styles.hides(style_id):
            return []
        label, text = self._label(properties, style_id), text.strip()
        if text:
            text = label + text
        self.count(text)
        outline = outline_of(properties)
        heading = self.styles.heading(style_id) if outline is None else outline
        if len(text) > _LONGEST_HEADING:
            heading = 0
        pieces = text.split("\n")
        if heading and _is_one_heading(pieces):
            pieces = ["".join(pieces)]
        return [Block(piece, heading) for piece in pieces]

    def _label(self, properties, style_id: str) -> str:
        """The automatic number. An empty paragraph of a list shows one too, so it counts."""
        list_id, depth = number_of(properties)
        by_style, style_depth, asked = self.styles.number(style_id)
        if list_id is None:
            list_id = by_style
        if list_id is None or list_id not in self.numbering.levels:
            return ""
        if depth is None:
            linked = (self.numbering.by_style.get((list_id, one)) for one in asked or (style_id,))
            depth = next((one for one in linked if one is not None), style_depth or 0)
        return self.numbering.label(list_id, depth)

    def count(self, text: str) -> None:
        """Refused while it grows: a short file can say much by merged cells."""
        self.characters += len(text)
        if self.characters > refusals.MAX_CHARACTERS:
            raise Unreadable(refusals.TOO_LONG)


def _runs_on(paragraph) -> bool:
    """Is the paragraph's end deleted or hidden, so that the next paragraph continues it?"""
    mark = paragraph.find(f"{W}pPr/{W}rPr")
    if mark is None:
        return False
    gone = any(mark.find(tag) is not None for tag in DELETED)
    return gone or bool(switch(mark, "vanish") and not switch(mark, "specVanish"))


def _is_one_heading(pieces: list[str]) -> bool:
    """A heading broken by hand to fit its line, and not several headings or a heading with its text."""
    return (
        len(pieces) > 1
        and sum(map(len, pieces)) <= _BROKEN_HEADING
        and not any(
            piece.rstrip().endswith(tuple("。；：:;")) or mark_at(piece.lstrip()) for piece in pieces[1:]
        )
        and not pieces[0].rstrip().endswith(tuple("。；：:;"))
    )


def _red_head(package: Package, body, styles: Styles, blocks: list[Block]) -> list[Block]:
    """Issuer and number of an official paper whose red head stands in the header of its first page."""
    section = next(body.iter(W + "sectPr"), None)
    if section is None:
        return []
    wanted = "first" if switch(section, "titlePg") else "default"
    references = section.iterchildren(W + "headerReference")
    header = next((one for one in references if one.get(W + "type") == wanted), None)
    root = package.by_id(header.get(R + "id")) if header is not None else None
    if root is None:
        return []
    lines = _Story(root, Numbering(), styles, lambda _: None).blocks(root)
    said = {re.sub(r"\s", "", block.text) for block in blocks[:10]}
    return [
        block._replace(style=0)
        for block in lines
        if (_ISSUE.search(block.text) or _MASTHEAD.fullmatch(block.text.strip()))
        and re.sub(r"\s", "", block.text) not in said
    ]
