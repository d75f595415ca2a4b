"""What org tells those above it, inside the verb's own transaction (architecture §3.3)."""

from django.dispatch import Signal

post_ended = Signal()
"""Somebody leaves an office, on a day that may lie ahead: `post`."""

union_ending = Signal()
"""A union ends on a day: `union`, `into` (the one it is merged into, or None), `on`, `by`. What a receiver raises takes
the whole action back."""
