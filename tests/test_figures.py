"""Each figure equals a count by hand over the small town, and opens to a list of exactly that many rows."""

import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import pytest

from zhijia.kernel import clock
from zhijia.kernel.actions import opened
from zhijia.kernel.figures import Ask, Period, read, registry
from zhijia.kernel.scope import scope, system
from zhijia.org.models import Body, Canvass, Coverage, Employer, HeadCount, ParentEdge, Post, Union
from zhijia.people.actions import leave
from zhijia.people.models import CardTarget, Membership
from zhijia.plans import kinds
from zhijia.plans.models import Trace
from zhijia.relief.kinds import by_code as visit_kinds
from zhijia.relief.models import Visit

pytestmark = pytest.mark.django_db

CODES = ["YCX", "QXZ", "QXZ001", "QXZ002", "QXZ201", "QXZ301"]
PERIODS = [
    "2024", "2025", "2025H1", "2025H2", "2025Q3", "2025-12", "2026", "2026H1", "2026H2", "2026Q1", "2026-03",
    "2026-11", "2025-2026-2", "2026-2027-1", "2026S", "2025-02-14..2026-02-13", "2015",
]  # fmt: skip


@dataclass
class ByHand:
    """All rows of the town, counted without a single query."""

    def __post_init__(self):
        with system("测试：用手数一遍"):
            self.unions = {union.pk: union for union in Union.objects.all()}
            self.edges = list(ParentEdge.objects.filter(line="territorial"))
            self.coverages = list(Coverage.objects.select_related("employer"))
            self.employers = {employer.pk: employer for employer in Employer.objects.all()}
            self.counts = list(HeadCount.objects.all())
            self.canvassed = list(Canvass.objects.filter(state="kept"))
            self.bodies = list(Body.objects.all())
            self.posts = list(Post.objects.all())
            self.members = list(Membership.objects.select_related("person"))
            self.traces = list(Trace.objects.filter(state="recorded").select_related("kind"))
            self.visits = list(Visit.objects.all())
            self.card_targets = list(CardTarget.objects.filter(state="issued"))
        self.paths = {}

    def path(self, union_id, day):
        """The union and everything it answers to on that day."""
        if (union_id, day) not in self.paths:
            above, here = [], union_id
            if self.unions[union_id].founded_on <= day:
                while here is not None:
                    above.append(here)
                    here = next(
                        (e.parent_id for e in self.edges if e.union_id == here and held(e, day)), None
                    )
            self.paths[union_id, day] = set(above)
        return self.paths[union_id, day]

    def inside(self, ask, union_id, day):
        return ask.union_id in self.path(union_id, day) if ask.subtree else union_id == ask.union_id

    # --- org ---------------------------------------------------------------------------------------------

    def grassroots(self, ask):
        day = ask.period.end
        return [
            u for u in self.unions.values()
            if u.kind in ("single", "joint") and u.founded_on <= day
            and (u.dissolved_on is None or u.dissolved_on > day) and self.inside(ask, u.pk, day)
        ]  # fmt: skip

    def standing(self, ask, *kinds):
        day = ask.period.end
        return [
            u for u in self.unions.values()
            if u.kind in kinds and u.founded_on <= day and (u.dissolved_on is None or u.dissolved_on > day)
            and self.inside(ask, u.pk, day)
        ]  # fmt: skip

    def at(self, ask, field):
        """Grassroots unions with this day in the period, by where they stood on that day."""
        rows = [u for u in self.unions.values() if u.kind in ("single", "joint") and getattr(u, field)]
        return [
            u for u in rows if getattr(u, field) in ask.period and self.inside(ask, u.pk, getattr(u, field))
        ]

    def pool(self, ask):
        day, found = ask.period.end, []
        covered = {c.employer_id for c in self.coverages if held(c, day)}
        for pk, one in self.employers.items():
            seen = [c for c in self.canvassed if c.employer_id == pk and c.on <= day]
            last = max(seen, key=lambda c: (c.on, c.pk)).found if seen else ""
            if pk in covered or last not in ("must", "preparing", "refused") or one.area_id is None:
                continue
            if self.inside(ask, one.area_id, day):
                found.append(pk)
        return found

    def terms(self, ask, kind):
        day, latest = ask.period.end, {}
        for body in sorted(self.bodies, key=lambda b: b.term_from):
            if body.kind == kind and body.term_from <= day:
                latest[body.union_id] = body
        kinds = {u.kind for u in self.unions.values()}
        standing = {u.pk for u in self.standing(ask, *kinds)}
        return [body for pk, body in latest.items() if pk in standing]

    def covered(self, ask, kind=""):
        day = ask.period.end
        return {
            c.employer_id for c in self.coverages
            if held(c, day) and self.inside(ask, c.union_id, day) and kind in ("", self.unions[c.union_id].kind)
        }  # fmt: skip

    def firms(self, ask, kind=""):
        return [pk for pk in self.covered(ask, kind) if self.employers[pk].nature == "enterprise"]

    def employees(self, ask):
        total = rows = 0
        for pk in self.covered(ask):
            counts = [c for c in self.counts if c.employer_id == pk and c.counted_on <= ask.period.end]
            if counts:
                total, rows = total + max(counts, key=lambda c: c.counted_on).employees, rows + 1
        return total, rows

    # --- people ------------------------------------------------------------------------------------------

    def members_on(self, ask, day):
        return [
            m for m in self.members
            if m.kind != "retained" and m.since <= day and (m.left_on is None or m.left_on > day)
            and self.inside(ask, m.union_id, day)
        ]  # fmt: skip

    def flow(self, ask, field, how):
        rows = [m for m in self.members if m.kind != "retained" and getattr(m, how[0]) in how[1:]]
        days = [(m, getattr(m, field)) for m in rows]
        return [m for m, day in days if day and day in ask.period and self.inside(ask, m.union_id, day)]

    def of_people(self, ask, name):
        leaving = ("quit", "automatic", "expelled", "died", "gone")
        flows = {
            "added": ("since", ("began", "joined", "rejoined", "transferred", "restored")),
            "joined": ("since", ("began", "joined", "rejoined")),
            "transferred_in": ("since", ("began", "transferred")),
            "restored": ("since", ("began", "restored")),
            "removed": ("left_on", ("ended", *leaving, "transferred", "retained")),
            "left": ("left_on", ("ended", *leaving)),
            "transferred_out": ("left_on", ("ended", "transferred")),
            "retained": ("left_on", ("ended", "retained")),
        }
        parts = {
            "women": lambda m: m.person.gender == "female", "men": lambda m: m.person.gender == "male",
            "migrant": lambda m: m.migrant == "yes", "temporary": lambda m: m.kind == "temporary",
            "carded": lambda m: m.person.card_state == "issued",
        }  # fmt: skip
        parts |= {f: lambda m, f=f: m.employment == f for f in ("contract", "agency", "public", "flexible")}
        *of, last = name.split("_") if name.startswith(("women_", "migrant_")) else (name,)
        if last in flows:
            rows = self.flow(ask, *flows[last])
        else:
            day = ask.period.start - dt.timedelta(days=1) if last == "opening" else ask.period.end
            rows = [m for m in self.members_on(ask, day) if parts.get(last, lambda m: True)(m)]
        return [m for m in rows if all(parts[part](m) for part in of)]

    def carded(self, ask, name):
        """How many of the members had come so far by then; and what was aimed at, each part inside its whole."""
        day = ask.period.end
        if name == "target":
            held = {
                t.union_id: t
                for t in self.card_targets
                if t.set_on <= day and self.inside(ask, t.union_id, day)
            }
            top = [t for t in held.values() if not (self.path(t.union_id, day) - {t.union_id}) & held.keys()]
            return Decimal(sum(t.wanted for t in top)), len(top)
        states = {"collected": ("collected", "making", "issued", "lost")}.get(name, (name,))
        people = [m.person for m in self.members_on(ask, day)]
        since = [getattr(p, f"{name}_on") for p in people if p.card_state in states]
        found = [one for one in since if one is None or one <= day]
        return Decimal(len(found)), len(found)

    # --- plans -------------------------------------------------------------------------------------------

    def traced(self, ask, kind, measure):
        total, rows = Decimal(0), 0
        for trace in self.traces:
            if not (trace.kind and trace.kind.code == kind and trace.on in ask.period):
                continue
            if not self.inside(ask, trace.union_id, trace.on):
                continue
            in_column = measure in ("persons", "person_times", "money")
            number = getattr(trace, measure) if in_column else trace.measures.get(measure)
            if number is None and measure in ("count", "sessions"):
                number = 1
            if number is not None:
                total, rows = total + Decimal(str(number)), rows + 1
        return total, rows

    # --- relief ------------------------------------------------------------------------------------------

    def visited(self, ask, code):
        if code.startswith("relief.all."):
            kind, measure = code.split(".")[2:]
            total, n = self.traced(ask, kind, measure)
            name = "visit_money" if measure == "money" else "visits_done"
            rows = [v for v in self.of_visits(ask, name) if visit_kinds()[v.kind].trace == kind]
        else:
            name, _, kind = code.removeprefix("relief.").partition(".")
            total, n = Decimal(0), 0
            rows = [v for v in self.of_visits(ask, name) if kind in ("", v.kind, visit_kinds()[v.kind].trace)]
        value = sum((v.amount for v in rows), total) if name == "visit_money" else total + len(rows)
        return value, n + len(rows)

    def of_visits(self, ask, name):
        states = {"visits_due": ("due", "done", "missed"), "visits_missed": ("missed",)}.get(name, ("done",))
        day = "due_on" if name in ("visits_due", "visits_missed") else "visited_on"
        found = [
            v for v in self.visits if v.state in states and (v.amount is not None or name != "visit_money")
        ]
        dated = [(v, getattr(v, day)) for v in found]
        return [v for v, on in dated if on and on in ask.period and self.inside(ask, v.union_id, on)]

    def answer(self, code, ask):
        """The number, and how many rows stand behind it."""
        if code.startswith("relief."):
            return self.visited(ask, code)
        if code.startswith("plans."):
            return self.traced(ask, *code.split(".")[1:])
        if code.startswith("people.card_"):
            return self.carded(ask, code.removeprefix("people.card_"))
        if code == "org.employees":
            return self.employees(ask)
        kinds_of_union = {"org.unions_single": ("single",), "org.unions_joint": ("joint",)}
        rows = {
            "org.unions": lambda: self.grassroots(ask),
            "org.unions_enterprise": lambda: [u for u in self.grassroots(ask) if u.nature == "enterprise"],
            "org.new_unions": lambda: self.at(ask, "founded_on"),
            "org.ended_unions": lambda: self.at(ask, "dissolved_on"),
            "org.federations": lambda: self.standing(ask, "federation"),
            "org.branches": lambda: self.standing(ask, "branch"),
            "org.groups": lambda: self.standing(ask, "group"),
            "org.pool": lambda: self.pool(ask),
            "org.should_organise": lambda: self.covered(ask) | set(self.pool(ask)),
            "org.canvassed": lambda: [
                c for c in self.canvassed if c.on in ask.period and self.inside(ask, c.union_id, c.on)
            ],
            "org.committees": lambda: self.terms(ask, "committee"),
            "org.audit_bodies": lambda: self.terms(ask, "audit"),
            "org.women_bodies": lambda: self.terms(ask, "women"),
            "org.overdue_terms": lambda: [
                b for b in self.terms(ask, "committee") if b.term_to < ask.period.end
            ],
            "org.cadres": lambda: [
                p
                for p in self.posts
                if p.held_from <= ask.period.end
                and (p.held_to is None or p.held_to > ask.period.end)
                and self.inside(ask, p.union_id, ask.period.end)
            ],
            "org.units": lambda: self.covered(ask),
            "org.employers": lambda: self.firms(ask),
            "org.employers_joint": lambda: self.firms(ask, "joint"),
        }
        if code in kinds_of_union:
            wanted = kinds_of_union[code]
            found = [u for u in self.grassroots(ask) if u.nature == "enterprise" and u.kind in wanted]
        elif code.startswith("people."):
            found = self.of_people(ask, code.removeprefix("people."))
        else:
            found = rows[code]()
        return Decimal(len(found)), len(found)


