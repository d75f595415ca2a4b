"""The kinds of work record: read from kinds.toml, checked, frozen. Pure: no database, no request."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

AREAS = {
    "A": "组织建设",
    "B": "会员发展",
    "C": "职工之家",
    "D": "民主管理",
    "E": "维权",
    "F": "劳动安全",
    "G": "帮扶慰问",
    "H": "建功立业",
    "I": "宣传教育",
    "J": "文体活动",
    "K": "女职工、青年、退休",
    "L": "经费资产",
    "M": "计划与自身建设",
}

EVIDENCE = {"": "", "money": "涉及经费", "vote": "涉及表决", "visit": "走访慰问"}
"""Why a file is asked for. Field notes: demand evidence only for money, votes and visits."""

ONE_EACH = frozenset({"count", "sessions"})
"""A trace that leaves these blank counts once; every other blank measure counts nothing."""

COLUMNS = frozenset({"persons", "person_times", "money"})
"""Measures that are columns of a trace; the others live in its measures."""

YUAN = frozenset({"money", "benefit_yuan"})

SLOT = re.compile(r"\{(\w+)\}")
CODE = re.compile(r"[a-z][a-z_]*\Z")
ITEM = re.compile(r"[A-M]\d\d\Z")


class BadKinds(ValueError):
    """kinds.toml contradicts itself; the message names the kind and the cure."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One number a kind asks for. `figure` names a register that counts it better than traces do."""

    code: str
    label: str
    unit: str
    figure: str = ""

    @property
    def one_each(self) -> bool:
        return self.code in ONE_EACH

    @property
    def is_money(self) -> bool:
        return self.code in YUAN


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of work record, with what it asks for and the sentence it gives a report."""

    code: str
    name: str
    area: str
    item: str
    words: tuple[str, ...]
    measures: tuple[Measure, ...]
    main: str
    done: str
    sentence: tuple[str, ...]
    order: int
    evidence_for: str = ""
    twin: str = ""
    register: str = ""
    months: tuple[int, ...] = field(default=())

    @property
    def evidence(self) -> bool:
        """Is a file asked for? Only where money, a vote or a visit is recorded."""
        return bool(self.evidence_for)

    @property
    def main_measure(self) -> Measure:
        return self.measure(self.main)

    def measure(self, code: str) -> Measure:
        for measure in self.measures:
            if measure.code == code:
                return measure
        raise KeyError(f"{self.code} has no measure {code}")

    def figure(self, measure: str) -> str:
        """The code of the figure a measure is reported by: its register's, else kind × measure."""
        return self.measure(measure).figure or f"plans.{self.code}.{measure}"

    def as_row(self) -> dict:
        """Plain values for the Kind table; the sentence stays a list of clauses."""
        return {
            "code": self.code,
            "name": self.name,
            "area": self.area,
            "words": list(self.words),
            "measures": [{"code": m.code, "label": m.label, "unit": m.unit} for m in self.measures],
            "sentence": list(self.sentence),
            "order": self.order,
        }


def parse(text: str) -> tuple[Kind, ...]:
    """Kinds out of TOML text; raises BadKinds with every fault found, not only the first."""
    kinds, faults = [], []
    for order, row in enumerate(tomllib.loads(text).get("kind", []), start=1):
        try:
            kind = _kind(row, order)
        except (KeyError, TypeError) as error:
            faults.append(f"{row.get('code', f'kind {order}')}: missing or misspelt key: {error}")
            continue
        faults += [f"{kind.code}: {fault}" for fault in _faults(kind)]
        kinds.append(kind)
    codes = [kind.code for kind in kinds]
    faults += [f"{code}: declared twice" for code in sorted({c for c in codes if codes.count(c) > 1})]
    if faults:
        raise BadKinds("\n".join(faults))
    return tuple(kinds)


@cache
def kinds() -> tuple[Kind, ...]:
    """The kinds that ship with the program, in page order."""
    return parse(Path(__file__).with_name("kinds.toml").read_text(encoding="utf-8"))


@cache
def by_code() -> dict[str, Kind]:
    return {kind.code: kind for kind in kinds()}


def in_area(area: str) -> tuple[Kind, ...]:
    return tuple(kind for kind in kinds() if kind.area == area)


def _kind(row: dict, order: int) -> Kind:
    values = dict(row)
    return Kind(
        code=values.pop("code"),
        name=values.pop("name"),
        area=values.pop("area"),
        item=values.pop("item"),
        words=tuple(values.pop("words")),
        measures=tuple(Measure(**measure) for measure in values.pop("measures")),
        main=values.pop("main"),
        done=values.pop("done"),
        sentence=tuple(values.pop("sentence")),
        evidence_for=values.pop("evidence", ""),
        months=tuple(values.pop("months", ())),
        order=order,
        **values,
    )


def _faults(kind: Kind) -> list[str]:
    found = []
    declared = {measure.code: measure for measure in kind.measures}
    if not CODE.match(kind.code):
        found.append("code must be small letters and underscores")
    if kind.area not in AREAS or not ITEM.match(kind.item) or kind.item[0] != kind.area:
        found.append(f"area {kind.area} and item {kind.item} do not fit each other")
    if kind.main not in declared:
        found.append(f"main {kind.main} is not among the measures")
    if len(declared) != len(kind.measures):
        found.append("a measure is declared twice")
    if kind.evidence_for not in EVIDENCE:
        found.append(f"evidence {kind.evidence_for!r}: only money, vote or visit")
    if not kind.words or len(set(kind.words)) != len(kind.words):
        found.append("words are missing or doubled")
    if any(not 1 <= month <= 12 for month in kind.months):
        found.append("months run from 1 to 12")
    for code, unit in (("persons", "人"), ("person_times", "人次")):
        if code in declared and declared[code].unit != unit:
            found.append(f"{code} is counted in {unit}")
    for clause in kind.sentence:
        for match in SLOT.finditer(clause):
            measure = declared.get(match[1])
            if measure is None:
                found.append(f"slot {{{match[1]}}} is no measure")
            elif not _followed_by(clause[match.end() :], measure.unit):
                found.append(f"slot {{{match[1]}}} is not followed by its unit {measure.unit}")
    spoken = {slot for clause in kind.sentence for slot in SLOT.findall(clause)}
    found += [f"measure {code} has no clause" for code in declared if code not in spoken]
    return found


def _followed_by(rest: str, unit: str) -> bool:
    """人 must not be read out of 人次: the two never mix."""
    return rest.startswith(unit) and not (unit == "人" and rest.startswith("人次"))
