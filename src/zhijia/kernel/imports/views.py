"""The pages of an import: upload, columns, check, done (pictures 04 and 04b)."""

from typing import Any
from urllib.parse import quote, urlencode

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhijia.kernel.actions import Blocked, NotAllowed, Refused, Unfit
from zhijia.kernel.exports.writers import TYPES
from zhijia.kernel.imports import checking, importers, mending, problem_book
from zhijia.kernel.imports.actions import check, drop, opened_book, take_in, undo
from zhijia.kernel.imports.declaration import Importer
from zhijia.kernel.imports.jobs import check_file, write_file
from zhijia.kernel.imports.models import Batch, ColumnMemory
from zhijia.kernel.jobs import start
from zhijia.kernel.jobs.models import Job
from zhijia.kernel.scope.middleware import PageRequest
from zhijia.kernel.typed import whole
from zhijia.kernel.ui.toast import say
from zhijia.sheetreader.model import column_of, key

PER_PAGE = 50
FIXED = "已自动改好"
AT_ONCE = 300_000  # bytes: a smaller file is checked while one waits


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: PageRequest, kind: str) -> HttpResponse:
    """Choose a file; what one has begun before is found here again."""
    importer = _importer(request, kind)
    context: dict[str, Any] = {"importer": importer, "step": 1}
    status = 200
    if request.method == "POST":
        upload = request.FILES.get("file")
        try:
            if upload is None:
                raise Blocked("还没有选文件。请先选一个 Excel 或 CSV 文件。")
            batch = Batch(kind=kind, name=str(upload.name or "表格")[-120:])
            batch = take_in(batch, by=request.seat, key=request.POST.get("key"), data=upload.read())
            return redirect("imports:batch", batch.pk)
        except Blocked as blocked:
            context["wrong"], status = blocked.sentence, 422
    mine = Batch.objects.filter(kind=kind).exclude(state="dropped").defer("seen", "kinds", "passed")
    context["mine"] = mine.order_by("-asked_at", "-pk")[:10]
    return render(request, "imports/begin.html", context, status=status)


@require_safe
def template(request: PageRequest, kind: str) -> HttpResponse:
    importer = _importer(request, kind)
    return _file(problem_book.template(importer), f"{importer.title}导入模板.xlsx")


@require_safe
def sample(request: PageRequest, kind: str) -> HttpResponse:
    """A workbook to try it with, where the installation offers one."""
    importer = _importer(request, kind)
    if importer.sample is None:
        raise NotAllowed("这里没有可以试用的文件。请下载模板来填。")
    return _file(importer.sample(request.seat), f"{importer.title}试用表.xlsx")


def _file(data: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=TYPES["xlsx"])
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    answer["Cache-Control"] = "no-store"
    return answer


# --- one import ------------------------------------------------------------------------------------------------


@require_safe
def batch(request: PageRequest, pk: int) -> HttpResponse:
    """Where this import stands: its columns, what the check found, or what came of it."""
    row, importer = _own(request, pk)
    job = Job.objects.filter(args__batch=pk).order_by("-pk").first()
    context = {"batch": row, "importer": importer, "job": job}
    if job and job.is_open:
        return render(request, "imports/working.html", context | {"step": 4 if row.state == "checked" else 3})
    if row.state == Batch.State.UPLOADED or (row.state == Batch.State.CHECKED and "columns" in request.GET):
        return render(request, "imports/columns.html", context | _columns(row, importer))
    if row.state == Batch.State.CHECKED:
        return render(request, "imports/check.html", context | _found(request, row, importer))
    return render(request, "imports/done.html", context | _offered(request, row, importer) | {"step": 4})


def _columns(row: Batch, importer: Importer) -> dict[str, Any]:
    """The columns of all tables, each heading once: those that want a look first in words, in their order on the page."""
    chosen = {**ColumnMemory.of(row.union_id, row.kind), **row.chosen}
    columns: dict[str, dict[str, Any]] = {}
    for table in row.seen:
        for one in table["columns"]:
            place = columns.setdefault(key(one["heading"])[:80], {**one, "key": key(one["heading"])[:80]})
            place["field"] = chosen.get(place["key"], place["field"])
    taken = {one["field"] for one in columns.values()}
    lacking = [one.label for one in importer.fields if one.needed and one.code not in taken]
    offered: list[dict[str, Any]] = [
        {"code": one.code, "label": one.label, "hint": one.hint, "needed": one.needed}
        for one in importer.columns
    ]
    hints = {one["code"]: one for one in offered}
    for one in columns.values():
        about = hints.get(one["field"])
        one["told"] = (
            ""
            if about is None
            else "，".join(filter(None, ["必填" if about["needed"] else "", about["hint"]]))
        )
    return {"columns": list(columns.values()), "offered": offered, "lacking": lacking, "step": 2,
            "matched": sum(bool(one["field"]) for one in columns.values())}  # fmt: skip


