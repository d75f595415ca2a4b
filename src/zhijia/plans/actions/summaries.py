"""Verbs of summaries: draft, rewrite, what happens to a number, send."""

from decimal import Decimal
from typing import Any

from zhijia.kernel import clock
from zhijia.kernel.actions import Blocked, Unfit, action
from zhijia.kernel.figures import Value, known, read
from zhijia.kernel.scope import Seat
from zhijia.plans import drafting, figures, policy
from zhijia.plans.models import Summary, SummaryNumber, SummarySection, Trace

TITLE = 120


def _write_parts(summaries: list[Summary], *, by: Seat, **_: Any) -> None:
    for summary in summaries:
        draft = drafting.compose(drafting.ask_of(summary), summary.plan)
        SummarySection.objects.bulk_create(
            SummarySection(
                summary=summary,
                order=n,
                title=part.title,
                areas=part.areas,
                body=part.body,
                pinned=part.pinned,
            )
            for n, part in enumerate(draft.sections)
        )
        SummaryNumber.objects.bulk_create(
            SummaryNumber(summary=summary, token=token, figure=value.figure.code, shown=value.value)
            for token, value in draft.numbers.items()
        )


@action(Summary, allowed=policy.may_summarise, label="起草总结", then=_write_parts)
def draft(summary: Summary, *, by: Seat) -> None:
    """Write the first text from the figures and the largest traces (M08). 问题与不足 and 打算 stay empty."""
    period = drafting.period_of(summary)
    if period.start > clock.today():
        raise Unfit(period="这个期间还没有开始，没有可写的数。请选已经开始的期间。")
    summary.union_id = by.union_id
    if summary.plan and summary.plan.union_id != summary.about_id:
        raise Unfit(plan="这份计划不是这个工会的，请重新选。")
    summary.as_of = min(period.end, clock.today())
    summary.title = summary.title or drafting.title_of(summary.about, period)
    summary.drafted_by_id, summary.drafted_at = by.person_id, clock.now()


def _cover(numbers: list[SummaryNumber], summary: Summary) -> None:
    """Which unions had entered anything for these numbers, of how many: it is told beside a number that stands still."""
    codes = [number.figure for number in numbers if known(number.figure)]
    of_unions, silent = drafting.silent_of(codes, drafting.ask_of(summary)) if codes else (None, {})
    for number in numbers:
        number.of_unions, number.silent = (
            of_unions if number.figure in silent else None,
            silent.get(number.figure, []),
        )


def _cover_all(summaries: list[Summary], *, by: Seat, **_: Any) -> None:
    for summary in summaries:
        numbers = list(summary.numbers.filter(mode=SummaryNumber.Mode.LIVE))
        _cover(numbers, summary)
        SummaryNumber.objects.bulk_update(numbers, ["of_unions", "silent"])


@action(Summary, allowed=policy.may_summarise, label="送审", then=_cover_all)
def send(summary: Summary, *, by: Seat) -> None:
    """From now on the numbers stand still; the unions above may read it."""
    summary.sent_at = clock.now()


@action(Summary, allowed=policy.may_summarise, label="撤回修改", needs_reason=True)
def take_back(summary: Summary, *, by: Seat) -> None:
    """Open the summary again, for a stated reason."""
    summary.sent_at = None


@action(Summary, allowed=policy.may_summarise, label="放弃这份总结", needs_reason=True)
def drop(summary: Summary, *, by: Seat) -> None:
    """The summary will not be used; its rows stay readable in the trail."""


# --- the text --------------------------------------------------------------------------------------------


def _open(summary: Summary) -> None:
    if summary.state != Summary.State.DRAFT:
        raise Blocked("这份总结已经送审，数字和文字都定住了。要改请先“撤回修改”。")


@action(SummarySection, allowed=policy.may_change_summary_part, label="改文字")
def write(section: SummarySection, *, by: Seat, title: str, body: str) -> None:
    """Change the words around the numbers. A number may be moved or left out, never typed over.

    Raises `Unfit` when the text holds a mark that is no number of this summary.
    """
    _open(section.summary)
    known = set(section.summary.numbers.values_list("token", flat=True))
    strange = [token for token in drafting.tokens(body) if token not in known]
    if strange:
        raise Unfit(body=f"“{drafting.mark(strange[0])}”不是这份总结里的数。要加数请用“插入数字”。")
    if section.title and not title.strip():  # only the opening has none
        raise Unfit(title="请填这一节的标题。")
    if len(title.strip()) > TITLE:
        raise Unfit(title=f"标题太长，最多 {TITLE} 个字。")
    section.title, section.body, section.edited = title.strip(), body.strip(), True


def _regather(sections: list[SummarySection], *, by: Seat, **_: Any) -> None:
    for section in sections:
        fresh = drafting.compose_section(drafting.ask_of(section.summary), section.title, section.areas)
        if not section.edited:
            section.body, section.pinned = fresh.section.body, fresh.section.pinned
            section.save(update_fields=["body", "pinned"])
        add_numbers(section.summary, fresh.numbers)


