from decimal import Decimal
from typing import Any

from django import forms

from zhijia.kernel import clock
from zhijia.kernel.forms import DAYS, Fields
from zhijia.org.parameters import Parameter

NAMES = Fields("name", "short_name", "seal_name", optional="seal_name")


class UnionListForm(forms.Form):
    text = forms.CharField(
        label="工会名单",
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        help_text="一行一个，从表格里整块复制过来也可以。名称后面可以写：类别、上级、所在单位性质、成立日期。",
        error_messages={"required": "请把名单贴进来，一行一个工会。", "max_length": "名单太长，请分几次贴。"},
    )
    since = forms.DateField(
        label="没写成立日期的，按这一天",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="早就有的工会用这一天就行；今年新建的，请在名单里写上日期，统计“新建工会”要用。",
        error_messages={"required": "请填一个日期。", "invalid": "年月日之间要用横线，如 2018-05-01。"},
    )

    def clean_since(self) -> Any:
        if self.cleaned_data["since"] > clock.today():
            raise forms.ValidationError("日期在今天之后。请改成今天或以前。")
        if self.cleaned_data["since"].year < 1925:  # the year in which the national federation was founded
            raise forms.ValidationError("年份不对。是不是少打了一位？")
        return self.cleaned_data["since"]


class ParameterForm(forms.Form):
    """A union's own value from a day on; with `back` it goes by its parent's again."""

    value = forms.DecimalField(
        label="本会的数",
        max_digits=12,
        decimal_places=4,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={"required": "请填一个数。", "invalid": "只填数字，如 7。",
                        "max_digits": "这个数太长了。", "max_whole_digits": "这个数太大了。",
                        "max_decimal_places": "小数太长了，最多 4 位。"},
    )  # fmt: skip
    since = forms.DateField(
        label="自哪天起",
        input_formats=DAYS,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="那天以前的事，仍按以前的数算。",
        error_messages={"required": "请填从哪天起用。", "invalid": "年月日之间要用横线，如 2025-04-28。"},
    )
    source = forms.CharField(
        label="依据",
        max_length=200,
        help_text="文件名和文号，或者哪次会议定的。",
        error_messages={
            "required": "请写依据，例如：2026年3月委员会会议。",
            "max_length": "太长了，最多 200 个字。",
        },
    )

    def __init__(self, *args: Any, parameter: Parameter, back: bool, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        if parameter.choices:
            choices = [(str(one), f"{one} {parameter.unit}") for one in parameter.choices]
            errors = {"required": "请选一个。", "invalid_choice": "请重新选。"}
            self.fields["value"] = forms.TypedChoiceField(
                label="本会的数",
                choices=choices,
                coerce=Decimal,
                widget=forms.RadioSelect,
                error_messages=errors,
            )
        if back:
            del self.fields["value"]

    def clean_since(self) -> Any:
        if not 1925 <= self.cleaned_data["since"].year <= 2100:
            raise forms.ValidationError("年份不对。是不是少打了一位？")
        return self.cleaned_data["since"]
