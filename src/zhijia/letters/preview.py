"""A paper as the page draws it: the same parts in the same places, without the breaks between pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from zhijia.letters.body import level_of
from zhijia.papers import Heading, Paper, Run, Table
from zhijia.papers.content import Block, HeadForm, day, mark_fit, sign_off, title_lines, width


@dataclass
class Part:
    """One block: a heading, a paragraph of runs, or a table."""

    level: int
    runs: list[Run]
    table: Table | None = None


@dataclass
class Page:
    """One attachment, on a page of its own."""

    mark: str
    titles: list[str]
    parts: list[Part]


class Preview:
    def __init__(self, paper: Paper) -> None:
        self.paper = paper

    @cached_property
    def form(self) -> str:
        return self.paper.head.form.value if self.paper.head else "none"

    @cached_property
    def titles(self) -> list[str]:
        return title_lines(self.paper.title, self.paper.issuer)

    @cached_property
    def mark_look(self) -> str:
        """A long mark keeps to one line by narrower characters, as in the Word file."""
        scale, size = mark_fit(self.paper.head.mark if self.paper.head else "")
        return "" if scale == 1 else f"transform:scaleX({scale:.2f});font-size:{size:.2f}em"

    @cached_property
    def parts(self) -> list[Part]:
        return list(map(_part, self.paper.blocks))

    @cached_property
    def listed(self) -> list[str]:
        """附件：1.… 2.… or, of a single one, its bare name."""
        titles = [one.title for one in self.paper.attachments]
        return [f"{n}.{title}" for n, title in enumerate(titles, 1)] if len(titles) > 1 else titles

    @cached_property
    def pages(self) -> list[Page]:
        several = len(self.paper.attachments) > 1
        return [
            Page(f"附件{n if several else ''}", title_lines(one.title), list(map(_part, one.blocks)))
            for n, one in enumerate(self.paper.attachments, 1)
        ]

    @cached_property
    def is_signed(self) -> bool:
        """Minutes bear no signature."""
        return not self.paper.attended and self.form != HeadForm.MINUTES.value

    @property
    def date(self) -> str:
        return day(self.paper.date)

    @property
    def seal_in(self) -> str:
        """How far the seal (42 mm, 7.5 characters) stands in, over the middle of the date."""
        _, date_in = sign_off(self.paper.issuer, self.paper.date, sealed=True)
        return f"{date_in + width(self.date) / 2 - 3.75:g}"

    @cached_property
    def indents(self) -> tuple[str, str]:
        """How far issuer and date stand in, in characters, as CSS wants it."""
        issuer, date = sign_off(self.paper.issuer, self.paper.date, sealed=self.paper.sealed)
        return f"{issuer:g}", f"{date:g}"


def _part(block: Block) -> Part:
    if isinstance(block, Table):
        return Part(0, [], block)
    if isinstance(block, Heading):
        return Part(block.level, [Run(block.text, level=block.level)])
    runs: Iterable[Run] = [] if not hasattr(block, "runs") else block.runs
    return Part(level_of(block), [Run(runs)] if isinstance(runs, str) else list(runs))