def _offered(request: PageRequest, row: Batch, importer: Importer) -> dict[str, Any]:
    """The rows for which another verb could do something, a page of them."""
    if importer.offer is None:
        return {}
    lines = row.lines.exclude(offer={}).order_by("pk")
    page = Paginator(lines, PER_PAGE).get_page(request.GET.get("page"))
    return {"offers": page, "offer_count": page.paginator.count, "offer": importer.offer}


def _found(request: PageRequest, row: Batch, importer: Importer) -> dict[str, Any]:
    """What the check has to say, cut by kind. What was put right by itself is counted, and shown when asked for."""
    what, only = request.GET.get("what", ""), request.GET.get("only", "")
    errors = [(name, count) for level, name, count in row.kinds if level == "error"]
    told = [(name, count) for level, name, count in row.kinds if level == "warning"]
    fixed = [one for one in told if one[0].endswith(FIXED)]
    asked = [one for one in told if one not in fixed]
    lines = row.lines.all()
    if what:
        lines = lines.filter(whats__contains=[what])
    elif only == "changed":
        lines = lines.filter(verdict="changed")
    else:
        wanted = Q(verdict="error")
        for name, _ in asked:
            wanted |= Q(whats__contains=[name])
        lines = lines.filter(wanted)
    page = Paginator(lines.order_by("pk"), PER_PAGE).get_page(request.GET.get("page"))
    totals, fixes = row.totals, mending.shown(row, importer)
    return _offered(request, row, importer) | {
        "page": page, "what": what, "only": only, "errors": errors, "warnings": asked, "fixed": fixed,
        "good": totals["new"] + totals["changed"] + totals["unchanged"], "writes": totals["new"] + totals["changed"],
        "error_count": sum(n for _, n in errors), "warning_count": sum(n for _, n in asked), "several": len(row.seen) > 1,
        "all_count": sum(n for _, n in (*errors, *asked)), "step": 3, "mended": len(fixes), "stale": not row.digest,
        "groups": _groups(row, page, what, fixes), "words": _words(row, importer, request),
    }  # fmt: skip


def _groups(
    row: Batch, page: Any, what: str, fixes: dict[mending.Place, tuple[int, str]]
) -> list[dict[str, Any]]:
    """The problems of a page of lines by their kind, mistakes first; where a cell was put right, what stands there now."""
    groups: dict[tuple[str, str], dict[str, Any]] = {
        (level, name): {"what": name, "level": level, "count": count, "places": [], "advised": 0, "mended": 0}
        for level, name, count in sorted(row.kinds, key=lambda one: one[0] != "error")
    }
    for line in page:
        for cell, level, name, message, fix, written in line.problems:
            if name != what if what else name.endswith(FIXED):
                continue
            column, group = column_of(cell), groups[level, name]
            done = fixes.get((line.sheet, line.row, column))
            group["advised"] += bool(fix) and not done
            group["mended"] += bool(done)
            group["places"].append({
                "line": line, "cell": cell, "message": message, "fix": fix, "written": written, "done": done,
                "open": level == "error" and column >= 0,
            })  # fmt: skip
    return [group for group in groups.values() if group["places"]]


def _words(row: Batch, importer: Importer, request: PageRequest) -> list[str]:
    """Names and choices on offer in the cells of the kinds that are shown."""
    words = {word: None for code in importer.alike for word in importer.words_for(code, request.seat)}
    return list(words)[:400]


@require_POST
def mend_cell(request: PageRequest, pk: int) -> HttpResponse:
    """One cell put right, what was put right taken back, or every proposal of a kind taken."""
    row, _ = _own(request, pk)
    sent, key_sent = request.POST, request.POST.get("key")
    what = sent.get("what", "")[:60]
    try:
        if sent.get("do") == "advice":
            mending.take_advice(row.pk, by=request.seat, key=key_sent, what=what)
        elif sent.get("do") == "back":
            mending.unmend(
                row.pk, by=request.seat, key=key_sent, fix=whole(sent.get("fix", "")) or 0, what=what
            )
        else:
            line, cell = whole(sent.get("line", "")) or 0, sent.get("cell", "")[:12]
            mending.mend(
                row.pk, by=request.seat, key=key_sent, line=line, cell=cell, value=sent.get("value", "")
            )
    except Unfit as unfit:
        say(request, f"{sent.get('cell', '')[:12]}：{unfit.sentence}", bad=True)
    return _back(request, pk)


def _back(request: PageRequest, pk: int) -> HttpResponse:
    """To the same cut of the list."""
    kept = {name: value for name in ("what", "only", "page") if (value := request.GET.get(name))}
    return redirect(f"{reverse('imports:batch', args=[pk])}{'?' if kept else ''}{urlencode(kept)}")


@require_POST
def again(request: PageRequest, pk: int) -> HttpResponse:
    """Check once more, with what was put right."""
    row, importer = _own(request, pk)
    _checked(request, row, importer, {})
    return redirect("imports:batch", pk)


