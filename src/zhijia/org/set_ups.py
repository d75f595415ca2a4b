"""Which unions have set up all that is due to them (五同步, A06): the founding list applied to many at once, on any day."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal
from typing import Any

from zhijia.kernel.figures import Ask, Period, Sheet, known, read_by_union
from zhijia.kernel.figures.registry import Reading
from zhijia.org import norms, parameters, queries, setting_up
from zhijia.org.models import Nature, SetUp, Union
from zhijia.org.tally import rows_or_unions

HEADS = {"members": "people.members", "women": "people.women"}
"""Read by their codes: the chapter that counts members stands above this one."""


def thresholds(union_ids: Collection[int], day: dt.date) -> dict[int, dict[str, int]]:
    """The head-counts and days that hold for each union on that day, in one reading of the parameters."""
    asked = {
        "committee_from": norms.COMMITTEE_MEMBERS, "women_from": norms.WOMEN_COMMITTEE_MEMBERS,
        "renewal": norms.CERTIFICATE_DAYS,
    }  # fmt: skip
    found = parameters.in_force_on(asked.values(), union_ids, day)
    return {pk: {name: int(found[one.name, pk].value) for name, one in asked.items()} for pk in union_ids}


def facts_of(row: Any, members: int | None, women: int | None, limits: dict[str, int]) -> setting_up.Facts:
    """Of a union, or of one on its way into being: a joint union covers firms, whatever it says of its nature."""
    enterprise = row.nature == Nature.ENTERPRISE or (row.kind == Union.Kind.JOINT and not row.nature)
    return setting_up.Facts(
        enterprise, members, women, row.own_accounts, limits["committee_from"], limits["women_from"]
    )


def outstanding(ask: Ask) -> dict[int, list[str]]:
    """Of each grassroots union on the period's last day the items not set up by then. What cannot be said to be due
    until something is registered is outstanding as well: a blank is no tick."""
    day = ask.period.end
    rows = queries.standing_below(ask, day).filter(kind__in=Union.GRASSROOTS)
    unions = list(rows.only("kind", "nature", "own_accounts"))
    pks = [union.pk for union in unions]
    done: dict[int, set[str]] = defaultdict(set)
    for pk, item in SetUp.objects.filter(union__in=rows, done_on__lte=day).values_list("union_id", "item"):
        done[pk].add(item)
    heads = _heads(ask.over(Period(f"{day}..{day}")))
    limits, rules = thresholds(pks, day), setting_up.rules_by_union(pks, day)
    found = {}
    for union in unions:
        counted = {name: heads[name].get(union.pk, 0) if name in heads else None for name in HEADS}
        facts = facts_of(union, counted["members"], counted["women"], limits[union.pk])
        listed = (
            setting_up.wanted(rule, facts) for rule in rules[union.pk] if rule.item not in done[union.pk]
        )
        found[union.pk] = [one.rule.item for one in listed if one.due is not False]
    return found


def _heads(ask: Ask) -> dict[str, dict[int, int]]:
    codes = [code for code in HEADS.values() if known(code)]
    found = read_by_union(codes, ask) if codes else {}
    return {
        name: {pk: int(values[code].value or 0) for pk, values in found.items()}
        for name, code in HEADS.items()
        if code in codes
    }


class SetUpSheet(Sheet):
    """Unions with nothing outstanding. The rules are Python and hang on the union: they are counted one by one."""

    def read(self, codes: Iterable[str], asks: Sequence[Ask]) -> list[dict[str, Reading]]:
        wanted, found = [*codes], []
        for ask in asks:
            number = sum(not items for items in outstanding(ask).values())
            found.append(dict.fromkeys(wanted, Reading(Decimal(number), number)))
        return found

    def by_union(self, codes: Iterable[str], ask: Ask) -> dict[int, dict[str, Reading]]:
        wanted, one = [*codes], Reading(Decimal(1), 1)
        return {pk: dict.fromkeys(wanted, one) for pk, items in outstanding(ask).items() if not items}

    def rows_url(self, code: str, ask: Ask) -> str:
        return rows_or_unions(code, "org:unions", ask, set_up="done")
