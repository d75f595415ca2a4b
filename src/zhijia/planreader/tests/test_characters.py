import pytest

from zhijia.planreader.characters import fold, number_of, numbers_of


@pytest.mark.parametrize(
    "text", ["（一）三月份：慶祝“三八”節，", "３月", "1O月", "①、⑴", "", "\u3000甲\u00a0乙"]
)
def test_fold_keeps_the_length(text):
    assert len(fold(text)) == len(text)


def test_fold_gives_one_spelling():
    assert fold("（１）三月份：慶祝「婦女節」") == '(1)三月份:庆祝"妇女节"'


def test_fold_mends_scanned_digits_only_before_a_month():
    assert fold("1O月 lO月 OA系统") == "10月 10月 OA系统"


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("三", 3),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("二十一", 21),
        ("一百二十", 120),
        ("12", 12),
        ("元", 1),
        ("七八", None),
    ],
)
def test_number_of(numeral, value):
    assert number_of(numeral) == value


def test_numbers_written_without_separator():
    assert numbers_of("七八") == [7, 8]
    assert numbers_of("十一十二") == [11, 12]
