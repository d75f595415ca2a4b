"""A summary of the demo town as somebody might have written it by hand, with mistakes in it, to try the check on."""

from functools import cache
from pathlib import Path

from zhijia.kernel.scope import Seat
from zhijia.org import tree
from zhijia.org.models import Union
from zhijia.reports import reading, word_copy

NAME = "示例：手写的上半年总结.docx"
TEXT = Path(__file__).with_name("sample.txt")


def is_for(seat: Seat) -> bool:
    """May this seat try it? Only where the union that the sample speaks of lies in reach, as in the demo."""
    title = reading.title_of(_text())
    rows = Union.objects.filter(pk__in=tree.below(seat.union_id), kind__in=Union.UPPER)
    return any(title.startswith(name) for name in rows.values_list("name", flat=True))


@cache
def _text() -> str:
    return TEXT.read_text(encoding="utf-8")


@cache
def docx() -> bytes:
    return word_copy.plain_docx(_text())
