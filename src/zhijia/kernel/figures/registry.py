from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal

from zhijia.kernel.figures.period import Period
from zhijia.kernel.scope import counting

RATES_ABOVE = Decimal(100)


@dataclass(frozen=True)
class Ask:
    """For which union, with or without those below it, over which days. Stocks are taken on the last day."""

    union_id: int
    subtree: bool
    period: Period
    union_code: str = field(default="", compare=False)  # for addresses; looked up where it was not at hand
    line: str = "territorial"  # along which line of the tree "below" is meant

    def over(self, period: Period) -> "Ask":
        """The same question for other days."""
        return replace(self, period=period)


@dataclass(frozen=True)
class Reading:
    """What a sheet found for one figure: the number, and how many rows stand behind it."""

    value: Decimal | None
    rows: int


NOTHING = Reading(Decimal(0), 0)


class Sheet(ABC):
    """One table and all figures that are read from it in one pass."""

    @abstractmethod
    def read(self, codes: Iterable[str], asks: Sequence[Ask]) -> list[dict[str, Reading]]:
        """For each of the asks, which differ in their period alone, readings for these figure codes; a code without
        any row reads 0 with 0 rows."""

    @abstractmethod
    def by_union(self, codes: Iterable[str], ask: Ask) -> dict[int, dict[str, Reading]]:
        """The same rows union by union, those that have any: they add up to what `read` says."""

    @abstractmethod
    def rows_url(self, code: str, ask: Ask) -> str:
        """The address of the list that holds exactly the rows counted."""


@dataclass(frozen=True)
class Figure:
    """One indicator. A rate names its numerator and denominator and is read from them; a total names what it adds,
    figures of different sheets, and its own sheet only says where the rows are listed.
    """

    code: str
    name: str
    unit: str
    how: str  # one Chinese sentence: how it is computed, for the officer and the table of sources
    sheet: Sheet | None = None
    rate: tuple[str, str] | None = None  # numerator code, denominator code
    total: tuple[str, ...] | None = None
    above: str = "分母可能没有登记全，请核对。"  # of a rate: what it usually is when it exceeds 100 %


@dataclass(frozen=True)
class Value:
    """A figure read. A rate never travels without its numerator and denominator."""

    figure: Figure
    ask: Ask
    value: Decimal | None  # None: nothing to divide by
    rows: int
    numerator: Decimal | None = None
    denominator: Decimal | None = None

    @property
    def rows_url(self) -> str:
        """Where the rows behind the number are listed; a rate opens its numerator's rows. The address names the figure,
        so that its list can tell what it leaves out."""
        source = figure(self.figure.rate[0]) if self.figure.rate else self.figure
        assert source.sheet is not None
        address = source.sheet.rows_url(source.code, self.ask)
        return address if "figure=" in address else f"{address}&figure={source.code}"

    @property
    def doubt(self) -> str:
        """A rate above 100 % is shown with what usually explains it, never cut down to 100 (catalogue 4-figures §4.3)."""
        if self.figure.rate is None or self.value is None or self.value <= RATES_ABOVE:
            return ""
        above, below = (figure(code).name for code in self.figure.rate)
        return f"超过 100%：{above} {self.numerator:,} 比{below} {self.denominator:,} 多。{self.figure.above}"

    @property
    def how(self) -> str:
        if self.figure.rate is None:
            return self.figure.how
        return f"{self.figure.how}（{self.numerator:,} ÷ {self.denominator:,}）"


_figures: dict[str, Figure] = {}


def declare(*figures: Figure) -> None:
    for one in figures:
        if one.code in _figures:
            raise ValueError(f"Figure {one.code} is declared twice; give one of them another code.")
        if (one.sheet is None) == (one.rate is None):
            raise ValueError(f"Figure {one.code} needs either a sheet or a rate.")
        _figures[one.code] = one


def figure(code: str) -> Figure:
    return _figures[code]


def known(code: str) -> bool:
    return code in _figures


