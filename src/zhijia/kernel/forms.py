"""Forms of verbs, made from the model's own fields: labels, help and limits are said once, on the model."""

import datetime as dt
import unicodedata
from collections.abc import Mapping
from copy import deepcopy
from decimal import Decimal
from typing import Any

from django import forms
from django.db import models

from zhijia.kernel import clock
from zhijia.kernel.secrets import SecretText

DAYS = ["%Y-%m-%d", "%Y.%m.%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y%m%d"]
SMALL = (models.SmallIntegerField, models.PositiveSmallIntegerField)  # what PostgreSQL keeps in two bytes
FEW = 4  # so many choices stand side by side
LONG = 100  # characters from which a text gets a box of several lines


class Fields:
    """What a verb asks for: names of the model's fields. All must be filled but `optional` (UI.md §7).

    `more` adds fields that are no columns, as a reason; `first` names the one of them that stands at the head.
    `today` names the days that are nearly always today: they stand filled in.
    """

    def __init__(
        self, *names: str, optional: str = "", first: str = "", today: str = "", **more: forms.Field
    ) -> None:
        self.names, self.optional, self.more, self.first = names, optional.split(), more, first
        self.today = today.split()

    def __call__(self, model: type[models.Model], data: Any = None, initial: Any = None) -> forms.Form:
        form = forms.Form(data, initial=initial, label_suffix="")
        for name in self.names:
            form.fields[name] = form_field(model._meta.get_field(name), name not in self.optional)
        form.fields |= deepcopy(self.more)
        for name in self.today:
            form.fields[name].initial = clock.today
        form.order_fields([self.first])
        return form


def form_field(field: Any, required: bool) -> forms.Field:
    """The form field of one column, with its sentences in Chinese."""
    label, help_text = str(field.verbose_name).replace("（元）", ""), str(field.help_text)
    known: dict[str, Any] = {"label": label, "help_text": help_text, "required": required}
    if field.choices:
        return _choice(field, required, known)
    if field.is_relation:
        known["error_messages"] = {"required": f"请选{label}。", "invalid_choice": f"请重新选{label}。"}
        return forms.ModelChoiceField(field.related_model.objects.all(), empty_label="请选", **known)
    if isinstance(field, models.DateField):
        days = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        errors = {"required": f"请填{label}。", "invalid": "年月日之间要用横线，如 2025-04-28。"}
        return forms.DateField(
            input_formats=DAYS, widget=days, error_messages=errors, validators=[_four_figures], **known
        )
    if isinstance(field, models.DecimalField):
        return Yuan(max_digits=field.max_digits, decimal_places=field.decimal_places, **known)
    if isinstance(field, models.IntegerField):
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        errors = {
            "invalid": f"{label}只填整数，如 12。",
            "min_value": "不能是负数。",
            "required": f"请填{label}。",
        }
        errors["max_value"] = "这个数太大了。是不是多打了几个 0？"
        return forms.IntegerField(
            min_value=0, max_value=2**15 - 1 if isinstance(field, SMALL) else 2**31 - 1, widget=widget,
            error_messages=errors, **known,
        )  # fmt: skip
    return _text(field, label, known)


def _four_figures(day: dt.date) -> None:
    """Typing 26 for the year gives the year 26, which no union has seen."""
    if day.year < 1900:
        raise forms.ValidationError("年份要写四位，如 2026。请核对日期。")


def day_field(label: str, help_text: str = "", required: bool = True) -> forms.Field:
    """A day that a verb asks for and no column holds, read in every spelling that a column's day is."""
    return form_field(models.DateField(label, help_text=help_text), required)


def _choice(field: Any, required: bool, known: dict[str, Any]) -> forms.Field:
    choices = [*field.flatchoices]
    few = required and len(choices) <= FEW
    known["error_messages"] = {
        "required": f"请选{known['label']}。",
        "invalid_choice": f"请重新选{known['label']}。",
    }
    widget = forms.RadioSelect if few else forms.Select
    blank = [] if few else [("", "请选" if required else "不填")]
    return forms.ChoiceField(choices=[*blank, *choices], widget=widget, **known)


def _text(field: Any, label: str, known: dict[str, Any]) -> forms.Field:
    number = isinstance(field, SecretText) and field.index  # what can be looked up is a number, not a text
    most = 40 if number else field.max_length or 2000
    attrs: dict[str, Any] = {"autocomplete": "off"}
    if isinstance(field, SecretText):
        attrs["data-no-draft"] = True  # restricted words stay out of the browser's drafts
    widget = forms.Textarea({**attrs, "rows": 2}) if most > LONG else forms.TextInput(attrs)
    errors = {"required": f"请填{label}。", "max_length": f"太长了，最多 {most} 个字。"}
    made = forms.CharField(max_length=most, widget=widget, error_messages=errors, **known)
    made.widget.attrs.pop("maxlength", None)  # a browser cuts pasted text without a word; we say it
    return made


class Yuan(forms.DecimalField):
    """Money as officers type it: 1,200 · １２００ · 1200元."""

    def __init__(self, **known: Any) -> None:
        errors = {
            "required": f"请填{known['label']}。",
            "invalid": "只填数字，如 500。",
            "min_value": "不能是负数。",
        }
        errors |= dict.fromkeys(("max_digits", "max_whole_digits"), "这个数太大了。是不是多打了几个 0？")
        errors["max_decimal_places"] = "小数最多两位。"
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(min_value=0, widget=widget, error_messages=errors, **known)

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        text = "".join(unicodedata.normalize("NFKC", str(value if value is not None else "")).split())
        return super().to_python(text.replace(",", "").removesuffix("元"))


def reason(help_text: str, label: str = "为什么改", required: bool = False) -> forms.CharField:
    """The one sentence that explains a change; `required` where the verb has `needs_reason`."""
    errors = {"required": "请写明原因，一句话就行。", "max_length": "原因写短些，最多 200 个字。"}
    return forms.CharField(
        label=label, required=required, max_length=200, help_text=help_text, error_messages=errors
    )


def refuse(form: forms.Form, sentences: Mapping[str, str]) -> None:
    """Put the sentences of a verb that found the values unfit beside their fields."""
    for name, sentence in sentences.items():
        form.add_error(name if name in form.fields else None, sentence)
