"""Declaring a job: a function that takes its time, under a name the queue keeps."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Result:
    """What came of a job: a sentence, a page to look at, a file to fetch, a line for each row.

    `file` is a file of the job's own on this machine; it is moved into the storage. `lines` are `[id, sentence]`
    pairs, an empty sentence for what was done: ids alone, the page that shows them looks the rows up in its scope.
    """

    told: str
    url: str = ""
    label: str = ""
    file: Path | None = None
    file_name: str = ""
    lines: Sequence[Any] = ()


@dataclass(frozen=True)
class Kind:
    """One declared job; `start` takes it."""

    name: str
    title: str
    body: Callable[..., Result]
    whole: bool


kinds: dict[str, Kind] = {}


def job(title: str, *, whole: bool = True) -> Callable[[Callable[..., Result]], Kind]:
    """Declare a job: `def body(progress, *, by, **ids) -> Result`.

    The body runs under the seat of whoever asked, and it may run again from the start: its process can be killed at
    any moment. `whole` puts all it does to the database, and its end, into one transaction, so that it happens once.
    Without it the body commits in steps, each of which must bear being done again (verbs do, by their request key).
    It refuses by raising what verbs raise (`Refused`): the sentence is shown, and it is not tried again.
    """

    def declare(body: Callable[..., Result]) -> Kind:
        module = body.__module__.removeprefix("zhijia.")
        kind = kinds[f"{module}.{body.__name__}"] = Kind(f"{module}.{body.__name__}", title, body, whole)
        return kind

    return declare
