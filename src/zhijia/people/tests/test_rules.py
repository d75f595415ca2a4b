"""Identity numbers, telephone numbers, masks: by hand, and for any number at all."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhijia.people import rules

TODAY = dt.date(2026, 11, 20)
BIRTHS = st.dates(dt.date(1900, 1, 1), dt.date(2010, 12, 31))


def number_of(born, order=123, region="000000"):
    first = f"{region}{born:%Y%m%d}{order:03}"
    return first + rules.check_sign(first)


@pytest.mark.parametrize("number", ["11010519491231002X", "440524188001010014"])
def test_the_standards_own_samples_have_the_right_check_sign(number):
    assert rules.check_sign(number[:17]) == number[17]


def test_an_old_number_of_fifteen_digits_is_lengthened():
    assert rules.identity_spelt("110105491231002") == "11010519491231002X"
    assert rules.identity_spelt(" １１０１０５ 19491231 002x ") == "11010519491231002X"


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("11010519491231002X", ""),
        ("1101051949123100", "有 16 位，应为 18 位"),
        ("11010519491231002", "有 17 位"),
        ("110105194912310021", "最后一位对不上"),
        ("110105194913310028", "19491331 不是一个日期"),
        ("11010518491231002X", "18491231 不是一个日期"),
        ("1101051949123100ZX", "前 17 位应是数字"),
        ("²10105194912310021", "前 17 位应是数字"),
        ("", "有 0 位"),
    ],
)
def test_what_is_wrong_is_said_with_its_cure(number, said):
    found = rules.wrong_with_identity(number)
    assert (said in found) if said else found == ""


@given(BIRTHS, st.integers(0, 999))
def test_a_number_tells_birthday_and_sex(born, order):
    number = number_of(born, order)
    assert rules.wrong_with_identity(number) == ""
    assert rules.birth_of(number) == born
    assert rules.gender_of(number) == ("male" if order % 2 else "female")


@given(BIRTHS, st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(born, place, step):
    number = number_of(born)
    other = str((int(number[place]) + step) % 10)
    assert rules.wrong_with_identity(number[:place] + other + number[place + 1 :])


@given(st.text(max_size=30))
def test_anything_at_all_gets_a_sentence(text):
    assert isinstance(rules.wrong_with_identity(rules.identity_spelt(text)), str)
    assert isinstance(rules.wrong_with_phone(rules.phone_spelt(text)), str)
    for mask in (rules.identity_mask, rules.phone_mask, rules.card_mask):
        if len(text) > 3:
            assert text not in mask(text)


@pytest.mark.parametrize(
    ("typed", "kept", "said"),
    [
        ("138 0000 5521", "13800005521", ""),
        ("+86-138-0000-5521", "13800005521", ""),
        ("0577-88886666", "057788886666", ""),
        ("88886666", "88886666", ""),
        ("1380000552", "1380000552", "有 10 位，应为 11 位"),
        ("没有", "没有", "看不懂"),
    ],
)
def test_telephone_numbers(typed, kept, said):
    assert rules.phone_spelt(typed) == kept
    assert (said in rules.wrong_with_phone(kept)) if said else not rules.wrong_with_phone(kept)


def test_masks_keep_three_signs_and_four():
    assert rules.identity_mask("11010519491231002X") == "110***********002X"
    assert rules.phone_mask("13800005521") == "138****5521"
    assert rules.card_mask("6217000010001234") == "****1234"
    assert rules.identity_mask("E1234567") == "******67"
    assert rules.card_mask("123") == "****"


def test_luhn():
    assert rules.passes_luhn("4539578763621486")
    assert not rules.passes_luhn("4539578763621487")


@pytest.mark.parametrize(("day", "age"), [(dt.date(2026, 11, 19), 39), (dt.date(2026, 11, 20), 40)])
def test_a_year_is_full_on_the_birthday(day, age):
    assert rules.age_on(dt.date(1986, 11, 20), day) == age


def test_papers_that_do_not_fit_are_told_by_field():
    papers = {"id_kind": "resident", "identity": "", "phone": "", "gender": "", "born": None, "today": TODAY}
    number = number_of(dt.date(1980, 1, 2), 124)
    assert rules.unfit(**papers) == {}
    assert rules.unfit(**papers | {"identity": number, "gender": "female", "born": dt.date(1980, 1, 2)}) == {}
    assert "女性" in rules.unfit(**papers | {"identity": number, "gender": "male"})["gender"]
    assert (
        "1980-01-02" in rules.unfit(**papers | {"identity": number, "born": dt.date(1980, 2, 1)})["birth_on"]
    )
    assert "5 到 20 位" in rules.unfit(**papers | {"id_kind": "passport", "identity": "E12"})["identity"]
    assert "年份" in rules.unfit(**papers | {"born": dt.date(2030, 1, 1)})["birth_on"]
