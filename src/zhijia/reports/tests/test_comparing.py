"""Does a value agree with a number as it is written? Each row by hand, from the wording of real summaries."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhijia.numberreader import numbers_in
from zhijia.reports import comparing


def number(text):
    (found,) = numbers_in(text)
    return found


@pytest.mark.parametrize(
    ("text", "value", "holds"),
    [
        ("慰问职工1264人次。", 1264, True),
        ("慰问职工1264人次。", 1250, False),
        ("发放慰问金2.6万元。", 26312, True),
        ("发放慰问金2.6万元。", 27100, False),
        ("发放慰问金26312元。", 26312, True),
        ("走访职工200余人次。", 213, True),
        ("走访职工200余人次。", 187, False),
        ("参加培训的职工占近四成。", 38, True),
        ("参加培训的职工占近四成。", 25, False),
        ("满意率为95.3%。", Decimal("95.34"), True),
        ("满意率为95.3%。", Decimal("95.4"), False),
        ("覆盖企业100家以上。", 105, True),
        ("覆盖企业100家以上。", 99, False),
        ("参赛职工近2800人次。", 2790, True),
        ("参赛职工近2800人次。", 2400, False),
        ("参保率达30%左右。", Decimal("30.4"), True),
        ("参保率达30%左右。", 45, False),
    ],
)
def test_rounding_and_approximate_words(text, value, holds):
    assert comparing.agrees(number(text), Decimal(value)) is holds


@pytest.mark.parametrize(
    ("text", "value", "ours"),
    [
        ("发放慰问金2.6万元。", 26312, "2.63"),
        ("发放慰问金2万元。", 30000, "3"),
        ("发放慰问金21.54万元。", 233800, "23.38"),
        ("慰问职工1264人次。", 1250, "1250"),
        ("入会率95%。", Decimal("94.8966"), "94.9"),
        ("采纳率41.42%。", Decimal("41.4215"), "41.42"),
    ],
)
def test_our_value_in_the_written_unit(text, value, ours):
    assert comparing.in_unit_of(number(text), Decimal(value)) == ours


def test_growth_is_told_with_both_values():
    grown = comparing.growth(Decimal(5126), Decimal(4394))
    assert round(grown.value, 1) == Decimal("16.7")
    assert (grown.over, grown.under) == (5126, 4394)
    assert comparing.growth(Decimal(5), Decimal(0)).value is None
    assert comparing.more(Decimal(10), Decimal(7)).value == 3


@given(st.integers(1, 10**7))
def test_every_whole_value_agrees_with_itself_and_not_with_its_double(n):
    found = number(f"慰问职工{n}人次。")
    assert comparing.agrees(found, Decimal(n))
    assert not comparing.agrees(found, Decimal(2 * n))
