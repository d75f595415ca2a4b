"""Help in plain words: one short page for each group of the menu, written by the app whose pages it tells of."""

from collections.abc import Collection
from dataclasses import dataclass

from django.urls import reverse

from zhijia.kernel.ui import menu


@dataclass(frozen=True)
class Chapter:
    """`group` is the menu group it tells of; `also` names further url names, "house:*", outside of the menu."""

    group: str
    slug: str
    template: str
    told: str
    also: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        return reverse("ui:help_chapter", args=[self.slug])

    def tells_of(self, view_name: str) -> bool:
        return any(view_name.startswith(n[:-1]) if n.endswith("*") else view_name == n for n in self.also)


chapters: list[Chapter] = []


def add(*, group: str, slug: str, template: str, told: str, also: Collection[str] = ()) -> None:
    """`told` is the one line the list of all chapters shows."""
    chapters[:] = [one for one in chapters if one.slug != slug]
    chapters.append(Chapter(group, slug, template, told, tuple(also)))


def in_order() -> list[Chapter]:
    """As the groups stand in the menu; what is outside of it last."""
    groups = [place.group for place in menu.places]
    return sorted(chapters, key=lambda one: groups.index(one.group) if one.group in groups else len(groups))


def is_apart(view_name: str) -> bool:
    """A page outside of the menu that a chapter names: it belongs to no group."""
    return any(one.tells_of(view_name) for one in chapters)


def url_for(group: str, view_name: str) -> str:
    """The page that helps where one stands; else the list of all."""
    for tells in (lambda one: one.tells_of(view_name), lambda one: one.group == group):
        if found := next(filter(tells, chapters), None):
            return found.url
    return reverse("ui:help")
