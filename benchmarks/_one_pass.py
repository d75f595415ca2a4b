"""The board's indicators by hand: one statement per table, `COUNT(*) FILTER` per figure, no scope and no declaration.

What a careful person would write for one board and never use again. The tree is joined as the figures join it.
"""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db import connection

PLACE = "JOIN org_closure c ON c.ancestor_id = %(top)s AND c.line = 'territorial' AND c.descendant_id = "
COUNTED = "m.kind IN ('ordinary', 'temporary') AND m.ended <> 'duplicate'"
LEFT = "'quit', 'automatic', 'expelled', 'died', 'gone', 'retained'"


def in_force(row: str, first: str, last: str, day: str) -> str:
    return f"{row}.{first} <= {day} AND ({row}.{last} IS NULL OR {row}.{last} > {day})"


def here(day: str) -> str:
    return in_force("c", "valid_from", "valid_to", day)


def in_span(column: str, n: int) -> str:
    return f"{column} BETWEEN %(start{n})s AND %(end{n})s AND {here(column)}"


def unions(n: int) -> dict[str, str]:
    end = f"%(end{n})s"
    stands = f"u.kind IN ('single', 'joint') AND {in_force('u', 'founded_on', 'dissolved_on', end)} AND {here(end)}"
    firm = f"{stands} AND u.nature = 'enterprise'"
    return {
        "org.unions": f"COUNT(*) FILTER (WHERE {stands})",
        "org.unions_single": f"COUNT(*) FILTER (WHERE {firm} AND u.kind = 'single')",
        "org.unions_joint": f"COUNT(*) FILTER (WHERE {firm} AND u.kind = 'joint')",
        "org.new_unions": f"COUNT(*) FILTER (WHERE u.kind IN ('single', 'joint') AND {in_span('u.founded_on', n)})",
    }


def covered(n: int) -> dict[str, str]:
    end = f"%(end{n})s"
    holds = f"{in_force('v', 'valid_from', 'valid_to', end)} AND {here(end)}"
    heads = (
        "(SELECT h.employees FROM org_headcount h WHERE h.employer_id = v.employer_id"
        f" AND h.counted_on <= {end} ORDER BY h.counted_on DESC LIMIT 1)"
    )
    return {
        "org.employers": f"COUNT(*) FILTER (WHERE {holds} AND e.nature = 'enterprise')",
        "org.employees": f"COALESCE(SUM({heads}) FILTER (WHERE {holds}), 0)",
    }


def members(n: int) -> dict[str, str]:
    end = f"%(end{n})s"
    stock = f"{COUNTED} AND {in_force('m', 'since', 'left_on', end)} AND {here(end)}"
    began, ended = f"{COUNTED} AND {in_span('m.since', n)}", f"{COUNTED} AND {in_span('m.left_on', n)}"
    return {
        "people.members": f"COUNT(*) FILTER (WHERE {stock})",
        "people.women": f"COUNT(*) FILTER (WHERE {stock} AND p.gender = 'female')",
        "people.migrant": f"COUNT(*) FILTER (WHERE {stock} AND m.migrant = 'yes')",
        "people.carded": f"COUNT(*) FILTER (WHERE {stock} AND p.card_state = 'issued')",
        "people.joined": f"COUNT(*) FILTER (WHERE {began} AND m.began IN ('joined', 'rejoined'))",
        "people.added": (
            f"COUNT(*) FILTER (WHERE {began} AND (m.began IN ('joined', 'rejoined', 'restored')"
            f" OR m.began = 'transferred' AND {from_outside('left_on', 'ended', 'since')}))"
            f" + COUNT(*) FILTER (WHERE {with_union('valid_from', 'valid_to', n)})"
        ),
        "people.removed": (
            f"COUNT(*) FILTER (WHERE {ended} AND (m.ended IN ({LEFT})"
            f" OR m.ended = 'transferred' AND {from_outside('since', 'began', 'left_on')}))"
            f" + COUNT(*) FILTER (WHERE {with_union('valid_to', 'valid_from', n)})"
        ),
    }


