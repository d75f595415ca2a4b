"""How an indicator stands: against last year, against its target, in words. Worked by hand."""

from decimal import Decimal

import pytest

from zhijia.board.indicators import Line
from zhijia.kernel.figures import Ask, Figure, Period, Sheet, Value

ASK = Ask(1, True, Period.parse("2026"))


class Nothing(Sheet):
    def read(self, codes, asks):
        return []

    def by_union(self, codes, ask):
        return {}

    def rows_url(self, code, ask):
        return ""


COUNT = Figure("t.count", "会员", "人", "", Nothing())
RATE = Figure("t.rate", "入会率", "%", "", rate=("people.members", "org.employees"))


def counted(now, before, aimed=None):
    def of(n):
        return Value(COUNT, ASK, None if n is None else Decimal(n), 0)

    return Line(of(now), of(before), None if aimed is None else Decimal(aimed))


def rated(above, below, before, aimed=None):
    rate = Decimal(above) * 100 / Decimal(below)
    value = Value(RATE, ASK, rate.quantize(Decimal("0.1")), above, Decimal(above), Decimal(below))
    return Line(value, Value(RATE, ASK, Decimal(before), 0), None if aimed is None else Decimal(aimed))


@pytest.mark.parametrize(
    ("line", "change", "share", "gap"),
    [
        (counted(806, 672), "+134", None, ""),
        (counted(806, 806, 800), "持平", "100.8", "达标"),
        (counted(600, 672, 800), "−72", "75.0", "差 200人"),
        (counted(800, 0, 800), "+800", "100.0", "达标"),
        (counted(None, 672, 800), "", None, ""),
        (counted(806, None), "", None, ""),
        (rated(13200, 13845, "94.4", 95), "+0.9", "95.3", "达标"),
        (rated(900, 1000, "91.0", 95), "−1", "90.0", "差 50"),  # 950 of 1,000 would be 95 %
    ],
)
def test_a_line_says_where_it_stands(line, change, share, gap):
    assert (line.change, line.gap) == (change, gap)
    assert line.share == (None if share is None else Decimal(share))


def test_a_rate_above_a_hundred_is_shown_and_doubted_never_cut():
    line = rated(13200, 13000, "90.0", 95)
    assert line.value.value == Decimal("101.5")
    assert "会员 13,200 比职工 13,000 多" in line.value.doubt
    assert not rated(99, 100, "90.0").value.doubt
