from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from zhijia.kernel.figures.period import Period


@dataclass(frozen=True)
class Ask:
    """For which union, with or without those below it, over which days. Stocks are taken on the last day."""

    union_id: int
    subtree: bool
    period: Period
    union_code: str = field(default="", compare=False)  # for addresses; looked up where it was not at hand
    line: str = "territorial"  # along which line of the tree "below" is meant


@dataclass(frozen=True)
class Reading:
    """What a sheet found for one figure: the number, and how many rows stand behind it."""

    value: Decimal | None
    rows: int


class Sheet(ABC):
    """One table and all figures that are read from it in one pass."""

    @abstractmethod
    def read(self, codes: Iterable[str], ask: Ask) -> dict[str, Reading]:
        """Readings for these figure codes; a code without any row reads 0 with 0 rows."""

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
        """Where the rows behind the number are listed; a rate opens its numerator's rows."""
        source = figure(self.figure.rate[0]) if self.figure.rate else self.figure
        assert source.sheet is not None
        return source.sheet.rows_url(source.code, self.ask)

    @property
    def how(self) -> str:
        if self.figure.rate is None:
            return self.figure.how
        return f"{self.figure.how}（{self.numerator} ÷ {self.denominator}）"


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
    wanted = [figure(code) for code in dict.fromkeys(codes)]
    plain = {code for one in wanted for code in (one.rate or one.total or (one.code,))}
    by_sheet: dict[int, tuple[Sheet, list[str]]] = {}
    for code in sorted(plain):
        sheet = figure(code).sheet
        assert sheet is not None
        by_sheet.setdefault(id(sheet), (sheet, []))[1].append(code)
    readings: dict[str, Reading] = {}
    for sheet, sheet_codes in by_sheet.values():
        readings.update(sheet.read(sheet_codes, ask))
    return {one.code: _value(one, ask, readings) for one in wanted}


def _value(one: Figure, ask: Ask, readings: dict[str, Reading]) -> Value:
    if one.total:
        parts = [readings[code] for code in one.total]
        return Value(
            one, ask, sum((p.value or Decimal(0) for p in parts), Decimal(0)), sum(p.rows for p in parts)
        )
    if one.rate is None:
        reading = readings[one.code]
        return Value(one, ask, reading.value, reading.rows)
    above, below = (readings[code] for code in one.rate)
    rate = None
    if above.value is not None and below.value:
        rate = (above.value * 100 / below.value).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return Value(one, ask, rate, above.rows, above.value, below.value)
