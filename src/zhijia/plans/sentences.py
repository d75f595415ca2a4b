"""Sentences of a summary, with every number a slot that stays joined to its figure. Pure.

How a number is written in body text: no thousands separators; money of 10000 yuan and more in 万元 with at most
two decimals; persons are 人, person-times 人次, and a slot carries its unit so that the two never mix.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby

from zhijia.kernel.figures.period import Period

from .kinds import SLOT, Kind

Number = Decimal | int
WAN = Decimal(10000)
CENT = Decimal("0.01")
LONGEST = 3
"""Sentences of one area that hang together by ；. A fourth begins anew."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A number in a sentence: the figure it is read from, its unit, and what it read when written.

    `unit` is the unit of the figure (元); `shown_unit` the one in the text (万元).
    """

    figure: str
    unit: str
    value: Decimal

    @property
    def number(self) -> str:
        return written(self.value, self.unit)[0]

    @property
    def shown_unit(self) -> str:
        return written(self.value, self.unit)[1]

    @property
    def text(self) -> str:
        return "".join(written(self.value, self.unit))


Part = str | Slot


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence without its closing mark. `area` decides which sentences hang together."""

    parts: tuple[Part, ...]
    area: str = ""
    kind: str = ""

    @property
    def text(self) -> str:
        return body(self.parts)

    @property
    def slots(self) -> tuple[Slot, ...]:
        return tuple(part for part in self.parts if isinstance(part, Slot))


@dataclass(frozen=True, slots=True)
class Telling:
    """A trace as the summary tells it. `key` names it in its numbers' figure codes (trace.<key>.persons)."""

    key: object
    on: date
    title: str
    persons: int | None = None
    person_times: int | None = None
    money: Number | None = None
    area: str = ""
    kind: str = ""


def written(value: Number, unit: str) -> tuple[str, str]:
    """Number and unit as body text has them: (386400, 元) → (38.64, 万元); (1264, 人次) → (1264, 人次)."""
    value = Decimal(value)
    if unit == "元" and abs(value) >= WAN:
        value, unit = value / WAN, "万元"
    text = f"{value.quantize(CENT, ROUND_HALF_UP):f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text), unit


def quoted(title: str) -> str:
    """A title in quotation marks; its own become the inner ones."""
    return f"“{title.replace('“', '‘').replace('”', '’')}”"


def kind_sentence(kind: Kind, values: Mapping[str, Number | None]) -> Sentence | None:
    """What a kind has to report, from {measure code: value}; None when there is nothing.

    A clause speaks only when every slot in it has a value other than zero. The names of the slots' figures are
    the kind's, so each number opens to the rows it was added up from.
    """
    clauses = []
    for clause in kind.sentence:
        codes = SLOT.findall(clause)
        if all(values.get(code) for code in codes):
            clauses.append(_clause(kind, clause, values))
    parts = _joined(clauses, "，")
    return Sentence(parts, kind.area, kind.code) if any(isinstance(part, Slot) for part in parts) else None


def kind_sentences(
    kinds: Iterable[Kind], values: Mapping[str, Mapping[str, Number | None]], areas: Sequence[str]
) -> list[Sentence]:
    """The sentences of a section: its areas in their order, the kinds of each in theirs."""
    found = [kind_sentence(kind, values.get(kind.code, {})) for kind in kinds if kind.area in areas]
    told = [sentence for sentence in found if sentence]
    return sorted(told, key=lambda sentence: areas.index(sentence.area))


def _clause(kind: Kind, clause: str, values: Mapping[str, Number | None]) -> tuple[Part, ...]:
    parts: list[Part] = []
    at = 0
    for match in SLOT.finditer(clause):
        measure = kind.measure(match[1])
        parts += [clause[at : match.start()]] if match.start() > at else []
        parts.append(Slot(kind.figure(measure.code), measure.unit, Decimal(values[measure.code] or 0)))
        at = match.end() + len(measure.unit)  # kinds.toml is refused when the unit does not follow
    return (*parts, clause[at:]) if clause[at:] else tuple(parts)


