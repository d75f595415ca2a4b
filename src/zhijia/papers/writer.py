"""Writes a `Paper` as .docx. The numbers of the layout: GB/T 9704-2012 (domain rules 10.1)."""

import datetime as dt
import io
import math
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

from zhijia.papers import content, parts

TYPE_WIDTH = 8844  # 156 mm
CHARACTER = 320  # 16 pt
IMPRINT_CHARACTERS = 30  # of 14 pt in a line
MARK_BELOW_TOP = 1984 - 140  # 35 mm, less the air over the characters in their line
SIGNER_TAB = f'<w:tabs><w:tab w:val="right" w:pos="{TYPE_WIDTH - CHARACTER}"/></w:tabs>'
NOT_IN_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NUMBER = re.compile(r"-?[\d,.]+ ?%?[^\W\d]{0,3}")  # 7月6日 is none
# Paragraphs with the same borders share them: 0.35 mm around, 0.25 mm between. The lines are as wide as the type area,
# so the text's own indent of one character is a blank in it; names that go over stand behind 抄送：.
IMPRINT_LINES = (
    '<w:pBdr><w:top w:val="single" w:sz="8" w:space="1" w:color="auto"/>'
    '<w:bottom w:val="single" w:sz="8" w:space="1" w:color="auto"/>'
    '<w:between w:val="single" w:sz="6" w:space="1" w:color="auto"/></w:pBdr>'
    f'<w:tabs><w:tab w:val="right" w:pos="{TYPE_WIDTH - 280}"/></w:tabs><w:ind w:left="1120" w:hanging="1120"/>'
)


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
        if self.paper.head:
            self._head(self.paper.head)
        self._title(self.paper.title)
        if self.paper.addressee:
            self._paragraph("Normal", f"{self.paper.addressee.rstrip('：:')}：")
        self._blocks(self.paper.blocks)
        self._attachment_note()
        self._attendance()
        if not self._is_minutes:
            self._signature()
        if self.paper.note:
            self._paragraph("BodyText", f"（{self.paper.note.strip('（）()')}）")
        for number, attachment in enumerate(self.paper.attachments, start=1):
            self._attachment(attachment, number)
        if self.paper.imprint:
            self._imprint(self.paper.imprint)
        saved = io.BytesIO()
        self.document.save(saved)
        return saved.getvalue()

    @property
    def _is_minutes(self) -> bool:
        """Minutes bear no signature and no seal."""
        head = self.paper.head
        return bool(self.paper.attended or (head and head.form == content.HeadForm.MINUTES))

    @property
    def _is_letter(self) -> bool:
        head = self.paper.head
        return head is not None and head.form == content.HeadForm.LETTER

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
        if self._is_letter:
            section.different_first_page_header_footer = True
            section.first_page_footer.is_linked_to_previous = False
            section.first_page_footer.part.element[:] = [parse_xml(parts.letter_foot())]

    def _head(self, head: content.Head) -> None:
        """Mark, number and red line; the title stands two blank lines below (GB/T 9704-2012, 7.2 and 7.3.1)."""
        mark, look = [content.Run(head.mark)], self._mark_look(head.mark)
        if self._is_letter:
            above = _paragraph("Mark", mark, look=look)
            self._add(
                parts.letter_head(above + _paragraph("RedLine", "", parts.red_line(parts.THICK_OVER_THIN)))
            )
            if head.number:
                self._paragraph("PaperNumber", head.number, layout=parts.jc("right"))
        else:
            # The mark's upper edge stands 35 mm below the top of the type area.
            spacing = f'<w:spacing w:before="{MARK_BELOW_TOP}" w:after="0" w:line="1000" w:lineRule="exact"/>'
            self._paragraph("Mark", mark, layout=spacing, run=look)
            self._paragraph("Normal", "", keep=True)
            if (
                head.signer
            ):  # number on the left, signer on the right, both one character in; the name in 楷体
                number = [content.Run(f"{head.number}\t签发人："), content.Run(head.signer, level=2)]
                self._paragraph("PaperNumber", number, layout=SIGNER_TAB + _indent(left=1) + parts.jc("left"))
            elif head.number:
                self._paragraph("PaperNumber", head.number)
            self._paragraph("RedLine", "", layout=parts.red_line())
        for _ in range(2):
            self._paragraph("Normal", "", keep=True)

    @staticmethod
    def _mark_look(mark: str) -> str:
        """A long issuer keeps to one line: narrower characters, down to two thirds, and then smaller ones."""
        scale, size = content.mark_fit(mark)
        if scale == 1:
            return ""
        return f'<w:w w:val="{math.floor(100 * scale)}"/>' + (
            parts.size(math.floor(size * 72)) if size < 1 else ""
        )

    def _attendance(self) -> None:
        """Who was there, a blank line below: 出席： in 黑体, names behind it, also where they go over (10.3)."""
        if self.paper.attended:
            self._paragraph("Normal", "", keep=True)
        for who, names in self.paper.attended:
            heading = content.Run(f"{who}：", level=1)
            behind = content.width(heading.text)
            self._paragraph(
                "Normal", [heading, content.Run(names)], layout=_indent(left=2 + behind, hanging=behind)
            )

    def _imprint(self, imprint: content.Imprint) -> None:
        """版记 at the foot of the last page, between two lines of 0.35 mm with one of 0.25 mm inside (7.4).

        That of a letter names the copies alone and has no lines (10.1).
        """
        lines = []
        if imprint.copies:
            lines.append(f"　抄送：{imprint.copies.rstrip('。')}。")
        if not self._is_letter and (imprint.printed_by or imprint.printed_on):
            printed = f"{content.day(imprint.printed_on)}印发" if imprint.printed_on else ""
            lines.append(f"　{imprint.printed_by}\t{printed}")
        if lines:
            layout = "" if self._is_letter else IMPRINT_LINES
            filled = "".join(_paragraph("Imprint", line, layout) for line in lines)
            high = sum(max(1, math.ceil(content.width(line) / IMPRINT_CHARACTERS)) for line in lines)
            self._add(parts.at_the_foot(filled, high))

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
            self._keep_last()  # so that not the note alone goes with the signature onto a page of its own
            self._paragraph("Normal", "", keep=True)
        for number, title in enumerate(titles, start=1):
            opening, own = "附件：" if number == 1 else "", f"{number}." if len(titles) > 1 else ""
            behind = content.width(own) - 0.25 if own else 0  # a full stop takes a quarter
            indent = _indent(left=5 + behind, hanging=content.width(opening) + behind)
            self._paragraph("Normal", opening + own + title, keep=True, layout=indent)

    def _signature(self) -> None:
        """Issuer and date, set in from the right as the standard has it with and without a seal (7.3.5)."""
        paper, date = self.paper, content.day(self.paper.date)
        issuer_in, date_in = content.sign_off(paper.issuer, paper.date, sealed=paper.sealed)
        self.new_page = False
        self._keep_last()
        for _ in range(2 if self.paper.sealed else 1):
            self._paragraph("Normal", "", keep=True)
        self._paragraph("Signature", self.paper.issuer, keep=True, layout=_indent(right=issuer_in))
        self._paragraph("Signature", date, layout=_indent(right=date_in))

    def _keep_last(self) -> None:
        """What stands last so far goes onto the next page with what follows."""
        self.body.findall(qn("w:p"))[-1].get_or_add_pPr().keepNext_val = True

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
        self,
        style: str,
        runs: str | Sequence[content.Run],
        *,
        keep: bool = False,
        layout: str = "",
        run: str = "",
    ) -> None:
        fresh = "<w:pageBreakBefore/>" if self.new_page else ""
        self.new_page = False
        self._add(_paragraph(style, runs, ("<w:keepNext/>" if keep else "") + fresh + layout, run))

    def _add(self, xml: str) -> None:
        (element,) = parse_xml(f"<w:body {nsdecls('w', 'wp', 'a')}>{xml}</w:body>")
        self.body.sectPr.addprevious(element)


