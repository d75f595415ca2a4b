"""Scope: who is looking, and which rows may therefore load. Without an open scope rows refuse to load.

The kernel asks two questions that ring 1 answers at start (`register`): which unions lie at or below
this one, and which seats does this account hold? Until somebody answers, everything is refused.
"""

from zhijia.kernel.scope.reach import below, counting, in_tree, place_of, register, seat_held, seats_of
from zhijia.kernel.scope.rows import OwnUnionText, ScopedManager, ScopedModel
from zhijia.kernel.scope.seat import NoScope, Seat, current_seat, scope, system

__all__ = [
    "NoScope", "OwnUnionText", "ScopedManager", "ScopedModel", "Seat",
    "below", "counting", "current_seat", "in_tree", "place_of", "register", "scope", "seat_held", "seats_of", "system",
]  # fmt: skip
