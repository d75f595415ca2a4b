"""Questions about a union's papers: its house style, its numbers, its parent, its templates."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from zhijia.kernel import clock
from zhijia.letters import kinds, numbering
from zhijia.letters.models import HouseStyle, Letter, Template
from zhijia.org.models import Closure, Post, Union
from zhijia.org.tree import in_force


@dataclass(frozen=True)
class Style:
    """How this union signs: what it has set, or what its name suggests."""

    prefix: str
    issuer: str
    is_set: bool = False

    def series(self, kind: kinds.Kind) -> str:
        """青工, for letters 青工函; 发 belongs to the usual papers alone: 青工发 becomes 青工函."""
        return self.prefix.removesuffix("发") + kind.series if kind.series else self.prefix


def style_of(union: Union) -> Style:
    """The union's house style; proposed from its short name (顺达机械: 顺工) until an officer sets it."""
    house = HouseStyle.objects.filter(union=union).first()
    if house:
        return Style(house.prefix, house.issuer, is_set=True)
    return Style(f"{union.short_name[:1]}工", union.seal_name or union.name)


def used(union_id: int, series: str, year: int) -> list[int]:
    """The numbers that papers of this series and year bear, withdrawn ones too."""
    rows = Letter.objects.filter(union_id=union_id, series=series, year=year, number__isnull=False)
    return list(rows.values_list("number", flat=True))


def next_number(union_id: int, series: str, year: int) -> int:
    return numbering.next_after(used(union_id, series, year))


def gaps_of_year(union_id: int, year: int) -> list[str]:
    """What each series of the year passed over: 青工〔2026〕3号、5至7号."""
    rows = Letter.objects.filter(union_id=union_id, year=year, number__isnull=False)
    numbers: dict[str, list[int]] = {}
    for series, number in rows.values_list("series", "number"):
        numbers.setdefault(series, []).append(number)
    return [
        f"{series}〔{year}〕{numbering.told(stretches)}"
        for series, found in sorted(numbers.items())
        if (stretches := numbering.gaps(found))
    ]


def parent_of(union: Union) -> str:
    """The name of the union above, to whom requests go; empty where none is known."""
    above = Closure.objects.filter(
        in_force(clock.today()), descendant=union, line="territorial", depth=1
    ).select_related("ancestor")
    first = above.first()
    return first.ancestor.name if first else ""


def chair_of(union: Union) -> str:
    """The name of the union's chair, who answers for papers that go upward."""
    posts = Post.objects.filter(Post.on(clock.today()), union=union, office="chair").select_related("person")
    first = posts.first()
    return first.person.name if first else ""


def template_for(union_id: int, kind: str) -> Template | None:
    """The union's own template in use for this kind."""
    return Template.objects.filter(union_id=union_id, kind=kind, state="on").first()


def day_of(letter: Letter) -> dt.date:
    """The day the paper bears; until it is issued, today where none was chosen."""
    return letter.on or clock.today()
