"""Writes a `Paper` as .docx. The numbers of the layout: GB/T 9704-2012 (domain rules 10.1)."""

import datetime as dt
import io
import re
from collections.abc import Sequence
from xml.sax.saxutils import escape

from docx import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm

from zhijia.kernel.papers import content, parts

TYPE_WIDTH = 8844  # 156 mm
CHARACTER = 320  # 16 pt
NOT_IN_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NUMBER = re.compile(r"-?[\d,.]+ ?%?\w{0,3}")


def to_docx(paper: content.Paper) -> bytes:
    """The paper as the bytes of a .docx file."""
    return _Writer(paper).written()


class _Writer:
    def __init__(self, paper: content.Paper) -> None:
        self.paper = paper
        self.document = Document()
        self.body = self.document.element.body
        self.new_page = False

    def written(self) -> bytes:
        self._replace_template()
        self._lay_out_page()
        self._title(self.paper.title)
        if self.paper.addressee:
            self._paragraph("Normal", f"{self.paper.addressee.rstrip('：:')}：")
        self._blocks(self.paper.blocks)
        self._attachment_note()
        self._signature()
        for number, attachment in enumerate(self.paper.attachments, start=1):
            self._attachment(attachment, number)
        saved = io.BytesIO()
        self.document.save(saved)
        return saved.getvalue()

    def _replace_template(self) -> None:
        """python-docx opens an English template; what its parts say is replaced by what ours say."""
        part = self.document.part
        for element, xml in (
            (self.document.styles.element, parts.STYLES),
            (self.document.settings.element, parts.SETTINGS),
        ):
            element[:] = list(parse_xml(xml))
        unused = ("stylesWithEffects", "numbering", "customXml", "thumbnail", "fontTable", "webSettings")
        for owner in (part, part.package):
            for key in [key for key, rel in owner.rels.items() if rel.reltype.endswith(unused)]:
                del owner.rels[key]
        name, kind = PackURI("/word/fontTable.xml"), CONTENT_TYPE.WML_FONT_TABLE
        part.relate_to(Part(name, kind, parts.FONTS.encode(), part.package), RELATIONSHIP_TYPE.FONT_TABLE)
        about = self.document.core_properties
        about.title = _clean(self.paper.title)[:255]  # the longest the format allows
        about.author = about.last_modified_by = _clean(self.paper.issuer)[:255]
        about.comments, about.language = "", "zh-CN"
        about.created = about.modified = dt.datetime.combine(self.paper.date, dt.time())

    def _lay_out_page(self) -> None:
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        # The dash of the page number, in the middle of its 18 pt line, stands 7 mm below the type area.
        section.header_distance, section.footer_distance = Mm(15), Mm(25)
        grid = self.body.sectPr.find(qn("w:docGrid"))
        grid.set(qn("w:type"), "lines")
        grid.set(qn("w:linePitch"), "579")  # 22 of them in 225 mm
        for footer, odd in ((section.footer, True), (section.even_page_footer, False)):
            footer.is_linked_to_previous = False
            footer.part.element[:] = [parse_xml(parts.page_number(odd))]

    def _title(self, title: str) -> None:
        for line in content.title_lines(title, self.paper.issuer):
            self._paragraph("Title", line)
        self._paragraph("Normal", "")

    def _blocks(self, blocks: Sequence[content.Block]) -> None:
        for block in blocks:
            match block:
                case content.PageBreak():
                    self.new_page = True
                case content.Heading(level, text):
                    self._paragraph(f"heading{level}", text)
                case content.Paragraph(runs):
                    self._paragraph("BodyText", runs)
                case content.Table():
                    self._table(block)

    def _attachment_note(self) -> None:
        titles = [attachment.title for attachment in self.paper.attachments]
        if titles:
            self._paragraph("Normal", "", keep=True)
        for number, title in enumerate(titles, start=1):
            opening, own = "附件：" if number == 1 else "", f"{number}." if len(titles) > 1 else ""
            indent = _indent(left=5 + content.width(own), hanging=content.width(opening + own))
            self._paragraph("Normal", opening + own + title, keep=True, layout=indent)

    def _signature(self) -> None:
        """Date four characters in, the issuer centred above it, and room above both for the seal.

        An issuer too long for that moves out to two characters from the edge, and the date to its middle.
        """
        date = content.day(self.paper.date)
        longer = (content.width(self.paper.issuer) - content.width(date)) / 2
        edge = max(4, 2 + longer)
        self.new_page = False
        self.body.findall(qn("w:p"))[-1].get_or_add_pPr().keepNext_val = True
        for _ in range(2):
            self._paragraph("Normal", "", keep=True)
        self._paragraph("Signature", self.paper.issuer, keep=True, layout=_indent(right=edge - longer))
        self._paragraph("Signature", date, layout=_indent(right=edge))

    def _attachment(self, attachment: content.Attachment, number: int) -> None:
        self.new_page = True
        self._paragraph("AttachmentMark", f"附件{number if len(self.paper.attachments) > 1 else ''}")
        self._paragraph("Normal", "")
        self._title(attachment.title)
        self._blocks(attachment.blocks)

    def _table(self, table: content.Table) -> None:
        if table.caption:
            self._paragraph("caption", table.caption)
        elif self.new_page:
            self._spacer()
        shares = table.widths or [1] * len(table.header)
        widths = [round(TYPE_WIDTH * share / sum(shares)) for share in shares]
        columns = list(zip(*table.rows, strict=True)) or [()] * len(widths)
        numbers = [bool(cells) and all(NUMBER.fullmatch(cell) for cell in cells) for cells in columns]
        sides = ("top", "left", "bottom", "right", "insideH", "insideV")
        edges = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for side in sides)
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        rows = [_row(row, widths, numbers) for row in table.rows]
        self._add(
            f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>'
            f'{edges}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>{parts.CELL_MARGINS}</w:tblCellMar>'
            f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{_row(table.header, widths)}{''.join(rows)}</w:tbl>"
        )
        self._spacer()  # two tables in a row would melt into one, and Word wants a paragraph at the end

    def _spacer(self) -> None:
        line = '<w:snapToGrid w:val="0"/><w:spacing w:line="20" w:lineRule="exact"/>'
        self._paragraph("Normal", "", layout=line)

    def _paragraph(
        self, style: str, runs: str | Sequence[content.Run], *, keep: bool = False, layout: str = ""
    ) -> None:
        fresh = "<w:pageBreakBefore/>" if self.new_page else ""
        self.new_page = False
        self._add(_paragraph(style, runs, ("<w:keepNext/>" if keep else "") + fresh + layout))

    def _add(self, xml: str) -> None:
        (element,) = parse_xml(f"<w:body {nsdecls('w')}>{xml}</w:body>")
        self.body.sectPr.addprevious(element)


