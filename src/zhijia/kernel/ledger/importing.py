"""A register that declares how its rows are known takes workbooks in: columns, choices and checks follow from its verbs."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from zhijia.kernel import clock
from zhijia.kernel.actions import Action, Refused, Unfit
from zhijia.kernel.imports import Field, Importer, Known, Line
from zhijia.kernel.imports.declaration import Keep
from zhijia.kernel.scope import Seat
from zhijia.kernel.secrets import SecretText, whole
from zhijia.sheetreader import cells
from zhijia.sheetreader.cells import Reader
from zhijia.sheetreader.model import key


@dataclass(frozen=True)
class Import:
    """`by`: fields of the form of `record` by which a row is known, each with the paths it may be found under.

    What `correct` does not ask for is told and left as it is; without it rows are only added. `live` leaves out rows
    that count no more. `words` are other headings.
    """

    kind: str
    by: Mapping[str, tuple[str, ...]]
    record: Action
    correct: Action | None = None
    live: Q = field(default_factory=Q)
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class OfLedger(Importer):
    """The importer of a register, out of its declaration."""

    ledger: ClassVar[Any]
    how: ClassVar[Import]

    @cached_property
    def form(self) -> forms.Form:
        made: forms.Form = self.how.record.form(self.ledger.model)
        return made

    @cached_property
    def fields(self) -> list[Field]:  # type: ignore[override]
        words = self.how.words
        return [
            Field(
                name,
                str(one.label),
                words.get(name, ()),
                needed=one.required,
                hint=str(one.help_text).rstrip("。"),
                looks=self._number(name),
            )
            for name, one in self.form.fields.items()
            if not isinstance(one, forms.ModelChoiceField)
        ]

    @cached_property
    def sealed(self) -> frozenset[str]:  # type: ignore[override]
        return frozenset(f.name for f in self.ledger.model._meta.concrete_fields if isinstance(f, SecretText))

    @cached_property
    def alike(self) -> frozenset[str]:  # type: ignore[override]
        return frozenset(name for name, one in self.form.fields.items() if isinstance(one, forms.ChoiceField))

    def _number(self, code: str) -> str:
        """Which kind of number a sealed field holds (identity, phone): how it reads, and looks in a column."""
        return str(self.ledger.model._meta.get_field(code).index) if code in self.sealed else ""

    def admit(self, seat: Seat) -> None:
        self.ledger().admit(seat)

    def words_for(self, code: str, by: Seat) -> list[str]:
        return [*_choices(self.form.fields[code]).values()]

    def readers(self) -> dict[str, Reader]:
        return {
            one.code: _reader(one.label, self.form.fields[one.code], self._number(one.code))
            for one in self.fields
        }

    def resolve(self, lines: list[Line], by: Seat) -> None:
        """What the form would say of a cell is said here."""
        for line in lines:
            for one in self.fields:
                value = line.values.get(one.code)
                if value is None or one.code in self.sealed:
                    continue
                try:
                    line.values[one.code] = self.form.fields[one.code].clean(value)
                except ValidationError as wrong:
                    del line.values[one.code]
                    line.fault(one.code, f"{one.label}不对", wrong.messages[0])

    # --- which row it is -------------------------------------------------------------------------------------

    def match(self, lines: list[Line], by: Seat) -> None:
        wanted = [line for line in lines if self.token(line)]
        first, paths = next(iter(self.how.by.items()))
        given = {self._told(first, line.values[first]) for line in wanted}
        narrow = Q()
        for path in paths:
            narrow |= Q(**{f"{path}__in": given})
        found: dict[Any, set[int]] = {}
        rows = self.ledger.model.objects.filter(self.how.live, narrow)
        for row in rows.select_related(*self._joins):
            for token in _tokens(
                [
                    [attrgetter(path.replace("__", "."))(row) for path in paths]
                    for paths in self.how.by.values()
                ]
            ):
                found.setdefault(token, set()).add(row.pk)
        for line in wanted:
            pks = found.get(self.token(line), set())
            if len(pks) == 1:
                line.pk = pks.pop()
            elif pks:
                line.fault(first, "同样的不止一条", "台账里有几条都是这样的。请导出以后在导出的表上改。")

    def token(self, line: Line) -> Any:
        values = [line.values.get(name) for name in self.how.by]
        return (
            None
            if None in values
            else tuple(
                _plain(self._told(name, value)) for name, value in zip(self.how.by, values, strict=True)
            )
        )

    def _told(self, code: str, value: Any) -> Any:
        """What a value is compared by: of a sealed number its blind index."""
        if code not in self.sealed:
            return value
        field = self.ledger.model._meta.get_field(code)
        return whole(field.spells(value) if field.spells else value, of=field.index)

    @property
    def _joins(self) -> set[str]:
        return {path.rpartition("__")[0] for paths in self.how.by.values() for path in paths} - {""}

    # --- what the register has -------------------------------------------------------------------------------

    def current(self, pks: Collection[int], by: Seat) -> dict[int, Known]:
        rows = self.ledger.model.objects.filter(pk__in=pks)
        correct = self.how.correct
        mine = set(rows.filter(correct.allowed(by)).values_list("pk", flat=True)) if correct else set(pks)
        return {
            row.pk: Known(self._values(row), row.version, row.pk in mine)
            for row in rows.select_related(*self._joins)
        }

    def _values(self, row: Any) -> dict[str, Any]:
        values = {}
        for one in self.fields:
            if one.code in self.how.by:
                paths = self.how.by[one.code]
                values[one.code] = tuple(attrgetter(path.replace("__", "."))(row) for path in paths)
            elif one.code not in self.sealed and hasattr(row, one.code):
                values[one.code] = getattr(row, one.code)
        return values

    def masks(self, pks: Collection[int], by: Seat) -> dict[int, dict[str, str]]:
        rows = self.ledger.model.objects.filter(pk__in=pks)
        return {row.pk: {name: str(getattr(row, name)) for name in self.sealed} for row in rows}

    def same(self, code: str, old: Any, new: Any) -> bool:
        if code in self.how.by:
            return _plain(self._told(code, new)) in map(_plain, old)
        return bool((old or "") == (new or ""))

    def proposed(self, line: Line, known: Known) -> None:
        names = self.how.correct.form(self.ledger.model).fields if self.how.correct else ()
        for code in [code for code in line.changes if code not in names]:
            old, _ = line.changes.pop(code)
            line.warn(code, f"{self.label(code)}没有改", f"台账里{self.label(code)}是“{self.spoken(code, old) or '空'}”，"
                      "导入不改这一项。要改请到这一条的页面上办。")  # fmt: skip

    # --- the verbs, tried before anything is written ---------------------------------------------------------

    def may_add(self, lines: list[Line], by: Seat) -> None:
        with _tried():
            self._each(lines, lambda line: self._add(line, by))

    def may_change(self, lines: list[Line], by: Seat) -> None:
        with _tried():
            self._each(lines, lambda line: self._change(line, by))

    def _each(self, lines: list[Line], do: Any) -> None:
        for line in lines:
            try:
                do(line)
            except Unfit as unfit:
                for code, sentence in (unfit.fields or {self.called: unfit.sentence}).items():
                    line.fault(code, f"{self.label(code)}不对", sentence)
            except Refused as refused:
                line.fault(self.called, "这一条办不了", refused.sentence)

    def _add(self, line: Line, by: Seat) -> None:
        self.how.record(
            self.ledger.model(),
            by=by,
            **{code: line.values[code] for code in self.form.fields if code in line.values},
        )

    def _change(self, line: Line, by: Seat) -> None:
        correct = self.how.correct
        assert correct is not None  # without it there are no changes
        row = self.ledger.model.objects.get(pk=line.pk)
        before = {name: getattr(row, name) for name in correct.form.names if name not in self.sealed}
        new = {code: after for code, (_, after) in line.changes.items()}
        correct(row, by=by, reason=by.reason or "导入更正", **before | new)

    def add(self, lines: list[Line], by: Seat) -> None:
        for line in lines:
            self._add(line, by)

    def change(self, lines: list[Line], by: Seat, keep: Keep) -> None:
        keep(self.ledger.model, [line.pk for line in lines if line.pk])
        for line in lines:
            self._change(line, by)

    def spoken(self, code: str, value: Any) -> str:
        if isinstance(value, tuple):
            value = value[0]
        return (
            _choices(self.form.fields[code]).get(value, super().spoken(code, value))
            if code in self.form.fields
            else str(value)
        )


@contextmanager
def _tried() -> Iterator[None]:
    """What is done inside is seen to be possible, and never was."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _choices(asked: forms.Field) -> dict[Any, str]:
    listed = getattr(asked, "choices", None)
    return (
        {code: str(word) for code, word in listed if code != ""}
        if isinstance(asked, forms.ChoiceField) and listed
        else {}
    )


