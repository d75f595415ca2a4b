"""A union's own template: filled as it stands, refused in a sentence, and never a door into the program."""

import io

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from zhijia.papers import TemplateUnfit, fields_of, filled


def template(*paragraphs, header=""):
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    document.sections[0].header.paragraphs[0].text = header
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def lines(data):
    return [one.text for one in Document(io.BytesIO(data)).paragraphs]


def test_values_take_their_places_and_paragraphs_repeat():
    own = template(
        "{{ 标题 }}", "{%p for 段 in 正文 %}", "{{ 段 }}", "{%p endfor %}", "{{ 单位 }}", header="{{ 单位 }}"
    )
    assert fields_of(own) == {"标题", "正文", "单位"}
    made = filled(own, {"标题": "关于<慰问>的通知", "正文": ["一、时间", "二、要求"], "单位": "青溪镇总工会"})
    assert lines(made) == ["关于<慰问>的通知", "一、时间", "二、要求", "青溪镇总工会"]
    assert Document(io.BytesIO(made)).sections[0].header.paragraphs[0].text == "青溪镇总工会"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{{ 标题 ", "没有写完整"),
        ("{% for x in 正文 %}", "没有写完整"),
        ("{{ 没有的 }}", "不认识"),
        ("{{ ().__class__.__mro__ }}", "不许用"),
        ("{{ 标题.__init__.__globals__ }}", "不许用"),
        ("{{ 'a' * 1000000000 }}", "不许用"),
        ("{{ 标题|center(1000000000) }}", "不许用"),
        ("{% for x in range(1000000000) %}{{ x }}{% endfor %}", "不认识"),
    ],
)
def test_what_a_template_may_not_do_is_said(text, told):
    with pytest.raises(TemplateUnfit, match=told):
        filled(template(text), {"标题": "通知", "正文": []})


@pytest.mark.parametrize("data", [b"", b"no file", template("好")[:900]])
def test_a_spoilt_file_is_refused(data):
    with pytest.raises(TemplateUnfit, match="打不开"):
        fields_of(data)


def test_a_value_is_text_and_never_a_template_of_its_own():
    assert lines(filled(template("{{ 标题 }}"), {"标题": "{{ 7 * 7 }}"})) == ["{{ 7 * 7 }}"]


@given(st.text(alphabet="{}%# 标题.|()[]'\"_*+1", max_size=30))
def test_no_template_text_ends_in_anything_but_a_paper_or_a_sentence(text):
    try:
        told = filled(template(text), {"标题": "通知"})[:2].decode()
    except TemplateUnfit as unfit:
        told = str(unfit)[-1]
    assert told in ("PK", "。")
