"""Intervals: what the bounds of figures allow when they are added, divided and compared."""

from __future__ import annotations

from math import inf

from .model import Number

Span = tuple[float, float]
_EPSILON = 1e-9


def span(n: Number) -> Span:
    """The amounts a figure may stand for; an open side is 0 below (nothing is counted in negatives) or infinite."""
    low = float(n.low) if n.low is not None else min(0.0, float(n.high or 0))
    return low, float(n.high) if n.high is not None else inf


def total(spans: list[Span]) -> Span:
    return sum(s[0] for s in spans), sum(s[1] for s in spans)


def divided(a: Span, b: Span) -> Span:
    """a ÷ b for amounts that are not negative; the caller sees to it that b can be above zero."""
    return (a[0] / b[1] if b[1] != inf else 0.0), (a[1] / b[0] if b[0] > 0 else inf)


def minus(a: Span, b: Span) -> Span:
    return a[0] - b[1], a[1] - b[0]


def meet(a: Span, b: Span) -> bool:
    """Whether some amount lies in both."""
    return a[0] <= b[1] + _EPSILON * max(1, abs(b[1])) and b[0] <= a[1] + _EPSILON * max(1, abs(a[1]))


def above(a: Span, b: Span) -> bool:
    """Whether a is larger than b whatever the rounding."""
    return a[0] > b[1] + _EPSILON * max(1, abs(b[1]))


def widened(a: Span, by: float) -> Span:
    return a[0] - by, a[1] + by


def shown(value: float) -> str:
    """A computed value for a sentence: at most one decimal, two below ten, no trailing zeros."""
    if value == inf:
        return "很多"
    digits = 2 if abs(value) < 10 else 1
    return f"{value:.{digits}f}".rstrip("0").rstrip(".")


def in_unit(value: float, n: Number) -> str:
    """A computed amount written the way the figure is: 126000 beside 12.6万元 → 12.6万元."""
    factor = float(n.amount / n.value) if n.amount and n.value else 1.0
    return shown(value / factor) + n.unit