def all_figures() -> list[Figure]:
    """Every figure declared, in the order of declaration."""
    return list(_figures.values())


def read(codes: Iterable[str], ask: Ask) -> dict[str, Value]:
    """Read many figures, each sheet in one pass, whatever their number."""
    return read_each(codes, [ask])[0]


def read_each(codes: Iterable[str], asks: Sequence[Ask]) -> list[dict[str, Value]]:
    """The same for several periods of one union, each sheet still in one pass."""
    wanted = [figure(code) for code in dict.fromkeys(codes)]
    readings: list[dict[str, Reading]] = [{} for _ in asks]
    with counting(asks[0]):
        for sheet, sheet_codes in _by_sheet(wanted):
            for found, part in zip(readings, sheet.read(sheet_codes, asks), strict=True):
                found.update(part)
    return [
        {one.code: _value(one, ask, found) for one in wanted}
        for ask, found in zip(asks, readings, strict=True)
    ]


def read_by_union(codes: Iterable[str], ask: Ask) -> dict[int, dict[str, Value]]:
    """Many figures union by union, each sheet in one pass; a union without any row of them is left out.

    Counts of the unions add up to what `read` says. A rate is each union's own.
    """
    wanted = [figure(code) for code in dict.fromkeys(codes)]
    found = {}
    for union_id, part in _parts_by_union(wanted, ask).items():
        own = Ask(union_id, False, ask.period, line=ask.line)
        found[union_id] = {one.code: _value(one, own, part) for one in wanted}
    return found


def counted_by_union(codes: Iterable[str], ask: Ask) -> dict[int, dict[str, Reading]]:
    """The same as plain readings, for whoever ranks thousands of unions; of figures that are no rates."""
    wanted = [figure(code) for code in dict.fromkeys(codes)]
    made_of = {one.code: parts(one) for one in wanted}
    return {
        union_id: {code: _sum(added, part) for code, added in made_of.items()}
        for union_id, part in _parts_by_union(wanted, ask).items()
    }


def _parts_by_union(wanted: Iterable[Figure], ask: Ask) -> dict[int, dict[str, Reading]]:
    readings: dict[int, dict[str, Reading]] = {}
    with counting(ask):
        for sheet, sheet_codes in _by_sheet(wanted):
            for union_id, part in sheet.by_union(sheet_codes, ask).items():
                readings.setdefault(union_id, {}).update(part)
    return readings


def _by_sheet(wanted: Iterable[Figure]) -> Iterator[tuple[Sheet, list[str]]]:
    by_sheet: dict[int, tuple[Sheet, list[str]]] = {}
    for code in sorted({code for one in wanted for code in parts(one)}):
        sheet = figure(code).sheet
        assert sheet is not None
        by_sheet.setdefault(id(sheet), (sheet, []))[1].append(code)
    yield from by_sheet.values()


def parts(one: Figure) -> tuple[str, ...]:
    """The plain figures that a figure is made of; of a plain one itself. A rate may divide by a total."""
    named = one.rate or one.total
    return tuple(part for code in named for part in parts(figure(code))) if named else (one.code,)


def _sum(codes: tuple[str, ...], readings: dict[str, Reading]) -> Reading:
    if len(codes) == 1:
        return readings.get(codes[0], NOTHING)
    added = [readings.get(code, NOTHING) for code in codes]
    return Reading(
        sum((part.value or Decimal(0) for part in added), Decimal(0)), sum(part.rows for part in added)
    )


def _value(one: Figure, ask: Ask, readings: dict[str, Reading]) -> Value:
    if one.rate is None:
        reading = _sum(parts(one), readings)
        return Value(one, ask, reading.value, reading.rows)
    above, below = (_sum(parts(figure(code)), readings) for code in one.rate)
    rate = None
    if above.value is not None and below.value:
        rate = (above.value * 100 / below.value).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return Value(one, ask, rate, above.rows, above.value, below.value)
