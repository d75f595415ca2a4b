"""Rows: what a table says once its cells are known, by the meaning of its columns."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import NamedTuple

from .lines import Line
from .marks import STARS, mark_at
from .patterns import late
from .times import FESTIVAL, Term, Time, times_in

_ROLES = [
    ("number", r"序号?|编号|№|项次"),
    ("week", r"(?:教学)?周次?"),
    (
        "time",
        r"时间|月份|日期|月|时段|(?:计划|完成|活动|举办|实施|工作|起止|"
        r"拟定)?(?:时间|时限|日期|期限|节点)(?:安排)?|时间节点|完成时限|季度|阶段|"
        r"进度安排|什么时候|何时",
    ),
    (
        "owner",
        r"部门|(?:主要)?(?:责任|负责)(?:人|部门|单位|科室|处室|领导)?|牵头(?:人|部[门室]|"
        r"单位|科室)?|承办(?:人|部门|单位|科室)?|主办(?:部门|单位)?|组织(?:者|部门|"
        r"单位|人)|经办人|落实(?:人|部门|单位)|责任(?:人|部门)[/及和](?:责任|部门|"
        r"单位)?人?部?门?|谁来[做办]|谁负责|由谁负责",
    ),
    ("theme", r"(?:活动|工作|本月|月)?主题"),
    (
        "content",
        r"(?:主要|重点|具体|工作|活动|计划|安排)*(?:内容|项目|名称|任务|工作|活动|"
        r"事项|安排|要点)(?:及(?:要求|措施|目标))?|工作项目|活动名称|任务名称|[做办干]什么",
    ),
    ("measure", r"(?:具体|主要|重点|工作|实施|推进)?(?:措施|举措|做法)"),
    (
        "other",
        r"地点|活动地点|备注|说明|参加?(?:对象|人员|范围)|对象|人数|形式|活动形式|"
        r"方式|要求|工作要求|目标|预期(?:目标|效果)|经费|预算|经费预算|"
        r"配合(?:部门|单位|人)|协办(?:单位|部门)?|完成情况|检查人|标准|范围|类别",
    ),
]
_ROLE_PATTERNS = [(role, late(rf"(?:{pattern})(?:\([^()]*\))?")) for role, pattern in _ROLES]

_SLASH = late(r" / ")
_TAB, _TABS, _BAR, GAP, SPACE = late(r"\t"), late(r"\t+"), late(r" *\| *"), late(r"\t+| {2,}"), late(" ")


class Piece(NamedTuple):
    """A cell: a stretch of a line."""

    line: Line
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.line.text[self.start : self.end]

    @property
    def original(self) -> str:
        return self.line.original(self.start, self.end)


@dataclass(slots=True)
class Row:
    """A table row by the meaning of its columns. `times` may come down from a merged cell above."""

    contents: list[Piece]
    when: str = ""
    times: tuple[Time, ...] = ()
    owner: str | None = None


class Columns(NamedTuple):
    """How a table's lines are cut into cells, as its header shows."""

    sign: re.Pattern[str]
    most: int = 0  # cuts at most so often, 0: without end
    framed: bool = False  # a bar stands before the first cell and behind the last


def columns_of(line: Line) -> Columns:
    """How this line would be cut if it were a header: at tabs, at bars or at wide gaps."""
    if line.row:
        return Columns(_TAB)
    if "|" in line.text:
        return Columns(_BAR, 0, line.text.startswith("|"))
    if _SLASH.search(line.text):
        return Columns(_SLASH)
    if "\t" in line.text:
        return Columns(_TABS if "\t\t" in line.text else _TAB)
    return Columns(GAP)


def spaced_columns(line: Line) -> Columns:
    """A line cut at single spaces, as a header of short words."""
    return Columns(SPACE, len(line.text.split(" ")) - 1)


def cells_of(line: Line, columns: Columns | None = None) -> list[Piece]:
    """The cells of a line, cut as the table's columns say."""
    sign, most, framed = columns or columns_of(line)
    begin, end = 0, len(line.text)
    out: list[Piece] = []
    if columns and sign is _TAB and not line.row:
        out = [Piece(line, 0, 0)] * line.tabs
    if framed:
        begin = 1 if line.text.startswith("|") else 0
        end -= line.text.endswith("|")
    for n, match in enumerate(sign.finditer(line.text, begin, end), 1):
        out.append(Piece(line, begin, match.start()))
        begin = match.end()
        if n == most:
            break
    out.append(Piece(line, begin, end))
    return out


