"""Identity numbers (GB 11643) and mobile phone numbers as they are written in tables."""

from __future__ import annotations

import datetime as dt
import re
from operator import mul

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
NOUGHTS = ord("0") * sum(
    WEIGHTS
)  # digits are summed up as the bytes they are, which takes a third of the time
SIGNS = "10X98765432"
EIGHTEEN = re.compile(r"[1-9][0-9]{16}[0-9X]")
PHONE = re.compile(r"1[3-9][0-9]{9}")


def check_sign(first: str) -> str:
    """The last sign that belongs to the first seventeen digits."""
    return SIGNS[(sum(map(mul, first.encode(), WEIGHTS)) - NOUGHTS) % 11]


def sound(number: str) -> bool:
    """Eighteen signs whose last one fits the others."""
    return bool(EIGHTEEN.fullmatch(number)) and check_sign(number[:17]) == number[17]


def lengthened(number: str) -> str:
    """A fifteen-digit number as the eighteen-digit one of the same person: she was born before 2000."""
    longer = f"{number[:6]}19{number[6:]}"
    return longer + check_sign(longer)


def born_on(number: str) -> dt.date | None:
    """The birthday in an eighteen-digit number; None where there is no such day."""
    try:
        return dt.date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def is_woman(number: str) -> bool:
    return int(number[16]) % 2 == 0
