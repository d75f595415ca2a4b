"""What has come, changed and gone since the last export for a system: today's rows against its newest lines."""

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q, QuerySet

from zhijia.kernel import (
    any_of,  # noqa: F401 (the lookup)
    clock,
)
from zhijia.kernel.figures import Ask
from zhijia.org.models import Union
from zhijia.org.queries import in_tree, standing_below
from zhijia.twins import fields
from zhijia.twins.fields import DRIFT, Subject
from zhijia.twins.layouts import LaidColumn, Twin
from zhijia.twins.models import Sending, SentLine

AT_ONCE = 2000  # subjects held in memory with all their values


@dataclass
class Difference:
    """Ids of persons or unions. `changed` says which fields of each; `gone` holds the lines that told of it last."""

    all: list[int] = field(default_factory=list)
    new: list[int] = field(default_factory=list)
    changed: dict[int, list[str]] = field(default_factory=dict)
    gone: dict[int, int] = field(default_factory=dict)  # id → its newest line

    @property
    def nothing(self) -> bool:
        return not (self.new or self.changed or self.gone)

    def what(self, pk: int) -> str:
        return "changed" if pk in self.changed else "new" if pk in self._new else "same"

    def __post_init__(self) -> None:
        self._new = set(self.new)


class Register:
    """The rows of one place that a twin wants, on a day, and reading them in sets."""

    def __init__(self, twin: Twin, ask: Ask, day: dt.date | None = None) -> None:
        self.twin, self.ask, self.day = twin, ask, day or clock.today()
        self.of_members = twin.about == "members"
        self._unions: dict[int, Subject] | None = None

    @property
    def rows(self) -> QuerySet:
        if self.of_members:
            return fields.members(in_tree(self.ask, self.day), self.day)
        return standing_below(self.ask, self.day).exclude(kind__in=Union.INNER)

    def stamps(self) -> dict[int, str]:
        """Every subject in order, with the versions it would be told from."""
        if self.of_members:
            return dict(self.rows.values_list("person", "stamp"))
        return {pk: one.stamp for pk, one in self._all_unions().items()}

    def read(self, pks: Collection[int]) -> dict[int, Subject]:
        if self.of_members:
            return fields.read_members(self.rows, pks)
        return {pk: one for pk, one in self._all_unions().items() if pk in pks}

    def in_sets(self, pks: Sequence[int]) -> Iterator[list[Subject]]:
        """Subjects in this order, a few thousand at a time."""
        for start in range(0, len(pks), AT_ONCE):
            some = pks[start : start + AT_ONCE]
            found = self.read(some)
            yield [found[pk] for pk in some if pk in found]

    def inside(self) -> Q:
        """Lines of subjects that belonged to this place when they were told."""
        return in_tree(self.ask, self.day)

    def _all_unions(self) -> dict[int, Subject]:
        if self._unions is None:
            self._unions = fields.read_unions(self.rows, self.day)
        return self._unions


def told(twin: Twin) -> QuerySet[SentLine]:
    """What the other system was told, whoever exported it; what was never entered there does not count."""
    return SentLine.objects.filter(twin=twin.code).exclude(sending__state=Sending.State.DROPPED)


def difference(register: Register, columns: Sequence[LaidColumn]) -> Difference:
    """Set against the newest lines; values are read only of those whose rows have been touched since."""
    now, lines = register.stamps(), told(register.twin)
    newest = lines.filter(subject__any_of=list(now)).order_by("subject", "-pk").distinct("subject")
    last = {row[0]: row[1:] for row in newest.values_list("subject", "pk", "stamp", "what")}
    there = [pk for pk in now if pk in last and last[pk][2] != SentLine.What.GONE]
    touched = [pk for pk in there if not now[pk] or last[pk][1] != now[pk]]
    later = lines.filter(subject=OuterRef("subject"), pk__gt=OuterRef("pk"))
    gone = lines.filter(~Exists(later), register.inside()).exclude(what=SentLine.What.GONE)
    left = {subject: pk for subject, pk in gone.values_list("subject", "pk") if subject not in now}
    changed = _changed(register, columns, touched, {pk: last[pk][0] for pk in touched})
    known = set(there)
    return Difference(list(now), [pk for pk in now if pk not in known], changed, left)


def _changed(
    register: Register, columns: Sequence[LaidColumn], touched: list[int], lines: dict[int, int]
) -> dict[int, list[str]]:
    compared = [one.field for one in columns if one.field and one.field not in DRIFT]
    found = {}
    for some in register.in_sets(touched):
        before = dict(
            SentLine.objects.filter(pk__in=[lines[one.pk] for one in some]).values_list("subject", "values")
        )
        for one in some:
            # A field that the layout has taken in since then was never told.
            differs = [code for code in compared if before[one.pk].get(code, "") != one.values.get(code, "")]
            if differs:
                found[one.pk] = differs
    return found
