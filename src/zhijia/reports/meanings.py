"""What the figures mean in an officer's words: which unit each is told in, and which words speak for it. Pure.

The figures of traces (kind × measure) speak through kinds.toml and words.toml, those of the registers through
words.toml alone.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from zhijia.plans.kinds import SLOT, Kind, Measure, kinds
from zhijia.plans.suggest import CORE, plain

CHINESE = re.compile("[\u4e00-\u9fff]{2,}")
MEASURES_OF_UNIT = {
    "人": {"persons"}, "人次": {"person_times"}, "元": {"money"}, "户": {"households"}, "对": {"items"},
    "册": {"items"}, "学时": {"hours"}, "小时": {"hours"}, "家": {"firms", "bodies", "items"},
    "个": {"items", "bodies", "firms"}, "次": {"sessions"}, "场": {"sessions"}, "期": {"sessions"},
    "批": {"sessions", "items"}, "%": {"rate"},
}  # fmt: skip
"""The measures of numberreader that a figure's unit can be told in. 人 and 人次 never meet."""
OWN_UNITS = {"对": {"对"}, "册": {"册", "本"}, "批": {"批", "期", "次"}}
COUNTS_BODIES = {"家": {"家", "个", "所", "户"}, "个": {"个", "家", "所", "座", "处"}}
THINGS = {"对", "册", "本", "批"}
"""A figure in 对 is told in 对 alone, and what is told in 对 is no 件."""


@dataclass(frozen=True)
class Meaning:
    """One figure as a text may speak of it. `says` must be found beside the number, `never` must not."""

    code: str
    unit: str
    topic: str  # the kind's code; "" for the figures of the registers
    says: re.Pattern[str] | None
    never: re.Pattern[str] | None
    stock: bool
    known: tuple[str, ...]  # words that belong to it: what else a clause says may narrow the number
    called: tuple[str, ...] = ()  # those of them that name the whole of it, not one sort
    sorts: tuple[str, ...] = ()  # those that name one sort of it (篮球赛, 住院)
    weight: float = 0.0  # how much the words of `says` speak for it by themselves
    within: re.Pattern[str] | None = None  # what the sentence has to have said by then
    phrases: tuple[str, ...] = ()  # how the program itself tells this number, before and behind it

    def fits(self, measure: str, unit: str) -> bool:
        """May a number of this measure, told in this unit, be this figure?"""
        bare = unit.lstrip("万亿") or unit
        if self.unit in OWN_UNITS:
            return bare in OWN_UNITS[self.unit]
        if self.unit in COUNTS_BODIES and bare not in COUNTS_BODIES[self.unit]:
            return False
        allowed = MEASURES_OF_UNIT.get(self.unit, {"items"})
        return measure in allowed and not (measure == "items" and bare in THINGS)

    def is_said(self, clause: str, part: str) -> bool:
        said = self.says is None or self.says.search(clause) is not None
        told = self.within is None or self.within.search(part) is not None
        return said and told and not (self.never and self.never.search(clause))


@dataclass(frozen=True)
class Ratio:
    """A rate nobody declared: two figures of one kind, called by these words."""

    over: str
    under: str
    topic: str
    says: re.Pattern[str]


@cache
def words() -> dict[str, Any]:
    """What words.toml says."""
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


@cache
def of_registers() -> tuple[Meaning, ...]:
    known = tuple(words()["plain"]["register"])
    return tuple(
        Meaning(
            row["code"], row["unit"], "", _pattern(row["says"]), _pattern(row.get("never", "")),
            row.get("stock", True), known, weight=row["weight"],
        )
        for row in words()["register"]
    )  # fmt: skip


@cache
def meanings() -> tuple[Meaning, ...]:
    """Every figure that a text may be held against, those of the registers first."""
    own = {meaning.code for meaning in of_registers()}
    of_kinds = [
        _of_kind(kind, m) for kind in kinds() for m in kind.measures if kind.figure(m.code) not in own
    ]
    return (*of_registers(), *of_kinds)


@lru_cache(maxsize=256)
def fitting(measure: str, unit: str) -> tuple[Meaning, ...]:
    """Those that a number of this measure and unit may be."""
    return tuple(meaning for meaning in meanings() if meaning.fits(measure, unit))


@cache
def by_code() -> dict[str, Meaning]:
    return {meaning.code: meaning for meaning in meanings()}


def _of_kind(kind: Kind, measure: Measure) -> Meaning:
    said, place = words(), f"{kind.code}.{measure.code}"
    says = said["says_of"].get(place) or said["says"].get(measure.code, "")
    sisters = [m.code for m in kind.measures if m is not measure and m.unit == measure.unit]
    others = "|".join(said["says"][code] for code in sisters if code in said["says"])
    never = said["never_of"].get(place, "" if measure.code in said["says"] else others)
    own = {part for word in kind.words for part in word.rstrip(CORE).split("+")}
    told = {SLOT.sub("，", clause) for clause in kind.sentence} | {kind.name, measure.label}
    known = own | {piece for text in told for piece in CHINESE.findall(text)}
    ordered = tuple(sorted(known, key=len, reverse=True))
    named = [word.rstrip(CORE) for word in kind.words if "+" not in word] + said["also_called"].get(
        kind.code, []
    )
    whole = "，".join((*told, *said["also_called"].get(kind.code, ())))
    return Meaning(
        kind.figure(measure.code), measure.unit, kind.code, _pattern(says), _pattern(never), False, ordered,
        called=tuple(word for word in named if word in whole), within=_pattern(said["within"].get(place, "")),
        sorts=tuple(word for word in own if len(word) > 1 and word not in whole), phrases=_phrases(kind, measure),
    )  # fmt: skip


def _phrases(kind: Kind, measure: Measure) -> tuple[str, ...]:
    """The words of kinds.toml's sentence around this measure's slot, where no other measure has them."""
    return tuple(half for half in _halves(kind, measure) if _told_by()[half] == 1)


@cache
def _told_by() -> Counter[str]:
    """How many measures share a phrase: 覆盖职工 tells two apart no more than 参加 does."""
    return Counter(half for kind in kinds() for measure in kind.measures for half in _halves(kind, measure))


def _halves(kind: Kind, measure: Measure) -> tuple[str, ...]:
    for clause in kind.sentence:
        before, slot, after = clause.partition(f"{{{measure.code}}}")
        if slot:
            halves = before.rpartition("}")[2], after.removeprefix(measure.unit).partition("{")[0]
            return tuple(plain(half) for half in halves if len(plain(half)) > 1)
    return ()


def _pattern(words: str) -> re.Pattern[str] | None:
    return re.compile(words) if words else None


@cache
def ratios() -> tuple[Ratio, ...]:
    """Every rate of one measure of a kind to another it was taken of: 办结 of 征集 and of 立案."""
    return tuple(
        Ratio(kind.figure(code), kind.figure(under), kind.code, re.compile(called))
        for kind in kinds()
        for code, called in words()["rates"].items()
        for under in ("items", "adopted")
        if code != under and {code, under} <= {measure.code for measure in kind.measures}
    )
