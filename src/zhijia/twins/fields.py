"""What of a member or a union an export can say: each field with its label, its values and how they are read, set by set.

Real-name fields first (rules §1.6). `codes` are what we store; a layout says how the other system writes them. Sealed
fields are compared by their blind index, and written as masks unless they were opened for this export.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, Count, F, Q, QuerySet, Value
from django.db.models.functions import Concat

from zhijia.kernel.ledger.columns import field_at
from zhijia.org.figures import with_heads
from zhijia.org.models import Body, Coverage, Employer, ParentEdge, Post, Union
from zhijia.org.tree import in_force
from zhijia.people.models import Membership
from zhijia.twins.layouts import LaidColumn

SEALED = ("identity", "phone", "card")
DRIFT = ("heads", "members", "women", "migrant", "full_time")
"""Counts that move every day: exported, but a union is not "changed" by them."""


@dataclass(frozen=True)
class Exported:
    code: str
    label: str
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Subject:
    """One person or union as an export tells it. `values` by field, sealed ones as their index."""

    pk: int
    name: str
    union_id: int
    union: str
    stamp: str
    values: dict[str, str]
    shown: dict[str, str] = field(
        default_factory=dict
    )  # sealed fields: the mask, or the number that was opened


def _known(model: Any, **paths: str) -> dict[str, Exported]:
    found = {}
    for code, path in paths.items():
        of = field_at(model, path)
        found[code] = Exported(code, str(of.verbose_name), {str(k): str(v) for k, v in of.flatchoices})
    return found


OF_PERSON = (
    "name", "gender", "id_kind", "identity", "birth_on", "phone", "ethnicity", "education", "politics", "household",
    "native_place", "skill", "title", "card", "card_state",
)  # fmt: skip
OF_SPAN = (
    "joined_on",
    "kind",
    "cause",
    "since",
    "began",
    "department",
    "position",
    "post_class",
    "employment",
    "migrant",
)
MEMBER = {
    **_known(
        Membership, **{name: f"person__{name}" for name in OF_PERSON}, **{name: name for name in OF_SPAN}
    ),
    "since": Exported("since", "这段会籍自"),
    "employer": Exported("employer", "工作单位"),
    "employer_code": Exported("employer_code", "工作单位统一社会信用代码"),
    "union": Exported("union", "所在工会"),
    "union_code": Exported("union_code", "工会代码"),
    "group": Exported("group", "工会小组"),
}
OF_UNION = (
    "name", "short_name", "code", "kind", "nature", "founded_on", "dissolved_on", "state", "scope", "address",
    "credit_code", "certificate_no", "certificate_from", "certificate_to", "seal", "own_accounts",
)  # fmt: skip
UNION = {
    **_known(Union, **{name: name for name in OF_UNION}),
    "parent": Exported("parent", "上级工会"),
    "employer": Exported("employer", "覆盖单位"),
    **_known(
        Employer,
        employer_code="credit_code",
        employer_address="address",
        ownership="ownership",
        trade="trade",
    ),
    "heads": Exported("heads", "职工人数"),
    "members": Exported("members", "会员人数"),
    "women": Exported("women", "女会员人数"),
    "migrant": Exported("migrant", "农民工会员人数"),
    "chair": Exported("chair", "工会主席"),
    **_known(Body, session_no="session_no", term_from="term_from", term_to="term_to"),
    "full_time": Exported("full_time", "专职工会干部人数"),
}
FIELDS = {"members": MEMBER, "unions": UNION}


def written(column: LaidColumn, about: str, subject: Subject) -> str:
    """The cell as the other system wants it."""
    if column.field in subject.shown:
        return subject.shown[column.field]
    value = subject.values.get(column.field, "")
    if value in column.codes:
        return column.codes[value]
    known = FIELDS[about].get(column.field)
    return known.words.get(value, value) if known and column.write == "word" else value


def _text(value: Any) -> str:
    return "" if value is None else value.isoformat() if isinstance(value, dt.date) else str(value)


# --- members -------------------------------------------------------------------------------------------------


def members(place: Q, day: dt.date) -> QuerySet[Membership]:
    """The counted members of the place on that day, stamped with the versions of all rows an export reads."""
    versions = (F("person__version"), F("pk"), F("version"), F("union__version"),
                F("employer__version"), F("group__version"))  # fmt: skip
    stamp: list[Any] = []
    for one in versions:
        stamp += [one, Value("-")]
    rows = Membership.objects.filter(Membership.counted(day), place)
    return rows.annotate(stamp=Concat(*stamp, output_field=CharField())).order_by("union_id", "since", "pk")


def read_members(rows: QuerySet[Membership], persons: Collection[int]) -> dict[int, Subject]:
    """These persons as an export tells them: one statement with its joins."""
    found = {}
    for row in rows.filter(person__in=persons).select_related("person", "union", "employer", "group"):
        person, employer = row.person, row.employer
        values = {name: _text(getattr(person, name)) for name in OF_PERSON if name not in SEALED}
        values |= {name: getattr(person, f"{name}_index") for name in SEALED}
        values |= {name: _text(getattr(row, name)) for name in OF_SPAN}
        values |= {
            "union": row.union.name, "union_code": row.union.code, "group": row.group.short_name if row.group else "",
            "employer": employer.name if employer else "", "employer_code": employer.credit_code if employer else "",
        }  # fmt: skip
        shown = {name: str(getattr(person, name)) for name in SEALED}
        found[person.pk] = Subject(
            person.pk, person.name, row.union_id, row.union.short_name, row.stamp, values, shown
        )
    return found


# --- unions --------------------------------------------------------------------------------------------------


def read_unions(rows: QuerySet[Union], day: dt.date) -> dict[int, Subject]:
    """All unions of the place as an export tells them: eight statements, however many they are."""
    unions = list(rows.order_by("code"))
    pks = [one.pk for one in unions]
    told: dict[int, dict[str, Any]] = defaultdict(dict)
    edges = ParentEdge.objects.filter(in_force(day), union__in=pks, line="territorial")
    for pk, parent in edges.values_list("union", "parent__name"):
        told[pk]["parent"] = parent
    _employers(told, pks, day)
    counted = Membership.objects.filter(Membership.counted(day), union__in=pks).order_by().values("union")
    for one in counted.annotate(
        members=Count("pk"), women=Count("pk", filter=Q(person__gender="female")),
        migrants=Count("pk", filter=Q(migrant="yes")),
    ):  # fmt: skip
        told[one["union"]] |= {"members": one["members"], "women": one["women"], "migrant": one["migrants"]}
    posts = Post.objects.filter(Post.on(day), union__in=pks)
    for pk, name in posts.filter(office="chair").order_by("held_from").values_list("union", "person__name"):
        told[pk]["chair"] = name
    for one in (
        posts.filter(employment="full").order_by().values("union").annotate(n=Count("person", distinct=True))
    ):
        told[one["union"]]["full_time"] = one["n"]
    terms = Body.objects.filter(union__in=pks, kind="committee", term_from__lte=day).order_by("term_from")
    for body in terms:
        told[body.union_id] |= {
            "session_no": body.session_no, "term_from": body.term_from, "term_to": body.term_to,
        }  # fmt: skip
    return {one.pk: _union(one, told[one.pk]) for one in unions}


def _employers(told: dict[int, dict[str, Any]], pks: Iterable[int], day: dt.date) -> None:
    """Of one employer all is told; of a joint union's many how many they are, and their employees."""
    spans = Coverage.objects.filter(in_force(day), union__in=pks, employer__same_as=None).order_by(
        "employer__name"
    )
    of: dict[int, list[int]] = defaultdict(list)
    for pk, employer in spans.values_list("union", "employer"):
        of[pk].append(employer)
    wanted = Employer.objects.filter(pk__in=[one for ones in of.values() for one in ones])
    firms = {firm.pk: firm for firm in with_heads(wanted, day)}
    for pk, ids in of.items():
        here = [firms[one] for one in ids if one in firms]
        heads = [firm.heads for firm in here if firm.heads is not None]
        told[pk]["heads"] = sum(heads) if heads else ""
        if len(here) == 1:
            firm = here[0]
            told[pk] |= {
                "employer": firm.name, "employer_code": firm.credit_code, "employer_address": firm.address,
                "ownership": firm.ownership, "trade": firm.trade,
            }  # fmt: skip
        elif here:
            told[pk]["employer"] = f"{here[0].name}等 {len(here)} 家"


def _union(row: Union, told: Mapping[str, Any]) -> Subject:
    values = {name: _text(getattr(row, name)) for name in OF_UNION} | {n: _text(v) for n, v in told.items()}
    values = {name: values.get(name, "") for name in UNION}
    return Subject(row.pk, row.name, row.pk, row.short_name, "", values)
