"""A file of what the list shows: this filter, these columns, the same masks."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from zhijia.kernel import clock
from zhijia.kernel.actions import NotAllowed
from zhijia.kernel.exports.actions import export, make
from zhijia.kernel.exports.models import MadeFile
from zhijia.kernel.exports.writers import WRITERS
from zhijia.kernel.imports import refs_of
from zhijia.kernel.ledger.declaration import Ledger
from zhijia.kernel.ledger.listing import look_of
from zhijia.kernel.scope.middleware import PageRequest


@require_POST
def ask(request: PageRequest, ledger: Ledger) -> HttpResponse:
    look, kind = look_of(request, ledger), request.POST.get("as", "xlsx")
    if kind not in WRITERS:
        raise NotAllowed("只能导出 Excel 或 CSV。请回列表重新选。")
    ids = list(look.rows.values_list("pk", flat=True))
    made = MadeFile(
        ledger=ledger.key, kind=kind, query=request.GET.urlencode()[:2000], rows=len(ids),
        columns=[column.name for column in look.columns], name=f"{ledger.title}{clock.today():%Y%m%d}.{kind}",
    )  # fmt: skip
    made = export(made, by=request.seat, key=request.POST.get("key"))
    if made.state == MadeFile.State.MAKING:
        refs = refs_of(f"{ledger.app}:{ledger.name}") if kind == "xlsx" else []
        make(
            made, [*look.columns, *refs], ids, look.fetched, by=request.seat
        )  # the queue takes this over when its worker joins
    return redirect("exports:made", made.pk)
