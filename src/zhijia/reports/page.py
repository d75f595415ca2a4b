"""A check as it is read: the text in paragraphs with its marked numbers, and the panel of the opened one."""

import re
from collections import Counter
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

from zhijia.kernel import clock
from zhijia.kernel.figures import Ask, Figure, Period, Value, figure, known, read, registry
from zhijia.plans.suggest import plain
from zhijia.reports import meanings
from zhijia.reports.checking import AGREES, DIFFERS, IMPOSSIBLE, UNKNOWN, WORDS, Choice, Finding, name_of
from zhijia.reports.models import Check

HEADING = re.compile(r"[一二三四五六七八九十]{1,3}、[^。；]{1,40}$")
LOOKS = {
    DIFFERS: ("bad", "alert-triangle"),
    IMPOSSIBLE: ("bad imp", "ban"),
    AGREES: ("ok", "check"),
    UNKNOWN: ("unk", "circle-dashed"),
}
"""Class and icon of a verdict's mark."""
OFFERED = 8
ROWS = {"/org/unions/": "个", "/org/employers/": "家", "/members/": "人"}  # what the opened list counts
NAMES = {field.name for field in fields(Finding)}


@dataclass
class Mark:
    """A number as it stands in the text."""

    index: int
    finding: Finding
    choice: Choice

    @property
    def css(self) -> str:
        return LOOKS[self.finding.verdict][0] + (" seen" if self.is_settled else "")

    @property
    def icon(self) -> str:
        return LOOKS[self.finding.verdict][1]

    @property
    def word(self) -> str:
        return "已说明" if self.choice.outside else WORDS[self.finding.verdict]

    @property
    def is_settled(self) -> bool:
        return self.choice.seen or self.choice.outside

    @property
    def figure_name(self) -> str:
        return name_of(self.finding.figure, self.finding.under) if self.finding.figure else ""


@dataclass
class Piece:
    text: str
    mark: Mark | None = None


@dataclass
class Line:
    tag: str  # h1, h2 or p
    pieces: list[Piece]


