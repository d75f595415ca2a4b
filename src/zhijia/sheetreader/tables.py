"""Where in a sheet the table is: headings under title lines, in one line or two; which lines below are no data.

Hidden and filtered rows are data. Blank lines, notes, totals, signatures and repeated headings are not; each that
holds anything is handed back with the reason, so that nothing is passed over in silence.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from .model import Cell, Sheet, Table, filled, is_blank, key, shown

MANY = 12  # cells of a line from which it is no line of signatures
DEEPEST = 30  # headings stand among the first lines
RUNNING = {"序号", "编号", "序", "NO", "行号", "顺序号"}
TOTAL = re.compile(r"^(?:合计|总计|小计|共计|总数|汇总|本页小计|本页合计|累计|总人数|合计人数)")
NOTE = re.compile(
    r"^[（(【\[*※]*\s*(?:注|备注|说明|填表说明|填报说明|填写说明|附注|注意|提示|要求)\s*[:：\d一二（(]"
)
SIGNED = re.compile(
    r"^[（(]?(?:填表人?|制表人?|填报人?|填报单位|审核人?|复核人?|经办人?|负责人|单位负责人|部门负责人|主管领导|分管领导|"
    r"工会主席|主席|联系人|联系电话|填报日期|填表日期|制表日期|填报时间|填表时间|日期|盖章|公章|单位[（(]?盖章[）)]?|签字|签名)"
    r"(?:[（(][^（()）]{1,8}[）)])?\s*(?:[:：]|[）)]?$)"
)
STEMS = "甲乙丙丁戊己庚辛"
FIRST = {*STEMS, *map(str, range(100))}  # what a line that numbers the columns may begin with
BLANK, SIGNATURE, SUM, REMARK, AGAIN, NUMBERS = "空行", "签字行", "合计行", "说明行", "重复的表头", "列号行"


def tables_of(
    sheets: Sequence[Sheet], words: Collection[str], chosen: dict[str, int] | None = None
) -> list[Table]:
    """The tables of all sheets that are shown. `words`: keys of all known headings; `chosen`: sheet → header row."""
    known = {key(word) for word in words}
    found = []
    for sheet in sheets:
        if not sheet.hidden:
            table = table_of(sheet, known, (chosen or {}).get(sheet.name))
            if table is not None:
                found.append(table)
    return found


def table_of(sheet: Sheet, known: Collection[str], header: int | None = None) -> Table | None:
    place = _header(sheet.rows, known) if header is None else (header - 1, header - 1)
    if place is None or place[0] >= len(sheet.rows):
        return None
    first, last = place
    headings = _headings(sheet.rows, first, last)
    if not headings:
        return None
    title = " ".join(dict.fromkeys(shown(row[n]) for row in sheet.rows[:first] for n in filled(row)))[:200]
    table = Table(sheet.name, title, tuple(range(first + 1, last + 2)), headings)
    names = {n: key(text) for n, text in headings.items()}
    running = {n for n, name in names.items() if name in RUNNING}
    for number, row in enumerate(sheet.rows[last + 1 :], last + 2):
        why = why_not(row, names, running)
        if why == "":
            table.rows.append((number, row))
        elif why != BLANK:
            table.passed.append((number, why))
    return table


# --- headings ------------------------------------------------------------------------------------------------


def _header(rows: Sequence[Sequence[Cell]], known: Collection[str]) -> tuple[int, int] | None:
    """The first and last line of the headings: the lines that together hold most headings we know."""
    best, score = None, 0
    for at in range(min(DEEPEST, len(rows))):
        if not _wordy(rows[at]):
            continue
        alone = _known(_headings(rows, at, at), known)
        if alone > score:
            best, score = (at, at), alone
        if at + 1 < len(rows) and _wordy(rows[at + 1]):
            both = _known(_headings(rows, at, at + 1), known)
            # of two lines each must add something, or the second is the first row of data
            if both > max(score, alone, _known(_headings(rows, at + 1, at + 1), known)):
                best, score = (at, at + 1), both
    if best and (score >= 2 or len(filled(rows[best[0]])) <= 2):
        return _with_groups(rows, *best)
    return _like_header(rows)


def _with_groups(rows: Sequence[Sequence[Cell]], first: int, last: int) -> tuple[int, int]:
    """Where one heading stands twice, the line above says whose it is: 本人 and 配偶."""
    names = [key(shown(rows[first][n])) for n in filled(rows[first])]
    above = rows[first - 1] if first == last and first else []
    if len(set(names)) < len(names) and len(filled(above)) > 1 and _wordy(above):
        return first - 1, last
    return first, last


def _like_header(rows: Sequence[Sequence[Cell]]) -> tuple[int, int] | None:
    """No heading is known: the first line as wide as the table whose cells are all short words."""
    width = max((len(filled(row)) for row in rows[: DEEPEST * 2]), default=0)
    for at in range(min(DEEPEST, len(rows) - 1)):
        cells = filled(rows[at])
        if len(cells) >= max(2, 0.7 * width) and _wordy(rows[at]) and not _wordy(rows[at + 1]):
            return at, at
    return None


def _wordy(row: Sequence[Cell]) -> bool:
    """Could this be a line of headings: short words, no numbers among them?"""
    cells = [row[n] for n in filled(row)]
    words = [one for one in cells if isinstance(one, str) and len(one) <= 40 and not one.strip().isdigit()]
    return bool(words) and len(words) == len(cells)


def _headings(rows: Sequence[Sequence[Cell]], first: int, last: int) -> dict[int, str]:
    """Column → heading. Of two lines the lower one names the column; where it is blank the upper one does."""
    if first == last:
        found = {n: _flat(rows[first][n]) for n in filled(rows[first])}
        return found
    upper, lower = rows[first], rows[last]
    found, group = {}, ""
    for n in range(max(len(upper), len(lower))):
        above = _flat(upper[n]) if n < len(upper) and not is_blank(upper[n]) else ""
        below = _flat(lower[n]) if n < len(lower) and not is_blank(lower[n]) else ""
        group = above or (group if below else "")
        if below:
            found[n] = f"{group} {below}" if group and _doubled(lower, below) else below
        elif above:
            found[n] = above
    return found


def _doubled(row: Sequence[Cell], text: str) -> bool:
    return sum(key(_flat(row[n])) == key(text) for n in filled(row)) > 1


def _flat(cell: Cell) -> str:
    return " ".join(shown(cell).split())


def _known(headings: dict[int, str], known: Collection[str]) -> int:
    return len({found for text in headings.values() if (found := plain(text)) in known})


def plain(heading: str) -> str:
    """A heading without what is put around it: 入会时间（年月日）* is 入会时间."""
    return key(re.sub(r"[（(\[【].*?[）)\]】]", "", heading)) or key(heading)


# --- lines below them ----------------------------------------------------------------------------------------


def why_not(row: Sequence[Cell], names: dict[int, str], running: Collection[int]) -> str:
    """Why this line is no data; "" where it is."""
    cells = filled(row)
    if cells and cells[0] in running:
        cells = [n for n in cells if n not in running or not shown(row[n]).strip().isdigit()]
    if not cells:
        return BLANK  # also a line that holds but its running number
    first = shown(row[cells[0]]).strip()
    if TOTAL.match("".join(first.split()) if " " in first or "\u3000" in first else first):
        return SUM
    if len(cells) <= MANY and _signed(row, cells):
        return SIGNATURE
    if len(cells) <= 2 and NOTE.match(first):
        return REMARK
    if (
        len(cells) == 1
        and len(names) > 2
        and (len(first) > 15 or cells[0] not in names or cells[0] in running)
    ):
        return REMARK
    if key(first) == names.get(cells[0]) and sum(key(shown(row[n])) == names.get(n) for n in cells) * 2 > len(
        cells
    ):
        return AGAIN
    if (
        len(cells) > 2
        and first.strip("（）() ") in FIRST
        and _counts([shown(row[n]).strip("（）() ") for n in cells])
    ):
        return NUMBERS
    return ""


def _signed(row: Sequence[Cell], cells: Sequence[int]) -> bool:
    words = [n for n in cells if SIGNED.match(shown(row[n]).strip())]
    return bool(words) and (words[0] == cells[0] or len(words) > 1) and len(cells) <= 3 * len(words)


def _counts(said: Sequence[str]) -> bool:
    """1 2 3 4 … or 甲 乙 1 2 …: the line that numbers the columns."""
    numbers = [one for one in said if one not in STEMS]
    if len(numbers) < 2 or not (numbers[0].isascii() and numbers[0].isdigit() and len(numbers[0]) < 3):
        return False
    start = int(numbers[0])
    return numbers == [str(n) for n in range(start, start + len(numbers))]
