"""Text as it may stand in a page that is written here and not by a template."""

from html import escape
from typing import Any

from django.utils.safestring import SafeString


def safe(value: Any) -> str:
    """The same as Django's `conditional_escape`, which asks of a thousand cells whether they are still to be translated."""
    text = str(value)
    return text if isinstance(text, SafeString) else escape(text)
