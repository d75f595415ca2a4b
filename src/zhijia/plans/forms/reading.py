"""What an officer types while a plan is read in."""

import datetime as dt
import re
from typing import Any

from django import forms

from zhijia import planreader
from zhijia.kernel import clock
from zhijia.kernel.figures import Period
from zhijia.plans import kinds, rules
from zhijia.plans.corrections import RECURRENCES
from zhijia.plans.headings import numbered
from zhijia.plans.owners import Candidate, suggested
from zhijia.plans.reading import SHAPES, Content

MONTHS = [(str(month), f"{month}月") for month in range(1, 13)]
DAY = re.compile(r"(?:\d{4}\s*[-年./]\s*)?(\d{1,2})\s*[-月./]\s*(\d{1,2}|底|末)?\s*日?$")


def years() -> list[int]:
    """Years a plan may be for: next year's is written in December, last year's may be caught up on."""
    return list(range(clock.today().year + 1, clock.today().year - 5, -1))


class UploadForm(forms.Form):
    file = forms.FileField(
        label="计划文件", required=False,
        error_messages={"empty": "这个文件是空的。请打开看看内容在不在，再重新选。", "max_length": "文件名太长，请改短后再选。"},
    )  # fmt: skip
    text = forms.CharField(
        label="或者把计划的文字粘贴在这里", required=False, help_text="扫描件和照片读不出文字，请粘贴。",
        widget=forms.Textarea(attrs={"rows": 6, "placeholder": "从标题开始粘贴，分段和序号都保留。"}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        read_here = planreader.endings()
        word = (
            f"Word 或 WPS 文档（{' '.join(read_here[:-2])}）、有文字的 PDF 或纯文本（.txt），不超过 20 MB。"
        )
        if ".doc" not in read_here:
            word += "旧格式（.doc、.wps）请先另存为 .docx。"
        self.fields["file"].help_text = word
        self.fields["file"].widget.attrs["accept"] = ",".join(read_here)

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if not self.errors and not values.get("file") and not values.get("text"):
            raise forms.ValidationError("请选一个文件，或者粘贴计划的文字。")
        return values


class AboutForm(forms.Form):
    """Title, year and shape of the plan."""

    title = forms.CharField(
        label="计划名称", max_length=80, required=False,
        widget=forms.TextInput(attrs={"placeholder": "不填就按年份和周期起名，如 2026年度工作计划"}),
    )  # fmt: skip
    year = forms.TypedChoiceField(label="年份", coerce=int, empty_value=None, required=False)
    shape = forms.ChoiceField(label="计划周期", choices=list(SHAPES.items()))

    def __init__(self, *args: Any, year: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = sorted({*years(), *([year] if year else [])}, reverse=True)
        self.fields["year"].choices = [("", "请选年份"), *((n, f"{n}年") for n in known)]


def day_of(text: str) -> list[int] | None:
    """[month, day] of 6-30, 6月30日, 6月底; raises `ValidationError` with a sentence."""
    if not text.strip():
        return None
    match = DAY.match(text.strip())
    if match is None:
        raise forms.ValidationError("看不懂这个日期。请写成 6-30、6月30日或 6月底。")
    month, day = int(match[1]), 31 if not (match[2] or "").isdigit() else int(match[2])
    if not 1 <= month <= 12:
        raise forms.ValidationError(f"没有{month}月，请填 1 至 12 月。")
    try:
        dt.date(2024, month, day)
    except ValueError:
        if day != 31 or (match[2] or "").isdigit():
            raise forms.ValidationError(f"{month}月没有{day}日，请核对。") from None
    return [month, day]


def shown_day(deadline: list[int] | None) -> str:
    return f"{deadline[0]}月{'底' if deadline[1] == 31 else f'{deadline[1]}日'}" if deadline else ""


class TaskForm(forms.Form):
    """One task of a reading. Also for one added by hand, where `section` says under which heading."""

    title = forms.CharField(
        label="任务", max_length=120, error_messages={"required": "请写要做什么，一句话就行。"}
    )
    months = forms.TypedMultipleChoiceField(
        label="月份", choices=MONTHS, coerce=int, required=False, widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "没有%(value)s月，请填 1 至 12 月。"},
    )  # fmt: skip
    deadline = forms.CharField(
        label="期限",
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"placeholder": "如 6月30日"}),
    )
    recurrence = forms.CharField(label="周期", required=False, max_length=12)
    quantity = forms.IntegerField(
        label="数量", required=False, min_value=1, max_value=100_000_000,
        error_messages={"invalid": "请填整数，如 30。", "min_value": "数量要大于 0，没有就空着。"},
    )  # fmt: skip
    unit = forms.CharField(label="单位", required=False, max_length=8)
    owner = forms.CharField(label="责任人（原文写法）", required=False, max_length=60)
    match = forms.ChoiceField(label="对应到", required=False)
    section = forms.ChoiceField(label="放在哪个标题下", required=False)
    kind = forms.ChoiceField(label="种类", required=False)

    def __init__(
        self,
        *args: Any,
        content: Content,
        period: Period | None,
        known: list[Candidate],
        owner: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.period = period
        now = str(self.initial.get("recurrence") or "")
        often = dict(RECURRENCES) | ({now: spoken(now)} if now else {})
        self.fields["recurrence"] = forms.ChoiceField(
            label="周期", required=False, choices=[("", "不重复"), *often.items()]
        )
        likely = suggested(owner, known)
        groups = [("建议", [(one.value, one.label) for one in likely])] if likely else []
        rest = [one for one in known if one not in likely]
        for label, start in (("本会人员", "post:"), ("分工会、小组和下级工会", "union:")):
            inside = [(one.value, one.label) for one in rest if one.value.startswith(start)]
            groups += [(label, inside)] if inside else []
        self.fields["match"].choices = [("", "只按原文写，不对应"), *groups]
        headings = [(s["key"], numbered(s["number"], s["level"]) + s["title"]) for s in content["sections"]]
        self.fields["section"].choices = [("", "不放在标题下"), *headings]
        self.fields["kind"].choices = kind_choices()

    def clean_deadline(self) -> list[int] | None:
        return day_of(self.cleaned_data["deadline"])

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if self.period is not None and not self.errors:
            deadline = tuple(values["deadline"]) if values["deadline"] else None
            wrong = rules.deadline_problem(
                values["months"], self.period.start.year, values["recurrence"], deadline, self.period
            )
            if wrong:
                self.add_error("deadline", wrong)
        if values.get("quantity") and not values.get("unit"):
            self.add_error("unit", "请写单位，如 家、人次、场。")
        return values


def kind_choices() -> list[tuple[str, Any]]:
    """Kinds grouped by area."""
    groups = [
        (name, [(kind.code, kind.name) for kind in kinds.in_area(area)]) for area, name in kinds.AREAS.items()
    ]
    return [("", "还没有选"), *groups]


def spoken(recurrence: str) -> str:
    """A recurrence's code in words: yearly:4 → 全年 4 次."""
    if recurrence.startswith("yearly:"):
        return f"全年 {recurrence.partition(':')[2]} 次"
    return RECURRENCES.get(recurrence, recurrence)