def trace_sentence(trace: Telling) -> Sentence:
    """One happening told: “11月15日，职工健步走，120人参加”. Persons if known, else person-times; then money."""
    title = trace.title.strip().rstrip("。；，,.;")
    clauses: list[tuple[Part, ...]] = [(f"{trace.on.month}月{trace.on.day}日",), (title,)]
    for code, unit, value, verb in (
        ("persons", "人", trace.persons, "参加"),
        ("person_times", "人次", None if trace.persons else trace.person_times, "参加"),
        ("money", "元", trace.money, ""),
    ):
        if value and not _says(title, value, unit):
            slot = Slot(f"trace.{trace.key}.{code}", unit, Decimal(value))
            clauses.append((slot, verb) if verb else ("使用经费", slot))
    return Sentence(_joined(clauses, "，"), trace.area, trace.kind)


def _says(title: str, value: Number, unit: str) -> bool:
    """The officer has written the number into the title already."""
    number, shown_unit = written(value, unit)
    return (
        re.search(rf"(?<![\d.]){re.escape(number)}(多|余)?(名|位|个)?({shown_unit}|职工|会员)", title)
        is not None
    )


def largest(traces: Iterable[Telling], count: int = 3) -> list[Telling]:
    """The traces most worth telling: by persons (else person-times), then money, then the later one."""

    def size(trace: Telling) -> tuple[Number, Number, int, str]:
        return (
            trace.persons or trace.person_times or 0,
            trace.money or 0,
            trace.on.toordinal(),
            str(trace.key),
        )

    told = [trace for trace in traces if trace.persons or trace.person_times or trace.money]
    return sorted(told, key=size, reverse=True)[:count]


def paragraph(sentences: Iterable[Sentence]) -> tuple[Part, ...]:
    """Sentences of one area hang together by ；, at most three; each such group ends with 。"""
    parts: list[Part] = []
    for _, run in groupby(sentences, key=lambda sentence: sentence.area):
        group = list(run)
        for start in range(0, len(group), LONGEST):
            parts += _joined([sentence.parts for sentence in group[start : start + LONGEST]], "；")
            parts.append("。")
    return tuple(_merged(parts))


def body(parts: Iterable[Part], token: Callable[[Slot], str] = lambda slot: slot.text) -> str:
    """The text, each slot written by `token`: its own text, or a mark such as ⟦n7⟧ that stands for it.

    A mark stands for number and unit together, since 元 becomes 万元 when the number grows.
    """
    return "".join(token(part) if isinstance(part, Slot) else part for part in parts)


# --- the days a text speaks of -----------------------------------------------------------------------------


def span_words(period: Period, today: date) -> str:
    """How a text names its days: 全年 when the year is over, 截至11月20日 while it runs, nothing before."""
    if not period.begun(today):
        return ""
    if today < period.end:
        year = "" if period.start.year == today.year else f"{today.year}年"
        return f"截至{year}{today.month}月{today.day}日"
    whole = {
        "year": "全年",
        "statistics": "全年度",
        "school": "全学年",
        "term": "全学期",
        "half": "",
        "quarter": "",
    }
    return whole.get(period.kind) or re.sub(r"\A\d+年", "", period.label)


def contradictions(text: str, period: Period, today: date) -> list[str]:
    """Sentences that tell the officer where a text claims more days than it has, or two spans at once."""
    found = []
    whole, part = _whole_year(text), re.search(r"截[至止]", text)
    if whole and part:
        found.append(f"正文里同时有“{whole}”和“{part[0]}”，两种说法不能并用，请留一种。")
    elif whole and today < period.end:
        found.append(
            f"还没到{period.end.month}月{period.end.day}日，正文里的“{whole}”请改为“{span_words(period, today)}”。"
        )
    elif part and period.ended(today):
        found.append(f"{period.label}已经结束，正文里的“{part[0]}”请改为“{span_words(period, today)}”。")
    return found


def _whole_year(text: str) -> str:
    """全年 as a claim about the days; not in 健全年度制度, 全年级 or 全年目标."""
    match = re.search(r"(?<![健齐安保])(全年度|全年(?![龄级度]))(?!的?(目标|任务|计划|工作|预算))", text)
    return match[0] if match else ""


def _joined(clauses: Iterable[Sequence[Part]], mark: str) -> tuple[Part, ...]:
    parts: list[Part] = []
    for clause in clauses:
        parts += [mark, *clause] if parts else clause
    return tuple(_merged(parts))


def _merged(parts: Iterable[Part]) -> list[Part]:
    """Neighbouring pieces of text made one, so that equal sentences are equal."""
    merged: list[Part] = []
    for part in parts:
        if isinstance(part, str) and merged and isinstance(merged[-1], str):
            merged[-1] += part
        else:
            merged.append(part)
    return merged
