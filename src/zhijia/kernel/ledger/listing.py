"""The list of a register: rows first, counts after; how one likes it; conditions kept under a name; on paper."""

import zlib
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from zhijia.kernel import clock
from zhijia.kernel.actions import NotAllowed, Unfit, action
from zhijia.kernel.figures import Value, figure, known, read
from zhijia.kernel.imports import import_page
from zhijia.kernel.ledger.declaration import Ledger
from zhijia.kernel.ledger.look import SIZES, Look
from zhijia.kernel.ledger.models import KeptFilter, ListLook
from zhijia.kernel.ledger.spans import one_word
from zhijia.kernel.scope import Seat
from zhijia.kernel.scope.middleware import PageRequest
from zhijia.kernel.typed import whole
from zhijia.kernel.ui.toast import say

PRINTED = 500


def look_of(request: PageRequest, ledger: Ledger) -> Look:
    ledger.admit(request.seat)
    return Look(ledger, request.GET, request.page_scope, request.seat)


@require_safe
def page(request: PageRequest, ledger: Ledger) -> HttpResponse:
    if (told := one_word(request.GET, ledger.conditions)) is not None:
        return redirect(f"{request.path}?{told.urlencode()}")
    look = look_of(request, ledger)
    context = {
        "ledger": ledger, "look": look, "page": look.page, "lines": look.lines(), "form": look.form,
        "chips": look.chips, "place": look.place, "sizes": SIZES, "kept": _kept(look), "heads": _heads(look),
        "new": [(verb, ledger.url(verb.name)) for verb in ledger.new if verb.is_for(request.seat)],
        "query": request.GET.urlencode(),
        "urls": {name: ledger.url(name) for name in ("counts", "looks", "keep", "export", "print")},
        "imports": import_page(request.seat, f"{ledger.app}:{ledger.name}"),
        "ways": [(label, reverse(name)) for label, name in ledger.ways],
        "bulk": look.bulk, "below": ledger.below if look.place.subtree else ("", ""),
    }  # fmt: skip
    if look.bulk:
        context["urls"]["bulk"] = ledger.url("bulk")
    if "counts" in request.GET:  # for browsers without script
        context |= _counted(look)
    if not context["lines"]:
        context["drops"] = look.drops()
    return render(request, "ledger/list.html", context)


def _heads(look: Look) -> list[dict[str, Any]]:
    """For each heading: what its link sorts by, what aria-sort says now, how wide it was drawn."""
    heads = []
    for column in look.columns:
        falling, rising = look.sort == f"-{column.name}", look.sort == column.name
        now = "descending" if falling else "ascending" if rising else ""
        to = f"-{column.name}" if rising else column.name
        heads.append(
            {"column": column, "to": to, "now": now, "width": whole(look.liked.widths.get(column.name))}
        )
    return heads


@require_safe
def counts(request: PageRequest, ledger: Ledger) -> HttpResponse:
    """Tabs, total, sums and the full pager, fetched once the rows stand."""
    look = look_of(request, ledger)
    context = {"ledger": ledger, "look": look, "place": look.place, "part": True, **_counted(look)}
    return render(request, "ledger/counts.html", context)


def _counted(look: Look) -> dict[str, Any]:
    total, tabs, sums = look.counts()
    page = look.page
    page.paginator.count = total  # known now, so nobody asks again
    counted = _opened_figure(look)
    cells = [(column, sums.get(column.name)) for column in look.columns[1:]]
    summed = any(column.total for column in look.columns)
    beyond = max(counted.rows - total, 0) if counted else 0
    return {
        "page": page, "total": total, "tabs": tabs, "sums": cells if summed else [], "counted": counted, "beyond": beyond
    }  # fmt: skip


def _opened_figure(look: Look) -> Value | None:
    """The figure whose number was opened, while the list still shows nothing but it.

    It counts rows where they stood on their day (architecture §7); the list has those in reach today.
    """
    code = look.asked.get("figure", "")
    if not known(code):
        return None
    opened = QueryDict(urlsplit(Value(figure(code), look.place.ask, None, 0).rows_url).query)
    asked = {name: look.asked[name] for name in look.asked if name not in ("page", "sort", "counts")}
    return read([code], look.place.ask)[code] if asked == opened.dict() else None


# --- how one likes it --------------------------------------------------------------------------------------


