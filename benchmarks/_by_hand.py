"""The figures of a summary counted again, row by row in Python: no aggregate, no closure, no scope.

Nothing here shares code with the figures: rows are read as they lie in their tables, the tree is climbed edge by
edge, and each row is asked on the day it carries.
"""

import datetime as dt
import json
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import connection

COLUMNS = ("persons", "person_times", "money")


class ByHand:
    """All figures of one union with those below it, from `start` to `end`."""

    def __init__(self, code: str, start: dt.date, end: dt.date) -> None:
        self.start, self.end = start, end
        self.unions = {row["id"]: row for row in table("org_union")}
        self.top = next(pk for pk, row in self.unions.items() if row["code"] == code)
        self.edges: dict[int, list[dict[str, Any]]] = defaultdict(list)
        for edge in table("org_parentedge"):
            self.edges[edge["union_id"]].append(edge)
        self.members = table("people_membership")
        self.persons = {row["id"]: row for row in table("people_person")}
        self.employers = {row["id"]: row for row in table("org_employer")}

    def is_inside(self, union: int, day: dt.date) -> bool:
        """Does the way up from this union, as it led on that day, pass the top?"""
        while union != self.top:
            if self.unions[union]["founded_on"] > day:
                return False
            above = [edge for edge in self.edges[union] if holds(edge, day) and edge["line"] == "territorial"]
            if not above:
                return False
            union = above[0]["parent_id"]
        return True

    def registers(self) -> dict[str, Decimal]:
        """The figures of the union and member registers."""
        day = self.end
        unions = [row for row in self.unions.values() if self.is_union_on(row, day)]
        firms = [row for row in unions if row["nature"] == "enterprise"]
        covering: dict[int, int] = {}
        for span in table("org_coverage"):
            if holds(span, day) and self.is_inside(span["union_id"], day):
                covering[span["employer_id"]] = span["union_id"]
        enterprises = [pk for pk in covering if self.employers[pk]["nature"] == "enterprise"]
        joint = [pk for pk in enterprises if self.unions[covering[pk]]["kind"] == "joint"]
        there = [m for m in self.members if is_member(m, day) and self.is_inside(m["union_id"], day)]
        women = [m for m in there if self.persons[m["person_id"]]["gender"] == "female"]
        employees = self.employees_of(set(covering), day)
        counts = {
            "org.unions": len(unions),
            "org.unions_enterprise": len(firms),
            "org.unions_single": sum(row["kind"] == "single" for row in firms),
            "org.unions_joint": sum(row["kind"] == "joint" for row in firms),
            "org.new_unions": sum(self.start <= row["founded_on"] <= self.end for row in unions),
            "org.employers": len(enterprises),
            "org.employers_joint": len(joint),
            "org.units": len(covering),
            "org.employees": employees,
            "people.members": len(there),
            "people.women": len(women),
            "people.joined": self.moved("since"),
            "people.left": self.moved("left_on"),
        }
        return {code: Decimal(n) for code, n in counts.items()} | {
            "people.joining_rate": percent(len(there), employees),
            "people.women_share": percent(len(women), len(there)),
        }

    def is_union_on(self, row: dict[str, Any], day: dt.date) -> bool:
        stands = row["founded_on"] <= day and (row["dissolved_on"] is None or row["dissolved_on"] > day)
        return stands and row["kind"] in ("single", "joint") and self.is_inside(row["id"], day)

    def moved(self, which: str) -> int:
        rows = [m for m in self.members if m[which] and self.start <= m[which] <= self.end]
        return sum(self.is_inside(m["union_id"], m[which]) for m in rows)

    def employees_of(self, employers: set[int], day: dt.date) -> int:
        """Each employer's last head-count up to the day."""
        latest: dict[int, dict[str, Any]] = {}
        for row in sorted(table("org_headcount"), key=lambda row: row["counted_on"]):
            if row["employer_id"] in employers and row["counted_on"] <= day:
                latest[row["employer_id"]] = row
        return sum(row["employees"] for row in latest.values())

    def traces(self, counts_blank_as_one: frozenset[str]) -> dict[str, Decimal]:
        """`plans.KIND.MEASURE` for every kind and measure that some row carries."""
        kinds = {row["id"]: row["code"] for row in table("plans_kind")}
        sums: dict[str, Decimal] = defaultdict(Decimal)
        for row in table("plans_trace"):
            day = row["on"]
            if row["state"] != "recorded" or row["kind_id"] is None or not self.start <= day <= self.end:
                continue
            if not self.is_inside(row["union_id"], day):
                continue
            measures = {name: row[name] for name in COLUMNS if row[name] is not None} | row["measures"]
            measures |= {code: 1 for code in counts_blank_as_one if code not in measures}
            for code, number in measures.items():
                sums[f"plans.{kinds[row['kind_id']]}.{code}"] += Decimal(str(number))
        return sums


def table(name: str) -> list[dict[str, Any]]:
    """Every row of a table, as it lies there."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {name}")
        columns = [column.name for column in cursor.description]
        rows = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    for row in rows:
        if isinstance(row.get("measures"), str):
            row["measures"] = json.loads(row["measures"])
    return rows


def holds(span: dict[str, Any], day: dt.date) -> bool:
    return span["valid_from"] <= day and (span["valid_to"] is None or span["valid_to"] > day)


def is_member(row: dict[str, Any], day: dt.date) -> bool:
    return (
        row["kind"] != "retained" and row["since"] <= day and (row["left_on"] is None or row["left_on"] > day)
    )


def percent(part: int, whole: int) -> Decimal:
    return (Decimal(part) * 100 / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)