def held(row, day):
    return row.valid_from <= day and (row.valid_to is None or row.valid_to > day)


@pytest.fixture
def by_hand(db):
    return ByHand()


def plain_codes():
    return sorted(code for code, one in registry._figures.items() if one.rate is None)


def rates():
    return {code: one.rate for code, one in registry._figures.items() if one.rate}


@pytest.mark.parametrize("period", PERIODS)
def test_every_figure_is_what_counting_by_hand_gives(by_hand, seat_of, town, period):
    with scope(seat_of("county")):
        for code in CODES:
            for subtree in (True, False):
                ask = Ask(town[code].pk, subtree, Period(period))
                values = read(plain_codes(), ask)
                wrong = {
                    name: ((value.value, value.rows), by_hand.answer(name, ask))
                    for name, value in values.items()
                    if (value.value, value.rows) != by_hand.answer(name, ask)
                }
                assert not wrong, f"{code} {'with' if subtree else 'without'} those below, {period}: {wrong}"


def test_the_town_is_not_empty_so_that_equal_means_something(seat_of, town):
    with scope(seat_of("county")):
        values = read(plain_codes(), Ask(town.union.pk, True, Period("2026")))
    told = [value for value in values.values() if value.value]
    assert len([v for v in told if v.figure.code.startswith("plans.")]) > 30
    assert {"org.unions", "org.employers", "people.members", "people.joined"} <= {v.figure.code for v in told}


