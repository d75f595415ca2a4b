"""Forms of visits. What was found at the bedside is never kept as a draft in the browser."""

import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms

from zhijia.kernel import clock
from zhijia.org.forms import ScopedFilter
from zhijia.org.models import Post
from zhijia.relief import kinds
from zhijia.relief.models import Visit

DAYS = ["%Y-%m-%d", "%Y.%m.%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y%m%d"]


class Yuan(forms.DecimalField):
    """Money as officers type it: 1,200 · １２００ · 1200元."""

    def __init__(self, **more: Any) -> None:
        errors = {"invalid": "金额只填数字，如 500。", "max_digits": "这个数太大了。是不是多打了几个 0？"}
        errors |= {"max_decimal_places": "小数最多两位。", "min_value": "金额不能是负数。"}
        errors["max_whole_digits"] = errors["max_digits"]
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(
            max_digits=9, decimal_places=2, min_value=0, widget=widget, error_messages=errors, **more
        )

    def to_python(self, value: Any) -> Decimal | None:
        text = "".join(unicodedata.normalize("NFKC", str(value or "")).split())
        return super().to_python(text.replace(",", "").removesuffix("元"))


def day(label: str, **more: Any) -> forms.DateField:
    errors = {"required": f"请填{label}。", "invalid": "年月日之间要用横线，如 2025-04-28。"}
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, input_formats=DAYS, widget=widget, error_messages=errors, **more)


def text(label: str, most: int, **more: Any) -> forms.CharField:
    errors = {"required": f"请填{label}。", "max_length": f"太长了，最多 {most} 个字。"}
    return forms.CharField(label=label, max_length=most, error_messages=errors, **more)


class Told(forms.Form):
    """Who is visited and why."""

    name = text("走访对象", 40, help_text="写姓名。和本会会员同名的会自动对上。")
    kind = forms.ChoiceField(
        label="事由",
        choices=kinds.choices,
        error_messages={"required": "请选走访的事由。", "invalid_choice": "请重新选事由。"},
    )


class Made(forms.Form):
    """The visit itself: when, by which two, with what."""

    visited_on = day("走访日期")
    visitor = text("走访人", 40)
    second_visitor = text("同行人", 40)
    gift = forms.ChoiceField(
        label="慰问形式",
        choices=[*kinds.GIFTS.items()],
        widget=forms.RadioSelect,
        error_messages={
            "required": "请选慰问形式，没有带就选“没有带”。",
            "invalid_choice": "请重新选慰问形式。",
        },
    )
    amount = Yuan(label="金额", required=False)
    fund = forms.ChoiceField(
        label="资金来源",
        required=False,
        choices=[("", "没有用钱"), *kinds.FUNDS.items()],
        error_messages={"invalid_choice": "请重新选资金来源。"},
    )
    goods = text("慰问品", 60, required=False, help_text="带慰问品的写一下，如：牛奶、水果。")


class Noted(forms.Form):
    note = text(
        "情况", 2000, required=False, help_text="病情、家境写在这里：存时加密，平时遮住。这一格不留草稿。",
        widget=forms.Textarea(attrs={"rows": 2, "data-no-draft": True, "autocomplete": "off"}),
    )  # fmt: skip


class ArrangeForm(Noted, Told):
    due_on = day("走访期限", required=False, help_text="不填就按事由的规定天数。")
    field_order = ["name", "kind", "due_on", "note"]


class CompleteForm(Noted, Made):
    field_order = [*Made.base_fields, "note"]


class RecordForm(Noted, Made, Told):
    field_order = [*Told.base_fields, *Made.base_fields, "note"]


class CorrectForm(RecordForm):
    """A visit still due has not been made: those fields stay blank."""

    reason = text("为什么改", 200, required=False, help_text="改动已登记的日期、金额或资金，要写一句原因。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in Made.base_fields:
            self.fields[name].required = False
        self.fields["gift"].choices = [("", "还没走访"), *kinds.GIFTS.items()]


def first_values(form: type[forms.Form], seat: Any, visit: Visit | None) -> dict[str, Any]:
    """What the program knows already: today, oneself, and what this kind of visit usually brings."""
    known: dict[str, Any] = {}
    if visit is not None:
        known = {name: getattr(visit, name) for name in form.base_fields if name not in ("note", "reason")}
    if issubclass(form, Made) and not known.get("visited_on"):
        kind = kinds.by_code().get(visit.kind) if visit else None
        known |= {"visited_on": clock.today(), "visitor": seat.name}
        known |= {"gift": kind.gift if kind else "money", "fund": kind.fund if kind else "union"}
    return known


def colleagues(seat: Any) -> list[str]:
    """Who usually goes along: the holders of posts of the own union."""
    posts = Post.objects.filter(Post.on(clock.today()), union_id=seat.union_id).exclude(
        person_id=seat.person_id
    )
    return list(dict.fromkeys(posts.order_by("pk").values_list("person__name", flat=True)[:60]))


def refuse(form: forms.Form, sentences: Mapping[str, str]) -> None:
    for name, sentence in sentences.items():
        form.add_error(name if name in form.fields else None, sentence)


class VisitFilter(ScopedFilter):
    q = forms.CharField(label="按姓名找", required=False, max_length=20)
    state = forms.ChoiceField(label="状态", required=False, choices=[("", "不限"), *Visit.State.choices])
    kind = forms.ChoiceField(label="事由", required=False, choices=lambda: [("", "不限"), *kinds.choices()])
