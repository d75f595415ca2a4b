import pytest

from zhijia.planreader.characters import fold
from zhijia.planreader.marks import mark_at


@pytest.mark.parametrize(
    ("text", "kind", "number", "value"),
    [
        ("一、加强学习", "cn", "一", 1),
        ("十二. 其他", "cn", "十二", 12),
        ("—、加强学习", "cn", "-", 1),
        ("（三）服务职工", "cn_paren", "三", 3),
        ("㈡ 服务职工", "cn_paren", "㈡", 2),
        ("第二章 重点工作", "chapter", "第二章", 2),
        ("第一部分：回顾", "chapter", "第一部分", 1),
        ("3、走访", "ar", "3", 3),
        ("3．走访", "ar", "3", 3),
        ("8、.走访", "ar", "8", 8),
        ("(4)走访", "ar_paren", "4", 4),
        ("⑷走访", "ar_paren", "⑷", 4),
        ("4)走访", "ar_half", "4", 4),
        ("⑤走访", "circled", "⑤", 5),
        ("2.1 创新", "decimal", "2.1", 1),
        ("- 1、走访", "ar", "1", 1),
        ("◆ 走访", "bullet", "", 0),
        ("a、走访", "letter", "a", 1),
    ],
)
def test_marks(text, kind, number, value):
    mark = mark_at(fold(text))
    assert (mark.kind, mark.number, mark.value) == (kind, number, value)


@pytest.mark.parametrize(
    "text", ["走访职工", "3月份", "2024年", "3.5万元", "一是加强学习", "三月份", "10%", "第一季度", "5.1%"]
)
def test_no_mark(text):
    assert mark_at(fold(text)) is None


def test_a_number_before_a_month_is_a_mark():
    mark = mark_at("1.3月份召开职代会")
    assert mark.kind == "ar"
    assert mark.end == 2


def test_weeks_joined_by_a_comma_are_no_mark():
    assert mark_at("第八、九周") is None
    assert mark_at("第十、十一教学周") is None
    assert mark_at("第八、抓学习").kind == "ordinal"
