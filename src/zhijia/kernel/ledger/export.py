"""A file of what the list shows: this filter, these columns, the same masks. A long one is made by the worker."""

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from zhijia.kernel import clock
from zhijia.kernel.actions import NotAllowed, Unfit
from zhijia.kernel.exports.actions import export, make
from zhijia.kernel.exports.models import MadeFile
from zhijia.kernel.exports.writers import WRITERS
from zhijia.kernel.imports import refs_of
from zhijia.kernel.jobs import Progress, Result, job, start
from zhijia.kernel.ledger.declaration import Ledger, ledgers
from zhijia.kernel.ledger.listing import look_of
from zhijia.kernel.ledger.look import Look
from zhijia.kernel.scope import Seat, place_of
from zhijia.kernel.scope.middleware import PageRequest

AT_ONCE = 5000  # rows written while one waits; about a second
LONGEST = 2000  # characters of conditions


@require_POST
def ask(request: PageRequest, ledger: Ledger) -> HttpResponse:
    look, kind = look_of(request, ledger), request.POST.get("as", "xlsx")
    if kind not in WRITERS:
        raise NotAllowed("只能导出 Excel 或 CSV。请回列表重新选。")
    query, key = request.GET.urlencode(), request.POST.get("key")
    if len(query) > LONGEST:
        raise Unfit("筛选的条件太长了，导不出来。请回列表少选几个条件，再导出。")
    ids = list(look.rows.values_list("pk", flat=True))
    made = MadeFile(
        ledger=ledger.key, kind=kind, query=query, rows=len(ids), columns=[column.name for column in look.columns],
        name=f"{ledger.title}{clock.today():%Y%m%d}.{kind}",
    )  # fmt: skip
    made = export(made, by=request.seat, key=key)
    if len(ids) > AT_ONCE:
        title = f"导出{ledger.title}，{len(ids):,} {ledger.unit}"
        start(write_file, by=request.seat, key=key, title=title, made=made.pk)
    elif made.state == MadeFile.State.MAKING:
        make(made, written(made, look), ids, look.fetched, by=request.seat)
    return redirect("exports:made", made.pk)


def written(made: MadeFile, look: Look) -> list[Any]:
    """The columns of the list; in a workbook also the hidden ones by which an import finds the rows again."""
    refs = refs_of(f"{look.ledger.app}:{look.ledger.name}") if made.kind == "xlsx" else []
    return [*look.columns, *refs]


@job("导出台账")
def write_file(progress: Progress, *, by: Seat, made: int) -> Result:
    """The rows as they are now, in the columns that were shown when the file was asked for.

    Idempotent: the file has its place by the id of its row, and the row says it is there with the end of the job.
    """
    row = MadeFile.objects.get(pk=made)
    ledger, asked = ledgers()[row.ledger], QueryDict(row.query)
    ledger.admit(by)
    look = Look(ledger, asked, place_of(asked, by), by)
    look.columns = [ledger.by_name[name] for name in row.columns if name in ledger.by_name]
    ids = list(look.rows.values_list("pk", flat=True))
    make(row, written(row, look), ids, look.fetched, by=by, progress=progress)
    told = f"{len(ids):,} {ledger.unit}，文件留一天。"
    return Result(told, url=reverse("exports:made", args=[row.pk]), label="去下载")
