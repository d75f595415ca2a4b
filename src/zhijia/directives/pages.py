"""What the pages of a directive show: its demands with their standing, proposals and places in the text."""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

from django import forms

from zhijia.directives import policy, spoken, standing
from zhijia.directives.forms import DeclineForm, DemandForm, OwnerForm
from zhijia.directives.matching import Plans, Proposal, gap
from zhijia.directives.models import Directive, Edition
from zhijia.directives.standing import Standing
from zhijia.kernel import clock
from zhijia.kernel.scope import Seat
from zhijia.kernel.templatetags.ui import day
from zhijia.plans.people_of_plan import candidates

SOURCE_LIMIT = 200_000


@dataclass
class Row:
    """One demand as a page draws it."""

    one: Standing
    when: str
    proposal: Proposal | None
    gap: str
    form: forms.Form | None = None
    form_of: str = ""
    conflict: str = ""

    @property
    def demand(self) -> Any:
        return self.one.demand


class Sheet:
    """A directive composed for its pages. Queries: editions, demands, progress (3), and for proposals running tasks (3)."""

    def __init__(self, directive: Directive, seat: Seat, *, proposes: bool = True) -> None:
        self.proposes = proposes
        self.directive, self.seat, self.today = directive, seat, clock.today()
        self.forms: dict[int, tuple[str, forms.Form]] = {}
        self.conflicts: dict[int, str] = {}

    @cached_property
    def may_handle(self) -> bool:
        return self.directive.union_id == self.seat.union_id and self.seat.office in policy.HANDLERS

    @property
    def may_change(self) -> bool:
        return self.may_handle and self.directive.state != "withdrawn"

    @cached_property
    def editions(self) -> list[Edition]:
        """The texts that count, the newest last; the waiting one is apart."""
        rows = self.directive.editions.defer("found").exclude(state="dropped")
        return list(rows.order_by("pk"))

    @cached_property
    def pending(self) -> Edition | None:
        return next((one for one in self.editions if one.state == "pending"), None)

    @cached_property
    def standings(self) -> list[Standing]:
        return standing.of_directive(self.directive)

    @cached_property
    def plans(self) -> Plans:
        return Plans(self.seat, [one.demand for one in self.standings])

    @cached_property
    def rows(self) -> list[Row]:
        return [self.row(one) for one in self.standings]

    def row(self, one: Standing) -> Row:
        demand = one.demand
        name, form = self.forms.get(demand.pk, ("", None))
        chosen = demand.task if one.line is not None else None
        return Row(
            one,
            when=spoken.when(demand.spans, demand.recurrence, self.today.year, demand.when_text),
            proposal=self.plans.proposal(demand) if self.proposes and self.may_change and one.undecided else None,
            gap=gap(demand, chosen) if chosen and one.state != "done" else "",
            form=form,
            form_of=name,
            conflict=self.conflicts.get(demand.pk, ""),
        )  # fmt: skip

    def row_of(self, pk: int) -> Row | None:
        return next((self.row(one) for one in self.standings if one.demand.pk == pk), None)

    @cached_property
    def undecided(self) -> list[Row]:
        return [row for row in self.rows if row.one.undecided]

    @property
    def counts(self) -> dict[str, int]:
        found = [one for one in self.standings if one.state not in ("gone", "declined")]
        return {
            "all": len(found), "done": sum(one.state == "done" for one in found),
            "late": sum(one.state == "late" for one in found), "open": sum(one.is_open for one in found),
            "doing": sum(one.state == "doing" for one in found),
            "rest": sum(one.state in ("todo", "undated", "open", "uncovered", "shelved") for one in found),
            "undecided": sum(one.undecided for one in found), "shelved": sum(one.state == "shelved" for one in found),
        }  # fmt: skip

    @property
    def is_closed(self) -> bool:
        return standing.is_closed(self.directive, self.standings)

    @property
    def is_late(self) -> bool:
        due = self.directive.answer_due
        return bool(self.directive.owes_answer and due and due < self.today)

    @property
    def turn(self) -> str:
        """Whose turn it is and at what, for the bar above the page."""
        row, counts = self.directive, self.counts
        if row.state == "received":
            return "轮到您核对分办"
        if counts["undecided"] or row.state == "read":
            return f"还有 {counts['undecided']} 条没人办" if counts["undecided"] else "轮到您分办"
        if row.owes_answer:
            return "轮到您回复" + (row.answer_whom or row.issuer)
        return f"还有 {counts['open']} 条在办"

    @property
    def due(self) -> str:
        """Until when the answer is wanted, with the days left."""
        on = self.directive.answer_due
        if on is None or not self.directive.owes_answer:
            return ""
        return (
            f"{on.month}月{on.day}日前回复，{day(on, 'due')}"
            if self.counts["undecided"]
            else f"{on.month}月{on.day}日前，{day(on, 'due')}"
        )

    @property
    def urgency(self) -> str:
        return "late" if self.is_late else ""

    @cached_property
    def known(self) -> list[Any]:
        return candidates(self.directive.union_id)

    def form_for(self, one: Standing, name: str, data: Any = None) -> forms.Form:
        ids = {"prefix": "", "auto_id": f"d{one.demand.pk}_%s"}
        if name == "owner":
            owner = f"post:{one.demand.owner_post_id}" if one.demand.owner_post_id else ""
            return OwnerForm(data, known=self.known, initial={"owner": owner}, **ids)
        if name == "decline":
            return DeclineForm(data, **ids)
        return DemandForm(data, initial=DemandForm.start_of(one.demand), **ids)

    @cached_property
    def sources(self) -> list[tuple[Edition, list[tuple[str, list[str]]]]]:
        """The texts in force, a supplement beside what it supplements, cut where demands begin and end."""
        demands = [one.demand for one in self.standings if one.state != "gone"]
        return [
            (edition, cut(edition.text, [one for one in demands if one.edition_id == edition.pk]))
            for edition in self.editions
            if edition.state == "in_force"
        ]


def cut(text: str, demands: list[Any]) -> list[tuple[str, list[str]]]:
    """The text in pieces, each with the marks of the demands that stand there; none of a very long one."""
    if len(text) > SOURCE_LIMIT:
        return []
    spans = [(d.start, min(d.end, len(text)), f"d{d.pk}") for d in demands if d.start < min(d.end, len(text))]
    edges = sorted({0, len(text), *(s for s, *_ in spans), *(e for _, e, _ in spans)})
    return [
        (text[begin:end], [key for s, e, key in spans if s <= begin and end <= e])
        for begin, end in pairwise(edges)
    ]
