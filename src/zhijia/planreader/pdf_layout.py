"""Pages to blocks: what repeats on every page goes, broken lines become paragraphs again."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import NamedTuple

from .characters import fold
from .lines import Block
from .marks import mark_at
from .pdf_grid import tables_of
from .pdf_page import Page, Row, has_room, joined, rows_of

_EDGE = 0.13  # of the page's height: heads and feet stand in it
_PAGE_NUMBER = re.compile(
    r"[-·\s]*(?:第\s?)?[\d一二三四五六七八九十]{1,4}(?:\s?页)?(?:\s?[/,共]*\s?\d{1,4}\s?页?)?[-·\s]*"
)
_INDENT, _SLACK = 1.2, 0.6  # of a character
_NARROWEST = 0.65  # of the page: where a line may be broken by its width
_CLOSED = tuple("。；：！？;:!?")


class _Text(NamedTuple):
    """A row of running text: on which page, and whether it stands right under the row before."""

    row: Row
    page: int


def blocks_of_pages(pages: list[Page]) -> list[Block]:
    """The text of all pages in reading order."""
    content: list[_Text | Block] = []
    furniture = _furniture([rows_of(page.runs) for page in pages], pages)
    for number, page in enumerate(pages):
        tables, runs = tables_of(page)
        items: list[tuple[float, list]] = [(table.top, table.blocks) for table in tables]
        items += [
            (row.top, [_Text(row, number)])
            for row in rows_of(runs)
            if not _is_furniture(row, number, page, furniture)
        ]
        for place, (_, blocks) in enumerate(sorted(items, key=lambda item: item[0])):
            if not place and content and isinstance(content[-1], Block):
                blocks = _carried_over(content, blocks)
            content += blocks
    return _paragraphs(content, max(page.width for page in pages))


def _carried_over(content: list, blocks: list) -> list:
    """A table that goes on from the page before: its repeated header goes, a row cut by the page is mended."""
    first = len(content) - 1
    while first and isinstance(content[first - 1], Block):
        first -= 1
    if blocks[0] == content[first]:
        blocks = blocks[1:]
    if not blocks or not isinstance(blocks[0], Block) or not blocks[0].row:
        return blocks
    above, cells = content[-1].text.split("\t"), blocks[0].text.split("\t")
    if len(above) != len(cells) or cells[0] or not above[0]:
        return blocks
    told_apart = any(a.endswith(_CLOSED) for a, cell in zip(above, cells, strict=True) if cell)
    if told_apart or all(cells[1:]):
        return blocks
    content[-1] = Block("\t".join(map(joined, above, cells)), 0, True)
    return blocks[1:]


def _edge(row: Row, page: Page) -> str:
    """Where a row stands on its page, "" for the middle."""
    if row.bottom < page.height * _EDGE:
        return "head"
    return "foot" if row.top > page.height * (1 - _EDGE) else ""


def _signs(row: Row, page: int) -> set[str]:
    """What a row would look like on every page: the same, or the same but for a number that counts pages."""
    text = re.sub(r"\s+", "", fold(row.text))
    *_, last = [None, *re.finditer(r"\d{1,4}", text)]
    counted = f"{text[: last.start()]}#{int(last[0]) - page}{text[last.end() :]}" if last else text
    return {text, counted}


def _furniture(rows: list[list[Row]], pages: list[Page]) -> set[tuple[str, str]]:
    """(edge, sign) of what stands at the same edge of at least half of the pages, two at the least."""
    found = Counter(
        place
        for number, (page, lines) in enumerate(zip(pages, rows, strict=True))
        for place in {(_edge(row, page), sign) for row in lines for sign in _signs(row, number)}
    )
    return {place for place, count in found.items() if place[0] and count >= max(2, len(pages) / 2)}


def _is_furniture(row: Row, number: int, page: Page, furniture: set[tuple[str, str]]) -> bool:
    edge = _edge(row, page)
    if not edge:
        return False
    repeated = any((edge, sign) in furniture for sign in _signs(row, number))
    return repeated or _PAGE_NUMBER.fullmatch(re.sub(r"\s+", "", fold(row.text))) is not None


def _paragraphs(content: list[_Text | Block], width: float) -> list[Block]:
    texts = [item for item in content if isinstance(item, _Text)]
    page = _Measure(texts, width)
    out: list[Block] = []
    before: _Text | None = None
    begun = Row([])  # the first row of the paragraph
    for item in content:
        if isinstance(item, Block):
            out.append(item)
            before = None
            continue
        row = item.row
        if before is not None and page.is_cell_below(before, item):
            out[-1] = Block(_filled_in(before.row, out[-1].text, row))
            lower = [segment._replace(bottom=row.bottom) for segment in before.row.segments]
            before = _Text(Row(lower), item.page)
            continue
        if before is not None and page.goes_on(before, item, begun):
            out[-1] = Block(joined(out[-1].text, row.text))
        else:
            out.append(Block(row.text))
            begun = row
        before = item
    return out


def _filled_in(above: Row, text: str, row: Row) -> str:
    """A row of cells with the second lines of some cells added."""
    cells = text.split("\t")
    for segment in row.segments:
        column = min(range(len(cells)), key=lambda n: abs(above.segments[n].x0 - segment.x0))
        cells[column] = joined(cells[column], segment.text)
    return "\t".join(cells)


class _Measure:
    """How the text stands on the page: its margins, the space between lines, whether paragraphs are indented."""

    def __init__(self, texts: list[_Text], width: float):
        plain = [text.row for text in texts if len(text.row.segments) == 1]
        starts, ends = sorted(row.x0 for row in plain), sorted(row.x1 for row in plain)
        self.left = starts[len(starts) // 20] if starts else 0.0
        # a page of short lines does not show its margin
        self.right = max(ends[len(ends) * 19 // 20] if ends else 0.0, _NARROWEST * width)
        gaps = sorted(
            b.row.top - a.row.bottom for a, b in pairwise(texts) if a.page == b.page and b.row.top > a.row.top
        )
        self.gap = gaps[len(gaps) // 2] if gaps else 0.0
        # after a sentence that ends before the margin a paragraph begins for certain
        after = [
            b.row
            for a, b in pairwise(texts)
            if a.row.text.endswith(_CLOSED) and self.right - a.row.x1 > 2 * a.row.size
        ]
        self.is_indented = 2 * sum(map(self._is_set_in, after)) >= len(after) > 0

    def goes_on(self, before: _Text, text: _Text, begun: Row) -> bool:
        """Is the row the rest of a line that the page's width broke?"""
        above, row = before.row, text.row
        if len(above.segments) > 1 or len(row.segments) > 1 or mark_at(fold(row.text)):
            return False
        hangs = row.x0 > begun.x0 + 0.5 * row.size and mark_at(fold(begun.text))
        if (self._is_set_in(row) and not hangs) or abs(above.size - row.size) > 0.25 * row.size:
            return False
        if has_room(row, self.right - above.x1 - _SLACK * row.size):
            return False
        if before.page == text.page and row.top - above.bottom > self.gap + 0.8 * row.size:
            return False
        # where paragraphs are not indented, a sentence that ends at the margin may well end its paragraph
        return self.is_indented or not above.text.endswith(_CLOSED)

    def is_cell_below(self, before: _Text, text: _Text) -> bool:
        """Is the row the second line of some cells of the row of cells above, and not of its first?"""
        above, row = before.row, text.row
        columns = [segment.x0 for segment in above.segments]
        if len(columns) < 2 or len(row.segments) > len(columns) or before.page != text.page:
            return False
        if row.top - above.bottom > 0.9 * row.size:
            return False
        return all(
            any(abs(segment.x0 - x) < 0.7 * segment.size for x in columns[1:]) for segment in row.segments
        )

    def _is_set_in(self, row: Row) -> bool:
        return row.x0 > self.left + _INDENT * row.size
