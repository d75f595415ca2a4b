"""One look at a register: the conditions of the address, the columns of the person, the rows they leave."""

from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import Count, F, QuerySet, Sum
from django.http import QueryDict
from django.utils.safestring import SafeString, mark_safe

from zhijia.kernel.actions import Action
from zhijia.kernel.ledger.columns import Column
from zhijia.kernel.ledger.declaration import Ledger, Tab
from zhijia.kernel.ledger.models import ListLook
from zhijia.kernel.scope import Seat
from zhijia.kernel.typed import whole
from zhijia.kernel.ui.chips import Chip, chips
from zhijia.kernel.ui.safe import safe

SIZES = (20, 50, 100)
MANY = 1000  # rows that are counted while somebody waits
PICK = (
    '<td class="pick"><input class="form-check-input" type="checkbox" name="ids" value="{}" form="bulk"'
    ' aria-label="选中 {}"></td>'
)

TICK = (
    '<li><label class="form-check"><input class="form-check-input" type="checkbox" name="column" value="{}"{}>'
    '<span class="form-check-label">{}</span></label></li>'
)


class Uncounted(Paginator):
    """Pages whose rows come before anybody counts them: 80,000 rows are counted after the page is drawn."""

    def at(self, number: int) -> Page:
        """That page, or the first where it holds nothing; `more` says whether another one follows."""
        start = (number - 1) * self.per_page
        rows = list(self.object_list[start : start + self.per_page + 1])
        if not rows and number > 1:
            return self.at(1)
        page = Page(rows[: self.per_page], number, self)
        page.more = len(rows) > self.per_page  # type: ignore[attr-defined]
        return page


