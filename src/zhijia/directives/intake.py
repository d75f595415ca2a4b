"""From an uploaded paper to a directive, or to a later edition of one that is there already."""

import datetime as dt
import re
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import transaction

from zhijia import planreader
from zhijia.directives.actions import demands as part
from zhijia.directives.actions import directives as verbs
from zhijia.directives.demands import Found, demands_in
from zhijia.directives.models import Demand, Directive, Edition
from zhijia.directives.paper_facts import Facts, facts_of, normal_number
from zhijia.directives.quotas import Quota
from zhijia.kernel import clock
from zhijia.kernel.actions import Unfit
from zhijia.kernel.scope import Seat
from zhijia.org.models import Union
from zhijia.org.queries import calendar_of
from zhijia.plans.models import Kind
from zhijia.plans.reading_intake import Document, keep_file, kept_again, prepared

MOST = 200  # demands; a paper with more is no paper to a union
_LATER = re.compile("补充|更正|修订|修改|调整|重新|再次|订正|最新|第二版|修订稿|更新")
_PUT_OFF = re.compile(r"^.{0,30}?(?:关于|转发)|的?(?:通知|意见|方案|函|要点)$|[《》〈〉\"“”\s]|20\d\d年度?")


class Paper(NamedTuple):
    """What was read in one document."""

    document: Document
    file: tuple[str, str, bytes, bytes]  # as the files room keeps it
    text: str
    facts: Facts
    found: list[Found]
    warnings: list[str]

    @property
    def edition(self) -> Edition:
        return Edition(
            name=self.file[0], sha256=self.document.sha256, text=self.text, facts=values_of(self.facts),
            found=[_kept(one) for one in self.found], warnings=self.warnings, partial=self.facts.supplement,
        )  # fmt: skip


def read(document: Document, *, by: Seat, received_on: dt.date) -> Paper:
    """Read the paper; raises `Unfit(file=…)` with the reader's sentence."""
    try:
        found = planreader.read_file(document.data, document.name)
    except planreader.Unreadable as refusal:
        raise Unfit(file=str(refusal)) from None
    calendar = calendar_of(by.union_id)
    facts = facts_of(found.text, received_on, calendar)
    demands = demands_in(found, facts, received_on, calendar)
    return Paper(
        document, prepared(document), found.text, facts, demands[:MOST], _warnings(found, facts, demands, by)
    )


def _warnings(found: planreader.Plan, facts: Facts, demands: list[Found], by: Seat) -> list[str]:
    said = []
    own = Union.objects.get(pk=by.union_id)
    if not facts.is_paper:
        said.append(
            "这份文件不像上级来文：没有文号，也看不出发文单位和“关于……的通知”这样的标题。请确认没有选错文件。"
        )
    elif facts.issuer and (facts.issuer == own.name or facts.issuer.startswith(own.name)):
        said.append(f"落款是{facts.issuer}，像是本单位自己发的文件。请确认没有选错文件。")
    if found.kind == "summary":
        said.append("这份文件像是总结。请确认没有选错文件。")
    if not demands:
        said.append("没有读出要办的事。有的话，在下面“添加一条”；只要回复或传阅的，不用加。")
    if len(demands) > MOST:
        said.append(f"读出 {len(demands)} 条，只列前 {MOST} 条。文件可能选错了，或者请分成几份收。")
    return said


def values_of(facts: Facts) -> dict[str, Any]:
    """Facts as the fields of a directive, days in ISO form."""
    answer = facts.answer
    return {
        "title": facts.title, "issuer": facts.issuer[:80], "number": facts.number[:40], "amends": facts.amends[:40],
        "dated": facts.dated.isoformat() if facts.dated else None,
        "answer_due": answer.due.isoformat() if answer else None,
        "answer_what": answer.what[:80] if answer else "", "answer_whom": answer.whom[:60] if answer else "",
        "answer_mail": answer.mail[:80] if answer else "",
    }  # fmt: skip


DAYS = ("dated", "answer_due")
NAMED = ("title", "issuer", "number", "dated", "answer_due", "answer_what", "answer_whom", "answer_mail")


def fields_of(facts: dict[str, Any]) -> dict[str, Any]:
    """The kept facts as a directive's values."""
    return {
        name: dt.date.fromisoformat(facts[name]) if name in DAYS and facts[name] else facts[name]
        for name in NAMED
    }


def _kept(one: Found) -> dict[str, Any]:
    first = one.quotas[0] if one.quotas else None
    return {
        "title": one.title, "sentence": one.sentence, "start": one.start, "end": one.end, "when_text": one.when,
        "times": [[a.isoformat(), b.isoformat()] for a, b in one.times], "recurrence": one.recurrence,
        "area": one.area, "kind": one.kind, "also": "、".join(q.words for q in one.quotas[1:])[:120], **_quota(first),
    }  # fmt: skip


