"""What org tells those above it, inside the verb's own transaction (architecture §3.3)."""

from django.dispatch import Signal

post_ended = Signal()
"""Somebody leaves an office, on a day that may lie ahead: `post`."""
