"""PDF files to blocks: pages from the child, then paragraphs and tables from where the text stands."""

from __future__ import annotations

import json
import re
import sys
import tempfile
import unicodedata
from pathlib import Path

from . import fenced, refusals
from .lines import Block
from .model import Unreadable
from .pdf_layout import blocks_of_pages
from .pdf_page import Page, Run

SECONDS = 20
_MEGABYTES = 290  # of address space; the longest usual PDF takes two thirds
_CHILD = Path(__file__).with_name("pdf_child.py")
_REFUSALS = {
    "password": refusals.PDF_PASSWORD,
    "damaged": refusals.PDF_DAMAGED,
    "long": refusals.PDF_LONG,
}
# some writers put a radical, or a sign made for round trips, in the place of the plain character
_TWINS = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")
_UNKNOWN = re.compile("[\ufffd\ue000-\uf8ff]")


def blocks_of_pdf(data: bytes, warn) -> list[Block]:
    """The text of a PDF; Unreadable when it is pictures, locked, damaged or too long."""
    pages = _pages(data)
    text = "".join(run.text for page in pages for run in page.runs)
    blank = [number for number, page in enumerate(pages, 1) if page.has_picture and not page.runs]
    if not text:
        raise Unreadable(refusals.PICTURE if blank else refusals.EMPTY)
    if len(_UNKNOWN.findall(text)) * 5 > len(text):
        raise Unreadable(refusals.PDF_GARBLED)
    if blank:
        numbers = "、".join(map(str, blank[:10])) + ("等" if len(blank) > 10 else "")
        warn(f"这份 PDF 的第 {numbers} 页是图片，那里的文字没有读。里面有要做的事，请另外补上。")
    return blocks_of_pages(pages)


def _pages(data: bytes) -> list[Page]:
    try:
        with fenced.turn(), tempfile.TemporaryDirectory(prefix="zhijia-") as folder:
            command = [sys.executable, "-I", str(_CHILD)]
            said = fenced.run(command, folder=folder, seconds=SECONDS, megabytes=_MEGABYTES, said=data)
    except fenced.Busy:
        raise Unreadable(refusals.BUSY) from None
    except fenced.Failed as failed:
        raise Unreadable(refusals.PDF_SLOW if failed.slow else refusals.PDF_DAMAGED) from None
    shown = [json.loads(line) for line in said.splitlines()]
    for page in shown:
        if "refused" in page:
            raise Unreadable(_REFUSALS[page["refused"]])
    return [
        Page(
            [Run(_plain(text), *box) for text, *box in page["runs"]],
            [(x0, y0, x1, y1) for x0, y0, x1, y1 in page["rules"]],
            page["size"][0],
            page["size"][1],
            page["picture"],
        )
        for page in shown
    ]


def _plain(text: str) -> str:
    return _TWINS.sub(lambda sign: unicodedata.normalize("NFKC", sign[0]), text)