def _quota(quota: Quota | None) -> dict[str, Any]:
    if quota is None or quota.number >= 10**9:
        return {"quantity": None, "unit": "", "comparator": "", "each": ""}
    return {
        "quantity": str(quota.number), "unit": quota.unit, "comparator": quota.comparator, "each": quota.each[:20]
    }  # fmt: skip


def demands_of(edition: Edition) -> list[Demand]:
    """The demands an edition was read to hold, as rows not saved yet."""
    kinds = {kind.code: kind for kind in Kind.objects.all()}
    rows = []
    for n, kept in enumerate(edition.found, start=1):
        values = {**kept, "kind": kinds.get(kept["kind"])}
        values["quantity"] = Decimal(kept["quantity"]) if kept["quantity"] else None
        rows.append(Demand(order=n, **values))
    return rows


# --- taking in -----------------------------------------------------------------------------------------------


def same_file(document: Document) -> Edition | None:
    """The same bytes, received before and neither withdrawn nor refused."""
    rows = Edition.objects.filter(sha256=document.sha256).exclude(state="dropped")
    return rows.exclude(directive__state="withdrawn").select_related("directive").order_by("-pk").first()


def earlier(paper: Paper, by: Seat) -> Directive | None:
    """The directive that this paper is a later edition of: by number, by the number it amends, or by its title."""
    facts = paper.facts
    rows = Directive.objects.filter(union_id=by.union_id).exclude(state="withdrawn")
    for number in (facts.number, facts.amends):
        if number and (row := rows.filter(number=number).first()):
            return row
    if not facts.title or not facts.issuer or (facts.number and not _LATER.search(facts.title)):
        return None
    since = (facts.dated or clock.today()) - dt.timedelta(365)
    alike = [
        row for row in rows.filter(issuer=facts.issuer, received_on__gte=since).order_by("-received_on")[:200]
        if _core(row.title) == _core(facts.title)
    ]  # fmt: skip
    return alike[0] if alike else None


def _core(title: str) -> str:
    return _PUT_OFF.sub("", _LATER.sub("", title))


def take_in(paper: Paper, *, by: Seat, received_on: dt.date, key: str | None) -> Directive:
    """A new directive with its text, file and demands."""
    edition = paper.edition
    values = fields_of(edition.facts)
    values["title"] = values["title"] or paper.document.name.rpartition(".")[0][:200] or "没有标题的文件"
    row = Directive(received_on=received_on, **_sensible(values, received_on))
    with transaction.atomic():
        row = verbs.receive(row, by=by, key=key, edition=edition, demands=demands_of(edition))
        keep_file(row.editions.get(), paper.file, by=by, key=key)
    return row


def _sensible(values: dict[str, Any], received_on: dt.date) -> dict[str, Any]:
    """A misread day must not keep the paper out: what cannot be is left for the officer to fill in."""
    dated, due = values["dated"], values["answer_due"]
    if dated and dated > received_on:
        dated = None
    if due and dated and due < dated:
        due = None
    return {**values, "dated": dated, "answer_due": due}


def set_beside(
    paper: Paper, before: Directive, *, by: Seat, received_on: dt.date, key: str | None
) -> Edition:
    """A later edition of `before`, to be compared; an earlier one that still waits gives way."""
    edition = paper.edition
    edition.directive, edition.received_on = before, received_on
    with transaction.atomic():
        for waiting in before.editions.filter(state="pending"):
            part.drop(waiting, by=by)
        edition = part.compare(edition, by=by, key=key)
        keep_file(edition, paper.file, by=by, key=key)
    return edition


def stand_alone(edition: Edition, *, by: Seat, key: str | None) -> Directive:
    """What was taken for a later edition is a paper of its own: received with the text and file already here."""
    values = _sensible(fields_of(edition.facts), edition.received_on)
    values["title"] = values["title"] or edition.name.rpartition(".")[0][:200]
    taken = Directive.objects.filter(union_id=by.union_id, number=normal_number(values["number"]))
    if values["number"] and taken.exclude(state="withdrawn").exists():
        values["number"] = ""  # two papers cannot have one number; the officer looks
    own = Edition(
        name=edition.name, sha256=edition.sha256, text=edition.text, facts=edition.facts, found=edition.found,
        warnings=edition.warnings, partial=edition.partial,
    )  # fmt: skip
    with transaction.atomic():
        part.drop(edition, by=by)
        row = verbs.receive(
            Directive(received_on=edition.received_on, **values),
            by=by,
            key=key,
            edition=own,
            demands=demands_of(own),
        )
        keep_file(row.editions.get(), prepared(document_of(edition)), by=by, key=key)
    return row


def document_of(edition: Edition) -> Document:
    """The edition's own file; its text where the file is gone."""
    return kept_again(edition) or Document(f"{edition.name}.txt", edition.text.encode())
