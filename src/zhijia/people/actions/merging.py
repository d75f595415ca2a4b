"""One person written down twice becomes one again; both histories stay, and it can be taken back."""

from collections import defaultdict
from typing import Any

from django.apps import apps

from zhijia.kernel import clock
from zhijia.kernel.actions import Blocked, Unfit, action, sets
from zhijia.kernel.scope import ScopedModel, Seat, system
from zhijia.kernel.secrets import SecretText
from zhijia.kernel.trail.models import EventRow
from zhijia.people import doubles, policy, rules
from zhijia.people.codes import Ended
from zhijia.people.models import Account, Membership, Person

COMPLETE = ("identity", "phone", "gender", "birth_on")  # by these she is known again and counted
BOTH = "两条都有在册会籍，而且在不同的工会。请先给其中一条办接转或离会，再合并。"
MOVING = "其中一条正在办会籍接转，接转办完以后再合并。"
GONE_ON = "合并以后会籍又有变动，撤回会让一个人有两段在册会籍。请先给这个人办离会或更正会籍，再撤回合并。"
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


def lacking(stays: Person, goes: Person) -> list[str]:
    """What a complete entry has, and of these two only the one that goes: the fields to be carried over."""
    return [name for name in COMPLETE if getattr(goes, name) and not getattr(stays, name)]


def _filled(gone: Person, into: Person) -> None:
    """What `into` lacks it gets from the other entry, sealed anew for its own row; the other keeps what it has."""
    with system("两条登记是同一个人，缺的号码从另一条补上"):
        stays = Person.objects.select_for_update(of=("self",)).get(pk=into.pk)
    gone.filled = []  # type: ignore[attr-defined]
    if not (names := lacking(stays, gone)):
        return
    if "identity" in names and stays.id_kind != gone.id_kind:
        names.append("id_kind")
    for name in names:
        setattr(stays, name, _plain(gone, name))
    wrong = rules.unfit(
        id_kind=stays.id_kind, identity=stays.identity.fresh or _plain(stays, "identity"), phone=stays.phone.fresh,
        gender=stays.gender, born=stays.birth_on, today=clock.today(),
    )  # fmt: skip
    if wrong:
        raise Blocked(
            "从另一条补过来的，和留下那一条的证件号、性别或出生日期对不上。请先核对、更正，再合并。"
        )
    stays.version += 1
    gone.filled = [(stays, [*_columns(names), "version"])]  # type: ignore[attr-defined]


def _plain(person: Person, name: str) -> Any:
    field = Person._meta.get_field(name)
    return field.opened(person) if isinstance(field, SecretText) else getattr(person, name)


def _columns(names: list[str]) -> list[str]:
    """A sealed number is written with its blind indexes."""
    sealed = [name for name in names if isinstance(Person._meta.get_field(name), SecretText)]
    return [*names, *(f"{name}_{part}" for name in sealed for part in ("index", "tail"))]


def _carry_over(persons: list[Person], *, by: Seat, into: Person, **_: Any) -> None:
    """What points to the one who goes points to the one who stays: rows of every union, hence as the system."""
    [gone] = persons
    with system("两条登记是同一个人，把各处的记录并到一起"):
        sets.write(gone.filled)  # type: ignore[attr-defined]
        for model, name in _pointing():
            rows = list(model.objects.filter(**{name: gone}).select_for_update(of=("self",)))
            for row in rows:
                setattr(row, name, into)
                row.version += 1
            sets.write((row, [name, "version"]) for row in rows)


