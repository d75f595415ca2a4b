"""From an uploaded or pasted summary to a check: which union, which period, kept with its Word file."""

import re
from dataclasses import dataclass
from io import BytesIO

from django.core.files.base import File
from django.db import transaction
from django.db.models import F, Q, TextField, Value

from zhijia.kernel.actions import Unfit
from zhijia.kernel.figures import Period
from zhijia.kernel.files import actions as files
from zhijia.kernel.files.models import Attachment
from zhijia.kernel.scope import Seat
from zhijia.org import tree
from zhijia.org.models import Union
from zhijia.planreader import Unreadable
from zhijia.reports import actions as verbs
from zhijia.reports import reading
from zhijia.reports.models import Check

PASTED = "粘贴的总结.txt"
NAMED = re.compile(r"[^/\\]{1,120}\Z")


@dataclass(frozen=True)
class Document:
    """What was uploaded or pasted: a name and the bytes."""

    name: str
    data: bytes

    @property
    def is_word(self) -> bool:
        return self.data.startswith(b"PK")


def take_in(document: Document, *, about: Union, period: str, by: Seat, key: str | None) -> Check:
    """Read the summary and hold it against the registers. Raises `Unfit` with the sentence for its field.

    An empty `period` is guessed from the title; so is the union, where the title names one in reach.
    """
    try:
        text = reading.text_of(document.data)
    except Unreadable as refusal:
        raise Unfit(file=str(refusal)) from None
    title = reading.title_of(text)
    guessed = reading.period_of(text)
    if not period and guessed is None:
        raise Unfit(period="从标题看不出是哪段时间的总结，请在这里选一下。")
    code = period or (guessed.code if guessed else "")
    name = (NAMED.search(document.name) or ["总结"])[0]
    row = Check(about=named_in(title, by) or about, period_code=code, name=name, title=title, text=text)
    kept = _prepared(document) if document.is_word else None
    with transaction.atomic():
        row = verbs.take_in(row, by=by, key=key)
        if kept and not word_file(row):
            held = Attachment(
                kind=Check._meta.db_table,
                row_id=row.pk,
                union_id=row.union_id,
                name=kept[0],
                content_type=kept[1],
            )
            files.attach(held, by=by, key=f"{key[:56]}-file" if key else None, content=kept[2])
    return row


def named_in(title: str, by: Seat) -> Union | None:
    """The union in reach whose name the title holds, the longest name first."""
    named = Q(title__contains=F("name")) | Q(title__contains=F("short_name"))
    rows = Union.objects.filter(pk__in=tree.below(by.union_id)).exclude(kind__in=Union.INNER)
    found = rows.annotate(title=Value(title, TextField())).filter(named, ~Q(short_name=""))
    return max(found, key=lambda union: (union.name in title, len(union.short_name)), default=None)


def called(words: str, by: Seat) -> Union:
    """The union in reach with this name, short name or code. Raises `Unfit`."""
    rows = Union.objects.filter(pk__in=tree.below(by.union_id)).exclude(kind__in=Union.INNER)
    words = words.strip()
    found = list(rows.filter(Q(name=words) | Q(short_name=words) | Q(code=words))[:2])
    found = found or list(rows.filter(name__contains=words)[:2]) if words else []
    if len(found) != 1:
        raise Unfit(
            about=f"没有找到“{words[:30]}”这个工会，或者有好几个。请写全称或代码，要在您的管理范围里。"
        )
    return found[0]


def read_period(code: str) -> str:
    """The code of a period somebody typed or chose. Raises `Unfit` with the grammar's own sentence."""
    try:
        return Period.parse(code).code
    except ValueError as problem:
        raise Unfit(period=str(problem)) from None


def word_file(row: Check) -> Attachment | None:
    """The Word file a check was made from; None for pasted text and other files."""
    return Attachment.objects.filter(kind=Check._meta.db_table, row_id=row.pk, state="kept").first()


def _prepared(document: Document) -> tuple[str, str, bytes]:
    try:
        return files.prepared(File(BytesIO(document.data), name=document.name))[:3]
    except Unfit as unfit:
        raise Unfit(file=unfit.sentence) from None
