"""The list of a union's papers: one line each, in tabs, with counts. Asked once: a union has some hundred a year."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from zhijia.directives import standing
from zhijia.directives.models import Directive, Edition
from zhijia.directives.standing import Standing
from zhijia.kernel import clock
from zhijia.kernel.scope import Seat

TABS = {"answer": "要回复的", "doing": "在办", "closed": "已办结", "all": "全部"}
FAR = dt.date.max


@dataclass
class Entry:
    """One paper with what its line shows."""

    directive: Directive
    found: list[Standing]
    has_later: bool  # a later edition waits to be compared
    today: dt.date

    @property
    def is_closed(self) -> bool:
        return standing.is_closed(self.directive, self.found)

    @property
    def is_late(self) -> bool:
        due = self.directive.answer_due
        return bool(self.directive.owes_answer and due and due < self.today)

    @property
    def counted(self) -> list[Standing]:
        return [one for one in self.found if one.state not in ("gone", "declined")]

    @property
    def done(self) -> int:
        return sum(one.state == "done" for one in self.counted)

    @property
    def late(self) -> int:
        return sum(one.state == "late" for one in self.counted)

    @property
    def undecided(self) -> int:
        return sum(one.undecided for one in self.counted)

    def holds(self, tab: str) -> bool:
        row = self.directive
        if tab == "all":
            return True
        if tab == "answer":
            return row.owes_answer
        return self.is_closed == (tab == "closed")


class Register:
    """Papers received in the year, and older ones not closed yet where the year is this one. Six statements."""

    def __init__(self, seat: Seat, year: int, words: str = "") -> None:
        self.seat, self.year, self.words, self.today = seat, year, words, clock.today()

    @cached_property
    def entries(self) -> list[Entry]:
        wanted = Q(received_on__year=self.year)
        if self.year == self.today.year:
            wanted |= ~Q(state__in=("done", "answered", "withdrawn"))
        rows = Directive.objects.filter(wanted, union_id=self.seat.union_id)
        if self.words:
            rows = rows.filter(
                Q(title__contains=self.words)
                | Q(number__contains=self.words)
                | Q(issuer__contains=self.words)
            )
        rows = list(rows.order_by("-received_on", "-pk"))
        found: dict[int, list[Standing]] = {}
        for one in standing.of(standing.demands_of(directive__in=rows)):
            found.setdefault(one.demand.directive_id, []).append(one)
        later = set(
            Edition.objects.filter(directive__in=rows, state="pending").values_list("directive_id", flat=True)
        )
        return [Entry(row, found.get(row.pk, []), row.pk in later, self.today) for row in rows]

    def tab(self, name: str) -> list[Entry]:
        """The lines of one tab; what is to be answered in the order it is due."""
        shown = [one for one in self.entries if one.holds(name)]
        if name == "answer":
            shown.sort(key=lambda one: one.directive.answer_due or FAR)
        return shown

    @property
    def tabs(self) -> list[tuple[str, str, int]]:
        return [(code, name, sum(one.holds(code) for one in self.entries)) for code, name in TABS.items()]

    @property
    def first_tab(self) -> str:
        """The first one that holds anything."""
        return next((code for code, _, n in self.tabs if n), "all")

    @property
    def late(self) -> int:
        return sum(one.is_late for one in self.entries)
