"""What the page of one union shows beyond its own columns: place on both lines, what it lacks, whom and what it has."""

from typing import Any

from django.db.models import Max

from zhijia.kernel import clock
from zhijia.kernel.figures import Ask, Period, known, read
from zhijia.kernel.scope import Seat
from zhijia.org import figures, norms, parameters, rules
from zhijia.org.models import Body, Coverage, Employer, Line, ParentEdge, Post, SetUp, Union
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
    persons = _persons(union)
    members = persons.get("people.members")
    told = {
        "edges": edges, "posts": posts, "bodies": bodies, "employers": employers, "shown_on": day,
        "below": list(below.order_by("kind", "code")[:SHOWN]), "members": members, "set_ups": _set_ups(union),
    }  # fmt: skip
    if union.kind in Union.GRASSROOTS:
        told["band"] = rules.seats_for(members or 0)
        told["lacking"] = rules.lacking(_standing(union, told, persons), clock.today(), **_thresholds(union))
    return told


def _thresholds(union: Union) -> dict[str, int]:
    asked = [norms.COMMITTEE_MEMBERS, norms.WOMEN_COMMITTEE_MEMBERS]
    found = parameters.in_force_on(asked, [union.pk], clock.today())
    committee, women = (int(found[one.name, union.pk].value) for one in asked)
    return {"committee_from": committee, "women_from": women}


def _set_ups(union: Union) -> list[dict[str, Any]]:
    """The list of what is set up at once, ticked or open; what the union above asked besides comes after the five."""
    if union.kind not in Union.GRASSROOTS:
        return []
    done = {row.item: row for row in SetUp.objects.filter(union=union).order_by("pk")}
    return [{"item": item, "row": done.get(item)} for item in dict.fromkeys([*SetUp.FIVE, *done])]


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
