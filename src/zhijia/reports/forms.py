"""What an officer types to have a summary checked."""

from typing import Any

from django import forms

from zhijia.plans.forms.summaries import period_choices
from zhijia.reports.actions import NOTE


class UploadForm(forms.Form):
    file = forms.FileField(
        label="总结文件", required=False, help_text="Word 文档（.docx、.doc）、PDF 或纯文本（.txt），不超过 20 MB。",
        error_messages={"empty": "这个文件是空的。请打开看看内容在不在，再重新选。", "max_length": "文件名太长，请改短后再选。"},
    )  # fmt: skip
    text = forms.CharField(
        label="或者把总结的文字粘贴在这里", required=False,
        widget=forms.Textarea(attrs={"rows": 6, "placeholder": "从标题开始粘贴。"}),
    )  # fmt: skip
    period = forms.ChoiceField(
        label="哪段时间的总结", required=False, help_text="不选就看标题，核对以后也能改。"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period"].choices = [("", "看标题"), *period_choices()]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.errors and not values.get("file") and not values.get("text"):
            raise forms.ValidationError("请选一个文件，或者粘贴总结的文字。")
        return values


class AboutForm(forms.Form):
    """Whose summary it is and of which days, where the guess was wrong."""

    about = forms.CharField(
        label="哪个工会", max_length=60, error_messages={"required": "请写工会的名称或代码。"}
    )
    period = forms.ChoiceField(label="哪段时间")

    def __init__(self, *args: Any, period: tuple[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = period_choices()
        self.fields["period"].choices = choices if period in choices else [period, *choices]


class NoteForm(forms.Form):
    note = forms.CharField(
        label="说明", max_length=NOTE, required=False, help_text="例如：数字来自县总工会的通报。"
    )
