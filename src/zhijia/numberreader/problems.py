"""Problems: what is impossible about the figures of a text, each with its arithmetic in a sentence."""

from __future__ import annotations

from .averages import of_averages
from .changes import of_changes
from .model import Number, Problem
from .outcomes import of_outcomes
from .parts import of_parts
from .rates import of_rates
from .repeats import across
from .shares import of_shares
from .sheet import Sheet
from .single import of_one_figure
from .table_sums import of_tables

_CHECKS = (
    of_one_figure,
    of_parts,
    of_outcomes,
    of_rates,
    of_shares,
    of_changes,
    of_averages,
    of_tables,
    across,
)


def problems_in(text: str, numbers: list[Number]) -> list[Problem]:
    """What cannot be right or deserves a look, in text order; `numbers` is what `numbers_in(text)` gave."""
    sheet = Sheet(text, numbers)
    found = {(p.kind, p.numbers, p.start): p for check in _CHECKS for p in check(sheet)}
    return sorted(found.values(), key=lambda p: (p.start, p.end, p.kind))
