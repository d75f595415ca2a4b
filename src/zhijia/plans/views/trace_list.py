"""The list of traces: every number of this chapter opens here, and its total is that number."""

from decimal import Decimal
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, F, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhijia.kernel import clock
from zhijia.kernel.ui.chips import Chip, chips
from zhijia.plans.figures import measure as measure_of
from zhijia.plans.forms.trace_list import NEEDS_EVIDENCE, TraceFilter
from zhijia.plans.kinds import COLUMNS, by_code, kinds
from zhijia.plans.models import Task, Trace
from zhijia.plans.policy import RECORDERS

PER_PAGE = 50
PRINTED = 2000
SORTS = {"on": "日期", "persons": "人数", "person_times": "人次", "money": "金额", "measure": ""}


class _Known(Paginator):
    def __init__(self, rows: QuerySet, per_page: int, count: int) -> None:
        super().__init__(rows, per_page)
        self.count = count  # type: ignore[misc]  # the totals have counted already


@require_safe
def traces(request: HttpRequest) -> HttpResponse:
    place, seat = request.page_scope, request.seat
    form = TraceFilter(request.GET)
    rows = form.narrow(place.ask, seat)
    column = _column(form)
    totals = _totals(rows, column)
    sort = _sort(form, column)
    ordered = rows.annotate(measured=measure_of(column["code"])) if column else rows
    ordered = ordered.select_related("union", "kind", "recorded_by").order_by(*_order(sort))
    per_page = PRINTED if request.GET.get("all") else PER_PAGE
    page = _Known(ordered, per_page, totals["rows"]).get_page(request.GET.get("page"))
    shown = list(page)
    tasks = _tasks(shown, form.value("task"))
    for row in shown:
        row.own = row.union_id == seat.union_id
        row.task_seen = tasks.get(row.task_id)
        row.asks_evidence = row.own and not row.evidence and row.kind and row.kind.code in NEEDS_EVIDENCE
    found = [*_hidden_chips(form, tasks, column), *chips(form, skip=form.HIDDEN)]
    context = {
        "page": page,
        "rows": shown,
        "form": form,
        "place": place,
        "chips": found,
        "totals": totals,
        "column": column,
        "sort": sort,
        "sorts": _sorts(sort, column),
        "tabs": _tabs(form, place.ask, seat),
        "may_record": seat.office in RECORDERS,
        "printed_at": clock.now(),
        "fits_print": PER_PAGE < totals["rows"] <= PRINTED,
    }
    if not shown:
        context["drops"] = _drops(form, found, place.ask, seat)
    return render(request, "plans/traces.html", context)


def _column(form: TraceFilter) -> dict[str, str] | None:
    """The measure a number was opened by, when it is no column of the table anyway."""
    code = form.value("measure")
    if not code or code in COLUMNS:
        return None
    kind = by_code().get(form.value("kind"))
    known = kind.measures if kind else tuple(m for k in kinds() for m in k.measures)
    found = next((m for m in known if m.code == code), None)
    return {"code": code, "label": found.label if found else code, "unit": found.unit if found else ""}


def _totals(rows: QuerySet[Trace], column: dict[str, str] | None) -> dict[str, Any]:
    sums = {name: Sum(name) for name in ("persons", "person_times", "money", "evidence")}
    if column:
        sums["measured"] = Sum(measure_of(column["code"]))
    totals = rows.order_by().aggregate(rows=Count("pk"), **sums)
    if totals.get("measured") is not None:
        totals["measured"] = Decimal(totals["measured"])
    return totals


def _sort(form: TraceFilter, column: dict[str, str] | None) -> str:
    opened_by = "measure" if column else form.value("measure")
    asked = form.value("sort") or f"-{opened_by or 'on'}"
    name = asked.removeprefix("-")
    return asked if name in SORTS and (name != "measure" or column) else "-on"


def _order(sort: str) -> list[Any]:
    name = sort.removeprefix("-")
    field = F("measured" if name == "measure" else name)
    first = field.desc(nulls_last=True) if sort.startswith("-") else field.asc(nulls_last=True)
    return [first, "-pk"] if name == "on" else [first, "-on", "-pk"]


def _sorts(sort: str, column: dict[str, str] | None) -> dict[str, dict[str, str]]:
    """For each heading: the sort its link asks for, and what aria-sort says now. Numbers fall first."""
    heads = {}
    for name in SORTS:
        falling = sort == f"-{name}"
        now = "descending" if falling else "ascending" if sort == name else ""
        heads[name] = {"to": name if falling else f"-{name}", "now": now}
    return heads


def _tasks(rows: list[Trace], asked: Any) -> dict[int, Task]:
    """The tasks of these rows, as far as their plans may be seen: a draft of another union never shows here."""
    ids = {row.task_id for row in rows if row.task_id} | ({asked} if asked else set())
    return {task.pk: task for task in Task.objects.filter(pk__in=ids)} if ids else {}


def _hidden_chips(form: TraceFilter, tasks: dict[int, Task], column: dict[str, str] | None) -> list[Chip]:
    found = []
    if pk := form.value("task"):
        found.append(Chip("任务", str(tasks.get(pk, "看不到的任务")), "task"))
    if code := form.value("measure"):
        label = column["label"] if column else SORTS[code]
        found.append(Chip("只看填了", label, "measure"))
    return found


def _tabs(form: TraceFilter, ask: Any, seat: Any) -> list[dict[str, Any]]:
    """The usual cuts of this union and period, each with the number of rows its link shows."""
    base = TraceFilter({name: form.value(name) for name in ("u", "sub", "year", "period")})
    rows = base.narrow(ask, seat).order_by()
    cuts = {
        "": ("全部", Q(pk__isnull=False)),
        "mine=1": ("我记的", Q(recorded_by_id=seat.person_id)),
        "kind=none": ("还没选种类", Q(kind__isnull=True)),
    }
    if not ask.subtree:  # a reminder for one's own desk; nobody is measured by it from above
        cuts["evidence=none"] = ("应附凭据，还没附", Q(evidence=0, kind__code__in=NEEDS_EVIDENCE))
    counts = rows.aggregate(**{f"n{n}": Count("pk", filter=cut) for n, (_, cut) in enumerate(cuts.values())})
    now = {
        f"{name}={form.value(name)}"
        for name in ("q", "kind", "area", "month", "mine", "evidence", "state", "task", "measure")
        if form.value(name)
    }
    tabs = [
        {"query": query, "label": label, "count": counts[f"n{n}"], "on": now == ({query} if query else set())}
        for n, (query, (label, _)) in enumerate(cuts.items())
    ]
    return [tab for tab in tabs if tab["count"] or tab["on"] or not tab["query"]]


def _drops(form: TraceFilter, found: list[Chip], ask: Any, seat: Any) -> list[dict[str, Any]]:
    """Nothing was found: how many rows each condition keeps away, when it alone is dropped."""
    conditions = [(chip.name, f"{chip.label}：{chip.text}") for chip in found]
    if words := form.value("q"):
        conditions.insert(0, ("q", f"“{words}”"))
    counted = [
        {"name": name, "text": text, "count": form.narrow(ask, seat, without=name).count()}
        for name, text in conditions[:4]
    ]
    return [drop for drop in counted if drop["count"]]
