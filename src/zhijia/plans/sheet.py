"""A summary as it is read: paragraphs of text and numbers, for the page and for the Word paper."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from zhijia import papers
from zhijia.kernel import clock
from zhijia.kernel.figures import Figure, Period, Value, known, read
from zhijia.org.models import Union
from zhijia.plans import drafting, headings, sentences
from zhijia.plans.models import Summary, SummaryNumber, SummarySection, Trace

GONE = "这个指标已经停用，数字停在最后一次取的值"


@dataclass
class Number:
    """One number of a summary beside what the registers say now."""

    row: SummaryNumber
    now: Value

    @property
    def figure(self) -> Figure:
        return self.now.figure

    @property
    def is_gone(self) -> bool:
        """Does nothing count this any more, as after a kind was given up? The number stays as it was last read."""
        return not known(self.row.figure)

    @property
    def changed(self) -> bool:
        """Has the register moved on since the number was drawn? Frozen and typed numbers do not follow."""
        follows = self.row.mode == SummaryNumber.Mode.LIVE and not self.is_gone
        return follows and self.row.shown != self.now.value

    @property
    def state(self) -> str:
        """The mark under the number: by hand, changed since, or from the registers."""
        if self.row.mode == SummaryNumber.Mode.MANUAL:
            return "man"
        return "chg" if self.changed else ""

    @property
    def text(self) -> str:
        return words(self.row.shown, self.figure)

    @property
    def told(self) -> str:
        """As the page beside the text has it: 13,200人."""
        return words(self.row.shown, self.figure, grouped=True)

    @property
    def told_before(self) -> str:
        """What stood here before somebody typed another number."""
        return words(self.row.was, self.figure, grouped=True)

    @property
    def coverage(self) -> str:
        """When the number was set: how many of the grassroots unions had anything entered for it."""
        if self.row.of_unions is None:
            return ""
        return f"{self.row.of_unions:,} 个基层工会中 {self.row.told_by:,} 个有数"

    @property
    def told_now(self) -> str:
        return words(self.now.value, self.figure, grouped=True)


def words(value: Decimal | None, one: Figure, *, grouped: bool = False) -> str:
    """A number with its unit as body text has it (`grouped`: as a page has it); nothing to divide by is said."""
    if value is None:
        return "（无法计算）"
    number, unit = sentences.written(value, one.unit)
    return f"{Decimal(number):,}{unit}" if grouped else f"{number}{unit}"


@dataclass
class Part:
    text: str
    number: Number | None = None
    trace: Trace | None = None


@dataclass
class Chapter:
    """One section as it is read, with its Chinese ordinal."""

    row: SummarySection
    heading: str
    paragraphs: list[list[Part]]
    examples: list[Trace]
    numbers: int
    doubts: dict[int, list[Any]] = field(default_factory=dict)  # by paragraph, from `cross_checks`

    @property
    def lines(self) -> list[tuple[list[Part], list[Any]]]:
        """The paragraphs, each with what is doubtful about its numbers."""
        return [(parts, self.doubts.get(n, [])) for n, parts in enumerate(self.paragraphs)]

    @property
    def is_for_the_officer(self) -> bool:
        """问题与不足 and 打算 are written by people; the page only lists facts beside them."""
        return self.row.title in (drafting.SHORTCOMINGS, drafting.NEXT_STEPS)

    @property
    def is_other(self) -> bool:
        return self.row.title == headings.OTHER


class Sheet:
    """All of one summary: three statements for its rows, one pass over each register for its numbers."""

    def __init__(self, summary: Summary) -> None:
        self.summary = summary
        self.ask = drafting.ask_of(summary)

    @cached_property
    def numbers(self) -> dict[str, Number]:
        rows = list(
            SummaryNumber.objects.filter(summary=self.summary).select_related("set_by").order_by("pk")
        )
        now = read([row.figure for row in rows if known(row.figure)], self.ask)
        return {row.token: Number(row, now.get(row.figure) or self._gone(row)) for row in rows}

    def _gone(self, row: SummaryNumber) -> Value:
        return Value(Figure(row.figure, row.token, "", GONE), self.ask, row.shown, 0)

    @cached_property
    def rows(self) -> list[SummarySection]:
        return list(SummarySection.objects.filter(summary=self.summary))

    @cached_property
    def traces(self) -> dict[int, Trace]:
        """Every trace that some section names."""
        wanted = {pk for row in self.rows for pk in row.pinned}
        rows = Trace.objects.filter(pk__in=wanted, state="recorded").select_related("union", "kind")
        return {trace.pk: trace for trace in rows}

    @cached_property
    def chapters(self) -> list[Chapter]:
        return list(self._chapters())

    def _chapters(self) -> Iterator[Chapter]:
        count = 0
        for row in self.rows:
            count += bool(row.title)
            heading = f"{papers.ordinal(1, count)}{row.title}" if row.title else ""
            examples = [self.traces[pk] for pk in row.pinned if pk in self.traces]
            paragraphs = [self._parts(line) for line in row.body.splitlines() if line.strip()]
            if examples:
                paragraphs.append(_told(examples))
            told = sum(part.number is not None for parts in paragraphs for part in parts)
            yield Chapter(row, heading, paragraphs, examples, told)

    def _parts(self, line: str) -> list[Part]:
        parts, at = [], 0
        for match in drafting.TOKEN.finditer(line):
            number = self.numbers.get(match[1])
            parts.append(Part(line[at : match.start()]))
            parts.append(Part(number.text, number) if number else Part(match[1]))
            at = match.end()
        return [part for part in [*parts, Part(line[at:])] if part.text]

    @property
    def used(self) -> list[Number]:
        """The numbers that the text speaks of, each once, in their order."""
        spoken = [part.number for chapter in self.chapters for parts in chapter.paragraphs for part in parts]
        return list({number.row.token: number for number in spoken if number}.values())

    @property
    def changed(self) -> list[Number]:
        return [number for number in self.used if number.changed]

    @property
    def text(self) -> str:
        """The plain text, for checks of wording."""
        return "\n".join("".join(p.text for p in parts) for ch in self.chapters for parts in ch.paragraphs)


class Unsaved(Sheet):
    """A first draft that is kept nowhere: what the command line writes."""

    def __init__(self, union: Union, period: Period) -> None:
        if not period.begun(clock.today()):
            raise ValueError(f"{period.label}还没有开始，没有可写的数。")
        plan = drafting.plan_for(union.pk, period)
        summary = Summary(about=union, plan=plan, period_code=period.code, subtree=True)
        summary.as_of = min(period.end, clock.today())
        summary.title = drafting.title_of(union, period)
        super().__init__(summary)
        self.draft = drafting.compose(self.ask, plan)

    @cached_property
    def numbers(self) -> dict[str, Number]:
        return {
            token: Number(SummaryNumber(token=token, figure=value.figure.code, shown=value.value), value)
            for token, value in self.draft.numbers.items()
        }

    @cached_property
    def rows(self) -> list[SummarySection]:
        found = self.draft.sections
        return [SummarySection(title=s.title, areas=s.areas, body=s.body, pinned=s.pinned) for s in found]


def _told(examples: list[Trace]) -> list[Part]:
    """其中：… the pinned traces in one paragraph, each a link to its row."""
    parts = [Part("其中，" if len(examples) == 1 else "其中：")]
    for n, trace in enumerate(examples):
        parts.append(Part(sentences.trace_sentence(drafting.telling(trace)).text, trace=trace))
        parts.append(Part("。" if n == len(examples) - 1 else "；"))
    return parts


def to_paper(sheet: Sheet) -> papers.Paper:
    """The summary as an official paper, with the table of sources on a page of its own (rules/10)."""
    blocks: list[papers.Heading | papers.Paragraph | papers.Table | papers.PageBreak] = []
    for chapter in sheet.chapters:
        if chapter.heading:
            blocks.append(papers.Heading(1, chapter.heading))
        for parts in chapter.paragraphs:
            blocks.append(papers.Paragraph("".join(part.text for part in parts)))
        if chapter.is_for_the_officer and not chapter.paragraphs:
            blocks.append(papers.Paragraph("（此节待写）"))
    rows = [(number.figure.name, number.text, _source(number), str(number.now.rows)) for number in sheet.used]
    sources = papers.Table(("指标", "正文中的数", "怎么算的", "台账行数"), rows, widths=(24, 18, 44, 14))
    attachments = [papers.Attachment("数据来源表", [sources])] if rows else []
    union = sheet.summary.about
    return papers.Paper(sheet.summary.title, union.name, sheet.summary.as_of, None, blocks, attachments)


def _source(number: Number) -> str:
    if number.row.mode == SummaryNumber.Mode.MANUAL:
        who = f"{number.row.set_by} {number.row.set_at:%Y-%m-%d} " if number.row.set_by else ""
        was = f"，原来是 {number.told_before}" if number.row.was is not None else ""
        return f"{who}手工填写，依据：{number.row.reason}{was}"
    frozen = "（已定住）" if number.row.mode == SummaryNumber.Mode.FROZEN else ""
    coverage = f"；{number.coverage}" if number.coverage else ""
    return f"{number.now.how}{frozen}{coverage}"
