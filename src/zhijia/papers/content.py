"""What an official paper consists of, before anybody thinks of Word."""

import datetime as dt
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

LINE_OF_TITLE = 20
"""Characters of 22 pt that fit into the 156 mm of a line."""
LINE_OF_MARK, NARROWEST = 12.2, 0.66
"""Characters of 36 pt that fit into it; how narrow those of a long mark may be."""
DIGITS = ("", *"一二三四五六七八九")


@dataclass(frozen=True)
class Run:
    """A stretch of text inside a paragraph."""

    text: str
    bold: bool = False
    level: int = 0  # set in the face of a heading of this level, as where one runs into its paragraph


@dataclass(frozen=True)
class Paragraph:
    """Body text; a plain string stands for one run."""

    runs: str | Sequence[Run]


@dataclass(frozen=True)
class Heading:
    """`text` carries its own number: a union keeps those of its plan. `ordinal` makes new ones."""

    level: int
    text: str

    def __post_init__(self) -> None:
        if self.level not in (1, 2, 3, 4):
            raise ValueError(f"an official paper has heading levels 1 to 4, not {self.level}")


@dataclass(frozen=True)
class Table:
    """The header repeats on each page, no row is split; `widths` are shares of the line, in any unit."""

    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float] = ()
    caption: str = ""


@dataclass(frozen=True)
class PageBreak:
    """What follows starts a new page."""


Block = Heading | Paragraph | Table | PageBreak


@dataclass(frozen=True)
class Attachment:
    """附件: named under the body, then on pages of its own after the signature."""

    title: str
    blocks: Sequence[Block]


class HeadForm(Enum):
    """Which head the paper carries (GB/T 9704-2012, 7 for the usual one, 10.1 letters, 10.3 minutes)."""

    USUAL = "usual"
    LETTER = "letter"
    MINUTES = "minutes"


@dataclass(frozen=True)
class Head:
    """红头: the issuer's mark in red, the paper's number, and whose name answers for it where it goes upward."""

    mark: str
    number: str = ""
    signer: str = ""
    form: HeadForm = HeadForm.USUAL


@dataclass(frozen=True)
class Imprint:
    """版记, at the foot of the last page: who gets a copy, who printed it and when."""

    copies: str = ""
    printed_by: str = ""
    printed_on: dt.date | None = None


@dataclass(frozen=True)
class Paper:
    """One official paper. A line break in `title` is kept; without one a long title is broken sensibly.

    `sealed` leaves the room of a seal over issuer and date; `attended` are the lines of those present that close
    minutes, which bear no signature; `note` is the 附注 in brackets under it (a request names whom to ring there).
    """

    title: str
    issuer: str
    date: dt.date
    addressee: str | None = None
    blocks: Sequence[Block] = field(default_factory=list)
    attachments: Sequence[Attachment] = field(default_factory=list)
    head: Head | None = None
    sealed: bool = True
    attended: Sequence[tuple[str, str]] = ()
    note: str = ""
    imprint: Imprint | None = None


def ordinal(level: int, number: int) -> str:
    """The number of a heading: 一、 then （一） then 1. then （1） (GB/T 9704-2012, 7.3.3)."""
    return {1: f"{chinese(number)}、", 2: f"（{chinese(number)}）", 3: f"{number}.", 4: f"（{number}）"}[
        level
    ]


def chinese(number: int) -> str:
    """1 to 99 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    return ("", "十", DIGITS[tens] + "十")[min(tens, 2)] + DIGITS[ones]


def day(date: dt.date) -> str:
    """2026年2月3日: Arabic, the full year, no leading zeros."""
    return f"{date.year}年{date.month}月{date.day}日"


def width(text: str) -> float:
    """How many Chinese characters wide the text is; a Latin letter or digit counts half."""
    return sum(1 if unicodedata.east_asian_width(sign) in "WFA" else 0.5 for sign in text)


def mark_fit(mark: str) -> tuple[float, float]:
    """How much narrower and then smaller a mark is drawn to keep to its line: 1, 1 where it fits at 36 pt.

    Its characters are drawn down to two thirds of their width first.
    """
    room = LINE_OF_MARK / (width(mark) or 1)
    return min(1.0, max(NARROWEST, room)), min(1.0, room / NARROWEST)


def sign_off(issuer: str, date: dt.date, *, sealed: bool) -> tuple[float, float]:
    """How far issuer and date stand in from the right, in characters (GB/T 9704-2012, 7.3.5)."""
    longer = width(issuer) - width(day(date))
    return _sealed(longer) if sealed else _unsealed(longer)


def _sealed(longer: float) -> tuple[float, float]:
    """Where the seal covers both: date four characters, issuer centred above.

    `longer`: by how many characters the issuer is longer than the date. One too long for that moves out to two
    characters from the edge, and the date to its middle.
    """
    edge = max(4, 2 + longer / 2)
    return edge - longer / 2, edge


def _unsealed(longer: float) -> tuple[float, float]:
    """Without a seal: issuer two characters in, the date's first sign two behind the issuer's.

    Where that would carry the date over, it stands two characters in itself and the issuer moves inward.
    """
    return (2, longer) if longer >= 2 else (4 - longer, 2)


def title_lines(title: str, issuer: str = "") -> list[str]:
    """Break a title that is too long: after the issuer's name where it opens with it, else in equal parts."""
    if "\n" in title or width(title) <= LINE_OF_TITLE:
        return title.split("\n")
    rest = title.removeprefix(issuer)
    if issuer and rest and rest != title:
        return [*title_lines(issuer), *title_lines(rest)]
    lines = -(-int(width(title) + 0.5) // LINE_OF_TITLE)
    target, line = width(title) / lines, ""
    parts: list[str] = []
    for sign in title:
        # A date, a Latin word or a closing mark is not torn from what stands before it.
        torn = bool(line) and (line[-1].isascii() or sign in "年月日、，。）》”")
        if len(parts) < lines - 1 and width(line) >= target and not torn:
            parts.append(line)
            line = ""
        line += sign
    return [*parts, line]
