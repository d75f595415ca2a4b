"""Units: lines with their marks and labels become a tree.

The depth of a mark depends on the document: (一) is level one where nothing stands above it.
Numbers decide first (3 continues the list that 2 stood in), the usual order of marks second.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field

from .labels import ACTIVITY_FIELD, TIME_FIELD, Label, label_at, season_at, theme_at
from .lines import Line
from .marks import RANK, STARS, TITLE_KINDS, Mark
from .patterns import late
from .tails import tails_of
from .times import Term

_BARE_NUMBER = late(r"(\d{1,2}) +(?=[^\d\s\-~,.)月日年周])(?=.{2,30}$)")
_JOINED_MONTHS = late(
    rf"[\s·*\-{STARS}]*(?:[一二三四五六七八九十]+、[一二三四五六七八九十]+\s?月|\d{{1,2}}(?:、\d{{1,2}})+\s?月)"
)
_RUN_IN = late(r"\([^()]{2,12}\)\s*(?=\S)")  # 【健康】体检安排在三月: what the paragraph is about
_SET_OFF = late(r"[\u4e00-\u9fff]{4,6} {2,}(?=\S[^ ]*[,。;])")  # 社团经营  三社每周四活动,社长互推
_PARTS = {"cn", "formal", "chapter"}
_LABEL_RANK = RANK["ar"] - 0.5
_BARE_RANK = RANK["cn_paren"] + 0.2


@dataclass(slots=True, eq=False)
class Unit:
    """A line in the tree: a numbered unit, an unnumbered heading, a label, a row or plain text."""

    line: Line
    mark: Mark | None = None
    begin: int = 0  # where its words begin, after mark and label
    label: Label | None = None
    bare: bool = False  # an unnumbered heading
    outer: bool = False  # an unnumbered heading above the numbered ones
    parent: Unit | None = field(default=None, repr=False)
    children: list[Unit] = field(default_factory=list, repr=False)
    title_end: int = 0  # set by the outline: where a heading's title ends in the line, 0 for no heading
    level: int = 0

    @property
    def words(self) -> str:
        return self.line.text[self.begin :]

    @property
    def is_heading(self) -> bool:
        return self.title_end > 0

    @property
    def has_time_field(self) -> bool:
        """Does a line below say when: 时间:3月中旬?"""
        return any(child.is_time_field for child in self.children[:6])

    @property
    def is_time_field(self) -> bool:
        """时间:3月中旬, numbered or not, among the fields of an activity."""
        return self.label is None and TIME_FIELD.match(self.line.text, self.begin) is not None

    @property
    def plain(self) -> bool:
        return self.mark is None and self.label is None and not self.bare

    def ancestors(self):
        unit = self.parent
        while unit is not None:
            yield unit
            unit = unit.parent

    def labelled_above(self) -> tuple[Unit, Label] | None:
        """The nearest unit above that has a label, and that label: whose schedule this is an entry of."""
        return next(((u, u.label) for u in self.ancestors() if u.label), None)

    def under_label(self) -> Label | None:
        above = self.labelled_above()
        return above[1] if above else None


def units_of(lines: list[Line], bare: dict[int, bool], term: Term) -> list[Unit]:
    """The units in text order, linked into a tree. `bare` maps lines that are unnumbered
    headings to whether they stand above the numbered ones."""
    units = _linked(lines, bare, term, set(), set())
    swallowing = {n for n, unit in enumerate(units) if _swallows(unit, units)}
    if swallowing:
        units = _linked(lines, bare, term, swallowing, set())
    over = tails_of(units)
    return _linked(lines, bare, term, swallowing, over) if over else units


def _swallows(unit: Unit, units: list[Unit]) -> bool:
    """A lone time above the numbered parts of a text is a date, and not the label of a schedule; nor is
    上半年具体事项 one above activities that each say when in a field."""
    if unit.label is None:
        return False
    titled = [child for child in unit.children if child.mark or child.bare]
    if len(titled) > 1 and all(child.has_time_field for child in titled):
        return True
    if unit.mark:
        return False
    if not any(u.mark and u.mark.kind in _PARTS and (u.children or len(u.words) > 60) for u in unit.children):
        return False  # 三月份 / 一、召开会议 / 二、…: entries
    return not any(u.label and u is not unit and u.parent is unit.parent for u in units)


def _linked(
    lines: list[Line], bare: dict[int, bool], term: Term, unlabelled: set[int], over: set[int]
) -> list[Unit]:
    """The units and their tree. Times at `unlabelled` are no labels; at `over` the schedule above ends."""
    _drop_stray_decimals(lines)
    _number_parts_of_decimals(lines)
    numbered = _numbered_months(lines)
    rank = _order_of_marks(lines)
    units: list[Unit] = []
    stack: list[Unit] = []
    for index, line in enumerate(lines):
        unit = _unit_of(lines, index, term, numbered, index + 1 in over)
        if index in unlabelled:
            unit.label, unit.begin = None, unit.mark.end if unit.mark else 0
        units.append(unit)
        if index in over:
            del stack[next((i for i, u in enumerate(stack) if u.label), len(stack)) :]
        if line.aside:
            stack.clear()
        elif index in bare:
            unit.bare, unit.outer = True, bare[index]
            del stack[_place_bare(stack, unit) :]
        elif unit.mark and not (unit.label and unit.mark.kind == "bullet"):
            del stack[_place_mark(stack, line, unit.mark, rank) :]
        elif unit.label and not line.row:
            beside = (i for i, u in enumerate(stack) if unit.mark and u.mark and _same(u.mark, unit.mark))
            del stack[min(_place_label(stack, unit.label), next(beside, len(stack))) :]
        if stack:
            unit.parent = stack[-1]
            stack[-1].children.append(unit)
        if unit.bare or unit.mark or (unit.label and not line.row):
            stack.append(unit)
    return units


def _unit_of(lines: list[Line], index: int, term: Term, numbered: bool, last: bool) -> Unit:
    """The unit that a line is by itself; below the `last` of a schedule nothing belongs to it."""
    line = lines[index]
    mark = line.mark
    if mark and _joined_months(line.text) and not (numbered if mark.kind == "cn" else _goes_on(lines, index)):
        mark = line.mark = None  # 三、四月份: is March and April, not number three
    unit = Unit(line, mark, mark.end if mark else 0)
    if line.row or line.aside:
        return unit
    unit.label = label_at(line.text, unit.begin, term)
    following = lines[index + 1] if index + 1 < len(lines) and not last else None
    items_follow = (
        following is not None
        and following.mark is not None
        and following.mark.value == 1
        and not following.run_in
    )
    fields_follow = following is not None and (
        following.row or ACTIVITY_FIELD.match(following.text) is not None
    )
    if unit.label is None and items_follow:
        unit.label = theme_at(line.text, unit.begin, term) or (None if mark else season_at(line.text, term))
        if unit.label is None:
            return unit
    elif (
        unit.label
        and not unit.label.alone
        and (items_follow or fields_follow)
        and _is_theme(line.text[unit.label.end :])
    ):
        unit.label = Label(unit.label.time, unit.label.end, False, True)
    if unit.label is None and (mark is None or mark.kind == "bullet"):
        run_in = (_RUN_IN if line.original(0, 1) == "【" else _SET_OFF).match(line.text, unit.begin)
        unit.begin = run_in.end() if run_in else unit.begin
    if unit.label:
        unit.begin = unit.label.end
        if mark and mark.kind == "bullet" and unit.label.alone:
            unit.mark = line.mark = None  # ★三月 above △entries is a label, and no entry of a list
    return unit


def _is_theme(rest: str) -> bool:
    return 2 <= len(rest.strip()) <= 24 and not re.search(r"[。;]", rest) and rest.count(",") <= 1


def _joined_months(text: str) -> bool:
    return _JOINED_MONTHS.match(text) is not None


def _goes_on(lines: list[Line], index: int) -> bool:
    """Does the number of this line go on a list, or open one?"""
    mark = lines[index].mark
    before = next(
        (x.mark for x in reversed(lines[:index]) if x.mark and mark and x.mark.kind == mark.kind), None
    )
    return mark is None or mark.value == 1 or (before is not None and before.value == mark.value - 1)


def _numbered_months(lines: list[Line]) -> bool:
    """Are the 一、 before months numbers (一、一月份 二、二月份) and not months themselves?"""
    values = [line.mark.value for line in lines if line.mark and line.mark.kind == "cn"]
    return len(values) >= 2 and values[:2] == [1, 2] and values == list(range(1, len(values) + 1))


def _drop_stray_decimals(lines: list[Line]) -> None:
    """5.1 before words is a number of the outline only among its like."""
    decimals = [line.mark for line in lines if line.mark and line.mark.kind == "decimal"]
    if len(decimals) < 2 or not any(mark.value == 1 for mark in decimals):
        for line in lines:
            if line.mark and line.mark.kind == "decimal":
                line.mark = None


def _number_parts_of_decimals(lines: list[Line]) -> None:
    """1 总则 above 1.1 目标: a bare number heads a part where decimals stand under it."""
    if not any(line.mark and line.mark.kind == "decimal" for line in lines):
        return
    value = 0
    for line in lines:
        match = None if line.mark or line.row else _BARE_NUMBER.match(line.text)
        if match and int(match[1]) == value + 1:
            value += 1
            line.mark = Mark("decimal", match[1], value, match.end())


def _order_of_marks(lines: list[Line]) -> dict[str, float]:
    """The usual order, changed where this document clearly nests its marks the other way round."""
    rank: dict[str, float] = dict(RANK)
    sequence = [line.mark for line in lines if line.mark]
    opened: dict[tuple[str, str], int] = {}
    for before, mark in itertools.pairwise(sequence):
        if mark.value == 1 and before.kind != mark.kind:
            opened[before.kind, mark.kind] = opened.get((before.kind, mark.kind), 0) + 1
    for (outer, inner), count in opened.items():
        if count >= 2 and (inner, outer) not in opened and RANK[outer] > RANK[inner]:
            rank[outer] = rank[inner] - 0.5
    return rank


def _same(one: Mark, other: Mark) -> bool:
    return one.kind == other.kind and one.depth == other.depth


def _rank_of(unit: Unit, rank: dict[str, float]) -> float:
    if unit.mark:
        return rank[unit.mark.kind] + unit.mark.depth / 100
    return (-1 if unit.outer or unit.line.style else _BARE_RANK) if unit.bare else _LABEL_RANK


def _place_mark(stack: list[Unit], line: Line, mark: Mark, rank: dict[str, float]) -> int:
    """Index to which the stack is cut before a unit with this line's mark is put on it."""
    if line.style and (styled := _place_styled(stack, line.style)) < len(stack):
        return styled
    if line.run_in and mark.value == 1 and stack and stack[-1].mark and stack[-1].mark.kind == "bullet":
        return len(stack)  # ◎关怀:①…;②…: a list opened on its own line
    alike = [(i, u.mark.value) for i, u in enumerate(stack) if u.mark and _same(u.mark, mark)]
    for i, value in reversed(alike):
        if value + 1 == mark.value:
            return i
    inner_label = max((i for i, u in enumerate(stack) if u.label and not u.mark), default=-1)
    if alike and not (mark.value == 1 and inner_label > alike[-1][0]):
        return alike[-1][0]
    cut, own = len(stack), rank[mark.kind] + mark.depth / 100
    while cut and not (cut - 1 == inner_label and mark.value == 1) and _rank_of(stack[cut - 1], rank) >= own:
        cut -= 1
    return cut


