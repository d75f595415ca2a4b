"""Form fields that verbs of the organisation ask for besides the columns of their models."""

from django import forms


def name_field(label: str, help_text: str = "", required: bool = True) -> forms.CharField:
    errors = {"required": f"请填{label}。", "max_length": "太长了，最多 60 个字。"}
    return forms.CharField(
        label=label, max_length=60, help_text=help_text, required=required, error_messages=errors
    )
