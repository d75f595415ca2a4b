"""Conditions of a list. They live in its address, so that every number can open to its rows."""

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

from django import forms
from django.db.models import Model, Q, QuerySet

from zhijia.kernel.ledger.columns import field_at
from zhijia.kernel.ui.controls import Choice


class ScopedFilter(forms.Form):
    """The part of every list's address that carries the page's scope."""

    HIDDEN: tuple[str, ...] = ("q", "u", "sub", "year", "period")  # drawn elsewhere, not as chips

    u = forms.CharField(required=False, widget=forms.HiddenInput)
    sub = forms.CharField(required=False, widget=forms.HiddenInput)
    year = forms.CharField(required=False, widget=forms.HiddenInput)
    period = forms.CharField(required=False, widget=forms.HiddenInput)

    def value(self, name: str) -> str:
        """A condition as given, or nothing where the address holds nonsense."""
        self.is_valid()
        return self.cleaned_data.get(name) or ""


class Condition:
    """One condition: a form field, and the rows it leaves."""

    def __init__(self, path: str, label: str = "", *, name: str = "") -> None:
        self.path, self.label, self.name = path, label, name or path.rpartition("__")[2]
        self.field: Any = None

    def bind(self, model: type[Model]) -> "Condition":
        self.field = field_at(model, self.path)
        self.label = self.label or str(self.field.verbose_name)
        return self

    def form_field(self) -> forms.Field:
        if self.field.choices:
            return self._of_words
        if self.field.is_relation:
            rows = self.field.related_model.objects.order_by("pk")[:200]
            return self._one_of([(str(row.pk), str(row)) for row in rows])
        return forms.CharField(label=self.label, required=False, max_length=60)

    @cached_property
    def _of_words(self) -> forms.Field:
        """Made once: what the program's own words offer is the same for everybody, and no form changes it."""
        return self._one_of(self.field.flatchoices)

    def _one_of(self, choices: Iterable[tuple[str, str]]) -> forms.Field:
        return forms.ChoiceField(
            label=self.label, required=False, choices=[("", "不限"), *choices], widget=Choice
        )

    def q(self, value: Any) -> Q:
        return Q(**{self.path: value})


class Where(Condition):
    """A named cut of the rows: `Where("late", "期限", "已逾期的", lambda: Q(…))`."""

    def __init__(self, name: str, label: str, choice: str, q: Callable[[], Q]) -> None:
        super().__init__(name, label)
        self.choice, self._q = choice, q

    def bind(self, model: type[Model]) -> "Condition":
        return self

    def form_field(self) -> forms.Field:
        return self._one_of([("1", self.choice)])

    def q(self, value: str) -> Q:
        return self._q()


class Search(Condition):
    """The search box over some text fields; every word must be in one of them. `also` finds by other means."""

    def __init__(self, *paths: str, label: str, also: Callable[[str], Q] | None = None) -> None:
        super().__init__(paths[0], label, name="q")
        self.paths, self.also = paths, also

    def bind(self, model: type[Model]) -> "Condition":
        for path in self.paths:
            field_at(model, path)
        return self

    def form_field(self) -> forms.Field:
        return forms.CharField(label=self.label, required=False, max_length=40)

    def q(self, value: str) -> Q:
        found = Q()
        for word in value.split():
            hit = self.also(word) if self.also else Q()
            for path in self.paths:
                hit |= Q(**{f"{path}__contains": word})
            found &= hit
        return found


class Filter(ScopedFilter):
    """The form of one list, made from its conditions. `sort` and `tab` ride along unseen."""

    def __init__(self, data: Any, conditions: Iterable[Condition], more: dict[str, forms.Field]) -> None:
        super().__init__(data)
        self.conditions = {condition.name: condition for condition in conditions}
        self.fields |= {name: condition.form_field() for name, condition in self.conditions.items()} | more
        for name in ("sort", "tab"):
            self.fields[name] = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
        self.HIDDEN = (*self.HIDDEN, "sort", "tab")

    def narrow(self, rows: QuerySet, *, without: str = "") -> QuerySet:
        """The rows that meet every condition but the one named: what dropping it would find."""
        for name, condition in self.conditions.items():
            value = "" if name == without else self.value(name)
            rows = rows.filter(condition.q(value)) if value else rows
        return rows
