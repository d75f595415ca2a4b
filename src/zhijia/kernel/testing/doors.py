"""Every address × the cast, as a table that reviewers can read and a test can compare."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

METHODS = ("GET", "POST")
OUT = "out"  # nobody signed in


@dataclass(frozen=True)
class Door:
    """One address as it is declared: `/plans/traces/<int:pk>/`, known to templates as `plans:trace`."""

    route: str
    name: str
    parameters: tuple[str, ...]

    def address(self, values: Mapping[str, Any]) -> str:
        """The address for these example values; a parameter nobody gave an example for is an error in words."""
        missing = [name for name in self.parameters if name not in values]
        if missing:
            raise LookupError(f"{self.route} needs an example for {', '.join(missing)}.")
        return reverse(self.name, kwargs={name: values[name] for name in self.parameters})


def doors() -> list[Door]:
    """All addresses of the site, in order of their text."""
    return sorted(_doors(get_resolver(), "/", ""), key=lambda door: door.route)


def _doors(resolver: URLResolver, above: str, namespace: str) -> Iterator[Door]:
    for one in resolver.url_patterns:
        route = above + str(one.pattern)
        if isinstance(one, URLResolver):
            inner = f"{namespace}{one.namespace}:" if one.namespace else namespace
            yield from _doors(one, route, inner)
        elif isinstance(one, URLPattern):
            yield Door(route, f"{namespace}{one.name}", tuple(one.pattern.converters))


def knock(client: Client, method: str, address: str) -> int:
    """The status that this browser gets, sending a form with nothing but its request key; then all is taken back."""
    form = {"key": str(uuid4())} if method == "POST" else None
    return taken_back(client, method, address, form).status_code


def taken_back(client: Client, method: str, address: str, form: Any = None, **more: Any) -> HttpResponse:
    """The answer to this browser. Afterwards the database is as before, and so is the browser, were it signed out."""
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    with transaction.atomic():
        answer = getattr(client, method.lower())(address, form, **more)
        transaction.set_rollback(True)
    client.cookies = SimpleCookie(cookies)
    return answer


@dataclass
class Table:
    """Rows `METHOD route` with one status for each of the cast; blank lines and lines after # are for readers."""

    cast: Sequence[str]
    rows: dict[tuple[str, str], list[int]] = field(default_factory=dict)

    @classmethod
    def parse(cls, text: str) -> "Table":
        lines = [line.split() for line in text.splitlines() if line.strip() and not line.startswith("#")]
        table = cls(lines[0] if lines else [])
        for method, route, *statuses in lines[1:]:
            if len(statuses) != len(table.cast):
                raise ValueError(f"{method} {route}: {len(statuses)} statuses for {len(table.cast)} people.")
            table.rows[method, route] = [int(status) for status in statuses]
        return table

    def text(self) -> str:
        widest = max((len(route) for _, route in self.rows), default=0)
        head = " " * (widest + 7) + "".join(f"{name:<11}" for name in self.cast)
        lines = [
            f"{method:<5} {route:<{widest}}  " + "".join(f"{status:<11}" for status in statuses)
            for (method, route), statuses in self.rows.items()
        ]
        return "".join(f"{line.rstrip()}\n" for line in [head, *lines])

    def differences(self, seen: "Table") -> list[str]:
        """What was seen otherwise than it stands here, in words."""
        found = [f"{m} {r}: has no row" for m, r in seen.rows if (m, r) not in self.rows]
        found += [f"{m} {r}: no such address any more" for m, r in self.rows if (m, r) not in seen.rows]
        for (method, route), statuses in seen.rows.items():
            for name, was, now in zip(self.cast, self.rows.get((method, route), []), statuses, strict=False):
                if was != now:
                    found.append(f"{method} {route}: {name} should get {was}, gets {now}")
        return found