def _without_doubles(gone: Person, into: Person) -> None:
    """She was one member all the time: of two memberships on one day the one that began first counts."""
    with system("两条登记是同一个人，看各自的会籍"):
        mine, twins = (
            list(
                Membership.objects.filter(person=person)
                .exclude(ended=Ended.DUPLICATE)
                .order_by("since", "pk")
                .select_for_update(of=("self",))
            )
            for person in (into, gone)
        )
        if len({row.union_id for row in (*mine, *twins) if row.left_on is None}) > 1:
            raise Blocked(BOTH)
        settled = doubles.settle(mine, twins)
        if any(row.state == Membership.State.MOVING for row, _ in settled):
            raise Blocked(MOVING)
        for row, changes in settled:
            for name, value in changes.items():
                setattr(row, name, value)
            row.version += 1
        sets.write((row, [*changes, "version"]) for row, changes in settled)


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
    _without_doubles(person, into)
    _filled(person, into)
    person.merged_into = into


def _merging_of(person: Person) -> EventRow:
    rows = EventRow.objects.filter(
        kind=Person._meta.db_table, row_id=person.pk, event__verb=merge.verb, op="U"
    )
    return rows.latest("pk")


def _emptied(person: Person) -> None:
    """What the merging filled in at the other entry, and nobody has changed since, goes from there again."""
    with system("合并撤回，补过去的号码还给原来那一条"):
        stays = Person.objects.select_for_update(of=("self",)).get(pk=person.merged_into_id)
        rows = EventRow.objects.filter(
            event_id=_merging_of(person).event_id, kind=Person._meta.db_table, row_id=stays.pk, op="U"
        )
        changes = {name: pair for row in rows for name, pair in row.changes.items()}
    names = [
        name
        for name in (*COMPLETE, "id_kind")
        if name in changes and _plain(stays, name) == _plain(person, name)
    ]
    for name in names:
        field = Person._meta.get_field(name)
        setattr(stays, name, "" if isinstance(field, SecretText) else field.to_python(changes[name][0]))
    stays.version += 1
    if names:
        sets.write([(stays, [*_columns(names), "version"])])


def _give_back(persons: list[Person], *, by: Seat, **_: Any) -> None:
    """By the trail: whatever the merging moved and nobody has touched since in that column goes back where it was."""
    [person] = persons
    moved = EventRow.objects.filter(event_id=_merging_of(person).event_id, op="U").order_by("-pk")
    tables = {model._meta.db_table: model for model, _ in _pointing()}
    back: dict[Any, dict[int, dict[str, Any]]] = defaultdict(lambda: defaultdict(dict))
    for row in moved:
        if row.kind in tables:
            back[tables[row.kind]][row.row_id] |= {column: pair for column, pair in row.changes.items()}
    with system("合并撤回，把各处的记录还给原来那一条"):
        _room_for(back[Membership])
        for model, rows in back.items():
            # What goes back to her makes room for what opens again.
            locked = model.objects.filter(pk__in=rows).select_for_update(of=("self",))
            for row in sorted(locked, key=lambda row: "person_id" not in rows[row.pk]):
                columns = {field.column: field for field in model._meta.concrete_fields}
                names = []
                for column, (before, after) in rows[row.pk].items():
                    field = columns[column]
                    if field.to_python(after) == getattr(row, field.attname):
                        setattr(row, field.attname, field.to_python(before))
                        names.append(field.name)
                row.version += 1
                sets.write([(row, [*names, "version"])])


def _room_for(back: dict[int, dict[str, Any]]) -> None:
    """A membership that the merging closed opens again only where no other has begun since."""
    opens = [pk for pk, columns in back.items() if "left_on" in columns and "person_id" not in columns]
    persons = Membership.objects.filter(pk__in=opens, left_on__isnull=False).values("person_id")
    stay = Membership.objects.exclude(pk__in=[pk for pk, columns in back.items() if "person_id" in columns])
    if stay.filter(person_id__in=persons, left_on=None).exists():
        raise Blocked(GONE_ON)


@action(Person, allowed=policy.may_part, label="撤回合并", needs_reason=True, then=_give_back)
def part(person: Person, *, by: Seat) -> None:
    """They were two after all: this entry gets back what the merging took over."""
    if person.merged_into_id is None:
        raise Blocked("这一条没有并到别处。请刷新页面再看。")
    _emptied(person)
    person.merged_into = None
