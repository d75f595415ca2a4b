"""The conditions of a list as removable chips, read off its filter form."""

from dataclasses import dataclass
from typing import Any

from django.forms import BoundField, Form


@dataclass(frozen=True)
class Chip:
    label: str
    text: str
    name: str  # the query-string parameter to take away


def chips(form: Form, *, skip: tuple[str, ...] = ("q",)) -> list[Chip]:
    """One chip for each filled field of a valid GET form; `skip` names those that stay visible as inputs.

    A choice that is the first of its field stands without being asked for: it is no condition.
    """
    if not form.is_bound or not form.is_valid():
        return []
    filled = [(form[name], value) for name, value in form.cleaned_data.items() if name not in skip]
    asked = [(b, v) for b, v in filled if v not in (None, "", [], False, _first(b))]
    return [Chip(str(b.label), _text(b, v), b.html_name) for b, v in asked]


def _first(bound: BoundField) -> Any:
    return next((value for value, _ in _flat(getattr(bound.field, "choices", ()))), None)


def _text(bound: BoundField, value: Any) -> str:
    if told := getattr(bound.field, "told", None):
        return str(told(value))
    choices = getattr(bound.field, "choices", None)
    if choices is not None and isinstance(value, str | int):
        return str(dict(_flat(choices)).get(value, value))
    if isinstance(value, list | tuple):
        named = dict(_flat(choices)) if choices is not None else {}
        return "、".join(str(named.get(v, v)) for v in value)
    if value is True:
        return "是"
    return str(value)


def _flat(choices: Any) -> list[tuple[Any, Any]]:
    flat: list[tuple[Any, Any]] = []
    for value, label in choices:
        flat.extend(label if isinstance(label, list | tuple) else [(value, label)])
    return flat