def test_a_rate_carries_numerator_and_denominator(by_hand, seat_of, town):
    assert rates()
    with scope(seat_of("county")):
        for period in ("2025", "2026H1", "2026"):
            ask = Ask(town.union.pk, True, Period(period))
            for code, (above, below) in rates().items():
                value = read([code], ask)[code]
                top, bottom = by_hand.answer(above, ask)[0], by_hand.answer(below, ask)[0]
                assert (value.numerator, value.denominator) == (top, bottom)
                assert value.value == (top * 100 / bottom).quantize(Decimal("0.1"), ROUND_HALF_UP)
                assert f"{top} ÷ {bottom}" in value.how


def test_a_rate_without_a_denominator_is_none_and_not_nought(seat_of, town):
    with scope(seat_of("county")):
        value = read(["people.joining_rate"], Ask(town.union.pk, True, Period("2001")))["people.joining_rate"]
    assert value.value is None


# Who opens which union's numbers of which period, and every how many of them: one whole town, samples elsewhere.
OPENED = [
    ("townchair", "QXZ", True, "2026", 1),
    ("townchair", "QXZ001", True, "2025H2", 8),
    ("chair", "QXZ001", False, "2026Q3", 4),
    ("county", "QXZ", True, "2025", 12),
]


@pytest.mark.parametrize(("login", "code", "subtree", "period", "every"), OPENED)
def test_every_number_opens_to_a_list_of_exactly_its_rows(
    client_as, seat_of, town, login, code, subtree, period, every
):
    client, wrong = client_as(login), []
    with scope(seat_of(login)):
        ask = Ask(town[code].pk, subtree, Period(period).clipped(clock.today()))
        values = read([*plain_codes(), *rates()], ask).values()
        told = [(v, v.rows_url) for v in values if v.rows or not v.figure.code.startswith("plans.")]
    for value, address in told[::every]:
        answer = client.get(address)
        assert answer.status_code == 200, address
        restricted = value.figure.code.startswith("relief.")  # opens to counts, never to the rows of others
        shown = answer.context["rows_behind"] if restricted else answer.context["page"].paginator.count
        if shown != value.rows:
            wrong.append(f"{address}: {value.rows} counted, {shown} listed")
    assert not wrong, "\n".join(wrong)


