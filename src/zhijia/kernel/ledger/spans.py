"""Days as a condition of a list: two dates on the page, one word in the address (`2026-03-01..2026-03-31`)."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString

from zhijia.kernel import clock
from zhijia.kernel.figures import Period
from zhijia.kernel.ledger.filters import Condition


def span_of(text: str) -> tuple[dt.date, dt.date] | None:
    """Both days included; `a..` and `..b` are open at one end, a single day is itself. None where it is no such word."""
    first, dots, last = text.strip().partition("..")
    if not (first or last):
        return None
    try:
        return (
            dt.date.fromisoformat(first) if first else dt.date.min,
            (dt.date.fromisoformat(last) if last else dt.date.max) if dots else dt.date.fromisoformat(first),
        )
    except ValueError:
        return None


def picks() -> list[tuple[str, str]]:
    """What is asked for most, with a click."""
    today = clock.today()
    codes = {
        "本月": f"{today:%Y-%m}", "本季": f"{today.year}Q{(today.month + 2) // 3}", "本年": str(today.year),
        "上年": str(today.year - 1),
    }  # fmt: skip
    return [(label, f"{one.start}..{one.end}") for label, one in ((k, Period(v)) for k, v in codes.items())]


class SpanInput(forms.Widget):
    """Two dates, sent as `on_from` and `on_to` and read as the one word."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> str:
        first, last = (str(data.get(f"{name}_{end}", "")).strip() for end in ("from", "to"))
        if first and last:
            first, last = sorted((first, last))
        return f"{first}..{last}" if first or last else str(data.get(name, ""))

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        first, dots, last = str(value or "").partition("..")
        given = attrs or {}
        css, told = given.get("class", ""), given.get("aria-describedby", "")
        return format_html(
            '<div class="zj-span"><input type="date" name="{0}_from" id="{1}" value="{2}" class="{3}" aria-describedby="{4}">'
            '<span>到</span><input type="date" name="{0}_to" value="{5}" class="{3}" aria-label="到哪天"></div>',
            name, given.get("id", ""), first, css, told, last if dots else first,
        )  # fmt: skip


class SpanField(forms.CharField):
    widget = SpanInput
    picks = staticmethod(picks)

    def __init__(self, **known: Any) -> None:
        super().__init__(required=False, max_length=24, **known)

    def validate(self, value: str) -> None:
        if value and span_of(value) is None:
            raise forms.ValidationError("日期要写成 2026-03-01；一段日子写成 2026-03-01..2026-03-31。")

    @staticmethod
    def told(value: str) -> str:
        """As a chip says it."""
        first, dots, last = value.partition("..")
        if not dots or first == last:
            return first
        return f"{first} 至 {last}" if first and last else f"{first} 起" if first else f"到 {last}"


class Span(Condition):
    """From a day to a day, both included."""

    def form_field(self) -> forms.Field:
        return SpanField(label=self.label)

    def q(self, value: str) -> Q:
        return Q(**{f"{self.path}__range": span_of(value)})


def one_word(params: QueryDict, conditions: Iterable[Condition]) -> QueryDict | None:
    """The address with each pair of dates that a form has sent put into one word; None where nothing was sent so."""
    told = params.copy()
    for name in (one.name for one in conditions if isinstance(one, Span)):
        if f"{name}_from" in params or f"{name}_to" in params:
            word = SpanInput().value_from_datadict(params, None, name)
            for one in (name, f"{name}_from", f"{name}_to"):
                told.pop(one, None)
            if word:
                told[name] = word
    return None if told == params else told