def from_outside(other: str, how: str, day: str) -> str:
    """No transfer from one union below the top to another."""
    return (
        f"NOT EXISTS (SELECT 1 FROM people_membership o JOIN org_closure oc ON oc.descendant_id = o.union_id"
        f" WHERE o.person_id = m.person_id AND o.{other} = m.{day} AND o.{how} = 'transferred'"
        f" AND oc.ancestor_id = c.ancestor_id AND oc.line = c.line"
        f" AND {in_force('oc', 'valid_from', 'valid_to', f'm.{day}')})"
    )


def with_union(moved: str, beside: str, n: int) -> str:
    """Members whose union came below the top in the span, or left it."""
    gap = (
        f"NOT EXISTS (SELECT 1 FROM org_closure o WHERE o.ancestor_id = c.ancestor_id AND o.line = c.line"
        f" AND o.descendant_id = c.descendant_id AND o.{beside} = c.{moved})"
    )
    return (
        f"{COUNTED} AND c.{moved} BETWEEN %(start{n})s AND %(end{n})s AND m.since < c.{moved}"
        f" AND (m.left_on IS NULL OR m.left_on >= c.{moved}) AND {gap}"
    )


def traces(n: int) -> dict[str, str]:
    def told(kind: str, what: str) -> str:
        return f"COALESCE(SUM({what}) FILTER (WHERE k.code = '{kind}' AND {in_span('t.on', n)}), 0)"

    def noted(measure: str, blank: str = "NULL") -> str:
        return f"COALESCE((t.measures ->> '{measure}')::numeric, {blank})"

    return {
        "traced visits": told("visit", "t.person_times"),
        "traced visit money": told("visit", "t.money"),
        "plans.aid.money": told("aid", "t.money"),
        "plans.staff_congress.count": told("staff_congress", noted("count", "1")),
        "plans.proposals.closed": told("proposals", noted("closed")),
        "plans.collective_contract.contracts": told("collective_contract", noted("contracts")),
        "plans.labour_competition.sessions": told("labour_competition", noted("sessions", "1")),
        "plans.gala.count": told("gala", noted("count", "1")),
    }


def visits(n: int) -> dict[str, str]:
    from zhijia.relief.kinds import kinds

    of_visits = ", ".join(f"'{one.code}'" for one in kinds() if one.trace == "visit")
    done = f"v.state = 'done' AND v.kind IN ({of_visits}) AND {in_span('v.visited_on', n)}"
    return {
        "visits": f"COUNT(*) FILTER (WHERE {done})",
        "visit money": f"COALESCE(SUM(v.amount) FILTER (WHERE {done}), 0)",
    }


TABLES = [
    (unions, f"org_union u {PLACE} u.id"),
    (
        covered,
        f"org_coverage v JOIN org_employer e ON e.id = v.employer_id AND e.same_as_id IS NULL {PLACE} v.union_id",
    ),
    (members, f"people_membership m JOIN people_person p ON p.id = m.person_id {PLACE} m.union_id"),
    (
        traces,
        f"plans_trace t JOIN plans_kind k ON k.id = t.kind_id AND t.state = 'recorded' {PLACE} t.union_id",
    ),
    (visits, f'"relief_visit" v {PLACE} v.union_id'),
]


def counted(top: int, spans: Iterable[tuple[dt.date, dt.date]]) -> list[dict[str, Decimal]]:
    """The plain numbers behind the board's indicators, for each of the spans."""
    from zhijia.kernel.scope import system

    days: dict[str, Any] = {"top": top}
    found: list[dict[str, Decimal]] = []
    for n, (start, end) in enumerate(spans):
        days |= {f"start{n}": start, f"end{n}": end}
        found.append({})
    with system("测速：手写的数"), connection.cursor() as cursor:  # visits lie behind row security
        for figures, rows in TABLES:
            told = [(n, code, sql) for n in range(len(found)) for code, sql in figures(n).items()]
            cursor.execute(f"SELECT {', '.join(sql for *_, sql in told)} FROM {rows}", days)
            for (n, code, _), value in zip(told, cursor.fetchone(), strict=True):
                found[n][code] = Decimal(value)
    for part in found:
        part["relief.all.visit.person_times"] = part.pop("traced visits") + part.pop("visits")
        part["relief.all.visit.money"] = part.pop("traced visit money") + part.pop("visit money")
    return found