def role_of(cell: str) -> str | None:
    """The meaning of a header cell, or None when it is no header word."""
    cell = re.sub(r"\s", "", cell).strip(":")
    if not 1 <= len(cell) <= 14:
        return None
    return next((role for role, pattern in _ROLE_PATTERNS if pattern.fullmatch(cell)), None)


def row_of(cells: list[Piece], roles: list[str], carried: Row | None, term: Term) -> Row:
    row = Row([])
    themes: list[Piece] = []
    measures: list[Piece] = []
    time_cell = None
    for cell, role in zip(cells, roles, strict=False):
        text = cell.text.strip()
        if not text:
            continue
        if role in ("time", "week"):
            times = column_times(text, term, role == "week")
            # a date says more than the number of its week
            if time_cell is None or role == "time" or not row.times:
                time_cell, row.times = (cell, times) if times or time_cell is None else (time_cell, row.times)
        elif role == "content":
            row.contents.append(cell)
        elif role == "measure":
            measures.append(cell)
        elif role == "theme":
            themes.append(cell)
        elif role == "owner" and row.owner is None:
            row.owner = cell.original.strip()
    row.contents = row.contents or measures or themes
    if time_cell is not None:
        row.when = time_cell.original.strip()
    elif carried is not None and {"time", "week"} & set(roles):
        row.when, row.times = carried.when, carried.times
    return row


def column_times(text: str, term: Term, weeks: bool = False) -> tuple[Time, ...]:
    """The times of a time cell, where a bare 3 or 三 is a month (or a week) and 3.15 a date."""
    times = tuple(times_in(text, term, True))
    if times:
        return times
    if re.fullmatch(r"全年|常年|全年度|贯穿全年|长期|每月", text.strip()):
        return (Time(0, len(text), tuple(range(1, 13)), "half"),)
    bare = re.fullmatch(
        r"\s*([\d一二三四五六七八九十元]{1,3})(?:\s?(?:-{1,4}|~|至|、)"
        r"\s?([\d一二三四五六七八九十]{1,3}))?\s*",
        text,
    )
    if bare:
        return tuple(times_in(f"第{text.strip()}周" if weeks else f"{text.strip()}月", term))
    return ()


def is_time_cell(line: Line, term: Term) -> bool:
    text = line.text.strip(' ()<>《》":*·' + STARS)
    if len(text) > 22:
        return False
    if re.fullmatch(r"全年|常年|长期|待定", text):
        return True
    times = times_in(text, term, True)
    return (
        bool(times)
        and times[0].start == 0
        # 新春团拜 is a theme, 五一节前 a time; 元宵节 登塔比赛 第一季度旅游 are activities
        and times[-1].end >= len(text) - (0 if times[-1].kind in (FESTIVAL, "vacation") else 2)
        and all(other.start - one.end <= 3 for one, other in itertools.pairwise(times))
        and times[0].kind not in ("often",)
    )


def consume(line: Line) -> None:
    line.row, line.mark = True, None


def item_starts(piece: Piece) -> list[tuple[int, int]]:
    """The numbered items inside one cell, or the whole cell."""
    text = piece.line.text
    starts: list[tuple[int, int]] = []
    for match in re.finditer(
        r"(?:^|(?<=[;。,!?\s/]))(?=[(\d①-⑳⑴-⒇一二三四五六七八九十])", text[piece.start : piece.end]
    ):
        mark = mark_at(text, piece.start + match.start())
        if mark and mark.kind != "bullet" and mark.value == len(starts) + 1:
            starts.append((piece.start + match.start(), mark.end))
    if not starts:
        mark = mark_at(text, piece.start)
        return [(mark.end if mark and mark.kind == "bullet" else piece.start, piece.end)]
    ends = [s for s, _ in starts[1:]] + [piece.end]
    return [(begin, end) for (_, begin), end in zip(starts, ends, strict=True)]
