"""allauth's forms in the words of the office: labels above the boxes, none inside, errors that say what to do."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm
from django import forms

LABELS = {
    "login": "登录名",
    "password": "密码",
    "oldpassword": "现在的密码",
    "password1": "新密码",
    "password2": "新密码再输一遍",
}


def in_our_words(form: forms.Form) -> None:
    for name, field in form.fields.items():
        field.label = LABELS[name]
        field.help_text = ""  # the page says the rules once, on top
        field.widget.attrs.pop("placeholder", None)
        field.error_messages["required"] = f"请填{LABELS[name]}。"


class SignInForm(LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_our_words(self)


class PasswordForm(ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_our_words(self)
