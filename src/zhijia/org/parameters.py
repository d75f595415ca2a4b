"""Parameters: ratios, caps, periods and head-counts that laws, provinces and unions change every few years (architecture §1.11).

A chapter declares one in code, beside its rules, with what holds until somebody says otherwise and where that stands:

    VISIT_WITHIN = declare(
        "relief.visit_within", "接到消息后几天内走访", default=3, unit="天", group="服务帮扶",
        since=dt.date(2018, 1, 1), source="职家的默认值，按本地规定改",
    )

and asks `VISIT_WITHIN.value(union_id, day)`, or `VISIT_WITHIN.of_many(union_ids, day)` where a list needs many (two
statements at most, however many unions). A union sets its own value from a day on, with its source (`set_value`); the
unions below follow the nearest union above that has set one, along the tree as it stood on that day. What was in force
on a past day stays so. Nothing is ever changed back: a later row, or a later day, takes its place.

Procedures (a quorum, how days are counted) are code, not parameters.
"""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

from zhijia.kernel.scope import system
from zhijia.org.models import Closure, ParameterValue
from zhijia.org.tree import in_force

Number = int | Decimal
FIRST = "组织建设"  # the group at the head of the page


@dataclass(frozen=True)
class Dated:
    """A value of the law or of the house, from a day on."""

    since: dt.date
    value: Number
    source: str


@dataclass(frozen=True)
class Parameter:
    """One number that may differ by place and day. `places`: decimals; with none the value is a whole number.

    `choices` where only these are lawful. `for_grassroots`: a grassroots union may set its own; what a law fixes for
    a whole county is set from above.
    """

    name: str
    label: str
    defaults: tuple[Dated, ...]
    unit: str
    group: str
    least: Number = 0
    most: Number = 10_000
    places: int = 0
    choices: tuple[Number, ...] = ()
    for_grassroots: bool = True

    def default(self, day: dt.date) -> Dated:
        """What holds on that day where no union has set anything; before its first day the first."""
        begun = [one for one in self.defaults if one.since <= day]
        return begun[-1] if begun else self.defaults[0]

    def value(self, union_id: int, day: dt.date) -> Number:
        """What holds for this union on that day: an int, or a Decimal where the parameter has decimals."""
        return self.of_many([union_id], day)[union_id]

    def of_many(self, union_ids: Collection[int], day: dt.date) -> dict[int, Number]:
        """The same for each of these unions."""
        found = in_force_on([self], union_ids, day)
        return {pk: found[self.name, pk].value for pk in union_ids}

    def unfit(self, value: Decimal) -> str:
        """Why this cannot be a value of it; empty where it can."""
        if self.choices and value not in self.choices:
            return f"只能是{'、'.join(map(str, self.choices))}{self.unit}。"
        if round(value, self.places) != value:
            return f"最多 {self.places} 位小数。" if self.places else "请填整数。"
        if not self.least <= value <= self.most:
            return f"要在 {self.least} 到 {self.most} 之间。是不是多打或少打了一位？"
        return ""

    def typed(self, value: Decimal) -> Number:
        return value if self.places else int(value)


@dataclass(frozen=True)
class InForce:
    """A value with where it comes from: `row` is what a union has set, None where the default holds."""

    parameter: Parameter
    value: Number
    since: dt.date
    source: str
    row: ParameterValue | None = None


_declared: dict[str, Parameter] = {}


def declare(
    name: str,
    label: str,
    *,
    default: Number,
    since: dt.date,
    source: str,
    later: tuple[Dated, ...] = (),
    **more: object,
) -> Parameter:
    """Declare a parameter at start; `later` are values that the law has set since, the oldest first."""
    if name in _declared:
        raise ValueError(f"Two parameters are called {name!r}: give one of them another name.")
    dated = (Dated(since, default, source), *later)
    _declared[name] = Parameter(name, label, dated, **more)  # type: ignore[arg-type]
    return _declared[name]


def declared() -> list[Parameter]:
    """All parameters, by group, in the order they were declared."""
    groups = [FIRST, *dict.fromkeys(one.group for one in _declared.values())]
    return sorted(_declared.values(), key=lambda one: groups.index(one.group))


def named(name: str) -> Parameter | None:
    return _declared.get(name)


def in_force_on(
    asked: Iterable[Parameter], union_ids: Collection[int], day: dt.date
) -> dict[tuple[str, int], InForce]:
    """What holds of each parameter for each union on that day, and since when, whence and who said so."""
    asked = list(asked)
    with system("各级工会定下的参数，下级都照着算"):
        rows = ParameterValue.objects.filter(name__in=[one.name for one in asked], since__lte=day)
        rows = list(rows.select_related("union", "set_by").order_by("since", "pk"))
    latest = {
        (row.name, row.union_id): row for row in rows
    }  # the later of two takes the place of the earlier
    setters = {row.union_id for row in rows}
    above: dict[int, list[int]] = {pk: [] for pk in union_ids}
    if setters:
        places = Closure.objects.filter(
            in_force(day), line="territorial", ancestor__in=setters, descendant__in=union_ids
        )
        for below, ancestor in places.order_by("depth").values_list("descendant_id", "ancestor_id"):
            above[below].append(ancestor)
    return {
        (one.name, pk): _nearest(one, [latest.get((one.name, each)) for each in above[pk]], day)
        for one in asked
        for pk in union_ids
    }


def _nearest(parameter: Parameter, rows: list[ParameterValue | None], day: dt.date) -> InForce:
    """The nearest union that has set a value; one that has gone back to its parent's says nothing itself."""
    for row in rows:
        if row is not None and row.value is not None:
            return InForce(parameter, parameter.typed(row.value), row.since, row.source, row)
    default = parameter.default(day)
    return InForce(parameter, default.value, default.since, default.source)
