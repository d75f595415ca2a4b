"""Form controls, drawn as Django's own templates draw them, in a tenth of the time: every list has a dozen."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import SafeString, mark_safe

from zhijia.kernel.ui.safe import safe

HERE = "django/forms/widgets/"
INPUTS = {
    f"{HERE}{kind}.html" for kind in ("text", "number", "email", "password", "hidden", "date", "checkbox")
}


class Controls(DjangoTemplates):
    """What is no plain input and no select is left to the templates."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        if template_name in INPUTS:
            return mark_safe(_input(context["widget"]))  # noqa: S308 (each value is escaped)
        if template_name == f"{HERE}select.html":
            return mark_safe(_select(context["widget"]))  # noqa: S308
        return super().render(template_name, context, request)


class Choice(forms.Select):
    """One of a plain list, drawn from the list itself: Django makes a dictionary of each line first."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = "" if value is None else str(value)
        options = [
            f'\n  <option value="{safe(one)}"{" selected" if str(one) == chosen else ""}>{safe(label)}</option>'
            for one, label in self.choices
        ]
        given = _attrs(self.build_attrs(self.attrs, attrs))
        return mark_safe(f'<select name="{safe(name)}"{given}>{"".join(options)}\n</select>')  # noqa: S308


def _input(widget: Mapping[str, Any]) -> str:
    value = "" if widget["value"] is None else f' value="{safe(widget["value"])}"'
    return f'<input type="{widget["type"]}" name="{safe(widget["name"])}"{value}{_attrs(widget["attrs"])}>'


def _select(widget: Mapping[str, Any]) -> str:
    parts = [f'<select name="{safe(widget["name"])}"{_attrs(widget["attrs"])}>']
    for group, options, _ in widget["optgroups"]:
        drawn = [
            f'\n  <option value="{safe(one["value"])}"{_attrs(one["attrs"])}>{safe(one["label"])}</option>'
            for one in options
        ]
        parts += [f'\n  <optgroup label="{safe(group)}">', *drawn, "\n  </optgroup>"] if group else drawn
    return "".join([*parts, "\n</select>"])


def _attrs(attrs: Mapping[str, Any]) -> str:
    given = [(name, value) for name, value in attrs.items() if value is not False]
    return "".join(f" {name}" if value is True else f' {name}="{safe(value)}"' for name, value in given)
