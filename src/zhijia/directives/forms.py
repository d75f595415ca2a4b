"""What an officer types about a superior's paper."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms

from zhijia.directives.models import Demand
from zhijia.directives.paper_facts import normal_number
from zhijia.directives.quotas import COMPARATORS
from zhijia.kernel import clock
from zhijia.plans import rules
from zhijia.plans.forms.reading import RECURRENCES
from zhijia.plans.forms.reading import UploadForm as PlanUploadForm
from zhijia.plans.forms.year import day_field
from zhijia.plans.owners import Candidate

REASON = {"required": "请写一句为什么不归我们办。", "max_length": "写得短一些，不超过 200 字。"}
YEARS = (2000, 2100)
LONGEST = 3 * 366  # days from the first to the last of one demand


class SensibleDays(forms.Form):
    """Years with a digit too many or too few are told of at their own field."""

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        for name, value in list(values.items()):
            if isinstance(value, dt.date) and not YEARS[0] <= value.year <= YEARS[1]:
                self.add_error(name, "年份不对。是不是多打或少打了一位？")
        return values


class UploadForm(PlanUploadForm, SensibleDays):
    """The paper as a file or as text, and the day it came."""

    received_on = day_field("收到日期")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].label = "上级文件"
        self.fields["text"].label = "或者把文件的文字粘贴在这里"
        self.fields["text"].widget.attrs["placeholder"] = "从红头、文号或标题开始粘贴，到落款日期为止。"
        self.fields["received_on"].initial = clock.today

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if (day := values.get("received_on")) and day > clock.today():
            self.add_error("received_on", "收到日期在今天之后。请填实际收到那天。")
        return values


class FactsForm(SensibleDays):
    """The facts of a paper: three must be there, the rest can follow."""

    title = forms.CharField(
        label="标题", max_length=200,
        error_messages={"required": "请填文件标题。", "max_length": "标题太长，不超过 200 字。"},
    )  # fmt: skip
    issuer = forms.CharField(
        label="来文单位", max_length=80,
        error_messages={"required": "请填来文单位。", "max_length": "来文单位太长，不超过 80 字。"},
    )  # fmt: skip
    received_on = day_field("收到日期")
    number = forms.CharField(
        label="文号", max_length=40, required=False, widget=forms.TextInput({"placeholder": "如 云工发〔2026〕3号"}),
        error_messages={"max_length": "文号太长，不超过 40 字。"},
    )  # fmt: skip
    dated = day_field("成文日期", required=False)
    answer_due = day_field("回复期限", required=False)
    answer_what = forms.CharField(
        label="要回复什么", max_length=80, required=False, widget=forms.TextInput({"placeholder": "如 贯彻落实方案"}),
        error_messages={"max_length": "写得短一些，不超过 80 字。"},
    )  # fmt: skip
    answer_whom = forms.CharField(
        label="回复给谁", max_length=60, required=False, widget=forms.TextInput({"placeholder": "如 县总工会办公室"}),
        error_messages={"max_length": "写得短一些，不超过 60 字。"},
    )  # fmt: skip
    answer_mail = forms.CharField(
        label="邮箱", max_length=80, required=False, error_messages={"max_length": "邮箱太长，请核对。"}
    )

    def clean_number(self) -> str:
        return normal_number(self.cleaned_data["number"])


class DemandForm(SensibleDays):
    """One demand of the paper: what, how much, by when."""

    title = forms.CharField(
        label="要办什么", max_length=120,
        error_messages={"required": "请写要办什么，一句话就行。", "max_length": "写得短一些，不超过 120 字。"},
    )  # fmt: skip
    starts_on = day_field("从", required=False)
    ends_on = day_field("到哪天前", required=False)
    recurrence = forms.ChoiceField(
        label="周期", required=False, choices=[("", "不重复"), *RECURRENCES.items()]
    )
    comparator = forms.ChoiceField(
        label="怎么算",
        required=False,
        choices=[(code, words or "正好") for code, words in COMPARATORS.items()],
    )
    quantity = forms.DecimalField(
        label="数量", required=False, min_value=Decimal("0.01"), max_digits=11, decimal_places=2,
        error_messages={
            "invalid": "请填数字，如 30。", "min_value": "数量要大于 0，没有就空着。", "max_digits": "数字太大，请核对。",
            "max_whole_digits": "数字太大，请核对。", "max_decimal_places": "最多写两位小数。",
        },
    )  # fmt: skip
    unit = forms.CharField(
        label="单位",
        max_length=8,
        required=False,
        error_messages={"max_length": "单位太长，如 家、人次、场。"},
    )
    each = forms.CharField(
        label="每个什么", max_length=20, required=False, widget=forms.TextInput({"placeholder": "如 每个基层工会"}),
        error_messages={"max_length": "写得短一些，不超过 20 字。"},
    )  # fmt: skip

    @staticmethod
    def start_of(demand: Demand) -> dict[str, Any]:
        spans = demand.spans
        return {
            "title": demand.title, "recurrence": demand.recurrence if demand.recurrence in RECURRENCES else "",
            "starts_on": spans[0][0] if spans else None, "ends_on": spans[-1][1] if spans else None,
            "comparator": demand.comparator or "at_least", "quantity": _bare(demand.quantity), "unit": demand.unit,
            "each": demand.each,
        }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        start, end = values.get("starts_on"), values.get("ends_on")
        if start and not end:
            self.add_error("ends_on", "写了从哪天起，也请写到哪天前。")
        if start and end and end < start:
            self.add_error("ends_on", "结束日期在开始日期之前。请把两个日期对调，或改其中一个。")
        if start and end and (end - start).days > LONGEST:
            self.add_error("ends_on", "从头到尾超过三年，请核对年份。")
        if values.get("recurrence") and not end and not self.errors:
            self.add_error("ends_on", "重复做的事，请写到哪天为止。")
        if values.get("quantity") and not values.get("unit"):
            self.add_error("unit", "请写单位，如 家、人次、场。")
        return values

    def values_for(self, demand: Demand) -> dict[str, Any]:
        """What is to be put into the demand; several times of their own stay where the days were not touched."""
        typed = self.cleaned_data
        before = self.start_of(demand)
        values = {name: typed[name] for name in ("title", "quantity", "unit", "each", "recurrence")}
        values["comparator"] = typed["comparator"] if typed["quantity"] else ""
        if any(before[name] != typed[name] for name in ("starts_on", "ends_on", "recurrence")):
            values["times"] = [[a.isoformat(), b.isoformat()] for a, b in self._spans()]
            values["when_text"] = ""  # the paper's own words no longer say it
        else:
            values["recurrence"] = demand.recurrence
        return values

    def _spans(self) -> list[tuple[dt.date, dt.date]]:
        start, end = self.cleaned_data["starts_on"], self.cleaned_data["ends_on"]
        if not end:
            return []
        start = start or end.replace(day=1)
        rhythm = self.cleaned_data["recurrence"]
        if not rhythm:
            return [(start, end)]
        spans = []
        for year in range(start.year, end.year + 1):
            spans += rules.occurrences([], year, rhythm)
        return [(max(a, start), min(b, end)) for a, b in spans if b >= start and a <= end]


def _bare(number: Decimal | None) -> Decimal | None:
    """2.00 is typed 2."""
    return (
        None
        if number is None
        else number.quantize(Decimal(1))
        if number == int(number)
        else number.normalize()
    )


class DeclineForm(forms.Form):
    reason = forms.CharField(label="为什么不归我们办", max_length=200, error_messages=REASON)


class OwnerForm(forms.Form):
    """Who sees to a demand that becomes no task."""

    owner = forms.ChoiceField(label="谁来办", required=False)

    def __init__(self, *args: Any, known: list[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [one for one in known if one.value.startswith("post:")]
        self.fields["owner"].choices = [("", "还没定"), *((one.value, one.label) for one in people)]


class DoneForm(SensibleDays):
    on = day_field("哪天办好的")
    note = forms.CharField(
        label="办得怎样",
        max_length=200,
        required=False,
        error_messages={"max_length": "写得短一些，不超过 200 字。"},
    )


class AnswerForm(SensibleDays):
    """What was sent back, to whom, on which day; the file that went out."""

    on = day_field("哪天回复的")
    what = forms.CharField(
        label="回复了什么", max_length=120,
        error_messages={"required": "请写回复了什么，如 落实方案。", "max_length": "写得短一些，不超过 120 字。"},
    )  # fmt: skip
    whom = forms.CharField(
        label="回复给了谁",
        max_length=60,
        required=False,
        error_messages={"max_length": "写得短一些，不超过 60 字。"},
    )
    file = forms.FileField(
        label="报出去的文件", required=False, help_text="Word、PDF、照片都行，不超过 20 MB。",
        error_messages={"empty": "这个文件是空的。请打开看看内容在不在，再重新选。", "max_length": "文件名太长，请改短后再选。"},
    )  # fmt: skip
