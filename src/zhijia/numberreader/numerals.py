"""Numerals: the value of Arabic, Chinese and mixed numerals of any size."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "壹": 1, "俩": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000}
BIG = {"万": Decimal(10) ** 4, "亿": Decimal(10) ** 8}


def value_of(numeral: str) -> Decimal | None:
    """Value of 1200, 1,200, 3.5万, 1万2千, 一百二十, 三点五; None when it is not one number."""
    total = section = Decimal(0)
    digits = ""
    for c in numeral.replace(",", "").replace(" ", ""):
        if c in _DIGITS:
            digits += str(_DIGITS[c])
        elif c in "0123456789.点":
            digits += "." if c == "点" else c
        elif c in _SMALL:
            if digits and (one := _decimal(digits)) is not None:
                section += one * _SMALL[c]
            elif not digits:
                section += _SMALL[c]
            else:
                return None
            digits = ""
        elif c in BIG:
            one = _decimal(digits or "0")
            if one is None:
                return None
            section += one
            if not section and not total:
                section = Decimal(1)  # 万余人
            total = (total + section) * BIG[c] if c == "亿" else total + section * BIG[c]
            section, digits = Decimal(0), ""
        else:
            return None
    last = _decimal(digits or "0")
    return None if last is None else total + section + last


def _decimal(digits: str) -> Decimal | None:
    try:
        return Decimal(digits)
    except InvalidOperation:
        return None


def split_scale(numeral: str) -> tuple[str, str]:
    """The numeral without a last 万 or 亿, and that sign: 3.5万 → 3.5, 万; 上万 has none before it → 1."""
    bare = numeral.rstrip("万亿")
    return bare, numeral[len(bare) :]


def step_of(value: Decimal) -> Decimal:
    """The size of the last digit that says something: 1300 → 100, 96 → 1, 3.50 → 0.01."""
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    if exponent < 0:
        return Decimal(1).scaleb(exponent)
    whole = int(value)
    power = 0
    while whole and whole % 10 == 0:
        whole //= 10
        power += 1
    return Decimal(10) ** power
