"""What the first run asks: the union, its first officer, and the words that open backups."""

import os
import re
from pathlib import Path
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from zhijia.kernel import clock
from zhijia.kernel.mail.models import MailServer
from zhijia.org.models import Nature, Office, Union
from zhijia.people.models import Account, Person
from zhijia.server import keys

KINDS = [(kind.value, kind.label) for kind in (*Union.UPPER, *Union.GRASSROOTS)]
OFFICES = [(office.value, office.label) for office in (Office.CHAIR, Office.VICE, Office.OFFICER)]


class HouseForm(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["required"] = f"请填{field.label}。"


class FirstRunForm(HouseForm):
    token = forms.CharField(
        label="启动码", max_length=20, help_text="在启动职家的那个窗口里，11 个字符，例如 ABCDE-FGH23。"
    )
    name = forms.CharField(label="工会全称", max_length=60, help_text="按公章写，例如 青溪镇总工会。")
    short_name = forms.CharField(
        label="简称", max_length=30, required=False, help_text="页面上用；不填就用全称。"
    )
    kind = forms.ChoiceField(label="工会类别", choices=KINDS)
    nature = forms.ChoiceField(
        label="所在单位性质", required=False, choices=[("", "不适用"), *Nature.choices]
    )
    founded_on = forms.DateField(
        label="成立日期",
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="记不清的，写批复成立的那一年 1 月 1 日，以后可以改。",
    )
    upper_name = forms.CharField(
        label="上级工会", max_length=60, required=False, help_text="例如 云川县总工会。"
    )
    person = forms.CharField(label="您的姓名", max_length=40)
    gender = forms.ChoiceField(label="性别", choices=Person.Gender.choices)
    office = forms.ChoiceField(label="您的职务", choices=OFFICES)
    login = forms.CharField(
        label="登录名", max_length=40, help_text="姓名的拼音、手机号都可以，自己记得住就行。"
    )
    password = forms.CharField(
        label="登录密码",
        max_length=128,
        widget=forms.PasswordInput(attrs={"minlength": 10}),
        help_text="至少 10 位，不能全是数字。",
    )
    password_again = forms.CharField(label="密码再输一遍", max_length=128, widget=forms.PasswordInput)
    passphrase = forms.CharField(
        label="备份口令",
        max_length=128,
        widget=forms.PasswordInput(attrs={"minlength": keys.SHORTEST}),
        help_text=f"至少 {keys.SHORTEST} 个字，一句只有您们知道的话最好。换电脑恢复数据时要用，和登录密码分开。",
    )
    passphrase_again = forms.CharField(label="备份口令再输一遍", max_length=128, widget=forms.PasswordInput)

    def clean_founded_on(self) -> Any:
        day = self.cleaned_data["founded_on"]
        if day > clock.today():
            raise forms.ValidationError("成立日期在今天之后。请填批复上的日期。")
        if day.year < 1900:
            raise forms.ValidationError("年份不对。是不是少打了一位？")
        return day

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for name, what in (("password", "密码"), ("passphrase", "备份口令")):
            if values.get(name) != values.get(f"{name}_again") and values.get(f"{name}_again"):
                self.add_error(f"{name}_again", f"两遍{what}不一样，请再输一次。")
        if password := values.get("password"):
            try:
                validate_password(password, Account(login=values.get("login", "")))
            except forms.ValidationError as weak:
                self.add_error("password", weak)
        passphrase = values.get("passphrase", "")
        if passphrase and len(passphrase) < keys.SHORTEST:
            self.add_error(
                "passphrase", f"备份口令至少要 {keys.SHORTEST} 个字，现在是 {len(passphrase)} 个。"
            )
        elif passphrase and passphrase == values.get("password"):
            self.add_error("passphrase", "备份口令要和登录密码分开，请另想一句。")
        if values.get("kind") in Union.GRASSROOTS and not values.get("nature"):
            self.add_error("nature", "请选所在单位是企业、学校、医院、社区还是机关。")
        return values


class PlaceForm(HouseForm):
    """A second folder for backups: another disk, a share of another machine."""

    folder = forms.CharField(
        label="第二个备份文件夹",
        max_length=200,
        required=False,
        help_text="最好在另一块硬盘或 U 盘上，例如 /mnt/backup。留空就只备份在本机。",
    )

    def clean_folder(self) -> str:
        named = self.cleaned_data["folder"].strip()
        if named and not Path(named).is_absolute():
            raise forms.ValidationError("请写完整的位置，从 / 开头，例如 /mnt/backup。")
        if named and not (Path(named).is_dir() and os.access(named, os.W_OK)):
            raise forms.ValidationError("这个文件夹不存在，或者没有权限写。请先接好磁盘、建好文件夹。")
        return named


class WordsForm(HouseForm):
    """New words for backups. Older backups keep opening with the words they were made with."""

    old = forms.CharField(label="现在的备份口令或恢复码", max_length=128, widget=forms.PasswordInput)
    passphrase = forms.CharField(
        label="新备份口令",
        max_length=128,
        widget=forms.PasswordInput,
        help_text=f"至少 {keys.SHORTEST} 个字。",
    )
    passphrase_again = forms.CharField(label="新备份口令再输一遍", max_length=128, widget=forms.PasswordInput)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        passphrase = values.get("passphrase", "")
        if passphrase and len(passphrase) < keys.SHORTEST:
            self.add_error(
                "passphrase", f"备份口令至少要 {keys.SHORTEST} 个字，现在是 {len(passphrase)} 个。"
            )
        if values.get("passphrase_again") and passphrase != values["passphrase_again"]:
            self.add_error("passphrase_again", "两遍备份口令不一样，请再输一次。")
        return values


class MailForm(HouseForm):
    """The server that mails leave through. Its password is never shown again, and goes to no other server."""

    host = forms.CharField(
        label="发信服务器", max_length=100, help_text="邮箱服务商给的 SMTP 服务器名字，例如 smtp.163.com。"
    )
    port = forms.IntegerField(
        label="端口",
        min_value=1,
        max_value=65535,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": "端口只填数字，如 465。", "min_value": "端口在 1 到 65535 之间。",
                        "max_value": "端口在 1 到 65535 之间。"},
    )  # fmt: skip
    security = forms.ChoiceField(
        label="加密",
        choices=MailServer.Security.choices,
        error_messages={"invalid_choice": "请重新选加密方式。"},
    )
    login = forms.CharField(
        label="登录名", max_length=100, required=False, help_text="一般是完整的邮箱。不用登录的服务器不填。"
    )
    password = forms.CharField(
        label="密码或授权码",
        max_length=200,
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    sender = forms.EmailField(
        label="发件人邮箱",
        max_length=254,
        help_text="收信人看到的发件人。一般和登录名相同。",
        error_messages={"invalid": "邮箱的样子不对，如 gonghui@163.com。"},
    )

    def __init__(self, *args: Any, server: MailServer | None, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.server = server
        kept = server is not None and bool(server.password)
        self.fields["password"].help_text = (
            "已经存着，不再显示。不改就空着。"
            if kept
            else "多数邮箱要用“授权码”，在邮箱的设置里开通 SMTP 时给。"
        )

    def clean_host(self) -> str:
        host = self.cleaned_data["host"].strip().lower()
        if not re.fullmatch(r"[a-z0-9]([a-z0-9.:-]*[a-z0-9])?", host):
            raise forms.ValidationError("只写服务器的名字，如 smtp.163.com，不带 http 和斜杠。")
        return host

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not values.get("login") or values.get("password"):
            return values
        before = self.server
        same = (
            before
            and before.password
            and (before.host, before.login) == (values.get("host"), values["login"])
        )
        if not same:
            self.add_error(
                "password",
                "换了服务器或登录名，请把密码或授权码再输一遍。" if before else "请填密码或授权码。",
            )
        return values


class TestMailForm(HouseForm):
    to = forms.EmailField(
        label="发到哪个邮箱",
        max_length=254,
        help_text="写您自己能看到的邮箱。",
        error_messages={"invalid": "邮箱的样子不对，如 gonghui@163.com。"},
    )
