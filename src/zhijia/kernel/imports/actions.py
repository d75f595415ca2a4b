"""Verbs of an import: taken in, checked, confirmed, undone, given up."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import transaction

from zhijia.kernel import clock
from zhijia.kernel.actions import Blocked, action
from zhijia.kernel.imports import applying, checking, keeping, mending
from zhijia.kernel.imports.declaration import Importer, importers
from zhijia.kernel.imports.lines import CHANGED, REFUSED, Line
from zhijia.kernel.imports.models import Batch, BatchLine, ColumnMemory
from zhijia.kernel.scope import Seat
from zhijia.kernel.trail.models import Event
from zhijia.sheetreader import Problem, Sheet, Table, Unreadable, read
from zhijia.sheetreader.cells import masked
from zhijia.sheetreader.columns import Match, samples
from zhijia.sheetreader.model import letters, shown
from zhijia.sheetreader.reading import uncollected

MOST_LOOKED_AT, MOST_FIXED = (
    5000,
    200,
)  # good rows that are kept for the page, with questions and put right; all are counted
CHANGED_MEANWHILE = "检查以后台账有了变化，刚才的结果不作数了，什么都没有写。请重新检查，看过再确认。"
Told = Callable[[str], None]


def own(seat: Seat) -> Any:
    return Batch.may_see(seat)


@action(Batch, allowed=own, label="上传导入文件")
def take_in(batch: Batch, *, by: Seat, data: bytes, ready: checking.Plan | None = None) -> None:
    """Somebody hands in a workbook. It is looked through at once, so that what is no table never lies about.

    `ready`: what was read of it, where the caller has read it already.
    """
    importer = importers()[batch.kind]
    importer.admit(by)
    try:
        tables = ready.tables if ready else checking.tables(importer, read(data))
    except Unreadable as unreadable:
        raise Blocked(unreadable.sentence) from None
    batch.seen = seen(importer, tables, ColumnMemory.of(by.union_id, batch.kind))
    batch.person_id, batch.union_id, batch.seat = by.person_id or 0, by.union_id or 0, by.key
    batch.asked_at, batch.size, batch.name = clock.now(), len(data), batch.name[-120:]
    batch.path = keeping.put(data, batch.name)


def seen(importer: Importer, tables: Sequence[Table], chosen: Mapping[str, str]) -> list[Any]:
    """The tables with their columns as the page shows them: heading, first cells, field, how it was known."""
    return [
        {
            "sheet": table.sheet, "header": table.header_rows[-1], "rows": len(table.rows),
            "columns": [
                {"heading": one.heading, "letter": letters(one.column), "field": one.field, "how": one.how, "note": one.note,
                 "samples": _samples(importer, table, one)}
                for one in checking.matches_of(importer, table, chosen)
            ],
        }
        for table in tables
    ]  # fmt: skip


def _samples(importer: Importer, table: Table, match: Match) -> list[str]:
    """The first cells; long numbers are masked, whatever their column is called."""
    cells = [shown(cell)[:30] for cell in samples(table, match.column, 3)]
    hides = match.field in importer.sealed
    return [masked(cell) if hides or sum(sign.isdigit() for sign in cell) > 9 else cell for cell in cells]


def opened_book(batch: Batch) -> list[Sheet]:
    """The workbook, read once more from its sealed file, with what was put right since."""
    try:
        sheets = read(keeping.got(batch.path, batch.name))
    except Unreadable as unreadable:
        raise Blocked(unreadable.sentence) from None
    mending.put_in(batch, sheets)
    return sheets


def _judged(batch: Batch, importer: Importer, by: Seat, told: Told) -> checking.Plan:
    """Read with the columns as they were chosen, and held against the register."""
    told("正在读文件")
    sheets = opened_book(batch)
    remembered = {**ColumnMemory.of(batch.union_id, batch.kind), **batch.chosen}
    try:
        plan = checking.plan(importer, sheets, remembered, batch.headers)
        if batch.headers:
            batch.seen = seen(importer, plan.tables, remembered)
    except Unreadable as unreadable:
        raise Blocked(unreadable.sentence) from None
    told(f"正在核对 {len(plan.lines):,} 行")
    checking.judge(importer, plan.lines, by)
    return plan


@action(Batch, allowed=own, label="检查导入文件", quiet=True)
def check(batch: Batch, *, by: Seat, chosen: Mapping[str, str] | None = None, headers: Mapping[str, int] | None = None,
          remember: bool = False, ready: checking.Plan | None = None, told: Told = lambda said: None) -> None:  # fmt: skip
    """Every row gets its verdict; the register stays as it is. `ready`: a plan judged in this very transaction."""
    importer = importers()[batch.kind]
    importer.admit(by)
    if chosen is not None:
        batch.chosen, batch.headers = dict(chosen), dict(headers or {})
        if remember:
            _remember(batch, by)
    plan = ready or _judged(batch, importer, by, told)
    batch.totals, batch.digest = checking.totals(plan.lines), checking.digest_of(plan.lines)
    batch.passed = plan.passed[:200]
    counted = Counter((one.level, one.what) for line in plan.lines for one in line.problems)
    batch.kinds = [[level, what, n] for (level, what), n in counted.most_common()]
    _keep_lines(batch, importer, plan.lines)


def _remember(batch: Batch, by: Seat) -> None:
    ColumnMemory.objects.bulk_create(
        [ColumnMemory(union_id=by.union_id or 0, kind=batch.kind, heading=heading[:80], field=field)
         for heading, field in batch.chosen.items()],
        update_conflicts=True, unique_fields=["union_id", "kind", "heading"], update_fields=["field"],
    )  # fmt: skip


@uncollected()
def _keep_lines(batch: Batch, importer: Importer, lines: list[Line]) -> None:
    batch.lines.all().delete()
    refused = [line for line in lines if line.verdict == REFUSED]
    fine = [line for line in lines if line.verdict == CHANGED or (line.problems and line.verdict != REFUSED)]
    fixed = [line for line in fine if line.verdict != CHANGED and all(one.fix for one in line.problems)]
    looked = [line for line in fine if line.verdict == CHANGED or not all(one.fix for one in line.problems)]
    shown = [*refused, *looked[:MOST_LOOKED_AT], *fixed[:MOST_FIXED]]
    BatchLine.objects.bulk_create([_line(batch, importer, line) for line in shown], batch_size=1000)


def _written(importer: Importer, line: Line, problem: Problem) -> str:
    """What stands in the cell, short; long numbers masked."""
    column = line.columns.get(problem.code, len(line.cells))
    cell = shown(line.cells[column])[:40] if column < len(line.cells) else ""
    return (
        masked(cell) if problem.code in importer.sealed or sum(sign.isdigit() for sign in cell) > 9 else cell
    )


def _line(batch: Batch, importer: Importer, line: Line) -> BatchLine:
    problems = [
        [line.cell(one.code), one.level, one.what, one.message, one.fix, _written(importer, line, one)]
        for one in line.problems
    ]
    changes = [
        [importer.label(code), *(("已遮住", "改为新号码") if code in importer.sealed
                                 else (importer.spoken(code, old), importer.spoken(code, new)))]
        for code, (old, new) in line.changes.items()
    ]  # fmt: skip
    return BatchLine(
        batch=batch, sheet=line.sheet[:60], row=line.row, name=str(line.values.get(importer.called) or "")[:60],
        verdict=line.verdict, problems=problems, changes=changes, whats=sorted({one.what for one in line.problems}),
        offer=line.offer or {},
    )  # fmt: skip


@action(Batch, allowed=own, label="导入")
def confirm(
    batch: Batch, *, by: Seat, ready: checking.Plan | None = None, told: Told = lambda said: None
) -> None:
    """The rows without mistakes are written, all in one transaction; the others stay outside."""
    importer = importers()[batch.kind]
    importer.admit(by)
    applying.alone(batch.kind)
    if not batch.digest:
        raise Blocked("改过的地方还没有检查。请先按“重新检查并继续”，看过再导入。")
    plan = ready or _judged(batch, importer, by, told)
    if not ready and checking.digest_of(plan.lines) != batch.digest:
        raise Blocked(CHANGED_MEANWHILE)
    batch.event_id, batch.applied_at = _open_event(batch), clock.now()
    applying.write(importer, plan.lines, batch, by, told)
    if not batch.totals["refused"]:  # else its faulty rows are still handed out, for as long as it is kept
        _let_go(batch)


def _let_go(batch: Batch) -> None:
    """The file leaves the disk once it is certain that nobody needs it: a killed job starts over with it."""
    path, batch.path = batch.path, ""
    batch.fixes.all().delete()
    transaction.on_commit(lambda: keeping.let_go(path))


def _open_event(batch: Batch) -> int:
    """The event that this verb has just opened: everything written after it is part of it."""
    return Event.objects.filter(verb=confirm.verb, row_id=batch.pk).latest("pk").pk


@action(Batch, allowed=own, label="撤销导入")
def undo(batch: Batch, *, by: Seat) -> None:
    """What the import made is taken away, what it changed is put back; not once something later stands on it."""
    importer = importers()[batch.kind]
    importer.admit(by)
    applying.alone(batch.kind)
    applying.take_back(importer, batch)
    _let_go(batch)


@action(Batch, allowed=own, label="删除导入文件", quiet=True)
def let_go(batch: Batch, *, by: Seat) -> None:
    """Its good rows are written, the others nobody has fetched in time; the file leaves the disk."""
    _let_go(batch)


@action(Batch, allowed=own, label="放弃这次导入")
def drop(batch: Batch, *, by: Seat) -> None:
    """Nothing was written, and nothing will be; the file leaves the disk."""
    _let_go(batch)
    batch.lines.all().delete()
