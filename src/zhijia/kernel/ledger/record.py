"""One row of a register: its page, the forms of its verbs, undo."""

from typing import Any

from django.forms import Form, RadioSelect
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from zhijia.kernel.actions import Action, NotAllowed, Refused, Stale, Unfit, offered, undoable
from zhijia.kernel.files.views import may_attach, strip
from zhijia.kernel.forms import refuse
from zhijia.kernel.ledger.columns import Mark
from zhijia.kernel.ledger.declaration import Ledger
from zhijia.kernel.scope import Seat
from zhijia.kernel.scope.middleware import PageRequest
from zhijia.kernel.secrets.views import masks
from zhijia.kernel.trail.told import told
from zhijia.kernel.ui.beside import links
from zhijia.kernel.ui.toast import say

SHORT = 60  # a field of at most so many characters shares its line
PAST = "这一条已经走到别的状态，现在不用办这一步。请刷新页面再看。"
TOO_LATE = "已经过了十分钟，或者后面又有别的改动，不能直接撤销了。请用“更正”或“作废”。"


@require_safe
def page(request: PageRequest, ledger: Ledger, pk: int) -> HttpResponse:
    return render(request, ledger.row_template, drawn(request, ledger, pk))


def drawn(request: PageRequest, ledger: Ledger, pk: int) -> dict[str, Any]:
    """What the page of one row shows; a register with more to say puts its own beside it (people/member_pages.py)."""
    ledger.admit(request.seat)
    row = ledger.found(pk)
    verbs: list[dict[str, Any]] = [
        {"verb": verb, "url": ledger.url("do", pk, verb.name), "why_not": why_not}
        for verb, why_not in offered(row, ledger.verbs, request.seat).items()
    ]
    step = ledger.next_step(row) or {}
    main = next((one for one in verbs if one["verb"].name == step.get("verb")), None)
    told_above = {column.label for column in (*ledger.key_facts, ledger.all_columns[0])}
    rest = [
        column
        for column in ledger.all_columns
        if column.label not in told_above
        and column.name not in ledger.sealed
        and not isinstance(column, Mark)
    ]
    context: dict[str, Any] = {
        "ledger": ledger, "row": row, "heading": ledger.all_columns[0].text(row), "mark": getattr(row, "mark", None),
        "facts": [(column, column.cell(row)) for column in ledger.key_facts], "step": step, "main": main,
        "rest": [(column, cell) for column in rest if (cell := column.cell(row))],
        "verbs": [one for one in verbs if one is not main],
        "dialogs": [one for one in verbs if not (one["verb"].asks or one["why_not"])],
        "closed": closed([one for one in verbs if one is not main]),
        "undo": undoable(row, request.seat), "undo_url": ledger.url("undo", pk), "trail": told(row),
        "beside": links(ledger.key, row, request.seat),
    }  # fmt: skip
    if ledger.sealed:
        context["sealed"] = masks(request, row)
    if hasattr(row, "may_attach"):
        context |= {"files": strip(row), "may_attach": may_attach(row, request.seat)}
    plain = ledger.row_template == Ledger.row_template
    context["bare"] = plain and not (context["rest"] or ledger.sealed or "files" in context)
    context |= ledger.more(row, request.seat)
    return context


