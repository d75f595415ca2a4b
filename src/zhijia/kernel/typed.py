"""Whole numbers that come as text in an address or a hidden field. Pure."""

import re

DIGITS = re.compile(
    r"[0-9]{1,18}"
)  # what int() takes in a moment and a bigint holds; ² and １ are no digits here


def whole(text: object) -> int | None:
    """The number that these digits spell; None where there are none, or more than any row's number has."""
    written = str(text if text is not None else "")
    return int(written) if DIGITS.fullmatch(written) else None