class Page:
    """One check with its marks; `show` is the verdict the list is narrowed to."""

    def __init__(self, row: Check, show: str = "") -> None:
        self.row, self.show = row, show if show in WORDS else ""

    @cached_property
    def marks(self) -> list[Mark]:
        said = self.row.choices
        found = [Finding(**{k: v for k, v in row.items() if k in NAMES}) for row in self.row.findings]
        return [Mark(i, one, Choice(**said.get(one.place, {}))) for i, one in enumerate(found)]

    @property
    def counts(self) -> list[dict[str, Any]]:
        """The filters: everything, then each verdict with its word, icon and count."""
        of = Counter(mark.finding.verdict for mark in self.marks)
        rows = [
            {"key": key, "word": word, "n": of[key], "css": LOOKS[key][0], "icon": LOOKS[key][1]}
            for key, word in WORDS.items()
        ]
        return [{"key": "", "word": "全部", "n": len(self.marks), "css": "", "icon": ""}, *rows]

    @property
    def show_word(self) -> str:
        return WORDS.get(self.show, "全部")

    @cached_property
    def shown(self) -> list[Mark]:
        return [mark for mark in self.marks if self.show in ("", mark.finding.verdict)]

    @cached_property
    def lines(self) -> list[Line]:
        text, at, lines = self.row.text, 0, []
        waiting = list(self.marks)
        for line in text.split("\n"):
            end, pieces, inside = at + len(line), [], at
            while waiting and waiting[0].finding.start < end:
                mark = waiting.pop(0)
                stop = min(mark.finding.end, end)
                pieces += [
                    Piece(text[inside : mark.finding.start]),
                    Piece(text[mark.finding.start : stop], mark),
                ]
                inside = stop
            pieces.append(Piece(text[inside:end]))
            if line.strip():
                lines.append(
                    Line(self._tag(line, first=not lines), [piece for piece in pieces if piece.text])
                )
            at = end + 1
        return lines

    @staticmethod
    def _tag(line: str, *, first: bool) -> str:
        if first and len(line.strip()) <= 40 and "。" not in line:
            return "h1"
        return "h2" if HEADING.match(line.strip()) else "p"

    def opened(self, index: int | None, query: str = "") -> dict[str, Any] | None:
        """Everything the panel shows of one number; None where the text has no such number."""
        if index is None or not 0 <= index < len(self.marks):
            return None
        mark = self.marks[index]
        order = [one.index for one in self.shown] or [one.index for one in self.marks]
        before = [i for i in order if i < index]
        after = [i for i in order if i > index]
        panel: dict[str, Any] = {
            "mark": mark,
            "query": query,
            "position": len(before) + 1 if index in order else 0,
            "total": len(order),
        }
        panel["previous"], panel["next"] = (before or [None])[-1], (after or [None])[0]
        panel["offers"] = self._offers(mark, query)
        panel["around"] = self._around(mark.finding)
        if mark.finding.figure and known(mark.finding.figure):
            panel |= self._compared(mark.finding)
        return panel

    def _around(self, finding: Finding) -> tuple[str, str]:
        text = self.row.text
        line = text.rfind("\n", 0, finding.start) + 1
        stop = text.find("\n", finding.end)
        after = text[finding.end : stop if stop >= 0 else None]
        return text[max(line, finding.start - 24) : finding.start], after[:16]

    def _ask(self, finding: Finding) -> Ask:
        period = Period(finding.period or self.row.period_code).clipped(clock.today())
        return Ask(self.row.about_id, finding.subtree, period, self.row.about.code)

    def _compared(self, finding: Finding) -> dict[str, Any]:
        """The figures as they stand now, with the lists that hold exactly their rows."""
        codes = [code for code in (finding.figure, finding.under) if code]
        values = read(codes, self._ask(finding))
        return {"compared": [(value, rows_unit(value)) for value in values.values()]}

    def _offers(self, mark: Mark, query: str) -> list[tuple[Figure, Value]]:
        """Figures this number may be: by name where one was searched, else those that were close."""
        codes = found_by_name(query, mark.finding) if query else mark.finding.maybe
        wanted = [code for code in codes if known(code) and code != mark.finding.figure][:OFFERED]
        if not wanted:
            return []
        period = Period(self.row.period_code).clipped(clock.today())
        values = read(wanted, Ask(self.row.about_id, True, period, self.row.about.code))
        return [(figure(code), values[code]) for code in wanted]


def rows_unit(value: Value) -> str:
    return next((unit for start, unit in ROWS.items() if value.rows_url.startswith(start)), "条")


def found_by_name(query: str, finding: Finding) -> list[str]:
    """Figures whose name, or a word of whose kind, holds what was typed; those in the number's unit first."""
    wanted = plain(query)
    if not wanted:
        return []
    heard = []
    for one in registry.all_figures():
        meaning = meanings.by_code().get(one.code)
        words = meaning.known if meaning else ()
        if wanted in plain(one.name) or any(wanted in plain(word) for word in words):
            other_unit = finding.unit.lstrip("万亿") != one.unit
            heard.append((other_unit, wanted not in plain(one.name), one.code))
    return [code for *_, code in sorted(heard)]


def changes(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> list[str]:
    """What a second check says otherwise than the first, a phrase for each number."""
    was = {row["start"]: row for row in before}
    told = []
    for row in after:
        old = was.get(row["start"])
        if old and old["verdict"] != row["verdict"]:
            told.append(f"{row['text']} 由“{WORDS[old['verdict']]}”变成“{WORDS[row['verdict']]}”")
        elif old and old["ours"] != row["ours"] and row["ours"] is not None:
            told.append(f"{row['text']} 对照的台账数变成 {row['ours']}{row['unit']}")
    return told