def closed(verbs: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Why some verbs are closed: every reason once, after the verbs it stands against."""
    labels: dict[str, list[str]] = {}
    for one in verbs:
        if one["why_not"]:
            labels.setdefault(one["why_not"], []).append(one["verb"].label)
    return [("、".join(those), why) for why, those in labels.items()]


@require_http_methods(["GET", "HEAD", "POST"])
def make(request: PageRequest, ledger: Ledger, verb: str) -> HttpResponse:
    """The form of a verb that makes a row."""
    ledger.admit(request.seat)
    act = ledger.verb(verb)
    assert act is not None
    open_to(request.seat, act)
    return _asked(request, ledger, act, None)


def open_to(seat: Seat, act: Action) -> None:
    """A form that the list does not offer to the seat is refused before it is filled in, not after."""
    if not act.is_for(seat):
        raise NotAllowed(act.no_right)


@require_http_methods(["GET", "HEAD", "POST"])
def do(request: PageRequest, ledger: Ledger, pk: int, verb: str) -> HttpResponse:
    """A verb of an existing row. One that asks nothing but a reason has no page of its own."""
    ledger.admit(request.seat)
    row, act = ledger.found(pk), ledger.verb(verb)
    if act is None or act not in ledger.verbs:
        raise NotAllowed()
    if act.form:
        if why_not := offered(row, [act], request.seat).get(act, PAST):
            raise NotAllowed(why_not)
        return _asked(request, ledger, act, row)
    if request.method == "POST":
        reason = request.POST.get("reason", "")[:200]
        _done(request, ledger, act, _run(request, act, row, {"reason": reason}))
    return redirect(ledger.url("row", pk))


def _asked(request: PageRequest, ledger: Ledger, act: Action, row: Any) -> HttpResponse:
    if request.method != "POST":
        asks = (*act.form.names, *act.form.more) if row is None else ()
        given = {name: value for name, value in request.GET.items() if name in asks}
        return _drawn(
            request,
            ledger,
            act,
            row,
            act.form(ledger.model, initial=ledger.first_values(act, row, request.seat) | given),
        )
    form, status, conflict = act.form(ledger.model, request.POST), 422, None
    if form.is_valid():
        try:
            done = _run(request, act, row or ledger.model(), filled(ledger, form))
            return onward(request, _done(request, ledger, act, done))
        except Unfit as unfit:
            refuse(form, unfit.fields or {"": unfit.sentence})
        except Stale:
            status, row = 409, ledger.found(row.pk)
            conflict = _conflict(ledger, row, form)
        except NotAllowed:
            raise
        except Refused as refused:
            status = refused.status
            form.add_error(None, refused.sentence)
    return _drawn(request, ledger, act, row, form, status, conflict)


def onward(request: PageRequest, address: str) -> HttpResponse:
    """Away from a form that is done; where its part alone was asked for, the whole page goes."""
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


def filled(ledger: Ledger, form: Form) -> dict[str, Any]:
    """What the form tells the verb. A sealed field left blank stays as it is: its words were never shown."""
    return {name: value for name, value in form.cleaned_data.items() if value or name not in ledger.sealed}


def _run(request: PageRequest, act: Action, row: Any, values: dict[str, Any]) -> Any:
    sent = request.POST
    return act(row, by=request.seat, key=sent.get("key"), version=sent.get("version") or None, **values)


def _done(request: PageRequest, ledger: Ledger, act: Action, done: Any) -> str:
    """Say so, with its undo; the address to go on to."""
    undo = ledger.url("undo", done.pk) if act.undo and ledger.has_rows_pages else ""
    say(request, f"{act.label}，已存：{done}。", undo=undo, version=done.version)
    return ledger.url("row", ledger.went_to(done)) if ledger.has_rows_pages else ledger.url()


def _conflict(ledger: Ledger, row: Any, form: Form) -> dict[str, Any]:
    """Both texts side by side: what stands in the register by now, and what was typed here."""
    lines = []
    for name, mine in form.cleaned_data.items():
        theirs = getattr(row, name, mine)
        if name not in ledger.sealed and (theirs or "") != (mine or ""):
            words = dict(getattr(form.fields[name], "choices", None) or ())
            shown = {"theirs": words.get(theirs, theirs), "mine": words.get(mine, mine)}
            lines.append({"label": form.fields[name].label, **shown})
    last = next(iter(told(row)), {"who": "", "at": None})
    return {"rows": lines, "discard": ledger.url("row", row.pk), "who": last["who"], "at": last["at"]}


def _drawn(
    request: PageRequest,
    ledger: Ledger,
    act: Action,
    row: Any,
    form: Form,
    status: int = 200,
    conflict: Any = None,
) -> HttpResponse:
    words = ledger.suggestions(request.seat)
    for name in words.keys() & form.fields.keys():
        form.fields[name].widget.attrs["list"] = f"words-{name}"
    stands = row is not None and (conflict or request.method != "POST")
    context = {
        "ledger": ledger, "verb": act, "form": form, "row": row, "conflict": conflict, "words": words,
        "version": row.version if stands else request.POST.get("version", ""),
        "back": ledger.url("row", row.pk) if row else ledger.url(), "fields": [(b, is_short(b.field)) for b in form],
    }  # fmt: skip
    return render(
        request, "ledger/form.html" if request.htmx else "ledger/form_page.html", context, status=status
    )


def is_short(field: Any) -> bool:
    one_line = hasattr(field.widget, "input_type") and not isinstance(field.widget, RadioSelect)
    return one_line and (getattr(field, "max_length", 0) or 0) <= SHORT


@require_POST
def undo(request: PageRequest, ledger: Ledger, pk: int) -> HttpResponse:
    """Take the latest change back; which verb does it, the trail says."""
    ledger.admit(request.seat)
    row = ledger.found(pk)
    act = undoable(row, request.seat)
    if act is None:
        raise NotAllowed(TOO_LATE)
    say(request, f"已撤销：{_run(request, act, row.pk, {'reason': ''})}。")
    return redirect(ledger.url("row", pk))
