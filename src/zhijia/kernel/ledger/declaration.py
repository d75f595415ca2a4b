"""A register, declared; see `Ledger` for what may be said of one."""

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Q, QuerySet
from django.urls import URLPattern, reverse

from zhijia.kernel import clock
from zhijia.kernel.actions import Action, NotAllowed
from zhijia.kernel.ledger.columns import Column
from zhijia.kernel.ledger.filters import Condition, Filter
from zhijia.kernel.ledger.importing import Import, importer_of
from zhijia.kernel.scope import Seat, in_tree
from zhijia.kernel.secrets import SecretText
from zhijia.kernel.ui import menu


@dataclass(frozen=True)
class Tab:
    """A usual cut of the list: its name in the address, its words, its rows."""

    code: str
    label: str
    cut: Q | Callable[[], Q]  # a function where it hangs on the day
    late: bool = False  # drawn with the sign of what is overdue

    @property
    def q(self) -> Q:
        return self.cut() if callable(self.cut) else self.cut


class Ledger:
    """One register. Everything below is said once here; pages, files and tests follow from it.

    columns: field paths or `Column` objects; the first leads to the row. filters: choices by field path, or
    `Condition` objects. tabs: usual cuts, with counts. new: verbs that make a row. verbs: those of one row; each
    that asks for something has its `form`. bulk: those that may run over many rows. facts: up to six values under
    the heading. Sealed fields and files follow from the model: `SecretText` with `may_reveal`, `may_attach`.
    """

    key: str  # "relief.visits"
    app: str  # url namespace
    name: str
    model: Any
    title: str
    unit = "条"
    group = ""  # place in the menu
    in_menu = True  # False: reached from the page it belongs to
    icon = "list"
    order = 100  # in the menu
    offices: Collection[str]
    no_right = "这里由工会干部查看。需要核对，请找本单位工会干事。"
    promise = "随手记一条，年底总结自动有数。"  # what an empty register says it is good for
    on = ""  # the day that puts a row into the period of the page; none: rows of every year
    sort = "-pk"
    columns: Sequence[str | Column] = ()
    filters: Sequence[str | Condition] = ()
    more_filters: Mapping[str, forms.Field] = {}  # conditions that `within` answers
    tabs: Sequence[Tab] = ()
    facts: Sequence[str | Column] = ()
    new: Sequence[Action] = ()
    verbs: Sequence[Action] = ()
    bulk: Sequence[Action] = ()
    has_rows_pages = True  # False: a list alone
    row_template = "ledger/row.html"  # one that extends it may fill its block `more`
    ways: Sequence[tuple[str, str]] = ()  # further pages at the head of the list: label, url name
    below: tuple[str, str] = (
        "",
        "",
    )  # url name and sentence for whoever asks for rows that stay in their unions

    takes_in: Import | None = None  # how its rows are known in a workbook; with it “导入” stands on the list

    known: ClassVar[dict[str, type["Ledger"]]] = {}

    def __init_subclass__(cls) -> None:
        cls.key = f"{cls.app}.{cls.name}"
        Ledger.known[cls.key] = cls
        if cls.takes_in:
            importer_of(cls)

    # --- what a register may answer in its own way -----------------------------------------------------------

    def within(self, place: Any, form: Filter) -> Q:
        """The rows of the page's union, with or without those below, and of its period."""
        here: Q = in_tree(place.ask, self.on)
        return here & Q(**{f"{self.on}__range": (place.asked.start, place.asked.end)}) if self.on else here

    def first_values(self, verb: Action, row: Any, seat: Seat) -> dict[str, Any]:
        """What the program knows before anybody types: the row's own values. What it has none of, the form fills."""
        if row is None or not verb.form:
            return {}
        known = {name: getattr(row, name) for name in verb.form.names if name not in self.sealed}
        return {name: value for name, value in known.items() if value is not None}

    def annotated(self, rows: QuerySet, day: dt.date) -> QuerySet:
        """The rows with what columns show that is no field of theirs, as it was on a day."""
        return rows

    def kept_counts(self, place: Any, form: Filter, seat: Seat) -> dict[str, int]:
        """Counts that a roll-up holds, by code of the tab, "" for all rows, "found" for those that the conditions leave;
        what it lacks is counted from the rows."""
        return {}

    def more(self, row: Any, seat: Seat) -> dict[str, Any]:
        """What the page of one row draws beyond the ledger's own parts, in the block of `row_template`."""
        return {}

    def suggestions(self, seat: Seat) -> dict[str, list[str]]:
        """Words on offer while one types, by field."""
        return {}

    def next_step(self, row: Any) -> dict[str, str] | None:
        """Whose turn it is: who, due, effect, kind (wait, late), and `verb`, the button that stands right."""
        return None

    def went_to(self, done: Any) -> int:
        """The id of the row whose page follows upon a verb: mostly the row itself."""
        return int(done.pk)

    @property
    def paper_title(self) -> str:
        """What stands over the printed list: 会员一览表, but 工会干部名册 is a list by its own name."""
        return self.title if self.title.endswith(("名册", "记录", "清单")) else f"{self.title}一览表"

    # --- what follows from it --------------------------------------------------------------------------------

    def __init__(self) -> None:
        """Bind the names to their fields. What leads nowhere is left out here and reported by checks.py."""
        self.astray: list[str] = []
        self.all_columns: list[Column] = self._bound(Column, self.columns)
        self.by_name = {column.name: column for column in self.all_columns}
        self.conditions: list[Condition] = self._bound(Condition, self.filters)
        self.key_facts: list[Column] = self._bound(Column, self.facts)
        self.meta = self.model._meta
        self.sealed = [field.name for field in self.meta.concrete_fields if isinstance(field, SecretText)]

    def _bound(self, plain: type, ones: Sequence[Any]) -> list[Any]:
        found = []
        for one in ones:
            declared = plain(one) if isinstance(one, str) else copy(one)
            try:
                found.append(declared.bind(self.model))
            except (FieldDoesNotExist, AttributeError):
                self.astray.append(declared.path)
        return found

    def admit(self, seat: Seat) -> None:
        if seat.office not in self.offices:
            raise NotAllowed(self.no_right)

    def filter(self, data: Any) -> Filter:
        return Filter(data, self.conditions, dict(self.more_filters))

    def found(self, pk: int) -> Any:
        """The row in sight with what its page shows; `NotAllowed` for any other id, there or not."""
        joins = {column.joins for column in (*self.all_columns, *self.key_facts)} - {""}
        rows = self.model.objects.filter(pk=pk).select_related(*joins)
        row = self.annotated(rows, clock.today()).first()
        if row is None:
            raise NotAllowed(f"没有找到这一条，或者它不在您能看的范围里。可以从“{self.title}”里再找。")
        return row

    def verb(self, name: str) -> Action | None:
        return next((verb for verb in (*self.new, *self.verbs) if verb.name == name), None)

    def url(self, page: str = "", *args: Any) -> str:
        return reverse(f"{self.app}:{self.name}{page and '_'}{page}", args=args)

    def urls(self) -> list[URLPattern]:
        from zhijia.kernel.ledger.urls import of  # pages need the declaration; it needs only their addresses

        return of(self)

    def add_to_menu(self) -> None:
        if self.group and self.in_menu:
            menu.add(
                group=self.group, icon=self.icon, label=self.title, url_name=f"{self.app}:{self.name}",
                order=self.order, offices=set(self.offices), also=(f"{self.app}:{self.name}_*",),
            )  # fmt: skip


@cache
def ledgers() -> dict[str, Ledger]:
    """Every register of the program, bound."""
    return {key: declared() for key, declared in Ledger.known.items()}
