"""One person written down twice becomes one again; both histories stay, and it can be taken back."""

from collections import defaultdict
from typing import Any

from django.apps import apps

from zhijia.kernel.actions import Blocked, Unfit, action, sets
from zhijia.kernel.scope import ScopedModel, Seat, system
from zhijia.kernel.trail.models import EventRow
from zhijia.people import policy
from zhijia.people.codes import Ended
from zhijia.people.models import Account, Membership, Person

BOTH = "两条都有在册会籍，而且在不同的工会。请先给其中一条办接转或离会，再合并。"
SIGNED_IN = "要并掉的这一条有登录名。请反过来：留下有登录名的那一条。"


def _pointing() -> list[tuple[Any, str]]:
    """Every business table's columns that name a person, of whatever chapter."""
    return [
        (model, field.name)
        for model in apps.get_models()
        if issubclass(model, ScopedModel)
        for field in model._meta.concrete_fields
        if field.related_model is Person and field.name != "merged_into"
    ]


def _carry_over(persons: list[Person], *, by: Seat, into: Person, **_: Any) -> None:
    """What points to the one who goes points to the one who stays: rows of every union, hence as the system."""
    [gone] = persons
    with system("两条登记是同一个人，把各处的记录并到一起"):
        for model, name in _pointing():
            rows = list(model.objects.filter(**{name: gone}).select_for_update(of=("self",)))
            for row in rows:
                setattr(row, name, into)
                row.version += 1
            sets.write((row, [name, "version"]) for row in rows)


def _without_double(gone: Person, into: Person) -> None:
    """Of two open memberships in one union the later one was no joining at all: it never counted."""
    with system("两条登记是同一个人，看各自的会籍"):
        mine = Membership.objects.filter(person=into, left_on=None).first()
        twin = Membership.objects.filter(person=gone, left_on=None).select_for_update(of=("self",)).first()
        if mine is None or twin is None:
            return
        if mine.union_id != twin.union_id:
            raise Blocked(BOTH)
        twin.left_on, twin.ended, twin.state = twin.since, Ended.DUPLICATE, Membership.State.LEFT
        twin.version += 1
        sets.write([(twin, ["left_on", "ended", "state", "version"])])


@action(Person, allowed=policy.may_merge, label="并到另一条", needs_reason=True, then=_carry_over)
def merge(person: Person, *, by: Seat, into: Person) -> None:
    """This entry and `into` are one person: all that was written of this one is told of that one from now on.

    Refused where both are members of different unions, where numbers contradict, or where this one signs in.
    """
    if into.pk == person.pk or into.merged_into_id or person.merged_into_id:
        raise Unfit("请选两条不同的、都还在用的登记。")
    if merge.why_not(into, by):
        raise Blocked("留下的那一条不在您的管理范围里。请联系上级工会合并。")
    if Account.objects.filter(person=person).exists():
        raise Blocked(SIGNED_IN)
    if person.identity_index and into.identity_index and person.identity_index != into.identity_index:
        raise Blocked("两条的证件号不一样，不是同一个人。确实写错了的，请先更正证件号。")
    _without_double(person, into)
    person.merged_into = into


def _give_back(persons: list[Person], *, by: Seat, **_: Any) -> None:
    """By the trail: whatever the merging moved and nobody has touched since in that column goes back where it was."""
    [person] = persons
    merged = EventRow.objects.filter(
        kind=Person._meta.db_table, row_id=person.pk, event__verb=merge.verb
    ).latest("pk")  # fmt: skip
    moved = EventRow.objects.filter(event_id=merged.event_id, op="U").order_by("-pk")
    tables = {model._meta.db_table: model for model, _ in _pointing()}
    back: dict[Any, dict[int, dict[str, Any]]] = defaultdict(lambda: defaultdict(dict))
    for row in moved:
        if row.kind in tables:
            back[tables[row.kind]][row.row_id] |= {column: pair for column, pair in row.changes.items()}
    with system("合并撤回，把各处的记录还给原来那一条"):
        for model, rows in back.items():
            for row in model.objects.filter(pk__in=rows).select_for_update(of=("self",)):
                columns = {field.column: field for field in model._meta.concrete_fields}
                names = []
                for column, (before, after) in rows[row.pk].items():
                    field = columns[column]
                    if field.to_python(after) == getattr(row, field.attname):
                        setattr(row, field.attname, field.to_python(before))
                        names.append(field.name)
                row.version += 1
                sets.write([(row, [*names, "version"])])


@action(Person, allowed=policy.may_part, label="撤回合并", needs_reason=True, then=_give_back)
def part(person: Person, *, by: Seat) -> None:
    """They were two after all: this entry gets back what the merging took over."""
    if person.merged_into_id is None:
        raise Blocked("这一条没有并到别处。请刷新页面再看。")
    person.merged_into = None
