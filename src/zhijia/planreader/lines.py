"""Lines: blocks of text become the logical lines that the later stages read.

Page furniture goes, white space from scanning goes, lines broken by the page or by torn-out
link words are joined again, and units stuck to the sentence before them stand alone. A `Line`
remembers for each of its characters where it came from.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from .characters import fold, is_han
from .decoration import free_framed, free_lone_bullets, free_starred
from .marks import TITLE_KINDS, Mark, mark_at
from .mending import COLUMNS, kept_positions, markdown_style, stopped
from .patterns import late


class Block(NamedTuple):
    """A paragraph or a table row as the file has it. `style` is 1… for Word heading styles."""

    text: str
    style: int = 0
    row: bool = False


@dataclass(slots=True)
class Line:
    """A logical line: folded text, and for each character its offset in the plan's text."""

    text: str
    at: Sequence[int]
    source: str = field(repr=False)
    style: int = 0
    row: bool = False
    blank_before: bool = False
    run_in: bool = False  # cut from the physical line of the line before it
    mark: Mark | None = None
    tabs: int = 0  # tabs that stood before its first word: empty cells, if this is a table's row
    cell: bool = False  # a cell of a table on a line of its own
    starred: bool = False  # a sign that marks headings stood before it
    aside: bool = False  # the paper's own title, who signed it, when: no part of what it plans

    @property
    def start(self) -> int:
        return self.at[0]

    @property
    def end(self) -> int:
        return self.at[-1] + 1

    def original(self, start: int = 0, end: int | None = None) -> str:
        """The source's own characters between two positions of this line."""
        at = self.at[start:end]
        if isinstance(at, range):
            return self.source[at.start : at.stop]
        return "".join([self.source[i] for i in at])

    def quoted(self, positions: list[int]) -> str:
        """The source's own characters at these positions of this line."""
        source, at = self.source, self.at
        return "".join([source[at[i]] for i in positions])

    def cut(self, start: int, end: int | None = None) -> Line:
        """The part of this line between two positions."""
        return Line(self.text[start:end], self.at[start:end], self.source, self.style, self.row)


_FURNITURE = late(
    r"^(?:目\s*[录次]|.{1,60}(?:\.{4,}|…+|·{4,}|_{6,})\s?-?\s?\d{1,3}\s?-?"
    r"|-+\s?[\dlIO]{1,4}\s?-+|第\s?\d+\s?页.{0,12}|共\s?\d+\s?页.{0,14}|"
    r"\d{1,4}\s?/\s?\d{1,4}|page\s?\d+.{0,8}"
    r"|(?:下载文档|点击下载|推荐度|版权所有|责任编辑|相关推荐|上一篇|下一篇|"
    r"返回顶部|本文来源|文章来源|更多相关|https?:|首页\s?>|(?:来源|作者|发布时间|浏览次数|点击数)\s?:).{0,60})$",
    re.IGNORECASE,
)
_SECTION_END = late(r"(?:工作|思想|目标|任务|重点|措施|要求|安排|保障|内容|原则|体会|不足|问题|打算)$")
_CONTENTS = late(r"目\s*[录次]")
_CONTENTS_LINE = late(r"目\s*[录次]\s?:\s?(?=\S)")
_PARTS_LISTED = late(r"\s*[一二三四五六七八九十\d]{1,2}\s?[、.]\s?|[\s,;。]+")
_TERMINAL = "。;:!?"
_OPEN_END = late(
    r"[,、(]$|(?:(?<!目)的|和|与|及|或|(?<!行)为|以|(?<![结核校])对|把|将|在|(?<![方导取意动志])向|使|让|不断|进一步|切实|"
    r"努力|广大)$|[,、](?:提高|加强|推进|促进|开展|增强|维护|构建|完善|推动|"
    r"提升)$"
)
_LONG = 25  # signs of a line that may have been cut in a word
_TORN = late(r"[\u4e00-\u9fff][,。;]")  # 从小处着 / 手,把…: a word cut in two
_SHORT_TITLE = late(r"[^,。;:、]{3,14}")
_GOES_ON = "由要都也在将被把是向按给应可须"  # no line of its own begins with these
_IN_COLUMNS = late(r"\t.*\t|\|.*\|")
_ROW_NUMBER = late(r"\d{1,2} (?=\S)")
_FIELD = late(r"^\(?\s?[^\s:,。;]{2,8}:")


