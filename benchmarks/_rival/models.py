"""A member as one table, checked by validators: the same twenty columns, nothing sealed, no history of its own."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models

from zhijia.demo.dice import TODAY
from zhijia.sheetreader.identity import check_sign

WORDS = "小学 初中 高中 中专 大专 本科 硕士 博士".split()  # noqa: SIM905


def sound(number: str) -> None:
    if not re.fullmatch(r"\d{17}[\dX]", number) or check_sign(number[:17]) != number[17]:
        raise ValidationError("证件号不对。")


def not_ahead(day) -> None:
    if day > TODAY:
        raise ValidationError("日期在将来。")


class Union(models.Model):
    name = models.CharField(max_length=60, unique=True)

    def __str__(self) -> str:
        return self.name


class Member(models.Model):
    order = models.IntegerField()
    name = models.CharField(max_length=40)
    sex = models.CharField(max_length=2, choices=[("女", "女"), ("男", "男")])
    identity = models.CharField(max_length=18, unique=True, validators=[sound])
    born = models.CharField(max_length=10)
    phone = models.CharField(max_length=11, validators=[RegexValidator(r"^1\d{10}$")])
    union = models.ForeignKey(Union, models.PROTECT)
    shop = models.CharField(max_length=40, blank=True)
    joined = models.DateField(validators=[not_ahead])
    kind = models.CharField(max_length=12)
    department = models.CharField(max_length=40)
    post = models.CharField(max_length=40)
    employment = models.CharField(max_length=12)
    migrant = models.CharField(max_length=2)
    ethnicity = models.CharField(max_length=12)
    education = models.CharField(max_length=12, choices=[(word, word) for word in WORDS])
    politics = models.CharField(max_length=12)
    household = models.CharField(max_length=12)
    native_place = models.CharField(max_length=40)
    card = models.CharField(max_length=20)

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.identity[16:17].isdigit() and (int(self.identity[16]) % 2 == 1) != (self.sex == "男"):
            raise ValidationError("性别和证件号不一致。")
