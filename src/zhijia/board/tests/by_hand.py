"""Every figure counted again from all rows of a town, in plain Python: no query, no closure, no aggregate."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from zhijia.kernel.clock import months_after
from zhijia.kernel.scope import system
from zhijia.org.models import Body, Canvass, Coverage, Employer, HeadCount, ParentEdge, Post, SetUp, Union
from zhijia.people.models import CardTarget, Membership
from zhijia.plans.models import Trace
from zhijia.relief.kinds import by_code as visit_kinds
from zhijia.relief.models import Visit


@dataclass
class ByHand:
    """All rows of the town, counted without a single query."""

    def __post_init__(self):
        with system("测试：用手数一遍"):
            self.unions = {union.pk: union for union in Union.objects.all()}
            self.edges = list(ParentEdge.objects.all())
            self.coverages = list(Coverage.objects.select_related("employer"))
            self.employers = {employer.pk: employer for employer in Employer.objects.all()}
            # Another name of one that is entered: the plant counts once, under the name that stays.
            self.other_names = {pk for pk, employer in self.employers.items() if employer.same_as_id}
            self.counts = list(HeadCount.objects.all())
            self.canvassed = list(Canvass.objects.filter(state="kept"))
            self.bodies = list(Body.objects.all())
            self.posts = list(Post.objects.all())
            self.members = list(Membership.objects.select_related("person"))
            self.set_ups = list(SetUp.objects.all())
            self.traces = list(Trace.objects.filter(state="recorded").select_related("kind"))
            self.visits = list(Visit.objects.all())
            self.card_targets = list(CardTarget.objects.filter(state="issued"))
        self.paths = {}

    def path(self, union_id, day, line):
        """The union and everything it answers to on that day."""
        if (union_id, day, line) not in self.paths:
            above, here = [], union_id
            if self.unions[union_id].founded_on <= day:
                while here is not None:
                    above.append(here)
                    edges = (e for e in self.edges if (e.union_id, e.line) == (here, line) and held(e, day))
                    here = next((e.parent_id for e in edges), None)
            self.paths[union_id, day, line] = set(above)
        return self.paths[union_id, day, line]

    def inside(self, ask, union_id, day):
        if not ask.subtree:
            return union_id == ask.union_id
        return ask.union_id in self.path(union_id, day, ask.line)

    def moves(self, ask, came):
        """Days in the period on which a union came below the asked one, or went: {union: days}."""
        days = {u.founded_on for u in self.unions.values()}
        days |= {day for e in self.edges for day in (e.valid_from, e.valid_to) if day}
        found = {}
        for day in (day for day in days if day in ask.period):
            for pk in self.unions if ask.subtree else ():
                was, now = (self.inside(ask, pk, one) for one in (day - dt.timedelta(days=1), day))
                if (now and not was) if came else (was and not now):
                    found.setdefault(pk, []).append(day)
        return found

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

    def not_set_up(self, union, day):
        """Items of the list as it ships (no union of the town has set its own) that are due, or may be, and not there."""
        members = [m for m in self.members if m.union_id == union.pk and counts(m)
                   and m.since <= day and (m.left_on is None or m.left_on > day)]  # fmt: skip
        firm = union.nature == "enterprise" or (union.kind == "joint" and not union.nature)
        wanted = {
            "经费审查委员会": union.own_accounts in ("", "yes"), "劳动争议调解委员会": firm, "集体合同和工资协议": firm,
            "女职工委员会": sum(m.person.gender == "female" for m in members) >= 10,
            "劳动保护监督检查委员会": len(members) >= 25,
        }  # fmt: skip
        done = {s.item for s in self.set_ups if s.union_id == union.pk and s.done_on <= day}
        return [item for item, due in wanted.items() if due and item not in done]

    def at(self, ask, field):
        """Grassroots unions with this day in the period, by where they stood on that day."""
        rows = [u for u in self.unions.values() if u.kind in ("single", "joint") and getattr(u, field)]
        return [
            u for u in rows if getattr(u, field) in ask.period and self.inside(ask, u.pk, getattr(u, field))
        ]

    def ever(self, ask):
        day = ask.period.end
        rows = [u for u in self.unions.values() if u.kind in ("single", "joint")]
        rows = [u for u in rows if not (u.merged_into_id and u.dissolved_on <= day)]
        return [u for u in rows if u.founded_on <= day and self.inside(ask, u.pk, day)]

    def scale(self, employers):
        rows = [self.employers[pk] for pk in employers]
        return [one for one in rows if one.nature == "enterprise" and one.size == "scale"]

    def pool(self, ask):
        day, found = ask.period.end, []
        covered = {c.employer_id for c in self.coverages if held(c, day)}
        for pk, one in self.employers.items():
            seen = [c for c in self.canvassed if c.employer_id == pk and c.on <= day]
            last = max(seen, key=lambda c: (c.on, c.pk)).found if seen else ""
            if (
                pk in covered | self.other_names
                or last not in ("must", "preparing", "refused")
                or one.area_id is None
            ):
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
            if held(c, day) and c.employer_id not in self.other_names
            and self.inside(ask, c.union_id, day) and kind in ("", self.unions[c.union_id].kind)
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
            if counts(m) and m.since <= day and (m.left_on is None or m.left_on > day)
            and self.inside(ask, m.union_id, day)
        ]  # fmt: skip

    def flow(self, ask, field, how):
        rows = [m for m in self.members if counts(m) and getattr(m, how[0]) in how[1:]]
        days = [(m, getattr(m, field)) for m in rows]
        found = [m for m, day in days if day and day in ask.period and self.inside(ask, m.union_id, day)]
        gone_over = self.gone_over(ask) if "transferred" in how else ()
        return [m for m in found if (m.pk, field) not in gone_over]

    def gone_over(self, ask):
        """Ends of spans where somebody changed from one union to another, and both answer to the asked one that day."""
        if not ask.subtree:
            return set()
        lives = sorted((m for m in self.members if counts(m)), key=lambda m: (m.person_id, m.since, m.pk))
        steps = [
            (a, b) for a, b in pairwise(lives)
            if a.person_id == b.person_id and a.left_on == b.since and (a.ended, b.began) == ("transferred",) * 2
            and all(self.inside(ask, m.union_id, b.since) for m in (a, b))
        ]  # fmt: skip
        return {end for a, b in steps for end in ((a.pk, "left_on"), (b.pk, "since"))}

    def of_people(self, ask, name):
        leaving = ("quit", "automatic", "expelled", "died", "gone")
        if name in ("added", "removed"):
            parts = {"added": ("joined", "transferred_in", "restored", "moved_in")}.get(
                name, ("left", "transferred_out", "retained", "moved_out")
            )
            return [m for part in parts for m in self.of_people(ask, part)]
        if name in ("moved_in", "moved_out"):
            moves = self.moves(ask, came=name == "moved_in")
            return [
                m for m in self.members for day in moves.get(m.union_id, ())
                if counts(m) and m.since < day and (m.left_on is None or m.left_on >= day)
            ]  # fmt: skip
        flows = {
            "joined": ("since", ("began", "joined", "rejoined")),
            "transferred_in": ("since", ("began", "transferred")),
            "restored": ("since", ("began", "restored")),
            "left": ("left_on", ("ended", *leaving)),
            "transferred_out": ("left_on", ("ended", "transferred")),
            "retained": ("left_on", ("ended", "retained")),
        }
        parts = {
            "women": lambda m: m.person.gender == "female", "men": lambda m: m.person.gender == "male",
            "migrant": lambda m: m.migrant == "yes", "temporary": lambda m: m.kind == "temporary",
            "carded": lambda m: m.person.card_state == "issued",
            "in_single": lambda m: self.unions[m.union_id].kind == "single",
            "in_joint": lambda m: self.unions[m.union_id].kind == "joint",
        }  # fmt: skip
        parts |= {
            f: lambda m, f=f: m.employment == f for f in ("contract", "agency", "public", "flexible", "other")
        }
        parts |= {
            f"at_{own}": lambda m, own=own: m.employer_id and self.employers[m.employer_id].ownership == own
            for own in Employer.Ownership.values
        }
        *of, last = name.split("_") if name.startswith(("women_", "migrant_")) else (name,)
        if last == "kept":
            day = ask.period.end
            return [m for m in self.members if m.kind == "retained" and m.since <= day
                    and (m.left_on is None or m.left_on > day) and self.inside(ask, m.union_id, day)]  # fmt: skip
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
            above = {pk: self.path(pk, day, ask.line) - {pk} for pk in held}
            top = [t for t in held.values() if not above[t.union_id] & held.keys()]
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
            "org.set_up": lambda: [u for u in self.grassroots(ask) if not self.not_set_up(u, ask.period.end)],
            "org.ended_unions": lambda: self.at(ask, "dissolved_on"),
            "org.ever_unions": lambda: self.ever(ask),
            "org.lasting_unions": lambda: [
                u for u in self.ever(ask) if u.dissolved_on is None or u.dissolved_on > ask.period.end
            ],
            "org.uncounted": lambda: [
                pk
                for pk in self.covered(ask)
                if not any(c.employer_id == pk and c.counted_on <= ask.period.end for c in self.counts)
            ],
            "org.employers_scale": lambda: self.scale(self.firms(ask)),
            "org.pool_scale": lambda: self.scale(self.pool(ask)),
            "org.should_scale": lambda: self.scale(self.firms(ask)) + self.scale(self.pool(ask)),
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
            **{
                f"org.terms_{n}": lambda n=n: [
                    b
                    for b in self.terms(ask, "committee")
                    if ask.period.end <= b.term_to <= months_after(ask.period.end, n)
                ]
                for n in (3, 6, 12)
            },
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
        if code.removeprefix("org.employers_") in Employer.Ownership.values:
            own = code.removeprefix("org.employers_")
            found = [pk for pk in self.firms(ask) if self.employers[pk].ownership == own]
        elif code in kinds_of_union:
            wanted = kinds_of_union[code]
            found = [u for u in self.grassroots(ask) if u.nature == "enterprise" and u.kind in wanted]
        elif code.startswith("people."):
            found = self.of_people(ask, code.removeprefix("people."))
        else:
            found = rows[code]()
        return Decimal(len(found)), len(found)


def held(row, day):
    return row.valid_from <= day and (row.valid_to is None or row.valid_to > day)


def counts(member):
    return member.kind != "retained" and member.ended != "duplicate"
