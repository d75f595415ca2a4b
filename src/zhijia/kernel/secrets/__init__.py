"""Secrets: restricted values sealed in the database, read as a mask, opened by a recorded verb with a purpose.

The key lies in a file outside the database. Whoever holds a dump without that file reads nothing; whoever works on
the server holds both. Codes, dates and amounts stay plain, so that sums and splits work (architecture §1.9).
"""

from zhijia.kernel.secrets.blind import last_four, whole
from zhijia.kernel.secrets.fields import EarlyId, Sealed, SecretText
from zhijia.kernel.secrets.reveal import OTHER, PURPOSES, reveal, reveal_many, revealed_of

__all__ = [
    "OTHER", "PURPOSES", "EarlyId", "Sealed", "SecretText", "last_four", "reveal", "reveal_many", "revealed_of",
    "whole",
]  # fmt: skip
