"""Form fields that verbs of the organisation ask for besides the columns of their models."""

from django import forms

from zhijia.kernel.forms import DAYS


def day_field(label: str, help_text: str = "", required: bool = True) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    errors = {"required": f"请填{label}。", "invalid": "年月日之间要用横线，如 2026-04-28。"}
    return forms.DateField(label=label, input_formats=DAYS, widget=widget, error_messages=errors,
                           help_text=help_text, required=required)  # fmt: skip


def name_field(label: str, help_text: str = "", required: bool = True) -> forms.CharField:
    errors = {"required": f"请填{label}。", "max_length": "太长了，最多 60 个字。"}
    return forms.CharField(
        label=label, max_length=60, help_text=help_text, required=required, error_messages=errors
    )
