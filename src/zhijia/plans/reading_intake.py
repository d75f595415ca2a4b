"""From an uploaded document to a reading: read, matched to the union's own people, kept with its file."""

import hashlib
import re
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.db.models import QuerySet

from zhijia import planreader
from zhijia.kernel import clock
from zhijia.kernel.actions import Unfit
from zhijia.kernel.files import actions as files
from zhijia.kernel.files.models import Attachment
from zhijia.kernel.scope import Seat
from zhijia.kernel.typed import whole
from zhijia.org.models import Union
from zhijia.plans import learning, lessons, owners, reading
from zhijia.plans.actions import plans as verbs
from zhijia.plans.models import Plan, Reading
from zhijia.plans.owners import Candidate
from zhijia.plans.people_of_plan import candidates

PASTED = "粘贴的计划.txt"
TITLED = re.compile("计划|要点|安排|方案|打算|规划|思路|意见|一览|行事历")
TYPES = {
    "school": "学校", "hospital": "医院", "enterprise": "企业", "government": "机关", "town": "镇（街道）或以上",
    "community": "社区",
}  # fmt: skip


@dataclass(frozen=True)
class Document:
    """What was uploaded or pasted: a name and the bytes."""

    name: str
    data: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def earlier(document: Document, by: Seat) -> Reading | None:
    """The same file read before in this union, if that was not thrown away."""
    rows = Reading.objects.filter(union_id=by.union_id, sha256=document.sha256).exclude(state="dropped")
    return rows.order_by("-id").first()


def plan_of(reading_row: Reading) -> Plan | None:
    """The plan that a reading became; withdrawn ones last."""
    plans: QuerySet[Plan] = Plan.objects.filter(reading=reading_row)
    return sorted(plans, key=lambda plan: plan.state == "withdrawn")[0] if plans else None


def kept_again(row: Any) -> Document | None:
    """The document of a row with a `name`, from its attachment: for reading it once more."""
    held = Attachment.objects.filter(kind=row._meta.db_table, row_id=row.pk, state="kept").first()
    if held is None:
        return None
    with files.opened_file(held) as stream:
        return Document(row.name, stream.read())


def take_in(document: Document, *, by: Seat, key: str | None) -> Reading:
    """Read the document and keep it as a draft with its file. Raises `Unfit(file=…)` with the sentence."""
    try:
        found = planreader.read_file(document.data, document.name)
    except planreader.Unreadable as refusal:
        raise Unfit(file=str(refusal)) from None
    file = prepared(document)
    first = reading.content_of(found)
    known = candidates(by.union_id)
    _tell_rhythm_from_quantity(first)
    _match_owners(first, known)
    content, uses = lessons.applied(first, learning.offered(by.union_id, found.period, known))
    row = Reading(
        name=file[0], sha256=document.sha256, title=_title(found, document), text=found.text, first=first,
        content=content, uses=uses,
        warnings=_warnings(found, by), year=found.year, shape=found.period,
    )  # fmt: skip
    with transaction.atomic():
        row = verbs.read(row, by=by, key=key)
        keep_file(row, file, by=by, key=key)
    return row


def keep_file(row: Any, file: tuple[str, str, bytes, bytes], *, by: Seat, key: str | None) -> None:
    """Hang a prepared document on the row that was made of it."""
    name, content_type, data, _ = file
    held = Attachment(
        kind=row._meta.db_table, row_id=row.pk, union_id=by.union_id, name=name, content_type=content_type
    )
    files.attach(held, by=by, key=f"{key[:56]}-file" if key else None, content=data)


def prepared(document: Document) -> tuple[str, str, bytes, bytes]:
    """Name, type and bytes to keep; raises `Unfit(file=…)` for what the files room does not take."""
    try:
        return files.prepared(File(BytesIO(document.data), name=document.name))
    except Unfit as unfit:
        raise Unfit(file=unfit.sentence) from None


def _title(found: planreader.Plan, document: Document) -> str:
    """The document's own title. The file's name stands in where it says plan, not where it is scan0012.docx."""
    stem = document.name.rpartition(".")[0]
    if found.title == stem and (document.name == PASTED or not TITLED.search(stem)):
        return ""
    return found.title[:80]


def _tell_rhythm_from_quantity(content: reading.Content) -> None:
    """每季度学习1次 promises four times and not one: its occurrences say so, the number would say done too soon."""
    for task in content["tasks"]:
        if task["quantity"] == 1 and (task["recurrence"] or len(task["months"]) > 1):
            task.update(quantity=None, unit="")


def _match_owners(content: reading.Content, known: list[Candidate]) -> None:
    """Where the owner's words are exactly one person's or union's name, the match needs no asking."""
    for task in content["tasks"]:
        match = owners.named(task["owner"], known)
        if match:
            task.update(owner_values(match.value))


def owner_values(value: str) -> dict[str, Any]:
    """ "post:12" or "union:7" as the two fields of a task; anything else clears both."""
    kind, _, number = value.partition(":")
    pk = whole(number)
    return {"owner_post": pk if kind == "post" else None, "owner_union": pk if kind == "union" else None}


def _warnings(found: planreader.Plan, by: Seat) -> list[str]:
    """The reader's own warnings, and what only the union can know: another unit's paper, a year gone by."""
    said = list(found.warnings)
    if found.kind == "summary":
        said.append("这份文件看起来是总结，不是计划。请确认没有选错文件。")
    if found.year is None:
        said.append("原文里看不出是哪一年，请在下面选年份。")
    elif found.year < clock.today().year - 1:
        said.append(f"原文写的是 {found.year} 年。要当作新计划用，请在下面改年份，再逐项看看日期。")
    union = Union.objects.get(pk=by.union_id)
    own = "town" if union.kind in Union.UPPER else union.nature
    if own and found.union_type in TYPES and found.union_type != own:
        said.append(
            f"这份文件像是{TYPES[found.union_type]}工会的，本单位是{union.name}。请确认没有拿错文件。"
        )
    if not found.tasks and not found.undated:
        said.append("没有读出任务。可以在下面逐项添加，或者换一份文件。")
    return said
