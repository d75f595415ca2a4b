"""What goes in and out, as pydantic models made from a register's columns and from the forms of its verbs."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.db import models
from ninja import Field, Schema
from pydantic import create_model

from zhijia.kernel.actions import Action
from zhijia.kernel.ledger import Column, Ledger
from zhijia.kernel.ledger.look import SIZES
from zhijia.kernel.scope import system

IN_FORMS: dict[type[forms.Field], Any] = {
    forms.ModelChoiceField: int, forms.DateField: dt.date, forms.DecimalField: Decimal, forms.IntegerField: int,
    forms.BooleanField: bool,
}  # fmt: skip
IN_COLUMNS: dict[type[models.Field], Any] = {
    models.DateTimeField: dt.datetime, models.DateField: dt.date, models.DecimalField: Decimal,
    models.BooleanField: bool, models.IntegerField: int,
}  # fmt: skip


class Refusal(Schema):
    """Why not, in one sentence for a person; `fields` says it for single values."""

    sentence: str
    fields: dict[str, str] = {}


class Choice(Schema):
    """One of a fixed list: the code to send back, the words to show."""

    code: str
    text: str


class Ref(Schema):
    """Another row."""

    id: int
    text: str


class Verb(Schema):
    """A verb that leads on from the row's state; `why_not` is empty where this seat may use it now."""

    name: str
    label: str
    why_not: str


class Act(Schema):
    """`version` as last read: an older one is refused with 409."""

    version: int | None = None
    reason: str = Field("", max_length=200)


def named(column: Column) -> str:
    return column.path.replace("__", "_")


def row_of(ledger: Ledger, name: str) -> type[Schema]:
    fields: dict[str, Any] = {"id": (int, ...), "version": (int, ...)}
    for column in ledger.all_columns:
        fields[named(column)] = (_in_column(column) | None, Field(None, description=column.label))
    return create_model(f"{name}Row", __base__=Schema, **fields)


def detail_of(name: str, row: type[Schema]) -> type[Schema]:
    return create_model(f"{name}Detail", __base__=row, verbs=(list[Verb], ...))


def page_of(name: str, row: type[Schema]) -> type[Schema]:
    return create_model(
        f"{name}Page", __base__=Schema, rows=(list[row], ...), more=(bool, ...),  # type: ignore[valid-type]
        total=(int | None, Field(None, description="只在 count=1 时数")),
    )  # fmt: skip


def asked_of(ledger: Ledger, name: str) -> type[Schema]:
    """Page, order and every condition of the list; the same names as in the address of its page."""
    fields: dict[str, Any] = {
        "page": (int, Field(1, ge=1, le=10**6)), "size": (int, Field(SIZES[1], ge=1, le=1000)),
        "count": (bool, False), "sort": (str, ""), "tab": (str, ""), "u": (str, Field("", description="工会代码")),
        "sub": (str, Field("", description="1 含下级")), "year": (str, ""), "period": (str, ""),
    }  # fmt: skip
    for condition in ledger.conditions:
        fields[condition.name] = (str, Field("", description=_described(condition.label, condition.field)))
    fields |= {name: (str, Field("", description=str(f.label))) for name, f in ledger.more_filters.items()}
    return create_model(f"{name}Asked", __base__=Schema, **fields)


def body_of(ledger: Ledger, verb: Action, name: str, changing: bool) -> type[Schema]:
    """What the verb's form asks for; of an existing row whatever is left out stays as it is."""
    fields: dict[str, Any] = {}
    if verb.form:
        with system("接口说明列出表单要填什么"):
            form = verb.form(ledger.model)
        for key, field in form.fields.items():
            if isinstance(field, forms.FileField) or key == "reason":
                continue
            kind = next((t for known, t in IN_FORMS.items() if isinstance(field, known)), str)
            told = Field(... if field.required and not changing else None, description=_told(field))
            fields[key] = (kind if field.required and not changing else kind | None, told)
    return create_model(f"{name}{verb.name.title().replace('_', '')}", __base__=Act, **fields)


def _in_column(column: Column) -> Any:
    if isinstance(column.field, models.ForeignKey):
        return Ref
    if column.words:
        return Choice
    if column.field is None:  # worked out from the row: a number, or words
        return int | str
    return next((kind for known, kind in IN_COLUMNS.items() if isinstance(column.field, known)), str)


def _described(label: str, field: Any) -> str:
    return f"{label}：{_listed(field.flatchoices)}" if getattr(field, "flatchoices", None) else label


def _told(field: forms.Field) -> str:
    fixed = isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField)
    return f"{field.label}：{_listed(field.choices)}" if fixed else str(field.label or "")


def _listed(choices: Any) -> str:
    return "，".join(f"{code}={words}" for code, words in choices if code)


def told(ledger: Ledger, row: Any) -> dict[str, Any]:
    """A row as it leaves: the columns of its list, with the same masks."""
    cells = {named(column): _cell(column, row) for column in ledger.all_columns}
    return {"id": row.pk, "version": row.version, **cells}


def _cell(column: Column, row: Any) -> Any:
    if not column.words and not isinstance(column.field, models.ForeignKey):
        value = column.value(row)
        computed = column.field is None and value is not None and not isinstance(value, int)
        return str(value) if computed else value
    for parent in column.parents:
        row = getattr(row, parent, None)
    held = getattr(row, column.last, None)
    if held in (None, ""):
        return None
    return (
        {"code": held, "text": column.words.get(held, "")}
        if column.words
        else {"id": held.pk, "text": str(held)}
    )
