"""What a form of a verb reads, and what it asks about again."""

import datetime as dt

import pytest
from django import forms

from zhijia.kernel.forms import day_field


@pytest.mark.parametrize("spelt", ["2026-11-02", "2026.11.2", "2026/11/02", "2026年11月2日", "20261102"])
def test_a_day_is_read_in_every_spelling(spelt):
    assert day_field("日期").clean(spelt) == dt.date(2026, 11, 2)


def test_a_year_of_two_figures_is_asked_about():
    with pytest.raises(forms.ValidationError, match="四位"):
        day_field("日期").clean("0026-11-02")
