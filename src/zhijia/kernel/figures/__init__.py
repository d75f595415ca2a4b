"""Figures: a number declared once, answered for any union, subtree and period, and open to its rows.

A chapter declares its figures over a `Sheet`: one table, read in one pass. Dashboards, targets and the
sentences of a summary read the same figures, so one number cannot have two values.
"""

from zhijia.kernel.figures.period import Period
from zhijia.kernel.figures.registry import (
    Ask,
    Figure,
    Sheet,
    Value,
    counted_by_union,
    declare,
    figure,
    known,
    read,
    read_by_union,
    read_each,
)

__all__ = [
    "Ask", "Figure", "Period", "Sheet", "Value", "counted_by_union", "declare", "figure", "known", "read",
    "read_by_union", "read_each",
]  # fmt: skip
