"""Verbs of persons: written down once, corrected."""

from collections.abc import Sequence
from typing import Any

from zhijia.kernel import clock
from zhijia.kernel.actions import Unfit, action
from zhijia.kernel.actions.sets import Ready
from zhijia.kernel.ledger import Fields, reason
from zhijia.kernel.scope import Seat
from zhijia.org.actions import appoint
from zhijia.org.models import Post
from zhijia.people import policy, rules
from zhijia.people.actions.memberships import join
from zhijia.people.models import Membership, Person

FIRST = ("name", "gender", "id_kind", "identity", "phone")
REST = (
    "birth_on", "ethnicity", "education", "politics", "household", "native_place", "skill", "title", "card",
    "card_state", "collected_on", "issued_on",
)  # fmt: skip
ASKS_WHY = {"name": "姓名", "identity": "证件号"}
WHY = reason("改动姓名或证件号，要写一句原因。")


def _take_places(
    persons: list[Person],
    *,
    by: Seat,
    posts: Sequence[Post] = (),
    memberships: Sequence[Membership] | Ready = (),
) -> None:
    if isinstance(memberships, Ready):
        join.all(memberships, by=by)
        return
    for person, place in zip([*persons, *persons], [*posts, *memberships], strict=False):
        place.person = person
    if posts:
        appoint.all(list(posts), by=by)
    if memberships:
        join.all(list(memberships), by=by)


@action(Person, allowed=policy.may_enter_person, label="登记人员", then=_take_places)
def enter(
    person: Person, *, by: Seat, posts: Sequence[Post] = (), memberships: Sequence[Membership] | Ready = ()
) -> None:
    """A person is written down once; memberships and posts point here.

    With `posts` or `memberships`, one for each person, she takes her place at once: an officer reaches nobody but
    members and those who hold a post, so a person without either would be out of her reach.
    """
    _fit(person)


@action(Person, allowed=policy.may_change_person, label="更正个人信息",
        form=Fields(*FIRST, *REST, optional=" ".join((*FIRST[1:], *REST)), reason=WHY))  # fmt: skip
def change_details(person: Person, *, by: Seat, reason: str = "", **values: Any) -> None:
    """What was written about a person was wrong or has changed; old and new stand in the trail, numbers as "changed".

    Only what is given is touched. Another name or another number in place of one that stood there asks why.
    """
    before = {name: person.__dict__[name] for name in ASKS_WHY}
    for name, value in values.items():
        setattr(person, name, value)
    overwritten = [
        label for name, label in ASKS_WHY.items() if before[name] and person.__dict__[name] != before[name]
    ]
    if overwritten and not reason.strip():
        raise Unfit(reason=f"改动{'、'.join(overwritten)}，要写明原因，一句话就行。")
    _fit(person)


def _fit(person: Person) -> None:
    """Fill sex and birthday from the identity number where they are blank; refuse what does not fit together."""
    identity, phone = person.identity.fresh, person.phone.fresh
    person.name = person.name.strip()
    tells = person.id_kind == "resident" and identity and not (person.gender and person.birth_on)
    if tells and not rules.wrong_with_identity(identity):
        person.gender = person.gender or rules.gender_of(identity)
        person.birth_on = person.birth_on or rules.birth_of(identity)
    wrong = rules.unfit(
        id_kind=person.id_kind, identity=identity, phone=phone, gender=person.gender, born=person.birth_on,
        today=clock.today(),
    )  # fmt: skip
    if not person.name:
        wrong["name"] = "请填姓名。"
    if wrong:
        raise Unfit(**wrong)
