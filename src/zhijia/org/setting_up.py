"""What a new union sets up at once (五同步, A06): which items are due to it, until when, and why. The rules are pure.

The list ships as data (setups.toml); a union corrects it from a day on, with its source, and those below follow the
nearest one above them, as with parameters (org/parameters.py).
"""

import datetime as dt
import tomllib
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from typing import NamedTuple

from zhijia.kernel.scope import system
from zhijia.org.models import Closure, SetUpRule
from zhijia.org.models.cases import When
from zhijia.org.tree import in_force


@dataclass(frozen=True)
class Rule:
    """One item of the list as it holds. `row`: the union's correction; none: as it ships."""

    item: str
    when: str
    days: int
    since: dt.date
    source: str
    threshold: int | None = None
    row: SetUpRule | None = None

    @property
    def told(self) -> str:
        label = When(self.when).label
        return f"{label}（{self.threshold} 人）" if self.threshold is not None else label


class Facts(NamedTuple):
    """What the list hangs on; None or "" where it is not known."""

    enterprise: bool
    members: int | None
    women: int | None
    own_accounts: str
    committee_from: int  # members from which a committee is needed
    women_from: int


class Wanted(NamedTuple):
    """`due`: yes, no, or not to be said until something is known; always with the reason in words."""

    rule: Rule
    due: bool | None
    why: str


SHIPPED = tuple(
    Rule(**one)
    for one in tomllib.loads(Path(__file__).with_name("setups.toml").read_text(encoding="utf-8"))["item"]
)


def wanted(rule: Rule, facts: Facts) -> Wanted:
    """Is this item due to such a union?"""
    return Wanted(rule, *_answer(rule, facts))


def _answer(rule: Rule, facts: Facts) -> tuple[bool | None, str]:
    if rule.when == When.NEVER:
        return False, "本地不要求"
    if rule.when == When.OWN_ACCOUNTS:
        if not facts.own_accounts:
            return None, "建不建账还没有登记：独立建账的要建"
        return (
            (True, "独立建账") if facts.own_accounts == "yes" else (False, "没有独立建账，由记账的工会审查")
        )
    if rule.when == When.ENTERPRISE:
        return (True, "企业") if facts.enterprise else (False, "不是企业")
    if rule.when == When.WOMEN:
        least = rule.threshold if rule.threshold is not None else facts.women_from
        few = f"女会员不满 {least} 人，设一名女职工委员" if facts.women else "没有女会员"
        return _from(facts.women, least, "女会员", few)
    if rule.when in (When.MEMBERS, When.COMMITTEE):
        least = rule.threshold if rule.threshold is not None else facts.committee_from
        return _from(facts.members, least, "会员", f"会员不满 {least} 人")
    return True, "都要建"


def _from(number: int | None, least: int, what: str, few: str) -> tuple[bool | None, str]:
    if number is None:
        return None, f"{what}人数还没有登记：满 {least} 人的要建"
    return (True, f"{what} {number} 人，满 {least} 人") if number >= least else (False, few)


def committee_told(members: int | None, committee_from: int) -> str:
    """Committee or organiser (工会法 art. 11)."""
    if members is None:
        return f"会员满 {committee_from} 人的建委员会，不满的可以只选一名组织员。"
    if members >= committee_from:
        return f"会员 {members} 人，满 {committee_from} 人，应当建委员会。"
    return (
        f"会员 {members} 人，不满 {committee_from} 人，可以单独建、和别的单位联合建，也可以只选一名组织员。"
    )


def rules_for(union_id: int | None, day: dt.date) -> list[Rule]:
    """The list that holds for a union on that day; as it ships for a seat without one."""
    return rules_by_union([union_id or 0], day)[union_id or 0]


def rules_by_union(union_ids: Collection[int], day: dt.date) -> dict[int, list[Rule]]:
    """The same for many: what ships, each item in the words of the nearest union above that has set it."""
    with system("各级工会改过的建会清单，下级都照着办"):
        rows = list(SetUpRule.objects.filter(since__lte=day).select_related("union").order_by("since", "pk"))
        setters = {row.union_id for row in rows}
        places = Closure.objects.filter(
            in_force(day), line="territorial", ancestor__in=setters, descendant__in=union_ids
        )  # fmt: skip
        above: dict[int, list[int]] = defaultdict(list)
        if setters:
            for below, setter in places.order_by("-depth").values_list("descendant_id", "ancestor_id"):
                above[below].append(setter)  # the uppermost first, so that the nearest has the last word
    set_by = {
        setter: {row.item: _as_set(row) for row in rows if row.union_id == setter} for setter in setters
    }
    shipped = {rule.item: rule for rule in SHIPPED}
    return {
        pk: list(reduce(lambda held, setter: held | set_by[setter], above[pk], shipped).values())
        for pk in union_ids
    }


def _as_set(row: SetUpRule) -> Rule:
    return Rule(row.item, row.when, row.days, row.since, row.source, row.threshold, row)
