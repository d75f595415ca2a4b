"""The one door through which a sealed value is read, whatever page shows its mask."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from zhijia.kernel.actions import NotAllowed
from zhijia.kernel.scope.middleware import PageRequest
from zhijia.kernel.scope.rows import in_table
from zhijia.kernel.secrets.fields import SecretText
from zhijia.kernel.secrets.reveal import OTHER, PURPOSES, reveal


def masks(request: PageRequest, row: Any) -> list[dict[str, Any]]:
    """The sealed fields of a row as its page draws them (secrets/sealed.html): the mask, and whether it may be opened."""
    table = row._meta.db_table
    asked = request.session.get("purposes", {}).get(f"{table}:{row.pk}", "")
    may = type(row).objects.filter(type(row).may_reveal(request.seat), pk=row.pk).exists()
    return [
        {"table": table, "pk": row.pk, "name": field.name, "label": field.verbose_name, "mask": getattr(row, field.name),
         "may": may, "purposes": PURPOSES, "other": OTHER, "asked": asked}
        for field in row._meta.concrete_fields if isinstance(field, SecretText)
    ]  # fmt: skip


@require_POST
def open_sealed(request: PageRequest, table: str, pk: int, field: str) -> HttpResponse:
    """One sealed value in plain words, for this answer alone. The purpose is asked once per row and session."""
    row = in_table(table, pk)
    sealed = (
        {one.name: one for one in row._meta.concrete_fields if isinstance(one, SecretText)} if row else {}
    )
    if field not in sealed:
        raise NotAllowed()
    asked, place = request.session.get("purposes", {}), f"{table}:{pk}"
    chosen, words = request.POST.get("purpose", ""), request.POST.get("purpose_words", "").strip()[:200]
    purpose = words if words or chosen == OTHER else chosen if chosen in PURPOSES else asked.get(place, "")
    text = reveal(row, field, by=request.seat, purpose=purpose)
    request.session["purposes"] = {**asked, place: purpose}
    template = "secrets/revealed.html" if request.htmx else "secrets/revealed_page.html"
    response = render(request, template, {"row": row, "text": text, "label": sealed[field].verbose_name})
    response.headers["Cache-Control"] = "no-store"
    return response
