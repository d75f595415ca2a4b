"""Columns: what one cell of a register says on the page, on paper and in a file. The same masks everywhere."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.html import format_html
from django.utils.safestring import SafeString

from zhijia.kernel.secrets import SecretText
from zhijia.kernel.templatetags.ui import icon, status
from zhijia.kernel.ui.safe import safe


class Column:
    """One column: a field's path (`person__name`) or an attribute of the row.

    `card` is its place on a phone: main, side, full, hide or "" (a line with its label). `wanted` marks a blank as
    未填. `total` adds the column up under the list. `away` leaves it out until somebody asks for it.
    """

    css = ""
    beside: Sequence[str] = ()  # paths that its cell looks at too, beyond the row's own fields

    def __init__(
        self, path: str, label: str = "", *, card: str = "", wanted: bool = False, total: bool = False,
        away: bool = False,
    ) -> None:  # fmt: skip
        self.path, self.label, self.card = path, label, card
        self.wanted, self.total, self.away = wanted, total, away
        self.field: Any = None
        *self.parents, self.last = path.split("__")
        self.words: dict[Any, str] = {}

    @property
    def name(self) -> str:
        """What the address and the remembered choice call it."""
        return self.path.replace("__", ".")

    def bind(self, model: type[models.Model]) -> "Column":
        """Look its field up, and become what that field is: a day, money, a count."""
        self.field = field_at(model, self.path)
        self.label = self.label or str(getattr(self.field, "verbose_name", self.path))
        self.words = dict(getattr(self.field, "flatchoices", None) or ())
        if type(self) is Column and self.field is not None:
            self.__class__ = next(
                (kind for known, kind in KINDS.items() if isinstance(self.field, known)), Column
            )
        return self

    @property
    def joins(self) -> str:
        """What must be fetched along with the row for this column."""
        parts = self.path.split("__")
        return "__".join(parts if isinstance(self.field, models.ForeignKey) else parts[:-1])

    @property
    def sort(self) -> str:
        """The field to sort by; empty where the database has none, or may not compare it."""
        return "" if self.field is None or isinstance(self.field, SecretText) else self.path

    def value(self, row: Any) -> Any:
        """What a file holds: text, number or date; never what is masked."""
        for parent in self.parents:
            row = getattr(row, parent, None)
        if row is None:
            return None
        value = getattr(row, self.last)
        if self.words:
            return self.words.get(value, value)
        return value if value is None or isinstance(value, str | int | Decimal | dt.date) else str(value)

    def text(self, row: Any) -> str:
        value = self.value(row)
        return "" if value is None else str(value)

    def cell(self, row: Any) -> str | SafeString:
        """What the page shows."""
        text = self.text(row)
        if not text and self.wanted:
            return format_html('<span class="zj-unfilled">{} 未填</span>', icon("alert-circle"))
        return text

    def drawn(self, row: Any) -> str:
        """The same as one `<td>` of the list; written here, for a template takes ten times as long over 500 cells."""
        cell = self.cell(row)
        filled, empty = self._opening
        return f"{filled if cell else empty}{safe(cell)}</td>"

    def leading(self, row: Any, url: str) -> str:
        """As the first `<td>`, which names the row and leads to its page, where it has one."""
        cell = safe(self.cell(row))
        named = f'<a href="{safe(url)}">{cell or "（没有名称）"}</a>' if url else cell
        return f'<td class="c-main {self.css}" data-l="{safe(self.label)}">{named}</td>'

    @cached_property
    def _opening(self) -> tuple[str, str]:
        """The tag before something, and before nothing, of which a phone shows no line."""
        card = f" c-{self.card}" if self.card else ""
        return tuple(  # type: ignore[return-value]
            f'<td class="{self.css}{css}" data-l="{safe(self.label)}">' for css in (card, card or " c-hide")
        )


class Day(Column):
    css = "nowrap"

    def text(self, row: Any) -> str:
        value = self.value(row)
        return f"{value:%Y-%m-%d}" if value else ""


class Count(Column):
    css = "num"

    def text(self, row: Any) -> str:
        return grouped(self.value(row))


class Money(Count):
    """Yuan; the unit stands in the heading."""


class Mark(Column):
    """The state as the row's `mark` tells it: (kind of label, words). The normal state is plain text (UI.md §5)."""

    css = "nowrap"

    def text(self, row: Any) -> str:
        return row.mark[1]

    value = text

    def cell(self, row: Any) -> str | SafeString:
        kind, words = row.mark
        return status(kind, words) if kind else words


KINDS: dict[type, type[Column]] = {
    models.DateField: Day, models.DecimalField: Money, models.IntegerField: Count,
}  # fmt: skip


def grouped(value: Any) -> str:
    """13,200 and 386.50; nothing is nothing."""
    if value is None:
        return ""
    exact = Decimal(str(value))
    return f"{int(exact):,}" if exact == exact.to_integral_value() else f"{exact:,.2f}"


def field_at(model: type[models.Model], path: str) -> Any:
    """The field a path ends at; None where it is a plain attribute of the row. Raises on a path that leads nowhere."""
    *parents, last = path.split("__")
    at: Any = model
    for parent in parents:
        at = at._meta.get_field(parent).related_model
    try:
        return at._meta.get_field(last)
    except FieldDoesNotExist:
        if parents or not hasattr(at, last):
            raise
        return None
