"""Cells put right on the check page: typed or accepted there, kept beside the file, read with it at the next check."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from zhijia.kernel.actions import Blocked, Unfit, action
from zhijia.kernel.imports import keeping
from zhijia.kernel.imports.declaration import Importer, importers
from zhijia.kernel.imports.models import Batch, BatchLine, CellFix, ColumnMemory
from zhijia.kernel.scope import Seat
from zhijia.sheetreader import Sheet
from zhijia.sheetreader.cells import Fault, masked
from zhijia.sheetreader.model import ERROR, column_of, key

LONGEST = 200  # signs of one cell
ROW_ALONE = "这个问题不在哪一格里，这里改不了。请下载有问题的行，改好再上传。"
Place = tuple[str, int, int]  # sheet, row, column


def own(seat: Seat) -> Any:
    return Batch.may_see(seat)


@action(Batch, allowed=own, label="在检查页上改一格", quiet=True)
def mend(batch: Batch, *, by: Seat, line: int, cell: str, value: str) -> None:
    """What is to stand in a cell instead. Names and choices are put right wherever the same words stand."""
    importer = importers()[batch.kind]
    importer.admit(by)
    found = batch.lines.filter(pk=line).first()
    faults = [one for one in (found.problems if found else []) if one[0] == cell and one[1] == ERROR]
    what, written = (faults[0][2], faults[0][5]) if faults else ("", "")
    if found is None or not what:
        raise Blocked("这一格已经没有问题了。请刷新页面再看。")
    code = _fields(batch)[found.sheet].get(column_of(cell), "")
    if not code:
        raise Unfit(value=ROW_ALONE)
    read = importer.all_readers()[code](value.strip()[: LONGEST + 1])
    if not value.strip() or read is None:
        raise Unfit(value=f"请填{importer.label(code)}。")
    if len(value.strip()) > LONGEST or isinstance(read, Fault):
        raise Unfit(value=read.message if isinstance(read, Fault) else f"太长了，最多 {LONGEST} 个字。")
    places = {(found.sheet, found.row, column_of(cell))}
    if code in importer.alike and written:
        places |= {
            (one.sheet, one.row, column_of(at))
            for one, at, said, _ in _problems(batch, what)
            if said == written
        }
    _keep(batch, what, dict.fromkeys(places, value.strip()))


@action(Batch, allowed=own, label="按建议改", quiet=True)
def take_advice(batch: Batch, *, by: Seat, what: str) -> None:
    """Every proposal for one kind of problem is taken as it stands."""
    importers()[batch.kind].admit(by)
    advised = {
        (one.sheet, one.row, column_of(at)): fix for one, at, _, fix in _problems(batch, what)
        if fix and "*" not in fix and column_of(at) >= 0
    }  # fmt: skip
    if not advised:
        raise Blocked("这一类没有可以照着改的建议。请一处一处填。")
    _keep(batch, what, advised)


@action(Batch, allowed=own, label="撤回在检查页上的改动", quiet=True)
def unmend(batch: Batch, *, by: Seat, fix: int = 0, what: str = "") -> None:
    """What stands in the file counts again: in one cell, or for every cell of one kind of problem."""
    fixes = batch.fixes.filter(what=what) if what else batch.fixes.filter(pk=fix)
    if not fixes.delete()[0]:
        raise Blocked("这一处没有改过，或者已经撤回了。请刷新页面再看。")
    batch.digest = ""


def _problems(batch: Batch, what: str) -> Iterator[tuple[BatchLine, str, str, str]]:
    """Each mistake of one kind: its line, cell, what stands there, what is proposed."""
    for line in batch.lines.filter(whats__contains=[what]).iterator():
        for cell, level, name, _, fix, written in line.problems:
            if name == what and level == ERROR:
                yield line, cell, written, fix


def _keep(batch: Batch, what: str, values: Mapping[Place, str]) -> None:
    CellFix.objects.bulk_create(
        [CellFix(batch=batch, sheet=sheet, row=row, column=column, what=what[:60],
                 kept=keeping.sealed(value.encode(), _about(batch)))
         for (sheet, row, column), value in values.items()],
        update_conflicts=True, unique_fields=["batch", "sheet", "row", "column"], update_fields=["kept", "what"],
    )  # fmt: skip
    batch.digest = ""  # what was seen no longer holds: to be checked again


def _about(batch: Batch) -> str:
    return f"fix of batch {batch.pk}"


def fixes_of(batch: Batch) -> dict[Place, tuple[int, str]]:
    """What was typed, by its place, with the number of the fix."""
    return {
        (one.sheet, one.row, one.column): (one.pk, keeping.opened(bytes(one.kept), _about(batch)).decode())
        for one in batch.fixes.order_by("pk")
    }


def put_in(batch: Batch, sheets: Sequence[Sheet]) -> None:
    """The workbook as it was put right."""
    by_name = {sheet.name[:60]: sheet.rows for sheet in sheets}
    for (sheet, row, column), (_, value) in fixes_of(batch).items():
        cells = by_name[sheet][row - 1]
        cells.extend([""] * (column + 1 - len(cells)))
        cells[column] = value


def shown(batch: Batch, importer: Importer) -> dict[Place, tuple[int, str]]:
    """As `fixes_of`, long numbers masked."""
    fields = _fields(batch)
    return {
        place: (pk, masked(value) if fields[place[0]].get(place[2]) in importer.sealed else value)
        for place, (pk, value) in fixes_of(batch).items()
    }


def _fields(batch: Batch) -> dict[str, dict[int, str]]:
    """Of each sheet its columns with their fields, as they were chosen."""
    chosen = {**ColumnMemory.of(batch.union_id, batch.kind), **batch.chosen}
    return {
        table["sheet"][:60]: {
            column_of(one["letter"]): chosen.get(key(one["heading"])[:80], one["field"]) for one in table["columns"]
        }
        for table in batch.seen
    }  # fmt: skip
