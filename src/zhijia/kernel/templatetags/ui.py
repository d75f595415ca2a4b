"""Template library `ui`: the components that take values. Templates draw, they do not ask.

`{% load ui %}`; the list with examples is in kernel/ui/README.md, all states are on /design/.
"""

import datetime as dt
import json
import uuid
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django import forms, template
from django.core.paginator import Page
from django.forms import BoundField, Form
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from zhijia.kernel import clock
from zhijia.kernel.ui import beside as offers
from zhijia.kernel.ui.safe import safe

register = template.Library()

STATES = {
    "draft": "pencil",
    "doing": "progress",
    "fix": "arrow-back-up",
    "late": "alert-triangle",
    "done": "circle-check",
    "todo": "clock",
    "archived": "archive",
    "void": "ban",
}
SEGMENTS = [("ok", "完成"), ("doing", "进行中"), ("late", "逾期"), ("none", "未开始")]
GROUPED = forms.RadioSelect | forms.CheckboxSelectMultiple
FAR = 60  # days from which a date says more than a count of days


@register.simple_tag
@cache  # there are some dozens, and a page draws a hundred
def icon(name: str, css: str = "") -> SafeString:
    """`{% icon "home" %}`: one drawing of the sprite; the words beside it say what it means."""
    sprite = static("vendor/icons.svg")
    return format_html('<svg class="ti {}" aria-hidden="true"><use href="{}#{}"/></svg>', css, sprite, name)


@register.simple_tag
def status(kind: str, text: str, large: bool = False) -> SafeString:
    """`{% status "late" "已逾期" %}`: draft doing fix late done todo archived void. Icon, word and colour."""
    css = f"{kind} lg" if large else kind
    return format_html('<span class="zj-s {}">{}{}</span>', css, icon(STATES[kind]), text)


# Numbers, money, days


@register.filter
def number(value: Any, unit: str = "") -> str:
    """`{{ n|number:"人" }}` → 13,200人 (the browser sets the thin gap). Nothing recorded is 未填, never 0."""
    return "未填" if value is None or value == "" else f"{_trim(value):,}{unit}"


@register.filter
def plain_number(value: Any, unit: str = "") -> str:
    """The same for running text of an official document: no thousands mark."""
    return "" if value is None or value == "" else f"{_trim(value)}{unit}"


@register.filter
def money(value: Any, form: str = "") -> str:
    """`{{ m|money }}` → 6,000元, cents where there are some; `:"cents"` always two, `:"wan"` 38.64万元."""
    if value is None or value == "":
        return "未填"
    yuan = Decimal(str(value))
    if form == "wan":
        return f"{_round(yuan / 10000):,}万元"
    return f"{_round(yuan):,}元" if form == "cents" else f"{_trim(_round(yuan)):,}元"


@register.filter
def day(value: dt.date | None, form: str = "") -> str:
    """A date as the office says it.

    `{{ d|day }}` 今天 / 2026-11-25 · `:"due"` 今天到期 / 还有 5 天 / 已逾期 5 天, far away the date
    · `:"text"` 11月20日 (another year: 2025年11月20日) · `:"short"` 11-20. A moment adds its time: 今天 9:30.
    """
    if value is None:
        return "未填"
    date, time = _split(value)
    today = clock.today()
    if form == "due":
        return _due(date, today)
    if form == "text":
        year = "" if date.year == today.year else f"{date.year}年"
        return f"{year}{date.month}月{date.day}日{time}"
    if date == today:
        return f"今天{time}"
    if form == "short" or (time and date.year == today.year):
        return f"{date:%m-%d}{time}"
    return f"{date:%Y-%m-%d}{time}"


def _split(value: dt.date) -> tuple[dt.date, str]:
    if not isinstance(value, dt.datetime):
        return value, ""
    moment = timezone.localtime(value) if timezone.is_aware(value) else value
    return moment.date(), f" {moment.hour}:{moment:%M}"


def _due(date: dt.date, today: dt.date) -> str:
    days = (date - today).days
    if days > FAR:
        return f"{date:%Y-%m-%d}前"
    if days > 0:
        return f"还有 {days} 天"
    return "今天到期" if days == 0 else f"已逾期 {-days} 天"


def _trim(value: Any) -> Any:
    """12.0 is written 12; what is no number is a mistake and raises."""
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    return int(exact) if exact == exact.to_integral_value() else exact


