"""Write the first text of a summary: sections from the plan's headings, sentences from figures.

Numbers stand in the text as ⟦name of the figure⟧, so that an officer can move or drop one but never mistype it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import F, Q, QuerySet, Window
from django.db.models import Value as Constant
from django.db.models.functions import Coalesce, NullIf, RowNumber

from zhijia.kernel.figures import Ask, Figure, Period, Value, figure, read, read_by_union
from zhijia.kernel.scope import counting
from zhijia.org.models import Union
from zhijia.org.queries import grassroots
from zhijia.plans import figures as trace_figures
from zhijia.plans import headings, kinds, sentences
from zhijia.plans.models import Plan, Section, Summary, Task, Trace

TOKEN = re.compile(r"⟦([^⟦⟧]{1,40})⟧")
FEWEST = 3  # headings that claim work: a plan told by months (月度安排、日常工作) has none to follow
EXAMPLES = 2  # traces named in a section at first; the officer pins others
LONGEST_TITLE = 80
SHORTCOMINGS, NEXT_STEPS = "问题与不足", "下一步打算"  # never written for the officer

STATE = (
    "org.unions", "org.unions_enterprise", "org.unions_single", "org.unions_joint", "org.employers",
    "people.members", "people.joining_rate",
)  # fmt: skip


@dataclass
class DraftSection:
    title: str
    areas: list[str] = field(default_factory=list)
    body: str = ""
    pinned: list[int] = field(default_factory=list)


@dataclass
class Draft:
    sections: list[DraftSection]
    numbers: dict[str, Value]  # by token

    @property
    def section(self) -> DraftSection:
        return self.sections[0]


# --- the question and the marks --------------------------------------------------------------------------


def period_of(summary: Summary) -> Period:
    return Period.parse(summary.period_code)


def plan_for(union_id: int, period: Period) -> Plan | None:
    """The union's latest live plan that overlaps these days: the one whose headings a summary follows."""
    live = Plan.objects.filter(union_id=union_id, state__in=Plan.LIVE)
    return live.filter(starts_on__lte=period.end, ends_on__gte=period.start).order_by("-starts_on").first()


def title_of(union: Union, period: Period) -> str:
    """The title a summary gets by itself; the union's short name where the full one would not fit the column."""
    full = f"{union.name}{period.label}工作总结"
    return full if len(full) <= LONGEST_TITLE else f"{union.short_name}{period.label}工作总结"


def ask_of(summary: Summary) -> Ask:
    """Whose rows and which days the summary speaks of: up to the day it was drawn, not beyond."""
    return Ask(
        summary.about_id, summary.subtree, period_of(summary).clipped(summary.as_of), summary.about.code
    )


def silent_of(codes: Iterable[str], ask: Ask) -> tuple[int, dict[str, list[int]]]:
    """How many grassroots unions stood at the end, and for each figure those that had nothing entered for it."""
    with counting(ask):
        standing = list(grassroots(ask, ask.period.end).order_by("code").values_list("pk", flat=True))
    told = read_by_union(codes, ask)
    return len(standing), {
        code: [pk for pk in standing if pk not in told or not told[pk][code].rows] for code in codes
    }


def token_of(one: Figure) -> str:
    return one.name


def mark(token: str) -> str:
    return f"⟦{token}⟧"


def tokens(body: str) -> list[str]:
    """The tokens of a text, in order, each once."""
    return list(dict.fromkeys(TOKEN.findall(body)))


# --- composing -------------------------------------------------------------------------------------------


def compose(ask: Ask, plan: Plan | None) -> Draft:
    """The whole first text for this question; sections follow the plan's own headings where there is one."""
    values = read(_codes(), ask)
    examples = _largest(ask)
    union = Union.objects.get(pk=ask.union_id)
    chapters = _headings(plan)
    sections = [_opening(union, ask, values)]
    sections += [_section(title, areas, values, examples) for title, areas in chapters]
    gathered = {area for _, areas in chapters for area in areas}
    rest = [area for area in kinds.AREAS if area not in gathered]
    other = _section(headings.OTHER, rest, values, examples)
    if other.body:
        sections.append(other)
    sections += [DraftSection(SHORTCOMINGS), DraftSection(NEXT_STEPS)]
    return Draft(sections, _spoken_of(sections, values))


def compose_section(ask: Ask, title: str, areas: Iterable[str]) -> Draft:
    """One section anew, for other areas."""
    values = read(_codes(), ask)
    section = _section(title, list(areas), values, _largest(ask))
    return Draft([section], _spoken_of([section], values))


def _codes() -> list[str]:
    of_kinds = [kind.figure(measure.code) for kind in kinds.kinds() for measure in kind.measures]
    return [*STATE, *of_kinds]


