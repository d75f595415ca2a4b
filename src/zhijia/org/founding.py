"""A pasted list of unions on its way to rows: what exists is read, new ones are founded in one transaction."""

import datetime as dt
import hashlib
import re
from collections import defaultdict
from collections.abc import Sequence

from django.db import transaction

from zhijia.kernel import clock
from zhijia.kernel.scope import Seat, below, system
from zhijia.org.actions import found
from zhijia.org.lists import Known, Line, UnionLine, read_unions, stem, uppers_first
from zhijia.org.models import Coverage, EmployerAlias, Union
from zhijia.org.tree import in_force

CODE = re.compile(r"^U(\d+)$")  # the codes given here; others are a register's own


def known_unions(by: Seat) -> list[Known]:
    """The unions in the seat's reach with all their names: short, and those of the employers they cover."""
    unions = list(Union.objects.filter(pk__in=below(by.union_id), state=Union.State.ACTIVE).order_by("code"))
    names: dict[int, list[str]] = defaultdict(list)
    spans = Coverage.objects.filter(in_force(clock.today()), union__in=unions)
    covered: dict[int, int] = {}
    for union_id, employer_id, name in spans.values_list("union_id", "employer_id", "employer__name"):
        covered[employer_id] = union_id
        names[union_id].append(name)
    aliases = EmployerAlias.objects.filter(employer__in=covered).values_list("employer_id", "name")
    for employer_id, name in aliases:
        names[covered[employer_id]].append(name)
    # A joint union covers many employers: their names are theirs, not its own.
    return [
        Known(one.pk, one.name, one.kind, (one.short_name, *(() if one.kind == "joint" else names[one.pk])))
        for one in unions
    ]


def read(text: str, *, since: dt.date, by: Seat) -> list[UnionLine]:
    known = known_unions(by)
    own = next(one for one in known if one.pk == by.union_id)
    return read_unions(text, known, own, since, clock.today())


@transaction.atomic
def make(text: str, *, since: dt.date, by: Seat, seen: str) -> tuple[list[UnionLine], int]:
    """Found what is new. Nothing is made, and 0 comes back, where the answers are no longer those that were seen."""
    Union.objects.select_for_update(of=("self",)).get(pk=by.union_id)  # two lists of one union, one by one
    lines = read(text, since=since, by=by)
    new = uppers_first(lines)
    if digest_of(lines) != seen or not new:
        return lines, 0
    parents = Union.objects.in_bulk([line.parent_pk for line in new if line.parent_pk])
    made: dict[str, Union] = {}
    under: dict[str, Union] = {}
    for number, line in enumerate(new, last_code() + 1):
        union = Union(code=f"U{number}", name=line.name, short_name=line.short_name, kind=line.kind,
                      nature=line.nature, founded_on=line.founded_on)  # fmt: skip
        made[stem(line.name)] = union
        under[union.code] = parents[line.parent_pk] if line.parent_pk else made[stem(line.parent)]
    found.all(list(made.values()), by=by, under=under)
    return lines, len(made)


def digest_of(lines: Sequence[Line]) -> str:
    """The answers in one word: what is made is what was seen."""
    told = "\n".join(f"{line.number} {line.state} {line.told}" for line in lines)
    return hashlib.sha256(told.encode()).hexdigest()


def last_code() -> int:
    """The highest number among the codes given here."""
    with system("下一个空着的工会代码"):
        codes = Union.objects.filter(code__startswith="U").values_list("code", flat=True)
        return max((int(found[1]) for code in codes if (found := CODE.match(code))), default=0)
