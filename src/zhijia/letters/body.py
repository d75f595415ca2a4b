"""Plain text as an officer types it, as the parts of a paper: 一、 （一） 1. （1） become headings by themselves. Pure.

Lines that came out of a spreadsheet, their cells a tab apart, become a table.
"""

from itertools import groupby

from zhijia.papers import Heading, Paragraph, Run, Table, ordinal
from zhijia.papers.content import Block, width
from zhijia.planreader.characters import fold
from zhijia.planreader.marks import mark_at

LEVELS = {"cn": 1, "cn_paren": 2, "ar": 3, "ar_paren": 4}
HIGHEST = 99  # of a mark that is written anew; 2026、 is no place in a list
SHORT = 40  # characters of a line that is a heading as a whole
RUN_IN = "。：:"


def blocks(text: str) -> list[Block]:
    """The parts of a paper in the order of their lines; empty lines only part them."""
    lines = [line for line in text.splitlines() if line.strip()]
    found: list[Block] = []
    for cells, together in groupby(lines, key=_cells):
        alike = list(together)
        found += _table(alike) if cells else [_block(line.strip()) for line in alike]
    return found


def _cells(line: str) -> int:
    """How many cells the line holds; 0 for a line of words, which a tab may indent."""
    tabs = line.lstrip("\t ").count("\t")
    return tabs + 1 if tabs else 0


def _table(lines: list[str]) -> list[Block]:
    rows = [[cell.strip() for cell in line.lstrip("\t ").split("\t")] for line in lines]
    if len(rows) < 2:  # one line with a tab in it is a line
        return [_block("　".join(filter(None, row))) for row in rows]
    widest = [max(2.0, *(min(width(row[n]), 20) for row in rows)) for n in range(len(rows[0]))]
    return [Table(rows[0], rows[1:], widths=widest)]


def _block(line: str) -> Block:
    mark = mark_at(fold(line))
    level = LEVELS.get(mark.kind, 0) if mark and mark.value <= HIGHEST else 0
    if not mark or not level:
        return Paragraph(line)
    line = ordinal(level, mark.value) + line[mark.end :]
    cut = min((at for at in map(line.find, RUN_IN) if at > 0), default=-1) + 1
    if 0 < cut < len(line):
        # 一、加强组织建设。发展会员…: the heading runs into its paragraph, and only it has the heading's face.
        return Paragraph([Run(line[:cut], level=level), Run(line[cut:])] if level < 3 else line)
    if level > 2 and line.endswith("。"):
        return Paragraph(line)
    return Heading(level, line) if width(line) <= SHORT else Paragraph([Run(line, level=level)])


def level_of(block: Block) -> int:
    """The level of a heading, also of one that runs into its paragraph; 0 for text."""
    if isinstance(block, Heading):
        return block.level
    if isinstance(block, Paragraph) and not isinstance(block.runs, str):
        return block.runs[0].level
    return 0


def text_of(block: Block) -> str:
    """The words of one part, a table row a line."""
    match block:
        case Heading():
            return block.text
        case Paragraph(runs):
            return runs if isinstance(runs, str) else "".join(run.text for run in runs)
        case Table():
            return "\n".join("\t".join(row) for row in [block.header, *block.rows])
    return ""
