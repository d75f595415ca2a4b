"""Ledger (台账): a register's pages out of one declaration (architecture §5).

A chapter writes a subclass of `Ledger` in its `ledgers.py` and puts its `urls()` into its urls. What does not fit
is a plain Django view: it is safe there too, since rows come through scope. docs/how-to/new-register.md shows one.
"""

from zhijia.kernel.forms import Fields, reason
from zhijia.kernel.ledger.columns import Column, Count, Day, Mark, Money
from zhijia.kernel.ledger.declaration import Ledger, Tab, ledgers
from zhijia.kernel.ledger.filters import Condition, ScopedFilter, Search, Where
from zhijia.kernel.ledger.importing import Import
from zhijia.kernel.ledger.spans import Span

__all__ = [
    "Column", "Condition", "Count", "Day", "Fields", "Import", "Ledger", "Mark", "Money", "ScopedFilter", "Search", "Span",
    "Tab", "Where", "ledgers", "reason",
]  # fmt: skip
