"""Forms of one's own account: what is asked before something is changed, and the codes that prove something."""

from typing import Any

from allauth.core import ratelimit
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest


class CodeForm(forms.Form):
    code = forms.CharField(
        label="验证码",
        max_length=20,
        help_text="手机验证器上的 6 位数；手机不在身边，用恢复单上的一个恢复码。",
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false", "autofocus": True}
        ),
        error_messages={"required": "请填验证码。", "max_length": "太长了。手机上是 6 位数，恢复码是 8 个字符。"},
    )  # fmt: skip


class OwnPasswordForm(forms.Form):
    """Whoever sits at an open computer is not yet its owner: the password is asked before such a change."""

    password = forms.CharField(
        label="您现在的密码",
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "请填您现在的密码。"},
    )

    def __init__(self, request: HttpRequest | None = None, **kwargs: Any) -> None:
        """Bound where the request sends something."""
        super().__init__(
            request.POST if request and request.method == "POST" else None, label_suffix="", **kwargs
        )
        self.request = request

    def clean_password(self) -> str:
        assert self.request
        account, limit = self.request.user, {"action": "own_password", "key": str(self.request.user.pk)}
        if not ratelimit.consume(self.request, **limit):
            raise forms.ValidationError("连续输错太多次，先停 5 分钟，到时再试。")
        if not account.check_password(self.cleaned_data["password"]):
            raise forms.ValidationError("密码不对，请再输一次。")
        ratelimit.clear(self.request, **limit)
        return self.cleaned_data["password"]


class OwnMailForm(OwnPasswordForm):
    email = forms.EmailField(
        label="邮箱",
        max_length=254,
        error_messages={"required": "请填邮箱。", "invalid": "邮箱的样子不对，如 wang@163.com。", "max_length": "邮箱太长了。"},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip

    field_order = ("email", "password")


class MailCodeForm(forms.Form):
    code = forms.CharField(
        label="邮件里的验证码",
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={"required": "请填验证码。", "max_length": "太长了，验证码是 6 位数。"},
    )


class ForgottenForm(forms.Form):
    login = forms.CharField(
        label="登录名",
        max_length=40,
        error_messages={"required": "请填登录名。", "max_length": "登录名最多 40 个字。"},
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )


class NewPasswordForm(forms.Form):
    """The own new password, twice."""

    password = forms.CharField(
        label="新密码",
        max_length=128,
        help_text="至少 10 位，不能全是数字，不要用姓名或生日。",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "请填新密码。"},
    )
    again = forms.CharField(
        label="新密码再输一遍",
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "请把新密码再输一遍。"},
    )

    def __init__(self, *args: Any, account: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.account = account

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("password") and values.get("again") and values["password"] != values["again"]:
            self.add_error("again", "两遍密码不一样，请再输一次。")
        elif values.get("password"):
            try:
                validate_password(values["password"], self.account)
            except forms.ValidationError as weak:
                self.add_error("password", weak)
        return values