@require_POST
def offer(request: PageRequest, pk: int) -> HttpResponse:
    """What another chapter's verb can do for the chosen rows: each through the same door as a single one."""
    row, importer = _own(request, pk)
    if importer.offer is None:
        raise NotAllowed()
    chosen = row.lines.filter(
        pk__in=[n for n in map(whole, request.POST.getlist("line")[:PER_PAGE]) if n]
    ).exclude(offer={})
    done = missed = 0
    for line in chosen:
        about = {name: value for name, value in line.offer.items() if name != "told"}
        try:
            told, done = importer.offer.run(about, request.seat, f"offer-{pk}-{line.pk}"), done + 1
        except Refused as refused:
            told, missed = refused.sentence, missed + 1
        line.offer = {**about, "told": told}
        line.save(update_fields=["offer"])
    say(request, f"{importer.offer.label}：办了 {done} 个" + (f"，{missed} 个没有办，原因写在后面。" if missed else "。")
        if done or missed else "还没有选人。请先勾选，再按要办的事。", bad=not done)  # fmt: skip
    return _back(request, pk)


def _checked(request: PageRequest, row: Batch, importer: Importer, wants: dict[str, Any]) -> None:
    """At once where the file is small, else as a job."""
    sent = request.POST
    if row.size <= AT_ONCE:
        check(row.pk, by=request.seat, key=sent.get("key"), version=sent.get("version"), **wants)
    else:
        title = f"检查导入文件：{importer.title}"
        start(
            check_file,
            by=request.seat,
            key=sent.get("key"),
            title=title,
            words={"wants": wants},
            batch=row.pk,
        )


@require_POST
def columns(request: PageRequest, pk: int) -> HttpResponse:
    """The columns as they were chosen; then the check, at once or as a job."""
    row, importer = _own(request, pk)
    codes = {one.code for one in importer.columns} | {""}
    sent = request.POST
    chosen = {
        name[4:][:80]: value for name, value in sent.items() if name.startswith("col-") and value in codes
    }
    taken = [code for code in chosen.values() if code]
    doubled = next((code for code in taken if taken.count(code) > 1), "")
    if doubled:
        say(request, f"有两列都对应到“{importer.label(doubled)}”。请把其中一列改成“不导入”。", bad=True)
        return redirect("imports:batch", pk)
    headers = {
        table["sheet"]: number for n, table in enumerate(row.seen) if (number := whole(sent.get(f"header-{n}")))
        and number != table["header"]
    }  # fmt: skip
    wants: dict[str, Any] = {
        "chosen": chosen,
        "headers": {**row.headers, **headers},
        "remember": bool(sent.get("remember")),
    }
    _checked(request, row, importer, wants)
    return redirect("imports:batch", pk)


@require_POST
def confirm_batch(request: PageRequest, pk: int) -> HttpResponse:
    row, importer = _own(request, pk)
    if row.state != Batch.State.CHECKED:
        raise Blocked("这次导入现在不能确认：要先检查，而且只能确认一次。请回到这次导入的页面再看。")
    title = f"导入{importer.title}：{row.totals['new'] + row.totals['changed']:,} 行"
    start(write_file, by=request.seat, key=request.POST.get("key"), title=title, batch=pk)
    return redirect("imports:batch", pk)


@require_POST
def undo_batch(request: PageRequest, pk: int) -> HttpResponse:
    row, importer = _own(request, pk)
    undo(row.pk, by=request.seat, key=request.POST.get("key"))
    say(request, f"已撤销这次导入，{importer.title}台账回到了导入以前。")
    return redirect("imports:batch", pk)


@require_POST
def drop_batch(request: PageRequest, pk: int) -> HttpResponse:
    row, _ = _own(request, pk)
    drop(row.pk, by=request.seat, key=request.POST.get("key"))
    say(request, "已放弃这次导入，文件已经删除，台账没有变。")
    return redirect("imports:begin", row.kind)


@require_safe
def problems(request: PageRequest, pk: int) -> HttpResponse:
    """The rows that cannot be taken in, with the reasons in place: to be put right and handed in again."""
    row, importer = _own(request, pk)
    sheets = opened_book(row)
    tables = checking.tables(importer, sheets, row.headers)
    book = problem_book.of_problems(sheets, tables, row.lines.filter(verdict="error"))
    return _file(book, f"有问题的行-{row.name.rsplit('.', 1)[0]}.xlsx")


def _importer(request: PageRequest, kind: str) -> Importer:
    importer = importers().get(kind)
    if importer is None:
        raise NotAllowed("没有这一种导入。请从台账页面上的“导入”进来。")
    importer.admit(request.seat)
    return importer


def _own(request: PageRequest, pk: int) -> tuple[Batch, Importer]:
    row = Batch.objects.filter(pk=pk).first()
    if row is None:
        raise NotAllowed("没有找到这次导入。导入只有上传的人，用上传时的身份看得到。")
    return row, _importer(request, row.kind)
