"""A text held against the registers: every number with its verdict, in a fixed number of statements.

1. numberreader finds the numbers, `matching` the figures each may be;
2. every sheet is read once for each period and scope that some number speaks of;
3. `comparing` judges. Impossible beats differs beats agrees.

Upward a text may mean the union with those below it or what the union did itself; either value agrees.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from decimal import Decimal
from typing import Any

from zhijia.kernel import clock
from zhijia.kernel.figures import Ask, Period, Value, figure, known, read
from zhijia.numberreader import Number, Problem, numbers_in, problems_in
from zhijia.org.models import Union
from zhijia.reports import balance, comparing, matching, times
from zhijia.reports.comparing import Known
from zhijia.reports.matching import Match

AGREES, DIFFERS, UNKNOWN, IMPOSSIBLE = "agrees", "differs", "unknown", "impossible"
WORDS = {DIFFERS: "不符", IMPOSSIBLE: "不可能", AGREES: "相符", UNKNOWN: "台账里没有"}
"""The verdicts in the order of the page's filters."""
BIG = 100
"""A likely figure agrees by its value alone from here on: small numbers are equal by chance."""


@dataclass(frozen=True)
class Choice:
    """What the officer said about one number: which figure it is, or that no register has it; and a note."""

    figure: str = ""
    outside: bool = False
    note: str = ""
    seen: bool = False