def _row(cells: Sequence[str], widths: Sequence[int], numbers: Sequence[bool] = ()) -> str:
    """A row of the table; without `numbers`, which columns stand right, it is the header."""
    filled = ""
    for n, (text, width) in enumerate(zip(cells, widths, strict=True)):
        right = '<w:jc w:val="right"/>' if numbers and numbers[n] else ""
        filled += f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        filled += _paragraph("TableText" if numbers else "TableHead", text, right) + "</w:tc>"
    return f"<w:tr><w:trPr><w:cantSplit/>{'' if numbers else '<w:tblHeader/>'}</w:trPr>{filled}</w:tr>"


def _paragraph(style: str, runs: str | Sequence[content.Run], layout: str = "", look: str = "") -> str:
    """`layout` holds what w:pPr may hold after the style, `look` what w:rPr may after bold, in schema order."""
    filled = ""
    for run in [content.Run(runs)] if isinstance(runs, str) else runs:
        text = escape(_clean(run.text))
        for sign, element in (("\n", "br"), ("\t", "tab")):
            text = text.replace(sign, f'</w:t><w:{element}/><w:t xml:space="preserve">')
        # Without the hint “ ” … — take their narrow Latin shapes.
        face = parts.FACES.get(run.level)
        font = f' w:eastAsia="{face}"' if face else ""
        own = f'<w:rFonts{font} w:hint="eastAsia"/>' + ("<w:b/>" if run.bold else "")
        if text:
            filled += f'<w:r><w:rPr>{own}{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'
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