def lines_of(blocks: list[Block]) -> tuple[str, list[Line]]:
    """The plan's text (one block a line) and its logical lines."""
    source = "\n".join(block.text for block in blocks)
    raw: list[Line] = []
    offset, blank = 0, False
    for block in blocks:
        line = _clean(block, offset, source)
        offset += len(block.text) + 1
        if line is None:
            blank = True
            continue
        if _FURNITURE.match(line.text) and not _CONTENTS.fullmatch(line.text):
            continue
        line.blank_before, blank = blank, False
        raw.append(line)
    raw = _without_contents(raw)
    if _wrap_width(raw):
        raw = [line for line in raw if not (line.text.isdigit() and len(line.text) < 4)]  # page numbers
    joined = _joined(free_starred(free_framed(raw)))
    lines: list[Line] = []
    last: dict[str, int] = {}
    for line in joined:
        lines += _split_stuck(line, last)
    free_lone_bullets(lines)
    return source, lines


def _without_contents(lines: list[Line]) -> list[Line]:
    """Without the page 目录: its lines stand again further on, as the headings they announce."""
    for n, line in enumerate(lines[:10]):
        listed = _CONTENTS_LINE.match(line.text)
        names = [name for name in _PARTS_LISTED.split(line.text[listed.end() :]) if name] if listed else []
        if len(names) > 1 and all(any(name in x.text for x in lines[n + 1 :]) for name in names):
            return lines[:n] + lines[n + 1 :]
    at = next((n for n, line in enumerate(lines) if _CONTENTS.fullmatch(line.text)), None)
    if at is None:
        return lines
    end = at + 1
    while end < len(lines) and any(line.text.startswith(lines[end].text) for line in lines[end + 1 :]):
        end += 1
    return lines[:at] + lines[end:]


def _clean(block: Block, offset: int, source: str) -> Line | None:
    folded = fold(block.text)
    if not folded.strip():
        return None
    keep = (
        kept_positions(folded)
        if not block.row and (" " in folded or "**" in folded or folded[0] == "#")
        else range(len(folded))
    )
    if not keep:
        return None
    text = folded if len(keep) == len(folded) else "".join(folded[i] for i in keep)
    if not block.row:
        lead = len(text) - len(text.lstrip())
        keep, text = keep[lead : len(text.rstrip())], text.strip()
    if not block.row and "。" not in text and " " in text:
        text = stopped(text)
    cell = text.endswith("|") and text.count("|") == 1
    if cell:
        text, keep = text[:-1].rstrip(), keep[: len(text[:-1].rstrip())]  # a cell on a line of its own
        if not text:
            return None
    tabs = folded[: len(folded) - len(folded.lstrip())].count("\t") if not block.row else 0
    at: Sequence[int]
    at = (
        range(keep.start + offset, keep.stop + offset)
        if isinstance(keep, range)
        else [i + offset for i in keep]
    )
    return Line(text, at, source, block.style or markdown_style(folded), block.row, tabs=tabs, cell=cell)


def _wrap_width(lines: list[Line]) -> int:
    """The width at which the text was wrapped by hand or by a scanner; 0 when it was not."""
    lengths = sorted(len(line.text) for line in lines if not line.row)
    if len(lengths) < 6 or lengths[-1] > 90:
        return 0
    # indented first lines and half-width signs make full lines a little shorter than the widest
    width = lengths[int(len(lengths) * 0.9)]
    full = [line for line in lines if not line.row and len(line.text) >= width - 4]
    broken = [line for line in full if line.text[-1] not in _TERMINAL + ',、)"']
    if width >= 20 and len(broken) >= max(3, len(lines) * 0.15):
        return width - 4
    # a text of mostly short lines: those that were cut all end at the very same width, in the midst of a sentence
    cut = [line for line in lines if not line.row and len(line.text) >= lengths[-1] - 1]
    open_ends = [line for line in cut if line.text[-1] not in _TERMINAL + ',、)"']
    return (
        lengths[-1] - 1
        if lengths[-1] >= 28 and len(open_ends) >= 2 and len(open_ends) * 3 >= len(cut) * 2
        else 0
    )


def _joined(lines: list[Line]) -> list[Line]:
    width = _wrap_width(lines)
    out: list[Line] = []
    i = 0
    while i < len(lines):
        line = lines[i]
        following = lines[i + 1] if i + 1 < len(lines) else None
        if out and not line.row and not out[-1].row and _continues(out[-1], line, following, width):
            out[-1] = _join(out[-1], line)
        else:
            out.append(line)
        i += 1
    return out


