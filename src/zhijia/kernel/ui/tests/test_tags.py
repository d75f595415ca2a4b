import datetime as dt
from decimal import Decimal

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.utils import timezone

from zhijia.kernel.templatetags import ui
from zhijia.kernel.ui.chips import chips

TODAY = dt.date(2026, 11, 20)


def draw(source, **context):
    return Template("{% load ui %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (13200, "人", "13,200人"),
        ("95.4", "%", "95.4%"),
        (Decimal("12.00"), "", "12"),
        (0, "件", "0件"),
        (None, "人", "未填"),
    ],
)
def test_numbers_have_thousands_and_nothing_is_not_zero(value, unit, text):
    assert ui.number(value, unit) == text


def test_numbers_in_running_text_have_no_thousands_mark():
    assert ui.plain_number(13200, "人") == "13200人"


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (Decimal("6000.00"), "", "6,000元"),
        (Decimal("1386.25"), "", "1,386.25元"),
        (6000, "cents", "6,000.00元"),
        (386_350, "wan", "38.64万元"),
        (None, "", "未填"),
    ],
)
def test_money(value, form, text):
    assert ui.money(value, form) == text


@pytest.mark.parametrize(
    ("days", "form", "text"),
    [
        (0, "", "今天"), (5, "", "2026-11-25"), (0, "due", "今天到期"), (5, "due", "还有 5 天"), (-5, "due", "已逾期 5 天"),
        (200, "due", "2027-06-08前"), (5, "text", "11月25日"), (-365, "text", "2025年11月20日"), (5, "short", "11-25"),
    ],
)  # fmt: skip
def test_days(days, form, text):
    assert ui.day(TODAY + dt.timedelta(days), form) == text


def test_a_moment_is_told_in_the_offices_own_time():
    at = dt.datetime(2026, 11, 20, 1, 5, tzinfo=dt.UTC)
    assert ui.day(at) == "今天 9:05"
    assert ui.day(at - dt.timedelta(2)) == "11-18 9:05"
    assert ui.day(timezone.localtime(at) - dt.timedelta(400)) == "2025-10-16 9:05"


def test_bar_keeps_its_order_and_is_read_aloud():
    html = ui.bar(done=3, late=1, label="4 项任务")
    assert 'aria-label="4 项任务：完成 3，逾期 1"' in html
    assert html.index("c-ok") < html.index("c-late")
    assert "width:75%" in html
    assert "还没有" in ui.bar()


def test_a_gauge_never_leaves_its_box():
    assert "width:100%" in ui.gauge(140, target=95)
    assert "<i" not in ui.gauge(50, target="")


def test_words_from_outside_are_escaped():
    assert "<b>" not in ui.status("late", "<b>")
    assert "<b>" not in ui.live("<b>", "#")
    assert "<i>" not in draw("{% next_step who %}{% endnext_step %}", who="<i>x")
    assert "<i>" not in draw("{% empty title %}{% endempty %}", title="<i>x")


def test_a_count_opens_and_none_does_not():
    assert ui.count(12, "/traces/", "条") == '<a href="/traces/">12条</a>'
    assert "<a" not in ui.count(0, "/traces/", "条")


class Visit(forms.Form):
    on = forms.DateField(label="走访日期", help_text="实际去的那天。")
    notes = forms.CharField(label="情况", required=False)
    way = forms.ChoiceField(
        label="怎么去的", widget=forms.RadioSelect, choices=[("1", "上门"), ("2", "在单位")]
    )


def test_a_field_ties_label_hint_and_error_together():
    html = draw("{% field form.on width=10 %}", form=Visit({"on": "x"}))
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_on_hint id_on_error"' in html
    assert 'id="id_on_error"' in html
    assert 'id="id_on_hint"' in html
    assert "可不填" not in html
    assert "可不填" in draw("{% field form.notes %}", form=Visit())


def test_choices_are_a_fieldset_with_a_legend():
    html = draw("{% field form.way %}", form=Visit({"way": "2"}))
    assert "<legend" in html
    assert html.count('type="radio"') == 2
    assert 'value="2" id="id_way_1" checked' in html


def test_the_summary_of_errors_jumps_to_every_field():
    html = draw("{% errors form %}", form=Visit({}))
    assert "还有 2 处要改" in html
    assert 'href="#id_on"' in html
    assert 'href="#id_way_0"' in html
    assert draw("{% errors form %}", form=Visit()).strip() == ""


def test_query_keeps_the_rest(visit):
    request = visit("/?u=QXZ&page=3&state=done&state=late")
    assert (
        draw('{% query "page" y=2025 %}', request=request)
        == "?u=QXZ&amp;state=done&amp;state=late&amp;y=2025"
    )
    assert draw("{% query page=None state=None %}", request=request) == "?u=QXZ"


def test_pager_says_where_one_is_and_keeps_the_conditions(visit):
    page = Paginator(range(312), 20).page(2)
    html = draw('{% pager page unit="条" %}', page=page, request=visit("/?q=王"))
    assert "第 21–40 条，共 312 条" in html
    assert "q=%E7%8E%8B&amp;page=3" in html


def test_one_chip_for_each_condition_that_is_set():
    class Members(forms.Form):
        q = forms.CharField(required=False)
        state = forms.ChoiceField(label="会籍", required=False, choices=[("", "不限"), ("in", "在册")])
        show = forms.ChoiceField(
            label="看哪些", required=False, choices=[("now", "在册"), ("left", "已离会")]
        )
        year = forms.IntegerField(label="年份", required=False)

    found = chips(Members({"q": "王", "state": "in", "show": "now"}))
    assert [(c.label, c.text, c.name) for c in found] == [("会籍", "在册", "state")]
    assert chips(Members()) == []


def test_each_form_gets_a_request_key_of_its_own():
    assert ui.request_key(Context()) != ui.request_key(Context())
    assert 'value="abc"' in ui.request_key(Context(), "abc")