def _round(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


# Numbers that open


@register.simple_tag
def count(value: Any, url: str, unit: str = "") -> SafeString:
    """`{% count 124 url "条" %}`: any statistic is a link to the rows behind it; none is plain text."""
    text = number(value, unit)
    return format_html('<a href="{}">{}</a>', url, text) if value else format_html("{}", text)


@register.simple_tag
def live(text: Any, url: str, state: str = "", title: str = "") -> SafeString:
    """A number inside a summary: "" from the registers, chg changed since, man by hand, sel opened."""
    told = {"chg": "数字有变", "man": "手工填写"}.get(state, "")
    css, note = f"zj-live {state}".strip(), "，".join(filter(None, [title, told]))
    chosen = mark_safe(' aria-current="true"') if state == "sel" else ""
    return format_html('<a class="{}" href="{}" title="{}"{}>{}</a>', css, url, note, chosen, text)


# Bars


@register.simple_tag
def bar(
    done: int = 0, doing: int = 0, late: int = 0, none: int = 0, label: str = "", css: str = ""
) -> SafeString:
    """Segments in the fixed order 完成、进行中、逾期、未开始. The label is what is read aloud."""
    parts = [(done, *SEGMENTS[0]), (doing, *SEGMENTS[1]), (late, *SEGMENTS[2]), (none, *SEGMENTS[3])]
    parts = [part for part in parts if part[0]]
    total = sum(n for n, _, _ in parts)
    drawn = [(css_class, _percent(n, total)) for n, css_class, _ in parts]
    spans = format_html_join("", '<span class="c-{}" style="width:{}%"></span>', drawn)
    told = "，".join(f"{name} {n}" for n, _, name in parts) or "还没有"
    told = f"{label}：{told}" if label else told
    return format_html('<div class="zj-bar {}" role="img" aria-label="{}">{}</div>', css, told, spans)


@register.simple_tag
def gauge(value: Any, target: Any = None, most: Any = 100, state: str = "", label: str = "") -> SafeString:
    """One measure against its target tick. state: "" ok warn late. No label: words beside it tell it."""
    css = f"c-{state}" if state else ""
    fill = format_html('<span class="{}" style="width:{}%"></span>', css, _percent(value, most))
    tick = "" if target in (None, "") else format_html('<i style="left:{}%"></i>', _percent(target, most))
    told = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html('<div class="zj-bar" {}>{}{}</div>', told, fill if value else "", tick)


def _percent(value: Any, whole: Any) -> str:
    """As CSS wants it, whatever the language; never outside the bar."""
    share = 100 * float(value or 0) / float(whole or 1)
    return f"{min(max(share, 0), 100):.2f}".rstrip("0").rstrip(".")


# Forms


@register.simple_tag
def field(
    bound: BoundField,
    *,
    width: int = 0,
    unit: str = "",
    hint: str = "",
    label: str = "",
    optional: str = "可不填",
) -> SafeString:
    """A form field: label above, 可不填 where it is, the input, its hint, its error, tied together.

    `width` is the expected length in characters; `unit` stands after the input and sets numbers to the right.
    """
    widget = bound.field.widget
    errors, hint = bound.errors, hint or str(bound.help_text)
    told = [f"{bound.auto_id}_hint"] * bool(hint) + [f"{bound.auto_id}_error"] * bool(errors)
    attrs: dict[str, Any] = {"class": f"{widget.attrs.get('class', '')} {_control(widget, unit)}".strip()}
    if errors:
        attrs["class"] += " is-invalid"
        attrs["aria-invalid"] = "true"
    if told:
        attrs["aria-describedby"] = " ".join(told)
    if isinstance(widget, forms.FileInput):
        attrs["data-files"] = ""
    control = bound.as_widget(attrs=attrs)
    if bound.is_hidden:
        return control
    label, optional = label or str(bound.label), "" if bound.field.required else optional
    context = {"bound": bound, "label": label, "optional": optional, "hint": hint, "told": " ".join(told)}
    notes = render_to_string("ui/parts/field_notes.html", context) if told else ""
    if isinstance(widget, GROUPED | forms.CheckboxInput):
        context |= {"control": control, "notes": notes, "grouped": isinstance(widget, GROUPED)}
        return render_to_string("ui/parts/field.html", context)
    # Written here, for a template takes five times as long, and each list has a dozen.
    blank = f' <span class="opt">{safe(optional)}</span>' if optional else ""
    style = f' style="max-width:{width + 2}em"' if width else ""
    after = f'<span class="unit">{safe(unit)}</span>' if unit else ""
    return mark_safe(f'''
  <div class="zj-field">
    <label class="form-label" for="{safe(bound.id_for_label)}">{safe(label)}{blank}</label>
    <div class="in"{style}>{control}{after}</div>
    {notes}
  </div>''')  # fmt: skip  # noqa: S308 (each value is escaped)


def _control(widget: forms.Widget, unit: str) -> str:
    if isinstance(widget, GROUPED | forms.CheckboxInput):
        return "form-check-input"
    if isinstance(widget, forms.Select):
        return "form-select"
    return "form-control num" if unit else "form-control"


@register.inclusion_tag("ui/parts/errors.html")
def errors(form: Form) -> dict[str, Any]:
    """还有 2 处要改, each a jump to its field; the focus goes here. Nothing is drawn without errors."""
    wrong = [b for b in form if b.errors]
    # A group of choices has no element with the field's own id; its first choice has. A label that is a whole sentence is
    # what one agrees to: it stands at its tick and is not said over.
    jumps = [
        (
            "勾选同意" if b.label.endswith("。") else b.label,
            b.auto_id if not b.use_fieldset else b.subwidgets[0].id_for_label,
        )
        for b in wrong
    ]
    return {"jumps": jumps, "general": form.non_field_errors()}


@register.simple_tag(takes_context=True)
def request_key(context: template.Context, value: str = "") -> SafeString:
    """The hidden request key of a form, so that a double click, or a repeat after a lost answer, acts once.

    With it goes the seat the form was drawn in: changed meanwhile in another window, it must not sign this one.
    """
    key = format_html('<input type="hidden" name="key" value="{}">', value or uuid.uuid4().hex)
    seat = getattr(context.get("request"), "seat", None)
    return key + format_html('<input type="hidden" name="drawn_as" value="{}">', seat.key) if seat else key


# Addresses and lists


@register.simple_tag(takes_context=True)
def query(context: template.Context, *drop: str, **change: Any) -> str:
    """`{% query "page" state="done" %}`: this page's query string with the rest kept; None takes away too."""
    params: dict[str, Any] = dict(context["request"].GET.lists())
    for name in (*drop, *(name for name, value in change.items() if value is None)):
        params.pop(name, None)
    params |= {name: [value] for name, value in change.items() if value is not None}
    return f"?{urlencode(params, doseq=True)}"


@register.simple_tag(takes_context=True)
def beside(context: template.Context, place: str, row: Any) -> list[offers.Link]:
    """`{% beside "plans.plan" plan as ways %}`: what other chapters offer beside this row (kernel.ui.beside)."""
    return offers.links(place, row, context["request"].seat)


@register.inclusion_tag("ui/parts/pager.html", takes_context=True)
def pager(context: template.Context, page: Page, unit: str = "条", swap: str = "") -> dict[str, Any]:
    """第 1–20 条，共 312 条, and the pages. `swap`: id of the part that htmx may change."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return {"request": context["request"], "page": page, "numbers": list(numbers), "unit": unit, "swap": swap}


@register.inclusion_tag("ui/parts/filter.html", takes_context=True)
def filter_bar(
    context: template.Context,
    form: Form,
    chips: Any,
    total: int | None = None,
    unit: str = "条",
    swap: str = "",
) -> dict[str, Any]:
    """The conditions of a list: a search box if the form has `q`, chips of what is set, the rest folded."""
    others = [(b, _picks(context, b)) for b in form if b.name != "q" and not b.is_hidden]
    search = form["q"] if "q" in form.fields else None
    return {
        "request": context["request"],
        "form": form,
        "search": search,
        "others": others,
        "chips": chips,
        "total": total,
        "unit": unit,
        "swap": swap,
    }


def _picks(context: template.Context, bound: BoundField) -> list[tuple[str, str]]:
    """What a condition offers with a click (本月, 本年), each with its address."""
    picks = getattr(bound.field, "picks", None)
    return (
        [(label, query(context, "page", **{bound.name: value})) for label, value in picks()] if picks else []
    )


@register.filter
def toast(message: Any) -> dict[str, Any]:
    """What kernel.ui.toast.say put beside the sentence."""
    try:
        extra = json.loads(message.extra_tags or "{}")
    except ValueError:
        extra = {}
    return {"bad": message.level_tag == "error", **extra}


# Components with something inside


@register.simple_block_tag
def next_step(content: str, who: str, due: str = "", effect: str = "", kind: str = "") -> SafeString:
    """`{% next_step "轮到您复核" due="还有 3 个工作日" effect="通过后报县总" %}buttons{% endnext_step %}`

    Whose turn, by when, what pressing does. kind: "" mine, wait somebody else's, late.
    """
    context = {"who": who, "due": due, "effect": effect, "kind": kind, "buttons": content}
    return render_to_string("ui/parts/next.html", context)


@register.simple_block_tag
def empty(content: str, title: str, text: str = "", kind: str = "none") -> SafeString:
    """Nothing to show, and the way on (buttons inside). kind: none, found (no match), right (not yours)."""
    drawing = {"none": "notebook", "found": "search-off", "right": "lock"}[kind]
    context = {"icon": drawing, "title": title, "text": text, "buttons": content}
    return render_to_string("ui/parts/empty.html", context)


@register.simple_block_tag
def confirm(
    content: str, id: str, title: str, yes: str, no: str, url: str = "", icon: str = "", grave: bool = True
) -> SafeString:
    """A question before what cannot be taken back; opened by `<button type="button" data-dialog="ID">`.

    Inside: the consequences, the reason field, hidden inputs and `{% csrf_token %}`; it is one POST form to
    `url`. The buttons say what they do: yes="作废这份合同" no="不作废"; the first focus is on no. Red is for what
    destroys; `grave=False` is for what only goes out, as a summary that is sent.
    """
    icon = icon or ("ban" if grave else "check")
    context = {"id": id, "title": title, "yes": yes, "no": no, "url": url, "icon": icon, "content": content}
    return render_to_string("ui/parts/confirm.html", {**context, "grave": grave})
