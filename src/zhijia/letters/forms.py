"""The form of a letter, of its issue, of the house style, and of a template."""

import re
from typing import Any

from django import forms

from zhijia.kernel import clock
from zhijia.kernel.typed import whole
from zhijia.letters import kinds, numbering
from zhijia.letters.models import Letter

MOST_ATTACHMENTS = 9
ROWS_OF_ATTACHMENTS = 3
LONGEST_BODY, LONGEST_ATTACHMENT = 30_000, 60_000
ANSWERED = ("answers_title", "answers_number")


def _line(label: str, most: int, hint: str = "", example: str = "") -> forms.CharField:
    widget = forms.TextInput(attrs={"placeholder": example} if example else {})
    return forms.CharField(
        label=label, max_length=most, required=False, help_text=hint, widget=widget,
        error_messages={"max_length": f"{label}太长，最多 {most} 个字。"},
    )  # fmt: skip


def _text(label: str, most: int, rows: int, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, required=False, help_text=hint, strip=False,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"max_length": f"{label}太长，最多 {most} 个字。"},
    )  # fmt: skip


class LetterForm(forms.Form):
    """What an officer writes. Nothing but the title is required: a draft may be incomplete."""

    title = forms.CharField(
        label="标题", max_length=100, help_text="写事由就行，“关于…的…”会自动补上。标题长，想在哪里换行就打一个空格。",
        error_messages={"required": "请填标题，写事由就行。", "max_length": "标题太长，最多 100 个字。"},
    )  # fmt: skip
    answers_title = _line("来文标题", 120, "答复的是哪一份请示。", "如 关于成立工会的请示")
    answers_number = _line("来文文号", 60, example="如 顺工〔2026〕3号")
    addressee = _line("主送", 200)
    body = _text(
        "正文", LONGEST_BODY, 14, "一、 （一） 1. （1） 开头的行自动排成各级标题；从表格里复制来的行排成表。"
    )
    closing = _line("结语", 60)
    attended = _text("出席人员", 2000, 3, "一行一种，如“出席：林秀芳、赵永康”“列席：钱玉兰”。")
    signer = _line("签发人", 40, "送上级的文要写签发人。")
    contact = _line("联系人和电话", 80)
    copies = _line("抄送", 200, example="如 镇党委，县总工会")
    on = forms.DateField(
        label="成文日期", required=False, help_text="不填就用发文那天。",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "年月日之间要用横线，如 2026-06-03。"},
    )  # fmt: skip
    red_head = forms.BooleanField(label="套红头，编文号", required=False)
    own_template = forms.BooleanField(label="用本单位模板", required=False)

    def __init__(self, *args: Any, kind: kinds.Kind, has_template: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        unwanted = {
            "addressee": kind.addressee == "none",
            "answers_title": not kind.answers,
            "answers_number": not kind.answers,
            "attended": not kind.attended,
            "signer": not kind.signer,
            "contact": not kind.contact,
            "closing": not kind.closing and kind.direction == "plain",
            "own_template": not has_template,
        }
        for name in (name for name, unused in unwanted.items() if unused):
            del self.fields[name]
        if kind.addressee == "one" and "addressee" in self.fields:
            self.fields["addressee"].help_text = "只写一个单位，其余的写在抄送。"

    def clean_title(self) -> str:
        return self.kind.completed(self.cleaned_data["title"])

    def clean_on(self) -> Any:
        on = self.cleaned_data["on"]
        if on and not 2000 <= on.year <= clock.today().year + 1:
            raise forms.ValidationError("年份不对。是不是多打或少打了一位？")
        return on

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        values["attachments"] = self.attachments
        for one in self.attachments:
            if len(one["title"]) > 100:
                self.add_error(None, "附件的名称太长，最多 100 个字。")
            if len(one["text"]) > LONGEST_ATTACHMENT:
                self.add_error(
                    None, f"附件的内容太长，最多 {LONGEST_ATTACHMENT} 个字。请分成几份，或者另附纸件。"
                )
        return values

    @property
    def attachments(self) -> list[dict[str, str]]:
        """The attachments that hold anything, as typed or as the letter begins."""
        if not self.is_bound:
            return list(self.initial.get("attachments") or [])
        pairs = zip(self.data.getlist("attachment_title"), self.data.getlist("attachment_text"), strict=False)
        given = [{"title": title.strip(), "text": text.strip("\r\n")} for title, text in pairs]
        return [one for one in given if one["title"] or one["text"].strip()][:MOST_ATTACHMENTS]

    @property
    def attachment_rows(self) -> list[dict[str, str]]:
        """Those and some empty ones to fill in."""
        rows = self.attachments
        empty = max(1, ROWS_OF_ATTACHMENTS - len(rows))
        return [*rows, *[{"title": "", "text": ""}] * empty][:MOST_ATTACHMENTS]

    def letter(self) -> Letter:
        """What was typed as an unsaved letter, also where some of it does not fit: for the live preview."""
        values = {name: self.cleaned_data.get(name) for name in self.fields}
        given = {name: value for name, value in values.items() if value is not None}
        return Letter(kind=self.kind.code, attachments=self.attachments, **given)


class IssueForm(forms.Form):
    """The day and the number; both are proposed."""

    on = forms.DateField(
        label="成文日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请填签发那天。", "invalid": "年月日之间要用横线，如 2026-06-03。"},
    )  # fmt: skip
    number = forms.CharField(
        label="序号", required=False, max_length=6, widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text="接着上一份编的。以前用纸编过号的，可以改成接着往下的号。",
        error_messages={"max_length": "序号只填数字，如 12。"},
    )  # fmt: skip

    def clean_number(self) -> int | None:
        typed = self.cleaned_data["number"].strip().removesuffix("号")
        if not typed:
            return None
        number = whole(typed)
        if number is None or not 1 <= number <= numbering.HIGHEST:
            raise forms.ValidationError(f"序号只填数字，1 到 {numbering.HIGHEST}。")
        return number


class HouseForm(forms.Form):
    """How the union signs."""

    prefix = forms.CharField(
        label="机关代字", max_length=20, help_text="文号开头的几个字，如“青工”，文号就是 青工〔2026〕12号。",
        error_messages={"required": "请填机关代字，如“青工”。", "max_length": "最多 20 个字。"},
    )  # fmt: skip
    issuer = forms.CharField(
        label="红头和落款的名称", max_length=60, help_text="用全称或规范化简称，红头在后面加“文件”。",
        error_messages={"required": "请填单位名称。", "max_length": "最多 60 个字。"},
    )  # fmt: skip

    def clean_prefix(self) -> str:
        prefix = self.cleaned_data["prefix"].strip()
        if not re.fullmatch(r"[\u4e00-\u9fffA-Za-z]+", prefix):
            raise forms.ValidationError("机关代字只写汉字，年份和序号由程序编，如“青工”。")
        return prefix


class TemplateForm(forms.Form):
    """A union's own Word template for one kind."""

    kind = forms.ChoiceField(
        label="用在哪种公文", choices=kinds.CHOICES, error_messages={"invalid_choice": "请从列表里选文种。"}
    )
    file = forms.FileField(
        label="模板文件", help_text="Word 文档(.docx)，不超过 5 MB。",
        error_messages={"required": "请选一个模板文件。", "empty": "这个文件是空的。请打开看看内容在不在，再重新选。"},
    )  # fmt: skip