@require_POST
def looks(request: PageRequest, ledger: Ledger) -> HttpResponse:
    """Remember columns, their order and width, and rows a page; `default` forgets them."""
    ledger.admit(request.seat)
    liked = ListLook.objects.get_or_create(person_id=request.seat.person_id or 0, ledger=ledger.key)[0]
    if request.POST.get("default"):
        liked.columns, liked.widths = [], {}
    elif "column" in request.POST:
        liked.columns = [name for name in request.POST.getlist("column") if name in ledger.by_name]
    if (size := whole(request.POST.get("size"))) in SIZES:
        liked.size = size
    name, width = request.POST.get("of", ""), whole(request.POST.get("width"))
    if name in ledger.by_name and width:
        liked.widths = {**liked.widths, name: min(max(width, 40), 900)}
    liked.save()
    return HttpResponse(status=204) if request.htmx else back_to_list(request, ledger)


def back_to_list(request: PageRequest, ledger: Ledger) -> HttpResponse:
    query = request.GET.urlencode()
    return redirect(f"{ledger.url()}?{query}" if query else ledger.url())


# --- conditions kept under a name ----------------------------------------------------------------------------


@action(KeptFilter, allowed=lambda seat: KeptFilter.may_see(seat), label="存为常用")
def keep(kept: KeptFilter, *, by: Seat, name: str, shared: bool) -> None:
    """Keep the conditions of a list; shared, everybody of the union finds them."""
    kept.name, kept.shared = name.strip(), shared
    kept.union_id, kept.person_id = by.union_id or 0, by.person_id or 0
    if not kept.name or len(kept.name) > 20:
        raise Unfit("请给这组条件起个名字，最多 20 个字。")
    if KeptFilter.objects.filter(ledger=kept.ledger, name=kept.name, state="kept").exists():
        raise Unfit(f"已经有一组叫“{kept.name}”的了。请换个名字，或者先删掉那一组。")


@action(KeptFilter, allowed=lambda seat: KeptFilter.may_see(seat), label="删掉常用")
def forget(kept: KeptFilter, *, by: Seat) -> None:
    """Nobody finds these conditions under this name any more."""
    if kept.person_id != by.person_id:
        raise NotAllowed("这是同事存的，由存的人删。")


def _kept(look: Look) -> list[KeptFilter]:
    return list(KeptFilter.objects.filter(ledger=look.ledger.key, state="kept").order_by("pk")[:20])


@require_POST
def keep_conditions(request: PageRequest, ledger: Ledger) -> HttpResponse:
    ledger.admit(request.seat)
    asked = request.GET.copy()
    for name in ("page", "u", "sub", "year", "period", "figure"):
        asked.pop(name, None)
    kept = KeptFilter(ledger=ledger.key, query=asked.urlencode()[:500])
    keep(kept, by=request.seat, key=request.POST.get("key"), name=request.POST.get("name", ""),
         shared=bool(request.POST.get("shared")))  # fmt: skip
    say(request, f"已存为常用：{kept.name.strip()}。")
    return back_to_list(request, ledger)


@require_POST
def forget_conditions(request: PageRequest, pk: int) -> HttpResponse:
    kept = forget(pk, by=request.seat, key=request.POST.get("key"))
    say(request, f"已从常用里删掉：{kept.name}。")
    return redirect(reverse(kept.ledger.replace(".", ":")))


# --- on paper ------------------------------------------------------------------------------------------------


@require_safe
def on_paper(request: PageRequest, ledger: Ledger) -> HttpResponse:
    """The rows of the list as a sheet to sign: same conditions, same columns, same masks."""
    look = look_of(request, ledger)
    rows = list(look.rows[: PRINTED + 1])
    shown = rows[:PRINTED]
    lines = [[(column, column.cell(row)) for column in look.columns] for row in shown]
    sums = [
        (column, sum(filter(None, map(column.value, shown))) if column.total else None)
        for column in look.columns[1:]
    ]
    check = zlib.crc32(repr([(row.pk, row.version) for row in shown]).encode())
    context = {
        "ledger": ledger, "look": look, "lines": lines, "place": look.place, "chips": look.chips, "sums": sums,
        "summed": any(column.total for column in look.columns), "printed_at": clock.now(), "most": PRINTED,
        "cut": len(rows) > PRINTED, "check": f"{clock.today():%Y%m%d}-{check:08X}", "wide": len(look.columns) > 8,
        "query": request.GET.urlencode(),
    }  # fmt: skip
    return render(request, "ledger/paper.html", context)