def _row(cells: Sequence[str], widths: Sequence[int], numbers: Sequence[bool] = ()) -> str:
    """A row of the table; without `numbers`, which columns stand right, it is the header."""
    filled = ""
    for n, (text, width) in enumerate(zip(cells, widths, strict=True)):
        right = '<w:jc w:val="right"/>' if numbers and numbers[n] else ""
        filled += f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        filled += _paragraph("TableText" if numbers else "TableHead", text, right) + "</w:tc>"
    return f"<w:tr><w:trPr><w:cantSplit/>{'' if numbers else '<w:tblHeader/>'}</w:trPr>{filled}</w:tr>"


def _paragraph(style: str, runs: str | Sequence[content.Run], layout: str = "") -> str:
    """`layout` holds what w:pPr may hold after the style, in the order of the schema."""
    filled = ""
    for run in [content.Run(runs)] if isinstance(runs, str) else runs:
        text = escape(_clean(run.text)).replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
        # Without the hint “ ” … — take their narrow Latin shapes.
        look = '<w:rFonts w:hint="eastAsia"/>' + ("<w:b/>" if run.bold else "")
        if text:
            filled += f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{layout}</w:pPr>{filled}</w:p>'


def _clean(text: str) -> str:
    """Text from a form may hold signs that no XML file can."""
    return NOT_IN_XML.sub("", text)


def _indent(**sides: float) -> str:
    """An indent in characters, with the same length beside it for programs that only know lengths."""
    pairs = "".join(
        f' w:{side}Chars="{round(100 * size)}" w:{side}="{round(CHARACTER * size)}"'
        for side, size in sides.items()
    )
    return f"<w:ind{pairs}/>"
