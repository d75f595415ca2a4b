"""The Word copy: the uploaded text untouched, a comment at each number that differs or cannot be, one to close.

The comments hang on the runs of Word; where a number begins or ends inside a run, the run is cut in two with the
same look. A number whose place in the file is not found is named in the closing comment, never lost.
"""

import io
import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.run import Run

from zhijia.kernel.figures import Period
from zhijia.reports.checking import DIFFERS, IMPOSSIBLE, WORDS, Finding
from zhijia.reports.models import Check
from zhijia.reports.page import Page

AUTHOR, INITIALS = "职家核对", "核对"
AROUND = 12
"""Characters before a number that tell its place among equal ones."""
BLANK = re.compile(r"\s")
NOT_IN_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_GONE = {qn("w:del"), qn("w:moveFrom"), qn("w:txbxContent"), qn("w:pPr")}


def commented(row: Check, data: bytes | None) -> bytes:
    """The file as bytes; of text that was no Word file a new one."""
    document = Document(io.BytesIO(data if data is not None else plain_docx(row.text)))
    page = Page(row)
    wrong = [mark.finding for mark in page.marks if mark.finding.verdict in (DIFFERS, IMPOSSIBLE)]
    lost: list[Finding] = []
    letters = _Letters(document)
    places = list(letters.placed(row.text, wrong, lost))
    runs = [letters.runs(*place) for _, place in reversed(places)]  # a cut moves what stands behind it
    for (finding, _), own in zip(places, reversed(runs), strict=True):
        _comment(document, own, f"{WORDS[finding.verdict]}：{finding.why}")
    last = _last_run(document)
    _comment(document, [last], _closing(row, page, lost))
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def plain_docx(text: str) -> bytes:
    """A text as a simple Word file, a paragraph a line: the first a title, the rest in the type of papers."""
    document = Document()
    look = document.styles["Normal"]
    look.font.name, look.font.size = "仿宋", Pt(16)
    look.element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋")
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = Mm(37), Mm(35), Mm(28), Mm(26)
    look.paragraph_format.line_spacing, look.paragraph_format.space_after = Pt(28), Pt(0)
    for n, line in enumerate(text.strip("\n").split("\n")):
        paragraph = document.add_paragraph(NOT_IN_XML.sub("", line))
        if n:
            paragraph.paragraph_format.first_line_indent = Pt(32)
        else:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    about = document.core_properties
    about.author, about.comments, about.title, about.language = "", "", "", "zh-CN"
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def _closing(row: Check, page: Page, lost: list[Finding]) -> str:
    counts = "，".join(f"{one['word']} {one['n']}" for one in page.counts[1:])
    lines = [
        f"按{row.about.name}{Period.parse(row.period_code).label}的台账核对，数据截至 {row.as_of:%Y-%m-%d}。",
        f"正文里有 {len(page.marks)} 个数：{counts}。",
        *row.warnings,
        *(f"“{one.text}”（没找到在文件里的位置）{WORDS[one.verdict]}：{one.why}" for one in lost),
    ]
    return "\n".join(lines)


def _comment(document: DocumentObject, runs: list[Any], text: str) -> None:
    document.add_comment(
        [Run(run, document._body) for run in runs], NOT_IN_XML.sub("", text), AUTHOR, INITIALS
    )


def _last_run(document: DocumentObject) -> Any:
    runs = [run for paragraph in document.element.body.iter(qn("w:p")) for run in _runs(paragraph)]
    return runs[-1] if runs else document.add_paragraph().add_run("　")._element


def _runs(parent: Any) -> Iterator[Any]:
    """The runs of a paragraph that show, also those in links and accepted insertions; none of text boxes."""
    for child in parent:
        if child.tag == qn("w:r"):
            yield child
        elif child.tag not in _GONE and child.tag != qn("w:p"):
            yield from _runs(child)


class _Letters:
    """All visible characters of a document without blanks, each with the text element it stands in."""

    def __init__(self, document: DocumentObject) -> None:
        self.signs: list[tuple[Any, int]] = []
        for paragraph in document.element.body.iter(qn("w:p")):
            if any(above.tag in _GONE for above in paragraph.iterancestors()):
                continue
            for run in _runs(paragraph):
                for text in run.findall(qn("w:t")):
                    self.signs += [
                        (text, i) for i, sign in enumerate(text.text or "") if not BLANK.match(sign)
                    ]
        self.text = "".join(text.text[i] for text, i in self.signs)

    def placed(
        self, source: str, findings: list[Finding], lost: list[Finding]
    ) -> Iterator[tuple[Finding, tuple[int, int]]]:
        """Each number's place among the characters, in order; those not found go to `lost`."""
        at = 0
        for finding in findings:
            own = BLANK.sub("", finding.text)
            line = source.rfind("\n", 0, finding.start) + 1
            before = BLANK.sub("", source[line : finding.start])[-AROUND:]
            for lead in (before, before[-4:], ""):
                place = self.text.find(lead + own, max(0, at - len(lead)))
                if place >= 0:
                    at = place + len(lead) + len(own)
                    yield finding, (at - len(own), at)
                    break
            else:
                lost.append(finding)

    def runs(self, start: int, end: int) -> list[Any]:
        """The runs that hold exactly these characters, cut where they begin or end inside one.

        Ask from the end of the document to its beginning.
        """
        first, last = self.signs[start], self.signs[end - 1]
        _cut(last[0], last[1] + 1)
        behind = _cut(first[0], first[1])
        head = first[0] if behind is None else behind
        tail = head if last[0] is first[0] else last[0]
        return [head.getparent(), tail.getparent()]


def _cut(text: Any, at: int) -> Any:
    """Cut the run before this character of its text element; the new text element behind the cut, if there is one."""
    run = text.getparent()
    following = list(text.itersiblings())
    if at >= len(text.text) and not following:
        return None
    if at == 0 and text.getprevious() in (None, run.find(qn("w:rPr"))):
        return None
    fresh = deepcopy(run)
    for child in list(fresh):
        if child.tag != qn("w:rPr"):
            fresh.remove(child)
    rest = deepcopy(text)
    rest.text, text.text = text.text[at:], text.text[:at]
    for one in (rest, text):
        one.set(qn("xml:space"), "preserve")
    fresh.append(rest)
    for child in following:
        fresh.append(child)
    run.addnext(fresh)
    return rest