def _continues(previous: Line, line: Line, following: Line | None, width: int) -> bool:
    """Does `line` carry on the sentence that `previous` left open?"""
    text, before = line.text, previous.text
    mark = mark_at(before)
    if (
        line.style
        or previous.style
        or line.starred
        or previous.starred
        or line.cell
        or previous.cell
        or _begins_unit(text)
        or COLUMNS.search(text)
        or COLUMNS.search(before, mark.end if mark else 0)
    ):
        return False
    if text[0] in "、,。;)" or (text[0] == '"' and len(text) > 1 and text[1] in "、,。;"):
        return True
    stuck = max(before.rfind(c) for c in "。;") + 1
    if stuck and mark_at(before, stuck):
        before = before[stuck:]  # a heading stuck to the end of a paragraph is a line of its own
    if _ROW_NUMBER.match(text) and (
        _ROW_NUMBER.match(before) or (following is not None and _ROW_NUMBER.match(following.text))
    ):
        return False  # rows of a table whose cells are a space apart
    if before[-1] in _TERMINAL or _FIELD.match(text) or _bare_time(text) or _bare_time(before):
        return False
    if following is not None and following.text[0] in "、,。;和与及等的" and len(text) <= 8:
        return True  # a link word torn out of its sentence
    if line.blank_before and _SHORT_TITLE.fullmatch(text) and following and len(following.text) >= 20:
        return False  # a blank line above, a paragraph below: a heading
    if (
        following is not None
        and len(text) <= 6
        and len(before) >= 20
        and "," in before
        and text[0] != "("
        and (mark is None or ("。" in before and following.text[0] in _GOES_ON))
        and len(following.text) >= 15
        and not _begins_unit(following.text)
        and not _SECTION_END.search(text)
    ):
        return True  # …团结 / 教职工 / 安心从教…: the sentence before is not over
    if len(before) >= _LONG and _TORN.match(text) and is_han(before[-1]):
        return True
    if before.rfind("(") > before.rfind(")") and 0 <= text.find(")") < (text + "(").find("("):
        return True  # the bracket is closed on the next line
    if text[0] in "和与及等的" and re.search("[。,;]", before):
        return True
    if _OPEN_END.search(before) and not (before[-1] == "的" and _is_whole_heading(before, text)):
        return True
    if (
        len(text) <= 6
        and _broken_heading(before)
        and following is not None
        and len(following.text) >= 20
        and not mark_at(following.text)
    ):
        return True
    physical = len(before) if not hasattr(previous.at, "__getitem__") else _last_physical_length(previous)
    if width and physical >= width:
        return True
    # a long sentence without an end is not over, unless a short line (a heading, an entry) follows
    return (
        len(before) > 40
        and re.search("[,。]", before) is not None
        and (mark is None or "。" in before)
        and (len(text) > 12 or text[-1] == "。")
        and before[-1] not in ')"'
    )


def _is_whole_heading(before: str, text: str) -> bool:
    """伍、请大家做的 above a sentence of its own; below a heading cut in two only its last word would stand."""
    mark = mark_at(before)
    return (
        mark is not None
        and mark.kind in TITLE_KINDS
        and len(before) <= 16
        and not re.search("[,。;:]", before[mark.end :])
        and len(text) > 14
    )


def _broken_heading(text: str) -> bool:
    """A long numbered heading without an end, as it stands before its own last word."""
    mark = mark_at(text)
    return (
        mark is not None
        and mark.kind in TITLE_KINDS
        and 12 <= len(text) <= 50
        and not re.search("[。;:]", text)
    )


def _last_physical_length(line: Line) -> int:
    last_break = line.source.rfind("\n", 0, line.end)
    return sum(1 for i in line.at[-200:] if i > last_break)


def _begins_unit(text: str) -> bool:
    mark = mark_at(text)
    return mark is not None and mark.end < len(text) + 1


def _bare_time(text: str) -> bool:
    return len(text) <= 14 and bool(
        re.match(
            r"^[(\s]*第?[\d一二三四五六七八九十元上下年底初]{1,6}.{0,6}(?:月份?|周|季度|半年)[):\s]*$", text
        )
    )


def _join(first: Line, second: Line) -> Line:
    text = first.text + second.text
    return Line(text, [*first.at, *second.at], first.source, first.style, False, first.blank_before)


