"""A person on her way to being a member: who she is, known or new, and the membership she gets."""

from typing import Any

from django import forms

from zhijia.kernel.actions import Blocked, Unfit
from zhijia.kernel.forms import Fields
from zhijia.kernel.scope import Seat, system
from zhijia.kernel.secrets import whole
from zhijia.kernel.trail.models import Event, EventRow
from zhijia.org.models import Union
from zhijia.people import rules
from zhijia.people.actions import enter, rejoin
from zhijia.people.actions.memberships import MembershipFields
from zhijia.people.models import Membership, Person

OF_PERSON = ("name", "identity", "phone", "gender", "id_kind")
OF_MEMBERSHIP = ("union", "joined_on", "kind", "group", "employment", "migrant", "employer", "department")
OPTIONAL = "kind identity phone gender id_kind group employment migrant employer department"
JOINS_AS = [(one.value, one.label) for one in Membership.COUNTED]
ELSEWHERE = "这个证件号的人现在已经是会员。本会的请在名册里找；别的工会的请办会籍接转，不要再登记一次。"
NAMESAKE = (
    "名册里已经有同名、同手机的{}（{}）。请打开那一条核对：在册的不用再登记，离会的办重新入会；"
    "确实是两个人的，两条都填上证件号。"
)
OTHER_NAME = "这个证件号以前登记的是另一个姓名。请对照证件核对姓名和证件号。"


def form(seat: Seat, data: Any = None, initial: Any = None) -> forms.Form:
    """Name and numbers first; sex and birthday follow from the number. The own union is not asked for."""
    made = Fields(*OF_PERSON, optional=OPTIONAL)(Person, data, initial)
    made.fields |= MembershipFields(*OF_MEMBERSHIP, optional=OPTIONAL)(Membership).fields
    made.fields["identity"].help_text = "居民身份证不用填性别和生日，会自己算出来。存时加密，平时遮住。"
    made.fields["id_kind"].initial = "resident"
    made.fields["kind"] = forms.ChoiceField(
        label="会籍", choices=JOINS_AS, initial="ordinary", required=False,
        help_text="没有用人单位的（骑手、司机、零工），登记为临时会员。",
        error_messages={"invalid_choice": "请重新选会籍。"},
    )  # fmt: skip
    own = Union.objects.filter(pk=seat.union_id, kind__in=Union.GRASSROOTS).first()
    if own:
        del made.fields["union"]
        made.fields["group"].queryset = made.fields["group"].queryset.filter(home=own)  # type: ignore[attr-defined]
    order = [*OF_PERSON[:3], *OF_MEMBERSHIP, *OF_PERSON[3:]]
    made.order_fields(order)
    return made


def enrol(values: dict[str, Any], *, by: Seat, key: str | None = None) -> Membership:
    """Enter the person with her membership; somebody known by her number who has left joins again."""
    if done := _done_before(key, by):
        return done
    place = Membership(**{name: values[name] for name in OF_MEMBERSHIP if values.get(name)})
    if place.union_id is None:
        place.union = Union.objects.get(pk=by.union_id)
    known = _known(values.get("identity", ""))
    if known is None:
        _not_a_namesake(values)
        person = Person(**{name: values[name] for name in OF_PERSON if values.get(name)})
        person = enter(person, by=by, key=key, memberships=[place])
        return Membership.objects.filter(person=person).latest("pk")
    if known.name != values["name"].strip():
        raise Unfit(name=OTHER_NAME)
    with system("查这个人现在有没有会籍"):
        if Membership.objects.filter(person=known, left_on=None).exists():
            raise Blocked(ELSEWHERE)
    place.person = known
    return rejoin(place, by=by, key=key)


def _done_before(key: str | None, by: Seat) -> Membership | None:
    """What the same form, sent before, has made: a double click is no second member."""
    event = Event.objects.filter(key=key, verb=enter.verb, person_id=by.person_id).first() if key else None
    made = EventRow.objects.filter(event=event, kind=Person._meta.db_table, op="I") if event else ()
    return Membership.objects.filter(person_id__in=[row.row_id for row in made]).first() if made else None


def _not_a_namesake(values: dict[str, Any]) -> None:
    """Same name and same telephone are one person, unless two identity numbers say otherwise."""
    phone, identity = values.get("phone", ""), values.get("identity", "")
    if not phone:
        return
    alike = Membership.objects.filter(
        person__name=values["name"].strip(), person__phone_index=whole(rules.phone_spelt(phone), of="phone"),
        person__merged_into=None,
    ).order_by("-since", "-pk")  # fmt: skip
    alike = alike.filter(person__identity_index="") if identity else alike
    if found := alike.select_related("union", "person").first():
        raise Blocked(NAMESAKE.format(found.person.name, found.union.short_name))


def _known(identity: str) -> Person | None:
    """Whoever has this number, wherever she is."""
    if not identity:
        return None
    with system("按证件号查是否登记过"):
        return Person.objects.filter(
            identity_index=whole(rules.identity_spelt(identity), of="identity"), merged_into=None
        ).first()
