"""What is typed on a plan's way and on its tasks."""

import datetime as dt
from typing import Any

from django import forms

from zhijia.plans.forms.reading import kind_choices
from zhijia.plans.models import Section
from zhijia.plans.owners import Candidate, suggested

WRONG_DAY = {"required": "请填日期。", "invalid": "年月日之间要用横线，如 2026-04-28，并且要真有这一天。"}
REASON = {"required": "请写明原因，一句话就行。"}


def day_field(label: str, **rest: Any) -> forms.DateField:
    return forms.DateField(
        label=label, error_messages=WRONG_DAY, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"), **rest
    )


class OpinionForm(forms.Form):
    on = day_field("日期")
    note = forms.CharField(
        label="意见",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": "如 原则同意"}),
    )


class IssueForm(forms.Form):
    on = day_field("印发日期")
    document_no = forms.CharField(
        label="文号",
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"placeholder": "如 青工〔2026〕1号"}),
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="原因", max_length=200, error_messages=REASON, widget=forms.Textarea(attrs={"rows": 2})
    )


class TimesForm(forms.Form):
    """From one day to another: a first time, or a move. A move to another month asks why (the verb decides)."""

    starts_on = day_field("从")
    ends_on = day_field("到")
    reason = forms.CharField(
        label="改期原因", required=False, max_length=200, widget=forms.TextInput(attrs={"placeholder": "如 设备调试推迟"}),
        help_text="在同一个月里挪动不用写；换到别的月份要写一句，原定时间会留着。",
    )  # fmt: skip

    def __init__(self, *args: Any, first: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if first:
            del self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        start, end = values.get("starts_on"), values.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", "结束日期在开始日期之前。请把两个日期对调，或改其中一个。")
        for name, day in (("starts_on", start), ("ends_on", end)):
            if isinstance(day, dt.date) and not 2000 <= day.year <= 2100:
                self.add_error(name, "年份不对。是不是多打或少打了一位？")
        return values


class TaskForm(forms.Form):
    """A task of a plan. Times have forms of their own."""

    title = forms.CharField(
        label="任务", max_length=120,
        error_messages={"required": "请写要做什么，一句话就行。", "max_length": "名称太长，留下主要的几个字，不超过 120 字。"},
    )  # fmt: skip
    quantity = forms.IntegerField(
        label="数量", required=False, min_value=1, max_value=100_000_000,
        error_messages={"invalid": "请填整数，如 30。", "min_value": "数量要大于 0，没有就空着。"},
    )  # fmt: skip
    unit = forms.CharField(label="单位", required=False, max_length=8)
    kind = forms.ChoiceField(label="种类", required=False, help_text="写总结和算进度时用")
    owner_text = forms.CharField(label="责任人（原文写法）", required=False, max_length=60)
    match = forms.ChoiceField(label="对应到", required=False)
    section = forms.ChoiceField(label="放在哪个标题下", required=False)

    def __init__(self, *args: Any, sections: list[Section], known: list[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"].choices = [("", "不放在标题下"), *((str(s.pk), str(s)) for s in sections)]
        self.fields["kind"].choices = kind_choices()
        likely = suggested(self.initial.get("owner_text", ""), known)
        rest = [one for one in known if one not in likely]
        groups = [("建议", likely)] if likely else []
        groups += [("本会人员、分工会、小组和下级工会", rest)] if rest else []
        self.fields["match"].choices = [
            ("", "只按原文写，不对应"), *((name, [(o.value, o.label) for o in inside]) for name, inside in groups)
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if values.get("quantity") and not values.get("unit"):
            self.add_error("unit", "请写单位，如 家、人次、场。")
        return values