_STUCK_AFTER = late(r"[。;!?:)\s](?=\s*[(第\d一二三四五六七八九十①-⑳⑴-⒇⒈-⒛㈠-㈩❶-❿])")
_MONTH_LABEL = late(
    r"(?:[\d一二三四五六七八九十元]{1,3}(?:[-、至~][\d一二三四五六七八九十]{1,3})?月份?|"
    r"第?[一二三四]季度)\s?:"
)


_GLUED = late(r"[^。;:(]{4,30}(?<=[\u4e00-\u9fff])(?=\(一\)\S|1[.、]\s?[\u4e00-\u9fff])")


def _split_stuck(line: Line, last: dict[str, int]) -> list[Line]:
    """Cut a line where a new unit begins inside it; `last` remembers each kind's last number."""
    line.mark = mark_at(line.text)
    if line.mark and line.mark.value > 99 and last.get(line.mark.kind) != line.mark.value - 1:
        line.mark = None  # 2026、… or (120): so high a number counts only where the list has come so far
    if line.mark:
        last[line.mark.kind] = line.mark.value
    if line.row or _IN_COLUMNS.search(line.text):
        return [line]
    starts = [0]
    starts += _glued_item(line.text, line.mark, last)
    for match in _STUCK_AFTER.finditer(line.text):
        start, begin = match.end(), starts[-1]
        while start < len(line.text) and line.text[start] == " ":
            start += 1
        if start - begin < 2 or (line.mark and start <= line.mark.end):
            continue
        near = max(begin, start - 200)
        if line.text.count("(", near, start) > line.text.count(")", near, start):
            continue
        mark = mark_at(line.text, start)
        if not (
            (mark and _begins_inside(line.text, begin, match.start(), mark, last))
            or _label_inside(line.text, match.start(), start)
        ):
            continue
        starts.append(start)
        if mark:
            last[mark.kind] = mark.value
            starts += _glued_item(line.text, mark, last)
    if len(starts) == 1:
        return [line]
    out = []
    for start, end in itertools.pairwise([*starts, len(line.text)]):
        piece = line.cut(start, start + len(line.text[start:end].rstrip()))
        if not piece.text:
            continue
        piece.run_in, piece.blank_before = start > 0, line.blank_before and start == 0
        piece.mark = mark_at(piece.text)
        out.append(piece)
    return out


def _glued_item(text: str, heading: Mark | None, last: dict[str, int]) -> list[int]:
    """Where the first item begins that is glued to its heading: 二、活动要求(一)在节日期间…"""
    if heading is None or heading.kind not in TITLE_KINDS:
        return []
    match = _GLUED.match(text, heading.end)
    item = mark_at(text, match.end()) if match else None
    if match is None or item is None:
        return []
    last[item.kind] = 1
    return [match.end()]


def _goes_on(text: str, first: Mark) -> bool:
    """Does the list that a 1 inside a line would open have a 2 further on?"""
    second = {"cn": "二、", "cn_paren": "(二)", "ar": "2", "ar_paren": "(2)", "circled": "②"}.get(first.kind)
    return second is not None and text.find(second, first.end) > 0


def _label_inside(text: str, before: int, start: int) -> bool:
    return text[before] in "。;! " and _MONTH_LABEL.match(text, start) is not None


def _closes_owner(text: str, before: int, mark: Mark, last: dict[str, int]) -> bool:
    """…带徒。(责任单位:经济部)(五)关爱服务。…: the bracket closed the part before, the next number opens another."""
    inside = text[text.rfind("(", 0, before) + 1 : before]
    return mark.kind in TITLE_KINDS and ":" in inside and last.get(mark.kind, 0) + 1 == mark.value


def _begins_inside(text: str, begin: int, before: int, mark: Mark, last: dict[str, int]) -> bool:
    """Is the mark found inside a line the start of a unit, and no number of the sentence?"""
    rest = text[mark.end : mark.end + 1]
    if (
        not rest
        or mark.kind in ("bullet", "letter", "roman", "decimal")
        or (text[before] == ")" and mark.kind != "cn" and not _closes_owner(text, before, mark, last))
    ):
        return False
    if mark.kind == "cn" and re.match(
        r"[一二三四五六七八九十\d]+\s?(?:月|季|是|年|个|周|届)|季度|半年", text[mark.end : mark.end + 6]
    ):
        return False
    successor = last.get(mark.kind, 0) + 1 == mark.value
    if text[before] == " ":
        return (
            successor
            and (mark.value > 1 or _goes_on(text, mark))
            and text[before - 1 : before] not in ("第", "、")
        )
    if text[before] == ":":
        return mark.value == 1
    return successor or mark.value == 1
