"""The check of a workbook: one pass over its rows, a verdict for each, nothing written.

Every data row ends in exactly one of new, changed, unchanged and refused, so that the four add up to the file.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from zhijia.kernel.imports.declaration import Importer, Known
from zhijia.kernel.imports.lines import CHANGED, NEW, REF, REFUSED, UNCHANGED, VERSION, Line, Masked, lines_of
from zhijia.kernel.scope import Seat, scope
from zhijia.sheetreader import Field, Sheet, Table, Unreadable
from zhijia.sheetreader.columns import Match, matched
from zhijia.sheetreader.model import WARNING
from zhijia.sheetreader.reading import uncollected
from zhijia.sheetreader.tables import tables_of

AT_ONCE = 5000  # rows of the register in memory while they are compared
NO_TABLE = "没有找到表头。第一列写姓名或名称的那一行请用常见的叫法，或者先下载模板，把内容贴进去。"
NOTES = "各列怎么填（这一页不导入）"  # stands at the head of the second page of our own template
NO_ROWS = "表头下面没有一行数据。请看看是不是选错了文件。"


@dataclass
class Plan:
    """What a workbook holds, read but not yet held against the register."""

    lines: list[Line]
    columns: dict[str, str] = field(default_factory=dict)  # heading → field, "" where it is not imported
    passed: list[tuple[str, int, str]] = field(
        default_factory=list
    )  # sheet, row, what it is: lines that are no rows
    unread: list[str] = field(default_factory=list)  # sheets that are hidden or hold no table
    tables: list[Table] = field(default_factory=list)


def tables(
    importer: Importer, sheets: Sequence[Sheet], headers: Mapping[str, int] | None = None
) -> list[Table]:
    """The tables of the workbook. Raises `Unreadable` where there is none, or nothing in them."""
    told = [sheet for sheet in sheets if not _is_notes(sheet)]
    found = tables_of(told, importer.words, dict(headers or {}))
    if not found:
        raise Unreadable(NO_TABLE)
    if not any(table.rows for table in found):
        raise Unreadable(NO_ROWS)
    return [table for table in found if table.rows]


def _is_notes(sheet: Sheet) -> bool:
    """The page of our template that tells how to fill in the other one: its lines name columns, but are no rows."""
    return bool(sheet.rows and sheet.rows[0] and str(sheet.rows[0][0]) == NOTES)


def matches_of(importer: Importer, table: Table, chosen: Mapping[str, str] | None = None) -> list[Match]:
    return matched(table, importer.columns, chosen)


@uncollected()
def plan(
    importer: Importer, sheets: Sequence[Sheet], chosen: Mapping[str, str] | None = None,
    headers: Mapping[str, int] | None = None,
) -> Plan:  # fmt: skip
    """Read every cell. `chosen`: key of a heading → field, as a person said; `headers`: sheet → row of its headings."""
    found, readers = Plan([]), importer.all_readers()
    held = {table.sheet: table for table in tables(importer, sheets, headers)}
    for sheet in sheets:
        table = held.get(sheet.name)
        if table is None:
            found.unread += [sheet.name] if any(sheet.rows) and not _is_notes(sheet) else []
            continue
        found.tables.append(table)
        matches = matches_of(importer, table, chosen)
        found.columns |= {one.heading: one.field for one in matches}
        found.lines += lines_of(table, matches, readers, importer.sealed)
        found.passed += [(sheet.name, row, what) for row, what in table.passed]
    return found


@uncollected()
def judge(importer: Importer, lines: list[Line], by: Seat) -> None:
    """Give every line its verdict. Statements do not grow with the lines."""
    with scope(by):
        _find_by_ref(importer, lines)
        lines = [line for line in lines if not line.verdict]
        importer.resolve(lines, by)
        importer.match([line for line in lines if line.pk is None], by)
        _once(importer, lines)
        needed = [one for one in importer.fields if one.needed]
        for line in lines:
            if line.pk is None:
                _as_new(importer, line, needed)
        _compare(importer, [line for line in lines if line.pk is not None], by)
        importer.may_add([line for line in lines if line.verdict == NEW and not line.refused], by)
        importer.may_change([line for line in lines if line.verdict == CHANGED and not line.refused], by)
    for line in lines:
        if line.refused:
            line.verdict = REFUSED
        elif line.verdict == UNCHANGED:  # what was put right changes nothing here
            line.problems = [one for one in line.problems if not (one.level == WARNING and one.fix)]


def _compare(importer: Importer, lines: list[Line], by: Seat) -> None:
    for start in range(0, len(lines), AT_ONCE):
        some = lines[start : start + AT_ONCE]
        known = importer.current({line.pk or 0 for line in some}, by)
        half = {
            line.pk or 0
            for line in some
            if any(type(line.values.get(code)) is Masked for code in importer.sealed)
        }
        masks = importer.masks(half & known.keys(), by) if half else {}
        for line in some:
            _as_known(importer, line, known.get(line.pk or 0), masks.get(line.pk or 0, {}))


def _find_by_ref(importer: Importer, lines: list[Line]) -> None:
    for line in lines:
        ref = line.values.pop(REF, None)
        if ref is None:
            continue
        kind, _, pk = str(ref).rpartition("-")
        if kind != importer.kind or not pk.isascii() or not pk.isdigit() or len(pk) > 18:
            line.fault(
                REF, "职家行号不对", "这一格是导出时带的行号，已经被改动。请重新导出再改，或者清空这一格。"
            )
            line.verdict = REFUSED
        else:
            line.pk = int(pk)


def _once(importer: Importer, lines: list[Line]) -> None:
    """One row of the register, there or to come, may be meant by one line of the file alone."""
    first: dict[Any, Line] = {}
    for line in lines:
        token = line.pk if line.pk is not None else importer.token(line)
        if token is None or line.refused:
            continue
        before = first.setdefault(token, line)
        if before is not line:
            line.fault(
                importer.called,
                "文件里重复",
                f"与{_place(before, line)}是同一条，只按那一行导入。请删掉其中一行。",
            )


def _place(other: Line, line: Line) -> str:
    return f"第 {other.row} 行" if other.sheet == line.sheet else f"“{other.sheet}”第 {other.row} 行"


def _as_new(importer: Importer, line: Line, needed: Sequence[Field]) -> None:
    line.verdict = NEW
    line.values.pop(VERSION, None)
    for code in importer.sealed:
        if type(line.values.get(code)) is Masked:
            line.fault(
                code, f"{importer.label(code)}被遮住", "这是新的一行，号码却遮住了一部分。请填完整的号码。"
            )
    for one in needed:
        if line.values.get(one.code) is None and not any(said.code == one.code for said in line.problems):
            line.fault(one.code, f"没有填{one.label}", f"请填{one.label}。")


def _as_known(importer: Importer, line: Line, known: Known | None, masks: Mapping[str, str]) -> None:
    version = line.values.pop(VERSION, None)
    line.verdict = UNCHANGED
    if known is None:
        line.fault(
            REF if REF in line.columns else importer.called,
            "不在管理范围里",
            "台账里没有这一条，或者它不在您的管理范围里，没有动它。",
        )
        return
    for code, value in line.values.items():
        if isinstance(value, Masked):
            if str(value) != masks.get(code, "已遮住"):
                line.fault(code, f"{importer.label(code)}只改了一半",
                           "这一格遮住了一部分，又改动过。请填完整的号码，或者改回导出时的样子。")  # fmt: skip
            continue
        if code in known.values and not importer.same(code, known.values[code], value):
            line.changes[code] = (known.values[code], value)
    importer.proposed(line, known)
    if not line.changes:
        return
    line.verdict = CHANGED
    if not known.may_change:
        line.fault(
            next(iter(line.changes)),
            "您不能改这一条",
            "这一条台账里已有，您的身份不能改它。请找它所在工会的干部。",
        )
    elif version and str(version).removesuffix(".0") != str(known.version):
        line.fault(
            next(iter(line.changes)),
            "导出以后别人改过",
            "您导出以后，台账里这一条有人改过。请重新导出，在新的表上改。",
        )


# --- what is said about the whole ------------------------------------------------------------------------------


def totals(lines: Sequence[Line]) -> dict[str, int]:
    counted = Counter(line.verdict for line in lines)
    return {
        "rows": len(lines), "new": counted[NEW], "changed": counted[CHANGED], "unchanged": counted[UNCHANGED],
        "refused": counted[REFUSED],
    }  # fmt: skip


def digest_of(lines: Sequence[Line]) -> str:
    """The verdicts in one word: what is written is what was seen."""
    told = hashlib.sha256()
    for line in lines:
        told.update(f"{line.sheet}\0{line.row}\0{line.verdict}\0{line.pk}\0{sorted(line.changes)}\n".encode())
    return told.hexdigest()


def as_json(plan: Plan) -> dict[str, Any]:
    """The answer of `zhijia import --json`."""
    return {
        "columns": {heading: code or None for heading, code in plan.columns.items()},
        "totals": totals(plan.lines),
        "rows": [
            {"sheet": line.sheet, "row": line.row, "verdict": line.verdict, "problems": [
                {"cell": line.cell(one.code), "level": one.level, "message": one.message, "fix": one.fix}
                for one in line.problems
            ]}
            for line in plan.lines
        ],
    }  # fmt: skip