def _reader(label: str, asked: forms.Field, number: str = "") -> Reader:
    if number == "identity":
        return cells.identity_number(label, clock.today())
    if number == "phone":
        return cells.phone(label)
    if choices := _choices(asked):
        return cells.choice(label, {}, choices)
    if isinstance(asked, forms.DateField):
        return cells.day(label, clock.today(), past=False)
    if type(asked) is forms.IntegerField:
        return cells.count(label, 2**31 - 1)
    return cells.text(label, getattr(asked, "max_length", None) or 200)


def _plain(value: Any) -> Any:
    return key(value) if isinstance(value, str) else value


def _tokens(values: list[list[Any]]) -> list[tuple[Any, ...]]:
    """Every way to say which row it is: names have several."""
    found: list[tuple[Any, ...]] = [()]
    for names in values:
        found = [(*before, _plain(name)) for before in found for name in dict.fromkeys(names)]
    return found


def importer_of(ledger: Any) -> None:
    """Declare the importer of a register that says how its rows are known."""
    how: Import = ledger.takes_in
    sealed = {field.name for field in ledger.model._meta.concrete_fields if isinstance(field, SecretText)}
    called = next(name for name in (*how.by, *how.record.form.names) if name not in sealed)
    type(f"{ledger.__name__}Rows", (OfLedger,), {
        "ledger": ledger, "how": how, "kind": how.kind, "title": ledger.title, "unit": ledger.unit, "group": ledger.group,
        "list_page": f"{ledger.app}:{ledger.name}", "offices": ledger.offices, "called": called,
    })  # fmt: skip
