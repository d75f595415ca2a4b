"""One number against one value of the registers: does it agree as it is written, and what would it be? Pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from zhijia.numberreader import Number

HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Known:
    """What the registers say: a figure's value in its own unit, and its parts where it is a rate."""

    value: Decimal | None
    over: Decimal | None = None
    under: Decimal | None = None


def as_rate(over: Decimal | None, under: Decimal | None) -> Known:
    """A rate from its two values, not rounded: the number decides how far it was rounded."""
    return Known(over * HUNDRED / under if over is not None and under else None, over, under)


def growth(now: Decimal | None, before: Decimal | None) -> Known:
    """By how many per cent more than a year before; `over` and `under` are the two values."""
    if now is None or not before:
        return Known(None, now, before)
    return Known((now - before) * HUNDRED / before, now, before)


def more(now: Decimal | None, before: Decimal | None) -> Known:
    return Known(now - before if now is not None and before is not None else None, now, before)


def agrees(number: Number, value: Decimal) -> bool:
    """Is the value what the number says, with its rounding and its words (近, 余, 以上)?"""
    if number.low is None and number.high is None:
        return number.amount == value
    return (number.low is None or number.low <= value) and (number.high is None or value <= number.high)


def in_unit_of(number: Number, value: Decimal) -> str:
    """The value as the text would write it: 26312 beside 2.6万元 is 2.63."""
    unit = _unit(number)
    told = value / unit
    places = max(2 if unit > 1 else 1 if number.measure == "rate" else 0, _places(number.value))
    if told == told.to_integral_value() and number.measure != "rate":
        places = 0
    rounded = told.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{rounded:f}".rstrip("0").rstrip(".") if "." in f"{rounded:f}" else f"{rounded:f}"


def _unit(number: Number) -> Decimal:
    """How much of the base of its measure one of the written unit is."""
    if number.amount and number.value:
        return number.amount / number.value
    return {"万": Decimal(10) ** 4, "亿": Decimal(10) ** 8}.get(number.unit[:1], Decimal(1))


def _places(value: Decimal | None) -> int:
    exponent = value.as_tuple().exponent if value is not None else 0
    return max(0, -exponent) if isinstance(exponent, int) else 0