@dataclass
class Finding:
    """One number of the text and what became of it. `ours` is in the written unit; `period` the days compared."""

    start: int
    end: int
    text: str
    value: str | None
    unit: str
    verdict: str
    why: str
    figure: str | None = None
    ours: str | None = None
    under: str = ""
    period: str = ""
    subtree: bool = True
    maybe: list[str] = field(default_factory=list)  # figures it could be, none of them sure
    notes: list[str] = field(default_factory=list)

    def as_row(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def place(self) -> str:
        """What a choice about this number is kept under."""
        return str(self.start)


@dataclass(frozen=True)
class Result:
    findings: list[Finding]
    notes: list[str]  # what deserves a look and belongs to no single number


def check(text: str, about: Union, report: Period, choices: Mapping[str, Choice] | None = None) -> Result:
    """Hold the text of this union and period against the registers."""
    numbers = numbers_in(text)
    names = (about.name, about.short_name) if about.short_name else (about.name,)
    candidates = matching.matches(text, numbers, report, names)
    for i, number in enumerate(numbers):
        choice = (choices or {}).get(str(number.start))
        if choice and choice.outside:
            candidates[i] = []
        elif choice and known(choice.figure):
            days = times.days_of(number.period, report)
            candidates[i] = [Match(choice.figure, days if days.period else times.Days(report), 99.0, True)]
    registers = Registers(about, report)
    registers.read({match for found in candidates for match in found})
    findings = [_judged(n, found, registers) for n, found in zip(numbers, candidates, strict=True)]
    for finding in findings:
        choice = (choices or {}).get(finding.place)
        if choice and choice.outside:
            finding.why = f"您说明过：{choice.note}" if choice.note else "您说明过：就是这个数，台账没记。"
    notes = _with_problems(findings, problems_in(text, numbers))
    balance.weigh(numbers, findings, candidates, registers)
    return Result(findings, notes)


class Registers:
    """The values that a text is held against: read once, for the union with its lower ones and for itself."""

    def __init__(self, about: Union, report: Period) -> None:
        self.about, self.report = about, report
        self.scopes = (True, False) if about.kind in Union.UPPER else (True,)
        self._values: dict[tuple[str, bool], dict[str, Value]] = {}

    def read(self, matches: Iterable[Match]) -> None:
        wanted: dict[str, set[str]] = {self.report.code: set(balance.CODES)}
        for match in matches:
            period = match.days.period
            assert period is not None
            wanted.setdefault(period.code, set()).update(match.codes)
            if match.how in ("growth", "more"):
                wanted.setdefault(self._before(period).code, set()).update(match.codes)
        for code, codes in wanted.items():
            for subtree in self.scopes:
                mine = codes if subtree else {one for one in codes if not is_register(one)}
                self._values[code, subtree] = read(mine, self._ask(Period(code), subtree))

    def _ask(self, period: Period, subtree: bool) -> Ask:
        return Ask(self.about.pk, subtree, period.clipped(clock.today()), self.about.code)

    def _before(self, period: Period) -> Period:
        """去年同期 of what has passed so far."""
        return period.clipped(clock.today()).previous_year()

    def value(self, code: str, period: Period, subtree: bool = True) -> Value | None:
        return self._values.get((period.code, subtree), {}).get(code)

    def of(self, match: Match, subtree: bool) -> Known | None:
        """What the registers say to this match; None where this scope has no such figure."""
        period = match.days.period
        assert period is not None
        if match.how == "net":
            ends = [self.value(code, period, subtree) for code in match.codes]
            now, before = (end.value if end else None for end in ends)
            return comparing.more(now, before)
        if match.how in ("growth", "more"):
            now, before = self._one(match, period, subtree), self._one(match, self._before(period), subtree)
            if now is None or before is None:
                return None
            return (comparing.growth if match.how == "growth" else comparing.more)(now.value, before.value)
        return self._one(match, period, subtree)

    def is_empty(self, match: Match) -> bool:
        """Is there no row at all? Then the registers do not say 0, they say nothing."""
        value = self.value(match.code, match.days.period or self.report)
        return not is_register(match.code) and value is not None and not value.rows

    def _one(self, match: Match, period: Period, subtree: bool) -> Known | None:
        value = self.value(match.code, period, subtree)
        if value is None:
            return None
        if match.under:
            under = self.value(match.under, period, subtree)
            return comparing.as_rate(value.value, under.value) if under else None
        if value.figure.rate:
            return comparing.as_rate(value.numerator, value.denominator)
        return Known(value.value)


def _judged(number: Number, candidates: list[Match], registers: Registers) -> Finding:
    finding = Finding(
        number.start, number.end, number.text, None if number.value is None else f"{number.value:f}", number.unit,
        UNKNOWN, "台账里没有这个数，请自己核对。", maybe=[m.code for m in candidates if m.how == "value"],
    )  # fmt: skip
    for n, match in enumerate(candidates):
        for subtree in registers.scopes:
            said = registers.of(match, subtree)
            if said is None or said.value is None or not _may_agree(number, match, n):
                continue
            if comparing.agrees(number, _signed(number, match, said.value)):
                return _held(finding, number, match, said, registers, subtree, AGREES)
    best = candidates[0] if candidates else None
    if best and best.sure:
        said = registers.of(best, True)
        if said is not None and said.value is not None and not registers.is_empty(best):
            return _held(finding, number, best, said, registers, True, DIFFERS)
    return finding


def _may_agree(number: Number, match: Match, rank: int) -> bool:
    if match.sure or (rank == 0 and match.score >= matching.SURE):
        return True
    exact = not number.approx and number.amount is not None and number.amount >= BIG
    return rank <= 2 and exact


def _signed(number: Number, match: Match, value: Decimal) -> Decimal:
    """下降 and 减少 are written without a minus."""
    return abs(value) if match.how in ("growth", "more", "net") and value < 0 else value


def _held(
    finding: Finding,
    number: Number,
    match: Match,
    said: Known,
    registers: Registers,
    subtree: bool,
    verdict: str,
) -> Finding:
    assert said.value is not None
    assert match.days.period is not None
    ours = comparing.in_unit_of(number, _signed(number, match, said.value))
    finding = replace(
        finding, verdict=verdict, figure=match.code, under=match.under, ours=ours, subtree=subtree,
        period=match.days.period.code, maybe=[code for code in finding.maybe if code != match.code],
    )  # fmt: skip
    finding.why = _why(finding, match, said, registers, number)
    return finding


def _why(finding: Finding, match: Match, said: Known, registers: Registers, number: Number) -> str:
    name = name_of(match.code, match.under)
    if len(registers.scopes) > 1 and not finding.subtree:
        name += "（本级）"
    if match.days.period != registers.report:
        name = f"{match.days.period.label if match.days.period else ''}{name}"
    ours = f"{finding.ours}{finding.unit}"
    if match.how == "growth":
        sum_ = f"（去年同期 {plain(said.under)}，本期 {plain(said.over)}）"
        verb = "增长" if (said.value or 0) >= 0 else "下降"
        told = f"按台账，{name}比去年同期{verb} {ours}{sum_}"
    elif match.how == "net":
        verb = "多" if (said.value or 0) >= 0 else "少"
        told = f"按台账，会员期末比期初{verb} {ours}（期初 {plain(said.under)}，期末 {plain(said.over)}）"
    elif match.how == "more":
        verb = "多" if (said.value or 0) >= 0 else "少"
        told = (
            f"按台账，{name}比去年同期{verb} {ours}（去年同期 {plain(said.under)}，本期 {plain(said.over)}）"
        )
    elif said.under is not None:
        told = f"按台账，{name}是 {ours}（{plain(said.over)} ÷ {plain(said.under)}）"
    else:
        told = f"台账里，{name}是 {ours}"
    return f"{told}。" if finding.verdict == AGREES else f"{told}，文中写 {number.text}{_gap(number, said)}。"


def _gap(number: Number, said: Known) -> str:
    if number.amount is None or said.value is None or number.approx:
        return ""
    gap = number.amount - abs(said.value)
    if number.measure == "rate":
        return f"，{'高' if gap > 0 else '低'} {plain(abs(gap))} 个百分点"
    return f"，{'多' if gap > 0 else '少'} {comparing.in_unit_of(number, abs(gap))}{number.unit}"


def is_register(code: str) -> bool:
    """Is it counted from the union and member registers, which have every union's rows from the beginning?"""
    return code.startswith(("org.", "people."))


def plain(value: Decimal | None) -> str:
    """12.50 is told 12.5, nothing is told 没有."""
    if value is None:
        return "没有"
    text = f"{value.quantize(Decimal('0.01')):f}"
    return text.rstrip("0").rstrip(".")


def name_of(code: str, under: str = "") -> str:
    """A figure's name as a sentence has it; a ratio by both of its figures."""
    name = figure(code).name if known(code) else code
    return f"{name} ÷ {figure(under).name.rpartition('·')[2]}" if under and known(under) else name


def _with_problems(findings: list[Finding], problems: list[Problem]) -> list[str]:
    """What cannot be right: of the numbers of one contradiction those that the registers do not bear out.

    Where they bear out every one of several, the contradiction lies only in how the sentence was read.
    """
    notes = []
    for problem in problems:
        mine = [findings[i] for i in problem.numbers]
        blamed = [one for one in mine if one.verdict != AGREES]
        if not mine:
            notes.append(problem.why)
        elif problem.strong and (blamed or len(mine) == 1):
            for finding in blamed or mine:
                finding.verdict, finding.why = IMPOSSIBLE, problem.why
        else:
            for finding in blamed:
                finding.notes.append(problem.why)
    return notes
