"""A workbook of rows, for tests: checked alone, or taken in and checked as a batch."""

from zhijia.kernel.imports import checking, importers
from zhijia.kernel.imports.actions import check, take_in
from zhijia.kernel.imports.models import Batch
from zhijia.sheetreader import read
from zhijia.sheetreader.tests.books import xlsx


def judged(kind, by, *rows):
    plan = checking.plan(importers()[kind], read(xlsx(("表", list(rows)))))
    checking.judge(importers()[kind], plan.lines, by)
    return plan.lines


def brought(kind, by, *rows):
    return check(take_in(Batch(kind=kind, name="表.xlsx"), by=by, data=xlsx(("表", list(rows)))), by=by)
