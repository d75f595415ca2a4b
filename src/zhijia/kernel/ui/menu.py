"""What the frame offers: chapters register places at start, the frame shows those this office may enter.

The kernel names no chapter. An app calls `menu.add(...)` in `AppConfig.ready`; an address that does not
resolve is reported by `manage.py check`, not by the first visitor.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core import checks
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse


@dataclass(frozen=True)
class Place:
    """One entry of the side bar, or of the phone's bottom bar when `phone` gives it a short name."""

    group: str
    icon: str
    label: str
    url_name: str
    order: int = 100
    offices: frozenset[str] | None = None  # None: every office
    also: tuple[str, ...] = ()  # further url names that belong to this place, "plans:task" or "plans:task*"
    phone: str = ""

    @cached_property
    def url(self) -> str:
        return reverse(self.url_name)

    def open_to(self, office: str) -> bool:
        return self.offices is None or office in self.offices

    def holds(self, view_name: str) -> bool:
        """Is the page of this url name part of this place?"""
        return view_name == self.url_name or any(
            view_name.startswith(name[:-1]) if name.endswith("*") else view_name == name for name in self.also
        )


@dataclass(frozen=True)
class Personal:
    """One line under one's own name: a link, or a button that posts (signing out)."""

    label: str
    icon: str
    url_name: str
    post: bool = False
    order: int = 100
    when: Callable[[HttpRequest], bool] | None = None

    @cached_property
    def url(self) -> str:
        return reverse(self.url_name)


places: list[Place] = []
personal: list[Personal] = []
recording: list[Place] = []


def add(
    *,
    group: str,
    icon: str,
    label: str,
    url_name: str,
    order: int = 100,
    offices: Collection[str] | None = None,
    also: Collection[str] = (),
    phone: str = "",
) -> None:
    """Put a page in the side bar. A group stands where its first page stands and carries that page's icon.

    A group whose only page has the group's own name is drawn as one line (工作台).
    """
    _put(places, Place(group, icon, label, url_name, order, _set(offices), tuple(also), phone))


def record(
    *, url_name: str, label: str = "记台账", icon: str = "pencil-plus", offices: Collection[str] | None = None
) -> None:
    """The one entry that is at hand on every page, with the key N."""
    recording[:] = [Place("", icon, label, url_name, offices=_set(offices))]


def mine(
    *,
    label: str,
    icon: str,
    url_name: str,
    post: bool = False,
    order: int = 100,
    when: Callable[[HttpRequest], bool] | None = None,
) -> None:
    """Add a line to the menu under one's own name; `when` may hide it (one seat only: nothing to change)."""
    _put(personal, Personal(label, icon, url_name, post, order, when))


def _set(offices: Collection[str] | None) -> frozenset[str] | None:
    return None if offices is None else frozenset(offices)


def _put(entries: list[Any], entry: Any) -> None:
    entries[:] = [e for e in entries if (e.url_name, e.label) != (entry.url_name, entry.label)] + [entry]
    entries.sort(key=lambda e: e.order)


@checks.register
def addresses_resolve(**_: Any) -> list[checks.CheckMessage]:
    """Every registered place leads somewhere."""
    found: list[checks.CheckMessage] = []
    entries: list[Place | Personal] = [*places, *personal, *recording]
    for entry in entries:
        try:
            entry.url  # noqa: B018 (reversing it is the check)
        except NoReverseMatch:
            hint = f"Give the menu entry {entry.label!r} an existing url name, or take it out of ready()."
            message = f"The menu names {entry.url_name!r}, which is no url."
            found.append(checks.Error(message, hint=hint, id="ui.E001"))
    return found
