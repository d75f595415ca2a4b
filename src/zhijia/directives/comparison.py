"""A waiting edition beside its directive: pairs of demands, and facts that differ."""

import datetime as dt
from functools import cached_property
from typing import Any

from zhijia.directives import intake, standing
from zhijia.directives.models import Demand, Directive, Edition
from zhijia.directives.versions import KINDS, Pair, compared
from zhijia.kernel import clock
from zhijia.kernel.scope import Seat
from zhijia.kernel.templatetags.ui import day

# Signed and received stay those of the first text: the later ones stand on the editions.
OF_PAPER = ("title", "issuer", "number", "answer_due", "answer_what", "answer_whom", "answer_mail")
OF_SUPPLEMENT = ("answer_due", "answer_what", "answer_whom", "answer_mail")


class Comparison:
    """Queries: the demands with their tasks, and the kinds of records."""

    def __init__(self, edition: Edition, seat: Seat) -> None:
        self.edition, self.directive, self.seat = edition, edition.directive, seat

    @cached_property
    def demands(self) -> list[Demand]:
        return [
            row for row in standing.demands_of(directive=self.directive) if row.state != Demand.State.GONE
        ]

    @cached_property
    def pairs(self) -> list[Pair]:
        later = intake.demands_of(self.edition)
        return compared(self.demands, later, partial=self.edition.partial, year=clock.today().year)

    @cached_property
    def groups(self) -> list[tuple[str, str, list[Pair]]]:
        """What changed first, what stayed last."""
        found = [
            (kind, name, [pair for pair in self.pairs if pair.kind == kind]) for kind, name in KINDS.items()
        ]
        return [group for group in found if group[2]]

    @property
    def counts(self) -> dict[str, int]:
        return {kind: sum(pair.kind == kind for pair in self.pairs) for kind in KINDS}

    @property
    def gone_ids(self) -> list[int]:
        return [pair.old.pk for pair in self.pairs if pair.kind == "gone"]

    @cached_property
    def values(self) -> dict[str, Any]:
        """The facts that the later edition puts in the place of the earlier; what it does not say stays."""
        fields = intake.fields_of(self.edition.facts)
        names = OF_SUPPLEMENT if self.edition.partial else OF_PAPER
        return {
            name: fields[name]
            for name in names
            if fields[name] and fields[name] != getattr(self.directive, name)
        }

    @property
    def facts(self) -> list[tuple[str, str, str]]:
        """Label, before, after, for what differs."""
        return [
            (
                str(Directive._meta.get_field(name).verbose_name),
                _said(getattr(self.directive, name)),
                _said(value),
            )
            for name, value in self.values.items()
        ]

    @property
    def is_same(self) -> bool:
        return not self.facts and all(pair.kind == "same" for pair in self.pairs)


def _said(value: Any) -> str:
    return day(value, "text") if isinstance(value, dt.date) else str(value or "")
