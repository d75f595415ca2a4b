"""Bounds: which true amounts a written figure allows, its rounding and its 近, 余, 左右 respected.

An exact count allows itself alone. A figure with decimals is rounded: half a step of its last digit either way.
With a percent sign or a scale (万, 亿) the truth may lie nearly a whole step above, for officers cut as often as
they round. 近 and 将近 allow a tenth below; 约 and 左右 a tenth either way; 余 and 多 up to the next step; 以上, 超过 and 不少于
everything above, 以下 and 不超过 everything below, 不足 and 不到 a fifth below.
"""

from __future__ import annotations

from decimal import Decimal

from zhijia.planreader.patterns import late

from .finding import Found
from .numerals import step_of
from .units import base_amount

_BEFORE = late(
    r"((?<![最附临])近|将近|接近|(?<![签履公条契节预])约|大约|约为|约占|大概|超过|超|逾|突破|不少于|不低于|至少|高于|多于|大于|不足|不到|不超过|不高于|少于|低于|上)(?:了)?\s?$"
)
_AFTER = late(r"\s?(以上|左右|上下|以下|以内|之多)")
_NEAR = ("近", "将近", "接近")
_ABOUT = ("约", "大约", "约为", "约占", "大概", "左右", "上下")
_OVER = ("超过", "超", "逾", "突破", "不少于", "不低于", "至少", "高于", "多于", "大于", "以上", "上", "之多")
_TENTH = Decimal("0.1")


def approximation(folded: str, found: Found) -> str:
    """The word that makes the figure approximate, or ""."""
    if after := _AFTER.match(folded, found.end):
        return after[1]
    before = _BEFORE.search(folded, max(0, found.start - 5), found.start)
    # 上百人, but 网上120人
    if before and (before[1] != "上" or folded[found.start] in "百千万"):
        return before[1]
    return found.more


def amount_and_bounds(found: Found, approx: str) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """(amount, low, high) in the base of the measure."""
    if found.value is None:
        return None, None, None
    amount = base_amount(found.value, found.unit)
    upper = base_amount(found.upper, found.unit) if found.upper is not None else amount
    step = base_amount(step_of(found.value), found.unit)
    slack = _slack(found)
    cut = slack * Decimal("0.999") if _may_be_cut(found) else slack / 2
    low: Decimal | None = amount - base_amount(slack / 2, found.unit)
    high: Decimal | None = upper + base_amount(cut, found.unit)
    if approx in _NEAR:
        low, high = amount - max(abs(amount) * _TENTH, step if slack else Decimal(0)), amount
    elif approx in _ABOUT:
        width = max(abs(amount) * _TENTH, base_amount(slack, found.unit) / 2)
        low, high = amount - width, upper + width
    elif found.more and approx == found.more:
        low, high = amount, amount + step
    elif approx in _OVER:
        low, high = amount, None
    elif approx:
        low, high = (amount * 4 / 5 if approx in ("不足", "不到") else None), upper
    return amount, low, high


def _may_be_cut(found: Found) -> bool:
    return found.unit in ("%", "成", "倍", "‰", "百分点") or found.unit[:1] in ("万", "亿")


def _slack(found: Found) -> Decimal:
    """The rounding step of a figure in its unit; 0 for a count."""
    assert found.value is not None
    if _may_be_cut(found) or found.value % 1:
        exponent = found.value.as_tuple().exponent
        assert isinstance(exponent, int)
        return Decimal(1).scaleb(min(0, exponent))
    return Decimal(0)