def test_a_list_of_traces_says_the_same_sum_as_the_number(client_as, seat_of, town):
    client = client_as("townchair")
    with scope(seat_of("townchair")):
        ask = Ask(town.union.pk, True, Period("2026").clipped(clock.today()))
        values = [
            v for v in read(plain_codes(), ask).values() if v.figure.code.startswith("plans.") and v.rows
        ]
        told = [(v, v.rows_url) for v in values[::8]]
    for value, address in told:
        measure = value.figure.code.rpartition(".")[2]
        totals = client.get(address).context["totals"]
        assert totals[measure if measure in kinds.COLUMNS else "measured"] == value.value, address


class TestPastDates:
    def test_a_member_who_leaves_still_counts_for_the_day_before(self, town, seat_of):
        with system("测试：离会") as by:
            row = Membership.objects.filter(union=town.works, left_on=None).first()
        before, day = dt.date(2026, 11, 9), dt.date(2026, 11, 10)
        with scope(seat_of("county")):
            asks = [Ask(town.works.pk, True, Period(f"2026-11-01..{end}")) for end in (before, day)]
            was = [read(["people.members"], ask)["people.members"].value for ask in asks]
            with system("测试：离会") as by:
                leave(row, by=by, reason="离职", left_on=day)
            now = [read(["people.members"], ask)["people.members"].value for ask in asks]
        assert now == [was[0], was[1] - 1]

    def test_a_union_that_moved_counts_where_it_stood_on_the_day(self, town, by_hand, seat_of):
        """From October the school answers to the county directly."""
        moved = dt.date(2026, 10, 1)
        with system("测试：改隶属") as by, opened("test.move", by=by):
            from zhijia.org import tree

            ParentEdge.objects.filter(union=town.school).update(valid_to=moved)
            ParentEdge.objects.create(union=town.school, parent=town.county, valid_from=moved)
            tree.rebuild()
        hand = ByHand()
        with scope(seat_of("county")):
            for period in ("2026H1", "2026Q3", "2026-11", "2026"):
                ask = Ask(town.union.pk, True, Period(period))
                for name, value in read(plain_codes(), ask).items():
                    assert (value.value, value.rows) == hand.answer(name, ask), (period, name)
