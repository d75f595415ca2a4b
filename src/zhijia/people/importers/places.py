"""Where an imported member belongs: union, group and employer by the names a file gives them."""

from dataclasses import dataclass
from typing import Any

from zhijia.kernel import clock
from zhijia.kernel.imports import Line
from zhijia.kernel.scope import Seat, below
from zhijia.org.founding import known_unions
from zhijia.org.importers.names import UnionNames
from zhijia.org.lists import Known as KnownUnion
from zhijia.org.lists import key, stem
from zhijia.org.models import Coverage, EmployerAlias, Union
from zhijia.org.queries import sole_coverages
from zhijia.org.tree import in_force

WRITTEN = ("union", "group", "employer")


@dataclass(frozen=True)
class Place:
    """A union, group or employer that a file means."""

    model: str
    pk: int
    name: str


class Places:
    """The unions, groups and employers of one seat's reach by name; each name is looked up once."""

    def __init__(self, by: Seat) -> None:
        self.names = UnionNames(known_unions(by))
        self.by_pk = {one.pk: one for one in self.names.unions}
        rows = Union.objects.filter(pk__in=below(by.union_id), kind__in=Union.INNER).values_list(
            "pk", "home", "name", "short_name"
        )
        self.homes = {pk: home for pk, home, *_ in rows}
        self.groups: dict[tuple[int, str], Place] = {}
        for pk, home, *called in rows:
            for name in called:
                self.groups[home, stem(name)] = Place("Union", pk, called[0])
        self.employers: dict[str, tuple[Place, int]] = {}
        self.placed: dict[Any, Line] = {}
        self._employers()

    def _employers(self) -> None:
        spans = Coverage.objects.filter(in_force(clock.today())).values_list(
            "employer", "union", "employer__name"
        )
        covering = {}
        for pk, union, name in spans:
            place = Place("Employer", pk, name)
            covering[pk] = (place, union)
            self.employers[key(name)] = (place, union)
        for pk, name in EmployerAlias.objects.values_list("employer", "name"):
            if pk in covering:
                self.employers.setdefault(key(name), covering[pk])

    def put(self, line: Line) -> None:
        """Replace the names of a line by what they mean; tell what is not found. Lines with the same names share it."""
        written = {code: line.values.pop(code) for code in WRITTEN if code in line.values}
        names = (line.sheet, line.title, *written.items())
        placed = self.placed.get(names)
        if placed is None:
            placed = self.placed[names] = Line(line.sheet, line.title, line.row, line.columns, written)
            self._place(placed)
        line.values.update(placed.values)
        line.problems += placed.problems

    def _place(self, line: Line) -> None:
        employer = line.values.pop("employer", None)
        found = self.employers.get(key(employer)) if employer else None
        union = self._union(line, found)
        if union is None:
            line.values.pop("group", None)
        else:
            line.values["union"] = Place("Union", union.pk, union.name)
            self._group(line, union)
        if found:
            line.values["employer"] = found[0]
        elif employer and not (
            union and stem(employer) in {stem(name) for name in (union.name, *union.names)}
        ):
            line.warn(
                "employer", "工作单位没有登记", f"台账里没有“{employer[:30]}”这家单位，工作单位先不填。"
            )

    def _union(self, line: Line, employer: tuple[Place, int] | None) -> KnownUnion | None:
        written = line.values.get("union")
        if written is None and employer:
            union = self.by_pk.get(employer[1])
        elif written is not None and self.names.find(written)[0] is None and key(written) in self.employers:
            union = self.by_pk.get(self.employers[key(written)][1])  # a firm of a joint union
            if union:
                line.warn(
                    "union", "所在工会：已自动改好", f"“{written[:30]}”由“{union.name}”覆盖。", union.name
                )
        else:
            union = self.names.place(line, "union", "所在工会")
        line.values.pop("union", None)
        if union and union.pk in self.homes:  # a branch or group was named as the union
            group, union = union, self.by_pk.get(self.homes[union.pk])
            line.values["group"] = group.name
        if union and union.kind not in Union.GRASSROOTS:
            label = Union.Kind(union.kind).label
            line.fault(
                "union",
                "找不到所在工会",
                f"“{union.name}”是{label}，会员要落在基层工会。请写所在的基层工会。",
            )
            return None
        return union

    def _group(self, line: Line, union: KnownUnion) -> None:
        written = line.values.pop("group", None)
        if written is None:
            return
        place = self.groups.get((union.pk, stem(written)))
        if place:
            line.values["group"] = place
        else:
            line.warn(
                "group",
                "没有这个小组",
                f"“{union.name}”没有“{written[:30]}”这个小组，小组先不填。请先建小组。",
            )


def sole_employers() -> dict[int, Place]:
    """Of unions that cover one employer alone that employer."""
    spans = sole_coverages(clock.today()).values_list("union", "employer", "employer__name")
    return {union: Place("Employer", pk, name) for union, pk, name in spans}
