from decimal import Decimal
from typing import Any

from django import forms

from zhijia.kernel import clock
from zhijia.kernel.figures import Period
from zhijia.plans.models import Area, Plan


def period_choices() -> list[tuple[str, str]]:
    """The periods a union writes summaries of: this year's and last year's halves and wholes, school years."""
    year = clock.today().year
    codes = [
        str(year),
        f"{year}H1",
        f"{year}H2",
        f"{year}-{year + 1}-1",
        f"{year - 1}-{year}-2",
        f"{year - 1}-{year}",
        str(year - 1),
        f"{year - 1}H2",
    ]
    begun = [Period.parse(code) for code in codes]
    return [(p.code, p.label) for p in begun if p.begun(clock.today())]


class DraftForm(forms.Form):
    """For which period, after which plan."""

    period = forms.ChoiceField(
        label="总结哪段时间", required=False, help_text="列表里没有的，在下面自己定日期。"
    )
    starts_on = forms.DateField(
        label="开始日期", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    ends_on = forms.DateField(
        label="结束日期", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    plan = forms.ModelChoiceField(
        Plan._base_manager.none(),
        label="章节跟着哪份计划",
        required=False,
        empty_label="不跟计划，用通用的八节",
        help_text="选了计划，总结的章节就用计划自己的标题；没归进去的工作放在“其他工作”。",
    )
    subtree = forms.BooleanField(label="含下级工会的数", required=False)

    def __init__(self, *args: Any, union_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period"].choices = period_choices()
        live = Plan.objects.filter(union_id=union_id, state__in=Plan.LIVE)
        self.fields["plan"].queryset = live.order_by("-starts_on")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        start, end = values.get("starts_on"), values.get("ends_on")
        for name, day in (("starts_on", start), ("ends_on", end)):
            if day and not 2000 <= day.year <= 2099:
                self.add_error(name, "年份不对。是不是多打或少打了一位？")
        if self.errors:
            return values
        if start and end:
            if end < start:
                self.add_error("ends_on", "结束日期在开始日期之前。请把两个日期对调。")
            else:
                values["period"] = Period.between(start, end).code
        elif start or end:
            self.add_error("ends_on" if start else "starts_on", "自己定日期时，起止两个都要填。")
        elif not values.get("period"):
            raise forms.ValidationError("请选一段时间，或把起止两个日期都填上。")
        return values


class SectionForm(forms.Form):
    """The words of one section. Numbers stand in it as ⟦…⟧ and may be moved or left out."""

    title = forms.CharField(label="这一节的标题", max_length=120, required=False)
    body = forms.CharField(
        label="正文",
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="⟦ ⟧ 里是台账取的数，可以挪位置、可以删，数字本身请点正文里的数去改。",
    )
    areas = forms.MultipleChoiceField(
        label="这一节收哪些领域", required=False, choices=Area.choices, widget=forms.CheckboxSelectMultiple
    )


class TypedNumberForm(forms.Form):
    value = forms.DecimalField(
        label="改成多少",
        max_digits=14,
        decimal_places=2,
        min_value=Decimal(0),
        error_messages={"required": "请填数。", "invalid": "请只填数字，单位不用写。"},
    )
    reason = forms.CharField(
        label="依据", max_length=300, error_messages={"required": "请写这个数从哪来，一句话就行。"}
    )