def _headings(plan: Plan | None) -> list[tuple[str, list[str]]]:
    """The plan's headings of the level that carries its work, each with the areas it gathers; else the eight."""
    standard = [(title, list(areas)) for title, areas in headings.SECTIONS]
    if plan is None:
        return standard
    rows = list(Section.objects.filter(plan=plan))
    titles: dict[int, list[str]] = {section.pk: [] for section in rows}
    for section_id, title in Task.objects.filter(plan=plan, state="active").values_list(
        "section_id", "title"
    ):
        if section_id in titles:
            titles[section_id].append(title)
    chapters = _working_chapters(rows, titles)
    shares = headings.share_out([(section.title, words) for section, words in chapters])
    taken = {area for areas in shares for area in areas}
    for (section, _), areas in zip(chapters, shares, strict=True):
        # What an officer put under a heading by hand counts where the words themselves claimed nothing.
        areas += [area for area in section.areas if area not in taken]
        taken.update(areas)
    pairs = zip(chapters, shares, strict=True)
    found = [(headings.full_width(section.title), areas) for (section, _), areas in pairs if areas]
    return found if len(found) >= FEWEST else standard


def _working_chapters(rows: list[Section], titles: dict[int, list[str]]) -> list[tuple[Section, list[str]]]:
    """The headings of the shallowest level over which the work is spread.

    Under 二、主要工作 everything hangs on one heading; the level below it is the one a summary follows.
    """
    chapters: list[tuple[Section, list[str]]] = []
    for level in sorted({section.level for section in rows}):
        chapters = []
        for section in rows:
            if section.level == level:
                chapters.append((section, list(titles[section.pk])))
            elif section.level > level and chapters:
                chapters[-1][1].extend(titles[section.pk])
        counts = [len(words) for _, words in chapters if words]
        if len(counts) >= 3 and max(counts) * 2 <= sum(counts):
            break
    return chapters


def _opening(union: Union, ask: Ask, values: dict[str, Value]) -> DraftSection:
    """Whom and which days the text speaks of, and the state of the organisation on the last of them."""
    upper = union.kind in Union.UPPER and ask.subtree
    day = f"{ask.period.end.month}月{ask.period.end.day}日"
    head = f"截至{day}，{union.name}共有"
    if upper:
        text = (
            f"{head}基层工会{_t('org.unions')}，其中企业工会{_t('org.unions_enterprise')}"
            f"（单独建会{_t('org.unions_single')}、联合工会{_t('org.unions_joint')}），"
            f"覆盖企业{_t('org.employers')}；会员{_t('people.members')}"
        )
    else:
        text = f"{head}会员{_t('people.members')}"
    if values["people.joining_rate"].value is not None:
        text += f"，入会率{_t('people.joining_rate')}"
    return DraftSection("", body=f"{text}。")


def _section(title: str, areas: list[str], values: dict[str, Value], examples: list[Trace]) -> DraftSection:
    by_kind = {
        kind.code: {measure.code: values[kind.figure(measure.code)].value for measure in kind.measures}
        for kind in kinds.kinds()
    }
    parts = sentences.paragraph(sentences.kind_sentences(kinds.kinds(), by_kind, areas))
    mine = [trace for trace in examples if trace.area in areas][:EXAMPLES]
    return DraftSection(
        title, areas, sentences.body(parts, lambda slot: _t(slot.figure)), [t.pk for t in mine]
    )


def _t(code: str) -> str:
    return mark(token_of(figure(code)))


def _spoken_of(sections: list[DraftSection], values: dict[str, Value]) -> dict[str, Value]:
    by_token = {token_of(value.figure): value for value in values.values()}
    return {token: by_token[token] for section in sections for token in tokens(section.body)}


# --- examples: the largest traces ------------------------------------------------------------------------


def size_first(rows: QuerySet[Trace]) -> QuerySet[Trace]:
    """Traces by persons, else person-times, then money, then the later one."""
    return rows.annotate(heads=SIZE).order_by("-heads", F("money").desc(nulls_last=True), "-on", "pk")


SOME_PEOPLE = Q(persons__gt=0) | Q(person_times__gt=0)
SIZE = Coalesce(NullIf("persons", Constant(0)), "person_times", Constant(0))


def _largest(ask: Ask) -> list[Trace]:
    """The few largest traces of each area, in one statement."""
    order = [SIZE.desc(), F("money").desc(nulls_last=True), F("on").desc(), F("pk").asc()]
    rank = Window(RowNumber(), partition_by=F("area"), order_by=order)
    rows = (
        trace_figures.counted(ask)
        .exclude(area="")
        .annotate(rank=rank)
        .filter(SOME_PEOPLE, rank__lte=EXAMPLES)
    )
    return list(size_first(rows))


def telling(trace: Trace) -> sentences.Telling:
    """A trace as a summary may tell it: in the words its reader is allowed."""
    return sentences.Telling(
        key=trace.pk,
        on=trace.on,
        title=trace.shown_title,
        persons=trace.persons,
        person_times=trace.person_times,
        money=trace.money,
        area=trace.area,
    )


def figures_of(areas: Iterable[str]) -> list[Figure]:
    """The figures that a section of these areas may speak of."""
    of_kinds = [kind.figure(m.code) for kind in kinds.kinds() if kind.area in areas for m in kind.measures]
    return [figure(code) for code in dict.fromkeys(of_kinds)]