def _place_label(stack: list[Unit], label: Label) -> int:
    for i, unit in enumerate(stack):
        if unit.label and unit.label.rank >= label.rank:
            return i
        if unit.label is None and unit.mark and unit.mark.kind not in TITLE_KINDS:
            # a list of dates may open inside an item that is only a title; any other item is over
            only_title = (
                unit is stack[-1]
                and not unit.children
                and len(unit.words) <= 20
                and unit.words[-1:] not in "。;"
            )
            numbered = (
                i + 1 < len(stack) and (below := stack[i + 1].mark) and below.kind == "decimal"
            )  # 2 above 2.1
            if not only_title and not numbered and not any(child.label for child in unit.children):
                return i
    return len(stack)


def _place_styled(stack: list[Unit], style: int) -> int:
    """Word's heading styles say by themselves what stands under what."""
    for i, other in enumerate(stack):
        if other.line.style >= style:
            return i
    return max((i + 1 for i, other in enumerate(stack) if other.line.style), default=len(stack))


def _dress(unit: Unit) -> str:
    return "【" if unit.line.original(0, 1) == "【" else ""


def _place_bare(stack: list[Unit], unit: Unit) -> int:
    if unit.line.style and any(other.line.style for other in stack):
        return _place_styled(stack, unit.line.style)
    if unit.outer:
        framed = stack[0].bare and _dress(stack[0]) == "【" != _dress(unit) if stack else False
        return int(framed)
    dress = _dress(unit)
    for i, other in enumerate(stack):
        if other.bare and not other.outer and _dress(other) == "【" != dress:
            continue  # 【重点任务】 stands above the plain 抓实权益维护
        if (
            (other.bare and not other.outer)
            or (other.mark is None and other.label)
            or (other.mark and other.mark.kind not in TITLE_KINDS)
        ):
            return i
    return len(stack)