class Look:
    def __init__(self, ledger: Ledger, asked: QueryDict, place: Any, seat: Seat) -> None:
        self.ledger, self.asked, self.place, self.seat = ledger, asked, place, seat
        self.form = ledger.filter(asked)
        self.tab = next((tab for tab in ledger.tabs if tab.code == self.form.value("tab")), None)

    @cached_property
    def liked(self) -> ListLook:
        whose = {"person_id": self.seat.person_id or 0, "ledger": self.ledger.key}
        return next(iter(ListLook.objects.filter(**whose)), None) or ListLook(**whose)

    @cached_property
    def columns(self) -> list[Column]:
        """Those the person chose, in that order; the first column always leads."""
        first, *others = self.ledger.all_columns
        chosen = [self.ledger.by_name[name] for name in self.liked.columns if name in self.ledger.by_name]
        if not self.liked.columns:
            chosen = [column for column in others if not column.away]
        return [first, *(column for column in chosen if column is not first)]

    @cached_property
    def bulk(self) -> list[Action]:
        """The verbs over many rows that are offered to this seat."""
        return [verb for verb in self.ledger.bulk if verb.is_for(self.seat)]

    @cached_property
    def sort(self) -> str:
        asked = self.form.value("sort")
        column = self.ledger.by_name.get(asked.removeprefix("-"))
        return asked if column and column.sort else ""

    @cached_property
    def base(self) -> QuerySet:
        rows = self.ledger.model.objects.filter(self.ledger.within(self.place, self.form))
        # Whoever looks at all that she may see says the same twice, and the database plans for it twice.
        rows.query.where.children[:] = dict.fromkeys(rows.query.where.children)
        return rows

    def narrowed(self, *, without: str = "") -> QuerySet:
        rows = self.form.narrow(self.base, without=without)
        return rows.filter(self.tab.q) if self.tab and without != "tab" else rows

    @property
    def rows(self) -> QuerySet:
        """In order, with what the shown columns need; the tie is broken by the row itself, so that pages never overlap."""
        joins = {column.joins for column in self.columns} - {""}
        rows = self.narrowed()
        rows = self.ledger.annotated(rows, self.place.period.end)
        return (rows.select_related(*joins) if joins else rows).order_by(*self._order())

    @property
    def _read(self) -> list[str]:
        """The fields that the shown columns read: all of the row itself, of what it leads to only these."""
        own = [field.name for field in self.ledger.meta.concrete_fields]
        beyond = [path for column in self.columns for path in (column.path, *column.beside) if "__" in path]
        return own + beyond

    def _order(self) -> list[Any]:
        column = self.ledger.by_name.get(self.sort.removeprefix("-"))
        if column is None:
            return [*self.ledger.sort.split(), "-pk"]
        by = F(column.sort)
        return [by.desc(nulls_last=True) if self.sort.startswith("-") else by.asc(nulls_last=True), "-pk"]

    @cached_property
    def page(self) -> Page:
        size = self.liked.size if self.liked.size in SIZES else SIZES[1]
        return Uncounted(self.rows.only(*self._read), size).at(min(whole(self.asked.get("page")) or 1, 10**6))

    @property
    def sorted_query(self) -> str:
        """What keeps the order while one goes from tab to tab."""
        return f"&sort={self.sort}" if self.sort else ""

    @property
    def next_query(self) -> str:
        return self._turned(1)

    @property
    def previous_query(self) -> str:
        return self._turned(-1)

    def _turned(self, pages: int) -> str:
        query = self.asked.copy()
        query["page"] = str(self.page.number + pages)
        return query.urlencode()

    def lines(self) -> list[SafeString]:
        """The rows of the page as `<tr>`s."""
        first, *others = self.columns
        before, _, after = (
            self.ledger.url("row", 0).rpartition("0") if self.ledger.has_rows_pages else ("",) * 3
        )
        drawn = []
        for row in self.page:
            cells = [
                first.leading(row, before and f"{before}{row.pk}{after}"),
                *(one.drawn(row) for one in others),
            ]
            if self.bulk:
                cells.insert(0, PICK.format(row.pk, safe(first.text(row))))
            drawn.append(mark_safe(f"<tr>{''.join(cells)}</tr>"))  # noqa: S308 (each cell is escaped)
        return drawn

    def ticks(self) -> SafeString:
        """The columns one may choose after the first, those shown before the others."""
        shown = self.columns[1:]
        others = [column for column in self.ledger.all_columns[1:] if column not in shown]
        drawn = [TICK.format(safe(one.name), " checked", safe(one.label)) for one in shown]
        drawn += [TICK.format(safe(one.name), "", safe(one.label)) for one in others]
        return mark_safe("".join(drawn))  # noqa: S308 (each value is escaped)

    @cached_property
    def chips(self) -> list[Chip]:
        return chips(self.form, skip=self.form.HIDDEN)

    def drops(self) -> list[dict[str, Any]]:
        """Nothing was found: how many rows each condition keeps away, when it alone is dropped; no more than MANY."""
        conditions = [
            (chip.name, f"{chip.label}：{chip.text}")
            for chip in self.chips
            if chip.name in self.form.conditions
        ]
        if words := self.form.value("q"):
            conditions.insert(0, ("q", f"“{words}”"))
        if self.tab:
            conditions.append(("tab", f"“{self.tab.label}”"))
        drops = []
        for name, text in conditions[:4]:
            count = self.narrowed(without=name).order_by()[: MANY + 1].count()
            drops.append({"name": name, "text": text, "count": min(count, MANY), "more": count > MANY})
        return [drop for drop in drops if drop["count"]]

    # --- counted after the rows ------------------------------------------------------------------------------

    def counts(self) -> tuple[int, list[tuple[Tab | None, int]], dict[str, Any]]:
        """How many rows in all, in each tab, and what the totalled columns add up to: two statements, or a roll-up."""
        with connection.cursor() as cursor:  # what is left to count may take both processors
            cursor.execute("SET LOCAL max_parallel_workers_per_gather = 2")
        of_tabs = self._of_tabs()
        tabs = [(None, of_tabs[""]), *((tab, of_tabs[tab.code]) for tab in self.ledger.tabs)]
        sums = {f"sum_{n}": Sum(column.sort) for n, column in enumerate(self.columns) if column.total}
        if not sums and not any(self.form.value(name) for name in self.form.conditions):
            return of_tabs[self.tab.code if self.tab else ""], tabs, {}
        if "found" in of_tabs and not sums and not self.tab:
            return of_tabs["found"], tabs, {}
        found = self.narrowed().order_by().aggregate(rows=Count("pk"), **sums)
        totals = {c.name: found[f"sum_{n}"] for n, c in enumerate(self.columns) if c.total}
        return found["rows"], tabs, totals

    def _of_tabs(self) -> dict[str, int]:
        """The rows of each tab by its code, and of all by ""."""
        kept = self.ledger.kept_counts(self.place, self.form, self.seat)
        if kept:
            others = [tab for tab in self.ledger.tabs if tab.code not in kept]
            return kept | {tab.code: self.base.filter(tab.q).count() for tab in others}
        cuts = {f"n{n}": Count("pk", filter=tab.q) for n, tab in enumerate(self.ledger.tabs)}
        counted = self.base.order_by().aggregate(all=Count("pk"), **cuts)
        return {"": counted["all"]} | {tab.code: counted[f"n{n}"] for n, tab in enumerate(self.ledger.tabs)}

    def only(self, ids: list[int]) -> QuerySet:
        """Of the rows of this look those with these ids."""
        return self.rows.filter(pk__in=ids)

    def fetched(self, ids: list[int]) -> QuerySet:
        """The same for a file: a union shared by a thousand rows is built once, not a thousand times."""
        joins = {column.joins for column in self.columns} - {""}
        rows = self.ledger.annotated(self.narrowed(), self.place.period.end)
        return rows.filter(pk__in=ids).prefetch_related(*joins)
