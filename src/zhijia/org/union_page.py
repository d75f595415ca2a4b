"""What the page of one union shows beyond its own columns: place on both lines, what it lacks, whom and what it has."""

import datetime as dt
from typing import Any

from django.db.models import Max

from zhijia.kernel import clock
from zhijia.kernel.figures import Ask, Period, known, read
from zhijia.kernel.scope import Seat
from zhijia.kernel.ui import panels
from zhijia.org import figures, rules, set_ups, setting_up
from zhijia.org.models import (
    Body,
    Canvass,
    Coverage,
    Employer,
    Founding,
    HeadCount,
    Line,
    ParentEdge,
    Post,
    Reelection,
    SetUp,
    Union,
)
from zhijia.org.queries import standing
from zhijia.org.tree import in_force

SHOWN = 60


def of_union(union: Union, seat: Seat) -> dict[str, Any]:
    """The parts of the page, in a fixed number of statements however large the union is."""
    day = min(clock.today(), union.dissolved_on or clock.today())
    edges = list(
        ParentEdge.objects.filter(union=union).select_related("parent").order_by("line", "-valid_from")
    )
    posts = list(
        Post.objects.filter(Post.on(day), union=union).select_related("person", "body").order_by("pk")[:SHOWN]
    )
    bodies = list(Body.objects.filter(union=union).order_by("-term_to", "kind")[:SHOWN])
    employers = list(
        figures.with_heads(Employer.objects.filter(pk__in=_spans(union, day)), day).order_by("name")[:SHOWN]
    )
    below = Union.objects.filter(
        standing(day), pk__in=ParentEdge.objects.filter(in_force(day), parent=union, line=Line.TERRITORIAL).values("union")
    )  # fmt: skip
    persons, limits = _persons(union), set_ups.thresholds([union.pk], clock.today())[union.pk]
    members = persons.get("people.members")
    told = {
        "edges": edges, "posts": posts, "bodies": bodies, "employers": employers, "shown_on": day,
        "below": list(below.order_by("kind", "code")[:SHOWN]), "members": members,
        "panels": panels.of("union", union, seat),
    }  # fmt: skip
    if union.dissolved_on and union.dissolved_on <= clock.today():
        return told  # nothing is asked of a union that has ended
    told["set_ups"] = _set_ups(union, persons, limits)
    if union.kind in Union.GRASSROOTS:
        told["band"] = rules.seats_for(members or 0)
        told["lacking"] = rules.lacking(_standing(union, told, persons), clock.today(), **limits)
        told["committee"] = setting_up.committee_told(members, limits["committee_from"])
    return told


def _set_ups(union: Union, persons: dict[str, int], limits: dict[str, int]) -> list[dict[str, Any]]:
    """The founding list, ticked, due or not; what was set up besides comes after it."""
    if union.kind not in Union.GRASSROOTS:
        return []
    done = {row.item: row for row in SetUp.objects.filter(union=union).order_by("pk")}
    facts = set_ups.facts_of(union, persons.get("people.members"), persons.get("people.women"), limits)
    rules_now = setting_up.rules_for(union.pk, clock.today())
    found = [asked_for(setting_up.wanted(rule, facts), union.founded_on) | {"row": done.pop(rule.item, None)}
             for rule in rules_now]  # fmt: skip
    return found + [{"item": item, "row": row} for item, row in done.items()]


def asked_for(one: setting_up.Wanted, founded_on: dt.date | None) -> dict[str, Any]:
    """A line of the list as a page draws it."""
    by = founded_on + dt.timedelta(one.rule.days) if founded_on and one.due else None
    return {"item": one.rule.item, "due": one.due, "why": one.why, "by": by, "source": one.rule.source}


def of_employer(row: Employer) -> dict[str, Any]:
    """What is known of it by days: whose it was, how many worked there, who stood at its door."""
    spans = Coverage.objects.filter(employer=row).select_related("union").order_by("-valid_from")
    heads = HeadCount.objects.filter(employer=row).order_by("-counted_on")
    visits = Canvass.objects.filter(employer=row, state="kept").order_by("-on", "-pk")
    return {"spans": list(spans[:SHOWN]), "counts": list(heads[:SHOWN]), "visits": list(visits[:SHOWN])}


def of_founding(row: Founding) -> dict[str, Any]:
    """What a union on its way into being will have to set up, by its size and kind, and committee or organiser."""
    limits = set_ups.thresholds([row.union_id], clock.today())[row.union_id]
    facts = set_ups.facts_of(row, row.members, row.women, limits)
    listed = [setting_up.wanted(rule, facts) for rule in setting_up.rules_for(row.union_id, clock.today())]
    done = {one.item: one for one in SetUp.objects.filter(union=row.made_id)} if row.made_id else {}
    asked = [asked_for(one, row.founded_on) | {"row": done.get(one.rule.item)} for one in listed]
    return {
        "set_ups": asked, "band": rules.seats_for(row.members or 0),
        "committee": setting_up.committee_told(row.members, limits["committee_from"]),
    }  # fmt: skip


def of_reelection(row: Reelection) -> dict[str, Any]:
    """How many seats the union's members allow; another number is said, not stopped (field notes)."""
    members = _persons(row.union).get("people.members")
    if row.union.kind not in Union.GRASSROOTS or not members:
        return {}
    band = rules.seats_for(members)
    return {"members": members, "band": band, "out_of_band": not band.least <= row.seats <= band.most}


def _spans(union: Union, day: Any) -> Any:
    return Coverage.objects.filter(in_force(day), union=union, employer__same_as=None).values("employer")


def _persons(union: Union) -> dict[str, int]:
    """Members and women, read by their codes: the chapter that counts them stands above this one."""
    codes = [code for code in ("people.members", "people.women") if known(code)]
    if union.kind in Union.INNER:
        return {}
    period = Period.parse(str(clock.today().year)).clipped(clock.today())
    found = read(codes, Ask(union.pk, union.kind in Union.UPPER, period, union.code))
    return {code: int(value.value or 0) for code, value in found.items()}


def _standing(union: Union, told: dict[str, Any], persons: dict[str, int]) -> rules.Standing:
    day, bodies = told["shown_on"], told["bodies"]
    running = [body for body in bodies if body.term_from <= day]
    committee = max((body.term_to for body in running if body.kind == "committee"), default=None)
    counted = (
        Employer.objects.filter(pk__in=_spans(union, day))
        .annotate(last=Max("headcounts__counted_on"))
        .values_list("last", flat=True)
    )
    days = list(counted)
    return rules.Standing(
        members=persons.get("people.members"),
        women=persons.get("people.women"),
        offices=frozenset(post.office for post in told["posts"]),
        bodies=frozenset(body.kind for body in running if body.term_to >= day),
        term_to=committee,
        has_code=bool(union.credit_code),
        seal=union.seal,
        own_accounts=union.own_accounts,
        certificate_to=union.certificate_to,
        heads_on=None if None in days else min(days, default=None),
        employers=len(days),
    )
