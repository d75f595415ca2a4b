"""The addresses of a register, and those that all registers share."""

from typing import Any

from django.urls import URLPattern, path

from zhijia.kernel.ledger import bulk, export, listing, record
from zhijia.kernel.ledger.declaration import Ledger


def of(ledger: Ledger) -> list[URLPattern]:
    """List, parts and files; rows with their verbs where the register has pages for them."""
    here = ledger.name
    pages = {
        "": listing.page, "counts": listing.counts, "looks": listing.looks, "keep": listing.keep_conditions,
        "print": listing.on_paper, "export": export.ask,
    }  # fmt: skip
    if ledger.bulk:
        pages["bulk"] = bulk.run
    found = [
        _path(ledger, f"{here}/{page}/" if page else f"{here}/", view, page) for page, view in pages.items()
    ]
    if ledger.bulk:
        found.append(_path(ledger, f"{here}/bulk/<int:pk>/", bulk.done, "bulk_done"))
    for verb in ledger.new:
        found.append(
            path(
                f"{here}/{verb.name}/",
                record.make,
                {"ledger": ledger, "verb": verb.name},
                name=f"{here}_{verb.name}",
            )
        )
    if ledger.has_rows_pages:
        row = f"{here}/<int:pk>/"
        found += [
            _path(ledger, row, record.page, "row"),
            _path(ledger, f"{row}do/<slug:verb>/", record.do, "do"),
            _path(ledger, f"{row}undo/", record.undo, "undo"),
        ]
    return found


def _path(ledger: Ledger, route: str, view: Any, page: str) -> URLPattern:
    name = f"{ledger.name}_{page}" if page else ledger.name
    return path(route, view, {"ledger": ledger}, name=name)


app_name = "lists"
urlpatterns = [
    path("kept/<int:pk>/forget/", listing.forget_conditions, name="forget"),
]
