from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from zhijia.kernel.ledger.filters import ScopedFilter


class OfficerFilter(ScopedFilter):
    q = forms.CharField(label="按姓名或工会找", required=False, max_length=30)
    show = forms.ChoiceField(
        label="看哪些",
        required=False,
        choices=[("", "在任"), ("uninvited", "还没有请进来"), ("ended", "已免职")],
    )

    @property
    def shown(self) -> str:
        return self.value("show")


class OfficerListForm(forms.Form):
    text = forms.CharField(
        label="干部名单",
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        help_text="一行一个：姓名，工会，职务。从表格里整块复制过来也可以。手机号不用贴，贴了也不会存。",
        error_messages={"required": "请把名单贴进来，一行一个人。", "max_length": "名单太长，请分几次贴。"},
    )
    since = forms.DateField(
        label="任职日期",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="名单里的人都按这一天起任职。日期还没到的，到那天才能登录办事。",
        error_messages={"required": "请填任职日期。", "invalid": "年月日之间要用横线，如 2025-04-28。"},
    )

    def clean_since(self) -> Any:
        if not 1925 <= self.cleaned_data["since"].year <= 2100:
            raise forms.ValidationError("年份不对。是不是少打了一位？")
        return self.cleaned_data["since"]


class EndForm(forms.Form):
    held_to = forms.DateField(
        label="免职日期",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="写今天，现在就不能再用这个职务办事；写以后的日子，到那天为止。",
        error_messages={"required": "请填免职日期。", "invalid": "年月日之间要用横线，如 2025-04-28。"},
    )
    reason = forms.CharField(
        label="原因",
        max_length=200,
        help_text="一句话，例如：换届、调动、退休。",
        error_messages={"required": "请写一句原因，例如：换届。"},
    )


class JoinForm(forms.Form):
    login = forms.CharField(label="登录名", max_length=40)
    code = forms.CharField(
        label="一次码",
        max_length=20,
        help_text="邀请单上的 8 个字符，大小写、横线都不用管。",
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    password = forms.CharField(
        label="您自己的新密码",
        max_length=128,
        help_text="至少 10 位，不能全是数字，不要用姓名或生日。",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="新密码再输一遍",
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, by_ref: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if by_ref:
            del self.fields["login"]  # the address of the slip says whose it is
        for field in self.fields.values():
            field.error_messages["required"] = f"请填{field.label}。"

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("password") and values.get("again") and values["password"] != values["again"]:
            self.add_error("again", "两遍密码不一样，请再输一次。")
        if password := values.get("password"):
            try:
                validate_password(password)
            except forms.ValidationError as weak:
                self.add_error("password", weak)
        return values
