"""Declarations are checked at start, with the cure in the message (architecture §5)."""

from collections.abc import Iterator
from typing import Any

from django.core import checks
from django.db import models

from zhijia.kernel.ledger.declaration import Ledger, ledgers

PAGES = {"counts", "looks", "keep", "print", "export", "bulk", "row", "do", "undo"}


@checks.register
def ledgers_hold(**_: Any) -> list[checks.CheckMessage]:
    return [fault for ledger in ledgers().values() for fault in faults(ledger)]


def faults(ledger: Ledger) -> list[checks.CheckMessage]:
    """What does not hold about one declaration; each with what to do."""
    found = [*_names(ledger), *_verbs(ledger), *_model(ledger)]
    return [
        checks.Error(f"{ledger.key}: {message}", hint=hint, obj=type(ledger), id=f"ledger.E{n:03}")
        for n, message, hint in found
    ]


Fault = tuple[int, str, str]


def _names(ledger: Ledger) -> Iterator[Fault]:
    for path in ledger.astray:
        yield (
            1,
            f"{path!r} is neither a field nor an attribute.",
            "Write a field's name, a path like person__name, or an attribute of the model.",
        )
    if not ledger.all_columns:
        yield 2, "it has no columns.", "Name at least one in `columns`; the first leads to the row."
    if not ledger.title or not ledger.unit or not ledger.offices:
        yield (
            3,
            "title, unit or offices is empty.",
            "Say what it is called, how its rows are counted, and which offices may open it.",
        )
    for condition in ledger.conditions:
        field = condition.field
        if (
            type(condition).__name__ == "Condition"
            and field is not None
            and not (field.choices or field.is_relation)
        ):
            yield (
                4,
                f"the filter {condition.path!r} has no choices.",
                "Use Search for text, Span for days, Where for a cut of your own.",
            )
    doubled = {name for names in (_tabs(ledger), _params(ledger)) for name in names if names.count(name) > 1}
    for name in sorted(doubled):
        yield 5, f"{name!r} stands twice among tabs or filters.", "Give one of them another code or `name=`."
    on = ledger.on and next((f for f in ledger.meta.fields if f.name == ledger.on), None)
    if ledger.on and not isinstance(on, models.DateField):
        yield (
            6,
            f"on={ledger.on!r} is no day of the model.",
            "Name the DateField that puts a row into a period, or leave it out.",
        )


def _tabs(ledger: Ledger) -> list[str]:
    return [tab.code for tab in ledger.tabs]


def _params(ledger: Ledger) -> list[str]:
    return [condition.name for condition in ledger.conditions] + [*ledger.more_filters]


def _verbs(ledger: Ledger) -> Iterator[Fault]:
    for verb in (*ledger.new, *ledger.verbs, *ledger.bulk):
        if verb.model is not ledger.model:
            yield 10, f"the verb {verb.verb} is one of another model.", f"Use a verb of {ledger.meta.label}."
            continue
        for name in getattr(verb.form, "names", ()):
            if name not in {field.name for field in ledger.meta.fields}:
                yield (
                    11,
                    f"the form of {verb.name} asks for {name!r}, which is no field.",
                    "Name a field, or add it as Fields(…, name=FormField).",
                )
    for verb in ledger.new:
        if verb.form is None:
            yield 12, f"{verb.name} makes a row but asks for nothing.", "Give it form=Fields(…)."
        if verb.name in PAGES:
            yield (
                13,
                f"{verb.name} is also the name of a page.",
                f"Call the verb otherwise than {', '.join(sorted(PAGES))}.",
            )
    if ledger.has_rows_pages and not ledger.verbs:
        yield 14, "rows have pages but no verbs.", "Name `verbs`, or set has_rows_pages = False."


def _model(ledger: Ledger) -> Iterator[Fault]:
    if ledger.sealed and not hasattr(ledger.model, "may_reveal"):
        yield (
            20,
            f"{', '.join(ledger.sealed)} can be opened by nobody.",
            "Give the model a classmethod may_reveal(seat).",
        )
    if hasattr(ledger.model, "may_attach") and not any(f.attname == "union_id" for f in ledger.meta.fields):
        yield 21, "files need the union that keeps them.", "Give the model a field `union`."
    if any(type(column).__name__ == "Mark" for column in ledger.all_columns) and not hasattr(
        ledger.model, "mark"
    ):
        yield (
            22,
            "it shows a Mark, but its model has no `mark`.",
            "Give the model a property mark: (kind of label, words).",
        )
