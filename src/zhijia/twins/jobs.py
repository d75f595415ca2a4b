"""Writing an export: the difference at one moment, the workbook, and the lines that the next one is set against."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]
from django.urls import reverse

from zhijia.kernel.exports.actions import export, put
from zhijia.kernel.exports.models import MadeFile
from zhijia.kernel.figures import Ask, Period
from zhijia.kernel.imports.applying import alone
from zhijia.kernel.jobs import Progress, Result, job
from zhijia.kernel.scope import Seat
from zhijia.kernel.secrets import reveal_many
from zhijia.people.models import Membership, Person
from zhijia.twins import actions
from zhijia.twins.comparing import Difference, Register, difference
from zhijia.twins.fields import FIELDS, SEALED, Subject, written
from zhijia.twins.layouts import TWINS, LaidColumn, Twin, columns_of
from zhijia.twins.models import MemberNumber, Sending, SentLine, UnionNumber

BESIDE = ("对方编号", "变了什么")
What = SentLine.What


@job("导出给别的系统")
def write_sending(progress: Progress, *, by: Seat, sending: int) -> Result:
    """All in one transaction, one export for a system at a time: the second finds what the first has told."""
    row = Sending.objects.select_related("union").get(pk=sending)
    twin = TWINS[row.twin]
    alone(f"twins {twin.code}")
    ask = Ask(row.union_id, row.subtree, Period.parse(str(row.asked_on.year)).clipped(row.asked_on))
    register, columns = Register(twin, ask), columns_of(row.columns)
    found = difference(register, columns)
    book = _Book(row, twin, register, columns, found, by, progress)
    made = export(
        MadeFile(ledger="twins.sendings", kind="xlsx", columns=[one.heading for one in columns],
                 name=f"{twin.title}{row.asked_on:%Y%m%d}.xlsx"), by=by,
    )  # fmt: skip
    put(made, book.write, book.rows, by=by)
    actions.fill(row.pk, by=by, counts=dict(book.counts), masked=book.masked, made=made.pk)
    told = "，".join(f"{What(one).label} {book.counts[one]:,}" for one in ("new", "changed", "gone"))
    return Result(f"{told}。", url=reverse("twins:sendings_row", args=[row.pk]), label="去下载")


class _Book:
    """The workbook: a sheet of what is new in exactly the other system's columns, then what has changed and gone."""

    def __init__(
        self, row: Sending, twin: Twin, register: Register, columns: Sequence[LaidColumn], found: Difference, by: Seat,
        progress: Progress,
    ) -> None:  # fmt: skip
        self.row, self.twin, self.register, self.columns = row, twin, register, columns
        self.found, self.by, self.progress = found, by, progress
        self.counts: Counter[str] = Counter()
        self.rows, self.masked, self.line = 0, 0, 0
        self.total = len(found.all if row.everything else found.new) + len(found.changed) + len(found.gone)

    def write(self, path: Path) -> None:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        with xlsxwriter.Workbook(path, options) as book:
            self.head = book.add_format({"bold": True, "bg_color": "#FAF9F7", "bottom": 1})
            if self.row.everything:
                self._sheet(book, "全部", self.found.all, beside=False)
            else:
                self._sheet(book, What.NEW.label, self.found.new, beside=False)
                self._sheet(book, What.CHANGED.label, list(self.found.changed), beside=True)
            self._gone(book)

    def _begin(self, book: Any, title: str, beside: bool) -> Any:
        sheet, self.line = book.add_worksheet(title), 0
        headings = [one.heading for one in self.columns] + (list(BESIDE) if beside else [])
        sheet.set_column(0, len(headings), 16)
        sheet.freeze_panes(1, 1)
        sheet.write_row(0, 0, headings, self.head)
        return sheet

    def _put(self, sheet: Any, cells: Sequence[str]) -> None:
        self.line += 1
        self.rows += 1
        for n, cell in enumerate(cells):
            sheet.write_string(self.line, n, cell[:32767])

    def _sheet(self, book: Any, title: str, pks: Sequence[int], *, beside: bool) -> None:
        sheet = self._begin(book, title, beside)
        for some in self.register.in_sets(pks):
            self.progress(self.rows, self.total, f"正在写“{title}”")
            numbers = numbers_of(self.twin, [one.pk for one in some]) if beside else {}
            self._open(some)
            lines = []
            for one in some:
                what, changes = self.found.what(one.pk), self.found.changed.get(one.pk, [])
                cells = [written(column, self.twin.about, one) for column in self.columns]
                if beside:
                    cells += [numbers.get(one.pk, ""), "、".join(self._called(changes))]
                self._put(sheet, cells)
                lines.append(self._told(one, what, self._called(changes)))
            self._keep(lines)

    def _gone(self, book: Any) -> None:
        sheet, pks = self._begin(book, What.GONE.label, True), list(self.found.gone)
        for lines in _some(
            pks, lambda ids: SentLine.objects.filter(pk__in=[self.found.gone[pk] for pk in ids])
        ):
            subjects = [line.subject for line in lines]
            numbers, why = numbers_of(self.twin, subjects), why_gone(self.twin, subjects)
            told = []
            for line in lines:
                one = Subject(line.subject, line.name, line.union_id, "", line.stamp, line.values)
                one.shown = dict.fromkeys(SEALED, "")  # nobody here may open them any more
                cells = [written(column, self.twin.about, one) for column in self.columns]
                self._put(sheet, [*cells, numbers.get(one.pk, ""), why.get(one.pk, "")])
                told.append(self._told(one, What.GONE, [why[one.pk]] if one.pk in why else []))
            self._keep(told)

    def _called(self, codes: Sequence[str]) -> list[str]:
        headings = {one.field: one.heading for one in self.columns}
        return [headings.get(code) or FIELDS[self.twin.about][code].label for code in codes]

    def _open(self, some: Sequence[Subject]) -> None:
        """Full numbers where they were asked for and may be opened; the others stay masked and are counted."""
        names = [one.field for one in self.columns if one.field in SEALED]
        if not (self.row.full and names and self.twin.about == "members"):
            return
        subject = f"{'、'.join(FIELDS['members'][name].label for name in names)}（导出到{self.twin.title}）"
        opened = reveal_many(
            Person, [one.pk for one in some], names, by=self.by, purpose=self.row.purpose, subject=subject
        )  # fmt: skip
        for one in some:
            one.shown |= opened.get(one.pk, {})
            self.masked += one.pk not in opened and any(one.shown[name] for name in names)

    def _told(self, one: Subject, what: str, changes: list[str]) -> SentLine:
        self.counts[str(what)] += 1
        return SentLine(sending=self.row, twin=self.twin.code, subject=one.pk, union_id=one.union_id, name=one.name[:60],
                        what=what, stamp=one.stamp, values=one.values, changes=changes)  # fmt: skip

    def _keep(self, lines: list[SentLine]) -> None:
        SentLine.objects.bulk_create(lines, batch_size=2000)


def numbers_of(twin: Twin, subjects: Sequence[int]) -> dict[int, str]:
    """What the other system calls them."""
    if twin.about == "members":
        rows = MemberNumber.objects.filter(twin=twin.code, state="kept", person__in=subjects)
        return dict(rows.values_list("person", "number"))
    rows = UnionNumber.objects.filter(twin=twin.code, state="kept", union__in=subjects)
    return dict(rows.values_list("union", "number"))


def why_gone(twin: Twin, subjects: Sequence[int]) -> Mapping[int, str]:
    """How a membership ended, as far as the seat may still see it: 离职离会 2026-11-03."""
    if twin.about != "members":
        return {}
    rows = Membership.objects.filter(person__in=subjects, left_on__isnull=False).order_by("since", "pk")
    return {row.person_id: f"{row.get_ended_display()} {row.left_on:%Y-%m-%d}" for row in rows}


def _some(pks: Sequence[int], fetch: Any, many: int = 2000) -> Iterator[list[Any]]:
    return (list(fetch(pks[start : start + many])) for start in range(0, len(pks), many))
