"""What a form of a verb reads, and what it asks about again."""

import datetime as dt

import pytest
from django import forms
from django.db import models

from zhijia.kernel.forms import day_field, form_field


@pytest.mark.parametrize("spelt", ["2026-11-02", "2026.11.2", "2026/11/02", "2026年11月2日", "20261102"])
def test_a_day_is_read_in_every_spelling(spelt):
    assert day_field("日期").clean(spelt) == dt.date(2026, 11, 2)


def test_a_year_of_two_figures_is_asked_about():
    with pytest.raises(forms.ValidationError, match="四位"):
        day_field("日期").clean("0026-11-02")


def test_a_number_that_the_column_cannot_hold_is_asked_about():
    small = form_field(models.PositiveSmallIntegerField("委员名额"), required=True)
    assert small.clean("32767") == 32767
    with pytest.raises(forms.ValidationError, match="几个 0"):
        small.clean("99999")