@action(SummarySection, allowed=policy.may_change_summary_part, label="改这一节收哪些领域", then=_regather)
def gather(section: SummarySection, *, by: Seat, areas: list[str]) -> None:
    """Other areas come under this heading; its sentences are written anew unless somebody edited them."""
    _open(section.summary)
    section.areas = areas


@action(SummarySection, allowed=policy.may_change_summary_part, label="写进正文")
def pin(section: SummarySection, *, by: Seat, trace: Trace) -> None:
    """This trace is named as an example in the section; only one that the summary counts."""
    _open(section.summary)
    if not figures.counted(drafting.ask_of(section.summary)).filter(pk=trace.pk).exists():
        raise Blocked("这一条不在这份总结的单位和期间里，或者已经作废，不能写进正文。")
    if trace.pk not in section.pinned:
        section.pinned = [*section.pinned, trace.pk]
    section.removed = [pk for pk in section.removed if pk != trace.pk]


@action(SummarySection, allowed=policy.may_change_summary_part, label="不写这一件")
def unpin(section: SummarySection, *, by: Seat, trace: Trace) -> None:
    """This trace is not named, and not offered again first."""
    _open(section.summary)
    section.pinned = [pk for pk in section.pinned if pk != trace.pk]
    section.removed = [*(pk for pk in section.removed if pk != trace.pk), trace.pk]


# --- the numbers -----------------------------------------------------------------------------------------


def add_numbers(summary: Summary, numbers: dict[str, Any]) -> None:
    """Numbers that a rewritten section speaks of and the summary did not have yet; inside an open action."""
    have = set(summary.numbers.values_list("token", flat=True))
    SummaryNumber.objects.bulk_create(
        SummaryNumber(summary=summary, token=token, figure=value.figure.code, shown=value.value)
        for token, value in numbers.items()
        if token not in have
    )


def _read(number: SummaryNumber) -> Value:
    if not known(number.figure):
        raise Blocked("这个指标已经停用，台账里取不到了。需要改请用“改为手工填”。")
    return read([number.figure], drafting.ask_of(number.summary))[number.figure]


@action(SummaryNumber, allowed=policy.may_change_summary_part, label="插入数字")
def bring_in(number: SummaryNumber, *, by: Seat) -> None:
    """One more figure may be spoken of in this summary."""
    _open(number.summary)
    value = _read(number)
    number.token, number.shown = drafting.token_of(value.figure), value.value


@action(SummaryNumber, allowed=policy.may_change_summary_part, label="更新这个数")
def renew(number: SummaryNumber, *, by: Seat) -> None:
    """Take the number as the registers have it now; a frozen or typed one follows them again."""
    _open(number.summary)
    number.shown = _read(number).value
    number.mode, number.reason, number.was = SummaryNumber.Mode.LIVE, "", None
    number.set_by_id, number.set_at, number.of_unions, number.silent = None, None, None, []


@action(SummaryNumber, allowed=policy.may_change_summary_part, label="定住这个数")
def freeze(number: SummaryNumber, *, by: Seat) -> None:
    """Keep the number as it stands, whatever is recorded later."""
    _open(number.summary)
    number.mode = SummaryNumber.Mode.FROZEN
    number.set_by_id, number.set_at = by.person_id, clock.now()
    _cover([number], number.summary)


@action(SummaryNumber, allowed=policy.may_change_summary_part, label="改为手工填", needs_reason=True)
def type_in(number: SummaryNumber, *, by: Seat, value: Decimal, reason: str) -> None:
    """A number from outside the registers, with where it comes from; the one it takes the place of stays beside it."""
    _open(number.summary)
    number.was = number.was if number.mode == SummaryNumber.Mode.MANUAL else number.shown
    number.set_by_id, number.set_at = by.person_id, clock.now()
    _cover([number], number.summary)
    number.shown, number.mode, number.reason = value, SummaryNumber.Mode.MANUAL, reason.strip()[:300]


def _renew_all(summaries: list[Summary], *, by: Seat, **_: Any) -> None:
    for summary in summaries:
        live = summary.numbers.filter(mode=SummaryNumber.Mode.LIVE)
        numbers = [number for number in live if known(number.figure)]
        values = read([number.figure for number in numbers], drafting.ask_of(summary))
        for number in numbers:
            number.shown = values[number.figure].value
        SummaryNumber.objects.bulk_update(numbers, ["shown"])


@action(Summary, allowed=policy.may_summarise, label="全部更新", then=_renew_all)
def refresh(summary: Summary, *, by: Seat) -> None:
    """Every number that follows the registers is taken anew, as of today."""
    summary.as_of = min(drafting.period_of(summary).end, clock.today())
