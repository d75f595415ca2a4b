"""The demo's own plan documents, as the .docx files an officer would have on her desk.

The wording lies in `papers/*.txt`; a mark tells what a line is: `# ` title, `> ` signature, `| a | b |` a row
of a table, everything else a paragraph whose numbering shows its rank.
"""

import io
import re
import zipfile
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from zhijia.demo import cast

FOLDER = Path(__file__).parent / "papers"
_EPOCH = (2026, 1, 1, 0, 0, 0)  # one date in every file, so that the same plan has the same bytes


@dataclass(frozen=True, slots=True)
class Paper:
    """A plan of the demo: file stem, union that wrote it, year, and the days it went through the bodies."""

    stem: str
    union: str
    name: str
    year: int
    shape: str
    committee: str
    party: str
    issued: str


PAPERS = (
    Paper("town-2025", cast.TOWN, "青溪镇总工会2025年工作计划.docx", 2025, "calendar",
          "2025-01-14", "2025-01-17", "2025-01-20"),
    Paper("town-2026", cast.TOWN, "青溪镇总工会2026年工作计划.docx", 2026, "calendar",
          "2026-01-16", "2026-01-20", "2026-01-22"),
    Paper("works-2026", cast.WORKS, "2026年工作安排（定稿）.docx", 2026, "calendar",
          "2026-01-09", "2026-01-12", "2026-01-13"),
    Paper("school-2026-2027-1", cast.SCHOOL, "工会工作计划2026秋.docx", 2026, "term",
          "2026-08-28", "2026-08-31", "2026-09-01"),
    Paper("hospital-2026", cast.HOSPITAL, "卫生院工会2026年工作要点.docx", 2026, "calendar",
          "2026-01-12", "2026-01-14", "2026-01-15"),
)  # fmt: skip


@lru_cache(maxsize=8)
def lines(stem: str) -> list[str]:
    """Return the wording of a plan, line by line, marks included."""
    return (FOLDER / f"{stem}.txt").read_text(encoding="utf-8").splitlines()


def docx(stem: str) -> bytes:
    """Return the plan as a Word file, the same bytes each time."""
    document = Document()
    _page(document)
    rows: list[list[str]] = []
    for line in lines(stem):
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip("| ").split("|")])
            continue
        if rows:
            _table(document, rows)
            rows = []
        _paragraph(document, line)
    document.core_properties.created = document.core_properties.modified = datetime(*_EPOCH)
    document.core_properties.author = ""
    raw = io.BytesIO()
    document.save(raw)
    return _same_bytes(raw.getvalue())


def _page(document: DocumentObject) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)


def _paragraph(document: DocumentObject, line: str) -> None:
    if line.startswith("# "):
        _text(document.add_paragraph(), line[2:], "方正小标宋简体", 22, WD_ALIGN_PARAGRAPH.CENTER)
    elif line.startswith("> "):
        _text(document.add_paragraph(), line[2:], "仿宋_GB2312", 16, WD_ALIGN_PARAGRAPH.RIGHT)
    else:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.first_line_indent = Pt(32)
        _text(paragraph, line, _font(line), 16)


def _font(line: str) -> str:
    if re.match(r"[一二三四五六七八九十]+、[^。]*$", line):
        return "黑体"
    return "楷体_GB2312" if re.match(r"（[一二三四五六七八九十]+）", line) else "仿宋_GB2312"


def _text(
    paragraph: Paragraph, text: str, font: str, size: int, align: WD_ALIGN_PARAGRAPH | None = None
) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.font.name = Pt(size), font
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)
    if align is not None:
        paragraph.alignment = align


def _table(document: DocumentObject, rows: list[list[str]]) -> None:
    """Draw a grid; a first cell that repeats the one above is merged with it, as offices do."""
    table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            _text(cell.paragraphs[0], text, "仿宋_GB2312", 14)
    first = 1
    for i in range(2, len(rows) + 1):
        if i == len(rows) or rows[i][0] != rows[first][0]:
            if i - 1 > first:
                for other in range(first + 1, i):
                    table.cell(other, 0).paragraphs[0].clear()
                merged = table.cell(first, 0).merge(table.cell(i - 1, 0))
                for extra in merged.paragraphs[1:]:
                    extra._element.getparent().remove(extra._element)
            first = i


def _same_bytes(raw: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, source.read(name))
    return out.getvalue()
