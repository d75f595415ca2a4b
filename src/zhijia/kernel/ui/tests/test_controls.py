"""Our own drawing of form controls and Django's templates say the same."""

import datetime as dt
import re

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates, get_default_renderer
from django.utils.safestring import mark_safe

from zhijia.kernel.ui.controls import Controls

CHOICES = [("", "不限"), (1, "一"), ("组", [("a&b", "<甲>"), ("c", "乙")])]
ODD = [None, "", "a", '"><script>', "a&b", "&amp;", mark_safe("a&amp;b"), dt.date(2026, 11, 20), 0, 1, True]
WIDGETS = [
    forms.TextInput({"class": "a", "required": True, "hidden": False, "data-x": '"', "maxlength": 20}),
    forms.NumberInput(), forms.EmailInput(), forms.PasswordInput(render_value=True), forms.HiddenInput(),
    forms.DateInput(format="%Y-%m-%d"), forms.CheckboxInput(), forms.Select({"id": "<"}, CHOICES),
    forms.SelectMultiple(choices=CHOICES), forms.NullBooleanSelect(), forms.RadioSelect(choices=CHOICES), forms.Textarea(),
]  # fmt: skip


@pytest.mark.parametrize("widget", WIDGETS, ids=lambda one: type(one).__name__)
@pytest.mark.parametrize("value", ODD, ids=repr)
def test_a_control_is_drawn_as_django_draws_it(widget, value):
    ours, theirs = (widget.render("n&", value, renderer=one()) for one in (Controls, DjangoTemplates))
    assert re.sub(r"\n\s*", "\n", ours) == re.sub(r"\n\s*", "\n", theirs)


def test_pages_use_it():
    assert isinstance(get_default_renderer(), Controls)
