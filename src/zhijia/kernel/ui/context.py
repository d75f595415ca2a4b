"""What the page frame draws: places, scope, year, oneself. It asks the database nothing."""

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.safestring import SafeString, mark_safe

from zhijia.kernel import clock
from zhijia.kernel.templatetags.ui import icon
from zhijia.kernel.ui import help as help_pages
from zhijia.kernel.ui import menu
from zhijia.kernel.ui.safe import safe

LARGE_COOKIE = "zj_large"  # set by zhijia.js, so that the first paint already has the chosen size


@dataclass
class Group:
    label: str
    icon: str
    places: list[menu.Place] = field(default_factory=list)
    current: menu.Place | None = None
    is_open: bool = False

    @property
    def is_single(self) -> bool:
        return len(self.places) == 1 and self.places[0].label == self.label

    def drawn(self, carried: str) -> str:
        """As the side bar has it."""
        alone = self.is_single and bool(self.current)
        css = "is-on" if alone else "is-open" if self.is_open else ""
        label = safe(self.label)
        named = f"{icon(self.icon)}<span>{label}</span>"
        ways = [f'<li class="{css}">{_way(self.places[0], carried, named, alone, title=label)}']
        if self.is_open and not self.is_single:
            ways.append("<ul>")
            for place in self.places:
                here = place is self.current
                css = ' class="is-on"' if here else ""
                way = _way(place, carried, f"<span>{safe(place.label)}</span>", here)
                ways.append(f"<li{css}>{way}</li>")
            ways.append("</ul>")
        return "".join([*ways, "</li>"])


def _way(place: menu.Place, carried: str, named: str, here: bool, title: str = "") -> str:
    told = f' title="{title}"' if title else ""
    now = ' aria-current="page"' if here else ""
    return f'<a href="{safe(place.url + carried)}"{told}{now}>{named}</a>'


class Frame:
    """One request's frame. Everything is computed when the template asks, so that htmx parts pay nothing."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def seat(self) -> Any:
        return getattr(self.request, "seat", None)

    @cached_property
    def scope(self) -> Any:
        return getattr(self.request, "page_scope", None)

    @cached_property
    def today(self) -> Any:
        return clock.today()

    @cached_property
    def year(self) -> int:
        return getattr(self.scope, "year", None) or self.today.year

    @cached_property
    def years(self) -> list[int]:
        """Next year, whose plan is being written, this one and three gone by; the chosen one in any case."""
        return sorted({self.year, *range(self.today.year - 3, self.today.year + 2)}, reverse=True)

    @cached_property
    def demo(self) -> bool:
        return getattr(settings, "DEMO", False)

    @cached_property
    def large(self) -> bool:
        return self.request.COOKIES.get(LARGE_COOKIE) == "1"

    @cached_property
    def name(self) -> str:
        if name := getattr(self.seat, "name", ""):
            return name
        user = getattr(self.request, "user", None)
        return user.get_username() if user and user.is_authenticated else ""

    @cached_property
    def face(self) -> str:
        """The given name, as colleagues call each other: 林秀芳 → 秀芳."""
        return self.name[-2:] if len(self.name) > 2 else self.name

    @cached_property
    def _view_name(self) -> str:
        match = self.request.resolver_match
        return match.view_name if match else ""

    @cached_property
    def nav(self) -> list[Group]:
        groups: dict[str, Group] = {}
        office = getattr(self.seat, "office", "")
        for place in menu.places:
            if self.seat and place.open_to(office):
                group = groups.setdefault(place.group, Group(place.group, place.icon))
                group.places.append(place)
                if group.current is None and place.holds(self._view_name):
                    group.current, group.is_open = place, True
        if not any(group.is_open for group in groups.values()) and not help_pages.is_apart(self._view_name):
            self._open_by_namespace(list(groups.values()))
        return list(groups.values())

    @property
    def side_bar(self) -> SafeString:
        """Written here: every page has its thirty lines, and a template takes ten times as long for them."""
        groups = "\n".join(group.drawn(self.carried) for group in self.nav)
        return mark_safe(f'<ul class="zj-nav">\n{groups}\n</ul>')  # noqa: S308 (each value is escaped)

    def _open_by_namespace(self, groups: list[Group]) -> None:
        """A page that no place names opens the group of its own chapter."""
        namespace = self._view_name.rpartition(":")[0]
        for group in groups:
            if namespace and any(p.url_name.rpartition(":")[0] == namespace for p in group.places):
                group.is_open = True
                return

    @cached_property
    def here(self) -> menu.Place | None:
        return next((group.current for group in self.nav if group.current), None)

    @cached_property
    def help(self) -> str:
        """Where the help for this page stands."""
        opened = next((group.label for group in self.nav if group.is_open), "")
        return help_pages.url_for(opened, self._view_name)

    @cached_property
    def record(self) -> menu.Place | None:
        office = getattr(self.seat, "office", "")
        return next((p for p in menu.recording if self.seat and p.open_to(office)), None)

    @cached_property
    def tabs(self) -> list[tuple[menu.Place, bool]]:
        """The phone's bottom bar: at most two places beside the recording one; 全部功能 is always last."""
        named = [p for group in self.nav for p in group.places if p.phone][:2]
        shown = [p for p in [*named[:1], self.record, *named[1:]] if p]
        return [(p, p.holds(self._view_name)) for p in shown]

    @cached_property
    def mine(self) -> list[menu.Personal]:
        return [line for line in menu.personal if line.when is None or line.when(self.request)]

    @cached_property
    def carried(self) -> str:
        """The query string that keeps union and 含下级 while walking the side bar."""
        query = getattr(self.scope, "query", "")
        return f"?{query}" if query else ""


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `frame` for ui/base.html."""
    return {"frame": Frame(request)}
